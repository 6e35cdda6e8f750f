package service

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/pluginpb"

	"github.com/bylaw-dev/bylaw/generator"
	"google.golang.org/protobuf/compiler/protogen"
)

// installed is what the golden files were made by:
// GOBIN=$PWD go install google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2
const installed = "BYLAW_PROTOC_GEN_GO_GRPC"

// TestSameAPI compares what is declared and registered with what protoc-gen-go-grpc v1.6.2 wrote for the same
// files, which is committed as it wrote it.
func TestSameAPI(t *testing.T) {
	for _, c := range []struct{ root, name string }{{"testdata", "hostile.proto"}, {"../../../templates/kit/internal/shop", "shop.proto"}} {
		t.Run(c.name, func(t *testing.T) {
			p := plugin(t, linked(t, c.root, c.name), nil)
			golden := "testdata/" + strings.TrimSuffix(c.name, ".proto") + "_grpc.pb.go.golden"
			if command := os.Getenv(installed); command != "" && os.Getenv("BYLAW_BLESS") != "" {
				write(t, ".", golden, theirs(t, p, command)[strings.TrimSuffix(c.name, ".proto")+"_grpc.pb.go"])
			}
			ours := lowered(t, generated(p), generator.Server)[strings.TrimSuffix(c.name, ".proto")+".grpc.go"]
			same(t, ours, read(t, golden))
		})
	}
}

// theirs runs the command on the same files.
func theirs(t *testing.T, p *protogen.Plugin, name string) map[string]string {
	t.Helper()
	request, err := proto.Marshal(p.Request)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(name)
	command.Stdin = bytes.NewReader(request)
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var response pluginpb.CodeGeneratorResponse
	if err := proto.Unmarshal(out, &response); err != nil || response.Error != nil {
		t.Fatal(err, response.GetError())
	}
	files := map[string]string{}
	for _, f := range response.GetFile() {
		text, err := format.Source([]byte(f.GetContent()))
		if err != nil {
			t.Fatal(err)
		}
		files[f.GetName()] = string(text)
	}
	return files
}

// same compares the declarations of two files: all types, constants and variables with all that they say, and
// functions by their signatures.
func same(t *testing.T, ours, theirs string) {
	t.Helper()
	a, b := declarations(t, ours), declarations(t, theirs)
	if len(b) == 0 {
		t.Error("nothing to compare with")
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if a[name] != b[name] {
			t.Errorf("%s is\n%s\ninstead of\n%s", name, a[name], b[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if b[name] == "" {
			t.Errorf("%s is declared by nobody else:\n%s", name, a[name])
		}
	}
}

// declarations are what a file declares, by name, with packages by their paths and without comments.
func declarations(t *testing.T, text string) map[string]string {
	t.Helper()
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, "", strings.ReplaceAll(text, "interface{}", "any"), parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	spell(tree)
	out := map[string]string{}
	for _, d := range tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil {
				name = show(t, files, d.Recv.List[0].Type) + "." + name
			}
			out[name] = show(t, files, d.Type)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.ValueSpec:
					out[s.Names[0].Name] = show(t, files, s)
				case *ast.TypeSpec:
					out[s.Name.Name] = show(t, files, s)
				}
			}
		}
	}
	return out
}

// spell writes packages by their paths, and leaves comments out.
func spell(tree *ast.File) {
	packages := map[string]string{}
	for _, i := range tree.Imports {
		at, _ := strconv.Unquote(i.Path.Value)
		name := path.Base(at)
		if i.Name != nil {
			name = i.Name.Name
		}
		packages[name] = strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(at)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && packages[id.Name] != "" {
				id.Name = packages[id.Name]
			}
		case *ast.Field:
			n.Doc = nil
		case *ast.TypeSpec:
			n.Doc = nil
		case *ast.ValueSpec:
			n.Doc = nil
		}
		return true
	})
	tree.Comments = nil
}

func show(t *testing.T, files *token.FileSet, n any) string {
	t.Helper()
	var text bytes.Buffer
	if err := printer.Fprint(&text, files, n); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(text.String()), " ") // comments leave empty lines behind
}
