package messages

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var fieldNumber = breaking.New(breaking.Meta{
	ID: "field-number", Title: "which number belongs to which field", Group: "messages",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed},
	AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Field: compareFieldNumber})

func compareFieldNumber(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() {
		return
	}
	before, after := pair.Old, pair.New
	switch {
	case before.Number != after.Number:
		p.Changed("number", strconv.Itoa(before.Number), strconv.Itoa(after.Number),
			fmt.Sprintf("the field %q had the number %d and has %d now: what either version writes the other does not find", after.Name, before.Number, after.Number),
			breaking.On(breaking.Wire, breaking.Shape, breaking.Incomparable)).
			Cure = fmt.Sprintf("give it back its number: %s = %d", after.Name, before.Number)
	case reusesNumber(p, pair):
		touches := []breaking.Touch{breaking.On(breaking.Wire, breaking.Shape, breaking.Incomparable)}
		lost := []breaking.Touch{breaking.On(breaking.JSON|breaking.Source, breaking.Member, breaking.Withdraws)}
		if !hasField(p.Within.New, before.Name) {
			touches = append(touches, lost...)
		}
		if !hasField(p.Within.Old, after.Name) {
			touches = append(touches, breaking.Inverse(lost)...)
		}
		p.Changed("name", before.Name, after.Name,
			fmt.Sprintf("the number %d belonged to %q and was given to %q: what was written as the one is read as the other", after.Number, before.Name, after.Name),
			touches...).
			Cure = fmt.Sprintf("leave the number %d to %s", after.Number, before.Name)
	}
}

// reusesNumber reports whether a number was given to another field, and not its field to another
// name: one of the two names stands for another field as well, in the other version.
func reusesNumber(p *breaking.Pass, pair breaking.Pair[spec.Field]) bool {
	if pair.Old.Name == pair.New.Name || pair.Old.Extendee != "" {
		return false
	}
	return hasField(p.Within.New, pair.Old.Name) || hasField(p.Within.Old, pair.New.Name)
}

func hasField(t *spec.Type, name string) bool {
	return t != nil && slices.ContainsFunc(t.Fields, func(f *spec.Field) bool { return f.Name == name })
}
