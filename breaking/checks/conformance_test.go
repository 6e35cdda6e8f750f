package checks

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checktest"
)

// TestConformance holds every check to what is promised of all: complete metadata, documentation
// whose examples run, fixtures that show all that the check declares.
func TestConformance(t *testing.T) {
	for _, group := range Groups() {
		for _, check := range group.Checks {
			t.Run(check.ID, func(t *testing.T) {
				for _, problem := range checktest.Problems(check, os.DirFS(group.Name)) {
					t.Error(problem)
				}
				if check.Group != group.Name {
					t.Errorf("it lies in %s and says that its group is %q", group.Name, check.Group)
				}
			})
		}
	}
}

// TestIDsAreUnique demands that no two checks, and no two kinds of change, have one name. That they
// have no name of a rule or a diagnostic is tested where those are known.
func TestIDsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, check := range All() {
		for _, id := range append(check.ChangeIDs(), check.ID) {
			if seen[id] {
				t.Errorf("%s is the name of two things", id)
			}
			seen[id] = true
		}
	}
}

// TestListsAndFoldersAgree compares the lists with what lies in the folders, so that nothing is
// forgotten and nothing is left behind.
func TestListsAndFoldersAgree(t *testing.T) {
	for _, group := range Groups() {
		folder := files(t, group.Name)
		take := func(name string) {
			if _, found := folder[name]; !found {
				t.Errorf("%s/%s is missing", group.Name, name)
			}
			delete(folder, name)
		}
		take("group.go")
		for _, check := range group.Checks {
			take(strings.ReplaceAll(check.ID, "-", "_") + ".go")
			take(check.ID + ".md")
			for _, name := range checktest.Fixtures(os.DirFS(group.Name), check.ID) {
				take(name)
			}
		}
		for name, text := range folder {
			if !strings.HasSuffix(name, ".go") || strings.Contains(text, "breaking.New(") && !strings.HasSuffix(name, "_test.go") {
				t.Errorf("%s/%s belongs to no check in the list", group.Name, name)
			}
		}
		if !slices.IsSortedFunc(group.Checks, byID) {
			t.Errorf("the checks of %s are not sorted by ID", group.Name)
		}
	}
}

// TestEveryGroupIsListed finds folders of checks that Groups has forgotten.
func TestEveryGroupIsListed(t *testing.T) {
	folders, err := filepath.Glob("*/group.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		name := filepath.Dir(folder)
		if !slices.ContainsFunc(Groups(), func(g Group) bool { return g.Name == name }) {
			t.Errorf("the folder %s is missing in Groups", name)
		}
	}
}

func TestDoc(t *testing.T) {
	for _, check := range All() {
		if text, ok := Doc(check.ID); !ok || !strings.HasPrefix(text, "# "+check.ID+"\n") {
			t.Errorf("the documentation of %s is not found", check.ID)
		}
	}
	if _, ok := Doc("no-such-check"); ok {
		t.Error("a check that does not exist has documentation")
	}
}

func byID(a, b *breaking.Check) int { return strings.Compare(a.ID, b.ID) }

// files returns the texts of all files in a folder, by path.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(os.DirFS(folder), path)
		found[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
