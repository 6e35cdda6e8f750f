package main

import (
	"encoding/json"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/report"
)

const root = "../.."

func TestScaffoldOfKnownGroup(t *testing.T) {
	files := scaffolded(t, rules, "naming/zebra-names")
	want := []string{
		"rules/naming/group.go", "rules/naming/testdata/zebra-names.proto", "rules/naming/testdata/zebra-names.yaml",
		"rules/naming/zebra-names.md", "rules/naming/zebra_names.go",
	}
	if got := sorted(files); !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	list := string(files["rules/naming/group.go"])
	if before, after := strings.Index(list, "\tfieldNameCase,\n"), strings.Index(list, "\tzebraNames,\n"); before < 0 || after < before {
		t.Errorf("the list is not in order:\n%s", list)
	}
	checkGo(t, files)
}

func TestScaffoldOfNewGroup(t *testing.T) {
	files := scaffolded(t, rules, "zoology/zebra-names")
	if files["rules/zoology/group.go"] == nil {
		t.Error("the new group has no group.go")
	}
	for _, part := range []string{`"github.com/bylaw-dev/bylaw/rules/zoology"`, `{"zoology", "Zoology", zoology.Rules(), zoology.Docs()},`} {
		if !strings.Contains(string(files["rules/rules.go"]), part) {
			t.Errorf("rules.go lacks %s", part)
		}
	}
	checkGo(t, files)
}

func TestRulesSortBeforeTheListed(t *testing.T) {
	list := string(scaffolded(t, rules, "naming/aardvark-names")["rules/naming/group.go"])
	if before, after := strings.Index(list, "\taardvarkNames,\n"), strings.Index(list, "\tfieldNameCase,\n"); before < 0 || after < before {
		t.Errorf("the list is not in order:\n%s", list)
	}
}

func TestScaffoldRefuses(t *testing.T) {
	k := rules
	for id, reason := range map[string]string{
		"zebra-names":            "GROUP/ID",
		"naming/zebra":           "GROUP/ID",
		"naming/ZebraNames":      "GROUP/ID",
		"../naming/zebra-names":  "GROUP/ID",
		"naming/field-name-case": "already",
		"shape/field-name-case":  "already",
		"shape/http-binding":     "there is a check http-binding already",
	} {
		if _, err := scaffold(os.DirFS(root), k, id); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("scaffold of %q: error %v, want one about %q", id, err, reason)
		}
	}
}

func TestRunWritesTheFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"rules/rules.go", "rules/naming/group.go"} {
		write(t, filepath.Join(dir, name), read(t, filepath.Join(root, name)))
	}
	if err := run(dir, rules, "naming/zebra-names"); err != nil {
		t.Fatal(err)
	}
	files := scaffolded(t, rules, "naming/zebra-names")
	for name, text := range files {
		if got := read(t, filepath.Join(dir, name)); string(got) != string(text) {
			t.Errorf("%s was not written", name)
		}
	}
	if err := run(dir, rules, "naming/zebra-names"); err == nil {
		t.Error("a rule that exists was written over")
	}
}

// TestScaffoldHasToBeFilledIn proves that no one can commit it as it comes.
func TestScaffoldHasToBeFilledIn(t *testing.T) {
	files := scaffolded(t, rules, "naming/zebra-names")
	doc := string(files["rules/naming/zebra-names.md"])
	for _, section := range []string{"What", "Why", "Bad", "Good"} {
		if !strings.Contains(doc, "## "+section+"\n") {
			t.Errorf("the documentation has no section %s", section)
		}
	}
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	folder := os.DirFS(filepath.Join(dir, "rules/naming"))
	asScaffolded := lint.New(lint.Meta{
		ID: "zebra-names", Group: "naming", Severity: report.Warning, Formats: lint.BothFormats, Since: "2026.1", Presets: lint.Recommended,
	}, lint.Hooks{})
	problems := strings.Join(linttest.Problems(asScaffolded, folder), "\n")
	for _, want := range []string{
		"Title is empty", `section "What" is missing`, "Bad block 1 (proto): should find", "Bad block 1 (yaml): should find",
		"zebra-names.proto: wanted, and not found", "zebra-names.yaml: wanted, and not found",
	} {
		if !strings.Contains(problems, want) {
			t.Errorf("the harness doesn't complain of %q:\n%s", want, problems)
		}
	}
	if strings.Contains(problems, "broken") || strings.Contains(problems, "can't be read") {
		t.Errorf("the scaffold itself is broken:\n%s", problems)
	}
}

func scaffolded(t *testing.T, k kind, id string) map[string][]byte {
	t.Helper()
	files, err := scaffold(os.DirFS(root), k, id)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// checkGo builds the rules and checks with the new files laid over the tree, which stays as it is.
func checkGo(t *testing.T, files map[string][]byte) {
	t.Helper()
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for name, text := range files {
		copied := filepath.Join(dir, strings.ReplaceAll(name, "/", "_"))
		write(t, copied, text)
		overlay.Replace[filepath.Join(top, filepath.FromSlash(name))] = copied
		if formatted, err := format.Source(text); path.Ext(name) == ".go" && string(formatted) != string(text) {
			t.Errorf("%s is not formatted: %v", name, err)
		}
	}
	list, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "overlay.json"), list)
	build := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "./rules", "./breaking/checks")
	build.Dir = top
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("the scaffold does not compile: %v\n%s", err, out)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := fs.ReadFile(os.DirFS(filepath.Dir(path)), filepath.Base(path))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
