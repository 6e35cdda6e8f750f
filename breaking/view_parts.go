package breaking

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// spoken drops the parts that add nothing to the others, so that wrapping a type for the sake of a
// description leaves its view what it was.
func spoken(parts []*spec.Type) []*spec.Type {
	var said []sort
	for _, t := range parts {
		if !bare(t) {
			said = appendNew(said, sortOf(t))
		}
	}
	var kept []*spec.Type
	for _, t := range parts {
		if s := sortOf(t); !bare(t) || s != (sort{}) && !slices.ContainsFunc(said, s.within) {
			kept, said = append(kept, t), appendNew(said, s)
		}
	}
	if len(kept) == 0 {
		return parts[:1]
	}
	return kept
}

// bare reports whether a part says no more than of what sort the value is.
func bare(t *spec.Type) bool {
	return t.Constraints == nil && t.Items == nil && t.Keys == nil && t.Proto == nil &&
		len(t.Fields)+len(t.Values)+len(t.OneOfs) == 0 && silent(t.Schema) && t.Kind != spec.KindReference
}

// sort is what a bare part says. The zero sort says nothing.
type sort struct {
	kind     spec.Kind
	nullable bool
	format   string
}

func sortOf(t *spec.Type) sort {
	switch t.Kind {
	case spec.KindMap:
		return sort{spec.KindObject, t.Nullable, t.Format}
	case spec.KindAny:
		return sort{format: t.Format}
	}
	return sort{t.Kind, t.Nullable, t.Format}
}

// within reports whether the sort adds nothing to what the other says.
func (s sort) within(other sort) bool {
	return s.kind == other.kind && (s.nullable || !other.nullable) && (s.format == "" || s.format == other.format)
}

func appendNew(sorts []sort, s sort) []sort {
	if slices.Contains(sorts, s) {
		return sorts
	}
	return append(sorts, s)
}

// silent reports whether a schema's keywords constrain nothing and promise nothing.
func silent(s *spec.Schema) bool {
	if s == nil {
		return true
	}
	subs := [...]*spec.Type{
		s.Not, s.If, s.AdditionalProperties, s.PropertyNames, s.UnevaluatedProperties,
		s.AdditionalItems, s.Contains, s.UnevaluatedItems, s.ContentSchema,
	}
	for _, sub := range subs {
		if sub != nil {
			return false
		}
	}
	return len(s.AllOf)+len(s.AnyOf)+len(s.OneOf)+len(s.PrefixItems)+len(s.Required) == 0 &&
		len(s.DependentSchemas)+len(s.DependentRequired)+len(s.PatternProperties) == 0 &&
		s.Discriminator == nil && s.Default == nil && s.DynamicRef == "" && !s.ReadOnly && !s.WriteOnly &&
		s.ContentEncoding == "" && s.ContentMediaType == "" && s.XML == nil
}

// unionOfTypes writes a list of types as the union that it is. Each branch keeps what speaks of
// values of its type.
func unionOfTypes(t *spec.Type) *spec.Type {
	union, schema := *t, *t.Schema
	union.Schema, union.Constraints, union.Fields, union.Items, union.Keys = &schema, nil, nil, nil, nil
	arrayKeywords(&schema, &spec.Schema{})
	objectKeywords(&schema, &spec.Schema{})
	schema.ContentEncoding, schema.ContentMediaType, schema.ContentSchema, schema.AnyOf = "", "", nil, nil
	for _, name := range t.Schema.Types {
		if name != "null" {
			schema.AnyOf = append(schema.AnyOf, branchOfType(t, name))
		}
	}
	return &union
}

// branchOfType returns what a schema with several types says of the values of one of them.
func branchOfType(t *spec.Type, name string) *spec.Type {
	c := &spec.Constraints{}
	if t.Constraints != nil {
		c = t.Constraints
	}
	branch := &spec.Type{Node: t.Node, Format: t.Format}
	own := spec.Constraints{Other: c.Other}
	schema := &spec.Schema{Types: []string{name}, ReadOnly: t.Schema.ReadOnly, WriteOnly: t.Schema.WriteOnly}
	switch name {
	case "string":
		branch.Kind = spec.KindString
		own.MinLength, own.MaxLength, own.Pattern = c.MinLength, c.MaxLength, c.Pattern
		schema.ContentEncoding, schema.ContentMediaType, schema.ContentSchema =
			t.Schema.ContentEncoding, t.Schema.ContentMediaType, t.Schema.ContentSchema
	case "integer", "number":
		branch.Kind = spec.KindNumber
		if name == "integer" {
			branch.Kind = spec.KindInteger
		}
		own.Minimum, own.Maximum, own.MultipleOf = c.Minimum, c.Maximum, c.MultipleOf
	case "boolean":
		branch.Kind = spec.KindBoolean
	case "array":
		branch.Kind, branch.Items = spec.KindArray, t.Items
		own.MinItems, own.MaxItems, own.UniqueItems = c.MinItems, c.MaxItems, c.UniqueItems
		arrayKeywords(schema, t.Schema)
	case "object":
		branch.Kind, branch.Fields = spec.KindObject, t.Fields
		own.MinProperties, own.MaxProperties = c.MinProperties, c.MaxProperties
		objectKeywords(schema, t.Schema)
	}
	branch.Constraints, branch.Schema = &own, schema
	return canonical(branch)
}

func arrayKeywords(to, from *spec.Schema) {
	to.PrefixItems, to.AdditionalItems, to.UnevaluatedItems = from.PrefixItems, from.AdditionalItems, from.UnevaluatedItems
	to.Contains, to.MinContains, to.MaxContains = from.Contains, from.MinContains, from.MaxContains
}

func objectKeywords(to, from *spec.Schema) {
	to.Required, to.DependentRequired, to.DependentSchemas = from.Required, from.DependentRequired, from.DependentSchemas
	to.PatternProperties, to.PropertyNames = from.PatternProperties, from.PropertyNames
	to.AdditionalProperties, to.UnevaluatedProperties = from.AdditionalProperties, from.UnevaluatedProperties
}

// saying returns the part of a view that declares an attribute; nil if none does.
func (v *viewer) saying(view *spec.Type, attribute string) *spec.Node {
	parts := v.parts[view]
	if len(parts) == 0 {
		parts = []*spec.Type{view}
	}
	for _, part := range parts {
		if _, ok := part.Attr(attribute); ok {
			return &part.Node
		}
	}
	return nil
}

// counterpart returns the part of a view that is the same definition as a part of the other version.
func (v *viewer) counterpart(view *spec.Type, other *spec.Node) *spec.Node {
	id := other.ID()
	for _, part := range v.parts[view] {
		if part.ID() == id {
			return &part.Node
		}
	}
	return nil
}
