package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var discriminator = breaking.New(breaking.Meta{
	ID: "discriminator", Title: "what tells the alternatives apart", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"discriminator"},
}, breaking.Hooks{Type: compareDiscriminator})

func compareDiscriminator(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	before, after := old.Discriminator, new.Discriminator
	switch {
	case before == nil && after == nil:
	case before == nil:
		toldApart(p, "", after.Property, source.Span{}, after.Span, breaking.Offers,
			"%s is told apart by %q now", about(p), after.Property)
	case after == nil:
		toldApart(p, before.Property, "", before.Span, source.Span{}, breaking.Withdraws,
			"%s is no longer told apart by %q: consumers that choose a type by it have nothing to go by", about(p), before.Property)
	case before.Property != after.Property:
		toldApart(p, before.Property, after.Property, before.Span, after.Span, breaking.Incomparable,
			"%s is told apart by %q, and was by %q: either side looks for a property that the other doesn't send", about(p), after.Property, before.Property)
	default:
		compareMapping(p, pair)
		compareDefault(p, before, after)
	}
}

// toldApart reports the property. Without a discriminator the same values are valid: it is a promise
// to those who choose a type by it; but two that differ exclude each other.
func toldApart(p *breaking.Pass, from, to string, old, new source.Span, e breaking.Effect, said string, args ...any) {
	fact := breaking.Promise
	if e == breaking.Incomparable {
		fact = breaking.Protocol
	}
	c := p.Report(breaking.Change{
		Kind: kind(from, to), Attribute: "discriminator", From: from, To: to, Old: old, New: new,
		Message: fmt.Sprintf(said, args...),
	}, breaking.On(breaking.JSON, fact, e))
	if c.Backward.On(breaking.JSON) != breaking.Safe {
		c.Cure = fmt.Sprintf("keep the discriminator %s", from)
	}
}

// compareMapping compares what each value leads to. Without a mapping values are the names of the
// alternatives' schemas. A value that came or went with its alternative is the branch's to tell.
func compareMapping(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	before, after := targetsOf(pair.Old), targetsOf(pair.New)
	for _, t := range after.all {
		was, known := before.find(t.value)
		switch {
		case !known && (before.reach(t.typ) || breaking.Alternatives(pair.New) == nil):
			mapped(p, "", t.value, source.Span{}, t.at, breaking.On(breaking.JSON, breaking.Alternative, breaking.Widens),
				fmt.Sprintf("%q tells what %s is as well", t.value, about(p)))
		case known && was.typ != nil && t.typ != nil && was.id() != t.id() && !p.Same(was.typ, t.typ):
			mapped(p, t.value+": "+describe(was.typ), t.value+": "+describe(t.typ), was.at, t.at, breaking.On(breaking.JSON, breaking.Shape, breaking.Incomparable),
				fmt.Sprintf("%q tells that %s is %s, and told that it is %s", t.value, about(p), describe(t.typ), describe(was.typ)))
		}
	}
	for _, t := range before.all {
		if _, known := after.find(t.value); !known && (after.reach(t.typ) || breaking.Alternatives(pair.Old) == nil) {
			mapped(p, t.value, "", t.at, source.Span{}, breaking.On(breaking.JSON, breaking.Alternative, breaking.Narrows),
				fmt.Sprintf("%q no longer tells what %s is", t.value, about(p)))
		}
	}
}

func mapped(p *breaking.Pass, from, to string, old, new source.Span, touch breaking.Touch, said string) {
	c := p.Report(breaking.Change{
		Kind: kind(from, to), Attribute: "mapping", From: from, To: to, Old: old, New: new, Message: said,
	}, touch)
	if c.Backward.On(breaking.JSON) != breaking.Safe {
		c.Cure = "keep the values of the discriminator as they were"
	}
}

// compareDefault compares what values lead to that are not mapped.
func compareDefault(p *breaking.Pass, before, after *spec.Discriminator) {
	if before.DefaultMapping == after.DefaultMapping || before.Default != nil && after.Default != nil && p.Same(before.Default, after.Default) {
		return
	}
	touch := breaking.On(breaking.JSON, breaking.Shape, breaking.Incomparable)
	old, new := before.Span, after.Span
	said := fmt.Sprintf("other values of %q lead to another alternative of %s", after.Property, about(p))
	switch "" {
	case before.DefaultMapping:
		touch, old = breaking.On(breaking.JSON, breaking.Alternative, breaking.Widens), source.Span{}
		said = fmt.Sprintf("other values of %q lead to an alternative of %s now", after.Property, about(p))
	case after.DefaultMapping:
		touch, new = breaking.On(breaking.JSON, breaking.Alternative, breaking.Narrows), source.Span{}
		said = fmt.Sprintf("other values of %q no longer lead to an alternative of %s", after.Property, about(p))
	}
	c := p.Report(breaking.Change{
		Kind: kind(before.DefaultMapping, after.DefaultMapping), Attribute: "defaultMapping",
		From: before.DefaultMapping, To: after.DefaultMapping, Old: old, New: new, Message: said,
	}, touch)
	if c.Backward.On(breaking.JSON) != breaking.Safe {
		c.Cure = "keep the default of the discriminator"
	}
}
