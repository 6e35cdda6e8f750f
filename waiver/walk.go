package waiver

import (
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// everyNode visits the API and every element that it declares; files are none.
func everyNode(api *spec.API, visit func(*spec.Node)) {
	spec.Walk(api, &spec.Visitor{
		API:       func(e *spec.API) { visit(&e.Node) },
		Service:   func(e *spec.Service) { visit(&e.Node) },
		Operation: func(e *spec.Operation) { visit(&e.Node) },
		Parameter: func(e *spec.Parameter) { visit(&e.Node) },
		Payload:   func(e *spec.Payload) { visit(&e.Node) },
		Response:  func(e *spec.Response) { visit(&e.Node) },
		MediaType: func(e *spec.MediaType) { visit(&e.Node) },
		Type:      func(e *spec.Type) { visit(&e.Node) },
		Field:     func(e *spec.Field) { visit(&e.Node) },
		OneOf:     func(e *spec.OneOf) { visit(&e.Node) },
		EnumValue: func(e *spec.EnumValue) { visit(&e.Node) },
	})
}

// values visits each key and item of what a declaration says, each value once: behind YAML's
// aliases one value stands at many places, or within itself.
type values struct {
	member func(*spec.Member)
	item   func(*spec.Value) // nil: not wanted
	seen   map[*spec.Value]bool
}

func (v *values) syntax(s spec.Syntax) {
	if s == nil {
		return
	}
	v.seen = map[*spec.Value]bool{}
	for _, a := range s.Attributes() {
		v.one(&spec.Member{Key: a.Name, KeySpan: a.NameSpan, Value: a.Value})
	}
}

func (v *values) one(m *spec.Member) {
	v.member(m)
	v.value(m.Value)
}

func (v *values) value(value *spec.Value) {
	if value == nil || v.seen[value] {
		return
	}
	v.seen[value] = true
	for i := range value.Members {
		v.one(&value.Members[i])
	}
	for _, item := range value.Items {
		if v.item != nil {
			v.item(item)
		}
		v.value(item)
	}
}

// whole returns the span of a key with its value. Behind an alias the value ends before the key
// begins, and so does the span.
func whole(m *spec.Member) source.Span {
	span := m.KeySpan
	if m.Value != nil {
		span.End = m.Value.Span.End
	}
	return span
}
