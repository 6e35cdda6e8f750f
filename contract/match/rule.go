package match

import (
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// RuleAt returns the rule of one category that decides about the value at a path, and whether it is
// that of something that holds the value; nil: the value is compared by equality.
func RuleAt(rules []*contract.Rule, steps []contract.Step) (rule *contract.Rule, cascaded bool) {
	at := make(route, 0, len(steps))
	for _, s := range steps {
		at = append(at, place{Step: s})
	}
	rule, cascaded, _ = choose(rules, at)
	return rule, cascaded
}

// Cascades reports whether a matcher holds for what is in the value that it is about, too.
func Cascades(m *contract.Matcher) bool { return spreads(m.Kind) }

// Holds holds a value as a whole against a matcher, without what is in it. The error says why it does
// not fit, or why nothing is known.
func Holds(m *contract.Matcher, expected, actual *spec.Value) error {
	return (&comparison{known: newCompiled()}).holds(m, expected, actual)
}
