package rules_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
)

// TestNames refuses two meanings of one name: of rules, of those that they had before, and of bylaw's
// own diagnostics.
func TestNames(t *testing.T) {
	for _, clash := range clashes(rules.All()) {
		t.Error(clash)
	}
}

// clashes returns the names that mean several things.
func clashes(all []*lint.Rule) []string {
	meaning := map[string]string{}
	var found []string
	claim := func(name, what string) {
		if other, taken := meaning[name]; taken {
			found = append(found, fmt.Sprintf("%s is %s and %s", name, other, what))
		}
		meaning[name] = what
	}
	for _, d := range report.Diagnostics() {
		claim(d.ID, "a diagnostic")
	}
	for _, rule := range all {
		claim(rule.ID, "a rule")
	}
	for _, rule := range all {
		for _, alias := range rule.Aliases {
			claim(alias, "the old name of "+rule.ID)
		}
	}
	return found
}

func TestClashes(t *testing.T) {
	made := func(id string, aliases ...string) *lint.Rule {
		return lint.New(lint.Meta{ID: id, Aliases: aliases}, lint.Hooks{})
	}
	for _, test := range []struct {
		name string
		all  []*lint.Rule
		want []string
	}{
		{"none", []*lint.Rule{made("a", "old-a", "older-a"), made("b", "old-b")}, nil},
		{"an alias that is an ID", []*lint.Rule{made("a", "b"), made("b")}, []string{"b is a rule and the old name of a"}},
		{"its own ID", []*lint.Rule{made("a", "a")}, []string{"a is a rule and the old name of a"}},
		{"claimed twice", []*lint.Rule{made("a", "x"), made("b", "x")}, []string{"x is the old name of a and the old name of b"}},
		{"said twice", []*lint.Rule{made("a", "x", "x")}, []string{"x is the old name of a and the old name of a"}},
		{"a diagnostic", []*lint.Rule{made("a", "syntax"), made("config")}, []string{
			"config is a diagnostic and a rule", "syntax is a diagnostic and the old name of a"}},
	} {
		if got := clashes(test.all); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
