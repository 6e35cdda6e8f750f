package workspace

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// MaxFile is the size in bytes (64 MiB) from which on a file is not read.
const MaxFile = 64 << 20

// DirTree is the tree of specs in a directory. It reads lazily: nothing is listed before Paths is
// called, and a file is opened when it is asked for. It is safe for concurrent use.
type DirTree struct {
	dir    string  // absolute; where the user stands
	mounts []mount // the folders that may be read; the first is the tree's root
	scopes []string
	all    func() listing // what lies in the scopes
	files  sync.Map       // from path to *opened
}

// mount is a folder that may be read. Beside the root there are some only where the arguments of a
// command lie outside of it; their files have paths that begin with the mount's name.
type mount struct {
	name   string // "" is the tree's root
	folder string // absolute
	root   *os.Root
}

type opened struct {
	once sync.Once
	file *source.File
	err  error
}

// Dir returns the tree of a directory. The error is that of opening it.
func Dir(root string) (*DirTree, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	return newDirTree(root, []mount{{folder: root}}, []string{""})
}

// newDirTree opens the mounts; the scopes are the folders of the tree that Paths lists.
func newDirTree(dir string, mounts []mount, scopes []string) (*DirTree, error) {
	t := &DirTree{dir: dir, scopes: scopes}
	for _, m := range mounts {
		root, err := os.OpenRoot(m.folder)
		if err != nil {
			t.Close()
			return nil, plainError(m.folder, err)
		}
		m.root = root
		t.mounts = append(t.mounts, m)
	}
	t.all = sync.OnceValue(t.listScopes)
	return t, nil
}

// Close gives back what the operating system holds open for the tree. Files that were read stay.
func (t *DirTree) Close() error {
	var errs []error
	for _, m := range t.mounts {
		errs = append(errs, m.root.Close())
	}
	return errors.Join(errs...)
}

// Root returns the absolute path of the tree's root.
func (t *DirTree) Root() string { return t.mounts[0].folder }

// Display returns the path of a file as the user can open it from where they stand: relative to
// that folder, or absolute where that folder or the file lies outside the workspace. What was fetched keeps its URL.
func (t *DirTree) Display(name string) string {
	if strings.Contains(name, "://") {
		return name
	}
	absolute := t.abs(name)
	if _, standsInside := within(t.Root(), t.dir); !standsInside {
		return absolute
	}
	if m, _ := t.mount(name); m.name != "" {
		return absolute
	}
	shown, err := filepath.Rel(t.dir, absolute)
	if err != nil {
		return absolute
	}
	return shown
}

// File reads a file, once. The error is fs.ErrNotExist where there is none, fs.ErrInvalid for a path
// that is not clean or leaves the tree, source.ErrTooLarge above MaxFile. Symbolic links are
// followed inside the tree; one that leads out of it is an error.
func (t *DirTree) File(name string) (*source.File, error) {
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

// Paths returns the .proto, YAML and JSON files of the tree, sorted: in a git repository those that
// are tracked, or untracked and not ignored, those of its submodules too; elsewhere all but hidden
// folders, dependencies and build output.
func (t *DirTree) Paths() []string { return slices.Clone(t.all().paths) }

// read reads a file without keeping it.
func (t *DirTree) read(name string) ([]byte, error) {
	root, local, err := t.locate(name)
	if err != nil {
		return nil, err
	}
	// Asked before opening, because opening a pipe would wait for a writer.
	info, err := root.Stat(local)
	if err != nil {
		return nil, plainError(name, err)
	}
	if err := readable(name, info); err != nil {
		return nil, err
	}
	file, err := root.Open(local)
	if err != nil {
		return nil, plainError(name, err)
	}
	defer file.Close()
	return readLimited(name, file, info.Size())
}

var errNotRegular = errors.New("is no regular file; what a command prints can be piped into `bylaw lint -`")

func readable(name string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return &fileError{name, errors.New("is a folder")}
	case !info.Mode().IsRegular():
		return &fileError{name, errNotRegular}
	case info.Size() > MaxFile:
		return &fileError{name, source.ErrTooLarge}
	}
	return nil
}

// readLimited reads what a file says it holds, and no more than MaxFile if it grows meanwhile.
func readLimited(name string, from io.Reader, size int64) ([]byte, error) {
	var content bytes.Buffer
	content.Grow(int(min(size, MaxFile)) + bytes.MinRead)
	if _, err := content.ReadFrom(io.LimitReader(from, MaxFile+1)); err != nil {
		return nil, plainError(name, err)
	}
	if content.Len() > MaxFile {
		return nil, &fileError{name, source.ErrTooLarge}
	}
	return content.Bytes(), nil
}

func (t *DirTree) isFolder(name string) bool {
	if name == "" {
		return true
	}
	root, local, err := t.locate(name)
	if err != nil {
		return false
	}
	info, err := root.Stat(local)
	return err == nil && info.IsDir()
}

// locate returns where a path of the tree is read from.
func (t *DirTree) locate(name string) (*os.Root, string, error) {
	if !isClean(name) {
		return nil, "", &fileError{name, fs.ErrInvalid}
	}
	m, local := t.mount(name)
	return m.root, filepath.FromSlash(local), nil
}

// mount returns the mount that a path of the tree lies in, and the path within it.
func (t *DirTree) mount(name string) (m mount, local string) {
	for _, m := range t.mounts[1:] {
		if name == m.name {
			return m, "."
		}
		if local, ok := strings.CutPrefix(name, m.name+"/"); ok {
			return m, local
		}
	}
	return t.mounts[0], name
}

// isClean is fs.ValidPath for names in any encoding.
func isClean(name string) bool {
	local := filepath.FromSlash(name)
	return name == path.Clean(name) && filepath.IsLocal(local) && filepath.ToSlash(local) == name
}

// abs returns where in the file system a path of the tree is.
func (t *DirTree) abs(name string) string {
	m, local := t.mount(name)
	return filepath.Join(m.folder, filepath.FromSlash(local))
}

// fileError is an error about one file of a tree.
type fileError struct {
	name string
	err  error
}

func (e *fileError) Error() string { return e.name + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// plainError drops the system call from an error of the operating system, which says nothing to a
// user, and calls a path below a file what it is: not there.
func plainError(name string, err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		err = of.Err
	}
	if errors.Is(err, syscall.ENOTDIR) {
		err = fs.ErrNotExist
	}
	return &fileError{name, err}
}
