package report

import (
	"io"
	"strings"
)

// TextChangelog prints what changed for people: what to do first, what versions are demanded, and
// every change under the operations that it reaches.
func TextChangelog(w io.Writer, s *Summary, o Options) error {
	t := newTextPrinter(w, s, o)
	log := s.Changelog
	t.print(t.strong.paint(visible(s.Headline)), "\n")
	for i := range log.Releases {
		t.print(visible(log.Releases[i].sentence()), "\n")
	}
	groups := log.listed()
	for i := range groups {
		if heading := log.heading(groups, i); heading != "" {
			t.print("\n", t.note.paint("== "+visible(heading)+" =="), "\n")
		}
		t.changeGroup(&groups[i])
	}
	t.print("\n")
	for i := range s.Findings {
		t.finding(&s.Findings[i])
	}
	t.changelogFoot(s)
	return t.Flush()
}

func (t *textPrinter) changeGroup(g *ChangeGroup) {
	t.print("\n", t.strong.paint(visible(cut(g.title(), maxTitle))), "\n")
	for i := range g.Entries {
		t.entry(&g.Entries[i])
	}
}

// maxTitle is how many bytes of a title are shown: names of operations are a spec's.
const maxTitle = 300

// entryIndent is where the text of a change begins, behind its sign and verdict.
const entryIndent = "              "

func (t *textPrinter) entry(e *Entry) {
	hue := t.severity[severityOf(e.Verdict)]
	lead := "  " + e.sign() + " " + hue.paint(e.Verdict) + strings.Repeat(" ", len("breaking  ")-len(e.Verdict))
	for _, line := range wrap(visible(e.Message), t.width-len(entryIndent)) {
		t.print(lead, line, "\n")
		lead = entryIndent
	}
	if values := e.values(); values != "" {
		t.aside(values)
	}
	if facts := e.Change.facts(); facts != "" && e.Verdict != "safe" {
		t.aside(facts)
	}
	place := t.place(e.Span)
	if e.Change.New.IsZero() && !e.Change.Old.IsZero() {
		place = "before: " + beforePlace(e.Change.Old, t.displayOld)
	}
	t.print(entryIndent, t.faint.paint(visible(place)+" ["+visible(e.ID)+"]"), "\n")
}

// aside prints a remark below a change.
func (t *textPrinter) aside(text string) {
	for _, line := range wrap(visible(cut(text, maxAside)), t.width-len(entryIndent)) {
		t.print(entryIndent, line, "\n")
	}
}

// maxAside is how many bytes of the values of a change are shown.
const maxAside = 600

func (t *textPrinter) changelogFoot(s *Summary) {
	t.notChecked(s)
	hue := t.note
	switch count := s.Changelog.tally(); {
	case count.Breaking > 0 || s.Failing() > 0:
		hue = t.severity[Error]
	case count.Risky > 0:
		hue = t.severity[Warning]
	}
	t.print(hue.paint(s.Changelog.tally().String()), " since ", visible(s.Changelog.Base), "; ", scope(s), "\n")
	if remark := s.Changelog.remark(); remark != "" {
		t.print(remark, "\n")
	}
}
