package rules_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/rules/peers"
)

const agreementFolder = "testdata/agreement/"

// mapping is a row of a peer's table, as the cases know it.
type mapping struct{ peers.Row }

func readTable(t *testing.T, name string) []mapping {
	t.Helper()
	table, err := peers.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	var rows []mapping
	for _, row := range table.Rows {
		rows = append(rows, mapping{row})
	}
	return rows
}

// choose returns the cases that the row is about.
func (m mapping) choose(cases []agreementCase) []agreementCase {
	var chosen []agreementCase
	for _, c := range cases {
		if c.rule == m.Rule && (m.Cases == nil || slices.Contains(m.Cases, c.number)) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

func (m mapping) settings() []config.Setting {
	var settings []config.Setting
	for _, id := range m.Ours {
		settings = append(settings, config.Setting{Rule: id, Severity: report.Warning, Options: m.Options[id]})
	}
	return settings
}

// disagreement is a row of disagreements.tsv.
type disagreement struct {
	ours, theirs string // lines, joined by commas; "-": none
	seen         bool
}

func readDisagreements(t *testing.T) map[string]*disagreement {
	t.Helper()
	known := map[string]*disagreement{}
	for _, row := range readRows(t, "disagreements.tsv", "peer", "rule", "case", "ours", "theirs", "reason") {
		key := strings.Join(row[:3], "\t")
		if known[key] != nil {
			t.Errorf("disagreements.tsv: %s stands there twice", key)
		}
		known[key] = &disagreement{ours: row[3], theirs: row[4]}
	}
	return known
}

// readRows reads a table of the agreement folder.
func readRows(t *testing.T, name string, columns ...string) [][]string {
	t.Helper()
	text, err := os.ReadFile(agreementFolder + name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := peers.Cells(string(text), columns...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows
}

// TestAgreementTables checks what can be checked of the tables without the peers' cases.
func TestAgreementTables(t *testing.T) {
	all, err := peers.All()
	if err != nil {
		t.Fatal(err)
	}
	used := map[peers.Reason]bool{}
	for _, peer := range all {
		if !slices.IsSortedFunc(peer.Rows, func(a, b peers.Row) int { return strings.Compare(a.Rule, b.Rule) }) {
			t.Errorf("%s: the rules are not sorted", peer.Name)
		}
		for _, row := range peer.Rows {
			checkRow(t, peer.Name, row)
			used[row.Reason] = true
		}
	}
	for _, reason := range peers.Reasons() {
		if !used[reason] {
			t.Errorf("no rule is not taken because %q", reason)
		}
	}
}

func checkRow(t *testing.T, peer string, row peers.Row) {
	taken := len(row.Ours) > 0
	if !taken && !slices.Contains(peers.Reasons(), row.Reason) {
		t.Errorf("%s: %s is not taken because %q, which is none of %q", peer, row.Rule, row.Reason, peers.Reasons())
	}
	if taken && row.Reason != "" {
		t.Errorf("%s: %s is taken and has a reason not to be", peer, row.Rule)
	}
	for _, id := range row.Ours {
		if !isOurs(id) {
			t.Errorf("%s: %s: we have no rule and no diagnostic %s", peer, row.Rule, id)
		}
	}
	for id := range row.Options {
		if !slices.Contains(row.Ours, id) {
			t.Errorf("%s: %s: options of %s, which it is not mapped to", peer, row.Rule, id)
		}
	}
	for _, rule := range rules.All() {
		if _, err := rule.Bind(row.Options[rule.ID]); err != nil {
			t.Errorf("%s: %s: %v", peer, row.Rule, err)
		}
	}
}

// isOurs reports whether we have a rule or a diagnostic of that ID.
func isOurs(id string) bool {
	_, ok := rules.Doc(id)
	return ok || slices.ContainsFunc(report.Diagnostics(), func(d report.Diagnostic) bool { return d.ID == id })
}
