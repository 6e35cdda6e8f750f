package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/features"
	"github.com/bylaw-dev/bylaw/spec"
)

var messageOption = breaking.New(breaking.Meta{
	ID: "message-option", Title: "options that change what a message or an enum is", Group: "types",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"message_set_wire_format", "no_standard_descriptor_accessor", "features.json_format"},
}, breaking.Hooks{Definition: compareMessageOptions})

func compareMessageOptions(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if !pair.Both() {
		return
	}
	compareJSONFormat(p, pair)
	if pair.New.Kind != spec.KindObject {
		return
	}
	const set = "message_set_wire_format"
	if from, to := isSet(pair.Old, set), isSet(pair.New, set); from != to {
		p.Changed(set, fmt.Sprint(from), fmt.Sprint(to), fmt.Sprintf("the message %q is encoded in another way", pair.New.Name),
			breaking.On(breaking.Wire, breaking.Shape, breaking.Incomparable)).
			Cure = "keep " + set
	}
	const hidden = "no_standard_descriptor_accessor"
	switch from, to := isSet(pair.Old, hidden), isSet(pair.New, hidden); {
	case !from && to:
		p.Changed(hidden, "false", "true", fmt.Sprintf("generated code for %q has no descriptor() any more", pair.New.Name),
			breaking.On(breaking.Source, breaking.Member, breaking.Withdraws)).
			Cure = "leave " + hidden + " unset"
	case from && !to:
		p.Changed(hidden, "true", "false", fmt.Sprintf("generated code for %q has descriptor() now", pair.New.Name),
			breaking.On(breaking.Source, breaking.Member, breaking.Offers))
	}
}

// compareJSONFormat compares whether JSON is promised to work, or only tried.
func compareJSONFormat(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	from, to := features.JSONFormat.At(p.API.Old, &pair.Old.Node), features.JSONFormat.At(p.API.New, &pair.New.Node)
	if from == to || from == "" || to == "" {
		return
	}
	effect, message := breaking.Withdraws, fmt.Sprintf("JSON is not promised to work for %q any more", pair.New.Name)
	if to == "ALLOW" {
		effect, message = breaking.Offers, fmt.Sprintf("JSON is promised to work for %q now", pair.New.Name)
	}
	c := p.Changed("features", "json_format "+from, "json_format "+to, message, breaking.On(breaking.JSON, breaking.Member, effect))
	if effect == breaking.Withdraws {
		c.Cure = "keep json_format = " + from
	}
}

func isSet(t *spec.Type, option string) bool {
	attribute, ok := t.Attr(option)
	return ok && attribute.Value.Bool()
}
