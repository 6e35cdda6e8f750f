package report

import (
	"slices"
	"strconv"
	"strings"
)

// fairShare is how many findings of a rule come through before another rule goes without any.
const fairShare = 10

// beginning is what there is to do where nobody has configured anything yet.
const beginning = `bylaw init writes a configuration to start from; bylaw lint --against counts only what is new from now on`

// limited divides the findings into those that are shown and those beyond the limits, both in
// order. Errors come before warnings, and every rule gets its share before one that finds the same
// thing everywhere gets more.
func limited(findings []Finding, o Options) (shown, left []Finding) {
	if o.MaxPerRule <= 0 && (o.MaxFindings <= 0 || len(findings) <= o.MaxFindings) {
		return findings, nil
	}
	chosen := chosen(findings, o)
	for i := range findings {
		if chosen[i] {
			shown = append(shown, findings[i])
		} else {
			left = append(left, findings[i])
		}
	}
	return shown, left
}

// share is fairShare, but one where the rules themselves are news.
func (o Options) share() int {
	if o.First {
		return 1
	}
	return fairShare
}

// chosen tells of each finding whether it is shown.
func chosen(findings []Finding, o Options) []bool {
	chosen := make([]bool, len(findings))
	room := len(findings)
	if o.MaxFindings > 0 {
		room = min(room, o.MaxFindings)
	}
	for _, r := range ranked(findings, o.share()) {
		if room > 0 && (o.MaxPerRule <= 0 || r.ordinal < o.MaxPerRule) {
			chosen[r.index] = true
			room--
		}
	}
	return chosen
}

// rank says where a finding stands in the queue of those that want to be shown.
type rank struct {
	index   int
	ordinal int    // among the findings of its rule, the gravest first, from 0
	order   [4]int // what the queue is ordered by
}

// ranked returns the queue. What bylaw says of itself comes before what a rule says as severely, for
// it decides about all the rest.
func ranked(findings []Finding, share int) []rank {
	own := map[string]int{}
	for _, d := range Diagnostics() {
		own[d.ID] = -1
	}
	var queue []rank
	seen := map[string]int{}
	for severity := Error; severity > Off; severity-- {
		for i := range findings {
			if f := &findings[i]; f.Severity == severity {
				n := seen[f.Rule]
				seen[f.Rule]++
				queue = append(queue, rank{i, n, [4]int{min(n/share, 1), -int(severity), n, own[f.Rule]}})
			}
		}
	}
	slices.SortStableFunc(queue, func(a, b rank) int { return slices.Compare(a.order[:], b.order[:]) })
	return queue
}

// left says how many findings of which rule are not shown, and how to see them.
func (t *textPrinter) left(findings []Finding, o Options) {
	if len(findings) == 0 {
		return
	}
	t.print(t.strong.paint("not shown: "+count(len(findings), "finding")), "\n")
	for severity := Error; severity > Off; severity-- {
		same := slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Severity != severity })
		if len(same) > 0 {
			t.leftOf(severity, &Summary{Findings: same})
		}
	}
	hint := " shows all"
	if !o.NoRules {
		hint += ", --rule RULE those of one rule, --statistics counts them"
	}
	t.print("  ", unlimited(o), hint, "\n")
	if o.First {
		t.print("  ", beginning, "\n")
	}
	t.print("\n")
}

// leftOf lists the rules of findings of one severity with how many each has.
func (t *textPrinter) leftOf(severity Severity, s *Summary) {
	const together = "\u00A0" // no line breaks between a number and its rule
	var parts []string
	for _, rule := range byRule(s.Findings) {
		parts = append(parts, strconv.Itoa(len(rule.Findings))+together+visible(rule.ID))
	}
	lead := bySeverity(s) + ": "
	lines := wrap(strings.Join(parts, ", "), t.width-len(lead)-len("  "))
	for i, line := range lines {
		if i == 0 {
			t.print("  ", t.severity[severity].paint(lead))
		} else {
			t.print("  ", strings.Repeat(" ", len(lead)))
		}
		t.print(strings.ReplaceAll(line, together, " "), "\n")
	}
}

// unlimited returns the flags that lift the limits.
func unlimited(o Options) string {
	var flags []string
	if o.MaxFindings > 0 {
		flags = append(flags, "--max-findings 0")
	}
	if o.MaxPerRule > 0 {
		flags = append(flags, "--max-per-rule 0")
	}
	return strings.Join(flags, " ")
}
