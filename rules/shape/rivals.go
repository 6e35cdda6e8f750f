package shape

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/prose"
	"github.com/bylaw-dev/bylaw/spec"
)

// rivalsOf returns the groups of a type's fields of which only one may be set, as documentation
// says, in the order of the fields and each field in one group at most. Groups that the type itself
// keeps apart are not among them.
func rivalsOf(t *spec.Type) [][]*spec.Field {
	open := settable(t.Fields)
	feuds := feudsAmong(open)
	if len(feuds) == 0 {
		return nil
	}
	var groups [][]*spec.Field
	taken := map[*spec.Field]bool{}
	for i, first := range open {
		if taken[first] {
			continue
		}
		group := []*spec.Field{first}
		for _, f := range open[i+1:] {
			if !taken[f] && feuds.withAll(f, group) {
				group = append(group, f)
			}
		}
		if len(group) > 1 && !keptApart(t, group) {
			groups = append(groups, group)
			for _, f := range group {
				taken[f] = true
			}
		}
	}
	return groups
}

// feuds are the pairs of fields that exclude each other, both ways round.
type feuds map[[2]*spec.Field]bool

func (s feuds) add(a, b *spec.Field) {
	if a != b && (a.OneOf == nil || a.OneOf != b.OneOf) {
		s[[2]*spec.Field{a, b}], s[[2]*spec.Field{b, a}] = true, true
	}
}

func (s feuds) withAll(f *spec.Field, group []*spec.Field) bool {
	return !slices.ContainsFunc(group, func(other *spec.Field) bool { return !s[[2]*spec.Field{f, other}] })
}

// feudsAmong reads the documentation of the fields. "Only one of a, b and c" sets all of them at odds,
// "mutually exclusive with b and c" only the field that it stands at with the others.
func feudsAmong(open []*spec.Field) feuds {
	found := feuds{}
	for _, f := range open {
		for _, sentence := range prose.Exclusive(f.Doc + "\n\n" + f.Type.Doc) {
			group := sentenceGroup(sentence, open, f)
			for i, a := range group {
				if i == 0 || lists(sentence) {
					for _, b := range group[i+1:] {
						found.add(a, b)
					}
				}
			}
		}
	}
	return found
}

// settable returns the fields that a caller may set or leave out.
func settable(fields []*spec.Field) []*spec.Field {
	var found []*spec.Field
	for _, f := range fields {
		if !f.Required && f.Deprecated == nil && !f.Behavior.Has(spec.BehaviorOutputOnly) {
			found = append(found, f)
		}
	}
	return found
}

// sentenceGroup returns the field that a sentence stands at and those that it names beside it. A
// list of others that leaves the field out is about the others.
func sentenceGroup(sentence string, open []*spec.Field, self *spec.Field) []*spec.Field {
	var others []*spec.Field
	for _, f := range open {
		if f != self && (prose.Names(sentence, f.Name) || f.JSONName != f.Name && prose.Names(sentence, f.JSONName)) {
			others = append(others, f)
		}
	}
	left := lists(sentence) && !prose.Mentions(sentence, self.Name) && !prose.Mentions(sentence, self.JSONName)
	if left && (len(others) > 1 || strings.Contains(sentence, self.JSONName+".")) {
		return others
	}
	return slices.Concat([]*spec.Field{self}, others)
}

// lists reports whether a sentence sets all the fields that it names at odds.
func lists(sentence string) bool { return strings.Contains(strings.ToLower(sentence), "one of ") }

// keptApart reports whether the type says by itself that two of the group do not go together: by
// what its alternatives require, or by rules in CEL.
func keptApart(t *spec.Type, group []*spec.Field) bool {
	if c := t.Constraints; c != nil {
		for _, rule := range c.Rules {
			if mentionsTwo(rule.Expression, group) {
				return true
			}
		}
		if slices.ContainsFunc(c.Other, func(a spec.Attribute) bool { return strings.Contains(a.Name, "oneof") }) {
			return true
		}
	}
	if t.Schema == nil {
		return false
	}
	schemas := slices.Concat(t.Schema.OneOf, t.Schema.AnyOf, t.Schema.AllOf, []*spec.Type{t.Schema.Not})
	return slices.ContainsFunc(schemas, func(s *spec.Type) bool { return s != nil && requiresSome(s, group) })
}

func mentionsTwo(expression string, group []*spec.Field) bool {
	count := 0
	for _, f := range group {
		if strings.Contains(expression, f.Name) {
			count++
		}
	}
	return count > 1
}

// requiresSome reports whether a schema, or what it negates, requires a field of the group.
func requiresSome(s *spec.Type, group []*spec.Field) bool {
	if s.Schema == nil {
		return false
	}
	for _, r := range s.Schema.Required {
		if slices.ContainsFunc(group, func(f *spec.Field) bool { return f.Name == r.Name }) {
			return true
		}
	}
	return s.Schema.Not != nil && requiresSome(s.Schema.Not, group)
}
