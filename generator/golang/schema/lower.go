package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// deepest bounds how many lists may stand in one another without a name.
const deepest = 16

// use decides how the values of the schema look. What is within them is lowered later, so that types
// may refer to themselves.
func (t *Types) use(s *spec.Type, name string) *Shape {
	if t.reaching().dynamic[s] {
		t.remark(report.Info, s, "$dynamicRef", "generate/dynamic-reference",
			"what a $dynamicRef leads to from here depends on the way, so that Go has the value as JSON text", "")
		return t.raw(s)
	}
	definition := t.follow(s)
	if definition == nil || definition.Kind == spec.KindReference && definition.Target == nil {
		t.refuse(s, "$ref", "generate/unresolved", "this reference leads nowhere, so that nothing can be generated for it", "")
		return t.raw(anything)
	}
	if shape, ok := t.shapes[definition]; ok {
		if shape == nil {
			t.refuse(s, "", "generate/unnamed-recursion", "this list holds itself and has no name in Go",
				"declare it under components/schemas")
			return t.raw(anything)
		}
		return shape
	}
	if twin := t.twin(definition); twin != nil {
		return t.use(twin, name)
	}
	t.shapes[definition] = nil
	shape := t.raw(definition)
	if !t.cyclic(definition) {
		shape = t.lower(definition, name)
	}
	t.shapes[definition] = shape
	return shape
}

// lower decides about a schema that is no mere reference.
func (t *Types) lower(s *spec.Type, name string) *Shape {
	if shape := t.mapped.schema(t, s); shape != nil {
		return shape
	}
	if twin := t.plainTwin(s); twin != nil {
		if shape := t.alias(s, twin); shape != nil {
			return shape
		}
	}
	t.hints[s] = name
	v := t.look(s)
	if shape := t.reuse(v, name); shape != nil {
		return shape
	}
	shape := t.decide(v, name)
	shape.Nullable = v.null && shape.Form != Raw && shape.Form != Null
	return shape
}

// reuse returns the shape of the one definition that the schema is, but for checks and null.
func (t *Types) reuse(v *view, name string) *Shape {
	if t.isComponent(v.schema) {
		return nil
	}
	for _, base := range v.bases() {
		if base = t.follow(base); base == nil || base == v.schema || t.named[base] == "" {
			continue
		}
		if shape := t.extend(v, base, name); shape != nil {
			return shape
		}
	}
	return nil
}

// bases returns the schemas that the schema may be a mere use of.
func (v *view) bases() []*spec.Type {
	var bases []*spec.Type
	if v.schema.Target != nil {
		bases = append(bases, v.schema.Target)
	}
	if v.schema.Schema != nil {
		bases = append(bases, v.schema.Schema.AllOf...)
	}
	if v.only != nil {
		bases = append(bases, v.only.arms[0])
	}
	return bases
}

// extend returns the shape of the base with the checks of the other parts, if the base and all that
// it is made of are what gives the value its shape.
func (t *Types) extend(v *view, base *spec.Type, name string) *Shape {
	parts := t.parts(base)
	if t.kindsOf(base)&^kindNull != v.kinds || v.choice != nil && !slices.Contains(parts, v.choice.part) {
		return nil
	}
	var extra []*spec.Type
	for _, part := range v.parts {
		if slices.Contains(parts, part) {
			continue
		}
		if len(part.Fields) > 0 || part.Items != nil {
			return nil
		}
		extra = append(extra, part)
	}
	shape := *t.use(base, name)
	if shape.Form == Raw || shape.Form == Null {
		return nil
	}
	shape.parts = append(slices.Clip(shape.parts), extra...)
	shape.Nullable, shape.forced, shape.schema = v.null, v.forced, v.schema
	return &shape
}

// isComponent reports whether the schema is declared under a name of its own.
func (t *Types) isComponent(s *spec.Type) bool { return t.components[s] }

// decide chooses the form by the kinds of values that are possible.
func (t *Types) decide(v *view, name string) *Shape {
	switch {
	case v.kinds == 0 && v.null:
		return &Shape{Go: "struct{}", Form: Null, types: t, schema: v.schema}
	case v.kinds == 0 || v.kinds == kindAny&^kindNull:
		return t.raw(v.schema)
	case v.choice != nil:
		return t.union(v, name)
	case v.kinds == kindObject:
		return t.object(v, name)
	case v.kinds == kindArray:
		return t.list(v, name)
	case v.kinds.single():
		return t.scalar(v, name)
	}
	return t.mixed(v, name)
}

// raw returns the shape of values that are kept as JSON text, with whatever the schema checks.
func (t *Types) raw(s *spec.Type) *Shape {
	return &Shape{Go: "wire.Raw", Form: Raw, types: t, schema: s, parts: []*spec.Type{s}}
}

// mixed lowers `type: [string, integer]`: alternatives by kind. Literals of several kinds stay text.
func (t *Types) mixed(v *view, name string) *Shape {
	if slices.ContainsFunc(v.parts, func(part *spec.Type) bool { _, closed := literals(part); return closed }) {
		return t.raw(v.schema)
	}
	c := &choice{part: v.schema, rest: v.parts}
	for _, kind := range [...]kinds{kindBool, kindNumber, kindString, kindArray, kindObject} {
		if only := v.kinds & kind; only != 0 {
			c.arms = append(c.arms, only.schema(v.schema))
		}
	}
	narrowed := *v
	narrowed.choice = c
	return t.union(&narrowed, name)
}

// schema returns a schema that allows values of one kind only; it stands where s does.
func (k kinds) schema(s *spec.Type) *spec.Type {
	names := map[kinds]string{
		kindBool: "boolean", kindNumber: "number", kindInteger: "integer", kindFraction: "number",
		kindString: "string", kindArray: "array", kindObject: "object",
	}
	only := &spec.Type{Kind: spec.KindUnion, Schema: &spec.Schema{Types: []string{names[k]}}}
	only.Span, only.NameSpan, only.Parent = s.Span, s.NameSpan, &s.Node
	return only
}

// claim returns the name of a type to be declared.
func (t *Types) claim(s *spec.Type, name string) string {
	if known := t.named[s]; known != "" {
		return known
	}
	id := t.names.Claim(name, &s.Node)
	t.named[s] = id
	return id
}

// typed returns the declared type whose ReadJSON decides all that the schema says; "" if there is none.
func (t *Types) typed(s *spec.Type) string {
	shape := t.shapes[s]
	if t.options.Strict || shape == nil || !shape.declared || shape.Form == Union || shape.schema != s || shape.Nullable {
		return ""
	}
	if len(shape.parts) > 0 && shape.Form != Enum || t.reaching().tracked[s] || slices.ContainsFunc(t.parts(s), t.exotic) {
		return ""
	}
	return shape.Go
}
