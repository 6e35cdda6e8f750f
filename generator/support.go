package generator

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/templates"
)

// Support returns the files of the named packages of the support module and of the kit, and of those
// that they import, sorted by path. In the user's module they import each other from where Options
// puts them.
func Support(o Options, packages []string) ([]File, error) {
	archive := supportPackages()
	queue := slices.Clone(packages)
	taken := map[string]bool{}
	var files []File
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if taken[name] {
			continue
		}
		taken[name] = true
		if len(archive[name]) == 0 {
			return nil, fmt.Errorf("generated code imports %s, which is no package of the support module or the kit", name)
		}
		for _, source := range archive[name] {
			content, imported, err := relocate(source, path.Join(o.Module, o.Support))
			if err != nil {
				return nil, err
			}
			queue = append(queue, imported...)
			files = append(files, File{Path: path.Join(o.Support, source.Name), Owner: Regenerated, Content: content})
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// Needed returns the named packages and those that they import, as Support brings them.
func Needed(packages []string) map[string]bool {
	archive, queue, needed := supportPackages(), slices.Clone(packages), map[string]bool{}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if needed[name] {
			continue
		}
		needed[name] = true
		for _, source := range archive[name] {
			tree, err := parser.ParseFile(token.NewFileSet(), source.Name, source.Data, parser.ImportsOnly)
			if err != nil {
				continue // Support says so
			}
			for _, spec := range tree.Imports {
				if next, ok := neighbour(spec); ok {
					queue = append(queue, next)
				}
			}
		}
	}
	return needed
}

// HasSupport reports whether there is a package of that name in the support module or the kit.
func HasSupport(name string) bool { return name != "." && len(supportPackages()[name]) > 0 }

// IsSupport reports whether a folder is one that a package of ours is copied into, if they lie in
// the folder support.
func IsSupport(support, folder string) bool {
	for name := range supportPackages() {
		if path.Join(support, name) == folder && name != "." {
			return true
		}
	}
	return false
}

// supportPackages groups the Go files of both modules by package. No package is in both.
func supportPackages() map[string][]txtar.File {
	packages := map[string][]txtar.File{}
	for _, file := range slices.Concat(templates.Support(), templates.Kit()) {
		if path.Ext(file.Name) == ".go" {
			packages[path.Dir(file.Name)] = append(packages[path.Dir(file.Name)], file)
		}
	}
	return packages
}

// relocate has the file import its neighbours from the module path at, and names those neighbours.
// Only the import paths are replaced; all else stays as it was written.
func relocate(source txtar.File, at string) (content []byte, imported []string, err error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, source.Name, source.Data, parser.ImportsOnly)
	if err != nil {
		return nil, nil, err
	}
	text, copied := []byte(nil), 0
	for _, spec := range tree.Imports {
		name, ok := neighbour(spec)
		if !ok {
			continue
		}
		imported = append(imported, name)
		text = append(text, source.Data[copied:files.Position(spec.Path.Pos()).Offset]...)
		text = strconv.AppendQuote(text, path.Join(at, name))
		copied = files.Position(spec.Path.End()).Offset
	}
	// The new paths may sort otherwise among those of the standard library.
	content, err = format.Source(append(text, source.Data[copied:]...))
	return Headed("", content), imported, err
}

// neighbour returns the package of one of the two modules that is imported.
func neighbour(spec *ast.ImportSpec) (string, bool) {
	imported, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return "", false
	}
	if name, ok := strings.CutPrefix(imported, templates.KitModule+"/"); ok {
		return name, true
	}
	return strings.CutPrefix(imported, templates.SupportModule+"/")
}
