package workspace

import (
	"path"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"
)

// place returns which folder of the working tree (at) which folder of a side (from, one of the
// roots) stands for, and how many paths of what is compared they share: the pair that shares the most, the outermost of
// equals.
func (o *baseOpener) place(paths, roots []string) (at, from string, shared int) {
	from = roots[0]
	folders := o.outward()
	now := inFolder(o.now.all().paths, folders[len(folders)-1])
	for _, root := range roots {
		for _, folder := range folders {
			if n := inCommon(now, folder, paths, root); n > shared {
				at, from, shared = folder, root, n
			}
		}
	}
	return at, from, shared
}

// inCommon counts the files that two folders both have. The paths are sorted.
func inCommon(now []string, folder string, then []string, root string) (n int) {
	for _, name := range inFolder(then, root) {
		local, _ := below(root, name)
		if _, found := slices.BinarySearch(now, path.Join(folder, local)); found {
			n++
		}
	}
	return n
}

// outward returns the folders from the root of the working tree down to what is compared: the one
// that holds all that was named, or else where the user stands.
func (o *baseOpener) outward() []string {
	folder, ok := o.common()
	if !ok {
		return []string{""}
	}
	var all []string
	for at := folder; at != "."; at = path.Dir(at) {
		all = append(all, at)
	}
	all = append(all, "")
	slices.Reverse(all)
	return all
}

// common returns the innermost folder that holds everything named, if that lies in the workspace.
func (o *baseOpener) common() (string, bool) {
	if len(o.wanted.Args) == 0 {
		local, ok := within(o.now.Root(), o.now.dir)
		return filepath.ToSlash(local), ok
	}
	folder := o.folderOf(o.wanted.Args[0])
	for _, arg := range o.wanted.Args {
		for next := o.folderOf(arg); folder != "."; folder = path.Dir(folder) {
			if _, ok := below(folder, next); ok {
				break
			}
		}
		if m, _ := o.now.mount(arg); m.name != "" {
			return "", false
		}
	}
	return folder, true
}

// folderOf returns the folder that an argument of the selection is about.
func (o *baseOpener) folderOf(arg string) string {
	switch {
	case arg == Stdin:
		return path.Dir(o.wanted.StdinPath)
	case o.now.isFolder(folderName(arg)):
		return path.Clean(arg)
	case o.now.isFile(arg) || !hasGlob(arg):
		return path.Dir(arg)
	}
	base, _ := doublestar.SplitPattern(arg)
	return path.Clean(base)
}

// isFile reports whether there is a file of that name, or something else that is no folder.
func (t *DirTree) isFile(name string) bool { return t.exists(name) && !t.isFolder(name) }
