package workspace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// gitTree is the files of a commit, read from git's objects. Only what may be
// a spec is kept of its listing, because a repository may hold a million other files; those are
// asked for by their paths when something refers to them.
type gitTree struct {
	stored
	repository gitRepository
	commit     string // its hash; "" is a commit without any file

	blobs   map[string]string   // from path to hash
	links   map[string]bool     // symbolic links
	modules map[string]*gitTree // submodules, by their folders
	objects *objects

	lock  sync.Mutex
	notes []string // about the files that were read
}

// openCommit lists a commit, which lies in as many submodules as nesting says. The context holds for
// everything read from the tree.
func openCommit(ctx context.Context, r gitRepository, commit string, nesting int) (*gitTree, error) {
	t := &gitTree{
		repository: r, commit: commit, objects: &objects{ctx: ctx, repository: r},
		blobs: map[string]string{}, links: map[string]bool{}, modules: map[string]*gitTree{},
	}
	t.has = t.exists
	if commit != "" {
		if err := t.scan(ctx, nesting); err != nil {
			return nil, err
		}
	}
	slices.Sort(t.paths)
	return t, nil
}

// Close ends the git processes that read for the tree.
func (t *gitTree) Close() error {
	errs := []error{t.objects.close()}
	for _, module := range t.modules {
		errs = append(errs, module.Close())
	}
	return errors.Join(errs...)
}

func (t *gitTree) read(name string) ([]byte, error) {
	if !isClean(name) {
		return nil, &fileError{name, fs.ErrInvalid}
	}
	at, err := t.follow(name)
	if err != nil {
		return nil, &fileError{name, err}
	}
	if module, local := t.module(at); module != nil {
		return module.read(local)
	}
	content, err := t.objects.read(t.object(at))
	if err != nil {
		return nil, &fileError{name, err}
	}
	return t.large(name, content)
}

// object returns what git knows a file by.
func (t *gitTree) object(name string) string {
	if hash := t.blobs[name]; hash != "" {
		return hash
	}
	return t.commit + ":" + name
}

// hash returns the hash of a file's blob, if that is known and stands for its content.
func (t *gitTree) hash(name string) string {
	if module, local := t.module(name); module != nil {
		return module.hash(local)
	}
	return t.blobs[name]
}

// module returns the submodule that a path lies in, and the path within it.
func (t *gitTree) module(name string) (*gitTree, string) {
	for at := path.Dir(name); at != "." && len(t.modules) > 0; at = path.Dir(at) {
		if module := t.modules[at]; module != nil {
			return module, strings.TrimPrefix(name, at+"/")
		}
	}
	return nil, ""
}

// maxLinks bounds how many symbolic links lead from one to the next.
const maxLinks = 40

var errLinkLeaves = errors.New("is a symbolic link that leads out of the repository")

// follow returns the path that a path leads to when the symbolic links in it are followed.
func (t *gitTree) follow(name string) (string, error) {
	for range maxLinks {
		link := t.firstLink(name)
		if link == "" {
			return name, nil
		}
		target, err := t.objects.read(t.object(link))
		if err != nil {
			return "", err
		}
		if path.IsAbs(string(target)) {
			return "", errLinkLeaves
		}
		name = path.Join(path.Dir(link), string(target), strings.TrimPrefix(name, link))
		if !isClean(name) {
			return "", errLinkLeaves
		}
	}
	return "", errors.New("is a symbolic link that leads in a circle")
}

// firstLink returns the outermost folder of a path, or the path, that is a symbolic link.
func (t *gitTree) firstLink(name string) (found string) {
	for at := name; at != "." && len(t.links) > 0; at = path.Dir(at) {
		if t.links[at] {
			found = at
		}
	}
	return found
}

func (t *gitTree) exists(name string) bool {
	_, err := t.read(name)
	return err == nil || errors.Is(err, source.ErrTooLarge)
}

// display returns the path as `git show` takes it.
func (t *gitTree) display(name string) string {
	if module, local := t.module(name); module != nil {
		return filepath.ToSlash(module.repository.top) + " " + module.display(local)
	}
	return short(t.commit) + ":" + name
}

func (t *gitTree) note(format string, args ...any) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

// remarks returns what the user should know about the files that were read.
func (t *gitTree) remarks() []string {
	t.lock.Lock()
	all := slices.Clone(t.notes)
	t.lock.Unlock()
	for _, module := range t.modules {
		all = append(all, module.remarks()...)
	}
	return compact(all)
}
