package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var patternProperty = breaking.New(breaking.Meta{
	ID: "pattern-property", Title: "properties that are declared by a pattern of their names", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"patternProperties"},
}, breaking.Hooks{Type: comparePatternProperties})

func comparePatternProperties(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if !object(pair.Old) || !object(pair.New) {
		return
	}
	old, new := schemas(pair)
	before, after := restOf(pair.Old).schema, restOf(pair.New).schema
	for _, f := range without(new.PatternProperties, old.PatternProperties) {
		statement{
			keyword: "patternProperties", to: f.Name, new: f.NameSpan, effect: governed(f.Type, before, p.Same(before, f.Type)),
			said: fmt.Sprintf("%s declares the properties whose names match %q now", about(p), f.Name),
		}.report(p)
	}
	for _, f := range without(old.PatternProperties, new.PatternProperties) {
		statement{
			keyword: "patternProperties", from: f.Name, old: f.NameSpan, effect: governed(f.Type, after, p.Same(f.Type, after)).Inverse(),
			said: fmt.Sprintf("%s no longer declares the properties whose names match %q", about(p), f.Name),
		}.report(p)
	}
}

// without returns the fields whose names are not among the others.
func without(fields, others []*spec.Field) (left []*spec.Field) {
	names := map[string]bool{}
	for _, f := range others {
		names[f.Name] = true
	}
	for _, f := range fields {
		if !names[f.Name] {
			names[f.Name] = true
			left = append(left, f)
		}
	}
	return left
}

// governed returns the effect of a declaration for what the rest of the schema spoke of before; same
// says that both allow the same.
func governed(declared, before *spec.Type, same bool) breaking.Effect {
	switch was, is := opennessOf(before), opennessOf(declared); {
	case same || was == is && was != typed:
		return breaking.None
	case was == open:
		return breaking.Narrows
	case was == closed:
		return breaking.Widens
	}
	return breaking.Undecided
}
