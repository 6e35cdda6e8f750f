package constraints

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var pattern = breaking.New(breaking.Meta{
	ID: "pattern", Title: "the regular expression that strings match", Group: "constraints",
	Formats: breaking.BothFormats, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: append([]string{"pattern"}, protoRules...),
}, breaking.Hooks{Type: comparePattern})

func comparePattern(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new, ok := constraintsOf(pair)
	if !ok || old.Pattern == new.Pattern {
		return
	}
	f := facet{
		name: "pattern", what: "the pattern", from: old.Pattern, to: new.Pattern, shown: strconv.Quote,
		effect: patternEffect(old.Pattern, new.Pattern),
	}
	f.report(p)
}

// patternEffect compares what patterns match, as far as it can be proved.
func patternEffect(old, new string) breaking.Effect {
	switch {
	case old == "":
		return breaking.Narrows
	case new == "":
		return breaking.Widens
	}
	before, ok := readPattern(old)
	if !ok {
		return breaking.Undecided
	}
	after, ok := readPattern(new)
	if !ok {
		return breaking.Undecided
	}
	wider, narrower := before.within(after), after.within(before)
	if !wider && !narrower && (before.words == nil || after.words == nil) {
		return breaking.Undecided
	}
	return contained(wider, narrower)
}
