package docs

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
)

var todoInDoc = lint.New(lint.Meta{
	ID:       "todo-in-doc",
	Title:    "the documentation holds a note of its authors to themselves",
	Group:    "docs",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{192},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, everything(func(p *lint.Pass, s said) {
	// All there is of it: missing-doc speaks.
	if !mayHoldNote(s.doc) || isPlaceholder(s.doc) {
		return
	}
	note := note.FindString(published(s.doc))
	if note == "" {
		return
	}
	p.Report(s.Node, s.NameSpan,
		fmt.Sprintf("the documentation of %s says %q: readers learn that something is unfinished, and not what they may rely on", s.label, phrase.Head(strings.TrimSpace(note), 40)),
		lint.Cure("say what holds today, and move the note to where the authors look: an issue, or an internal comment (-- … --)"))
}))

// mayHoldNote is a quick look before the slow one.
func mayHoldNote(doc string) bool {
	return strings.Contains(doc, "TODO") || strings.Contains(doc, "FIXME") || strings.Contains(doc, "TBD") || strings.Contains(doc, "XXX:")
}

// note finds the words by which authors mark what is left to do.
var note = regexp.MustCompile(`\b(?:TODO\b(?:\([^)\n]*\))?(?::[^\n]*)?|FIXME\b[^\n]*|TBD\b|XXX:[^\n]*)`)
