package report

import (
	"io"
	"strconv"
	"strings"
)

// TextStatistics prints one line a rule, the most frequent first, and the totals.
func TextStatistics(w io.Writer, s *Summary, o Options) error {
	t := newTextPrinter(w, s, o)
	if len(s.Findings) > 0 {
		t.table(s)
	}
	t.summary(s)
	return t.Flush()
}

// statisticsRow is one line of the table.
type statisticsRow struct {
	id, severity string
	numbers      [5]string // findings, fixable with --fix, only with --unsafe-fixes, files, elements
	hue          style
}

func (t *textPrinter) table(s *Summary) {
	rules := byRule(s.Findings)
	rows := []statisticsRow{{"RULE", "SEVERITY", [5]string{"FINDINGS", "FIXABLE", "UNSAFE FIX", "FILES", "ELEMENTS"}, style{}}}
	for i := range rules {
		rows = append(rows, t.row(rules[i].ID, &rules[i].Summary))
	}
	total := t.row(count(len(rules), "rule"), s)
	total.severity = ""
	rows = append(rows, total)
	wide := widths(rows)
	for i, row := range rows {
		t.tableLine(row, wide, i == 0 || i == len(rows)-1)
	}
	t.print("\n")
}

// row counts findings: those of a rule, or all.
func (t *textPrinter) row(id string, s *Summary) statisticsRow {
	severities, fixable := s.severities(), s.Fixable()
	row := statisticsRow{id: id, hue: t.severity[severities[0]], severity: severities[0].String()}
	if len(severities) > 1 {
		row.severity = bySeverity(s)
	}
	for i, n := range [...]int{len(s.Findings), fixable.Safe, fixable.Unsafe, s.filesWithFindings(), s.elementsWithFindings()} {
		row.numbers[i] = "-"
		if n > 0 {
			row.numbers[i] = strconv.Itoa(n)
		}
	}
	return row
}

// statisticsWidths are how wide the columns are.
type statisticsWidths struct {
	id, severity int
	numbers      [5]int
}

func widths(rows []statisticsRow) statisticsWidths {
	var wide statisticsWidths
	for _, row := range rows {
		wide.id = max(wide.id, len(row.id))
		wide.severity = max(wide.severity, len(row.severity))
		for i, n := range row.numbers {
			wide.numbers[i] = max(wide.numbers[i], len(n))
		}
	}
	return wide
}

// tableLine prints numbers flush right and words flush left. Titles and totals are strong.
func (t *textPrinter) tableLine(row statisticsRow, wide statisticsWidths, strong bool) {
	right := func(i int) string {
		return strings.Repeat(" ", wide.numbers[i]-len(row.numbers[i])) + row.numbers[i]
	}
	name, severity := row.id, row.severity
	if !strong {
		name, severity = t.linked(row.id), row.hue.paint(row.severity)
	}
	line := right(0) + "  " + name + strings.Repeat(" ", wide.id-len(row.id)+2) +
		severity + strings.Repeat(" ", wide.severity-len(row.severity))
	for i := 1; i < len(row.numbers); i++ {
		line += "  " + right(i)
	}
	if strong {
		line = t.strong.paint(line)
	}
	t.print(line, "\n")
}
