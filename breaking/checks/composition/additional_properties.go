package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var additionalProperties = breaking.New(breaking.Meta{
	ID: "additional-properties", Title: "whether objects may have properties that are not named", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"additionalProperties", "unevaluatedProperties"},
}, breaking.Hooks{Type: compareAdditional})

// allKinds are the kinds of change of a keyword.
var allKinds = []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}

func compareAdditional(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if !mayBeObject(pair.Old) || !mayBeObject(pair.New) {
		return
	}
	before, after := restOf(pair.Old), restOf(pair.New)
	was, is := opennessOf(before.schema), opennessOf(after.schema)
	switch effect := closing(was, is); {
	case effect != breaking.None:
		said := fmt.Sprintf("%s takes %s beside the properties that it names, and took %s", about(p), is, was)
		statement{keyword: after.or(before), from: text(before.schema), to: text(after.schema), effect: effect, said: said}.report(p)
	case before.unevaluated != after.unevaluated && is != open:
		statement{
			keyword: after.keyword(), from: before.keyword() + ": " + text(before.schema), to: after.keyword() + ": " + text(after.schema),
			effect: switched(p, pair, before, after),
			said:   fmt.Sprintf("the properties that %s does not name are declared in another way", about(p)),
		}.report(p)
	}
}

// mayBeObject reports whether objects are among the values of a type.
func mayBeObject(t *spec.Type) bool {
	return object(t) || t.Kind == spec.KindAny || t.Kind == spec.KindUnion
}

func object(t *spec.Type) bool { return t.Kind == spec.KindObject || t.Kind == spec.KindMap }

// rest is what an object allows beyond the properties that it names.
type rest struct {
	schema      *spec.Type
	unevaluated bool // by unevaluatedProperties, which sees the properties of all branches
}

// or returns the keyword that says it, or that of the other side if nothing does.
func (r rest) or(other rest) string {
	if r.schema == nil {
		return other.keyword()
	}
	return r.keyword()
}

func (r rest) keyword() string {
	if r.unevaluated {
		return "unevaluatedProperties"
	}
	return "additionalProperties"
}

// restOf returns the keyword that says it: additionalProperties leaves nothing unevaluated.
func restOf(t *spec.Type) rest {
	r := rest{}
	if object(t) {
		r.schema = t.Items
	}
	if t.Schema == nil {
		return r
	}
	if r.schema == nil {
		r.schema = t.Schema.AdditionalProperties
	}
	if u := t.Schema.UnevaluatedProperties; u != nil && r.schema == nil {
		r = rest{u, true}
	}
	return r
}

// switched returns the effect of saying it by the other keyword. Where all properties stand in one
// place it is none; additionalProperties does not see those of branches, and so refuses them.
func switched(p *breaking.Pass, pair breaking.Pair[spec.Type], before, after rest) breaking.Effect {
	switch {
	case opennessOf(before.schema) == typed && !p.Same(before.schema, after.schema):
		return breaking.Undecided
	case !branched(pair.Old) && !branched(pair.New):
		return breaking.None
	case after.unevaluated:
		return breaking.Widens
	}
	return breaking.Narrows
}

// branched reports whether some properties stand in branches that could not be merged.
func branched(t *spec.Type) bool {
	s := t.Schema
	return s != nil && (len(s.AnyOf)+len(s.OneOf)+len(s.AllOf)+len(s.DependentSchemas) > 0 || s.If != nil)
}
