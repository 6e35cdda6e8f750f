package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var condition = breaking.New(breaking.Meta{
	ID: "condition", Title: "what is demanded of values that match a schema, and of others", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"if", "then", "else"},
}, breaking.Hooks{Type: compareCondition})

func compareCondition(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	before, after := conditional(old), conditional(new)
	if before == nil && after == nil {
		return
	}
	s := statement{keyword: "if", from: written(before), to: written(after)}
	switch {
	case before == nil:
		s.said, s.effect = fmt.Sprintf("%s has a condition now", about(p)), breaking.Narrows
	case after == nil:
		s.said, s.effect = fmt.Sprintf("%s has no condition any more", about(p)), breaking.Widens
	case !p.Same(before, after):
		s.said, s.effect = fmt.Sprintf("the condition of %s is another one", about(p)), breaking.Undecided
	default:
		consequent(p, "then", old.Then, new.Then)
		consequent(p, "else", old.Else, new.Else)
		return
	}
	s.report(p)
}

// conditional returns the schema after `if`; nil if nothing follows from it.
func conditional(s *spec.Schema) *spec.Type {
	if s.Then == nil && s.Else == nil {
		return nil
	}
	return s.If
}

// consequent compares what follows from the same condition.
func consequent(p *breaking.Pass, keyword string, old, new *spec.Type) {
	effect := conjunct(p, old, new)
	if effect == breaking.None {
		return
	}
	statement{
		keyword: keyword, from: written(old), to: written(new), effect: effect,
		said: fmt.Sprintf("what the condition of %s demands under %q is something else", about(p), keyword),
	}.report(p)
}
