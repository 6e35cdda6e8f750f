package messages

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var presence = breaking.New(breaking.Meta{
	ID: "presence", Title: "whether an absent field can be told from an empty one", Group: "messages",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{149, 180}, Since: "2026.1",
	Attributes: []string{"features.field_presence"},
}, breaking.Hooks{Field: comparePresence})

func comparePresence(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() || pair.Old.Presence == pair.New.Presence {
		return
	}
	before, after := pair.Old, pair.New
	switch {
	case before.Presence == spec.PresenceRequired, after.Presence == spec.PresenceRequired:
		return // the check required
	case before.OneOf != nil, after.OneOf != nil:
		return // the check oneof: arms always know whether they are set
	case !single(p.Old(before.Type)), !single(p.New(after.Type)), isMessage(p.Old(before.Type)) != isMessage(p.New(after.Type)):
		return // the check type
	}
	effect, from, to := breaking.Withdraws, "explicit", "implicit"
	message := fmt.Sprintf("the field %q is as good as unset when it is empty now: nobody can tell the two apart any more", after.Name)
	if after.Presence == spec.PresenceExplicit {
		effect, from, to = breaking.Offers, "implicit", "explicit"
		message = fmt.Sprintf("the field %q can be set to its empty value now, apart from not being set", after.Name)
	}
	p.Changed("presence", from, to, message+"; generated code has another type for it",
		breaking.On(breaking.Source, breaking.Presence, breaking.Incomparable),
		breaking.On(breaking.Behavior, breaking.Promise, effect)).
		Cure = "keep the presence that it had"
}

func single(t *spec.Type) bool { return t.Kind != spec.KindArray && t.Kind != spec.KindMap }

func isMessage(t *spec.Type) bool { return t.Kind == spec.KindObject }
