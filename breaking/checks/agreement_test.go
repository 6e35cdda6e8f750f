package checks

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checktest"
	"github.com/bylaw-dev/bylaw/report"
)

// The tables of testdata/agreement are written by bench/agreement, which asks buf and oasdiff too.
// These tests hold what can be held without them: the form of the tables, that every disagreement
// has a reason, and that bylaw still says what it said of the single edits.

// bufRules is how many rules buf v1.73.0 has for its categories.
const bufRules = 64

var disagreementReasons = []string{"axis", "direction", "elsewhere", "encoding", "gap", "peer-bug", "peer-gap", "place", "promise"}

// TestAgreement compares bylaw's verdicts on the single edits with the recorded ones, level by level.
func TestAgreement(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "agreement", "buf.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	singles := map[string]*txtar.Archive{}
	for _, f := range archive.Files {
		name, rest, _ := strings.Cut(f.Name, "/")
		if singles[name] == nil {
			singles[name] = &txtar.Archive{}
		}
		singles[name].Files = append(singles[name].Files, txtar.File{Name: rest, Data: f.Data})
	}
	rules := map[string]bool{}
	for name, single := range singles {
		rule, _, _ := strings.Cut(name, ".")
		rules[rule] = true
		t.Run(name, func(t *testing.T) { holdSingle(t, name, single) })
	}
	if delete(rules, "NONE"); len(rules) != bufRules {
		t.Errorf("there are edits for %d of buf's %d rules", len(rules), bufRules)
	}
}

func holdSingle(t *testing.T, name string, single *txtar.Archive) {
	c, err := checktest.Parse(name, single)
	if err != nil {
		t.Fatal(err)
	}
	changes := c.Run(t, All())
	var got strings.Builder
	for _, category := range []string{"FILE", "PACKAGE", "WIRE_JSON", "WIRE"} {
		fmt.Fprintf(&got, "%s: %s\n", category, verdictAt(changes, category))
	}
	if got.String() != c.Want {
		t.Errorf("got\n%swant\n%s", got.String(), c.Want)
	}
}

// verdictAt writes what is said at a level on the axes that buf knows; what breaks behavior alone,
// or only warns, is named in brackets.
func verdictAt(changes []breaking.Change, category string) string {
	policy := breaking.DefaultPolicy()
	policy.Level, _ = breaking.ParseLevel(category)
	verdict := "none"
	var rules []string
	for _, f := range policy.Findings(changes) {
		encoded := slices.ContainsFunc(f.Change.Breaks, func(axis string) bool { return axis != "behavior" })
		switch {
		case f.Severity < report.Warning:
		case f.Severity == report.Error && encoded:
			verdict = "error"
			rules = append(rules, f.Rule)
		default:
			rules = append(rules, "("+f.Rule+")")
		}
	}
	if slices.Sort(rules); len(rules) == 0 {
		rules = []string{"-"}
	}
	return verdict + " " + strings.Join(slices.Compact(rules), ",")
}

// TestAgreementTables holds the tables to their form and to each other.
func TestAgreementTables(t *testing.T) {
	whys := map[string]bool{}
	for _, peer := range []string{"buf", "oasdiff"} {
		differ := map[string]int{} // edit and scope to cases with another verdict
		for _, row := range table(t, peer+"-disagreements.tsv", 10) {
			if !slices.Contains(disagreementReasons, row[8]) || row[9] == "" {
				t.Errorf("%s: %s in %s has no reason: write one into reasons.tsv", peer, row[0], row[1])
			}
			whys[peer+row[9]] = true
			if row[2] != row[3] {
				differ[row[0]+"\t"+row[1]] += integer(t, row[6])
			}
		}
		for _, row := range table(t, peer+".tsv", 7) {
			key := row[0] + "\t" + row[1]
			cases, agreed, more := integer(t, row[2]), integer(t, row[3]), integer(t, row[5])+integer(t, row[6])
			if cases == 0 || agreed+more != cases || differ[key] != more {
				t.Errorf("%s: %s does not add up: %d cases, %d agreed, %d differ, %d explained", peer, key, cases, agreed, more, differ[key])
			}
			delete(differ, key)
		}
		for key := range differ {
			t.Errorf("%s: %s is a disagreement about nothing that was counted", peer, key)
		}
	}
	for _, row := range table(t, "reasons.tsv", 7) {
		if !whys[row[0]+row[6]] {
			t.Errorf("reasons.tsv: %q explains nothing any more: delete it", row[6])
		}
	}
}

// table reads the rows of a table below its header.
func table(t *testing.T, name string, columns int) [][]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "agreement", name))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimSuffix(string(content), "\n"), "\n") {
		row := strings.Split(line, "\t")
		if len(row) != columns {
			t.Fatalf("%s:%d: %d cells instead of %d", name, i+1, len(row), columns)
		}
		rows = append(rows, row)
	}
	return rows[1:]
}

func integer(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
