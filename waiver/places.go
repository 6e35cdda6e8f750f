package waiver

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// line is a line that a suppression is about. It stands for the elements that begin on it.
type line struct {
	span source.Span
	end  int32 // where the last of those elements ends
}

func (l *line) scope() source.Span {
	return source.Span{File: l.span.File, Start: l.span.Start, End: l.end}
}

// places are the lines that suppressions are about, by file.
type places map[*source.File]*fileLines

type fileLines struct {
	byNumber map[int]*line
	sorted   []int32 // where they begin; known while elements are measured
}

// line returns the line that holds the beginning of a span.
func (p places) line(at source.Span) *line {
	lines := p[at.File]
	if lines == nil {
		lines = &fileLines{byNumber: map[int]*line{}}
		p[at.File] = lines
	}
	number := at.Position().Line
	if lines.byNumber[number] == nil {
		span := at.File.Line(number)
		lines.byNumber[number] = &line{span, span.End}
		lines.sorted = append(lines.sorted, span.Start)
	}
	return lines.byNumber[number]
}

// see takes note of an element: the line that it begins on reaches as far as it does.
func (p places) see(span source.Span) {
	lines := p[span.File]
	if lines == nil {
		return
	}
	if l := lines.byNumber[span.Position().Line]; l != nil {
		l.end = max(l.end, span.End)
	}
}

// concern reports whether one of the lines may lie in the element.
func (p places) concern(element source.Span) bool {
	lines := p[element.File]
	if lines == nil {
		return false
	}
	first := element.File.Line(element.Position().Line).Start
	at, _ := slices.BinarySearch(lines.sorted, first)
	return at < len(lines.sorted) && lines.sorted[at] <= element.End
}

// measure finds what begins on the lines: in proto declarations and their options, in OpenAPI
// every key and item of the document, whether or not the model has an element for it.
func (p places) measure(api *spec.API) {
	for _, lines := range p {
		slices.Sort(lines.sorted)
	}
	for _, d := range api.Documents {
		if p[d.File] == nil {
			continue
		}
		p.syntax(d.Syntax)
	}
	if api.Format == spec.OpenAPI {
		return
	}
	everyNode(api, func(n *spec.Node) {
		if n != &api.Node && p.concern(n.Span) {
			p.see(n.Span)
			p.syntax(n.Syntax)
		}
	})
}

func (p places) syntax(s spec.Syntax) {
	walk := values{
		member: func(m *spec.Member) { p.see(whole(m)) },
		item:   func(item *spec.Value) { p.see(item.Span) },
	}
	walk.syntax(s)
}
