package rules_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
)

const agreementFolder = "testdata/agreement/"

// notTakenReasons are why a rule of a peer has no counterpart. There are no others.
func notTakenReasons() []string {
	return []string{
		"later",      // the whole catalogue brings it
		"decision",   // it contradicts a decision of the design
		"style",      // a matter of taste that harms no consumer
		"peer's own", // about annotations and names that only the peer's company and tools have
	}
}

// mapping is a row of a peer's table: what became of one of its rules, or of those of its cases that
// are about one of the several things it says.
type mapping struct {
	theirs  string
	cases   []int                      // nil: all
	ours    []string                   // the IDs of our rules; none: not taken
	options map[string]json.RawMessage // of our rules, where theirs is stricter than our default
	only    string                     // the part of our messages that is about the same, where our rule says more than theirs
	reason  string                     // why it is not taken
}

func readTable(t *testing.T, p peer) []mapping {
	t.Helper()
	var table []mapping
	for _, row := range readRows(t, p.table(), "rule", "cases", "ours", "options", "only", "reason", "note") {
		m := mapping{theirs: row[0], reason: row[5]}
		if row[2] != "not taken" {
			m.ours = strings.Split(row[2], ", ")
		}
		if row[1] != "all" {
			parse(t, p, "["+row[1]+"]", &m.cases)
		}
		if row[3] != "-" {
			parse(t, p, row[3], &m.options)
		}
		if row[4] != "-" {
			m.only = row[4]
		}
		table = append(table, m)
	}
	return table
}

func parse[T any](t *testing.T, p peer, text string, to *T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), to); err != nil {
		t.Errorf("%s: %s: %s", p.table(), text, err)
	}
}

// choose returns the cases that the row is about.
func (m mapping) choose(cases []agreementCase) []agreementCase {
	var chosen []agreementCase
	for _, c := range cases {
		if c.rule == m.theirs && (m.cases == nil || slices.Contains(m.cases, c.number)) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

func (m mapping) settings() []config.Setting {
	var settings []config.Setting
	for _, id := range m.ours {
		settings = append(settings, config.Setting{Rule: id, Severity: report.Warning, Options: m.options[id]})
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

// readRows reads a table: a header with these columns, and rows in which no column is empty. Lines
// that begin with # are comments.
func readRows(t *testing.T, name string, columns ...string) [][]string {
	t.Helper()
	text, err := os.ReadFile(agreementFolder + name)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		row := strings.Split(line, "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case len(row) != len(columns) || slices.Contains(row, ""):
			t.Errorf("%s:%d: not %d columns with something in them", name, i+1, len(columns))
		default:
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		t.Fatalf("%s: the first row is not %q", name, columns)
	}
	return rows[1:]
}

// TestAgreementTables checks what can be checked of the tables without the peers' cases.
func TestAgreementTables(t *testing.T) {
	used := map[string]bool{}
	for _, p := range peers() {
		table := readTable(t, p)
		if !slices.IsSortedFunc(table, func(a, b mapping) int { return strings.Compare(a.theirs, b.theirs) }) {
			t.Errorf("%s: the rules are not sorted", p.table())
		}
		for _, m := range table {
			m.check(t, p)
			used[m.reason] = true
		}
	}
	for _, reason := range notTakenReasons() {
		if !used[reason] {
			t.Errorf("no rule is not taken because %q", reason)
		}
	}
}

func (m mapping) check(t *testing.T, p peer) {
	if len(m.ours) == 0 && !slices.Contains(notTakenReasons(), m.reason) {
		t.Errorf("%s: %s is not taken because %q, which is none of %q", p.table(), m.theirs, m.reason, notTakenReasons())
	}
	if len(m.ours) > 0 && m.reason != "-" {
		t.Errorf("%s: %s is taken and has a reason not to be", p.table(), m.theirs)
	}
	for _, id := range m.ours {
		if _, ok := rules.Doc(id); !ok {
			t.Errorf("%s: %s: we have no rule %s", p.table(), m.theirs, id)
		}
	}
	for id := range m.options {
		if !slices.Contains(m.ours, id) {
			t.Errorf("%s: %s: options of %s, which it is not mapped to", p.table(), m.theirs, id)
		}
	}
}
