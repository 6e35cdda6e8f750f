package report

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
)

// HTMLChangelog prints a page as HTML does: one file that needs no network, on which changes take
// the place of findings. Those of metadata are folded away at its end.
func HTMLChangelog(w io.Writer, s *Summary, _ Options) error {
	return htmlChangelogOf(s).write(w)
}

func htmlChangelogOf(s *Summary) *htmlPage {
	log, page := s.Changelog, newHTMLPage(s)
	page.Words = htmlWords{"changes", "kinds of change", "kind", "what is compared", "verdict", "operation"}
	page.Title, page.Verdict = log.tally().String()+" since "+htmlLine(log.Base), scope(s)
	page.Mood, page.Cards = htmlChangelogMood(s), htmlChangelogCards(s)
	for i := range min(len(log.Releases), htmlReleases) {
		page.Notes = append(page.Notes, htmlLine(log.Releases[i].sentence()))
	}
	page.Grades = []string{"breaking", "risky", "safe"}
	c := htmlChangelog{summary: s, page: page, kinds: map[string]int{}}
	c.problems()
	c.changes()
	return page
}

// htmlReleases is how many APIs a page names at its top.
const htmlReleases = 100

func htmlChangelogMood(s *Summary) string {
	switch count := s.Changelog.tally(); {
	case count.Breaking > 0 || s.Failing() > 0:
		return "error"
	case count.Risky > 0:
		return "warning"
	}
	return "clean"
}

func htmlChangelogCards(s *Summary) []htmlCard {
	t := s.Changelog.tally()
	return []htmlCard{
		{"error", strconv.Itoa(t.Breaking) + " breaking"},
		{"warning", strconv.Itoa(t.Risky) + " risky"},
		{"info", strconv.Itoa(t.Safe) + " safe"},
		{"", strconv.Itoa(t.Metadata) + " of metadata"},
		{"", "version bump: " + s.Changelog.Bump},
	}
}

// htmlChangelog fills a page with the changes there is room for.
type htmlChangelog struct {
	summary *Summary
	page    *htmlPage
	kinds   map[string]int // where in page.Rules a kind of change is counted
}

// problems lists the findings above the changes.
func (c *htmlChangelog) problems() {
	s := c.summary
	if len(s.Findings) == 0 {
		return
	}
	file := &htmlFile{Title: "Findings", Counts: bySeverity(s)}
	prints := Fingerprints(s.Findings)
	for _, i := range few(s.Findings, htmlOfRule, htmlFindings) {
		file.Findings = append(file.Findings, htmlFindingOf(s, &s.Findings[i], prints[i]))
	}
	for severity := Error; severity > Off; severity-- {
		if s.Count(severity) > 0 {
			c.page.Grades = append(c.page.Grades, severity.String())
		}
	}
	c.page.Files = append(c.page.Files, file)
}

func (c *htmlChangelog) changes() {
	log := c.summary.Changelog
	metadata := &htmlFile{Title: "Metadata, on which no program depends", Folded: !log.Metadata}
	shown := c.chosen()
	for i := range log.Groups {
		g := &log.Groups[i]
		file := &htmlFile{Title: htmlLine(cut(c.title(g), maxTitle))}
		var counts changeTally
		for j := range g.Entries {
			e := &g.Entries[j]
			c.count(e, shown[e])
			to := file
			if e.Metadata {
				to = metadata
			} else {
				counts.add(g.Entries[j : j+1])
			}
			if shown[e] {
				to.Findings = append(to.Findings, c.entry(e, i, j))
			}
		}
		file.Counts = counts.String()
		c.add(file)
	}
	metadata.Counts = count(log.tally().Metadata, "change")
	c.add(metadata)
	slices.SortStableFunc(c.page.Rules, func(a, b htmlRule) int {
		return cmp.Or(cmp.Compare(severityOf(b.Grade), severityOf(a.Grade)), cmp.Compare(b.Total, a.Total))
	})
}

// title names a group, and its API where there are several.
func (c *htmlChangelog) title(g *ChangeGroup) string {
	if len(c.summary.Changelog.Releases) < 2 || len(g.Operations) == 0 {
		return g.title()
	}
	return strings.Join(g.APIs, ", ") + ": " + g.title()
}

func (c *htmlChangelog) add(file *htmlFile) {
	if len(file.Findings) > 0 {
		c.page.Files = append(c.page.Files, file)
	}
}

// chosen returns the changes that are listed, the gravest first.
func (c *htmlChangelog) chosen() map[*Entry]bool {
	shown := map[*Entry]bool{}
	for _, verdict := range c.page.Grades[:3] {
		for _, metadata := range []bool{false, true} {
			for i := range c.summary.Changelog.Groups {
				entries := c.summary.Changelog.Groups[i].Entries
				for j := range entries {
					if e := &entries[j]; e.Verdict == verdict && e.Metadata == metadata && len(shown) < htmlFindings {
						shown[e] = true
					}
				}
			}
		}
	}
	return shown
}

func (c *htmlChangelog) count(e *Entry, shown bool) {
	c.page.Total++
	at, known := c.kinds[e.ID]
	if !known {
		at = len(c.page.Rules)
		c.kinds[e.ID] = at
		c.page.Rules = append(c.page.Rules, htmlRule{Name: htmlRuleNameOf(c.summary, e.ID), Severity: Info.String(), Grade: "safe"})
	}
	kind := &c.page.Rules[at]
	kind.Total++
	if shown {
		c.page.Shown++
		kind.Shown++
	}
	if severity := severityOf(e.Verdict); severity > severityOf(kind.Grade) {
		kind.Severity, kind.Grade = severity.String(), e.Verdict
	}
}

// entry shows a change as a finding. What is safe is told in words alone, so that a page of
// thousands stays small.
func (c *htmlChangelog) entry(e *Entry, group, at int) htmlFinding {
	view := htmlFinding{
		ID: "c" + strconv.Itoa(group) + "-" + strconv.Itoa(at), Severity: severityOf(e.Verdict).String(), Grade: e.Verdict,
		Rule: htmlRuleNameOf(c.summary, e.ID), Place: htmlPlace(e.Span, htmlBase(e.Span)), Element: htmlLine(string(e.Element)),
		Message: htmlLine(e.Message),
	}
	facts := []string{e.Kind}
	if values := e.values(); values != "" {
		facts = append(facts, cut(values, maxAside))
	}
	if e.Verdict != "safe" {
		facts = append(facts, e.Change.facts())
		view.Lines = htmlExcerpt(e.Span, 0)
		view.Others = htmlOthers(&Finding{Span: e.Span, Change: &e.Change})
		view.Cure, view.Fingerprint = htmlParagraph(e.Cure), htmlLine(e.Change.Fingerprint)
	}
	view.Facts = htmlLine(strings.Join(facts, "; "))
	return view
}
