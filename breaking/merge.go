package breaking

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// merge returns the type of the values that every part allows. What can't be said in one type
// (two unions, two patterns) is kept beside each other: in AllOf, and among Constraints.Other.
func (v *viewer) merge(at *spec.Type, parts []*spec.Type) *spec.Type {
	if len(parts) == 1 {
		return parts[0]
	}
	out := *parts[0]
	out.Node, out.Resource = at.Node, cmp.Or(at.Resource, out.Resource)
	out.Fields = slices.Clone(out.Fields)
	if out.Schema != nil {
		schema := *out.Schema
		out.Schema = &schema
	}
	for _, part := range parts[1:] {
		v.mergeInto(&out, part)
	}
	return &out
}

func (v *viewer) mergeInto(out, part *spec.Type) {
	before := out.Kind
	out.Nullable = allowsNull(out) && allowsNull(part)
	out.Kind = commonKind(out.Kind, part.Kind)
	out.Format = cmp.Or(out.Format, part.Format)
	out.Items = cmp.Or(out.Items, part.Items)
	out.Keys = cmp.Or(out.Keys, part.Keys)
	out.Proto = cmp.Or(out.Proto, part.Proto)
	switch {
	case len(out.Values) == 0:
		out.Values = part.Values
	case len(part.Values) > 0:
		out.Values = slices.DeleteFunc(slices.Clone(out.Values), func(v *spec.EnumValue) bool { return !holds(part.Values, v.Name) })
	}
	for _, f := range part.Fields {
		out.Fields = v.withField(out.Fields, f)
	}
	out.Constraints = mergeConstraints(out.Constraints, part.Constraints)
	out.Schema = mergeSchemas(out.Schema, part.Schema)
	if before == spec.KindMap && out.Kind == spec.KindObject && out.Items != nil && out.Schema != nil && out.Schema.AdditionalProperties == nil {
		out.Schema.AdditionalProperties = out.Items
	}
	requireNamed(out)
}

// allowsNull reports whether null is a value: a part that says nothing of its kind does not refuse it.
func allowsNull(t *spec.Type) bool { return t.Nullable || t.Kind == spec.KindAny }

func commonKind(a, b spec.Kind) spec.Kind {
	switch {
	case a == spec.KindAny, a == spec.KindMap && b == spec.KindObject, a == spec.KindNumber && b == spec.KindInteger,
		b == spec.KindEnum && a != spec.KindNever, a == spec.KindUnion && b != spec.KindAny:
		return b
	}
	return a
}

func holds(values []*spec.EnumValue, name string) bool {
	return slices.ContainsFunc(values, func(v *spec.EnumValue) bool { return v.Name == name })
}

// withField adds a property. One that is declared twice has to satisfy both declarations.
func (v *viewer) withField(fields []*spec.Field, f *spec.Field) []*spec.Field {
	for i, other := range fields {
		if other.Name == f.Name && other.Number == f.Number && other != f {
			both := *other
			both.Required = other.Required || f.Required
			both.Behavior |= f.Behavior
			both.Type = v.both(other.Type, f.Type)
			fields[i] = &both
			return fields
		}
	}
	return append(fields, f)
}

// deepestJoint bounds types that are made of types that are made of types … as properties that are
// declared in several branches of recursive schemas would go on making them.
const deepestJoint = 8

// both returns the type whose values both types allow, the same one whenever it is asked for.
func (v *viewer) both(a, b *spec.Type) *spec.Type {
	depth := 1 + max(v.depths[a], v.depths[b])
	if a == b || depth > deepestJoint {
		return a
	}
	key := [2]*spec.Type{a, b}
	if v.joints[key] == nil {
		joint := &spec.Type{Node: a.Node, Schema: &spec.Schema{AllOf: []*spec.Type{a, b}}}
		v.joints[key], v.depths[joint] = joint, depth
	}
	return v.joints[key]
}

// requireNamed marks the properties that any part required.
func requireNamed(t *spec.Type) {
	if t.Schema == nil || len(t.Schema.Required) == 0 {
		return
	}
	names := make(map[string]bool, len(t.Schema.Required))
	for _, r := range t.Schema.Required {
		names[r.Name] = true
	}
	for i, f := range t.Fields {
		if !f.Required && names[f.Name] {
			required := *f
			required.Required = true
			t.Fields[i] = &required
		}
	}
}

// mergeSchemas joins the other keywords. Of a keyword that both use and that can't be joined, the
// second stays a branch of AllOf.
func mergeSchemas(a, b *spec.Schema) *spec.Schema {
	if a == nil || b == nil {
		if b != nil {
			schema := *b
			return &schema
		}
		return a
	}
	out := *a
	out.Required = append(slices.Clip(a.Required), b.Required...)
	out.AllOf = append(slices.Clip(a.AllOf), b.AllOf...)
	out.DependentRequired = append(slices.Clip(a.DependentRequired), b.DependentRequired...)
	out.DependentSchemas = append(slices.Clip(a.DependentSchemas), b.DependentSchemas...)
	out.PatternProperties = append(slices.Clip(a.PatternProperties), b.PatternProperties...)
	rest := *b
	rest.Required, rest.AllOf, rest.DependentRequired, rest.DependentSchemas, rest.PatternProperties = nil, nil, nil, nil, nil
	left := false
	list := func(to, from *[]*spec.Type) {
		if len(*to) == 0 {
			*to, *from = *from, nil
		}
		left = left || len(*from) > 0
	}
	one := func(to, from **spec.Type) {
		if *to == nil {
			*to, *from = *from, nil
		}
		left = left || *from != nil
	}
	list(&out.OneOf, &rest.OneOf)
	list(&out.AnyOf, &rest.AnyOf)
	list(&out.PrefixItems, &rest.PrefixItems)
	one(&out.Not, &rest.Not)
	one(&out.If, &rest.If)
	one(&out.Then, &rest.Then)
	one(&out.Else, &rest.Else)
	one(&out.AdditionalProperties, &rest.AdditionalProperties)
	one(&out.PropertyNames, &rest.PropertyNames)
	one(&out.UnevaluatedProperties, &rest.UnevaluatedProperties)
	one(&out.AdditionalItems, &rest.AdditionalItems)
	one(&out.Contains, &rest.Contains)
	one(&out.UnevaluatedItems, &rest.UnevaluatedItems)
	one(&out.ContentSchema, &rest.ContentSchema)
	out.MinContains = cmp.Or(a.MinContains, b.MinContains)
	out.MaxContains = cmp.Or(a.MaxContains, b.MaxContains)
	out.Discriminator = cmp.Or(a.Discriminator, b.Discriminator)
	out.Default = cmp.Or(a.Default, b.Default)
	out.ContentEncoding = cmp.Or(a.ContentEncoding, b.ContentEncoding)
	out.ContentMediaType = cmp.Or(a.ContentMediaType, b.ContentMediaType)
	out.ReadOnly, out.WriteOnly = a.ReadOnly || b.ReadOnly, a.WriteOnly || b.WriteOnly
	if left {
		out.AllOf = append(out.AllOf, &spec.Type{Kind: spec.KindAny, Schema: &rest})
	}
	return &out
}
