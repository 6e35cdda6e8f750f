package report

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/rivo/uniseg"
)

// htmlFinding is a finding as the template shows it.
type htmlFinding struct {
	ID                            string
	Severity, Grade               string // the colour, and the word
	Rule                          htmlRuleName
	Place, Element, Message, Cure string
	Lines                         []htmlCode
	Others                        []htmlOther // related places, and those of a change
	More                          int         // related places that are not shown
	Facts, Fingerprint            string      // of a change
	Consumers                     []string    // a line each
	Fixes                         []htmlFix
}

// htmlOther is another place than that of the finding, with what stands there.
type htmlOther struct {
	Label, Place, Message string
	Old                   bool
	Lines                 []htmlCode
}

// htmlCode is a line of a spec. The marked part is what the place covers of it.
type htmlCode struct {
	Number                int // 0 for a remark of ours
	Before, Marked, After string
}

func htmlFindingOf(s *Summary, f *Finding, print string) htmlFinding {
	view := htmlFinding{
		ID: "f" + print, Severity: f.Severity.String(), Grade: f.Severity.String(), Rule: htmlRuleNameOf(s, f.Rule),
		Place: htmlPlace(f.Span, htmlBase(f.Span)), Element: htmlLine(string(f.Element)), Message: htmlLine(f.Message),
		Cure: htmlParagraph(f.Cure), Lines: htmlExcerpt(f.Span, 1), Others: htmlOthers(f),
		More: max(0, len(f.Related)-maxRelated),
	}
	if f.Change != nil {
		view.Facts, view.Fingerprint = htmlLine(f.Change.facts()), htmlLine(f.Change.Fingerprint)
	}
	for _, line := range f.Consumers.lines() {
		view.Consumers = append(view.Consumers, htmlLine(line))
	}
	for _, fix := range f.Fixes[:min(len(f.Fixes), maxRelated)] {
		view.Fixes = append(view.Fixes, htmlFixOf(fix))
	}
	return view
}

func htmlOthers(f *Finding) []htmlOther {
	var others []htmlOther
	if c := f.Change; c != nil && !c.New.IsZero() && c.New != f.Span {
		others = append(others, htmlOther{Label: "now", Place: htmlPlace(c.New, c.New.Path()), Lines: htmlExcerpt(c.New, 1)})
	}
	if old := f.before(); !old.IsZero() {
		others = append(others, htmlOther{
			Label: "before", Place: htmlLine(beforePlace(old, nil)), Old: true, Lines: htmlExcerpt(old, 1),
		})
	}
	for _, r := range f.Related[:min(len(f.Related), maxRelated)] {
		others = append(others, htmlOther{
			Label: "see", Place: htmlPlace(r.Span, r.Span.Path()), Message: htmlLine(r.Message), Lines: htmlExcerpt(r.Span, 0),
		})
	}
	return others
}

// htmlParagraph keeps the lines of a text and makes everything in them visible.
func htmlParagraph(text string) string {
	var lines []string
	for line := range strings.SplitSeq(cut(text, htmlText), "\n") {
		lines = append(lines, visible(line))
	}
	return strings.Join(lines, "\n")
}

// htmlMarked is how many lines of a place are shown.
const htmlMarked = 4

// htmlExcerpt shows a place with so many lines around it.
func htmlExcerpt(span source.Span, around int) []htmlCode {
	if span.IsZero() || len(span.File.Content) == 0 {
		return nil
	}
	first := span.Position().Line
	last := max(first, span.File.Position(int(span.End)-1).Line)
	from := max(1, first-around)
	to := min(span.File.Lines(), min(last, first+htmlMarked-1)+around)
	var lines []htmlCode
	for number := from; number <= max(to, first); number++ {
		lines = append(lines, htmlCodeOf(span, number, first, last))
	}
	if to < last {
		lines = append(lines, htmlCode{Before: ellipsis + " to line " + strconv.Itoa(last)})
	}
	return lines
}

func htmlCodeOf(span source.Span, number, first, last int) htmlCode {
	line := span.File.Line(number)
	if number < first || number > last {
		return htmlCode{Number: number, Before: excerptOf(line.Slice(0, 0), htmlWidth).text}
	}
	part := span
	if number > first {
		part = source.Span{File: span.File, Start: line.Start, End: min(span.End, line.End)}
	}
	e := excerptOf(part, htmlWidth)
	before := head(e.text, e.indent)
	marked := head(e.text[len(before):], e.length)
	after := e.text[len(before)+len(marked):]
	if text := strings.TrimLeft(marked, " "); number > first {
		before, marked = before+marked[:len(marked)-len(text)], text // the indentation tells nothing
	} else if marked == "" {
		before, marked = before+strings.Repeat(" ", max(0, e.indent-uniseg.StringWidth(before))), " " // the place is behind the end of the line
	}
	return htmlCode{number, before, marked, after}
}
