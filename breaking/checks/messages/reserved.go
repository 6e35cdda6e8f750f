package messages

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var reserved = breaking.New(breaking.Meta{
	ID: "reserved", Title: "numbers and names that must not be used again", Group: "messages",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Definition: compareReserved})

// compareReserved tells of a fact of time: what was reserved was in use before the old version, so
// that giving it free is no less dangerous for not being used yet. Reserving more breaks nobody.
func compareReserved(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if !pair.Both() {
		return
	}
	before, after := reservations(pair.Old), reservations(pair.New)
	for _, lost := range missing(before.Reserved, after.Reserved) {
		p.Report(breaking.Change{Attribute: "reserved", From: lost.String(), Old: lost.span,
			Message: fmt.Sprintf("%s is reserved no longer%s: what was written with an old meaning can be read with a new one", lost.numbers(), taker(pair.New, lost)),
			Cure:    fmt.Sprintf("keep reserved %s", lost)},
			breaking.On(breaking.Wire, breaking.Member, breaking.Withdraws))
	}
	for _, got := range missing(after.Reserved, before.Reserved) {
		p.Report(breaking.Change{Attribute: "reserved", To: got.String(), New: got.span, Message: fmt.Sprintf("%s is reserved now", got.numbers())},
			breaking.On(breaking.Wire, breaking.Metadata, breaking.Offers))
	}
	compareReservedNames(p, before.ReservedNames, after.ReservedNames)
}

func compareReservedNames(p *breaking.Pass, before, after []spec.ReservedName) {
	for _, lost := range lostNames(before, after) {
		p.Report(breaking.Change{Attribute: "reserved", From: lost.Name, Old: lost.Span,
			Message: fmt.Sprintf("the name %q is reserved no longer: JSON that was written with its old meaning can be read with a new one", lost.Name),
			Cure:    fmt.Sprintf("keep reserved %q", lost.Name)},
			breaking.On(breaking.JSON, breaking.Member, breaking.Withdraws))
	}
	for _, got := range lostNames(after, before) {
		p.Report(breaking.Change{Attribute: "reserved", To: got.Name, New: got.Span, Message: fmt.Sprintf("the name %q is reserved now", got.Name)},
			breaking.On(breaking.JSON, breaking.Metadata, breaking.Offers))
	}
}

func lostNames(names, others []spec.ReservedName) []spec.ReservedName {
	return slices.DeleteFunc(slices.Clone(names), func(n spec.ReservedName) bool {
		return slices.ContainsFunc(others, func(o spec.ReservedName) bool { return o.Name == n.Name })
	})
}

func reservations(t *spec.Type) spec.ProtoType {
	if t.Proto == nil {
		return spec.ProtoType{}
	}
	return *t.Proto
}

// taker says who has a number now.
func taker(t *spec.Type, lost lostRange) string {
	for _, f := range t.Fields {
		if lost.first <= int64(f.Number) && int64(f.Number) <= lost.last {
			return fmt.Sprintf(", and %q has %d", f.Name, f.Number)
		}
	}
	for _, v := range t.Values {
		if lost.first <= int64(v.Number) && int64(v.Number) <= lost.last {
			return fmt.Sprintf(", and %s has %d", v.Name, v.Number)
		}
	}
	return ""
}
