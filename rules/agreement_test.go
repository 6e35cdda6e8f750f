package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/rules/peers"
)

// wantedAgreement is the least percentage of the mapped cases that have to agree.
const wantedAgreement = 95

// TestAgreement runs the unit cases of other linters through the rules that their rules are mapped
// to. We agree on a case if we report what they report, where they report it, and nothing else.
// Each case on which we don't stands in disagreements.tsv with its reason; run it with -v for the
// totals.
func TestAgreement(t *testing.T) {
	all := tally{}
	known := readDisagreements(t)
	for _, p := range casedPeers() {
		t.Run(p.name, func(t *testing.T) { all.add(comparePeer(t, p, known)) })
	}
	if all.cases == 0 {
		t.Skip("none of the peers' cases were read; each says why")
	}
	for key := range known {
		if !known[key].seen {
			t.Errorf("disagreements.tsv: %s: there is no such case of a mapped rule", key)
		}
	}
	t.Logf("all: %s", all)
	if all.agreed*100 < all.cases*wantedAgreement {
		t.Errorf("%s agree, fewer than %d %%", all, wantedAgreement)
	}
}

// comparePeer runs the cases of a peer's mapped rules, and demands that its table has one row for
// each case.
func comparePeer(t *testing.T, p peer, known map[string]*disagreement) tally {
	cases := p.cases(t)
	table := readTable(t, p.name)
	checkRows(t, p, table, cases)
	var out strings.Builder
	total := tally{}
	for _, m := range table {
		if len(m.Ours) == 0 {
			continue
		}
		found := compareRow(t, m, m.choose(cases), known)
		fmt.Fprintf(&out, "\n%-50s %-54s %s", m.Rule, strings.Join(m.Ours, ", "), found)
		total.add(found)
	}
	for _, reason := range peers.Reasons() {
		fmt.Fprintf(&out, "\n%s", notTaken(table, cases, reason))
	}
	t.Logf("%s: %s%s", p.name, total, out.String())
	return total
}

// checkRows looks for cases without a row or with two, and for rows without the cases they name.
func checkRows(t *testing.T, p peer, table []mapping, cases []agreementCase) {
	rows := map[string]int{}
	for _, m := range table {
		chosen := m.choose(cases)
		if m.Cases == nil && len(chosen) == 0 || m.Cases != nil && len(chosen) != len(m.Cases) {
			t.Errorf("%s: %s has no such cases any more", p.name, m.Rule)
		}
		for _, c := range chosen {
			rows[c.key()]++
		}
	}
	for _, c := range cases {
		if rows[c.key()] != 1 {
			t.Errorf("%s: case %d of %s has %d rows, not one", p.name, c.number, c.rule, rows[c.key()])
		}
	}
}

func notTaken(table []mapping, cases []agreementCase, reason peers.Reason) string {
	rows, skipped := 0, 0
	for _, m := range table {
		if len(m.Ours) == 0 && m.Reason == reason {
			rows++
			skipped += len(m.choose(cases))
		}
	}
	return fmt.Sprintf("not taken, %s: %d rules, %d cases", reason, rows, skipped)
}

// tally counts cases and those of them on which we agree; the wrong ones are those in which the
// peer finds something, so that nobody is content with agreeing on silence.
type tally struct{ cases, agreed, wrong, agreedWrong int }

func (t *tally) add(other tally) {
	t.cases += other.cases
	t.agreed += other.agreed
	t.wrong += other.wrong
	t.agreedWrong += other.agreedWrong
}

func (t *tally) count(c agreementCase, agree bool) {
	one := tally{cases: 1}
	if len(c.problems) > 0 {
		one.wrong = 1
	}
	if agree {
		one.agreed, one.agreedWrong = one.cases, one.wrong
	}
	t.add(one)
}

func (t tally) String() string {
	return fmt.Sprintf("%3d of %3d cases (%.1f %%), %d of the %d with problems",
		t.agreed, t.cases, 100*float64(t.agreed)/float64(max(t.cases, 1)), t.agreedWrong, t.wrong)
}

// compareRow compares the cases of one row, and demands that the disagreements are those listed.
func compareRow(t *testing.T, m mapping, cases []agreementCase, known map[string]*disagreement) tally {
	count := tally{}
	for _, c := range cases {
		found := c.find(t, m)
		agree, listed := c.agrees(found), known[c.key()]
		count.count(c, agree)
		now := disagreement{ours: found.lines(), theirs: c.lines()}
		switch {
		case listed == nil && !agree:
			t.Errorf("disagreements.tsv has no row for\n%s\t%s\t%s\treason", c.key(), now.ours, now.theirs)
		case listed == nil:
		case agree:
			t.Errorf("disagreements.tsv: %s: we agree on this case now", c.key())
		case listed.ours != now.ours || listed.theirs != now.theirs:
			t.Errorf("disagreements.tsv: %s: ours %s, theirs %s, and the row says something else", c.key(), now.ours, now.theirs)
		}
		if listed != nil {
			listed.seen = true
		}
	}
	return count
}

// placed are the findings of a case, and the lines of the elements they may be about.
type placed struct {
	findings []report.Finding
	elements elementLines
}

// find lints the case with the rules of the row alone.
func (c agreementCase) find(t *testing.T, m mapping) placed {
	t.Helper()
	apis := c.load(t)
	profile := &config.Profile{Settings: m.settings()}
	findings, err := lint.Run(t.Context(), apis, lint.NewSet(rules.All()), func(string) *config.Profile { return profile })
	if err != nil {
		t.Fatalf("%s: %s", m.Rule, err)
	}
	findings = slices.DeleteFunc(findings, func(f report.Finding) bool {
		return f.Span.Path() != c.path || !strings.Contains(f.Message, m.Only)
	})
	return placed{findings, linesOfElements(apis)}
}

func (p placed) lines() string {
	var lines []string
	for _, f := range p.findings {
		lines = append(lines, fmt.Sprint(lineOf(f.Span, f.Span.Start)))
	}
	return joined(lines)
}

// agrees reports whether every finding is about a problem of the peer's, and every such problem is
// found.
func (c agreementCase) agrees(found placed) bool {
	met := make([]bool, len(c.problems))
	for _, f := range found.findings {
		about := false
		for i, problem := range c.problems {
			if found.isAbout(f, problem) {
				met[i], about = true, true
			}
		}
		if !about {
			return false
		}
	}
	return !slices.Contains(met, false)
}

// isAbout reports whether a finding begins within the lines of a problem, or is about an element
// that contains them.
func (p placed) isAbout(f report.Finding, problem lineRange) bool {
	line := lineOf(f.Span, f.Span.Start)
	return problem.contains(lineRange{line, line}) ||
		slices.ContainsFunc(p.elements[f.Element], func(element lineRange) bool { return element.contains(problem) })
}
