package validate

import (
	"slices"
	"sort"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// arm is one alternative of a union.
type arm struct {
	schema *spec.Type // as the contract has it
	whole  *spec.Type // with what stands beside the choice
	kinds  wire.Kind  // of values that it allows, null aside
	read   wire.Check
}

// rivals are the arms that share a kind of value.
type rivals struct {
	kinds wire.Kind
	arms  []*arm
}

// readUnion finds the arm of a value by its kind, by a property, or by trying, and reads it.
func (c *Checker) readUnion(v *view) wire.Check {
	var arms []*arm
	rest := alone(v.choice.rest)
	for _, schema := range v.choice.arms {
		whole := schema
		if len(rest) > 0 {
			whole = &spec.Type{Schema: &spec.Schema{AllOf: append([]*spec.Type{schema}, rest...)}}
		}
		arms = append(arms, &arm{schema, whole, c.kindsOf(whole) &^ wire.KindNull, c.Read(whole)})
	}
	groups := grouped(arms)
	if len(groups) == 1 {
		return c.among(v, groups[0])
	}
	var all wire.Kind
	var kinds []wire.Kind
	var reads []wire.Check
	for _, g := range groups {
		if g.kinds != 0 {
			all |= g.kinds
			kinds, reads = append(kinds, g.kinds), append(reads, c.among(v, g))
		}
	}
	return byKind(all, kinds, reads)
}

// alone returns the parts with nothing but their own keywords: what they refer to is among the parts
// as well, the choice itself too.
func alone(parts []*spec.Type) []*spec.Type {
	parts = slices.Clone(parts)
	for i, part := range parts {
		own := *part
		own.Target = nil
		if part.Schema != nil {
			keywords := *part.Schema
			keywords.AllOf = nil
			own.Schema = &keywords
		}
		parts[i] = &own
	}
	return parts
}

// grouped puts the arms together that only more than the kind of the value tells apart.
func grouped(arms []*arm) []rivals {
	var groups []rivals
	for _, a := range arms {
		merged := rivals{a.kinds, []*arm{a}}
		var others []rivals
		for _, g := range groups {
			if g.kinds&merged.kinds == 0 {
				others = append(others, g)
				continue
			}
			merged = rivals{g.kinds | merged.kinds, append(slices.Clip(g.arms), merged.arms...)}
		}
		groups = append(others, merged)
	}
	return groups
}

// among reads the right one of some arms.
func (c *Checker) among(v *view, g rivals) wire.Check {
	if len(g.arms) == 1 {
		return g.arms[0].read
	}
	if t := c.tagOf(v, g); t != nil {
		if c.partial && t.absent == nil {
			t.absent = c.try(v, g)
		}
		return t.read
	}
	return c.try(v, g)
}

// try tells arms apart by which of them the value fulfils.
func (c *Checker) try(v *view, g rivals) wire.Check {
	var checks []wire.Check
	for _, a := range g.arms {
		if a.kinds == wire.KindObject && len(v.choice.rest) == 0 {
			checks = append(checks, a.read)
		} else {
			checks = append(checks, c.Check(a.schema))
		}
	}
	try := c.one(v.choice.exclusive)
	return func(r *wire.Reader, n wire.Node) {
		if i := try(r, n, checks...); i >= 0 {
			g.arms[i].read(r, n)
		}
	}
}

// tag is a property whose value tells arms apart.
type tag struct {
	property string
	listed   string // the values, for people
	arms     map[string]*arm
	other    *arm       // OpenAPI 3.2: for any other value; nil: none
	absent   wire.Check // for objects without it; nil: that is a violation
}

func (t *tag) read(r *wire.Reader, n wire.Node) {
	value := r.Tag(n, t.property)
	a := t.arms[value]
	if value == "" && t.absent != nil {
		t.absent(r, n)
		return
	}
	if a == nil {
		a = t.other
	}
	if a == nil {
		r.BadTag(n, t.property, t.listed)
		return
	}
	a.read(r, n)
}

func (t *tag) add(value string, a *arm) {
	if t.arms[value] == nil {
		t.arms[value] = a
	}
}

func (t *tag) list() *tag {
	var values []string
	for value := range t.arms {
		values = append(values, value)
	}
	sort.Strings(values)
	t.listed = strings.Join(values, ", ")
	return t
}

// tagOf finds the property: the discriminator, or one that all arms demand with values of their own.
func (c *Checker) tagOf(v *view, g rivals) *tag {
	if g.kinds != wire.KindObject {
		return nil
	}
	if t := c.discriminated(v, g); t != nil {
		return t.list()
	}
	for _, part := range partsOf(g.arms[0].whole) {
		for _, f := range part.Fields {
			if t := distinct(g, f.Name); t != nil {
				return t.list()
			}
		}
	}
	return nil
}

// distinct returns the property as a tag if each arm demands it with values that no other arm allows.
func distinct(g rivals, property string) *tag {
	found := &tag{property: property, arms: map[string]*arm{}}
	for _, a := range g.arms {
		values := a.valuesOf(property)
		if len(values) == 0 || !a.demands(property) {
			return nil
		}
		for _, value := range values {
			if found.arms[value] != nil {
				return nil
			}
			found.add(value, a)
		}
	}
	return found
}

// valuesOf returns the strings that a property of an arm is limited to; nil if it is not.
func (a *arm) valuesOf(property string) []string {
	for _, part := range partsOf(a.whole) {
		for _, f := range part.Fields {
			if f.Name != property {
				continue
			}
			for _, inner := range partsOf(f.Type) {
				if values := texts(inner); len(values) > 0 {
					return values
				}
			}
		}
	}
	return nil
}

// texts returns the literals of a schema if all are strings.
func texts(s *spec.Type) []string {
	all, _ := literalsOf(s)
	var values []string
	for _, literal := range all {
		if literal.Kind != spec.Str {
			return nil
		}
		values = append(values, literal.Text)
	}
	return values
}

func (a *arm) demands(property string) bool {
	return slices.ContainsFunc(partsOf(a.whole), func(part *spec.Type) bool {
		return part.Schema != nil && slices.ContainsFunc(part.Schema.Required, func(r spec.RequiredName) bool { return r.Name == property })
	})
}

// discriminated returns the tag that OpenAPI has a keyword for. Values lead to arms by the mapping, by
// what the arm limits the property to, or by the name of its schema.
func (c *Checker) discriminated(v *view, g rivals) *tag {
	keyword := discriminatorOf(v)
	if keyword == nil || keyword.Property == "" {
		return nil
	}
	found := &tag{property: keyword.Property, arms: map[string]*arm{}}
	mapped := map[*arm]bool{}
	for i := range keyword.Mapping {
		if a := g.armOf(keyword.Mapping[i].Target); a != nil {
			found.add(keyword.Mapping[i].Value, a)
			mapped[a] = true
		}
	}
	for _, a := range g.arms {
		if mapped[a] {
			continue
		}
		values := a.valuesOf(keyword.Property)
		if base := a.schema.Resolve(); len(values) == 0 && isComponent(base) {
			values = []string{base.Name}
		}
		if len(values) == 0 {
			return nil
		}
		for _, value := range values {
			found.add(value, a)
		}
	}
	found.other = g.armOf(keyword.Default)
	if found.arms[""] == nil && slices.ContainsFunc(g.arms, func(a *arm) bool { return !a.demands(keyword.Property) }) {
		found.absent = c.try(v, g) // a discriminator is a hint: without it the alternatives themselves decide
	}
	return found
}

func (g rivals) armOf(target *spec.Type) *arm {
	if target == nil {
		return nil
	}
	for _, a := range g.arms {
		if a.schema.Resolve() == target.Resolve() {
			return a
		}
	}
	return nil
}

// discriminatorOf returns the keyword of the part that has the choice, or else of any.
func discriminatorOf(v *view) *spec.Discriminator {
	if k := v.choice.part.Schema; k != nil && k.Discriminator != nil {
		return k.Discriminator
	}
	for _, part := range v.parts {
		if part.Schema != nil && part.Schema.Discriminator != nil {
			return part.Schema.Discriminator
		}
	}
	return nil
}
