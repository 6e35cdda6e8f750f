package rules_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/rules/catalogue"
)

// TestCatalogue holds the list of failures against the rules and checks that there are: what names
// nothing is told as not checkable.
func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range catalogue.All() {
		if seen[f.ID] || f.What == "" {
			t.Errorf("%s stands there twice, or says nothing", f.ID)
		}
		seen[f.ID] = true
		for _, id := range f.Rules {
			if _, ok := rules.Doc(id); !ok {
				t.Errorf("%s: there is no rule %s", f.ID, id)
			}
		}
		for _, id := range f.Checks {
			if _, ok := checks.Doc(id); !ok {
				t.Errorf("%s: there is no check %s", f.ID, id)
			}
		}
	}
	if len(seen) < 40 || len(catalogue.Unseen()) == 0 {
		t.Errorf("%d failures, of which %d can't be seen", len(seen), len(catalogue.Unseen()))
	}
}

// TestCatalogueIsWhole demands that every failure of the design's catalogue which a static check can
// see has one.
func TestCatalogueIsWhole(t *testing.T) {
	text, err := os.ReadFile("../../shared/ANTIPATTERNS.md")
	if err != nil {
		t.Skipf("the design's catalogue is not at hand: %v", err)
	}
	all := catalogue.All()
	rows := regexp.MustCompile(`(?m)^\| (\d\.\d) \|[^|]*\| ([^|]*)\|`).FindAllSubmatch(text, -1)
	if len(rows) < 30 {
		t.Fatalf("only %d rows are read", len(rows))
	}
	for _, row := range rows {
		at := slices.IndexFunc(all, func(f catalogue.Failure) bool { return f.ID == string(row[1]) })
		static := regexp.MustCompile(`^(H|D|D/H|diff)[.:]? `).Match(row[2])
		if at < 0 || static && !all[at].Seen() {
			t.Errorf("%s: the catalogue says that a spec shows it (%s), and no rule is named", row[1], row[2])
		}
	}
}
