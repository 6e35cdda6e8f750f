package composition

import (
	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// openness is what a schema allows beyond what it names.
type openness uint8

const (
	open   openness = iota // anything
	typed                  // values of a type
	closed                 // nothing
)

func (o openness) String() string { return [...]string{"anything", "values of a type", "nothing"}[o] }

// opennessOf reads the schema for the rest: true and {} say as little as no schema.
func opennessOf(rest *spec.Type) openness {
	switch {
	case rest == nil:
		return open
	case rest.Resolve().Kind == spec.KindNever:
		return closed
	case rest.Kind == spec.KindAny && rest.Constraints == nil && saysNothing(rest.Schema):
		return open
	}
	return typed
}

func saysNothing(s *spec.Schema) bool {
	return s == nil || len(s.AllOf)+len(s.AnyOf)+len(s.OneOf)+len(s.Required)+len(s.DependentRequired)+len(s.DependentSchemas) == 0 &&
		s.Not == nil && s.If == nil && s.DynamicRef == ""
}

// closing returns the effect of another openness. Of two types nothing is said here.
func closing(old, new openness) breaking.Effect {
	switch {
	case new > old:
		return breaking.Narrows
	case new < old:
		return breaking.Widens
	}
	return breaking.None
}

func text(rest *spec.Type) string {
	switch opennessOf(rest) {
	case closed:
		return "false"
	case typed:
		return describe(rest)
	}
	if rest == nil {
		return ""
	}
	return "true"
}
