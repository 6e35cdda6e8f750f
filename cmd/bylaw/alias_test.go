package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// renamed is a rule that was called old-field once. It finds every field.
func renamed() *lint.Set {
	meta := lint.Meta{
		ID: "any-field", Title: "a field is there", Group: "made", Severity: report.Warning, Formats: lint.BothFormats,
		Since: "2026.1", Presets: lint.Recommended, Aliases: []string{"old-field"},
	}
	return lint.NewSet([]*lint.Rule{lint.New(meta, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
		p.Report(&f.Node, f.NameSpan, "there is "+f.Name)
	}})})
}

// lintedWith lints files with the renamed rule and returns what is found as "file:line rule severity".
func lintedWith(t *testing.T, flags lintFlags, files map[string]string) (found []string, s *report.Summary, notes string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, selection, err := workspace.Open(dir, workspace.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	var errs bytes.Buffer
	l := &linter{session: &session{set: renamed(), today: "2026-01-31"}, flags: flags}
	summary, err := l.lint(t.Context(), tree, selection, &errs)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range summary.Findings {
		found = append(found, fmt.Sprintf("%s:%d %s %s", f.Span.Path(), f.Span.Position().Line, f.Rule, f.Severity))
	}
	return found, summary, errs.String()
}

const fields = `syntax = "proto3";
package shop.v1;
message Order {
  // bylaw:ignore old-field -- a reason
  string a = 1;
  string b = 2;
  string c = 3;
}
`

// An old name goes on working in a configuration, a waiver and a comment, and is told each time.
func TestOldNamesOfRulesInFiles(t *testing.T) {
	found, s, _ := lintedWith(t, lintFlags{}, map[string]string{
		"bylaw.yaml": `version: 1
rules: {old-field: error}
waivers:
  - {element: shop.v1.Order.b, rules: [old-field], reason: a reason}
`, "orders.proto": fields,
	})
	want := []string{
		"bylaw.yaml:2 renamed-rule warning", "bylaw.yaml:4 renamed-rule warning",
		"orders.proto:4 renamed-rule warning", "orders.proto:7 any-field error",
	}
	if !slices.Equal(found, want) || s.Suppressed != 2 {
		t.Errorf("got %q and %d suppressed, want %q", found, s.Suppressed, want)
	}
	for _, f := range s.Findings {
		if f.Rule == report.RenamedRule && (len(f.Fixes) != 1 || f.Fixes[0].Safety != report.Safe || f.Fixes[0].Edits[0].New != "any-field") {
			t.Errorf("%s: no fix writes the new name: %+v", f.Message, f.Fixes)
		}
	}
}

// On the command line there is no place to point at: it is a note.
func TestOldNamesOfRulesOnTheCommandLine(t *testing.T) {
	found, _, notes := lintedWith(t, lintFlags{only: []string{"old-field"}}, map[string]string{"orders.proto": strings.ReplaceAll(fields, "old-field", "any-field")})
	if want := []string{"orders.proto:6 any-field warning", "orders.proto:7 any-field warning"}; !slices.Equal(found, want) {
		t.Errorf("got %q, want %q", found, want)
	}
	if want := "bylaw: rule old-field is now called any-field\n"; notes != want {
		t.Errorf("got the note %q, want %q", notes, want)
	}
	for given, want := range map[string]string{"old-field": "any-field", "any-field": "any-field", "syntax": "syntax"} {
		var note bytes.Buffer
		if got := today(catalog(renamed()), given, &note); got != want || (note.Len() > 0) != (got != given) {
			t.Errorf("%s is %s today, and the note is %q", given, got, note.String())
		}
	}
}

func TestOldNamesOfRulesAreShown(t *testing.T) {
	set := renamed()
	if text := facts(set.Rules()[0]); !strings.Contains(text, "\n- formerly: old-field\n") {
		t.Errorf("the explanation does not say it:\n%s", text)
	}
	var out bytes.Buffer
	if err := printRulesJSON(&out, set.Rules(), nil); err != nil || !strings.Contains(out.String(), `"aliases": [`+"\n        \"old-field\"\n") {
		t.Errorf("the list does not say it: %v\n%s", err, out.String())
	}
	if info, _ := ruleInfo(set)("any-field"); !slices.Equal(info.Aliases, []string{"old-field"}) {
		t.Errorf("the reporters are told %q", info.Aliases)
	}
}

// Every rule leads to a page that is there.
func TestHelpOfRules(t *testing.T) {
	info := ruleInfo(lint.NewSet(rules.All()))
	for _, rule := range rules.All() {
		about, ok := info(rule.ID)
		page, published := strings.CutPrefix(about.HelpURI, "https://github.com/bylaw-dev/bylaw/blob/main/")
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(page))); !ok || !published || err != nil {
			t.Errorf("%s: the page %q: %v", rule.ID, about.HelpURI, err)
		}
		if about.Help == "" {
			t.Errorf("%s: no help", rule.ID)
		}
	}
}
