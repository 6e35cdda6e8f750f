package schema

import "github.com/bylaw-dev/bylaw/spec"

// verdict is what is known of a schema while cycles are looked for.
type verdict uint8

const (
	unseen verdict = iota
	looking
	straight
	circular
)

// cyclic reports whether checking a value against the schema would lead back to the same value and
// the same schema. That has no meaning, so it is an error, told once.
func (t *Types) cyclic(s *spec.Type) bool {
	switch t.cycles[s] {
	case straight, looking:
		return false
	case circular:
		return true
	}
	return t.search(s)
}

// search goes through all schemas that apply to the same value, and reports whether one of them is
// looked at already.
func (t *Types) search(s *spec.Type) bool {
	t.cycles[s] = looking
	found := false
	visit := func(next *spec.Type) {
		switch t.cycles[next] {
		case looking:
			t.refuse(s, "", "generate/cycle",
				"checking a value against this schema leads back to the schema itself, so that it never ends",
				"take the schema out of its own allOf, anyOf, oneOf or $ref")
			found = true
		case circular:
			found = true
		case unseen:
			found = t.search(next) || found
		}
	}
	inTheSamePlace(s, visit)
	if has(s, keywordDynamicRef) {
		for _, next := range t.reaching().candidates(s) {
			visit(next)
		}
	}
	t.cycles[s] = straight
	if found {
		t.cycles[s] = circular
	}
	return found
}

// inTheSamePlace calls visit for every schema that a keyword of s applies to the very value that s is about.
func inTheSamePlace(s *spec.Type, visit func(*spec.Type)) {
	if s.Kind == spec.KindReference && s.Target != nil {
		visit(s.Target)
	}
	k := s.Schema
	if k == nil {
		return
	}
	for _, list := range [...][]*spec.Type{k.AllOf, k.AnyOf, k.OneOf, {k.Not, k.If, k.Then, k.Else, k.DynamicTarget}} {
		for _, next := range list {
			if next != nil {
				visit(next)
			}
		}
	}
	for _, f := range k.DependentSchemas {
		visit(f.Type)
	}
}
