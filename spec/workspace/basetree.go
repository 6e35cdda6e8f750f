package workspace

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// side is where the files of a base come from: a folder, a commit or an archive.
type side interface {
	Paths() []string
	list(folder string) listing
	read(name string) ([]byte, error)
	display(name string) string
	Close() error
}

// baseTree is a base under the paths of the working tree that it is compared with. The folder from
// of the side stands for the folder at of the working tree. What lies outside of it, in another
// workspace or ignored by git, such as dependencies, is taken to be as it is now: it is read where
// something refers to it.
type baseTree struct {
	side     side
	now      *DirTree
	at, from string
	absent   map[string]bool // from the working tree, because its checkout is sparse

	all   func() listing
	other func() folders // what others develop
	files sync.Map       // from path to *opened
}

func newBaseTree(s side, now *DirTree, at, from string) *baseTree {
	t := &baseTree{side: s, now: now, at: at, from: from}
	t.all = sync.OnceValue(func() listing { return t.listFolder("") })
	t.other = sync.OnceValue(func() folders { return newFolders(t.all().skips) })
	return t
}

// below returns the path of what lies in a folder relative to it, "" for the folder itself.
func below(folder, name string) (local string, ok bool) {
	if folder == "" || folder == name {
		return strings.TrimPrefix(name, folder), true
	}
	return strings.CutPrefix(name, folder+"/")
}

// local returns what the side calls a path, if it has a say in it.
func (t *baseTree) local(name string) (string, bool) {
	if m, _ := t.now.mount(name); m.name != "" {
		return "", false
	}
	rest, ok := below(t.at, name)
	return path.Join(t.from, rest), ok
}

// name is the inverse of local.
func (t *baseTree) name(local string) (string, bool) {
	rest, ok := below(t.from, local)
	return path.Join(t.at, rest), ok
}

func (t *baseTree) File(name string) (*source.File, error) {
	found, ok := t.files.Load(name)
	if !ok {
		found, _ = t.files.LoadOrStore(name, &opened{})
	}
	o := found.(*opened)
	o.once.Do(func() {
		content, err := t.read(name)
		if err != nil {
			o.err = err
			return
		}
		o.file = source.NewFile(name, content)
	})
	return o.file, o.err
}

func (t *baseTree) read(name string) ([]byte, error) {
	if !isClean(name) {
		return nil, &fileError{name, fs.ErrInvalid}
	}
	local, ok := t.local(name)
	if !ok {
		return t.now.read(name)
	}
	content, err := t.side.read(local)
	if errors.Is(err, fs.ErrNotExist) && t.ignored(name) {
		return t.now.read(name)
	}
	var about *fileError
	if errors.As(err, &about) {
		err = &fileError{name, about.err}
	}
	return content, err
}

// ignored reports whether the working tree has a file that it does not list: one that git ignores.
func (t *baseTree) ignored(name string) bool {
	if _, listed := slices.BinarySearch(t.now.all().paths, name); listed || !maybeSpec(name) {
		return false
	}
	info, err := os.Lstat(t.now.abs(name))
	return err == nil && info.Mode().IsRegular()
}

func (t *baseTree) Paths() []string { return slices.Clone(t.all().paths) }

func (t *baseTree) isFolder(name string) bool { return name == "" || len(t.list(name).paths) > 0 }

func (t *baseTree) list(folder string) listing {
	if folder == "" {
		return t.all()
	}
	return t.listFolder(folder)
}

func (t *baseTree) listFolder(folder string) listing {
	if m, _ := t.now.mount(folder); m.name != "" {
		return t.now.list(folder)
	}
	var found listing
	if local, ok := t.local(folder); ok {
		found.add(t.named(t.side.list(local)))
	} else if _, ok := below(folder, t.at); ok {
		found.add(t.named(t.side.list(t.from)))
	}
	if t.now.isFolder(folder) {
		found.add(t.likeNow(t.now.list(folder)))
	}
	found.sort()
	return found
}

// named returns what the side lists under the paths of the working tree.
func (t *baseTree) named(from listing) (found listing) {
	for _, local := range from.paths {
		name, ok := t.name(local)
		switch {
		case !ok || !t.inScope(name):
		case t.absent[name]:
			found.skips = append(found.skips, Skip{name, Sparse})
		default:
			found.paths = append(found.paths, name)
		}
	}
	for _, skip := range from.skips {
		if name, ok := t.name(skip.Path); ok && t.inScope(name) {
			found.skips = append(found.skips, Skip{name, skip.Reason})
		}
	}
	return found
}

func (t *baseTree) inScope(name string) bool {
	return slices.ContainsFunc(t.now.scopes, func(scope string) bool {
		_, ok := below(scope, name)
		return ok
	})
}

// likeNow returns what the base has in common with the working tree: the other workspaces, and the
// folders that are left out, lest their files seem to have been removed.
func (t *baseTree) likeNow(now listing) (found listing) {
	for _, name := range now.paths {
		if m, _ := t.now.mount(name); m.name != "" {
			found.paths = append(found.paths, name)
		}
	}
	for _, skip := range now.skips {
		switch skip.Reason {
		case Submodule, Repository, Dependencies, BuildOutput, Hidden:
			found.skips = append(found.skips, skip)
		}
	}
	return found
}

func (t *baseTree) foreign(name string) bool {
	if m, _ := t.now.mount(name); m.name != "" {
		return t.now.foreign(name)
	}
	return t.other().hold(path.Dir(name))
}

func (t *baseTree) display(name string) string {
	if local, ok := t.local(name); ok {
		return t.side.display(local)
	}
	return t.now.display(name)
}
