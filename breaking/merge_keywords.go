package breaking

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// mergeSchemas joins the other keywords. What both say and can't be joined stays a branch of AllOf,
// which stands where the second does.
func mergeSchemas(a, b *spec.Schema, at spec.Node) *spec.Schema {
	if a == nil || b == nil {
		if b != nil {
			schema := *b
			return &schema
		}
		return a
	}
	out := *a
	out.Required = append(slices.Clip(a.Required), b.Required...)
	out.DependentRequired = append(slices.Clip(a.DependentRequired), b.DependentRequired...)
	out.DependentSchemas = append(slices.Clip(a.DependentSchemas), b.DependentSchemas...)
	out.PatternProperties = append(slices.Clip(a.PatternProperties), b.PatternProperties...)
	if len(out.Types) == 0 {
		out.Types = b.Types
	}
	out.Default = cmp.Or(a.Default, b.Default)
	out.XML = cmp.Or(a.XML, b.XML)
	out.ContentEncoding = cmp.Or(a.ContentEncoding, b.ContentEncoding)
	out.ContentMediaType = cmp.Or(a.ContentMediaType, b.ContentMediaType)
	out.ReadOnly, out.WriteOnly = a.ReadOnly || b.ReadOnly, a.WriteOnly || b.WriteOnly
	out.AllOf = append(slices.Clip(a.AllOf), b.AllOf...)
	if rest := mergeKeywords(&out, b); rest != nil {
		out.AllOf = append(out.AllOf, &spec.Type{Node: at, Kind: spec.KindAny, Schema: rest})
	}
	return &out
}

// mergeKeywords gives out the keywords of b that it has none of and returns those left over. Those
// that mean something only together stay together.
func mergeKeywords(out, b *spec.Schema) *spec.Schema {
	var rest spec.Schema
	left := false
	for _, group := range keywordGroups {
		switch {
		case !group.used(b):
		case !group.used(out):
			group.move(out, b)
		default:
			group.move(&rest, b)
			left = true
		}
	}
	if !left {
		return nil
	}
	return &rest
}

// keywordGroup is a keyword, or several that belong together.
type keywordGroup struct {
	used func(*spec.Schema) bool
	move func(to, from *spec.Schema)
}

// one returns the group of a keyword that takes a schema.
func one(at func(*spec.Schema) **spec.Type) keywordGroup {
	return keywordGroup{
		func(s *spec.Schema) bool { return *at(s) != nil },
		func(to, from *spec.Schema) { *at(to) = *at(from) },
	}
}

var keywordGroups = []keywordGroup{
	{
		func(s *spec.Schema) bool { return len(s.OneOf)+len(s.AnyOf) > 0 || s.Discriminator != nil },
		func(to, from *spec.Schema) {
			to.OneOf, to.AnyOf, to.Discriminator = from.OneOf, from.AnyOf, from.Discriminator
		},
	},
	{
		func(s *spec.Schema) bool { return s.If != nil },
		func(to, from *spec.Schema) { to.If, to.Then, to.Else = from.If, from.Then, from.Else },
	},
	{
		func(s *spec.Schema) bool { return s.Contains != nil },
		func(to, from *spec.Schema) {
			to.Contains, to.MinContains, to.MaxContains = from.Contains, from.MinContains, from.MaxContains
		},
	},
	{
		func(s *spec.Schema) bool { return len(s.PrefixItems) > 0 },
		func(to, from *spec.Schema) {
			to.PrefixItems, to.AdditionalItems = from.PrefixItems, from.AdditionalItems
		},
	},
	{
		func(s *spec.Schema) bool { return s.DynamicRef != "" },
		func(to, from *spec.Schema) {
			to.DynamicRef, to.DynamicTarget = from.DynamicRef, from.DynamicTarget
		},
	},
	one(func(s *spec.Schema) **spec.Type { return &s.Not }),
	one(func(s *spec.Schema) **spec.Type { return &s.AdditionalProperties }),
	one(func(s *spec.Schema) **spec.Type { return &s.PropertyNames }),
	one(func(s *spec.Schema) **spec.Type { return &s.UnevaluatedProperties }),
	one(func(s *spec.Schema) **spec.Type { return &s.UnevaluatedItems }),
	one(func(s *spec.Schema) **spec.Type { return &s.ContentSchema }),
}
