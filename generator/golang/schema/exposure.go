package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Exposure finds out what of the values that travel must be kept from outsiders, and what can't be. It may be used once all
// types are known.
type Exposure struct {
	types  *Types
	seen   map[*spec.Type]bool
	told   map[*spec.Node]bool
	secret bool
	found  []report.Finding
	open   bool // whoever gets the values belongs to the house: there is nobody to keep them from
}

// Exposure returns one that has seen nothing yet.
func (t *Types) Exposure() *Exposure { return &Exposure{types: t, told: map[*spec.Node]bool{}} }

// Begin starts with the values of another operation. Of one that only insiders may call, nothing is told.
func (e *Exposure) Begin(insiders bool) {
	e.seen, e.secret, e.open = map[*spec.Type]bool{}, false, insiders
}

// Secret reports whether something was found since Begin that outsiders mustn't see.
func (e *Exposure) Secret() bool { return e.secret }

// Anything reports whether the contract has anything to hide.
func (e *Exposure) Anything() bool { return e.types.audience.internal }

// Body looks at what travels as a whole.
func (e *Exposure) Body(s *spec.Type, shape *Shape) {
	if s != nil && e.types.Internal(s) {
		e.tell(e.types.marked(s), "it is all that there is, so that nothing is left without it", "mark the operations that have it internal")
		return
	}
	if s != nil && markedInVain(s) {
		e.vain(&s.Node)
	}
	e.shape(shape)
}

// Bytes looks at what no code is generated for.
func (e *Exposure) Bytes(s *spec.Type) {
	e.text(s, "what has it is handed over as it is", "use application/json")
}

// Found notes that there is something that outsiders mustn't see, and is kept from them.
func (e *Exposure) Found() { e.secret = true }

// Findings returns what can't be kept from outsiders.
func (e *Exposure) Findings() []report.Finding { return e.found }

// Tell tells of something internal that outsiders see all the same.
func (e *Exposure) Tell(n *spec.Node, why, cure string) { e.tell(n, why, cure) }

func (e *Exposure) tell(n *spec.Node, why, cure string) {
	e.secret = true
	if n == nil || e.open || e.told[n] {
		return
	}
	e.told[n] = true
	e.found = append(e.found, report.Finding{
		Rule: "generate/internal", Severity: report.Error, Element: n.ID(), Span: n.NameSpan, Cure: cure,
		Message: "this is internal, and can't be kept from outsiders: " + why,
	})
}

// Members is how many properties the values have that Go has fields for.
func (s *Shape) Members() int {
	if s.layout == nil {
		return 0
	}
	s.layout.lay()
	return len(s.layout.fields)
}

// shape looks at values that Go has a type for.
func (e *Exposure) shape(s *Shape) {
	if s == nil || s.schema == nil || s.Form == Scalar && s.basic.reader != "wire.ReadForeign" || s.Form == Enum || s.Form == Null {
		return
	}
	if e.seen[s.schema] {
		return
	}
	e.seen[s.schema] = true
	switch s.Form {
	case Raw:
		e.text(s.schema, "it is part of what Go has as JSON text", "mark the whole internal, or declare it as an object with properties")
	case Scalar:
		e.text(s.schema, "a type of yours stands for what has it", "mark the whole internal, or take the schema out of `types`")
	case Struct:
		e.structure(s.layout)
	case Union:
		e.union(s.union)
	case Slice, Map:
		e.shape(s.element.Shape)
	}
	for _, part := range s.parts {
		e.beside(part, s.layout)
	}
}

func (e *Exposure) structure(l *layout) {
	for _, f := range l.fields {
		switch {
		case f.internal:
			e.secret = true
			e.inVain(f)
		case f.slot != nil:
			e.inVain(f)
			e.shape(f.slot.Shape)
		}
	}
	if l.extra != nil && l.extra.internal {
		e.secret = true
	} else if l.extra != nil {
		e.shape(l.extra.slot.Shape)
	}
	for _, part := range l.view.parts {
		e.beside(part, l)
	}
}

// inVain tells of a mark that doesn't count.
func (e *Exposure) inVain(f *field) {
	for _, use := range f.uses {
		if !f.internal && markedInVain(use.Type) {
			e.vain(&use.Node)
		}
	}
}

func (e *Exposure) vain(n *spec.Node) {
	e.tell(n, "OpenAPI 3.0 ignores what stands beside $ref", "write allOf: [{$ref: …}] in its place")
}

func (e *Exposure) union(u *union) {
	for _, a := range u.arms {
		if e.types.Internal(a.schema) {
			e.tell(e.types.marked(a.schema), "it is one of several that a value may be", "have a property that is internal hold it, or mark all of them")
			continue
		}
		e.shape(a.shape)
	}
	for _, g := range u.groups() {
		if len(g.arms) > 1 {
			e.tag(u, g)
		}
	}
}

// tag tells of a property that tells arms apart, which nobody can do without.
func (e *Exposure) tag(u *union, g rivals) {
	found := u.tag(g)
	if found == nil {
		return
	}
	for _, a := range g.arms {
		if a.shape.layout == nil {
			continue
		}
		if f := a.shape.layout.byJSON[found.property]; f != nil && f.internal {
			e.tell(&f.uses[0].Node, "it tells the alternatives of "+u.name+" apart", "mark the whole internal, or take the mark away")
		}
	}
}

// beside looks at schemas that speak of the same value and give it no field: conditions, and choices of no shape of their own.
func (e *Exposure) beside(part *spec.Type, l *layout) {
	if part.Schema == nil {
		return
	}
	for _, s := range others(part.Schema) {
		e.branch(s, l)
	}
}

// branch looks at the properties of a schema beside: those that the struct has as internal too are hidden with it.
func (e *Exposure) branch(s *spec.Type, l *layout) {
	for _, part := range e.types.parts(s) {
		if l != nil && slices.Contains(l.view.parts, part) {
			continue
		}
		for _, f := range part.Fields {
			if l != nil && l.byJSON[f.Name] != nil && l.byJSON[f.Name].internal {
				continue
			}
			e.hidden(f.Type)
		}
		bare := *part
		bare.Fields, bare.Target = nil, nil
		e.hidden(&bare)
	}
}

func (e *Exposure) hidden(s *spec.Type) {
	e.text(s, "it stands in a condition or a choice that no type in Go is made of", "declare it among the properties of the schema itself, internal there too")
}

// others are the schemas that a schema holds beside those that types are made of.
func others(k *spec.Schema) []*spec.Type {
	all := [][]*spec.Type{k.AnyOf, k.OneOf, {k.If, k.Then, k.Else, k.UnevaluatedProperties, k.Contains, k.UnevaluatedItems, k.AdditionalItems}, k.PrefixItems}
	var found []*spec.Type
	for _, list := range all {
		for _, s := range list {
			if s != nil {
				found = append(found, s)
			}
		}
	}
	for _, fields := range [][]*spec.Field{k.DependentSchemas, k.PatternProperties} {
		for _, f := range fields {
			found = append(found, f.Type)
		}
	}
	return found
}

// text tells of everything internal within a schema.
func (e *Exposure) text(s *spec.Type, why, cure string) {
	if s == nil || !e.types.audience.internal {
		return
	}
	if n := e.types.marked(s); n != nil {
		e.tell(n, why, cure)
	}
}

// marked returns the first declaration within a schema that says that it is internal; nil: there is none.
func (t *Types) marked(s *spec.Type) *spec.Node {
	return t.within(s, map[*spec.Type]bool{})
}

// HoldsInternal reports whether something within a schema is for insiders only.
func (t *Types) HoldsInternal(s *spec.Type) bool {
	return t.audience.internal && t.marked(s) != nil
}

func (t *Types) within(s *spec.Type, seen map[*spec.Type]bool) *spec.Node {
	if s == nil || seen[s] {
		return nil
	}
	seen[s] = true
	if tierOf(s) == tierInternal {
		return &s.Node
	}
	for _, part := range inside(s) {
		if n := t.within(part, seen); n != nil {
			return n
		}
	}
	return nil
}

// inside are the schemas that a schema is made of; some may be nil.
func inside(s *spec.Type) []*spec.Type {
	inner := []*spec.Type{s.Target, s.Items}
	for _, f := range s.Fields {
		inner = append(inner, f.Type)
	}
	if k := s.Schema; k != nil {
		inner = append(append(append(inner, k.AllOf...), others(k)...), k.AdditionalProperties)
	}
	return inner
}
