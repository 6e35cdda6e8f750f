package messages

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var field = breaking.New(breaking.Meta{
	ID: "field", Title: "fields and properties that come and go", Group: "messages",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Added, breaking.Removed},
	AIP: []int{180}, Since: "2026.1",
}, breaking.Hooks{Field: compareField})

func compareField(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	switch {
	case pair.Added():
		addedField(p, pair.New)
	case pair.Removed():
		removedField(p, pair.Old)
	}
}

func addedField(p *breaking.Pass, f *spec.Field) {
	touches := []breaking.Touch{
		{On: breaking.Source, Fact: breaking.Member, Effect: breaking.Offers},
		{On: breaking.Behavior, Fact: breaking.Promise, Effect: breaking.Offers},
	}
	if f.Required {
		touches = append(touches, breaking.Touch{On: accepted(p.Format), Fact: breaking.Presence, Effect: breaking.Narrows})
		p.Added(fmt.Sprintf("the required %s %q is new: requests that were complete without it are refused now", noun(p), f.Name), touches...).
			Cure = fmt.Sprintf("make %s optional, with a default that means what its absence meant", f.Name)
		return
	}
	p.Added(fmt.Sprintf("the %s %q is new", noun(p), f.Name), touches...)
}

// accepted is the axis on which a service refuses a message that lacks something.
func accepted(format spec.Format) breaking.Axis {
	if format == spec.OpenAPI {
		return breaking.JSON
	}
	return breaking.Behavior
}

func noun(p *breaking.Pass) string {
	if p.Format == spec.OpenAPI {
		return "property"
	}
	return "field"
}

func removedField(p *breaking.Pass, f *spec.Field) {
	touches := []breaking.Touch{{On: breaking.Source, Fact: breaking.Member, Effect: breaking.Withdraws}}
	if p.Format == spec.Proto {
		touches = append(touches, unreserved(p, f)...)
	}
	if p.Direction != spec.InResponse || f.Required {
		touches = append(touches, breaking.Touch{On: breaking.Behavior, Fact: breaking.Member, Effect: breaking.Withdraws})
	}
	if f.Required && p.Format == spec.OpenAPI {
		touches = append(touches, breaking.Touch{On: breaking.JSON, Fact: breaking.Presence, Effect: breaking.Widens})
	}
	touches = append(touches, breaking.Touch{On: breaking.Behavior, Fact: breaking.Promise, Effect: breaking.Withdraws})
	p.Removed(fmt.Sprintf("the %s %q is gone: %s", noun(p), f.Name, consequence(p.Direction)), touches...).
		Cure = fmt.Sprintf("keep %s, mark it deprecated, and remove it with the next major version", f.Name)
}

func consequence(d spec.Direction) string {
	switch d {
	case spec.InRequest:
		return "what callers still send in it is ignored"
	case spec.InResponse:
		return "consumers that read it find nothing"
	}
	return "callers that send it are ignored, consumers that read it find nothing"
}

// unreserved returns what a field breaks whose number or name can be given to another: bytes and
// JSON that were written before would be read as something else.
func unreserved(p *breaking.Pass, f *spec.Field) []breaking.Touch {
	reserved := &spec.ProtoType{}
	if now := p.Within.New; now != nil && now.Proto != nil {
		reserved = now.Proto
	}
	var touches []breaking.Touch
	if !slices.ContainsFunc(reserved.Reserved, func(r spec.Range) bool { return r.First <= int32(f.Number) && int32(f.Number) <= r.Last }) {
		touches = append(touches, breaking.Touch{On: breaking.Wire, Fact: breaking.Member, Effect: breaking.Withdraws})
	}
	if !slices.ContainsFunc(reserved.ReservedNames, func(n spec.ReservedName) bool { return n.Name == f.Name }) {
		touches = append(touches, breaking.Touch{On: breaking.JSON, Fact: breaking.Member, Effect: breaking.Withdraws})
	}
	return touches
}
