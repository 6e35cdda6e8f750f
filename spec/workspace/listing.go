package workspace

import (
	"cmp"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Reason says why something that could hold specs was left out.
type Reason string

// The reasons, as they are shown.
const (
	Submodule    Reason = "git submodule"
	Repository   Reason = "another git repository"
	Dependencies Reason = "third-party code"
	BuildOutput  Reason = "build output"
	Hidden       Reason = "hidden folder"
	SymbolicLink Reason = "symbolic link"
	NotRegular   Reason = "no regular file"
	Excluded     Reason = "excluded by the configuration"
	Unreferenced Reason = "part of a spec, but no OpenAPI document refers to it"
	TooLarge     Reason = "larger than 64 MiB"
	Unreadable   Reason = "not readable"
	Sparse       Reason = "outside the sparse checkout"
)

// Skip is a file or a folder that could hold specs and was left out because nobody named it.
type Skip struct {
	Path   string // relative to the root
	Reason Reason
}

// listing is what a folder holds. Paths within skipped folders are among its paths where imports
// may be looked for there (submodules, third-party code).
type listing struct {
	paths []string // sorted; files that may be specs
	skips []Skip   // sorted by path
	notes []string // what the user should know about how the files were found
}

func (l *listing) add(other listing) {
	l.paths = append(l.paths, other.paths...)
	l.skips = append(l.skips, other.skips...)
	l.notes = append(l.notes, other.notes...)
}

func (l *listing) sort() {
	slices.Sort(l.paths)
	l.paths = slices.Compact(l.paths)
	l.skips = outermost(l.skips)
	slices.Sort(l.notes)
	l.notes = slices.Compact(l.notes)
}

// outermost sorts the skips and drops those within a folder that is skipped as a whole.
func outermost(skips []Skip) []Skip {
	slices.SortFunc(skips, func(a, b Skip) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(string(a.Reason), string(b.Reason)))
	})
	kept := newFolders(nil)
	return slices.DeleteFunc(skips, func(s Skip) bool {
		if kept.hold(s.Path) {
			return true
		}
		kept[s.Path] = true
		return false
	})
}

// folders is a set of folders of a tree.
type folders map[string]bool

func newFolders(skips []Skip) folders {
	set := folders{}
	for _, s := range skips {
		set[s.Path] = true
	}
	return set
}

// hold reports whether a path is one of the folders or lies within one.
func (f folders) hold(name string) bool {
	for ; name != "." && name != "/"; name = path.Dir(name) {
		if f[name] {
			return true
		}
	}
	return false
}

func (t *DirTree) listScopes() listing {
	var all listing
	for _, scope := range t.scopes {
		all.add(t.listFolder(scope))
	}
	all.sort()
	return all
}

// list returns what a folder holds, even if it is ignored or skipped from the outside. "" is the
// whole tree.
func (t *DirTree) list(folder string) listing {
	if folder == "" {
		return t.all()
	}
	found := t.listFolder(folder)
	if len(found.paths) == 0 {
		found = t.walk(folder, maxWalk) // its specs, if any, are ignored by git; but someone asked for them
	}
	found.sort()
	return found
}

func (t *DirTree) listFolder(folder string) listing {
	repository := topLevel(t.abs(folder))
	if repository == "" {
		return t.walk(folder, maxWalk)
	}
	names, err := gitFiles(t.abs(folder))
	if err != nil {
		found := t.walk(folder, maxWalk)
		found.notes = append(found.notes, "ignored files are linted too, because "+err.Error())
		return found
	}
	if len(names) == 0 && repository != t.abs(folder) {
		return t.walk(folder, maxWalk) // a folder that is wholly ignored by the repository around it
	}
	return t.fromGit(folder, names, 0)
}

// maybeSpec reports whether a file of that name may take part in a contract.
func maybeSpec(name string) bool { return isProto(name) || isData(name) }

func isProto(name string) bool { return extension(name) == ".proto" }

// isData reports whether a file of that name may be OpenAPI: YAML or JSON.
func isData(name string) bool {
	switch extension(name) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// sift drops the files that are gone, such as those deleted but still in git's index, and the
// links, which are linted where they lead to.
func (t *DirTree) sift(names []string) (paths []string, skips []Skip) {
	modes := make([]fs.FileMode, len(names))
	gone := make([]bool, len(names))
	parallel(len(names), func(i int) {
		info, err := os.Lstat(t.abs(names[i]))
		if gone[i] = err != nil; err == nil {
			modes[i] = info.Mode()
		}
	})
	for i, name := range names {
		switch reason := odd(modes[i]); {
		case gone[i] || modes[i].IsDir():
		case reason != "":
			skips = append(skips, Skip{name, reason})
		default:
			paths = append(paths, name)
		}
	}
	return paths, skips
}

// odd returns why a file of that mode is not read where it was found by itself.
func odd(mode fs.FileMode) Reason {
	switch {
	case mode&fs.ModeSymlink != 0:
		return SymbolicLink
	case !mode.IsRegular():
		return NotRegular
	}
	return ""
}

// parallel calls work for 0 to n-1 on all processors and returns when all is done.
func parallel(n int, work func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
}
