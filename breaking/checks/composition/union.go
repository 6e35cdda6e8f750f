package composition

import (
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
	if was, is := old.Format, new.Format; was != is && old.Kind == spec.KindUnion && new.Kind == spec.KindUnion {
		beside(p, "format", nonEmpty(was), nonEmpty(is))
	}
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

// ownTypes returns the types that a schema names itself, null aside, sorted.
func ownTypes(t *spec.Type) []string {
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
