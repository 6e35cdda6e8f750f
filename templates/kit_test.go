package templates_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// page is the kit's page for users, which tells what is wired where, and which test holds which mistake.
func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/kit.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rows are the cells of the page's tables whose last heading is the one that is given.
func rows(page, heading string) (all [][]string) {
	in := false
	for line := range strings.SplitSeq(page, "\n") {
		if !strings.HasPrefix(line, "| ") {
			in = in && line != ""
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if last := cells[len(cells)-1]; in {
			all = append(all, cells)
		} else {
			in = last == heading
		}
	}
	return all
}

var quoted = regexp.MustCompile("`([^`]+)`")

// words are what stands between backquotes.
func words(cell string) (all []string) {
	for _, match := range quoted.FindAllStringSubmatch(cell, -1) {
		all = append(all, match[1])
	}
	return all
}

// TestMistakesAreTested fails if the page names a test that isn't there, or a mistake without one.
func TestMistakesAreTested(t *testing.T) {
	mistakes := rows(page(t), "test that fails")
	if len(mistakes) < 30 {
		t.Fatalf("the page tells of %d mistakes", len(mistakes))
	}
	known := map[string]map[string]bool{}
	for _, row := range mistakes {
		tests := words(row[1])
		if len(tests) == 0 {
			t.Errorf("no test is named for %q", row[0])
		}
		for _, test := range tests {
			folder, name, _ := strings.Cut(test, " ")
			if known[folder] == nil {
				known[folder] = testsIn(t, filepath.Join("..", filepath.FromSlash(folder)))
			}
			if !known[folder][name] {
				t.Errorf("%s has no %s, which the page names for %q", folder, name, row[0])
			}
		}
	}
}

// testsIn are the tests that the Go files of a folder declare.
func testsIn(t *testing.T, folder string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				names[f.Name.Name] = true
			}
		}
	}
	return names
}

var imported = regexp.MustCompile(`internal/platform/(\w+)"`)

// TestKitIsDocumented fails if a new service imports a package that the page doesn't tell of, or the page tells of one that
// isn't there.
func TestKitIsDocumented(t *testing.T) {
	told := map[string]bool{}
	for _, heading := range []string{"wired in", "what it does"} {
		for _, row := range rows(page(t), heading) {
			for _, name := range words(row[0]) {
				told[name] = true
			}
		}
	}
	for name := range told {
		if !isFolder("support/"+name) && !isFolder("kit/"+name) {
			t.Errorf("the page tells of %s, which is no package of the kit", name)
		}
	}
	err := fs.WalkDir(os.DirFS("project"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go.tmpl") {
			return err
		}
		text, err := os.ReadFile("project/" + name)
		for _, match := range imported.FindAllStringSubmatch(string(text), -1) {
			if !told[match[1]] && !strings.Contains(plumbing, " "+match[1]+" ") {
				t.Errorf("%s imports %s, of which the page doesn't tell", name, match[1])
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// plumbing are packages that a new service imports, and that are the boundary's own: what the contract generates.
const plumbing = " boundary edge rest restclient connected route "

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

var promise = regexp.MustCompile(`(?i)exactly[- ]once`)

// TestNothingPromisesExactlyOnce looks through all that users read of idempotency: nobody can keep that promise but for work
// that commits together with its record, and even that has its effect once, and not its execution.
func TestNothingPromisesExactlyOnce(t *testing.T) {
	for _, root := range []string{"support", "kit", "project", "../docs", "../README.md"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !readByUsers(filepath.Base(name)) {
				return err
			}
			text, err := os.ReadFile(name)
			for i, line := range strings.Split(string(text), "\n") {
				if promise.MatchString(line) && !strings.Contains(line, "listed exactly once") { // items, on pages
					t.Errorf("%s:%d promises what nobody can keep: %s", name, i+1, strings.TrimSpace(line))
				}
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func readByUsers(name string) bool {
	switch path.Ext(name) {
	case ".go", ".md", ".tmpl":
		return !strings.Contains(name, "_test.go") && name != "kit.md"
	}
	return false
}
