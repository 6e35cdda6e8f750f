package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"
)

// opener gathers the workspaces that a command's arguments lie in. Its paths are absolute.
type opener struct {
	dir      string // where the user stands
	home     string // the workspace around dir
	realHome string // home without symbolic links
	marked   bool   // something marks home as a workspace; it is not just stood in
	scope    string // what is listed of home

	folders []string // may be read
	scopes  []string // are listed
}

// place is an argument found in the file system.
type place struct {
	absolute string
	pattern  string // of files below it; "" if the place itself is meant
	stdin    bool   // stands for standard input; nothing need be there
}

func newOpener(dir string) (*opener, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	o := &opener{dir: dir}
	o.home, o.scope, o.marked = around(dir)
	o.realHome, err = filepath.EvalSymlinks(o.home)
	return o, err
}

// around returns the workspace that a folder lies in, and what is listed of it: all of it, but only
// the folder where nothing marks a workspace, for the user may stand in a home directory.
func around(folder string) (root, scope string, marked bool) {
	if root, marked = findRoot(folder); marked {
		return root, root, true
	}
	return packageRoot(folder), folder, false
}

func (o *opener) open(folder, scope string) {
	o.folders = append(o.folders, folder)
	o.scopes = append(o.scopes, scope)
}

func (o *opener) arguments(args []string, stdinPath string) (places []place, err error) {
	for _, arg := range args {
		var at place
		switch {
		case arg == Stdin:
			at, err = o.stdin(stdinPath)
		case hasGlob(arg) && !o.exists(arg):
			at, err = o.pattern(arg)
		default:
			at, err = o.named(arg)
		}
		if err != nil {
			return nil, err
		}
		places = append(places, at)
	}
	return places, nil
}

// named finds a file or folder that is named as such.
func (o *opener) named(arg string) (place, error) {
	if arg == "" {
		return place{}, errors.New(`an empty argument names no file; "." is the folder you stand in`)
	}
	info, err := os.Stat(o.absolute(arg))
	if err != nil {
		return place{}, notFound(arg, err)
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return place{}, &fileError{arg, errNotRegular}
	}
	at, err := o.claim(o.absolute(arg), true)
	return place{absolute: at}, err
}

// pattern finds the folder below which a pattern's files lie.
func (o *opener) pattern(arg string) (place, error) {
	base, pattern := doublestar.SplitPattern(filepath.ToSlash(arg))
	if !doublestar.ValidatePattern(pattern) {
		return place{}, fmt.Errorf("%s: malformed pattern", arg)
	}
	folder := o.absolute(filepath.FromSlash(base))
	if _, err := os.Stat(folder); err != nil {
		return place{}, notFound(arg, err)
	}
	at, err := o.claim(folder, true)
	return place{absolute: at, pattern: pattern}, err
}

// stdin finds the folder of the file that standard input stands for: that is where its references
// lead from.
func (o *opener) stdin(name string) (place, error) {
	if name == "" {
		name = "stdin" // the content tells the rest
	}
	absolute := o.absolute(name)
	if _, err := os.Stat(filepath.Dir(absolute)); err != nil {
		return place{}, notFound("the folder of "+name, err)
	}
	folder, err := o.claim(filepath.Dir(absolute), false)
	return place{absolute: filepath.Join(folder, filepath.Base(absolute)), stdin: true}, err
}

// importPaths finds folders that are read and never listed.
func (o *opener) importPaths(names []string) (found []string, err error) {
	for _, name := range names {
		at, err := filepath.EvalSymlinks(o.absolute(name))
		if err != nil {
			return nil, notFound(name, err)
		}
		if !isFolder(at) {
			return nil, fmt.Errorf("%s: is no folder, but imports are to be looked for in it", name)
		}
		folder := at
		if local, ok := within(o.realHome, at); ok {
			at, folder = filepath.Join(o.home, local), o.home
		}
		o.folders = append(o.folders, folder)
		found = append(found, at)
	}
	return found, nil
}

// claim makes what exists at a path readable, and returns it without symbolic links: in the
// workspace around dir, or else in a workspace of its own. Where nothing marks a workspace, no more
// is listed than a folder that was named.
func (o *opener) claim(absolute string, named bool) (string, error) {
	real, err := filepath.EvalSymlinks(absolute)
	if err != nil {
		return "", notFound(absolute, err)
	}
	if local, ok := within(o.realHome, real); ok {
		at, scope := filepath.Join(o.home, local), o.scope
		if named && !o.marked && isFolder(real) {
			scope = at
		}
		o.open(o.home, scope)
		return at, nil
	}
	folder := real
	if !isFolder(real) {
		folder = filepath.Dir(real)
	}
	root, scope, _ := around(folder)
	o.open(root, scope)
	return real, nil
}

func isFolder(absolute string) bool {
	info, err := os.Stat(absolute)
	return err == nil && info.IsDir()
}

// tree opens what was gathered. The workspace around dir is the root if anything in it was named.
func (o *opener) tree() (*DirTree, error) {
	folders := outermostFolders(o.folders)
	if i := slices.Index(folders, o.home); i > 0 {
		folders = slices.Insert(slices.Delete(folders, i, i+1), 0, o.home)
	}
	var mounts []mount
	for _, folder := range folders {
		mounts = append(mounts, mount{name: mountName(folder, mounts), folder: folder})
	}
	t, err := newDirTree(o.dir, mounts, nil)
	if err != nil {
		return nil, err
	}
	for _, scope := range outermostFolders(o.scopes) {
		t.scopes = append(t.scopes, folderName(t.rel(scope)))
	}
	return t, nil
}

// outermostFolders drops repetitions, and folders that lie within others.
func outermostFolders(all []string) (kept []string) {
	for i, folder := range all {
		inner := slices.ContainsFunc(all, func(other string) bool {
			_, ok := within(other, folder)
			return ok && other != folder
		})
		if !inner && !slices.Contains(all[:i], folder) {
			kept = append(kept, folder)
		}
	}
	return kept
}

// mountName returns a name for a folder beside the first mount, like its own and not yet in use.
func mountName(folder string, before []mount) string {
	if len(before) == 0 {
		return ""
	}
	name := filepath.Base(folder)
	for taken(name, before) {
		name += "~"
	}
	return name
}

func taken(name string, mounts []mount) bool {
	if _, err := os.Lstat(filepath.Join(mounts[0].folder, name)); err == nil {
		return true
	}
	return slices.ContainsFunc(mounts, func(m mount) bool { return m.name == name })
}

func (o *opener) absolute(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(o.dir, name)
}

func (o *opener) exists(name string) bool {
	_, err := os.Stat(o.absolute(name))
	return err == nil
}

// notFound is the error for an argument that cannot be opened, most often because nothing is there.
func notFound(arg string, err error) error {
	if err = plainError(arg, err); errors.Is(err, fs.ErrNotExist) {
		return &fileError{arg, errors.New("no such file or folder")}
	}
	return err
}
