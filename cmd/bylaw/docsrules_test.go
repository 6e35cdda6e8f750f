package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/rules/peers"
)

const ruleGoldens = "../../golden/rules/"

// ruleIndex is the page that lists all rules: which presets hold them, and how often each finds
// something in the APIs that the tests read.
func ruleIndex(t *testing.T) string {
	var b strings.Builder
	b.WriteString("# Rules\n\nGenerated from the code by `make docs`. `bylaw explain RULE` prints the same pages.\n")
	b.WriteString(presetTable())
	operations, found := corpusCounts(t)
	fmt.Fprintf(&b, "\n*Findings* are those per 1,000 operations of Google's, GitHub's and Stripe's public APIs (%d operations). Of twenty of them,\n"+
		"or all where there are fewer, a reviewer who read them in their context *accepted* so many.\n", operations)
	for _, group := range rules.Groups() {
		fmt.Fprintf(&b, "\n## %s\n\n| rule | what is wrong | severity | formats | presets | findings | accepted |\n|---|---|---|---|---|---:|---:|\n", group.Title)
		for _, rule := range group.Rules {
			fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s | %s | %.1f | %s |\n", rule.ID, rule.ID, rule.Title, severityOf(rule),
				strings.Join(formatNames(rule.Formats), ", "), rule.Presets, 1000*float64(found[rule.ID])/float64(operations), accepted(t, rule))
		}
	}
	return b.String()
}

func presetTable() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%d rules. `presets:` in bylaw.yaml chooses from where to start:\n\n| preset | rules | what it is for |\n|---|---:|---|\n", len(rules.All()))
	for _, preset := range []struct {
		is   config.Presets
		says string
	}{
		{config.Relaxed, "what breaks consumers or loses their data; for an old repository's first day"},
		{config.Recommended, "the default: what a team anywhere would accept"},
		{config.Strict, "everything that makes sense, where it has its price too"},
		{config.AIP, "Google's API Improvement Proposals to the letter; alone or beside another"},
	} {
		count := 0
		for _, rule := range rules.All() {
			if preset.is.Selects(rule.Presets) {
				count++
			}
		}
		fmt.Fprintf(&b, "| `%s` | %d | %s |\n", preset.is, count, preset.says)
	}
	b.WriteString("\n`relaxed`, `recommended` and `strict` hold one another.\n")
	return b.String()
}

// corpusCounts returns how many operations the corpus has, and how often each rule finds something
// in it.
func corpusCounts(t *testing.T) (operations int, found map[string]int) {
	t.Helper()
	found = map[string]int{}
	for _, fields := range goldenFields(t, "operations.txt") {
		operations += number(t, fields[1])
	}
	for _, group := range rules.Groups() {
		for _, fields := range goldenFields(t, "corpus/"+group.Name+".txt") {
			found[fields[1]] += number(t, fields[2])
		}
	}
	return operations, found
}

func goldenFields(t *testing.T, name string) (lines [][]string) {
	t.Helper()
	text, err := os.ReadFile(ruleGoldens + name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		lines = append(lines, strings.Fields(line))
	}
	return lines
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// accepted says how many of the judged findings of a rule a reviewer accepts.
func accepted(t *testing.T, rule *lint.Rule) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../rules", rule.Group, "testdata/precision", rule.ID+".tsv"))
	if err != nil {
		t.Fatal(err)
	}
	yes, no := strings.Count(string(text), "\taccept\t"), strings.Count(string(text), "\treject\t")
	if yes+no == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d", yes, yes+no)
}

// peerPages are a page for each linter whose rules have become ours, and their list.
func peerPages(t *testing.T) map[string]string {
	all, err := peers.All()
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	var index strings.Builder
	index.WriteString("# Other linters\n\nGenerated from the code by `make docs`. What became of the rules of other linters: which of bylaw's take their place, or why\n" +
		"none does. `bylaw init --from` writes a bylaw.yaml from their configurations ([how](../migrating.md)).\n\n| linter | rules | taken | decided otherwise | style | only theirs |\n|---|---:|---:|---:|---:|---:|\n")
	for _, peer := range all {
		pages["peers/"+peer.Name+".md"] = peerPage(peer)
		counts := countRules(peer)
		fmt.Fprintf(&index, "| [%s](%s.md) | %d | %d | %d | %d | %d |\n", peer.Title, peer.Name, counts["all"], counts[""],
			counts[peers.Decision], counts[peers.Style], counts[peers.PeersOwn])
	}
	pages["peers/README.md"] = index.String()
	return pages
}

// countRules counts the peer's rules by the reason why they are not taken; "": they are, at least in part.
func countRules(peer peers.Peer) map[peers.Reason]int {
	counts := map[peers.Reason]int{}
	seen := map[string]bool{}
	for _, row := range peer.Rows {
		if seen[row.Rule] {
			continue
		}
		seen[row.Rule] = true
		reason := row.Reason
		for _, other := range peer.Of(row.Rule) {
			if len(other.Ours) > 0 {
				reason = ""
			}
		}
		counts["all"]++
		counts[reason]++
	}
	return counts
}

func peerPage(peer peers.Peer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nGenerated from the code by `make docs`.\n\n| its rule | bylaw's | |\n|---|---|---|\n", peer.Title)
	for _, row := range peer.Rows {
		var ours []string
		for _, id := range row.Ours {
			if _, ok := rules.Doc(id); ok {
				ours = append(ours, fmt.Sprintf("[%s](../rules/%s.md)", id, id))
			} else {
				ours = append(ours, "`"+id+"`, a diagnostic")
			}
		}
		says := strings.Join(ours, ", ")
		if len(ours) == 0 {
			says = "not taken: " + string(row.Reason)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", row.Rule, says, row.Note)
	}
	return b.String()
}
