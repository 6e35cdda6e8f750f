package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documented are the files of the example in docs/templates.md, and the commands that are run with them.
func documented(t *testing.T) (page string, files map[string]string, commands [][]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "templates.md"))
	if err != nil {
		t.Fatal(err)
	}
	page, files = string(text), map[string]string{}
	for _, block := range regexp.MustCompile("(?s)\n`(company/[^`]+)`:\n\n```[a-z]*\n(.*?)```\n").FindAllStringSubmatch(page, -1) {
		files[block[1]] = block[2]
	}
	for _, line := range regexp.MustCompile(`(?m)^\$ bylaw (.*)$`).FindAllStringSubmatch(page, -1) {
		commands = append(commands, strings.Fields(line[1]))
	}
	if len(files) != 3 || len(commands) != 2 {
		t.Fatalf("%d files, %d commands", len(files), len(commands))
	}
	return page, files, commands
}

// bylaw runs a command that has to succeed, and returns what it says.
func bylaw(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(args, streams{in: strings.NewReader(""), out: &out, err: &errs}); code != exitClean {
		t.Fatalf("%q: %d\n%s%s", args, code, out.String(), errs.String())
	}
	return out.String()
}

// TestTemplatesOfTheDocs does what docs/templates.md shows.
func TestTemplatesOfTheDocs(t *testing.T) {
	page, files, commands := documented(t)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Chdir(t.TempDir())
	for name, content := range files {
		put(t, name, content)
	}
	for _, command := range commands {
		bylaw(t, command...)
	}
	for name, want := range map[string]string{
		"orders/.gitlab-ci.yml":        "# Made by the template of the company.\nimage: golang:1.",
		"orders/docs/orders.md":        "# orders\n\nThe contract is api/orders.yaml. It keeps its data in memory, and these tell it how to run:\n\n- `HTTP_ADDR`: where HTTP is served\n",
		"orders/.bylaw/generate.json":  "openapi memory example made=",
		"orders/internal/api/types.go": "package api",
	} {
		if content, err := os.ReadFile(name); err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s: %v\n%s", name, err, content)
		}
	}
	for _, name := range []string{"orders/.github/workflows", "orders/buf.lock.txt"} {
		if _, err := os.Stat(name); err == nil {
			t.Errorf("%s is there", name)
		}
	}

	put(t, "company/ci.tmpl", files["company/ci.tmpl"]+"more: {{.Name}}\n")
	if said := bylaw(t, "new", "--upgrade", "orders"); !strings.Contains(said, "overwritten orders/.gitlab-ci.yml\n") {
		t.Error(said)
	}
	if said := bylaw(t, "new", "--upgrade", "orders"); !strings.Contains(said, "nothing to do") {
		t.Error(said)
	}
	put(t, "company/about.md.tmpl", "a\n\nThe contract is {{.Speck}}.\n")
	var errs bytes.Buffer
	code := run([]string{"new", "--upgrade", "orders"}, streams{in: strings.NewReader(""), out: &errs, err: &errs})
	if code != exitUsage || !strings.Contains(page, "\n"+errs.String()) {
		t.Errorf("%d, and the page doesn't show\n%s", code, errs.String())
	}
}

func put(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestTemplateDataIsDocumented holds the table of docs/templates.md to what templates get.
func TestTemplateDataIsDocumented(t *testing.T) {
	page, _, _ := documented(t)
	folder := filepath.Join("..", "..", "generator", "project")
	for file, types := range map[string][]string{"own.go": {"Data"}, "project.go": {"Contract"}, "versions.go": {"Versions"}} {
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range types {
			fields := fieldsOf(tree, name)
			if len(fields) < 4 {
				t.Errorf("%s has %d fields", name, len(fields))
			}
			for _, field := range fields {
				if !strings.Contains(page, "`."+field+"`") {
					t.Errorf("%s.%s isn't in docs/templates.md", name, field)
				}
			}
		}
	}
}

func fieldsOf(tree *ast.File, name string) (fields []string) {
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != name {
			return true
		}
		for _, field := range spec.Type.(*ast.StructType).Fields.List {
			for _, ident := range field.Names {
				fields = append(fields, ident.Name)
			}
		}
		return false
	})
	return fields
}
