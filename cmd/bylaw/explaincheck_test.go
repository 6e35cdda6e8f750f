package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestHelpOfChanges holds every kind of change against what is said of it: it leads to a page that is
// there, and what the facts say to write into a configuration can be written there.
func TestHelpOfChanges(t *testing.T) {
	rulebook := catalog(lint.NewSet(rules.All()))
	waiver := strings.Replace(waiverExample, "FINGERPRINT", strings.Repeat("0a", 16), 1)
	for _, id := range changeIDs() {
		about, ok := changeInfo(id)
		page, published := strings.CutPrefix(about.HelpURI, "https://github.com/bylaw-dev/bylaw/blob/main/")
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(page))); !ok || !published || err != nil {
			t.Errorf("%s: the page %q: %v", id, about.HelpURI, err)
		}
		if !strings.HasPrefix(about.Help, "# ") {
			t.Errorf("%s: no help", id)
		}
		text, err := explanation(id)
		if err != nil || !strings.Contains(text, gradeExample(id)) || !strings.Contains(text, waiverExample) {
			t.Errorf("%s: the facts don't show how to change its severity, or how to waive it: %v", id, err)
		}
		file := source.NewFile("bylaw.yaml", []byte("version: 1\n"+gradeExample(id)+"\n"+waiver+"\n"))
		if _, findings := config.Parse(file, rulebook); len(findings) > 0 {
			t.Errorf("%s: what the facts show is no configuration: %s", id, findings[0].Message)
		}
	}
}

// TestEveryNameIsOne demands that what can be explained has one meaning: a check has no name of a
// rule, of a kind of change or of one of the tool's own diagnostics.
func TestEveryNameIsOne(t *testing.T) {
	seen := map[string]bool{}
	names := explainable()
	for _, rule := range rules.All() {
		names = append(names, rule.Aliases...)
	}
	for _, id := range names {
		if seen[id] {
			t.Errorf("%s can be explained in two ways", id)
		}
		seen[id] = true
	}
	if want := len(rules.All()) + len(checks.All()) + len(changeIDs()); len(names) < want {
		t.Errorf("%d names can be explained, and there are %d", len(names), want)
	}
}

func TestMarkdownOnATerminal(t *testing.T) {
	var out strings.Builder
	if err := printMarkdown(&out, "# field\n\n**What.** A field.\n\n```proto old\nstring a = 1;\n```\n", true); err != nil {
		t.Fatal(err)
	}
	want := bold + "field" + reset + "\n\n" + bold + "What." + reset + " A field.\n\nold\n    " + cyan + "string a = 1;" + reset + "\n\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
