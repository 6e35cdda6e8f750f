package composition

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var union = breaking.New(breaking.Meta{
	ID: "union", Title: "what stands beside the alternatives and holds for all of them", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
}, breaking.Hooks{Type: compareBeside})

// compareBeside compares the type, values and format that are declared beside oneOf or anyOf. They
// narrow every alternative down, each being a bound of its own.
func compareBeside(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if breaking.Alternatives(pair.Old) == nil || breaking.Alternatives(pair.New) == nil {
		return
	}
	old, new := pair.Old, pair.New
	beside(p, "type", ownTypes(old), ownTypes(new))
	if old.Kind != new.Kind {
		beside(p, "enum", literals(old), literals(new))
	}
	for _, k := range structural(old, new) {
		besideSchema(p, k.name, k.was, k.is)
	}
	if was, is := old.Format, new.Format; was != is && old.Kind == spec.KindUnion && new.Kind == spec.KindUnion {
		beside(p, "format", nonEmpty(was), nonEmpty(is))
	}
}

// keywordPair is a keyword whose value is a schema, on both sides; nil: not used.
type keywordPair struct {
	name    string
	was, is *spec.Type
}

// structural returns the keywords about the parts of lists and objects.
func structural(old, new *spec.Type) []keywordPair {
	if old.Kind == new.Kind && (object(old) || old.Kind == spec.KindArray) {
		return nil // the checks of lists and objects compare them
	}
	was, is := partsOf(old), partsOf(new)
	return []keywordPair{
		{"additionalProperties", was.additional, is.additional},
		{"items", was.items, is.items},
		{"prefixItems", was.first, is.first},
		{"patternProperties", was.pattern, is.pattern},
	}
}

type partSchemas struct{ additional, items, first, pattern *spec.Type }

func partsOf(t *spec.Type) partSchemas {
	var p partSchemas
	if t.Kind == spec.KindArray {
		p.items = t.Items
	} else {
		p.additional = t.Items
	}
	if s := t.Schema; s != nil {
		p.additional = cmp.Or(p.additional, s.AdditionalProperties)
		if len(s.PrefixItems) > 0 {
			p.first = s.PrefixItems[0]
		}
		if len(s.PatternProperties) > 0 {
			p.pattern = s.PatternProperties[0].Type
		}
	}
	return p
}

// besideSchema compares a bound that is a schema.
func besideSchema(p *breaking.Pass, keyword string, was, is *spec.Type) {
	effect := breaking.Undecided
	switch {
	case p.Same(was, is):
		return
	case was == nil:
		effect = breaking.Narrows
	case is == nil:
		effect = breaking.Widens
	}
	p.Changed(keyword, text(was), text(is),
		fmt.Sprintf("the %s of %s, whichever its alternative, was %s and is %s", keyword, about(p), anything(text(was)), anything(text(is))),
		breaking.On(breaking.JSON, breaking.Bound, effect))
}

// beside compares a bound that is a choice: none declared is the widest.
func beside(p *breaking.Pass, keyword string, was, is []string) {
	if slices.Equal(was, is) {
		return
	}
	effect := breaking.Incomparable
	switch {
	case len(was) == 0 || len(is) > 0 && subset(is, was):
		effect = breaking.Narrows
	case len(is) == 0 || subset(was, is):
		effect = breaking.Widens
	}
	from, to := strings.Join(was, ", "), strings.Join(is, ", ")
	p.Changed(keyword, from, to,
		fmt.Sprintf("the %s of %s, whichever its alternative, was %s and is %s", keyword, about(p), anything(from), anything(to)),
		breaking.On(breaking.JSON, breaking.Shape, effect))
}

func subset(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) })
}

func anything(text string) string {
	if text == "" {
		return "anything"
	}
	return text
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// ownTypes returns the types that a schema names itself, null aside, sorted. Where its alternatives
// are one of each, they say it: a list of types is a union itself.
func ownTypes(t *spec.Type) []string {
	named := func(name string) bool {
		return slices.ContainsFunc(breaking.Alternatives(t), func(b *spec.Type) bool {
			return b.Schema != nil && slices.Equal(b.Schema.Types, []string{name})
		})
	}
	if len(t.Schema.Types) > 1 && !slices.ContainsFunc(t.Schema.Types, func(name string) bool { return name != "null" && !named(name) }) {
		return nil
	}
	names := slices.DeleteFunc(slices.Clone(t.Schema.Types), func(name string) bool { return name == "null" })
	slices.Sort(names)
	return names
}

func literals(t *spec.Type) []string {
	var texts []string
	for _, v := range t.Values {
		texts = append(texts, breaking.Text(v.Value))
	}
	slices.Sort(texts)
	return texts
}
