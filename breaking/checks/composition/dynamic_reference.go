package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var dynamicReference = breaking.New(breaking.Meta{
	ID: "dynamic-reference", Title: "references that are resolved where a schema is used", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"$dynamicRef"},
}, breaking.Hooks{Type: compareDynamicReference})

func compareDynamicReference(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	if old.DynamicRef == new.DynamicRef {
		return
	}
	if old.DynamicTarget != nil && new.DynamicTarget != nil && p.Same(old.DynamicTarget, new.DynamicTarget) {
		return
	}
	s := statement{keyword: "$dynamicRef", from: old.DynamicRef, to: new.DynamicRef, effect: breaking.Undecided}
	switch {
	case old.DynamicRef == "":
		s.effect, s.said = breaking.Narrows, fmt.Sprintf("%s has to match what %s leads to", about(p), new.DynamicRef)
	case new.DynamicRef == "":
		s.effect, s.said = breaking.Widens, fmt.Sprintf("%s need not match what %s leads to any more", about(p), old.DynamicRef)
	default:
		s.said = fmt.Sprintf("%s refers to %s in place of %s", about(p), new.DynamicRef, old.DynamicRef)
	}
	s.report(p)
}
