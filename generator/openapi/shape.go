package openapi

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// shape is a schema while it is put together.
type shape struct {
	types []string   // none: any
	ref   *component // instead of types
	*builder
	notes []string // what no keyword says, as sentences
}

func newShape(types ...string) *shape { return &shape{types: types, builder: object()} }

func (s *shape) keyword(name string, v *spec.Value) *shape {
	s.put(name, v)
	return s
}

func (s *shape) note(sentence string) *shape {
	s.notes = append(s.notes, sentence)
	return s
}

// is reports whether values of a JSON type are possible.
func (s *shape) is(kind string) bool { return slices.Contains(s.types, kind) }

// also demands another pattern of texts.
func (s *shape) pattern(p string) {
	if s.v.Get("pattern") == nil {
		s.put("pattern", text(p))
		return
	}
	all := s.v.Get("allOf")
	if all == nil {
		all = list()
	}
	all.Items = append(all.Items, object().put("pattern", text(p)).value())
	s.put("allOf", all)
}

// schema finishes the shape. doc stands before the notes.
func (s *shape) schema(doc string, nullable bool) *spec.Value {
	out := object()
	out.set("description", said(paragraphs(doc, strings.Join(s.notes, " "))))
	types := s.types
	if nullable && len(types) > 0 && !s.is("null") {
		types = append(slices.Clone(types), "null")
		s.allowNull()
	}
	switch {
	case s.ref != nil && nullable:
		out.put("oneOf", list(s.ref.reference(), object().put("type", text("null")).value()))
	case s.ref != nil:
		out.put("$ref", s.ref.pointer())
	case len(types) == 1:
		out.put("type", text(types[0]))
	case len(types) > 1:
		out.put("type", texts(types))
	}
	for _, m := range s.v.Members {
		out.put(m.Key, m.Value)
	}
	return out.value()
}

// allowNull adds null to what an enum lists, for the type alone doesn't.
func (s *shape) allowNull() {
	if values := s.v.Get("enum"); values != nil {
		s.put("enum", list(append(slices.Clone(values.Items), null())...))
	}
	if only := s.v.Get("const"); only != nil {
		s.v.Members = slices.DeleteFunc(s.v.Members, func(m spec.Member) bool { return m.Key == "const" })
		s.put("enum", list(only, null()))
	}
}
