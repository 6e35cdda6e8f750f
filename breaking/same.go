package breaking

import (
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// same reports whether two types allow the same values, as far as their declarations tell: it
// compares structure, not documentation.
func (w *walk) same(before, after *spec.Type) bool {
	if before != nil && after != nil && w.old.of(before).Kind != w.new.of(after).Kind {
		return false
	}
	c := sameness{w: w, assumed: map[[2]*spec.Type]bool{}}
	same := c.types(before, after)
	if same { // then so is all that was assumed on the way
		maps.Copy(w.sames, c.assumed)
	}
	return same
}

// sameness compares two types. A pair that is being compared already is assumed to be the same, or
// recursive types would never end.
type sameness struct {
	w       *walk
	assumed map[[2]*spec.Type]bool
	trail   [][2]*spec.Type // what is assumed, in order
}

func (c *sameness) types(before, after *spec.Type) bool {
	if before == nil || after == nil {
		return before == nil && after == nil
	}
	old, new := c.w.old.of(before), c.w.new.of(after)
	key := [2]*spec.Type{old, new}
	if known, ok := c.w.sames[key]; ok {
		return known
	}
	if c.assumed[key] {
		return true
	}
	c.assumed[key] = true
	mark := len(c.trail)
	c.trail = append(c.trail, key)
	if c.compare(old, new) {
		return true
	}
	for _, unfounded := range c.trail[mark:] {
		delete(c.assumed, unfounded)
	}
	c.trail = c.trail[:mark]
	c.w.sames[key] = false // for it is false even if all assumptions hold
	return false
}

func (c *sameness) compare(old, new *spec.Type) bool {
	return old.Kind == new.Kind && old.Format == new.Format && old.Nullable == new.Nullable &&
		(old.Kind != spec.KindReference || old.Ref == new.Ref) &&
		slices.Equal(Facets(old.Constraints), Facets(new.Constraints)) &&
		c.values(old, new) && c.fields(old.Fields, new.Fields) &&
		c.types(old.Items, new.Items) && c.types(old.Keys, new.Keys) && c.schemas(old.Schema, new.Schema)
}

func (c *sameness) values(old, new *spec.Type) bool {
	return len(old.Values) == len(new.Values) &&
		!slices.ContainsFunc(old.Values, func(v *spec.EnumValue) bool {
			return !slices.ContainsFunc(new.Values, func(o *spec.EnumValue) bool { return o.Name == v.Name && o.Number == v.Number })
		})
}

func (c *sameness) fields(before, after []*spec.Field) bool {
	if len(before) != len(after) {
		return false
	}
	for _, p := range match(before, after, func(f *spec.Field) string { return f.Name }) {
		if !p.Both() || p.Old.Required != p.New.Required || p.Old.Number != p.New.Number ||
			p.Old.Behavior != p.New.Behavior || !c.types(p.Old.Type, p.New.Type) {
			return false
		}
	}
	return true
}

// empty stands for a schema that says nothing.
var empty = &spec.Schema{}

func (c *sameness) schemas(old, new *spec.Schema) bool {
	if old == nil && new == nil {
		return true
	}
	if old == nil {
		old = empty
	}
	if new == nil {
		new = empty
	}
	lists := [][2][]*spec.Type{{old.AllOf, new.AllOf}, {old.AnyOf, new.AnyOf}, {old.OneOf, new.OneOf}}
	for _, l := range lists {
		if !c.inAnyOrder(l[0], l[1]) {
			return false
		}
	}
	if !slices.EqualFunc(old.PrefixItems, new.PrefixItems, c.types) {
		return false
	}
	singles := [][2]*spec.Type{
		{old.Not, new.Not}, {old.If, new.If}, {old.Then, new.Then}, {old.Else, new.Else},
		{old.AdditionalProperties, new.AdditionalProperties}, {old.PropertyNames, new.PropertyNames},
		{old.UnevaluatedProperties, new.UnevaluatedProperties}, {old.AdditionalItems, new.AdditionalItems},
		{old.Contains, new.Contains}, {old.UnevaluatedItems, new.UnevaluatedItems}, {old.ContentSchema, new.ContentSchema},
	}
	for _, s := range singles {
		if !c.types(s[0], s[1]) {
			return false
		}
	}
	return slices.Equal(requiredNames(old), requiredNames(new)) &&
		c.fields(old.PatternProperties, new.PatternProperties) && c.fields(old.DependentSchemas, new.DependentSchemas) &&
		slices.Equal(dependencies(old), dependencies(new)) && discriminator(old) == discriminator(new) &&
		limit(old.MinContains) == limit(new.MinContains) && limit(old.MaxContains) == limit(new.MaxContains) &&
		old.ContentEncoding == new.ContentEncoding && old.ContentMediaType == new.ContentMediaType &&
		old.DynamicRef == new.DynamicRef
}

// inAnyOrder reports whether each of the one is the same as one of the other.
func (c *sameness) inAnyOrder(before, after []*spec.Type) bool {
	if len(before) != len(after) || len(before) > mostBranches {
		return slices.EqualFunc(before, after, c.types)
	}
	left := slices.Clone(after)
	for _, b := range before {
		j := slices.IndexFunc(left, func(t *spec.Type) bool { return c.types(b, t) })
		if j < 0 {
			return false
		}
		left = slices.Delete(left, j, j+1)
	}
	return true
}

func requiredNames(s *spec.Schema) []string {
	names := make([]string, len(s.Required))
	for i, r := range s.Required {
		names[i] = r.Name
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func dependencies(s *spec.Schema) (texts []string) {
	for _, d := range s.DependentRequired {
		for _, r := range d.Required {
			texts = append(texts, d.Name+" needs "+r.Name)
		}
	}
	slices.Sort(texts)
	return texts
}

func discriminator(s *spec.Schema) string {
	if s.Discriminator == nil {
		return ""
	}
	return s.Discriminator.Property
}
