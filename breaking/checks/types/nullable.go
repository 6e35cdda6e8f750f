package types

import (
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/spec"
)

var nullable = breaking.New(breaking.Meta{
	ID: "nullable", Title: "whether a value can be null", Group: "types",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"nullable"},
}, breaking.Hooks{Type: compareNullable})

func compareNullable(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	before, after := pair.Old, pair.New
	if before.Nullable == after.Nullable || boundless(before) || boundless(after) || retypedSchema(before, after) {
		return
	}
	attribute := "nullable"
	if says(before, "null") || says(after, "null") {
		attribute = "type"
	}
	if after.Nullable {
		c := p.Changed(attribute, "not null", "nullable", subject.Of(&pair.New.Node)+" can be null now",
			breaking.On(breaking.JSON|breaking.Source, breaking.Presence, breaking.Widens))
		if p.Direction != spec.InRequest {
			c.Message += ": consumers have to expect it"
			c.Cure = "leave null out of responses: omit the property, or send an empty value"
		}
		return
	}
	c := p.Changed(attribute, "nullable", "not null", subject.Of(&pair.New.Node)+" can't be null any more",
		breaking.On(breaking.JSON|breaking.Source, breaking.Presence, breaking.Narrows))
	if p.Direction != spec.InResponse {
		c.Message += ": requests that hold null are refused"
		c.Cure = "keep on accepting null"
	}
}

// boundless reports whether a type says nothing of null, or nothing else.
func boundless(t *spec.Type) bool {
	return t.Kind == spec.KindAny || t.Kind == spec.KindNull || t.Kind == spec.KindNever || unresolved(t)
}

func says(t *spec.Type, name string) bool {
	return t.Schema != nil && slices.Contains(t.Schema.Types, name)
}
