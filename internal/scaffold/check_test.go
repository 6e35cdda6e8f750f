package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checktest"
)

func TestScaffoldOfCheck(t *testing.T) {
	files := scaffolded(t, checks, "messages/zebra")
	want := []string{
		"breaking/checks/messages/group.go", "breaking/checks/messages/testdata/zebra.openapi.txtar",
		"breaking/checks/messages/testdata/zebra.proto.txtar", "breaking/checks/messages/zebra.go", "breaking/checks/messages/zebra.md",
	}
	if got := sorted(files); !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	list := string(files["breaking/checks/messages/group.go"])
	if before, after := strings.Index(list, "\tfield,\n"), strings.Index(list, "\tzebra,\n"); before < 0 || after < before {
		t.Errorf("the list is not in order:\n%s", list)
	}
	checkGo(t, files)
}

func TestScaffoldOfCheckInNewGroup(t *testing.T) {
	files := scaffolded(t, checks, "zoology/zebra-stripe")
	for _, part := range []string{`"github.com/bylaw-dev/bylaw/breaking/checks/zoology"`, `{"zoology", "Zoology", zoology.Checks(), zoology.Docs()},`} {
		if !strings.Contains(string(files["breaking/checks/checks.go"]), part) {
			t.Errorf("checks.go lacks %s", part)
		}
	}
	checkGo(t, files)
}

// TestScaffoldOfKeyword begins a check whose name is a word of Go.
func TestScaffoldOfKeyword(t *testing.T) {
	files := scaffolded(t, checks, "messages/switch")
	if text := string(files["breaking/checks/messages/switch.go"]); !strings.Contains(text, "var switchCheck = ") {
		t.Errorf("got\n%s", text)
	}
	checkGo(t, files)
}

func TestScaffoldOfCheckRefuses(t *testing.T) {
	for id, reason := range map[string]string{
		"zebra":                    "GROUP/ID",
		"messages/Zebra":           "GROUP/ID",
		"../messages/zebra":        "GROUP/ID",
		"messages/field":           "there is a check field already",
		"types/field":              "there is a check field already",
		"messages/field-name-case": "there is a rule field-name-case already",
	} {
		if _, err := scaffold(os.DirFS(root), checks, id); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("scaffold of %q: error %v, want one about %q", id, err, reason)
		}
	}
}

// TestCheckHasToBeFilledIn proves that no one can commit it as it comes, and that nothing but what
// the author has to say is wrong with it.
func TestCheckHasToBeFilledIn(t *testing.T) {
	dir := t.TempDir()
	for name, text := range scaffolded(t, checks, "messages/zebra") {
		write(t, filepath.Join(dir, name), text)
	}
	folder := os.DirFS(filepath.Join(dir, "breaking/checks/messages"))
	asScaffolded := breaking.New(breaking.Meta{
		ID: "zebra", Group: "messages", Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed},
		AIP: []int{180}, Since: "2026.1",
	}, breaking.Hooks{})
	want := []string{
		"metadata: Title is empty",
		"documentation: **What.** says nothing", "documentation: **Why.** says nothing",
		"documentation: **Who breaks.** says nothing", "documentation: **Instead.** says nothing",
		"documentation: example in block 1 (proto): the check finds nothing",
		"documentation: example in block 3 (yaml): the check finds nothing",
		"no fixture wants a change of proto: write testdata/zebra.proto.txtar",
		"no fixture wants a change of openapi: write testdata/zebra.openapi.txtar",
		"Kinds declares zebra-changed, and no fixture wants one",
	}
	if got := checktest.Problems(asScaffolded, folder); !slices.Equal(got, want) {
		t.Errorf("the harness says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, name := range checktest.Fixtures(folder, "zebra") {
		archive := txtar.Parse(read(t, filepath.Join(dir, "breaking/checks/messages", name)))
		c, err := checktest.Parse(name, archive)
		if err != nil {
			t.Fatal(err)
		}
		if changes := c.Run(t, []*breaking.Check{asScaffolded}); len(changes) != 0 {
			t.Errorf("%s: %d changes before there is a check", name, len(changes))
		}
	}
}
