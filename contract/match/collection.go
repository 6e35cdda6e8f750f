package match

import (
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// each holds the keys or values of an object, or the items of an array, against matchers. The keys of
// the example don't count.
func (c *comparison) each(at route, rule *contract.Rule, m *contract.Matcher, expected, actual *spec.Value) {
	switch {
	case expected.Kind != actual.Kind:
		c.broken(at, m, expected, actual, fmt.Errorf("expected %s, but got %s", article(expected), article(actual)))
	case actual.Kind == spec.Map && m.Kind == contract.EachKey:
		c.eachKey(at, m, actual)
		if !also(rule, contract.EachValue) && !also(rule, contract.ValuesOnly) {
			for _, member := range actual.Members {
				if value := example(expected, member.Key); value != nil {
					c.structure(at.field(member.Key), expected.Get(member.Key) != nil, value, member.Value)
				}
			}
		}
	case actual.Kind == spec.Map:
		c.cascading(at, contract.AnyField, m, func() {
			for _, member := range actual.Members {
				c.eachValue(at.field(member.Key), example(expected, member.Key), member.Value)
			}
		})
	case actual.Kind == spec.List && m.Kind != contract.EachKey:
		c.cascading(at, contract.AnyIndex, m, func() {
			for i, item := range actual.Items {
				c.eachValue(at.item(i), exampleAt(expected, i), item)
			}
		})
	default:
		c.broken(at, m, expected, actual, fmt.Errorf("expected an object, but got %s", article(actual)))
	}
}

func also(rule *contract.Rule, kind contract.MatcherKind) bool {
	for _, m := range rule.Matchers {
		if m.Kind == kind {
			return true
		}
	}
	return false
}

// eachKey holds the keys against the matchers.
func (c *comparison) eachKey(at route, m *contract.Matcher, actual *spec.Value) {
	keys := c.alike()
	keys.texts = true
	for _, member := range actual.Members {
		key := contract.Text(member.Key)
		for _, inner := range m.Matchers {
			if err := keys.holds(inner, key, key); err != nil {
				c.broken(at.field(member.Key), inner, nil, key, fmt.Errorf("the key does not fit: %w", err))
			}
		}
	}
}

// structure compares values of which a matcher of keys says nothing: by the rules that are about them, and
// otherwise what they are built of, if the expected value has their key. Scalars may be any.
func (c *comparison) structure(at route, same bool, expected, actual *spec.Value) {
	if c.known.work > maxWork {
		return
	}
	if rule, cascaded := c.choose(at); rule != nil {
		c.ruled(at, rule, cascaded, expected, actual)
		return
	}
	switch {
	case expected.Kind < spec.List:
	case expected.Kind != actual.Kind:
		if same {
			c.differ(at, expected, actual, fmt.Sprintf("expected %s, but got %s", article(expected), article(actual)))
		}
	case expected.Kind == spec.List:
		for i, item := range actual.Items {
			if example := exampleAt(expected, i); example != nil {
				c.structure(at.item(i), same, example, item)
			}
		}
	default:
		theirs := index(actual)
		for _, m := range expected.Members {
			if value := theirs[m.Key]; value != nil {
				c.structure(at.field(m.Key), same, m.Value, value)
				continue
			}
			if !same {
				continue
			}
			c.add(Mismatch{Path: at.field(m.Key).String(), Expected: show(m.Value), Message: fmt.Sprintf("the %s %q is missing", c.noun, m.Key), Span: m.KeySpan})
		}
		if same && c.strict {
			c.unexpected(at, expected, actual)
		}
	}
}

// cascading compares as if the matchers of eachValue were those of a rule for each value, which holds
// for all within it unless another rule is more precise.
func (c *comparison) cascading(at route, any contract.StepKind, m *contract.Matcher, compare func()) {
	if m.Kind == contract.EachValue {
		before := c.rules
		defer func() { c.rules = before }()
		steps := append(at.steps(), contract.Step{Kind: any})
		c.rules = before.with(&contract.Rule{Category: contract.InBody, Path: contract.Path{Steps: steps}, Matchers: m.Matchers})
	}
	compare()
}

// eachValue compares one value; without an example only matchers that need none say something of it.
func (c *comparison) eachValue(at route, expected, actual *spec.Value) {
	if expected == nil {
		expected = actual
	}
	c.value(at, expected, actual)
}

// example returns the expected value for a key, or that of the first key.
func example(expected *spec.Value, key string) *spec.Value {
	if v := expected.Get(key); v != nil || len(expected.Members) == 0 {
		return v
	}
	return expected.Members[0].Value
}

func exampleAt(expected *spec.Value, i int) *spec.Value {
	switch n := len(expected.Items); {
	case i < n:
		return expected.Items[i]
	case n > 0:
		return expected.Items[0]
	}
	return nil
}

// contains looks for an item for each variant, by the rules of the variant alone.
func (c *comparison) contains(at route, m *contract.Matcher, expected, actual *spec.Value) {
	if actual.Kind != spec.List || expected.Kind != spec.List {
		c.broken(at, m, expected, actual, fmt.Errorf("expected an array, but got %s", article(actual)))
		return
	}
	for _, v := range m.Variants {
		if v.Index >= len(expected.Items) || v.Index < 0 {
			c.broken(at, m, expected, actual, unchecked(fmt.Sprintf("the contract has no example at index %d for a variant", v.Index)))
			continue
		}
		if !c.hasVariant(v, expected.Items[v.Index], actual) {
			c.broken(at, m, expected.Items[v.Index], actual, fmt.Errorf("no item fits variant %d", v.Index))
		}
	}
}

func (c *comparison) hasVariant(v *contract.Variant, example, actual *spec.Value) bool {
	for _, item := range actual.Items {
		try := c.alike()
		try.rules = c.known.variant(v)
		if try.value(root(), example, item); len(try.found) == 0 {
			return true
		}
	}
	return false
}

// maxPairs bounds the work of finding partners for items in any order.
const maxPairs = 1 << 18

// unordered looks for a partner for each expected item.
func (c *comparison) unordered(at route, m *contract.Matcher, expected, actual *spec.Value) {
	if actual.Kind != spec.List || expected.Kind != spec.List {
		c.broken(at, m, expected, actual, fmt.Errorf("expected an array, but got %s", article(actual)))
		return
	}
	if err := c.count(m, len(expected.Items), len(actual.Items)); err != nil {
		c.broken(at, m, expected, actual, err)
		return
	}
	if len(expected.Items)*len(actual.Items) > maxPairs {
		c.broken(at, m, expected, actual, unchecked("the arrays are too long to be compared in any order"))
		return
	}
	for _, i := range c.partners(at, expected, actual) {
		c.broken(at, m, expected.Items[i], actual, fmt.Errorf("no item is left for the expected one at index %d", i))
	}
}

// count holds the number of items against the bounds; without bounds it is that of the example.
func (c *comparison) count(m *contract.Matcher, expected, actual int) error {
	if err := within(m, actual, "items"); err != nil {
		return err
	}
	switch {
	case m.Min == nil && m.Max == nil && expected != actual:
		return fmt.Errorf("expected %d items, but there are %d", expected, actual)
	case actual < expected && m.Min == nil:
		return errors.New("there are fewer items than expected")
	}
	return nil
}

// partners pairs expected and actual items so that as many as possible have a partner of their own,
// and returns the expected ones that have none.
func (c *comparison) partners(at route, expected, actual *spec.Value) (alone []int) {
	fits := make([][]int, len(expected.Items))
	for i, e := range expected.Items {
		for j, a := range actual.Items {
			try := c.alike()
			if try.value(at.item(i), e, a); len(try.found) == 0 {
				fits[i] = append(fits[i], j)
			}
		}
	}
	taken := make([]int, len(actual.Items)) // by whom, counted from 1
	for i := range fits {
		if !assign(i, fits, taken, make([]bool, len(taken))) {
			alone = append(alone, i)
		}
	}
	return alone
}

// assign finds a partner for i, moving others to other partners where need be (Kuhn's algorithm).
func assign(i int, fits [][]int, taken []int, seen []bool) bool {
	for _, j := range fits[i] {
		if seen[j] {
			continue
		}
		seen[j] = true
		if taken[j] == 0 || assign(taken[j]-1, fits, taken, seen) {
			taken[j] = i + 1
			return true
		}
	}
	return false
}
