package tree

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Inner returns the view of an object within the value: its keys are attributes like any other.
func (s syntax) Inner(v *spec.Value) spec.Syntax { return s.Document.Syntax(v) }

// Append returns where another item of a list within the value belongs, which is behind the last
// one, and what to put there. The lines of a literal after its first are indented like the item.
func (s syntax) Append(list *spec.Value, literal string) (at source.Span, text string, ok bool) {
	if list == nil || list.Kind != spec.List || list.Span.Len() == 0 {
		return source.Span{}, "", false
	}
	if s.File.Content[list.Span.Start] != '[' { // the dash of the first item
		return s.appendLine(list, literal)
	}
	if len(list.Items) == 0 {
		start, end := int(list.Span.Start)+1, int(list.Span.End)-1
		if strings.Trim(s.text[start:end], " \t\r\n") != "" { // a comment
			return source.Span{}, "", false
		}
		return s.File.Span(start, end), literal, true
	}
	last := list.Items[len(list.Items)-1]
	if !list.Span.Contains(last.Span) { // an alias
		return source.Span{}, "", false
	}
	separator := s.before(last)
	if separator == "" && len(list.Items) == 1 && s.YAML {
		separator = " "
	}
	end := int(last.Span.End)
	return s.File.Span(end, end), "," + separator + indented(literal, separator), true
}

// before returns the white space before a value: a line break with indentation, or blanks.
func (s syntax) before(v *spec.Value) string {
	start := int(v.Span.Start)
	blanks := s.text[len(strings.TrimRight(s.text[:start], " \t")):start]
	if start > len(blanks) && s.text[start-len(blanks)-1] == '\n' {
		return s.newline() + blanks
	}
	return blanks
}

// appendLine adds an item to a list of dashes that stand at the beginning of their lines.
func (s syntax) appendLine(list *spec.Value, literal string) (source.Span, string, bool) {
	start := int(list.Span.Start)
	prefix := s.text[s.lineStart(start):start]
	end := s.scanner().lineEnd(int(list.Span.End))
	if strings.Trim(prefix, " ") != "" || end == len(s.text) && s.endsInBlockScalar(list) {
		return source.Span{}, "", false
	}
	separator := s.newline() + prefix
	return s.File.Span(end, end), separator + "- " + indented(literal, separator+"  "), true
}

var _ spec.Nested = syntax{}
