package golang

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

func options(outputs generator.Outputs) generator.Options {
	return generator.Options{
		Source: "openapi.yaml", Module: "example.com/shop", Out: "api", Package: "api", Support: "internal/platform", Outputs: outputs,
	}
}

// load reads a document in which nothing may be wrong.
func load(t testing.TB, document string) *spec.API {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"openapi.yaml": document}), Roots: []string{"openapi.yaml"}})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatalf("%v: %s", f.Span.Position(), f.Message)
		}
	}
	if len(apis) != 1 {
		t.Fatal("nothing was loaded")
	}
	spec.MarkDirections(apis)
	return apis[0]
}

// generate prints the package of an API that nothing keeps from being generated.
func generate(t testing.TB, api *spec.API, o generator.Options) []generator.File {
	t.Helper()
	plan, findings := New().Lower(api, o)
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatal(told(f))
		}
	}
	files, err := generator.Emit(t.Context(), plan, New().Language(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	support, err := generator.Support(o, plan.Support)
	if err != nil {
		t.Fatal(err)
	}
	return append(files, support...)
}

// told is a finding as the tables of tests write it.
func told(f report.Finding) string {
	at := f.Span.Position()
	return fmt.Sprintf("%d:%d %s %s: %s", at.Line, at.Column, f.Severity, strings.TrimPrefix(f.Rule, rulePrefix), f.Message)
}

// module writes a Go module of the files, and of more files of the package api.
func module(t *testing.T, files []generator.File, more map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	put := func(path, content string) {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("go.mod", "module example.com/shop\n\ngo 1.24\n")
	for _, f := range files {
		put(f.Path, string(f.Content))
	}
	for _, name := range slices.Sorted(maps.Keys(more)) {
		put("api/"+name, more[name])
	}
	return dir
}

// run runs the go command in a module, whose output it returns.
func run(t *testing.T, dir string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", arguments...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	output, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("go %s: %v\n%.6000s", strings.Join(arguments, " "), err, output)
	}
	return string(output)
}

func read(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
