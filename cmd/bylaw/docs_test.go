package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"
	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/rules"
)

// TestDocs compares the generated pages with what the code says, and writes them under `make docs`.
func TestDocs(t *testing.T) {
	pages := map[string]string{"commands.md": commandPage(t), "rules/README.md": ruleIndex(t), "checks/README.md": checkIndex()}
	for _, rule := range rules.All() {
		text, err := explanation(rule.ID)
		if err != nil {
			t.Fatal(err)
		}
		pages["rules/"+rule.ID+".md"] = text
	}
	for _, check := range checks.All() {
		text, err := explanation(check.ID)
		if err != nil {
			t.Fatal(err)
		}
		pages["checks/"+check.ID+".md"] = text
	}
	maps.Copy(pages, peerPages(t))
	docs := filepath.Join("..", "..", "docs")
	for name, want := range pages {
		comparePage(t, filepath.Join(docs, filepath.FromSlash(name)), want)
	}
	removeOrphans(t, docs, "rules", pages)
	removeOrphans(t, docs, "checks", pages)
	removeOrphans(t, docs, "peers", pages)
}

func comparePage(t *testing.T, path, want string) {
	t.Helper()
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%v: make docs writes it", err)
		return
	}
	if string(got) != want {
		diff, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
			A: difflib.SplitLines(string(got)), B: difflib.SplitLines(want), FromFile: path, ToFile: "what the code says", Context: 1,
		})
		t.Errorf("%s is stale, make docs renews it:\n%s", path, diff)
	}
}

// removeOrphans finds pages of rules or checks that are no more.
func removeOrphans(t *testing.T, docs, folder string, pages map[string]string) {
	found, err := filepath.Glob(filepath.Join(docs, folder, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if _, ok := pages[folder+"/"+filepath.Base(path)]; ok {
			continue
		}
		if os.Getenv("BYLAW_BLESS") != "1" {
			t.Errorf("%s is the page of nothing that there is: make docs removes it", path)
		} else if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
}

func checkIndex() string {
	var b strings.Builder
	b.WriteString("# Breaking checks\n\nGenerated from the code by `make docs`. `bylaw explain CHECK` prints the same pages, and `bylaw explain CHANGE` for\n" +
		"one kind of change, such as `field-removed`. [How a verdict comes about](../breaking.md) is one page for all of them.\n")
	for _, group := range checks.Groups() {
		fmt.Fprintf(&b, "\n## %s\n\n| check | what is compared | changes | formats |\n|---|---|---|---|\n", group.Title)
		for _, check := range group.Checks {
			fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s |\n", check.ID, check.ID, check.Title, kindNames(check),
				strings.Join(checkFormats(check), ", "))
		}
	}
	return b.String()
}

// commandPage is the help of every command, as it is printed.
func commandPage(t *testing.T) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nGenerated from the code by `make docs`.\n")
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		if c.Hidden || !c.IsAvailableCommand() && c.HasParent() || c.Name() == "help" {
			return
		}
		var out bytes.Buffer
		arguments := append(strings.Fields(c.CommandPath())[1:], "--help")
		if code := run(arguments, streams{in: strings.NewReader(""), out: &out, err: &out}); code != exitClean {
			t.Errorf("bylaw %v: exit code %d", arguments, code)
		}
		fmt.Fprintf(&b, "\n## %s\n\n```\n%s```\n", c.CommandPath(), out.String())
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(rootCommand(streams{}))
	return b.String()
}
