package tree

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/go-json-experiment/json/jsontext"
)

// Insertion returns where a new key belongs, which is behind the last one, and what to put there.
// The lines of a literal after its first are indented like the key.
func (s syntax) Insertion(name, literal string) (at source.Span, text string, ok bool) {
	if !s.editable() || s.ownIndex(name) >= 0 {
		return source.Span{}, "", false
	}
	if !s.isFlow() {
		return s.insertLine(name, literal)
	}
	own := s.own()
	if len(own) == 0 {
		return s.insertFirst(name, literal)
	}
	last := &own[len(own)-1]
	separator := s.separator(last, len(own) == 1)
	end := s.memberEnd(last)
	key := s.key(name) + s.colon(last)
	return s.File.Span(end, end), "," + separator + key + indented(literal, separator), true
}

// insertLine adds a line to an object in block style.
func (s syntax) insertLine(name, literal string) (source.Span, string, bool) {
	start := int(s.value.Span.Start)
	prefix := s.text[s.lineStart(start):start]
	if strings.Trim(prefix, " ") != "" { // "- key: value"
		prefix = strings.Repeat(" ", s.column(start))
	}
	end := s.scanner().lineEnd(int(s.value.Span.End))
	if end == len(s.text) && s.endsInBlockScalar(s.value) {
		return source.Span{}, "", false // the line break would become part of its value
	}
	separator, colon := s.newline()+prefix, ": "
	if strings.HasPrefix(literal, "\n") {
		colon = ":"
	}
	return s.File.Span(end, end), separator + s.key(name) + colon + indented(literal, separator), true
}

// endsInBlockScalar reports whether the last thing in a value is text after | or >.
func (s syntax) endsInBlockScalar(v *spec.Value) bool {
	for v != nil && v.Kind != spec.Str {
		switch {
		case v.Kind == spec.List && len(v.Items) > 0:
			v = v.Items[len(v.Items)-1]
		case v.Kind == spec.Map && len(v.Members) > 0:
			v = v.Members[len(v.Members)-1].Value
		default:
			return false
		}
	}
	return v != nil && strings.Trim(s.text[v.Span.Start:min(v.Span.Start+1, v.Span.End)], "|>") == ""
}

// insertFirst fills an object in braces that has no key of its own.
func (s syntax) insertFirst(name, literal string) (source.Span, string, bool) {
	start, end := int(s.value.Span.Start)+1, int(s.value.Span.End)-1
	if strings.Trim(s.text[start:end], " \t\r\n") != "" { // a comment, or a merge key
		return s.File.Span(start, start), s.key(name) + ": " + literal + ", ", true
	}
	line, colon := "", ": "
	if first := s.firstMember(); first != nil {
		line = s.separator(first, true)
		colon = s.colon(first)
	}
	if s.YAML || !strings.HasPrefix(line, s.newline()) {
		return s.File.Span(start, end), s.key(name) + colon + literal, true
	}
	outer := s.newline() + s.indentation(start)
	inner := outer + strings.TrimPrefix(line, s.newline())
	return s.File.Span(start, end), inner + s.key(name) + colon + indented(literal, inner) + outer, true
}

// firstMember returns the document's first member, whose style an empty object takes on.
func (s syntax) firstMember() *spec.Member {
	if s.Root.Kind == spec.Map && len(s.Root.Members) > 0 {
		return &s.Root.Members[0]
	}
	return nil
}

// indentation returns the blanks that the line of an offset begins with.
func (s syntax) indentation(at int) string {
	start := s.lineStart(at)
	rest := s.text[start:]
	return rest[:len(rest)-len(strings.TrimLeft(rest, " \t"))]
}

// separator returns the white space before a member: a line break with indentation, or blanks.
func (s syntax) separator(m *spec.Member, only bool) string {
	at := int(m.KeySpan.Start)
	start := at
	for start > 0 && (s.text[start-1] == ' ' || s.text[start-1] == '\t') {
		start--
	}
	blanks := s.text[start:at]
	switch {
	case start > 0 && s.text[start-1] == '\n':
		return s.newline() + blanks
	case blanks == "" && only && strings.HasSuffix(s.colon(m), " "):
		return " " // {"a": 1} has no blank before its only key, but another one would have
	}
	return blanks
}

// colon returns what stands between a member's key and its value.
func (s syntax) colon(m *spec.Member) string {
	if s.YAML {
		return ": "
	}
	switch between := s.text[m.KeySpan.End:m.Value.Span.Start]; between {
	case ":", " : ", " :":
		return between
	}
	return ": "
}

// key writes a key as the format wants it, in double quotes where the other keys have them.
func (s syntax) key(name string) string {
	own := s.own()
	quoted := len(own) > 0 && strings.HasPrefix(s.text[own[len(own)-1].KeySpan.Start:], `"`)
	if s.YAML && !quoted && isPlainKey(name) {
		return name
	}
	literal, err := jsontext.AppendQuote(nil, name)
	if err != nil {
		return `""`
	}
	return string(literal)
}

// isPlainKey reports whether a key needs no quotes in any version of YAML.
func isPlainKey(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$/"
	if name == "" || !strings.ContainsRune(letters, rune(name[0])) || strings.Trim(name, letters+"0123456789.-") != "" {
		return false
	}
	switch strings.ToLower(name) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return false
	}
	return true
}

// indented gives each line of a literal after the first the separator that its key has.
func indented(literal, separator string) string {
	if !strings.Contains(separator, "\n") {
		return literal
	}
	return strings.ReplaceAll(literal, "\n", separator)
}
