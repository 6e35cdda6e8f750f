package validate

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// view is a schema with everything that speaks of the same value, as code is generated for it: what
// its references and its allOf lead to is flattened into parts.
type view struct {
	schema *spec.Type
	parts  []*spec.Type
	kinds  wire.Kind // of the values that are possible, null aside
	null   bool      // null is possible too
	forced bool      // `nullable: true` of OpenAPI 3.0 allows null whatever other parts say
	choice *choice   // the alternatives that decide what is read; nil: none
}

// choice is a oneOf or anyOf whose branches differ in shape.
type choice struct {
	part      *spec.Type
	exclusive bool // oneOf
	arms      []*spec.Type
	rest      []*spec.Type // what all of the arms have to fulfil besides
}

// mostParts bounds how many schemas are merged.
const mostParts = 200

// partsOf flattens references and allOf.
func partsOf(s *spec.Type) []*spec.Type {
	var parts []*spec.Type
	var add func(s *spec.Type)
	add = func(s *spec.Type) {
		if s == nil || len(parts) == mostParts || slices.Contains(parts, s) {
			return
		}
		parts = append(parts, s)
		if s.Kind == spec.KindReference {
			add(s.Target)
		}
		if s.Schema != nil {
			for _, branch := range s.Schema.AllOf {
				add(branch)
			}
		}
	}
	add(s)
	return parts
}

// look sorts out what a schema says.
func (c *Checker) look(s *spec.Type) *view {
	c.looking.Lock()
	defer c.looking.Unlock()
	return c.kinds.look(s)
}

// Possible returns the kinds of values that a schema leaves possible, null among them: an upper bound.
func (c *Checker) Possible(s *spec.Type) wire.Kind { return c.kindsOf(s) }

// kindsOf returns the kinds of values that the schema leaves possible.
func (c *Checker) kindsOf(s *spec.Type) wire.Kind {
	c.looking.Lock()
	defer c.looking.Unlock()
	return c.kinds.of(s)
}

// possible remembers the kinds of values that schemas leave possible.
type possible map[*spec.Type]wire.Kind

func (k possible) look(s *spec.Type) *view {
	v := &view{schema: s, parts: partsOf(s), kinds: k.of(s)}
	for range mostParts {
		if v.choice = v.choose(k); v.choice == nil || len(v.choice.arms) != 1 {
			break
		}
		v.parts = append(slices.Clone(v.choice.rest), partsOf(v.choice.arms[0])...)
	}
	v.null = v.kinds&wire.KindNull != 0
	v.kinds &^= wire.KindNull
	v.forced = slices.ContainsFunc(v.parts, declaresNull)
	v.null = v.null || v.forced
	return v
}

// declaresNull reports whether the schema says `nullable: true` in OpenAPI 3.0.
func declaresNull(s *spec.Type) bool {
	nullable, ok := s.Attr("nullable")
	return ok && s.Nullable && nullable.Value.Bool()
}

// of returns the kinds of values that the schema leaves possible. It is an upper bound; a schema that
// leads back to itself leaves all of them.
func (k possible) of(s *spec.Type) wire.Kind {
	if known, ok := k[s]; ok {
		return known
	}
	kinds := wire.KindAny
	k[s] = kinds
	for _, part := range partsOf(s) {
		kinds &= ownKinds(part)
		if part.Schema != nil {
			kinds &= k.ofBranches(part.Schema.AnyOf) & k.ofBranches(part.Schema.OneOf)
		}
	}
	k[s] = kinds
	return kinds
}

func (k possible) ofBranches(branches []*spec.Type) wire.Kind {
	if len(branches) == 0 {
		return wire.KindAny
	}
	var kinds wire.Kind
	for _, branch := range branches {
		kinds |= k.of(branch)
	}
	return kinds
}

// ownKinds returns the kinds of values that the schema's own keywords leave possible.
func ownKinds(s *spec.Type) wire.Kind {
	kinds := typeKinds(s)
	if literals, closed := literalsOf(s); closed {
		var values wire.Kind
		for _, v := range literals {
			values |= kindOfLiteral(v)
		}
		if s.Nullable && (s.Schema == nil || !slices.Contains(s.Schema.Types, "null")) {
			values |= wire.KindNull
		}
		kinds &= values
	}
	return kinds
}

// typeKinds returns the kinds that `type` allows, or which the other keywords imply.
func typeKinds(s *spec.Type) wire.Kind {
	var kinds wire.Kind
	if s.Schema != nil {
		for _, name := range s.Schema.Types {
			kinds |= kindNamed(name)
		}
	}
	switch k := s.Schema; {
	case s.Kind == spec.KindNever:
		return 0
	case kinds != 0:
	case s.Kind == spec.KindReference:
		return wire.KindAny
	case len(s.Fields) > 0 || s.Kind == spec.KindMap || k != nil && (k.AdditionalProperties != nil || len(k.PatternProperties) > 0):
		kinds = wire.KindObject
	case s.Items != nil || k != nil && len(k.PrefixItems) > 0:
		kinds = wire.KindArray
	default:
		return wire.KindAny
	}
	if s.Nullable {
		kinds |= wire.KindNull
	}
	return kinds
}

// literalsOf returns the values that `const` or `enum` allow; closed is false where neither is said.
func literalsOf(s *spec.Type) (values []*spec.Value, closed bool) {
	if s.Constraints != nil && s.Constraints.Const != nil {
		return []*spec.Value{s.Constraints.Const}, true
	}
	enum, ok := s.Attr("enum")
	if !ok || enum.Value.Kind != spec.List {
		return nil, false
	}
	return enum.Value.Items, true
}

// choose finds the first oneOf or anyOf that gives the value its shape. Branches that allow nothing
// but null are no arms.
func (v *view) choose(k possible) *choice {
	for i, part := range v.parts {
		if part.Schema == nil {
			continue
		}
		for _, c := range [...]*choice{{part: part, exclusive: true, arms: part.Schema.OneOf}, {part: part, arms: part.Schema.AnyOf}} {
			if len(c.arms) == 0 {
				continue
			}
			c.rest = slices.Delete(slices.Clone(v.parts), i, i+1)
			if without := c.without(); !silent(without) {
				c.rest = slices.Insert(c.rest, i, without)
			}
			if c.shapely(k) {
				c.arms = slices.DeleteFunc(slices.Clone(c.arms), k.onlyNull)
				return c
			}
		}
	}
	return nil
}

func (k possible) onlyNull(s *spec.Type) bool { return k.of(s)&^wire.KindNull == 0 }

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

// silent reports whether the schema's own keywords, references aside, allow any value.
func silent(s *spec.Type) bool {
	if s.Kind == spec.KindNever || s.Format != "" || len(s.Fields) > 0 || s.Items != nil || s.Keys != nil || declaresNull(s) || s.Constraints != nil {
		return false
	}
	if _, closed := literalsOf(s); closed {
		return false
	}
	k := s.Schema
	return k == nil || len(k.Types)+len(k.AnyOf)+len(k.OneOf)+len(k.DependentSchemas)+len(k.DependentRequired)+len(k.Required)+
		len(k.PatternProperties)+len(k.PrefixItems) == 0 && k.Not == nil && k.If == nil && k.AdditionalProperties == nil &&
		k.PropertyNames == nil && k.UnevaluatedProperties == nil && k.AdditionalItems == nil && k.Contains == nil && k.UnevaluatedItems == nil
}
