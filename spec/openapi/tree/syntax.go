package tree

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Syntax returns the lossless view of one value of the document: each key of an object is an
// attribute, in source order; what merge keys bring in comes last. Other values have none.
func (d *Document) Syntax(v *spec.Value) spec.Syntax {
	return syntax{d, v}
}

// syntax is one object as its author wrote it.
type syntax struct {
	*Document
	value *spec.Value
}

func (s syntax) Attributes() []spec.Attribute {
	if s.value == nil {
		return nil
	}
	attributes := make([]spec.Attribute, len(s.value.Members))
	for i := range s.value.Members {
		attributes[i] = s.attribute(&s.value.Members[i])
	}
	return attributes
}

func (s syntax) Attribute(name string) (spec.Attribute, bool) {
	m := s.member(s.value, name)
	if m == nil {
		return spec.Attribute{}, false
	}
	return s.attribute(m), true
}

func (s syntax) attribute(m *spec.Member) spec.Attribute {
	return spec.Attribute{
		Name: m.Key, Value: m.Value, NameSpan: m.KeySpan,
		Span: s.File.Span(int(m.KeySpan.Start), s.memberEnd(m)),
	}
}

// own returns the members that the object declares itself, without those of merge keys.
func (s syntax) own() []spec.Member {
	if n, ok := s.merged[s.value]; ok {
		return s.value.Members[:n]
	}
	return s.value.Members
}

// ownIndex returns where the object's own member of that name stands among them, or -1.
func (s syntax) ownIndex(name string) int {
	own := s.own()
	for i := len(own) - 1; i >= 0; i-- {
		if own[i].Key == name {
			return i
		}
	}
	return -1
}

// memberEnd returns where the text of a member ends: that of its value, or the alias in its place.
func (s syntax) memberEnd(m *spec.Member) int {
	if m.Value.Span.Start >= m.KeySpan.End {
		return int(m.Value.Span.End)
	}
	text := s.scanner()
	at := text.skipSpace(int(m.KeySpan.End))
	if at < len(text.text) && text.text[at] == ':' {
		at = text.skipSpace(at + 1)
	}
	if at < len(text.text) && text.text[at] == '*' {
		return text.nameEnd(at + 1)
	}
	return int(m.KeySpan.End)
}

// isFlow reports whether the object stands in braces. One in block style begins with its first key.
func (s syntax) isFlow() bool {
	at := s.value.Span.Start
	if s.File.Content[at] != '{' {
		return false
	}
	return len(s.value.Members) == 0 || s.value.Members[0].KeySpan.Start != at
}

// editable reports whether the object's own text can take or lose a member.
func (s syntax) editable() bool {
	return s.value != nil && s.value.Kind == spec.Map && s.value.Span.Len() > 0 && !s.pairs[s.value]
}

func (s syntax) scanner() *scanner { return &scanner{text: s.text} }

// lineStart returns where the line of an offset begins, behind a byte order mark.
func (s syntax) lineStart(at int) int {
	text := s.scanner()
	for at > 0 && text.breakBefore(at) == 0 {
		at--
	}
	if at == 0 && strings.HasPrefix(s.text, "\ufeff") {
		return len("\ufeff")
	}
	return at
}

// newline returns the line ending of the file, that of its first line.
func (s syntax) newline() string {
	if i := strings.IndexByte(s.text, '\n'); i > 0 && s.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// holdsAnchor reports whether an anchor stands in the span: the text that aliases elsewhere need.
func (s syntax) holdsAnchor(span source.Span) bool {
	for _, at := range s.anchors {
		if int(span.Start) <= at && at < int(span.End) {
			return true
		}
	}
	return false
}
