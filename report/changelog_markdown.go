package report

import (
	"io"
	"path"
	"strconv"
	"strings"
)

// MarkdownChangelog prints the changes for release notes or a pull request. It keeps to the size of
// a comment on GitHub and says how many changes that leaves out, unless all of them are wanted.
func MarkdownChangelog(w io.Writer, s *Summary, _ Options) error {
	log := s.Changelog
	head := markdownChangelogHead(s)
	foot := markdownFoot(s)
	m := changelogMarkdown{room: markdownLimit - len(head) - len(foot) - markdownOmittedSize, all: log.Metadata}
	groups := log.listed()
	for i := range groups {
		m.group(&groups[i], log.heading(groups, i))
	}
	m.end()
	if m.left > 0 {
		m.text.WriteString("\n**Not listed here: " + count(m.left, "more change") + "**. `--all` lists all of them.\n")
	}
	_, err := io.WriteString(w, head+m.text.String()+foot)
	return err
}

func markdownChangelogHead(s *Summary) string {
	log := s.Changelog
	var b strings.Builder
	b.WriteString("### " + markdownChangelogMark(s) + " " + markdownCell(cut(s.Headline, markdownText)) + "\n\n")
	for i := range min(len(log.Releases), markdownReleases) {
		b.WriteString("- " + markdownCell(cut(log.Releases[i].sentence(), markdownText)) + "\n")
	}
	if more := len(log.Releases) - markdownReleases; more > 0 {
		b.WriteString("- and " + count(more, "more release") + "\n")
	}
	b.WriteString("\n**" + log.tally().String() + "** since " + markdownCell(cut(log.Base, markdownText)))
	if remark := log.remark(); remark != "" {
		b.WriteString("; " + markdownCell(remark))
	}
	b.WriteString("\n")
	b.WriteString(markdownProblems(s))
	return b.String()
}

const (
	// markdownReleases is how many APIs are named at the top.
	markdownReleases = 20
	// markdownOfFindings is how many findings are listed above the changes.
	markdownOfFindings = 10
)

// markdownProblems lists what is wrong beside the changes: a version, a file that can't be read.
func markdownProblems(s *Summary) string {
	if len(s.Findings) == 0 {
		return ""
	}
	table := markdownTable{path: "Findings", counts: Summary{Findings: s.Findings}}
	text := table.head(true)
	for i := range min(len(s.Findings), markdownOfFindings) {
		text += markdownRow(s, &s.Findings[i])
	}
	if more := len(s.Findings) - markdownOfFindings; more > 0 {
		text += "| | | | and " + count(more, "more finding") + " |\n"
	}
	return text + markdownTail
}

func markdownChangelogMark(s *Summary) string {
	switch count := s.Changelog.tally(); {
	case count.Breaking > 0 || s.Failing() > 0:
		return markdownSign(Error)
	case count.Risky > 0:
		return markdownSign(Warning)
	}
	return "✅"
}

// changelogMarkdown lists as many changes as there is room for.
type changelogMarkdown struct {
	text   strings.Builder
	room   int  // bytes
	all    bool // there is no limit
	folded bool // what follows is safe, and folded away
	left   int  // changes for which there was no room
}

func (m *changelogMarkdown) group(g *ChangeGroup, heading string) {
	lead, folded := m.head(g, heading)
	for i := range g.Entries {
		row := lead + markdownEntry(&g.Entries[i])
		if m.room -= len(row); (m.room < 0 || m.left > 0) && !m.all {
			m.left += len(g.Entries) - i
			return
		}
		m.text.WriteString(row)
		m.folded, lead = folded, ""
	}
}

// head begins a group, and says whether it is folded away: of an API the groups that are safe, which
// come last, if anything else stands above them.
func (m *changelogMarkdown) head(g *ChangeGroup, heading string) (text string, folded bool) {
	safe := g.Entries[0].Verdict == "safe"
	folded = m.folded && safe && heading == ""
	if m.folded && !folded {
		text = markdownTail
	}
	if heading != "" {
		text += "\n### " + markdownCell(cut(heading, markdownText)) + "\n"
	}
	if safe && !folded && m.text.Len() > 0 {
		folded = true
		text += "\n<details><summary><b>Safe changes</b></summary>\n"
	}
	return text + "\n#### " + markdownCell(cut(g.title(), maxTitle)) + "\n\n", folded
}

// end closes what is folded.
func (m *changelogMarkdown) end() {
	if m.folded {
		m.text.WriteString(markdownTail)
	}
}

// markdownEntry is a change as an item of a list.
func markdownEntry(e *Entry) string {
	lead := "- " + markdownSign(severityOf(e.Verdict)) + " **" + e.Verdict + "**, " + e.Kind + ": "
	if e.Verdict == "safe" {
		lead = "- " + e.Kind + ": "
	}
	parts := []string{markdownCell(e.ID), markdownEntryPlace(e)}
	if facts := e.Change.facts(); facts != "" && e.Verdict != "safe" {
		parts = append(parts, markdownCell(facts), "fingerprint: "+markdownCell(e.Change.Fingerprint))
	}
	if values := e.values(); values != "" {
		parts = append([]string{markdownCell(cut(values, maxAside))}, parts...)
	}
	return lead + markdownCell(cut(e.Message, markdownText)) + "<br><sub>" + strings.Join(parts, " · ") + "</sub>\n"
}

func markdownEntryPlace(e *Entry) string {
	span, before := e.Change.New, ""
	if span.IsZero() {
		span, before = e.Change.Old, "before: "
	}
	if span.IsZero() {
		return "no place"
	}
	return before + markdownCell(cut(path.Base(span.Path()), markdownText)) + ":" + strconv.Itoa(span.Position().Line)
}
