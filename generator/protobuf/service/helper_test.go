package service

import (
	"bytes"
	"context"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/protobuf/protogo"
	"github.com/bylaw-dev/bylaw/templates"
)

// linked is what files of a folder are, with all that they import, dependencies first. What the folder doesn't
// have comes from this program.
func linked(t *testing.T, root string, names ...string) []*descriptorpb.FileDescriptorProto {
	t.Helper()
	compiler := protocompile.Compiler{
		SourceInfoMode: protocompile.SourceInfoStandard,
		Resolver: protocompile.WithStandardImports(protocompile.CompositeResolver{
			&protocompile.SourceResolver{ImportPaths: []string{root}},
			protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
				found, err := protoregistry.GlobalFiles.FindFileByPath(path)
				return protocompile.SearchResult{Desc: found}, err
			}),
		}),
	}
	files, err := compiler.Compile(context.Background(), names...)
	if err != nil {
		t.Fatal(err)
	}
	var all []*descriptorpb.FileDescriptorProto
	seen := map[string]bool{}
	for _, f := range files {
		all = add(t, all, seen, f)
	}
	return all
}

// add puts a file behind its imports. Options are read anew, so that they have the types of this program.
func add(t *testing.T, all []*descriptorpb.FileDescriptorProto, seen map[string]bool, f protoreflect.FileDescriptor) []*descriptorpb.FileDescriptorProto {
	t.Helper()
	if seen[f.Path()] {
		return all
	}
	seen[f.Path()] = true
	for i := range f.Imports().Len() {
		all = add(t, all, seen, f.Imports().Get(i).FileDescriptor)
	}
	form := protodesc.ToFileDescriptorProto(f)
	if result, ok := f.(linker.Result); ok {
		form = result.FileDescriptorProto()
	}
	text, err := proto.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	fresh := new(descriptorpb.FileDescriptorProto)
	if err := proto.Unmarshal(text, fresh); err != nil {
		t.Fatal(err)
	}
	return append(all, fresh)
}

// plugin names what is declared in the files.
func plugin(t *testing.T, files []*descriptorpb.FileDescriptorProto, packages map[string]string) *protogen.Plugin {
	t.Helper()
	request := protogo.Request{Files: files, Packages: packages}
	for _, f := range files {
		if _, known := packages[f.GetName()]; known || !strings.HasPrefix(f.GetName(), "google/") && !strings.HasPrefix(f.GetName(), "buf/") {
			request.Generate = append(request.Generate, f.GetName())
		}
	}
	p, err := protogo.Plugin(request)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func generated(p *protogen.Plugin) []*protogen.File {
	var files []*protogen.File
	for _, f := range p.Files {
		if f.Generate {
			files = append(files, f)
		}
	}
	return files
}

// lowered returns the text of all units, which may have no error.
func lowered(t *testing.T, files []*protogen.File, outputs generator.Outputs) map[string]string {
	t.Helper()
	plan := Lower(files, Options{Outputs: outputs})
	for _, f := range plan.Findings {
		t.Logf("%s: %s: %s", f.Severity, f.Element, f.Message)
	}
	out := map[string]string{}
	for _, u := range plan.Units {
		out[u.Path] = printed(t, u)
	}
	return out
}

func printed(t *testing.T, u generator.Unit) string {
	t.Helper()
	all, err := template.ParseFS(templates.Protobuf(), "*.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	text.WriteString(generator.Header + "\n\n")
	if err := all.ExecuteTemplate(&text, u.Data.Template(), u.Data); err != nil {
		t.Fatal(err)
	}
	out, err := format.Source(text.Bytes())
	if err != nil {
		t.Fatalf("%s: %v\n%s", u.Path, err, text.Bytes())
	}
	return string(out)
}

// trialModule writes a module with generated files below gen/, and returns its folder. It takes the versions of
// the kit.
func trialModule(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if keep := os.Getenv("BYLAW_KEEP"); keep != "" {
		dir = keep
	}
	kit, err := filepath.Abs("../../../templates/kit")
	if err != nil {
		t.Fatal(err)
	}
	mod := strings.Replace(read(t, kit+"/go.mod"), "module "+Kit, "module trial", 1)
	mod = strings.ReplaceAll(mod, "=> ../support", "=> "+filepath.Dir(kit)+"/support")
	mod += "\nrequire " + Kit + " v0.0.0\n\nreplace " + Kit + " => " + kit + "\n"
	write(t, dir, "go.mod", mod)
	write(t, dir, "go.sum", read(t, kit+"/go.sum"))
	for name, text := range files {
		write(t, dir, "gen/"+name, text)
	}
	return dir
}

func run(t *testing.T, dir, name string, arguments ...string) string {
	t.Helper()
	command := exec.Command(name, arguments...)
	command.Dir = dir
	if dir != "." {
		command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	}
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%.6000s", command, err, out)
	}
	return string(out)
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	to := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
