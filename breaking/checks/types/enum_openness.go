package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var enumOpenness = breaking.New(breaking.Meta{
	ID: "enum-openness", Title: "what happens to enum values that nobody declared, and to those with two names", Group: "types",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"allow_alias", "features.enum_type"},
}, breaking.Hooks{Definition: compareOpenness})

func compareOpenness(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if !pair.Both() || pair.Old.Kind != spec.KindEnum || pair.New.Kind != spec.KindEnum {
		return
	}
	before, after := protoOf(pair.Old), protoOf(pair.New)
	if before.Open != after.Open {
		effect := breaking.Widens
		message := fmt.Sprintf("the enum %q is open now: fields can hold numbers that it does not name", pair.New.Name)
		if before.Open {
			effect = breaking.Narrows
			message = fmt.Sprintf("the enum %q is closed now: numbers that it does not name are set aside, and the field counts as unset", pair.New.Name)
		}
		p.Changed("features", openness(before.Open), openness(after.Open), message,
			breaking.On(breaking.Source, breaking.Shape, breaking.Incomparable),
			breaking.On(breaking.Behavior, breaking.Alternative, effect)).
			Cure = "keep the enum " + openness(before.Open)
	}
	if before.AllowAlias != after.AllowAlias {
		p.Changed("allow_alias", fmt.Sprint(before.AllowAlias), fmt.Sprint(after.AllowAlias),
			"whether two names can have one number: nobody notices before there are some",
			breaking.On(breaking.Source, breaking.Metadata, breaking.Incomparable))
	}
}

func openness(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

func protoOf(t *spec.Type) *spec.ProtoType {
	if t.Proto == nil {
		return &spec.ProtoType{}
	}
	return t.Proto
}
