package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var not = breaking.New(breaking.Meta{
	ID: "not", Title: "values that are not allowed", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"not"},
}, breaking.Hooks{Type: compareNot})

func compareNot(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	effect := excluded(p, old.Not, new.Not)
	if effect == breaking.None {
		return
	}
	s := statement{keyword: "not", from: written(old.Not), to: written(new.Not), effect: effect}
	switch {
	case old.Not == nil:
		s.said = fmt.Sprintf("%s excludes values that match a schema now", about(p))
	case new.Not == nil:
		s.said = fmt.Sprintf("%s no longer excludes values that match a schema", about(p))
	default:
		s.said = fmt.Sprintf("%s excludes other values than before", about(p))
	}
	s.report(p)
}

// excluded returns the effect of excluding something else. It is decided for lists of values.
func excluded(p *breaking.Pass, old, new *spec.Type) breaking.Effect {
	effect := conjunct(p, old, new)
	if effect != breaking.Undecided {
		return effect
	}
	before, after := p.Old(old), p.New(new)
	if !listed(before) || !listed(after) {
		return breaking.Undecided
	}
	lost, gained := missing(before.Values, after.Values), missing(after.Values, before.Values)
	switch {
	case lost && gained:
		return breaking.Incomparable
	case lost:
		return breaking.Widens
	}
	return breaking.Narrows
}

// listed reports whether a schema is a list of values and nothing else.
func listed(t *spec.Type) bool {
	return t.Kind == spec.KindEnum && constant(t.Constraints) && (t.Schema == nil || len(t.Schema.Types) == 0)
}

// constant reports whether there is no constraint, or only the one that makes a list of one value.
func constant(c *spec.Constraints) bool {
	facets := breaking.Facets(c)
	return len(facets) == 0 || len(facets) == 1 && c.Const != nil
}

// missing reports whether some of the values are not among the others.
func missing(values, others []*spec.EnumValue) bool {
	known := map[string]bool{}
	for _, v := range others {
		known[breaking.Text(v.Value)] = true
	}
	for _, v := range values {
		if !known[breaking.Text(v.Value)] {
			return true
		}
	}
	return false
}
