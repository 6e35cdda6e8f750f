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
	b.WriteString(markdownLeftOut("Not checked", s.NotChecked, maxNotChecked))
	b.WriteString(markdownLeftOut("Not checkable from a spec", s.Beyond, len(s.Beyond)))
	return b.String()
}

// markdownLeftOut lists what was not looked at, folded up.
func markdownLeftOut(title string, left []NotChecked, most int) string {
	if len(left) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n<details><summary><b>" + title + "</b>: " + count(len(left), "thing") + "</summary>\n\n")
	for i, n := range left {
		if i == most {
			b.WriteString("- " + count(len(left)-i, "more thing") + "; `--format json` lists all\n")
			break
		}
		b.WriteString("- " + markdownCell(cut(n.What, markdownText)) + " (" + markdownCell(cut(n.Why, markdownText)) + ")\n")
	}
	b.WriteString(markdownTail)
	return b.String()
}
