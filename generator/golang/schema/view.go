package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// view is a schema with everything that speaks of the same value, sorted out.
type view struct {
	schema *spec.Type
	parts  []*spec.Type // flattened: neither $ref nor allOf is left to look at
	kinds  kinds        // of the values that are possible, null aside
	null   bool         // null is possible too
	forced bool         // `nullable: true` allows null whatever other parts say
	choice *choice      // the alternatives that decide the Go type; nil: none
	only   *choice      // alternatives of which null has left one, which is among the parts
}

// choice is a oneOf or anyOf whose branches differ in shape.
type choice struct {
	part      *spec.Type
	exclusive bool // oneOf
	arms      []*spec.Type
	rest      []*spec.Type // what all of the arms have to fulfil besides
}

// look sorts out what the schema says.
func (t *Types) look(s *spec.Type) *view {
	v := &view{schema: s, parts: t.parts(s)}
	v.kinds = t.kindsOf(s)
	for range mostParts {
		if v.choice = t.choose(v); v.choice == nil || len(v.choice.arms) != 1 {
			break
		}
		v.only = v.choice
		v.parts = append(slices.Clone(v.choice.rest), t.parts(v.choice.arms[0])...)
	}
	if len(v.parts) == mostParts {
		v.choice = nil
	}
	v.null = v.kinds.has(kindNull)
	v.kinds &^= kindNull
	v.forced = slices.ContainsFunc(v.parts, t.forcesNull)
	return v
}

// kindsOf returns the kinds of values that the schema leaves possible. Null is exact, the others are
// an upper bound: what `not` and its like rule out is for checks.
func (t *Types) kindsOf(s *spec.Type) kinds {
	if k, ok := t.possible[s]; ok {
		return k
	}
	k := kindAny
	for _, part := range t.parts(s) {
		k &= t.ownKinds(part)
		if part.Schema != nil {
			k &= t.kindsOfBranches(part.Schema.AnyOf) & t.kindsOfBranches(part.Schema.OneOf)
		}
	}
	if k &^= kindNull; t.allowsNull(s) {
		k |= kindNull
	}
	t.possible[s] = k
	return k
}

// kindsOfBranches returns the kinds that any of the branches leaves possible.
func (t *Types) kindsOfBranches(branches []*spec.Type) kinds {
	if len(branches) == 0 {
		return kindAny
	}
	var k kinds
	for _, branch := range branches {
		k |= t.kindsOf(branch)
	}
	return k
}

// choose finds the first oneOf or anyOf that gives the value its shape. Branches that allow nothing
// but null are no arms.
func (t *Types) choose(v *view) *choice {
	for i, part := range v.parts {
		if part.Schema == nil {
			continue
		}
		for _, c := range [...]*choice{{part: part, exclusive: true, arms: part.Schema.OneOf}, {part: part, arms: part.Schema.AnyOf}} {
			if len(c.arms) == 0 {
				continue
			}
			c.rest = slices.Delete(slices.Clone(v.parts), i, i+1)
			if without := c.without(); !t.silent(without) {
				c.rest = slices.Insert(c.rest, i, without)
			}
			if t.shapely(c) {
				c.arms = slices.DeleteFunc(slices.Clone(c.arms), func(arm *spec.Type) bool { return t.kindsOf(arm)&^kindNull == 0 })
				return c
			}
		}
	}
	return nil
}

// without returns the part that has the choice, without it.
func (c *choice) without() *spec.Type {
	part, keywords := *c.part, *c.part.Schema
	keywords.AllOf, keywords.Discriminator = nil, nil
	if c.exclusive {
		keywords.OneOf = nil
	} else {
		keywords.AnyOf = nil
	}
	part.Schema = &keywords
	if part.Kind == spec.KindReference {
		part.Target = nil
	}
	return &part
}
