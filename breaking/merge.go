package breaking

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// mostMerged bounds of how many parts and fields the views of one comparison are made: chains of types that each
// extend the one before would otherwise need the square of their size. What is beyond it is
// compared as it is written.
const mostMerged = 4_000_000

// merge returns the type of the values that every part allows. What can't be said in one type
// (two unions, two patterns) is kept beside each other: in AllOf, and among Constraints.Other.
func (v *viewer) merge(at *spec.Type, parts []*spec.Type) *spec.Type {
	if len(parts) == 1 {
		return parts[0]
	}
	for _, part := range parts {
		v.spent += len(part.Fields)
	}
	if v.spent > mostMerged {
		return at
	}
	out := *parts[0]
	out.Node, out.Resource = at.Node, cmp.Or(at.Resource, out.Resource)
	if out.Schema != nil {
		schema := *out.Schema
		out.Schema = &schema
	}
	for _, part := range parts[1:] {
		mergeInto(&out, part)
	}
	out.Fields = v.mergeFields(parts)
	requireNamed(&out)
	return &out
}

func mergeInto(out, part *spec.Type) {
	out.Nullable = allowsNull(out) && allowsNull(part)
	out.Kind = commonKind(out.Kind, part.Kind)
	out.Items = cmp.Or(out.Items, part.Items)
	out.Keys = cmp.Or(out.Keys, part.Keys)
	out.Proto = cmp.Or(out.Proto, part.Proto)
	switch {
	case len(out.Values) == 0:
		out.Values = part.Values
	case len(part.Values) > 0:
		out.Values = slices.DeleteFunc(slices.Clone(out.Values), func(v *spec.EnumValue) bool { return !holds(part.Values, v.Name) })
	}
	out.Constraints = mergeConstraints(out.Constraints, part.Constraints)
	out.Schema = mergeSchemas(out.Schema, part.Schema, part.Node)
	if out.Kind == spec.KindObject && out.Items != nil && out.Schema != nil {
		out.Schema.AdditionalProperties = cmp.Or(out.Schema.AdditionalProperties, out.Items)
		out.Schema.PropertyNames = cmp.Or(out.Schema.PropertyNames, out.Keys)
		out.Items, out.Keys = nil, nil
	}
	mergeFormats(out, part)
}

// mergeFormats keeps a second format among the other constraints: a value has to satisfy both.
func mergeFormats(out, part *spec.Type) {
	if out.Format == "" || part.Format == "" || out.Format == part.Format {
		out.Format = cmp.Or(out.Format, part.Format)
		return
	}
	second := spec.Attribute{Name: "format", Value: &spec.Value{Kind: spec.Str, Text: part.Format}}
	out.Constraints = mergeConstraints(&spec.Constraints{Other: []spec.Attribute{second}}, out.Constraints)
}

// allowsNull reports whether null is a value: a part that says nothing of its kind does not refuse it.
func allowsNull(t *spec.Type) bool { return t.Nullable || t.Kind == spec.KindAny }

func commonKind(a, b spec.Kind) spec.Kind {
	switch {
	case a == spec.KindAny, a == spec.KindMap && b == spec.KindObject, a == spec.KindNumber && b == spec.KindInteger,
		b == spec.KindEnum && a != spec.KindNever, a == spec.KindUnion && b != spec.KindAny:
		return b
	case a == b, b == spec.KindAny, b == spec.KindUnion, a == spec.KindObject && b == spec.KindMap,
		a == spec.KindInteger && b == spec.KindNumber, a == spec.KindEnum, a == spec.KindReference, b == spec.KindReference:
		return a
	}
	return spec.KindNever // nothing is both
}

func holds(values []*spec.EnumValue, name string) bool {
	return slices.ContainsFunc(values, func(v *spec.EnumValue) bool { return v.Name == name })
}

// mergeFields returns the properties of all parts, each name once. One that is declared twice has
// to satisfy both declarations.
func (v *viewer) mergeFields(parts []*spec.Type) []*spec.Field {
	var fields []*spec.Field
	places := map[string]int{}
	for _, part := range parts {
		for _, f := range part.Fields {
			i, known := places[f.Name]
			switch {
			case !known:
				places[f.Name] = len(fields)
				fields = append(fields, f)
			case fields[i] != f:
				both := *fields[i]
				both.Required = both.Required || f.Required
				both.Behavior |= f.Behavior
				both.Type = v.both(both.Type, f.Type)
				fields[i] = &both
			}
		}
	}
	return fields
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
