package workspace

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// maxWalk bounds how many files and folders are looked at outside git, where a command may have
// been started in a home directory by mistake.
const maxWalk = 500_000

// walk lists a folder by looking into it, nearest files first, so that what is beyond the bound lies
// deep. It follows no links, hence meets no loops.
func (t *DirTree) walk(start string, most int) listing {
	w := walker{tree: t, start: start}
	for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
		queue = append(queue, w.visit(queue[0])...)
		if w.seen > most {
			w.found.notes = append(w.found.notes, fmt.Sprintf(
				"more than %d files lie in %s, so not all were looked at: name the folders to lint", most, t.Display(start)))
			break
		}
	}
	return w.found
}

type walker struct {
	tree  *DirTree
	start string
	seen  int // files and folders
	found listing
}

// visit adds what one folder holds and returns the folders in it that are to be visited.
func (w *walker) visit(folder string) (inner []string) {
	entries, err := os.ReadDir(w.tree.abs(folder))
	w.seen += len(entries)
	if err != nil {
		w.skip(folder, Unreadable)
		return nil
	}
	if folder != w.start {
		if reason := generated(entries); reason != "" {
			w.skip(folder, reason)
			return nil
		}
		if repository, ok := w.tree.innerRepository(folder, entries); ok {
			w.found.add(repository)
			return nil
		}
	}
	for _, entry := range entries {
		if at := path.Join(folder, entry.Name()); w.entry(at, entry, entries) {
			inner = append(inner, at)
		}
	}
	return inner
}

func (w *walker) skip(name string, reason Reason) {
	w.found.skips = append(w.found.skips, Skip{name, reason})
}

// entry adds one entry of a folder; visit reports whether it is a folder to be visited.
func (w *walker) entry(at string, entry fs.DirEntry, siblings []fs.DirEntry) (visit bool) {
	switch {
	case entry.Name() == ".git":
	case entry.IsDir():
		return w.folder(at, siblings)
	case !maybeSpec(at):
	case odd(entry.Type()) != "":
		w.skip(at, odd(entry.Type()))
	default:
		w.found.paths = append(w.found.paths, at)
	}
	return false
}

func (w *walker) folder(at string, siblings []fs.DirEntry) (visit bool) {
	switch name := path.Base(at); {
	case strings.HasPrefix(name, "."):
		w.skip(at, Hidden)
		return false
	case isOutput(name, siblings):
		w.skip(at, BuildOutput)
		return false
	case w.tree.isThirdParty(at):
		w.skip(at, Dependencies)
		return name != "node_modules" && name != "bower_components" // no one imports from those
	}
	return true
}

// innerRepository lists a git repository that the walk has come upon.
func (t *DirTree) innerRepository(folder string, entries []fs.DirEntry) (listing, bool) {
	if !hasEntry(entries, ".git") {
		return listing{}, false
	}
	names, err := gitFiles(t.abs(folder))
	if err != nil {
		return listing{}, false
	}
	return t.fromGit(folder, names, 0), true
}

// generated returns why a folder with such entries is left out: tools mark what they have written.
func generated(entries []fs.DirEntry) Reason {
	switch {
	case hasEntry(entries, "CACHEDIR.TAG"): // https://bford.info/cachedir
		return BuildOutput
	case hasEntry(entries, "pyvenv.cfg"):
		return Dependencies
	}
	return ""
}

// isOutput reports whether a build tool writes the folder. Common words such as "build" are names
// of packages too, so they count only beside the tool's own file.
func isOutput(name string, siblings []fs.DirEntry) bool {
	for _, tool := range [...]struct{ output, file string }{
		{"target", "pom.xml"}, {"target", "Cargo.toml"}, {"target", "build.sbt"},
		{"build", "build.gradle"}, {"build", "build.gradle.kts"},
	} {
		if name == tool.output && hasEntry(siblings, tool.file) {
			return true
		}
	}
	return false
}

func (t *DirTree) isThirdParty(folder string) bool { return isThirdParty(folder, t.exists) }

// isThirdParty reports whether a folder of a tree holds what others develop.
func isThirdParty(folder string, exists func(name string) bool) bool {
	switch path.Base(folder) {
	case "node_modules", "bower_components", "third_party", "third-party", "thirdparty",
		"proto_vendor", "proto-vendor", "vendor_proto", "vendor-proto", "vendored", "googleapis":
		return true
	case "vendor": // also an honest name for a package about vendors
		return exists(folder+"/modules.txt") || exists(folder+"/autoload.php")
	}
	return false
}

// foreign reports whether a path lies in third-party code or in another repository than the root.
func (t *DirTree) foreign(name string) bool {
	for at := path.Dir(name); at != "." && at != "/"; at = path.Dir(at) {
		if t.isThirdParty(at) || t.exists(at+"/.git") {
			return true
		}
	}
	return false
}

// thirdParty returns the third-party folders that the paths lie in, below the folder.
func thirdParty(folder string, paths []string, exists func(name string) bool) []Skip {
	var skips []Skip
	known := map[string]bool{folder: true, ".": true}
	for _, name := range paths {
		for at := path.Dir(name); !known[at]; at = path.Dir(at) {
			known[at] = true
			if isThirdParty(at, exists) {
				skips = append(skips, Skip{at, Dependencies})
			}
		}
	}
	return skips
}

func hasEntry(entries []fs.DirEntry, name string) bool {
	_, found := slices.BinarySearchFunc(entries, name, func(e fs.DirEntry, name string) int {
		return strings.Compare(e.Name(), name)
	})
	return found
}

// exists asks the operating system itself, because markers of tools are no files of the tree.
func (t *DirTree) exists(name string) bool {
	_, err := os.Lstat(t.abs(name))
	return err == nil
}
