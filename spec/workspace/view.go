package workspace

import (
	"errors"
	"slices"
	"sort"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// view is what is needed of a tree beside source.Tree.
type view interface {
	source.Tree
	// isFolder reports whether a path is that of a folder; "" is the root.
	isFolder(name string) bool
	// list returns what a folder holds, even where Paths leaves it out.
	list(folder string) listing
	// read reads a file without keeping it.
	read(name string) ([]byte, error)
	// foreign reports whether a path lies in third-party code or in another repository.
	foreign(name string) bool
	// display returns a path as the user knows it.
	display(name string) string
}

func (t *DirTree) display(name string) string { return t.Display(name) }

// viewOf returns the view of a tree of any kind.
func viewOf(tree source.Tree) view {
	if v, ok := tree.(view); ok {
		return v
	}
	return plainView{tree}
}

// plainView is the view of a tree that is nothing but a source.Tree.
type plainView struct{ source.Tree }

func (v plainView) isFolder(name string) bool { return name == "" || len(v.list(name).paths) > 0 }

func (v plainView) list(folder string) listing {
	return listing{paths: inFolder(v.Paths(), folder)}
}

func (v plainView) read(name string) ([]byte, error) {
	file, err := v.File(name)
	if err != nil {
		return nil, err
	}
	return file.Content, nil
}

func (plainView) foreign(string) bool { return false }

func (plainView) display(name string) string { return name }

// inFolder returns the sorted paths that lie below a folder; "" is the root.
func inFolder(paths []string, folder string) []string {
	if folder == "" {
		return paths
	}
	start := sort.SearchStrings(paths, folder+"/")
	rest := paths[start:]
	end := sort.Search(len(rest), func(i int) bool { return !strings.HasPrefix(rest[i], folder+"/") })
	return rest[:end]
}

// overlay lays one file over a tree: what came through standard input.
type overlay struct {
	view
	file *source.File
	err  error // why there is no content
}

func (o overlay) File(name string) (*source.File, error) {
	if name == o.file.Path {
		return o.file, o.err
	}
	return o.view.File(name)
}

func (o overlay) read(name string) ([]byte, error) {
	if name == o.file.Path {
		return o.file.Content, o.err
	}
	return o.view.read(name)
}

func (o overlay) Paths() []string { return o.with(o.view.Paths(), "") }

func (o overlay) list(folder string) listing {
	found := o.view.list(folder)
	found.paths = o.with(found.paths, folder)
	return found
}

// with returns the sorted paths of a folder with that of the file among them.
func (o overlay) with(paths []string, folder string) []string {
	name := o.file.Path
	at, found := slices.BinarySearch(paths, name)
	if found || !maybeSpec(name) || folder != "" && !strings.HasPrefix(name, folder+"/") {
		return paths
	}
	return slices.Insert(slices.Clone(paths), at, name)
}

// withStdin lays standard input over a tree, if the selection holds it.
func withStdin(tree view, wanted Selection) (view, error) {
	if !slices.Contains(wanted.Args, Stdin) {
		return tree, nil
	}
	if wanted.Stdin == nil {
		return nil, errors.New("there is no standard input to lint")
	}
	content, err := readLimited("standard input", wanted.Stdin, 0)
	if err != nil && !errors.Is(err, source.ErrTooLarge) {
		return nil, err
	}
	return overlay{tree, source.NewFile(stdinPath(wanted.StdinPath, content), content), err}, nil
}

// stdinPath gives the path of standard input the extension that its content has earned.
func stdinPath(name string, content []byte) string {
	if name == "" {
		name = "stdin"
	}
	if extension(name) != "" {
		return name
	}
	return name + extensionOf(content)
}
