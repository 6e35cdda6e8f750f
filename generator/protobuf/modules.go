package protobuf

import (
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/templates"
)

// others are the modules of Go packages that .proto files import and our own packages don't, in the
// versions that bylaw itself is built with.
func others() map[string]string {
	return map[string]string{
		"cloud.google.com/go/longrunning":           "v1.3.0",
		"github.com/envoyproxy/protoc-gen-validate": "v1.3.3",
		"google.golang.org/genproto":                "v0.0.0-20260319201613-d00831a3d3e7",
	}
}

// Imports returns the import paths of a Go file that don't belong to the standard library.
func Imports(f generator.File) (imports []string) {
	if !strings.HasSuffix(f.Path, ".go") {
		return nil
	}
	tree, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Content, parser.ImportsOnly)
	if err != nil {
		return nil
	}
	for _, spec := range tree.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if first, _, _ := strings.Cut(name, "/"); err == nil && strings.Contains(first, ".") {
			imports = append(imports, name)
		}
	}
	return imports
}

// Modules returns the modules that packages come from, as far as they are known, sorted and with the
// versions that generated code is tested with: "google.golang.org/grpc@v1.85.0".
func Modules(imports map[string]bool) []string {
	versions := others()
	for _, f := range templates.Kit() {
		if f.Name != "go.mod" {
			continue
		}
		if parsed, err := modfile.ParseLax(f.Name, f.Data, nil); err == nil {
			for _, r := range parsed.Require {
				versions[r.Mod.Path] = r.Mod.Version
			}
		}
	}
	delete(versions, templates.SupportModule)
	needed := map[string]bool{}
	for name := range imports {
		if path := moduleOf(name, versions); path != "" {
			needed[path+"@"+versions[path]] = true
		}
	}
	return slices.Sorted(maps.Keys(needed))
}

// moduleOf returns the longest module path that a package lies below.
func moduleOf(name string, versions map[string]string) (found string) {
	for path := range versions {
		if (name == path || strings.HasPrefix(name, path+"/")) && len(path) > len(found) {
			found = path
		}
	}
	return found
}
