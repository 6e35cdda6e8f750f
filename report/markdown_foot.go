package report

import (
	"strconv"
	"strings"
)

const (
	// markdownOmittedRules is how many rules are named of which findings are left out.
	markdownOmittedRules = 20
	// markdownOmittedSize is the most bytes that naming them takes.
	markdownOmittedSize = 200 + markdownOmittedRules*150
)

// markdownOmitted says what is not listed, by rule.
func markdownOmitted(s *Summary, shown []int) string {
	left := len(s.Findings) - len(shown)
	if left == 0 {
		return ""
	}
	var parts []string
	rules := 0
	for _, c := range countRules(s.Findings, shown) {
		if c.total == c.shown {
			continue
		}
		if rules++; rules <= markdownOmittedRules {
			parts = append(parts, markdownCell(cut(c.rule, 60))+" ("+strconv.Itoa(c.total-c.shown)+")")
		}
	}
	if more := rules - markdownOmittedRules; more > 0 {
		parts = append(parts, "and "+count(more, "more rule"))
	}
	return "\n**Not listed here: " + count(left, "more finding") + "**, of " + strings.Join(parts, ", ") +
		". `--format json` lists all.\n"
}

// markdownFoot says what was not checked, and what can be mended without thinking.
func markdownFoot(s *Summary) string {
	var b strings.Builder
	if text := fixes(s); text != "" {
		b.WriteString("\n🔧 " + markdownCell(text) + "\n")
	}
	if len(s.NotChecked) == 0 {
		return b.String()
	}
	b.WriteString("\n<details><summary><b>Not checked</b>: " + count(len(s.NotChecked), "thing") + "</summary>\n\n")
	for i, n := range s.NotChecked {
		if i == maxNotChecked {
			b.WriteString("- " + count(len(s.NotChecked)-i, "more thing") + "; `--format json` lists all\n")
			break
		}
		b.WriteString("- " + markdownCell(cut(n.What, markdownText)) + " (" + markdownCell(cut(n.Why, markdownText)) + ")\n")
	}
	b.WriteString(markdownTail)
	return b.String()
}
