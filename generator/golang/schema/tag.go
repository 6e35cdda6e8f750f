package schema

import (
	"slices"
	"sort"

	"github.com/bylaw-dev/bylaw/spec"
)

// tag is a property whose value tells arms apart.
type tag struct {
	property string
	values   []string // sorted
	arms     map[string]*arm
	other    *arm     // OpenAPI 3.2: for any other value; nil: none
	absent   []string // statements for values without it; nil: that is a violation
}

// tag finds the property: the discriminator, or one that all arms demand with values of their own.
func (u *union) tag(g rivals) *tag {
	if g.kinds != kindObject {
		return nil
	}
	if tag := u.discriminator(g); tag != nil {
		return tag
	}
	for _, f := range u.fields(g.arms[0]) {
		if tag := u.distinct(g, f); tag != nil {
			return tag
		}
	}
	return nil
}

// fields returns the properties of an arm, in the order of the contract.
func (u *union) fields(a *arm) []string {
	var names []string
	for _, part := range u.types.parts(a.shape.schema) {
		for _, f := range part.Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

// distinct returns the property as a tag if each arm demands it with values that no other arm allows.
func (u *union) distinct(g rivals, property string) *tag {
	found := &tag{property: property, arms: map[string]*arm{}}
	for _, a := range g.arms {
		values := u.valuesOf(a, property)
		if len(values) == 0 || !u.demands(a, property) {
			return nil
		}
		for _, value := range values {
			if found.arms[value] != nil {
				return nil
			}
			found.add(value, a)
		}
	}
	sort.Strings(found.values)
	return found
}

func (g *tag) add(value string, a *arm) {
	if g.arms[value] == nil {
		g.arms[value] = a
		g.values = append(g.values, value)
	}
}

// valuesOf returns the strings that a property of an arm is limited to; nil if it is not.
func (u *union) valuesOf(a *arm, property string) []string {
	for _, part := range u.types.parts(a.shape.schema) {
		for _, f := range part.Fields {
			if f.Name != property {
				continue
			}
			for _, inner := range u.types.parts(f.Type) {
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
	all, _ := literals(s)
	var values []string
	for _, literal := range all {
		if literal.Kind != spec.Str {
			return nil
		}
		values = append(values, literal.Text)
	}
	return values
}

func (u *union) demands(a *arm, property string) bool {
	for _, part := range u.types.parts(a.shape.schema) {
		if part.Schema == nil {
			continue
		}
		for _, name := range part.Schema.Required {
			if name.Name == property {
				return true
			}
		}
	}
	return false
}

// discriminator returns the tag that OpenAPI has a keyword for. Values lead to arms by the mapping, by
// what the arm limits the property to, or by the name of its schema.
func (u *union) discriminator(g rivals) *tag {
	keyword := u.view.discriminator()
	if keyword == nil || keyword.Property == "" {
		return nil
	}
	found := &tag{property: keyword.Property, arms: map[string]*arm{}}
	mapped := map[*arm]bool{}
	for i := range keyword.Mapping {
		m := &keyword.Mapping[i]
		if a := armOf(u.types, g.arms, m.Target); a != nil {
			found.add(m.Value, a)
			mapped[a] = true
		} else if armOf(u.types, u.arms, m.Target) == nil {
			u.unmapped(m) // an alternative of another kind, such as an array, needs no property
		}
	}
	for _, a := range g.arms {
		if mapped[a] {
			continue
		}
		values := u.valuesOf(a, keyword.Property)
		if base := u.types.follow(a.schema); len(values) == 0 && base != nil && base.Name != "" && u.types.isComponent(base) {
			values = []string{base.Name}
		}
		if len(values) == 0 {
			return nil
		}
		for _, value := range values {
			found.add(value, a)
		}
	}
	found.other = armOf(u.types, g.arms, keyword.Default)
	if found.arms[""] == nil && slices.ContainsFunc(g.arms, func(a *arm) bool { return !u.demands(a, keyword.Property) }) {
		found.absent = u.try(g) // a discriminator is a hint: without it the alternatives themselves decide
	}
	sort.Strings(found.values)
	return found
}

// armOf returns the arm whose schema is the target; nil if there is none.
func armOf(t *Types, arms []*arm, target *spec.Type) *arm {
	if target = t.follow(target); target == nil {
		return nil
	}
	for _, a := range arms {
		if t.follow(a.schema) == target {
			return a
		}
	}
	return nil
}

func (u *union) unmapped(m *spec.DiscriminatorMapping) {
	s := u.view.choice.part
	u.types.warn(s, "discriminator", "generate/mapping",
		"the discriminator maps "+quote(m.Value)+" to a schema that is none of the alternatives, so that the value is refused",
		"list the schema in oneOf or anyOf")
}

// discriminator returns the keyword of the part that has the choice, or else of any.
func (v *view) discriminator() *spec.Discriminator {
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

// read returns the statements that choose an arm by the tag's value and read it.
func (g *tag) read() []string {
	body := []string{"switch r.Tag(n, " + quote(g.property) + ") {"}
	done := map[*arm]bool{}
	listed := ""
	for i, value := range g.values {
		if i > 0 {
			listed += ", "
		}
		listed += value
		a := g.arms[value]
		if done[a] {
			continue
		}
		done[a] = true
		body = append(body, "case "+g.valuesFor(a)+":", "*x = "+a.read)
	}
	if g.absent != nil {
		body = append(append(body, `case "":`), g.absent...)
	}
	if g.other != nil {
		return append(body, "default:", "*x = "+g.other.read, "}")
	}
	return append(body, "default:", "r.BadTag(n, "+quote(g.property)+", "+quote(listed)+")", "}")
}

func (g *tag) valuesFor(a *arm) string {
	var list string
	for _, value := range g.values {
		if g.arms[value] == a {
			if list != "" {
				list += ", "
			}
			list += quote(value)
		}
	}
	return list
}
