package config

import (
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
)

func TestDemand(t *testing.T) {
	catalog := Catalog{Rules: []RuleInfo{
		{ID: "a", Group: "g", Severity: report.Error, Presets: Recommended},
		{ID: "b", Group: "g", Severity: report.Info, StrictSeverity: report.Warning, Presets: Strict},
		{ID: "c", Group: "g", Severity: report.Info, Presets: Recommended},
		{ID: "d", Group: "g", Severity: report.Info, StrictSeverity: report.Error, Presets: Recommended},
	}}
	tree := memtree.New(map[string]string{FileName: "version: 1\nrules: {a: off, c: warning, d: off}\n"})
	for _, test := range []struct {
		name   string
		demand Demand
		want   []string
	}{
		{"nothing", Demand{}, []string{"c warning"}},
		{"a preset, under the lines of the file", Demand{Presets: Strict}, []string{"b warning", "c warning"}},
		{"a rule that is off", Demand{Rules: []string{"a"}}, []string{"a error"}},
		{"a rule that is off and graver in strict", Demand{Rules: []string{"b"}}, []string{"b info"}},
		{"the same in strict", Demand{Rules: []string{"b"}, Presets: Strict}, []string{"b warning"}},
		{"a rule that the file has off, in strict", Demand{Rules: []string{"d"}, Presets: Strict}, []string{"d error"}},
		{"a rule that the file changed", Demand{Rules: []string{"c"}}, []string{"c warning"}},
	} {
		resolver := NewResolver(tree, catalog)
		resolver.Demand(test.demand)
		var got []string
		for _, s := range resolver.Profile("x.proto").Settings {
			got = append(got, s.Rule+" "+s.Severity.String())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
	resolver := NewResolver(memtree.New(nil), catalog)
	resolver.Demand(Demand{Rules: []string{"b"}})
	if got := resolver.Profile("x.proto").Settings; len(got) != 1 || got[0].Rule != "b" {
		t.Errorf("without a file: got %v", got)
	}
}
