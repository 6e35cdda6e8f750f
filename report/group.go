package report

import (
	"cmp"
	"slices"
	"strings"
)

// fileOf is the file under which a finding is listed; "" if it is about none. What is left of a
// removed file is its old path.
func fileOf(f *Finding) string {
	if f.Span.IsZero() {
		return f.before().Path()
	}
	return f.Span.Path()
}

// fileTitle is the heading of a file's findings.
func fileTitle(path string) string {
	if path == "" {
		return "bylaw"
	}
	return path
}

// bySeverityFirst returns the indices of the findings, the gravest first and otherwise in order.
func bySeverityFirst(findings []Finding) []int {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(findings[b].Severity, findings[a].Severity) })
	return order
}

// few returns at most so many findings of each rule and altogether, the gravest first, as indices.
// What a page for people leaves out is better left out of the rule that it shows often enough.
func few(findings []Finding, ofRule, total int) []int {
	rules := map[string]int{}
	var chosen []int
	for _, i := range bySeverityFirst(findings) {
		if len(chosen) == total {
			break
		}
		if rule := findings[i].Rule; rules[rule] < ofRule {
			rules[rule]++
			chosen = append(chosen, i)
		}
	}
	return chosen
}

// ruleCount is how many findings a rule has, and the gravest severity among them.
type ruleCount struct {
	rule     string
	severity Severity
	total    int
	shown    int
}

// countRules counts the findings by rule, the gravest and most frequent first.
func countRules(findings []Finding, shown []int) []ruleCount {
	at := map[string]int{}
	var counts []ruleCount
	for i := range findings {
		f := &findings[i]
		if _, ok := at[f.Rule]; !ok {
			at[f.Rule] = len(counts)
			counts = append(counts, ruleCount{rule: f.Rule})
		}
		c := &counts[at[f.Rule]]
		c.total++
		c.severity = max(c.severity, f.Severity)
	}
	for _, i := range shown {
		counts[at[findings[i].Rule]].shown++
	}
	slices.SortStableFunc(counts, func(a, b ruleCount) int {
		return cmp.Or(cmp.Compare(b.severity, a.severity), cmp.Compare(b.total, a.total), strings.Compare(a.rule, b.rule))
	})
	return counts
}

// judged says what fails the run, and what was looked at.
func judged(s *Summary) string {
	if len(s.Findings) > 0 && s.FailOn != Off {
		return verdict(s) + "; " + scope(s)
	}
	return scope(s)
}

// cut returns the beginning of a text of which only so many bytes are to be shown.
func cut(text string, size int) string {
	if len(text) <= size {
		return text
	}
	for size > 0 && text[size]&0xC0 == 0x80 {
		size--
	}
	return text[:size] + ellipsis
}
