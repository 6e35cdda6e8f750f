package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// follow goes on from references beside which nothing else is said. It returns nil where one leads
// nowhere.
func (t *Types) follow(s *spec.Type) *spec.Type {
	for s != nil && s.Kind == spec.KindReference && !t.says(s, keywordRef) && !declaresNull(s) {
		s = s.Target
	}
	return s
}

// parts returns the schemas that all speak of the same value as s does: s itself, what its $ref leads
// to, the branches of its allOf, and theirs. Those that say nothing are left out.
func (t *Types) parts(s *spec.Type) []*spec.Type {
	if known, ok := t.flat[s]; ok {
		return known
	}
	p := partition{types: t}
	p.add(s)
	t.flat[s] = slices.Clip(p.parts)
	if len(p.seen) == mostParts {
		t.refuse(s, "allOf", "generate/too-many-parts",
			"more than 200 schemas speak of this one value", "write the type out with fewer levels of allOf")
	}
	return p.parts
}

// mostParts bounds how many schemas are merged into one type; base types that have base types in
// their turn would otherwise make it the square of the spec's size.
const mostParts = 200

type partition struct {
	types       *Types
	seen, parts []*spec.Type
}

func (p *partition) add(s *spec.Type) {
	if s == nil || len(p.seen) == mostParts || slices.Contains(p.seen, s) {
		return
	}
	p.seen = append(p.seen, s)
	if !p.types.silent(s) {
		p.parts = append(p.parts, s)
	}
	if s.Kind == spec.KindReference {
		p.add(s.Target)
	}
	if s.Schema != nil {
		for _, branch := range s.Schema.AllOf {
			p.add(branch)
		}
	}
}

// silent reports whether the schema's own keywords, $ref and allOf aside, allow any value.
func (t *Types) silent(s *spec.Type) bool {
	return !t.says(s, keywordRef|keywordAllOf) && !declaresNull(s)
}

// declaresNull reports whether the schema says `nullable: true` in OpenAPI 3.0.
func declaresNull(s *spec.Type) bool {
	if !s.Nullable {
		return false
	}
	attribute, ok := s.Attr("nullable")
	return ok && attribute.Value.Bool()
}

// allOf returns a schema that says what all the given ones say: the one that there is, or one of
// our own making that stands where the first does.
func allOf(schemas []*spec.Type) *spec.Type {
	if len(schemas) == 1 {
		return schemas[0]
	}
	first := schemas[0]
	s := &spec.Type{Kind: spec.KindAny, Schema: &spec.Schema{AllOf: schemas}}
	s.Span, s.NameSpan, s.Parent, s.Local, s.Doc = first.Span, first.NameSpan, first.Parent, first.Local, first.Doc
	return s
}
