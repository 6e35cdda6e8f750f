package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func realCatalog() config.Catalog { return catalog(lint.NewSet(rules.All())) }

// TestPolicyDefaults holds the defaults of the configuration against those of the law.
func TestPolicyDefaults(t *testing.T) {
	want := breaking.DefaultPolicy()
	want.Today, want.Changes = "2026-11-21", map[string]report.Severity{}
	got := policyOf(config.Default(realCatalog()).Breaking, policyDemand{}, "2026-11-21")
	if fmt.Sprint(*got) != fmt.Sprint(want) {
		t.Errorf("%+v, want %+v", *got, want)
	}
}

// TestPolicyWords writes every word that the law knows into a configuration: both know the same ones.
func TestPolicyWords(t *testing.T) {
	parse := func(key, word string) *breaking.Policy {
		file := source.NewFile(config.FileName, []byte("version: 1\nbreaking: {"+key+": "+word+"}\n"))
		c, findings := config.Parse(file, realCatalog())
		if len(findings) > 0 {
			t.Errorf("%s: %s: %s", key, word, findings[0].Message)
		}
		return policyOf(c.Breaking, policyDemand{}, "")
	}
	for i, word := range breaking.Levels() {
		if got, want := parse("level", word).Level, breaking.FileLevel-breaking.Level(i); got != want {
			t.Errorf("level %s is %d, want %d", word, got, want)
		}
	}
	for _, word := range breaking.Requirements() {
		if got := parse("require", word).Require; got.String() != word {
			t.Errorf("require %s is %s", word, got)
		}
	}
	for i, word := range breaking.Removals() {
		if got := parse("removal", word).Removal; got != breaking.Removal(i) {
			t.Errorf("removal %s is %d", word, got)
		}
	}
	for i, axis := range breaking.Axes() {
		policy := parse("severities", "{"+axis.String()+": info}")
		for j, severity := range policy.Severities {
			if (severity == report.Info) != (i == j) {
				t.Errorf("%s: info makes %v", axis, policy.Severities)
			}
		}
	}
	if got := parse("severities", "{risky: info}").Risky; got != report.Info {
		t.Errorf("risky is %s", got)
	}
	if got := parse("unstable", "off").Unstable; got != report.Off {
		t.Errorf("unstable is %s", got)
	}
}

// TestPoliciesByPath lets the configuration that governs a file decide, and the command line over all.
func TestPoliciesByPath(t *testing.T) {
	resolver := config.NewResolver(memtree.New(map[string]string{
		"bylaw.yaml":   "version: 1\nbreaking: {level: wire, changes: {field-removed: warning, field-added: off}}\n",
		"a/bylaw.yaml": "version: 1\nbreaking: {require: full}\n",
	}), realCatalog())
	say := func(p *breaking.Policy) string { return fmt.Sprintf("%d %s %v", p.Level, p.Require, p.Changes) }
	for _, test := range []struct {
		path   string
		demand policyDemand
		want   string
	}{
		{"x.proto", policyDemand{}, "1 backward map[field-added:off field-removed:warning]"},
		{"a/x.proto", policyDemand{}, "0 full map[]"},
		{"a/x.proto", policyDemand{"package", "forward"}, "3 forward map[]"},
	} {
		if got := say(policies(resolver, test.demand, "")(test.path)); got != test.want {
			t.Errorf("%s: %s, want %s", test.path, got, test.want)
		}
	}
}

// TestNamesAreOneKind keeps rules, kinds of change and diagnostics apart: suppressions name them alike.
func TestNamesAreOneKind(t *testing.T) {
	known := realCatalog()
	taken := map[string]string{}
	for _, d := range report.Diagnostics() {
		taken[d.ID] = "a diagnostic"
	}
	for i := range known.Rules {
		for _, id := range append([]string{known.Rules[i].ID}, known.Rules[i].Aliases...) {
			taken[id] = "a rule"
		}
	}
	for _, id := range known.ChangeIDs() {
		if taken[id] != "" {
			t.Errorf("%s is a kind of change and %s", id, taken[id])
		}
		taken[id] = "a kind of change"
	}
	if len(known.Changes) < 20 {
		t.Errorf("only %d kinds of change", len(known.Changes))
	}
}

// TestMentions tells lint's malformed suppressions from those about changes.
func TestMentions(t *testing.T) {
	for _, test := range []struct {
		text, cure string
		want       bool
	}{
		{"// bylaw:ignore field-removed", "", true},
		{"// bylaw:ignore missing-doc,field-removed until=soon -- r", "", true},
		{"x-bylaw-ignore: {rules: [field-removed]}", "", true},
		{"// bylaw:ignore feild-removed -- r", "did you mean field-removed?", true},
		{"// bylaw:ignore missing-doc", "", false},
		{"// bylaw:ignore my-field-removed", "", false},
	} {
		file := source.NewFile("a.proto", []byte("// x\n"+test.text+"\n"))
		at := strings.Index(string(file.Content), test.text)
		f := report.Finding{Cure: test.cure, Span: file.Span(at+3, at+5)}
		if got := mentions(&f, []string{"field-removed"}); got != test.want {
			t.Errorf("%s: %t", test.text, got)
		}
	}
	if !slices.Contains(changeIDs(), "field-removed") {
		t.Error("there is no field-removed any more")
	}
}
