package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

// object lowers an object: to a struct if it has properties, else to a map.
func (t *Types) object(v *view, name string) *Shape {
	properties := 0
	var values []*spec.Type
	closed := false
	done := flattened
	for _, part := range v.parts {
		properties += len(part.Fields)
		if value := additionalProperties(part); value != nil {
			values = append(values, value)
			closed = closed || value.Kind == spec.KindNever
		}
	}
	if pattern := onlyPattern(v.parts); properties == 0 && closed && pattern != nil {
		return t.dictionary(v, []*spec.Type{pattern}, name, done)
	}
	if properties > 0 || closed {
		return t.structure(v, name)
	}
	if slices.ContainsFunc(v.parts, hasPatterns) {
		values = nil // additionalProperties isn't about all members
	} else {
		done |= keywordProperties
	}
	return t.dictionary(v, values, name, done)
}

func hasPatterns(s *spec.Type) bool { return s.Schema != nil && len(s.Schema.PatternProperties) > 0 }

// onlyPattern returns the schema of the members where there is one pattern for their names.
func onlyPattern(parts []*spec.Type) *spec.Type {
	var found *spec.Type
	for _, part := range parts {
		if !hasPatterns(part) {
			continue
		}
		if found != nil || len(part.Schema.PatternProperties) > 1 {
			return nil
		}
		found = part.Schema.PatternProperties[0].Type
	}
	return found
}

// structure declares a struct. Its fields are lowered later, for they may hold the struct.
func (t *Types) structure(v *view, name string) *Shape {
	l := &layout{types: t, view: v, name: t.claim(v.schema, name)}
	l.decl = &StructDecl{Doc: naming.Sentence(l.name, doc(v.schema))}
	t.layouts = append(t.layouts, l)
	if s := v.schema.Schema; s != nil && s.Discriminator != nil && len(s.OneOf)+len(s.AnyOf) == 0 {
		t.warn(v.schema, "discriminator", "generate/inheritance",
			"this discriminator stands beside no oneOf or anyOf, so that values are read as this type alone",
			"where another type may stand for it, use a schema that lists the alternatives in oneOf")
	}
	t.declare(Decl{Name: l.name, Struct: l.decl})
	t.later(l.lay)
	return &Shape{Go: l.name, Form: Struct, types: t, schema: v.schema, declared: true, layout: l, done: flattened, forced: v.forced, kinds: kindObject}
}

// layout is a struct that is being declared.
type layout struct {
	types  *Types
	view   *view
	name   string
	decl   *StructDecl
	laid   bool
	fields []*field
	byJSON map[string]*field
	order  []string // the names that are demanded
	lists  map[string]*spec.Type
	extra  *extra
}

// field is one property, or a name that is demanded without being one.
type field struct {
	json, name          string // name "": no field of the struct
	uses                []*spec.Field
	slot                *Slot
	required            bool
	internal            bool // for insiders only
	readOnly, writeOnly bool
	constant            *spec.Value // the only value, which needs no field
}

// extra is the field for members that are no properties.
type extra struct {
	name     string
	slot     *Slot
	internal bool // for insiders only
}

// lay finds the fields and their types, once.
func (l *layout) lay() {
	if l.laid {
		return
	}
	l.laid, l.byJSON = true, map[string]*field{}
	hidden := l.types.concealed(l.view.schema)
	for _, part := range l.view.parts {
		for _, use := range part.Fields {
			f := l.add(use.Name)
			f.uses = append(f.uses, use)
			f.internal = f.internal || hidden[part] || l.types.Internal(use.Type)
		}
	}
	for _, part := range l.view.parts {
		l.demand(part)
	}
	names := naming.NewScope("ReadJSON", "WriteJSON", "MarshalJSON", "UnmarshalJSON")
	if l.types.audience.personal {
		names = naming.NewScope("ReadJSON", "WriteJSON", "MarshalJSON", "UnmarshalJSON", "LogValue")
	}
	for _, f := range l.fields {
		if len(f.uses) > 0 {
			l.lower(f, names)
		}
	}
	if len(l.order) > mostCounted {
		slices.SortStableFunc(l.order, func(a, b string) int { return l.byJSON[b].oneWay() - l.byJSON[a].oneWay() })
	}
	l.lowerExtra(names)
	l.types.findings = append(l.types.findings, names.Findings()...)
}

// oneWay is 1 for a property that travels in one direction only, or isn't everybody's, else 0. These are counted first:
// only of what is counted can the reader be told that it isn't demanded.
func (f *field) oneWay() int {
	if f.readOnly || f.writeOnly || f.internal {
		return 1
	}
	return 0
}

func (l *layout) add(json string) *field {
	f := l.byJSON[json]
	if f == nil {
		f = &field{json: json}
		l.byJSON[json] = f
		l.fields = append(l.fields, f)
	}
	return f
}

func (l *layout) demand(part *spec.Type) {
	if part.Schema == nil {
		return
	}
	for _, name := range part.Schema.Required {
		if f := l.add(name.Name); !f.required {
			f.required = true
			l.order = append(l.order, name.Name)
		}
	}
}

// lower decides the type of one property.
func (l *layout) lower(f *field, names *naming.Scope) {
	var schemas []*spec.Type
	var dflt *spec.Value
	for _, use := range f.uses {
		f.readOnly = f.readOnly || use.Behavior.Has(spec.BehaviorOutputOnly)
		f.writeOnly = f.writeOnly || use.Behavior.Has(spec.BehaviorInputOnly)
		if !slices.Contains(schemas, l.types.follow(use.Type)) {
			schemas = append(schemas, l.types.follow(use.Type))
		}
		if dflt == nil {
			dflt = use.Default
		}
	}
	s := l.same(f.uses[0].Type)
	if len(schemas) > 1 {
		s = allOf(schemas)
	}
	if f.required && f.internal {
		dflt = nil
	}
	// What is demanded of insiders is absent for all others.
	f.slot = l.types.slot(s, l.inner(f), f.required && !f.internal, dflt)
	if shape := f.slot.Shape; f.slot.mode == plain && shape.constant != nil && f.required && !f.readOnly && !f.writeOnly {
		f.constant = shape.constant
		return
	}
	f.name = names.Claim(naming.Exported(f.json), &f.uses[0].Node)
}

// same returns the first property's schema of this struct that lists the same values, so that both
// have one type.
func (l *layout) same(s *spec.Type) *spec.Type {
	values, closed := literals(s)
	if !closed || s.Kind == spec.KindReference || l.types.says(s, keywordType|keywordEnum) {
		return s
	}
	key := l.types.kindsOf(s).expression()
	for _, value := range values {
		key += " " + jsonText(value)
	}
	if l.lists == nil {
		l.lists = map[string]*spec.Type{}
	}
	if l.lists[key] == nil {
		l.lists[key] = s
	}
	return l.lists[key]
}

// inner names what the type of a property is called without a name of its own: after the type that
// declares the property, whichever type it is merged into.
func (l *layout) inner(f *field) string {
	owner := l.name
	if declared := l.types.named[f.uses[0].Owner]; declared != "" && len(f.uses) == 1 {
		owner = declared
	}
	return owner + naming.Exported(f.json)
}

// lowerExtra makes room for members without a property, where the contract speaks of them.
func (l *layout) lowerExtra(names *naming.Scope) {
	var values []*spec.Type
	for _, part := range l.view.parts {
		value := additionalProperties(part)
		if value == nil && !hasPatterns(part) {
			continue
		}
		if value == nil {
			value = anything
		}
		if value.Kind == spec.KindNever && !hasPatterns(part) {
			return
		}
		if value.Kind != spec.KindNever {
			values = append(values, value)
		} else {
			values = append(values, anything)
		}
	}
	if len(values) == 0 {
		return
	}
	if slices.ContainsFunc(l.view.parts, hasPatterns) {
		values = []*spec.Type{anything}
	}
	l.extra = &extra{
		name: names.Claim("Extra", nil), slot: l.types.slot(allOf(values), l.name+"Value", true, nil),
		internal: slices.ContainsFunc(values, l.types.Internal),
	}
}

// Field returns what a struct has for the property of that name. It is false for other shapes.
func (s *Shape) Field(json string) (FieldInfo, bool) {
	if s.layout == nil {
		return FieldInfo{}, false
	}
	s.layout.lay()
	f := s.layout.byJSON[json]
	if f == nil || f.slot == nil {
		return FieldInfo{}, false
	}
	return FieldInfo{Name: f.name, Slot: f.slot, Schema: f.uses[0].Type}, true
}

// FieldInfo is one property of a struct.
type FieldInfo struct {
	Name   string // of the Go field; "" if there is none, because the property has one value only
	Slot   *Slot
	Schema *spec.Type
}
