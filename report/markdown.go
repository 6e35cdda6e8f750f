package report

import (
	"io"
	"path"
	"strconv"
	"strings"
)

const (
	// markdownLimit is what fits into a comment on GitHub (65,536 characters), with room for what a
	// workflow puts around it. It is counted in bytes, of which a character has at least one.
	markdownLimit = 64_000
	// markdownOfRule is how many findings of one rule are listed.
	markdownOfRule = 25
	// markdownOpen is how many findings are listed unfolded.
	markdownOpen = 15
	// markdownText is how many bytes of a text that a spec could have grown are shown.
	markdownText = 1_000
)

// Markdown prints a comment for a pull request, or the summary of a workflow's step: what matters in
// one sentence, then a table for each file, the gravest findings first. It keeps to the size of a
// comment on GitHub and says how many findings that leaves out, by rule.
func Markdown(w io.Writer, s *Summary, _ Options) error {
	head, foot := markdownHead(s), markdownFoot(s)
	head += markdownGrids(s, markdownLimit/2)
	tables, omitted := markdownTables(s, markdownLimit-len(head)-len(foot)-markdownOmittedSize)
	_, err := io.WriteString(w, head+tables+omitted+foot)
	return err
}

func markdownHead(s *Summary) string {
	title, rest := headline(s), judged(s)
	if s.Headline != "" {
		title, rest = s.Headline, title+"; "+rest
	}
	return "### " + markdownMark(s) + " " + markdownCell(cut(title, markdownText)) + "\n\n" + markdownCell(rest) + "\n"
}

// markdownMark shows at a glance how the run ended.
func markdownMark(s *Summary) string {
	switch {
	case s.Failing() > 0:
		return "❌"
	case len(s.Findings) > 0 || s.Checked == (Counts{}):
		return "⚠️"
	}
	return "✅"
}

// markdownTable is the findings of one file.
type markdownTable struct {
	path   string
	counts Summary // only its findings
	rows   strings.Builder
}

// markdownTables lists as many findings as fit into so many bytes.
func markdownTables(s *Summary, room int) (text, omitted string) {
	var tables []*markdownTable
	at := map[string]*markdownTable{}
	var shown []int
	for _, i := range few(s.Findings, markdownOfRule, len(s.Findings)) {
		f := &s.Findings[i]
		table, row := at[fileOf(f)], markdownRow(s, f)
		if table == nil {
			table = &markdownTable{path: fileOf(f)}
			room -= len(table.head(true)) + len(markdownTail) + markdownCountsSize
		}
		if room -= len(row); room < 0 {
			break
		}
		if at[table.path] == nil {
			at[table.path] = table
			tables = append(tables, table)
		}
		shown = append(shown, i)
		table.rows.WriteString(row)
		table.counts.Findings = append(table.counts.Findings, *f)
	}
	return foldedTables(tables), markdownOmitted(s, shown)
}

const (
	markdownTail = "\n</details>\n"
	// markdownCountsSize is the most that the counts of a file's heading take.
	markdownCountsSize = 60
)

func foldedTables(tables []*markdownTable) string {
	var b strings.Builder
	rows := 0
	for _, t := range tables {
		rows += len(t.counts.Findings)
		b.WriteString(t.head(rows <= markdownOpen) + t.rows.String() + markdownTail)
	}
	return b.String()
}

func (t *markdownTable) head(open bool) string {
	details := "<details>"
	if open {
		details = "<details open>"
	}
	counts := ""
	if len(t.counts.Findings) > 0 {
		counts = ": " + bySeverity(&t.counts)
	}
	return "\n" + details + "<summary><b>" + markdownSummary(cut(fileTitle(t.path), markdownText)) + "</b>" + counts +
		"</summary>\n\n| | rule | place | what is wrong, and what to write instead |\n|---|---|---|---|\n"
}

func markdownRow(s *Summary, f *Finding) string {
	cells := []string{markdownSeverity(f.Severity), markdownRule(s, f.Rule), markdownPlace(f), markdownMessage(f)}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

func markdownSeverity(severity Severity) string {
	return markdownSign(severity) + "&nbsp;" + severity.String()
}

func markdownSign(severity Severity) string {
	return [...]string{Off: "", Info: "ℹ️", Warning: "⚠️", Error: "❌"}[severity]
}

func markdownRule(s *Summary, id string) string {
	if info, ok := s.rule(id); ok && info.HelpURI != "" {
		return "[" + markdownCell(id) + "](" + markdownLink(info.HelpURI) + ")"
	}
	return markdownCell(id)
}

func markdownPlace(f *Finding) string {
	var lines []string
	if !f.Span.IsZero() {
		name := path.Base(f.Span.Path())
		lines = append(lines, markdownCell(cut(name, markdownText))+":"+strconv.Itoa(f.Span.Position().Line))
	}
	if old := f.before(); !old.IsZero() {
		place := beforePlace(old, nil)
		if old.Path() == f.Span.Path() {
			place = "line " + strconv.Itoa(old.Position().Line)
		}
		lines = append(lines, "<sub>before: "+markdownCell(cut(place, markdownText))+"</sub>")
	}
	return strings.Join(lines, "<br>")
}

func markdownMessage(f *Finding) string {
	lines := []string{markdownCell(cut(f.Message, markdownText))}
	if f.Span.IsZero() && f.Element != "" {
		lines = append(lines, "about "+markdownCell(cut(string(f.Element), markdownText)))
	}
	for _, line := range f.Consumers.lines() {
		lines = append(lines, "👥 "+markdownCell(cut(line, markdownText)))
	}
	if f.Change != nil && f.Change.facts() != "" {
		lines = append(lines, "<sub>"+markdownCell(f.Change.facts())+"</sub>")
	}
	if f.Change != nil && f.Change.Fingerprint != "" {
		lines = append(lines, "<sub>fingerprint: "+markdownCell(f.Change.Fingerprint)+"</sub>")
	}
	if f.Cure != "" {
		lines = append(lines, "→ "+markdownLines(cut(f.Cure, markdownText)))
	}
	for _, fix := range f.Fixes {
		lines = append(lines, "🔧 "+markdownLines(cut(fix.Title, markdownText)+fixNote(fix.Safety)))
	}
	return strings.Join(lines, "<br>")
}
