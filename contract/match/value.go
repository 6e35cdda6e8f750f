package match

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// maxWork bounds the work of one exchange, counted in steps of paths that may be looked at: contracts
// can be written that would take forever.
const maxWork = 1 << 26

// value compares a value and all that it holds.
func (c *comparison) value(at route, expected, actual *spec.Value) {
	if c.known.work > maxWork {
		return // the end of the comparison says so
	}
	rule, cascaded := c.choose(at)
	if rule == nil {
		c.equal(at, expected, actual)
		return
	}
	c.ruled(at, rule, cascaded, expected, actual)
}

// choose returns the rule for a value, and counts the work.
func (c *comparison) choose(at route) (rule *contract.Rule, cascaded bool) {
	rule, cascaded, work := c.rules.choose(at)
	c.known.work += work
	return rule, cascaded
}

// ruled holds a value against the matchers of a rule, and compares once what is in it.
func (c *comparison) ruled(at route, rule *contract.Rule, cascaded bool, expected, actual *spec.Value) {
	passed, inside := false, false
	var reasons []string
	for _, m := range rule.Matchers {
		if cascaded && !spreads(m.Kind) {
			continue
		}
		try := c
		if rule.Combine == contract.Or {
			try = c.alike()
		}
		goOn := try.matcher(at, rule, m, cascaded, expected, actual)
		if rule.Combine == contract.Or && len(try.found) > 0 {
			reasons = append(reasons, try.found[0].Message)
			continue
		}
		passed, inside = true, inside || goOn
	}
	if !passed && len(reasons) > 0 {
		c.broken(at, rule.Matchers[0], expected, actual, fmt.Errorf("none of the %d matchers holds: %s", len(rule.Matchers), strings.Join(reasons, "; ")))
	}
	if inside {
		c.inside(at, expected, actual)
	}
}

// matcher holds a value against one matcher. It reports whether what is in an object or array is to be
// compared by the rules for it, of which this may be one.
func (c *comparison) matcher(at route, rule *contract.Rule, m *contract.Matcher, cascaded bool, expected, actual *spec.Value) bool {
	switch {
	case m.Kind == contract.EachKey || m.Kind == contract.EachValue || m.Kind == contract.ValuesOnly:
		c.each(at, rule, m, expected, actual)
		return false
	case m.Kind == contract.ArrayContains:
		c.contains(at, m, expected, actual)
		return false
	case m.Kind == contract.IgnoreOrder:
		c.unordered(at, m, expected, actual)
		return false
	case m.Kind == contract.Equality && !c.exact && expected.Kind == actual.Kind && expected.Kind >= spec.List:
		return c.exactly(at, m, expected, actual)
	case expected.Kind != actual.Kind || expected.Kind < spec.List || m.Kind == contract.NotEmpty || ofScalars(m.Kind, actual.Kind):
		if err := c.holds(m, expected, actual); err != nil {
			c.broken(at, m, expected, actual, err)
			return false
		}
	}
	if !cascaded {
		c.bounds(at, m, expected, actual)
	}
	return true
}

// exactly compares objects and arrays that are to be equal: they hold nothing else, whatever rules are about
// what is in them. It reports whether they are; then these rules hold, too.
func (c *comparison) exactly(at route, m *contract.Matcher, expected, actual *spec.Value) bool {
	try := c.alike()
	try.exact, try.strict = true, true
	try.rules = newRules([]*contract.Rule{{Path: contract.Path{Steps: []contract.Step{{Kind: contract.Root}}}, Matchers: []*contract.Matcher{m}}})
	try.value(at, expected, actual)
	for _, f := range try.found {
		c.add(f)
	}
	c.left += try.left
	return len(try.found) == 0
}

// inside compares what an object or array holds. Only equality says how many items an array has; for
// all others the first expected item is the example of those that have none.
func (c *comparison) inside(at route, expected, actual *spec.Value) {
	switch {
	case expected.Kind == spec.Map && actual.Kind == spec.Map:
		c.members(at, expected, actual)
	case expected.Kind != spec.List || actual.Kind != spec.List:
	case c.exact:
		c.items(at, expected, actual)
	default:
		c.examples(at, expected, actual)
	}
}

// bounds holds the number of items, or of an object's keys, against min and max.
func (c *comparison) bounds(at route, m *contract.Matcher, expected, actual *spec.Value) {
	n, things := len(actual.Items), "items"
	switch actual.Kind {
	case spec.Map:
		n, things = len(actual.Members), "keys"
	case spec.List:
	default:
		return
	}
	if err := within(m, n, things); err != nil {
		c.broken(at, m, expected, actual, err)
	}
}

// within reports whether a number of things is between min and max of the matcher.
func within(m *contract.Matcher, n int, things string) error {
	if m.Min != nil && n < *m.Min {
		return fmt.Errorf("expected at least %d %s, but there are %d", *m.Min, things, n)
	}
	if m.Max != nil && n > *m.Max {
		return fmt.Errorf("expected at most %d %s, but there are %d", *m.Max, things, n)
	}
	return nil
}

// equal compares a value that no rule is about.
func (c *comparison) equal(at route, expected, actual *spec.Value) {
	switch {
	case expected.Kind != actual.Kind:
		c.differ(at, expected, actual, fmt.Sprintf("expected %s, but got %s", article(expected), article(actual)))
	case expected.Kind == spec.Map:
		c.members(at, expected, actual)
	case expected.Kind == spec.List:
		c.items(at, expected, actual)
	case !same(expected, actual):
		c.differ(at, expected, actual, fmt.Sprintf("expected %s, but got %s", short(show(expected)), short(show(actual))))
	}
}

// members compares two objects by key, in the order of the contract, then what was not expected.
func (c *comparison) members(at route, expected, actual *spec.Value) {
	theirs := index(actual)
	for _, m := range expected.Members {
		if value := theirs[m.Key]; value != nil {
			c.value(at.field(m.Key), m.Value, value)
			continue
		}
		c.add(Mismatch{Path: at.field(m.Key).String(), Expected: show(m.Value), Message: fmt.Sprintf("the %s %q is missing", c.noun, m.Key), Span: m.KeySpan})
	}
	if c.strict {
		c.unexpected(at, expected, actual)
	}
}

// unexpected says which keys of an object are not those of the contract.
func (c *comparison) unexpected(at route, expected, actual *spec.Value) {
	ours := index(expected)
	for _, m := range actual.Members {
		if ours[m.Key] == nil {
			c.add(Mismatch{Path: at.field(m.Key).String(), Actual: show(m.Value), Message: fmt.Sprintf("the %s %q is not expected", c.noun, m.Key), Span: expected.Span})
		}
	}
}

// index returns the values of an object by key; of a key that stands there twice the last one counts.
func index(v *spec.Value) map[string]*spec.Value {
	byKey := make(map[string]*spec.Value, len(v.Members))
	for _, m := range v.Members {
		byKey[m.Key] = m.Value
	}
	return byKey
}

// items compares two arrays position by position.
func (c *comparison) items(at route, expected, actual *spec.Value) {
	if len(expected.Items) != len(actual.Items) {
		c.differ(at, expected, actual, fmt.Sprintf("expected %d items, but there are %d", len(expected.Items), len(actual.Items)))
	}
	for i := range min(len(expected.Items), len(actual.Items)) {
		c.value(at.item(i), expected.Items[i], actual.Items[i])
	}
}

// examples compares the items of an array with the expected ones, of which the first stands for those
// that have no example of their own.
func (c *comparison) examples(at route, expected, actual *spec.Value) {
	if len(expected.Items) == 0 {
		return
	}
	for i, item := range actual.Items {
		example := expected.Items[0]
		if i < len(expected.Items) {
			example = expected.Items[i]
		}
		c.value(at.item(i), example, item)
	}
}

func article(v *spec.Value) string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[v.Kind]
}

// same reports whether two scalars are equal. Numbers are if they have the same value and are both
// written as integers or both not, for many consumers can't read 1.0 where they saw 1.
func same(a, b *spec.Value) bool {
	if a.Kind == spec.Num && b.Kind == spec.Num {
		return fractional(a.Text) == fractional(b.Text) && sameNumber(a.Text, b.Text)
	}
	return a.Kind == b.Kind && a.Text == b.Text
}
