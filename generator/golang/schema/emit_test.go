package schema_test

import (
	"bytes"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/template"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/templates"
)

// load reads a document and fails on any finding.
func load(t testing.TB, text string) *spec.API {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"openapi.yaml": text}), Roots: []string{"openapi.yaml"}})
	for _, f := range findings {
		t.Errorf("unexpected finding: %s", said(f))
	}
	if len(apis) != 1 {
		t.Fatal("nothing was loaded")
	}
	return apis[0]
}

// document puts schemas into a document.
func document(version, text string) string {
	indented := "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ") + "\n"
	return "openapi: " + version + "\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n" + indented
}

// lowered lowers all components of the API.
func lowered(api *spec.API, o schema.Options) ([]schema.Decl, []report.Finding) {
	names := naming.NewScope()
	types := schema.New(api, names, o)
	for _, s := range api.Types {
		types.Use(s, s.Name).Check()
	}
	decls, findings := types.Decls()
	return decls, report.Sort(append(findings, names.Findings()...))
}

func said(f report.Finding) string {
	at := f.Span.Position()
	text := f.Severity.String() + " " + f.Rule + " " + string(f.Element) + ": " + f.Message
	return strings.TrimSpace(text) + " (" + strings.TrimSpace(strings.Join([]string{f.Span.Path(), itoa(at.Line), itoa(at.Column)}, ":")) + ")"
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

// emitted prints declarations with the templates that users' packages are printed with.
func emitted(t testing.TB, file string, decls []schema.Decl) []byte {
	t.Helper()
	all, err := template.ParseFS(templates.Go(), "imports.go.tmpl", file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	data := struct {
		Package string
		Imports []struct{ Name, Path string }
		Decls   []schema.Decl
	}{Package: "types", Decls: decls}
	if err := all.ExecuteTemplate(&out, file, data); err != nil {
		t.Fatal(err)
	}
	text := withImports(out.Bytes())
	formatted, err := format.Source(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return formatted
}

// withImports puts the imports that a file needs where its empty declaration of them is.
func withImports(text []byte) []byte {
	code := regexp.MustCompile(`(?m)^\s*//.*$`).ReplaceAll(text, nil)
	var imports strings.Builder
	for _, path := range []string{"log/slog", "math/big", "net/netip", "regexp", "time", support + "param", support + "value", support + "wire"} {
		if regexp.MustCompile(`\b` + filepath.Base(path) + `\.[A-Z]`).Match(code) {
			imports.WriteString("\n\t\"" + path + "\"")
		}
	}
	return bytes.Replace(text, []byte("import (\n)"), []byte("import ("+imports.String()+"\n)"), 1)
}

const support = "github.com/bylaw-dev/bylaw/templates/support/"

// packaged writes the declarations as a package of a module beside the support packages.
func packaged(t testing.TB, decls []schema.Decl) string {
	t.Helper()
	dir := t.TempDir()
	if keep := os.Getenv("BYLAW_KEEP"); keep != "" {
		dir = keep
	}
	folder, err := filepath.Abs("../../../templates/support")
	if err != nil {
		t.Fatal(err)
	}
	module := "module types\n\ngo 1.24\n\nrequire github.com/bylaw-dev/bylaw/templates/support v0.0.0\n\nreplace github.com/bylaw-dev/bylaw/templates/support => " + folder + "\n"
	for name, content := range map[string][]byte{
		"go.mod": []byte(module), "types.go": emitted(t, "types.go.tmpl", decls), "json.go": emitted(t, "json.go.tmpl", decls),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// compiles vets a package in a folder.
func compiles(t testing.TB, dir string) {
	t.Helper()
	vet := exec.Command("go", "vet", ".")
	vet.Dir = dir
	vet.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	if out, err := vet.CombinedOutput(); err != nil {
		t.Fatalf("what is generated does not compile: %v\n%.6000s", err, out)
	}
}
