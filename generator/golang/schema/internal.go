package schema

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// audience is what the contract says of who may see values, and where they may be written.
type audience struct {
	internal, personal bool // at least one schema or parameter is; else nothing is looked for
	insiders           map[*spec.Type]bool
	holds              map[*spec.Type]bool // something personal
}

const tierInternal = "internal"

// audienceOf looks whether there are any.
func audienceOf(api *spec.API) audience {
	m := audience{insiders: map[*spec.Type]bool{}, holds: map[*spec.Type]bool{}}
	spec.Walk(api, &spec.Visitor{
		Type: func(s *spec.Type) {
			m.internal = m.internal || tierOf(s) == tierInternal || markedInVain(s)
			m.personal = m.personal || isPersonal(s)
		},
		Parameter: func(p *spec.Parameter) {
			if p.Policy != nil {
				m.internal = m.internal || p.Policy.Tier == tierInternal
				m.personal = m.personal || p.Policy.PII != "" && p.Policy.PII != "none"
			}
		},
	})
	return m
}

func tierOf(s *spec.Type) string {
	if s.Policy == nil {
		return ""
	}
	return s.Policy.Tier
}

// markedInVain reports whether a schema says beside its $ref that it is internal where nothing counts that stands there
// (OpenAPI 3.0).
func markedInVain(s *spec.Type) bool {
	if s.Kind != spec.KindReference || s.Policy != nil {
		return false
	}
	tier, _ := s.Attr("x-bylaw-tier")
	internal, ok := s.Attr("x-internal")
	return tier.Value.String() == tierInternal || ok && internal.Value.Bool()
}

// Internal reports whether all values of a schema are for insiders only: it says so itself, or what its values are, or are
// made of, does.
func (t *Types) Internal(s *spec.Type) bool {
	if !t.audience.internal || s == nil {
		return false
	}
	if known, ok := t.audience.insiders[s]; ok {
		return known
	}
	t.audience.insiders[s] = false // what leads back here isn't what decides
	t.audience.insiders[s] = t.isInternal(s)
	return t.audience.insiders[s]
}

func (t *Types) isInternal(s *spec.Type) bool {
	switch {
	case tierOf(s) != "":
		return tierOf(s) == tierInternal
	case s.Kind == spec.KindReference:
		return t.Internal(s.Target)
	case len(s.Fields) > 0:
		return false
	case s.Items != nil:
		return t.Internal(s.Items)
	case s.Schema == nil:
		return false
	}
	return t.wholly(s.Schema.AllOf) || t.everyArm(s.Schema.OneOf) || t.everyArm(s.Schema.AnyOf)
}

// wholly reports whether one of the branches of allOf is internal, and none beside it has properties that aren't: what is
// no object, or has no other members, can't be shown in part.
func (t *Types) wholly(branches []*spec.Type) bool {
	return slices.ContainsFunc(branches, t.Internal) && !slices.ContainsFunc(branches, func(b *spec.Type) bool {
		return !t.Internal(b) && slices.ContainsFunc(t.parts(b), func(part *spec.Type) bool { return len(part.Fields) > 0 })
	})
}

// everyArm reports whether all alternatives are internal, null aside.
func (t *Types) everyArm(arms []*spec.Type) bool {
	some := false
	for _, arm := range arms {
		switch {
		case t.kindsOf(arm)&^kindNull == 0:
		case !t.Internal(arm):
			return false
		default:
			some = true
		}
	}
	return some
}

// concealed returns those parts of a schema that only insiders see, though all see the rest.
func (t *Types) concealed(s *spec.Type) map[*spec.Type]bool {
	if !t.audience.internal {
		return nil
	}
	c := concealing{types: t, hidden: map[*spec.Type]bool{}, seen: map[*spec.Type]bool{}}
	c.add(s, false)
	return c.hidden
}

// concealing goes the way of partition.
type concealing struct {
	types        *Types
	hidden, seen map[*spec.Type]bool
}

func (c *concealing) add(s *spec.Type, hidden bool) {
	if s == nil || c.hidden[s] || c.seen[s] && !hidden {
		return
	}
	c.seen[s], c.hidden[s] = true, hidden
	if s.Kind == spec.KindReference {
		c.add(s.Target, hidden)
	}
	if s.Schema != nil {
		for _, branch := range s.Schema.AllOf {
			c.add(branch, hidden || c.types.Internal(branch))
		}
	}
}

// Hides reports whether outsiders don't see the property of that name of a schema.
func (t *Types) Hides(s *spec.Type, property string) bool {
	if !t.audience.internal {
		return false
	}
	hidden := t.concealed(s)
	for _, part := range t.parts(s) {
		for _, f := range part.Fields {
			if f.Name == property && (hidden[part] || t.Internal(f.Type)) {
				return true
			}
		}
	}
	return false
}

// hiddenIn reports whether a property of a schema is for insiders only, as far as the schema alone can say.
func (t *Types) hiddenIn(s *spec.Type, f *spec.Field) bool {
	return t.audience.internal && (tierOf(s) == tierInternal || t.Internal(f.Type))
}
