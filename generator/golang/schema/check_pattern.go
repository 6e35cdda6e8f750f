package schema

import (
	"errors"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// refusePattern reports what stands in a pattern that Go has no expression for, at its place.
func (t *Types) refusePattern(s *spec.Type, pattern string, err error) {
	f := report.Finding{
		Rule: "generate/pattern", Severity: report.Error, Element: s.ID(), Span: s.NameSpan,
		Message: "this pattern can't be expressed in Go: " + err.Error(),
	}
	if a, ok := s.Attr("pattern"); ok && a.Value.String() == pattern {
		f.Span = a.Value.Span
	}
	if refusal := (*ecma.Error)(nil); errors.As(err, &refusal) {
		f.Message = "this pattern can't be expressed in Go: " + refusal.Reason
		f.Span = fromOffset(f.Span, pattern, refusal.Offset)
	}
	t.say(f)
}

// fromOffset narrows the span of a text down to what begins at an offset, if the text stands there as it
// is, without escapes.
func fromOffset(span source.Span, text string, offset int) source.Span {
	start := strings.Index(span.Text(), text)
	if start < 0 {
		return span
	}
	return span.Slice(start+offset, max(start+len(text), start+offset+1))
}
