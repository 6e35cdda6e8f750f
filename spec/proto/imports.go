package proto

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// finder finds the files that imports name. It asks the tree for single files where it can, and
// lists the tree only for what is not where it belongs.
type finder struct {
	tree    source.Tree
	library *library
	given   []string // the import roots of --proto-path; empty: they are found
	modules map[string]*module
	byBase  func() map[string][]string // every .proto file of the tree by its last path element
	exists  map[string]bool

	configs  map[string]*loadedConfig // the buf configurations by path; nil: there is none
	wanted   []wantedImport           // imports that a registry may have
	findings []report.Finding
}

func newFinder(c Config, l *library) *finder {
	return &finder{
		tree: c.Tree, library: l, given: cleanRoots(c.ImportPaths),
		modules: map[string]*module{}, configs: map[string]*loadedConfig{}, exists: map[string]bool{},
		byBase: sync.OnceValue(func() map[string][]string { return indexByBase(c.Tree.Paths()) }),
	}
}

func cleanRoots(roots []string) []string {
	var clean []string
	for _, root := range roots {
		clean = append(clean, cleanRoot(root))
	}
	return clean
}

// cleanRoot returns a folder as a prefix for path.Join: the tree's root is "".
func cleanRoot(root string) string {
	if root = path.Clean(root); root == "." {
		return ""
	}
	return root
}

func indexByBase(paths []string) map[string][]string {
	index := map[string][]string{}
	for _, p := range paths {
		if strings.HasSuffix(p, ".proto") {
			index[path.Base(p)] = append(index[path.Base(p)], p)
		}
	}
	return index
}

// find returns the tree path of what a file imports, or "" if the tree does not have it. Copies in
// the tree win over built-in files; the well-known types have no versions, so for them a copy
// counts only where an import root has it.
func (f *finder) find(from *unit, imported string) (found string, builtin bool) {
	if !fs.ValidPath(imported) {
		return "", false
	}
	roots, strict := f.roots(from)
	for _, root := range roots {
		if candidate := path.Join(root, imported); f.has(candidate) {
			return candidate, false
		}
	}
	known := f.library.has(imported)
	if known && strings.HasPrefix(imported, "google/protobuf/") {
		return "", true
	}
	copies := f.copies(from.name, imported)
	for _, c := range copies {
		if isVendored(strings.TrimSuffix(c, imported)) {
			return c, false
		}
	}
	if !known && !strict && len(copies) > 0 && strings.Contains(imported, "/") {
		return copies[0], false
	}
	return "", known
}

// roots returns the import roots of a file in the order they are searched. strict means that
// someone has said so, and that no other place of the tree is meant.
func (f *finder) roots(from *unit) (roots []string, strict bool) {
	if len(f.given) > 0 {
		return f.given, true
	}
	dir := cleanRoot(path.Dir(from.name))
	if m := f.module(dir); m != nil {
		return m.rootsFor(from.name), true
	}
	if root, ok := packageRoot(dir, from.pkg); ok {
		roots = append(roots, root)
	}
	for at := dir; at != ""; at = cleanRoot(path.Dir(at)) {
		roots = append(roots, at)
	}
	return append(roots, ""), false
}

// packageRoot returns what is left of a folder when the package's folders are taken off its end:
// "proto" for "proto/shop/v1" and package shop.v1.
func packageRoot(dir, pkg string) (string, bool) {
	folders := strings.ReplaceAll(pkg, ".", "/")
	if pkg == "" || dir == folders {
		return "", pkg != ""
	}
	return strings.CutSuffix(dir, "/"+folders)
}

func (f *finder) has(file string) bool {
	known, ok := f.exists[file]
	if !ok {
		_, err := f.tree.File(file)
		known = err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid)
		f.exists[file] = known
	}
	return known
}

// copies returns the files whose path ends in the imported one, the nearest to the importing file first.
func (f *finder) copies(from, imported string) []string {
	var found []string
	for _, p := range f.byBase()[path.Base(imported)] {
		if p == imported || strings.HasSuffix(p, "/"+imported) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b string) int {
		return cmp.Or(-cmp.Compare(sharedFolders(a, from), sharedFolders(b, from)), cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	})
	return found
}

// sharedFolders counts the folders that two paths have in common from the top.
func sharedFolders(a, b string) int {
	shared := 0
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '/' {
			shared++
		}
	}
	return shared
}

// isVendored reports whether a folder is, or lies in, one that holds the code of others.
func isVendored(dir string) bool {
	for _, name := range strings.Split(dir, "/") {
		switch name {
		case "vendor", "third_party", "third-party", "thirdparty", "proto_vendor", "proto-vendor",
			"vendor_proto", "vendor-proto", "vendored", "external", "googleapis":
			return true
		}
	}
	return false
}
