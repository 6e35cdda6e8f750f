package composition

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var allOf = breaking.New(breaking.Meta{
	ID: "all-of", Title: "schemas that hold at once and cannot be written as one", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"allOf"},
}, breaking.Hooks{Type: compareAllOf})

// compareAllOf compares what is left of allOf in a view: most of it is merged. Parts that are as many
// on both sides are compared one by one, where they stand.
func compareAllOf(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	before, after := unmatched(p, old.AllOf, new.AllOf)
	if len(before) == len(after) {
		return
	}
	s := statement{keyword: "allOf", from: parts(len(before)), to: parts(len(after))}
	switch {
	case len(before) == 0:
		s.effect, s.said = breaking.Narrows, fmt.Sprintf("%s has to match %s more", about(p), s.to)
	case len(after) == 0:
		s.effect, s.said = breaking.Widens, fmt.Sprintf("%s need not match %s any more", about(p), s.from)
	default:
		s.effect, s.said = breaking.Undecided, fmt.Sprintf("%s has to match %s in place of %s", about(p), s.to, s.from)
	}
	s.report(p)
}

// mostParts bounds how many schemas are compared each with each.
const mostParts = 1000

// unmatched returns the schemas of either side that are not the same as one of the other.
func unmatched(p *breaking.Pass, before, after []*spec.Type) (old, new []*spec.Type) {
	if max(len(before), len(after)) > mostParts {
		return before, after
	}
	new = slices.Clone(after)
	for _, b := range before {
		if i := slices.IndexFunc(new, func(a *spec.Type) bool { return p.Same(b, a) }); i >= 0 {
			new = slices.Delete(new, i, i+1)
		} else {
			old = append(old, b)
		}
	}
	return old, new
}

func parts(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 schema"
	}
	return fmt.Sprintf("%d schemas", n)
}
