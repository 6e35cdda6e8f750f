package resources

import (
	"bytes"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// bodyMember returns the body of the google.api.http rule that the binding was read from; nil if it
// has none.
func bodyMember(o *spec.Operation, b *spec.HTTPBinding) *spec.Member {
	a, ok := o.Attr("(google.api.http)")
	if !ok || b.Body == "" {
		return nil
	}
	rules := []*spec.Value{a.Value}
	for _, m := range a.Value.Members {
		if m.Key == "additional_bindings" {
			rules = append(append(rules, m.Value), m.Value.Items...)
		}
	}
	for _, rule := range rules {
		if rule.Span == b.Span && rule.Get("body") != nil {
			return rule.Member("body")
		}
	}
	return nil
}

// withoutMember returns the bytes to delete so that the member of a message literal is gone, with
// its separator and, if it stood alone, its line.
func withoutMember(m *spec.Member) source.Span {
	file := m.KeySpan.File
	start, end := int(m.KeySpan.Start), int(m.Value.Span.End)
	if at := skipBlanks(file.Content, end); at < len(file.Content) && (file.Content[at] == ',' || file.Content[at] == ';') {
		end = at + 1
	}
	before := len(bytes.TrimRight(file.Content[:start], " \t"))
	next := skipBlanks(file.Content, end)
	switch {
	case before > 0 && file.Content[before-1] == '\n' && next < len(file.Content) && file.Content[next] == '\n':
		return file.Span(before, next+1)
	case before == start && next < len(file.Content) && file.Content[next] != '\n':
		return file.Span(start, next) // the first in its braces
	}
	return file.Span(before, end)
}

func skipBlanks(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r') {
		at++
	}
	return at
}
