package validate

import (
	"bytes"
	"go/format"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/generator/protobuf/protogo"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/templates"
)

// rulesPackage is where the messages of validate.proto lie.
const rulesPackage = "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"

// wanted reports whether Go is to be generated: there are packages of the rules, and of google.protobuf.
func wanted(f *descriptorpb.FileDescriptorProto) bool {
	return f.GetName() != "buf/validate/validate.proto" && !strings.HasPrefix(f.GetName(), "google/protobuf/")
}

// plugin names what is declared in the files of a set. Level is the API of all messages but those that the
// programs of testdata use; "": that of their files.
func plugin(t *testing.T, set *descriptorpb.FileDescriptorSet, level string) *protogen.Plugin {
	t.Helper()
	request := protogo.Request{Files: set.GetFile(), Packages: map[string]string{"buf/validate/validate.proto": rulesPackage}, Levels: map[string]string{}}
	for _, f := range set.GetFile() {
		if wanted(f) {
			request.Generate = append(request.Generate, f.GetName())
			request.Packages[f.GetName()] = path.Join("trial/gen", path.Dir(f.GetName()))
			if level != "" && !strings.Contains(f.GetName(), "/harness/") {
				request.Levels[f.GetName()] = level
			}
		}
	}
	p, err := protogo.Plugin(request)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func generated(p *protogen.Plugin) []*protogen.File {
	return slices.DeleteFunc(slices.Clone(p.Files), func(f *protogen.File) bool { return !f.Generate })
}

// generate returns all Go files of a set below gen/, and what is told of them.
func generate(t *testing.T, set *descriptorpb.FileDescriptorSet) (map[string]string, []report.Finding) {
	t.Helper()
	return generateAt(t, set, "")
}

func generateAt(t *testing.T, set *descriptorpb.FileDescriptorSet, level string) (map[string]string, []report.Finding) {
	t.Helper()
	p := plugin(t, set, level)
	files, err := protogo.Messages(p)
	if err != nil {
		t.Fatal(err)
	}
	lowered, findings := Lower(generated(p))
	for _, one := range lowered {
		files[one.Path] = printed(t, one)
	}
	return files, findings
}

// printed executes the template.
func printed(t *testing.T, f *File) string {
	t.Helper()
	all, err := template.ParseFS(templates.Protobuf(), "*.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := all.ExecuteTemplate(&text, f.Template(), f); err != nil {
		t.Fatal(err)
	}
	out, err := format.Source(text.Bytes())
	if err != nil {
		t.Fatalf("%s: %v\n%s", f.Path, err, text.Bytes())
	}
	return string(out)
}

// trialModule writes a module with generated files and programs, and returns its folder. It takes the
// versions of the kit.
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
	mod += "\nrequire " + Kit + " v0.0.0\n\nreplace " + Kit + " => " + kit + "\n"
	write(t, dir, "go.mod", mod)
	write(t, dir, "go.sum", read(t, kit+"/go.sum"))
	for name, text := range files {
		write(t, dir, "gen/"+name, text)
	}
	return dir
}

// program builds the executor, which links all generated packages.
func program(t *testing.T, dir string, packages []string) string {
	t.Helper()
	write(t, dir, "main.go", read(t, "testdata/executor.go.txt"))
	write(t, dir, "fuzz.go", read(t, "testdata/fuzz.go.txt"))
	write(t, dir, "link.go", "package main\n\nimport (\n\t_ \""+strings.Join(packages, "\"\n\t_ \"")+"\"\n)\n")
	binary := filepath.Join(dir, "executor")
	run(t, dir, "go", "build", "-o", binary, ".")
	return binary
}

func run(t *testing.T, dir, name string, arguments ...string) string {
	t.Helper()
	command := exec.Command(name, arguments...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%.6000s", command, err, errs.String()+out.String())
	}
	return out.String()
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
