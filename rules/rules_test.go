package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/rules"
)

// TestRules is the one test of every rule: its documentation and fixtures are run.
func TestRules(t *testing.T) {
	for _, group := range rules.Groups() {
		for _, rule := range group.Rules {
			t.Run(rule.ID, func(t *testing.T) {
				t.Parallel()
				linttest.Check(t, rule, os.DirFS(group.Name))
			})
		}
	}
}

// TestListsAndFoldersAgree compares the lists with what lies in the folders, so that nothing is
// forgotten and nothing is left behind.
func TestListsAndFoldersAgree(t *testing.T) {
	seen := map[string]bool{}
	for _, group := range rules.Groups() {
		var want []string
		for _, rule := range group.Rules {
			if seen[rule.ID] {
				t.Errorf("%s stands in the lists twice", rule.ID)
			}
			seen[rule.ID] = true
			if rule.Group != group.Name {
				t.Errorf("%s lies in %s and says that its group is %q", rule.ID, group.Name, rule.Group)
			}
			goFile := strings.ReplaceAll(rule.ID, "-", "_") + ".go"
			want = append(want, goFile, rule.ID+".md")
			want = append(want, linttest.Fixtures(os.DirFS(group.Name), rule.ID)...)
			if table := "testdata/precision/" + rule.ID + ".tsv"; exists(group.Name, table) {
				want = append(want, table)
			}
		}
		compareFolder(t, group.Name, want)
		if !slices.IsSortedFunc(group.Rules, linttest.ByID) {
			t.Errorf("the rules of %s are not sorted by ID", group.Name)
		}
	}
}

// compareFolder demands that the folder holds exactly the wanted files, its group.go, lists of words,
// and helper files whose names are those of no rule.
func compareFolder(t *testing.T, group string, want []string) {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(group, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			relative, _ := filepath.Rel(group, path)
			found[filepath.ToSlash(relative)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(want, "group.go") {
		if !found[name] {
			t.Errorf("%s/%s is missing", group, name)
		}
		delete(found, name)
	}
	for name := range found {
		declaresRule := strings.HasSuffix(name, ".go") && contains(t, filepath.Join(group, name), "lint.New")
		wordList := strings.HasSuffix(name, ".txt") && !strings.Contains(name, "/")
		if declaresRule || !wordList && !strings.HasSuffix(name, ".go") {
			t.Errorf("%s/%s belongs to no rule in the list", group, name)
		}
	}
}

// TestEveryGroupIsListed finds folders of rules that rules.Groups has forgotten.
func TestEveryGroupIsListed(t *testing.T) {
	folders, err := filepath.Glob("*/group.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, group := range rules.Groups() {
		names = append(names, group.Name)
	}
	for _, folder := range folders {
		if name := filepath.Dir(folder); !slices.Contains(names, name) {
			t.Errorf("the folder %s is missing in rules.Groups", name)
		}
	}
}

func TestDoc(t *testing.T) {
	for _, rule := range rules.All() {
		if text, ok := rules.Doc(rule.ID); !ok || !strings.HasPrefix(text, "# "+rule.ID+"\n") {
			t.Errorf("the documentation of %s is not found", rule.ID)
		}
	}
	if _, ok := rules.Doc("no-such-rule"); ok {
		t.Error("a rule that does not exist has documentation")
	}
}

func exists(folder, name string) bool {
	_, err := os.Stat(filepath.Join(folder, name))
	return err == nil
}

func contains(t *testing.T, path, part string) bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(text), part)
}
