package proto

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
)

// message returns a file that declares one message and imports others.
func message(pkg, name string, imports ...string) string {
	text := `syntax = "proto3"; package ` + pkg + ";"
	for _, i := range imports {
		text += ` import "` + i + `";`
	}
	return text + " message " + name + " {}"
}

func TestImportRoots(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		given []string
		load  []string
		want  map[string]string // import → file; "" for a built-in one
	}{
		{
			name:  "relative to the tree",
			files: map[string]string{"a/x.proto": message("a", "X", "b/y.proto"), "b/y.proto": message("b", "Y")},
			load:  []string{"a/x.proto"}, want: map[string]string{"b/y.proto": "b/y.proto"},
		}, {
			name:  "a folder above, as the package tells",
			files: map[string]string{"proto/b/c.proto": message("b", "C", "b/d.proto"), "proto/b/d.proto": message("b", "D"), "proto/b/b/d.proto": message("bb", "D2")},
			load:  []string{"proto/b/c.proto"}, want: map[string]string{"b/d.proto": "proto/b/d.proto"},
		}, {
			name:  "a folder above, as the tree tells",
			files: map[string]string{"proto/b/c.proto": message("other", "C", "b/d.proto"), "proto/b/d.proto": message("other", "D")},
			load:  []string{"proto/b/c.proto"}, want: map[string]string{"b/d.proto": "proto/b/d.proto"},
		}, {
			name:  "beside the file",
			files: map[string]string{"proto/c.proto": message("c", "C", "d.proto"), "proto/d.proto": message("c", "D"), "d.proto": message("d", "D")},
			load:  []string{"proto/c.proto"}, want: map[string]string{"d.proto": "proto/d.proto"},
		}, {
			name:  "elsewhere in the tree",
			files: map[string]string{"svc/c.proto": message("c", "C", "shared/d.proto"), "libs/protos/shared/d.proto": message("shared", "D")},
			load:  []string{"svc/c.proto"}, want: map[string]string{"shared/d.proto": "libs/protos/shared/d.proto"},
		}, {
			name: "given roots, in order",
			files: map[string]string{"c.proto": message("c", "C", "d.proto"), "one/e.proto": message("e", "E"), "two/d.proto": message("d", "D"),
				"three/d.proto": message("d", "D"), "d.proto": message("d", "D")},
			given: []string{"one", "./two/", "three"},
			load:  []string{"c.proto"}, want: map[string]string{"d.proto": "two/d.proto"},
		}, {
			name: "buf.yaml v1",
			files: map[string]string{"api/buf.yaml": "version: v1\n", "api/x/v1/c.proto": message("other", "C", "x/v1/d.proto"),
				"api/x/v1/d.proto": message("d", "D"), "api/x/v1/x/v1/d.proto": message("d", "D")},
			load: []string{"api/x/v1/c.proto"}, want: map[string]string{"x/v1/d.proto": "api/x/v1/d.proto"},
		}, {
			name: "buf.yaml v1beta1",
			files: map[string]string{"buf.yaml": "version: v1beta1\nbuild:\n  roots:\n    - one\n    - two\n",
				"two/c.proto": message("c", "C", "d.proto"), "one/d.proto": message("d", "D")},
			load: []string{"two/c.proto"}, want: map[string]string{"d.proto": "one/d.proto"},
		}, {
			name: "buf.yaml v2, its own module first",
			files: map[string]string{"buf.yaml": "version: v2\nmodules:\n  - path: one\n  - path: two\n",
				"two/c.proto": message("c", "C", "d.proto", "e.proto"), "one/d.proto": message("d", "D"), "two/d.proto": message("d", "D"), "one/e.proto": message("e", "E")},
			load: []string{"two/c.proto"}, want: map[string]string{"d.proto": "two/d.proto", "e.proto": "one/e.proto"},
		}, {
			name: "buf.work.yaml",
			files: map[string]string{"buf.work.yaml": "version: v1\ndirectories:\n  - one\n  - two\n", "two/buf.yaml": "version: v1\n",
				"two/c.proto": message("c", "C", "d.proto"), "one/d.proto": message("d", "D")},
			load: []string{"two/c.proto"}, want: map[string]string{"d.proto": "one/d.proto"},
		}, {
			name: "vendored, the nearest copy",
			files: map[string]string{"a/c.proto": message("c", "C", "google/api/http.proto"), "b/third_party/google/api/http.proto": message("google.api", "B"),
				"a/third_party/googleapis/google/api/http.proto": message("google.api", "A")},
			load: []string{"a/c.proto"}, want: map[string]string{"google/api/http.proto": "a/third_party/googleapis/google/api/http.proto"},
		}, {
			name: "vendored beside a buf module",
			files: map[string]string{"buf.yaml": "version: v2\nmodules:\n  - path: proto\ndeps:\n  - buf.build/acme/weather\n",
				"proto/c.proto": message("c", "C", "acme/w.proto"), "proto_vendor/acme/w.proto": message("acme", "W")},
			load: []string{"proto/c.proto"}, want: map[string]string{"acme/w.proto": "proto_vendor/acme/w.proto"},
		}, {
			name: "built in",
			files: map[string]string{"c.proto": message("c", "C", "google/api/annotations.proto", "buf/validate/validate.proto", "validate/validate.proto",
				"google/longrunning/operations.proto", "google/type/money.proto", "google/rpc/status.proto", "bylaw/options.proto", "google/protobuf/any.proto"),
				"far/away/google/api/annotations.proto": message("google.api", "X"), "vendor/google/protobuf/any.proto": message("google.protobuf", "X")},
			load: []string{"c.proto"},
			want: map[string]string{"google/api/annotations.proto": "", "buf/validate/validate.proto": "", "validate/validate.proto": "",
				"google/longrunning/operations.proto": "", "google/type/money.proto": "", "google/rpc/status.proto": "", "bylaw/options.proto": "", "google/protobuf/any.proto": ""},
		}, {
			name: "a copy at a root wins over what is built in",
			files: map[string]string{"c.proto": message("c", "C", "bylaw/options.proto", "google/protobuf/any.proto"),
				"bylaw/options.proto": message("bylaw", "X"), "google/protobuf/any.proto": message("google.protobuf", "X")},
			load: []string{"c.proto"},
			want: map[string]string{"bylaw/options.proto": "bylaw/options.proto", "google/protobuf/any.proto": "google/protobuf/any.proto"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := loadWith(t, Config{Tree: memtree.New(c.files), Files: c.load, ImportPaths: c.given})
			l.wantFindings()
			got := map[string]string{}
			for _, api := range l.apis {
				for _, d := range api.Documents {
					if slices.Contains(c.load, d.Name) {
						addImports(got, d)
					}
				}
			}
			for name, want := range c.want {
				if file, ok := got[name]; !ok || file != want {
					t.Errorf("%s is %q, want %q", name, file, want)
				}
			}
		})
	}
}

func addImports(to map[string]string, d *spec.Document) {
	for _, i := range d.Imports {
		to[i.Path] = ""
		if i.File != nil {
			to[i.Path] = i.File.Path
		}
	}
}

func TestEveryBuiltInFileCompiles(t *testing.T) {
	var imports []string
	for _, fd := range linked() {
		imports = append(imports, fd.Path())
	}
	if len(imports) < 55 {
		t.Errorf("only %d files are built in", len(imports))
	}
	imports = append(imports, "bylaw/options.proto", "google/protobuf/descriptor.proto", "google/protobuf/compiler/plugin.proto")
	l := load(t, map[string]string{"c.proto": message("c", "C", imports...)})
	l.wantFindings()
	for _, api := range l.apis {
		spec.Walk(api, &spec.Visitor{Field: func(f *spec.Field) {
			if use := element(f.Type); use.Kind == spec.KindReference && use.Target == nil {
				t.Errorf("%s: %s is not resolved", f.ID(), use.Ref)
			}
		}})
	}
}

func TestMissingImports(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		given []string
		want  []string
	}{
		{
			name:  "a moved file",
			files: map[string]string{"a/c.proto": message("a", "C", "old/place/d.proto"), "new/place/d.proto": message("d", "D"), "other/d.proto": message("d2", "D")},
			want: []string{`a/c.proto:1:38 error missing-import: "old/place/d.proto" was not found, so types from it are unknown ` +
				`(did you mean new/place/d.proto or other/d.proto?)`},
		}, {
			name:  "a mistyped file",
			files: map[string]string{"proto/a/c.proto": message("a", "C", "a/odrer.proto"), "proto/a/order.proto": message("a", "O")},
			want:  []string{`proto/a/c.proto:1:38 error missing-import: "a/odrer.proto" was not found, so types from it are unknown (did you mean a/order.proto?)`},
		}, {
			name:  "a mistyped built-in file",
			files: map[string]string{"a/c.proto": message("a", "C", "google/api/annotation.proto")},
			want:  []string{`a/c.proto:1:38 error missing-import: "google/api/annotation.proto" was not found, so types from it are unknown (did you mean google/api/annotations.proto?)`},
		}, {
			name:  "outside of the given roots",
			files: map[string]string{"a/c.proto": message("a", "C", "x/d.proto"), "lib/x/d.proto": message("d", "D")},
			given: []string{"a"},
			want:  []string{`a/c.proto:1:38 error missing-import: "x/d.proto" was not found, so types from it are unknown (the tree has lib/x/d.proto: add --proto-path lib)`},
		}, {
			name:  "nothing like it",
			files: map[string]string{"a/c.proto": message("a", "C", "../escape.proto")},
			want: []string{`a/c.proto:1:38 error missing-import: "../escape.proto" was not found, so types from it are unknown ` +
				`(vendor the file, or add the folder that it is relative to with --proto-path)`},
		}, {
			name: "modules of a registry",
			files: map[string]string{
				"buf.yaml": "version: v2\ndeps:\n  - buf.build/googleapis/googleapis\n  - \"buf.build/acme/weather:main\"\n",
				"c.proto":  message("c", "C", "google/api/http.proto", "google/cloud/x.proto"),
				"d.proto":  message("d", "D", "weather/v1/w.proto", "weather/v1/x.proto"),
			},
			want: []string{
				`buf.yaml:3:5 error registry-module: buf.build/googleapis/googleapis is in a registry and not in the tree, so "google/cloud/x.proto" was not found ` +
					"(run `buf export buf.build/googleapis/googleapis --output proto_vendor` in the workspace's root)",
				"  c.proto:1:70 imported here",
				`buf.yaml:4:6 error registry-module: buf.build/acme/weather:main is in a registry and not in the tree, so 2 imports were not found, "weather/v1/w.proto" first ` +
					"(run `buf export buf.build/acme/weather:main --output proto_vendor` in the workspace's root)",
				"  d.proto:1:38 imported here", "  d.proto:1:67 imported here",
			},
		}, {
			name:  "a malformed buf.yaml",
			files: map[string]string{"buf.yaml": "version: [\n", "c.proto": message("c", "C", "google/protobuf/any.proto")},
			want: []string{"buf.yaml:1:1 error config: buf.yaml cannot be read, so import roots may be missed: yaml: line 1: did not find expected node content " +
				"(correct it; `buf build` says what it expects)"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tree := memtree.New(c.files)
			files := slices.DeleteFunc(tree.Paths(), func(path string) bool { return !strings.HasSuffix(path, ".proto") })
			loadWith(t, Config{Tree: tree, Files: files, ImportPaths: c.given}).wantFindings(c.want...)
		})
	}
}
