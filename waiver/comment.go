package waiver

import (
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Comment returns the comment that suppresses the rule, in the format's own comment syntax and
// without indentation or line ending. The reason must say something; line breaks in it become
// spaces, because a suppression is one line.
func Comment(format spec.Format, rule, reason string) string {
	return marker(format) + " " + ignore + " " + rule + " -- " + strings.Join(strings.Fields(reason), " ")
}

func marker(format spec.Format) string {
	if format == spec.Proto {
		return "//"
	}
	return "#"
}

// Above returns the edit that puts the suppression of a rule on a line of its own above an element,
// indented as the element's line is. JSON has no comments, so ok is false for it.
func Above(format spec.Format, element source.Span, rule, reason string) (edit report.Edit, ok bool) {
	if element.IsZero() || strings.HasSuffix(element.Path(), ".json") {
		return report.Edit{}, false
	}
	line := element.File.Line(element.Position().Line)
	text := line.Text()
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	ending := "\n"
	if rest := element.File.Content[line.End:]; len(rest) > 0 && rest[0] == '\r' {
		ending = "\r\n"
	}
	return report.Edit{
		Span: line.Slice(0, 0), New: indent + Comment(format, rule, reason) + ending,
	}, true
}
