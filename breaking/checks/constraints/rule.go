package constraints

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var rule = breaking.New(breaking.Meta{
	ID: "rule", Title: "rules written in CEL", Group: "constraints",
	Formats: breaking.ProtoOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: protoRules,
}, breaking.Hooks{Type: compareRules})

func compareRules(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new, ok := constraintsOf(pair)
	if !ok || len(old.Rules)+len(new.Rules) == 0 {
		return
	}
	for _, pair := range matchRules(old.Rules, new.Rules) {
		compareRule(p, pair)
	}
}

// matchRules pairs rules by their IDs, and those that have none, or got another, by what they say.
func matchRules(before, after []spec.Rule) (pairs []breaking.Pair[spec.Rule]) {
	left := make([]*spec.Rule, len(before))
	for i := range before {
		left[i] = &before[i]
	}
	pairs = make([]breaking.Pair[spec.Rule], len(after))
	for i := range after {
		pairs[i].New = &after[i]
	}
	for _, alike := range []func(a, b *spec.Rule) bool{
		func(a, b *spec.Rule) bool { return a.ID == b.ID && expression(a) == expression(b) },
		func(a, b *spec.Rule) bool { return a.ID == b.ID && a.ID != "" },
		func(a, b *spec.Rule) bool { return expression(a) == expression(b) },
	} {
		for i := range pairs {
			j := slices.IndexFunc(left, func(r *spec.Rule) bool { return pairs[i].Old == nil && alike(r, pairs[i].New) })
			if j >= 0 {
				pairs[i].Old = left[j]
				left = slices.Delete(left, j, j+1)
			}
		}
	}
	for _, r := range left {
		pairs = append(pairs, breaking.Pair[spec.Rule]{Old: r})
	}
	return pairs
}

func expression(r *spec.Rule) string { return strings.TrimSpace(r.Expression) }

func compareRule(p *breaking.Pass, pair breaking.Pair[spec.Rule]) {
	f := facet{name: strings.TrimSpace("rule " + pair.Either().ID), what: "the rule"}
	if id := pair.Either().ID; id != "" {
		f.what += " " + strconv.Quote(id)
	}
	if pair.Old != nil {
		f.from, f.old = expression(pair.Old), pair.Old.Span
	}
	if pair.New != nil {
		f.to, f.new = expression(pair.New), pair.New.Span
	}
	switch {
	case pair.Added():
		f.effect = breaking.Narrows
	case pair.Removed():
		f.effect = breaking.Widens
	case f.from != f.to:
		f.effect = breaking.Undecided
	default:
		renamedRule(p, pair)
		rewordedRule(p, pair)
		return
	}
	f.report(p)
}

// name writes the ID of a rule, or what it says if it has none.
func name(r *spec.Rule) string {
	if r.ID == "" {
		return strconv.Quote(expression(r))
	}
	return strconv.Quote(r.ID)
}

// renamedRule reports another ID: violations carry it, and consumers tell them apart by it.
func renamedRule(p *breaking.Pass, pair breaking.Pair[spec.Rule]) {
	if pair.Old.ID == pair.New.ID {
		return
	}
	p.Report(breaking.Change{
		Attribute: "rule.id", From: pair.Old.ID, To: pair.New.ID, Old: pair.Old.Span, New: pair.New.Span,
		Message: fmt.Sprintf("the rule %s of %s is called %s now: consumers that know violations by its name no longer do",
			name(pair.Old), about(p), name(pair.New)),
		Cure: "keep the name of the rule",
	}, breaking.Touch{On: breaking.Behavior, Fact: breaking.Promise, Effect: breaking.Incomparable})
}

// rewordedRule reports another text for people.
func rewordedRule(p *breaking.Pass, pair breaking.Pair[spec.Rule]) {
	if pair.Old.Message == pair.New.Message {
		return
	}
	p.Report(breaking.Change{
		Attribute: "rule.message", From: pair.Old.Message, To: pair.New.Message, Old: pair.Old.Span, New: pair.New.Span,
		Message: fmt.Sprintf("violations of the rule %s of %s are told in other words", name(pair.New), about(p)),
	}, breaking.Touch{On: breaking.Behavior, Fact: breaking.Metadata, Effect: breaking.Incomparable})
}
