package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var propertyNames = breaking.New(breaking.Meta{
	ID: "property-names", Title: "what names of properties look like", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"propertyNames"},
}, breaking.Hooks{Type: comparePropertyNames})

func comparePropertyNames(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if !mayBeObject(pair.Old) || !mayBeObject(pair.New) {
		return
	}
	old, new := namesOf(pair.Old), namesOf(pair.New)
	if old != nil && new != nil && (pair.Old.Keys == nil) == (pair.New.Keys == nil) {
		return // compared where they stand
	}
	effect := conjunct(p, old, new)
	if effect == breaking.None {
		return
	}
	s := statement{keyword: "propertyNames", from: written(old), to: written(new), effect: effect}
	switch {
	case old == nil:
		s.said = fmt.Sprintf("the names of the properties of %s are restricted now", about(p))
	case new == nil:
		s.said = fmt.Sprintf("the names of the properties of %s are free now", about(p))
	default:
		s.said = fmt.Sprintf("the names of the properties of %s are restricted in another way", about(p))
	}
	s.report(p)
}

// namesOf returns the schema of the names of an object's properties, or of a map's keys.
func namesOf(t *spec.Type) *spec.Type {
	names := t.Keys
	if names == nil && t.Schema != nil {
		names = t.Schema.PropertyNames
	}
	if names != nil && opennessOf(names) == open {
		return nil
	}
	return names
}
