package openapi

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// requireFields marks the properties that `required` beside them names.
func (r *reading) requireFields() {
	s := r.t.Schema
	if s == nil || len(s.Required) == 0 || len(r.t.Fields) == 0 {
		return
	}
	if len(s.Required)*len(r.t.Fields) > 1000 {
		markRequired(r.t.Fields, r.l.nameSet(s))
		return
	}
	for _, f := range r.t.Fields {
		f.Required = slices.ContainsFunc(s.Required, func(name spec.RequiredName) bool { return name.Name == f.Name })
	}
}

// nameSet returns the names in `required`. A base type's are asked for by all that extend it.
func (l *lowering) nameSet(s *spec.Schema) map[string]bool {
	names := l.nameSets[s]
	if names == nil {
		names = make(map[string]bool, len(s.Required))
		for _, name := range s.Required {
			names[name.Name] = true
		}
		l.nameSets[s] = names
	}
	return names
}

func markRequired(fields []*spec.Field, names map[string]bool) {
	for _, f := range fields {
		if names[f.Name] {
			f.Required = true
		}
	}
}

// shape decides the kind of the schema. One that only its branches tell the kind of waits until
// all references are resolved.
func (r *reading) shape() {
	t := r.t
	t.Nullable = r.nullable || slices.Contains(r.types, "null")
	if t.Kind == spec.KindReference {
		return
	}
	s := t.Schema
	if s != nil && len(s.AllOf) > 0 {
		r.l.later.composed = append(r.l.later.composed, t)
	}
	t.Kind = r.kind()
	switch {
	case r.enum != nil || r.constant != nil:
		r.enumerate()
	case t.Kind == spec.KindMap:
		t.Items, s.AdditionalProperties = s.AdditionalProperties, nil
		t.Keys, s.PropertyNames = s.PropertyNames, nil
	case t.Kind == spec.KindAny && s != nil && (len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) > 0 || s.DynamicRef != ""):
		r.l.later.undecided = append(r.l.later.undecided, t)
	}
}

// kind returns what the schema's own keywords say of its shape: `type` first, and where it is
// missing, which type of value the other keywords speak of.
func (r *reading) kind() spec.Kind {
	var name string
	for _, other := range r.types {
		switch {
		case other == "null":
		case name == "" || name == other:
			name = other
		default:
			return spec.KindUnion
		}
	}
	switch {
	case name == "object":
		return r.objectKind()
	case name != "":
		return scalarKinds(name)
	case len(r.types) > 0:
		return spec.KindNull
	case r.structured || r.open:
		return r.objectKind()
	case r.listed:
		return spec.KindArray
	}
	return spec.KindAny
}

func scalarKinds(name string) spec.Kind {
	switch name {
	case "array":
		return spec.KindArray
	case "string":
		return spec.KindString
	case "integer":
		return spec.KindInteger
	case "number":
		return spec.KindNumber
	}
	return spec.KindBoolean
}

// objectKind tells a map, which has nothing but a type for its values, from an object. One that says
// what an array holds as well is none: Items has one meaning.
func (r *reading) objectKind() spec.Kind {
	s := r.t.Schema
	if r.structured || r.listed || !r.open || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) > 0 || s.AdditionalProperties.Kind == spec.KindNever {
		return spec.KindObject
	}
	return spec.KindMap
}

// enumerate makes the type an enum of its literals. Null is none of them: that is what Nullable says.
func (r *reading) enumerate() {
	literals := []*spec.Value{r.constant}
	if r.enum != nil {
		literals = r.enum.Items
	}
	t, seen := r.t, map[string]int{}
	for _, literal := range literals {
		if literal.Kind != spec.Null {
			t.Values = append(t.Values, r.enumValue(literal, seen))
		} else if len(r.types) == 0 {
			t.Nullable = true
		}
	}
	if t.Kind = spec.KindEnum; len(t.Values) == 0 {
		t.Kind = spec.KindNull
	}
}

func (r *reading) enumValue(literal *spec.Value, seen map[string]int) *spec.EnumValue {
	e := r.l.values.new()
	e.Name, e.Value, e.Owner = literalText(literal), literal, r.t
	e.Span, e.NameSpan = literal.Span, unquoted(literal.Span)
	e.Parent, e.Local = &r.t.Node, numbered(seen, "/enum/"+escape(e.Name))
	return e
}

// literalText names an enum's literal: what a scalar says, or the text of anything else.
func literalText(v *spec.Value) string {
	if v.Kind == spec.Map || v.Kind == spec.List {
		return v.Span.Text()
	}
	return v.Text
}

// finishing lists what can be completed only when all references are resolved.
type finishing struct {
	references []*spec.Type  // all that refer with $ref
	fields     []*spec.Field // whose type is a reference
	undecided  []*spec.Type  // whose kind is that of their branches
	composed   []*spec.Type  // with allOf
}

func (l *lowering) finish() {
	d := decider{undecided: make(map[*spec.Type]bool, len(l.later.undecided))}
	for _, t := range l.later.undecided {
		d.undecided[t] = true
	}
	for _, t := range l.later.undecided {
		d.kind(t)
	}
	for _, f := range l.later.fields {
		if to := f.Type.Resolve(); to.Schema != nil {
			f.Behavior |= behavior(to.Schema)
		}
	}
	for _, t := range l.later.composed {
		l.requireComposed(t)
	}
}

// decider derives the kind of schemas that don't say it themselves.
type decider struct {
	undecided map[*spec.Type]bool
	depth     int
}

// kind returns the kind of what stands behind t, which it decides first if that is still open. A
// schema that is being decided, as happens in cycles, counts as one that says nothing.
func (d *decider) kind(t *spec.Type) spec.Kind {
	if t = t.Resolve(); !d.undecided[t] || d.depth > deepest {
		if t.Kind == spec.KindReference {
			return spec.KindAny
		}
		return t.Kind
	}
	delete(d.undecided, t)
	d.depth++
	defer func() { d.depth-- }()
	if d.all(t); t.Kind == spec.KindAny {
		d.union(t)
	}
	if to := t.Schema.DynamicTarget; t.Kind == spec.KindAny && to != nil {
		d.take(t, to)
	}
	return t.Kind
}

// all decides by allOf: its first branch that says something, and an object rather than a map. Null
// is allowed if every such branch allows it.
func (d *decider) all(t *spec.Type) {
	nullable := true
	for _, branch := range t.Schema.AllOf {
		kind := d.kind(branch)
		if kind == spec.KindAny {
			continue
		}
		nullable = nullable && branch.Resolve().Nullable
		if t.Kind == spec.KindAny || kind == spec.KindObject && t.Kind == spec.KindMap {
			d.take(t, branch)
		}
	}
	if t.Kind != spec.KindAny && nullable {
		t.Nullable = true
	}
}

// union decides by oneOf and anyOf: a branch that is null makes the type nullable, and one other
// branch alone is its shape.
func (d *decider) union(t *spec.Type) {
	branches := t.Schema.OneOf
	if len(branches) == 0 {
		branches = t.Schema.AnyOf
	}
	var others []*spec.Type
	says := false
	for _, branch := range branches {
		kind := d.kind(branch)
		says = says || kind != spec.KindAny
		if kind == spec.KindNull || branch.Resolve().Nullable {
			t.Nullable = true
		}
		if kind != spec.KindNull {
			others = append(others, branch)
		}
	}
	switch {
	case !says:
	case len(others) == 0:
		t.Kind = spec.KindNull
	case len(others) == 1:
		d.take(t, others[0])
	default:
		t.Kind = spec.KindUnion
	}
}

// take gives t the kind of one of its branches, and the format that goes with it.
func (d *decider) take(t, branch *spec.Type) {
	t.Kind = d.kind(branch)
	if t.Format == "" {
		t.Format = branch.Resolve().Format
	}
}

// mostBranches bounds how many branches of allOf are looked at for one schema; base types that have
// base types in their turn would otherwise make it the square of the spec's size.
const mostBranches = 64

// requireComposed marks the properties that a schema with allOf declares, itself or in a branch
// written in place, and that it or any of its branches requires.
func (l *lowering) requireComposed(t *spec.Type) {
	c := composition{l: l}
	c.add(t, true)
	for _, owner := range c.inline {
		for _, names := range c.required {
			markRequired(owner.Fields, names)
		}
	}
}

type composition struct {
	l        *lowering
	seen     []*spec.Type
	inline   []*spec.Type
	required []map[string]bool
}

func (c *composition) add(t *spec.Type, inline bool) {
	inline = inline && t.Kind != spec.KindReference
	if t = t.Resolve(); len(c.seen) == mostBranches || slices.Contains(c.seen, t) {
		return
	}
	c.seen = append(c.seen, t)
	if inline {
		c.inline = append(c.inline, t)
	}
	if t.Schema == nil {
		return
	}
	if len(t.Schema.Required) > 0 {
		c.required = append(c.required, c.l.nameSet(t.Schema))
	}
	for _, branch := range t.Schema.AllOf {
		c.add(branch, inline)
	}
}
