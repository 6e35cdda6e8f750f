package messages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var oneOf = breaking.New(breaking.Meta{
	ID: "oneof", Title: "which fields exclude each other", Group: "messages",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed},
	AIP: []int{180}, Since: "2026.1", Attributes: []string{"(buf.validate.oneof)", "(validate.required)"},
}, breaking.Hooks{Field: compareArm, OneOf: compareOneOf})

// regrouped is what it does that fields exclude each other now, or don't any more: bytes and JSON
// that hold two of them mean something else, and generated code has another shape.
func regrouped() breaking.Touch {
	return breaking.On(breaking.Wire|breaking.JSON|breaking.Source, breaking.Shape, breaking.Incomparable)
}

// compareArm looks at fields that moved between oneofs that stay. Of a oneof that came or went as a
// whole its own hook tells.
func compareArm(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() || pair.Old.Extendee != "" {
		return
	}
	from, to := armOf(pair.Old), armOf(pair.New)
	if from == to || from != "" && oneOfNamed(p.Within.New, from) == nil || to != "" && oneOfNamed(p.Within.Old, to) == nil {
		return
	}
	message := fmt.Sprintf("the field %q moved from the oneof %s to the oneof %s", pair.New.Name, from, to)
	switch {
	case from == "":
		message = fmt.Sprintf("the field %q moved into the oneof %s: setting it unsets the others, which it could stand beside before", pair.New.Name, to)
	case to == "":
		message = fmt.Sprintf("the field %q moved out of the oneof %s: setting it unsets the others no longer", pair.New.Name, from)
	}
	p.Changed("oneof", from, to, message, regrouped()).Cure = "leave it where it was; a field beside it can replace it"
}

func armOf(f *spec.Field) string {
	if f.OneOf == nil {
		return ""
	}
	return f.OneOf.Name
}

func oneOfNamed(t *spec.Type, name string) *spec.OneOf {
	if t != nil {
		for _, o := range t.OneOfs {
			if o.Name == name {
				return o
			}
		}
	}
	return nil
}

func compareOneOf(p *breaking.Pass, pair breaking.Pair[spec.OneOf]) {
	switch {
	case pair.Both():
		requiredOneOf(p, pair.Old, pair.New)
	case pair.Removed():
		removedOneOf(p, pair.Old)
	case renamedFrom(p, pair.New) == nil:
		addedOneOf(p, pair.New)
	}
}

func requiredOneOf(p *breaking.Pass, before, after *spec.OneOf) {
	if before.Required == after.Required {
		return
	}
	demanding, effect := before, breaking.Widens
	message := fmt.Sprintf("the oneof %q may be left unset now", after.Name)
	if after.Required {
		demanding, effect = after, breaking.Narrows
		message = fmt.Sprintf("one field of the oneof %q has to be set now: messages without are refused", after.Name)
	}
	attribute := "(buf.validate.oneof)"
	if _, ok := demanding.Attr(attribute); !ok {
		attribute = "(validate.required)"
	}
	c := p.Changed(attribute, strconv.FormatBool(before.Required), strconv.FormatBool(after.Required), message,
		breaking.On(breaking.Behavior, breaking.Presence, effect))
	if after.Required {
		c.Cure = "leave it optional, with a meaning for none of them"
	}
}

func removedOneOf(p *breaking.Pass, before *spec.OneOf) {
	if after := renamedTo(p, before); after != nil {
		p.Report(breaking.Change{Attribute: "name", From: before.Name, To: after.Name, New: after.NameSpan,
			Message: fmt.Sprintf("the oneof %q is called %q now: code that names it does not compile", before.Name, after.Name),
			Cure:    "keep the name " + before.Name},
			breaking.On(breaking.Source, breaking.Name, breaking.Incomparable))
		return
	}
	if left := counterparts(before, p.Within.New); len(left) > 0 {
		message := fmt.Sprintf("the oneof %q is gone: %s can stand beside each other now", before.Name, names(left))
		if slices.ContainsFunc(left, func(f *spec.Field) bool { return f.OneOf != nil }) {
			message = fmt.Sprintf("the oneof %q is gone: %s exclude other fields than before", before.Name, names(left))
		}
		p.Removed(message, regrouped()).Cure = "keep the oneof"
		return
	}
	p.Removed(fmt.Sprintf("the oneof %q is gone with its fields", before.Name),
		breaking.On(breaking.Source, breaking.Name, breaking.Withdraws)).
		Cure = "keep the oneof and mark its fields deprecated"
}

func addedOneOf(p *breaking.Pass, after *spec.OneOf) {
	if moved := counterparts(after, p.Within.Old); len(moved) > 0 {
		p.Added(fmt.Sprintf("the oneof %q is new and holds %s: setting one of its fields unsets the others, which could stand beside each other before", after.Name, names(moved)), regrouped()).
			Cure = "leave fields that exist outside; a oneof starts with new fields"
		return
	}
	p.Added(fmt.Sprintf("the oneof %q is new", after.Name), breaking.On(breaking.Source, breaking.Name, breaking.Offers))
}

// counterparts returns the fields of the other version that have the numbers of a oneof's.
func counterparts(o *spec.OneOf, other *spec.Type) []*spec.Field {
	var found []*spec.Field
	for _, f := range other.Fields {
		if slices.ContainsFunc(o.Fields, func(arm *spec.Field) bool { return arm.Number == f.Number }) {
			found = append(found, f)
		}
	}
	return found
}

// renamedTo returns the new oneof that holds what is left of an old one, and nothing else that
// there was before; nil if there is none.
func renamedTo(p *breaking.Pass, before *spec.OneOf) *spec.OneOf {
	return renamed(before, p.Within.Old, p.Within.New)
}

func renamedFrom(p *breaking.Pass, after *spec.OneOf) *spec.OneOf {
	return renamed(after, p.Within.New, p.Within.Old)
}

func renamed(o *spec.OneOf, own, other *spec.Type) *spec.OneOf {
	arms := counterparts(o, other)
	if len(arms) == 0 || arms[0].OneOf == nil || oneOfNamed(own, arms[0].OneOf.Name) != nil {
		return nil
	}
	known := arms[0].OneOf
	if slices.ContainsFunc(arms, func(f *spec.Field) bool { return f.OneOf != known }) || len(counterparts(known, own)) != len(arms) {
		return nil
	}
	return known
}

func names(fields []*spec.Field) string {
	quoted := make([]string, len(fields))
	for i, f := range fields {
		quoted[i] = strconv.Quote(f.Name)
	}
	return strings.Join(quoted, ", ")
}
