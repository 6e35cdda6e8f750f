package constraints

import (
	"math/big"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var numberRange = breaking.New(breaking.Meta{
	ID: "range", Title: "the least and the largest value of numbers, durations and times", Group: "constraints",
	Formats: breaking.BothFormats, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: append([]string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}, protoRules...),
}, breaking.Hooks{Type: compareRange})

func compareRange(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new, ok := constraintsOf(pair)
	if !ok {
		return
	}
	lower := boundFacet("minimum", "", old.Minimum, new.Minimum, pair, 1)
	upper := boundFacet("maximum", "", old.Maximum, new.Maximum, pair, -1)
	outside(&lower, &upper, inverted(old.Minimum, old.Maximum), inverted(new.Minimum, new.Maximum))
	lower.report(p)
	upper.report(p)
	for _, kind := range momentKinds {
		compareMoments(p, kind, old, new)
	}
}

// boundFacet compares a lower bound (sign 1) or an upper one (-1).
func boundFacet(name, unit string, old, new *spec.Bound, pair breaking.Pair[spec.Type], sign int) facet {
	f := facet{name: name, what: "the " + name, effect: tightening(tight(old, pair.Old, sign), tight(new, pair.New, sign), sign)}
	if old != nil {
		f.from, f.old = boundText(old, unit), old.Span
	}
	if new != nil {
		f.to, f.new = boundText(new, unit), new.Span
	}
	return f
}

func boundText(b *spec.Bound, unit string) string {
	if b.Exclusive {
		return b.Text + unit + " (exclusive)"
	}
	return b.Text + unit
}

// limitOf is a bound as a number.
type limitOf struct {
	at        *big.Rat // nil: no bound
	exclusive bool
	unknown   bool // it is no number
}

// tight reads a bound. For integers, more than 4 is the same as at least 5.
func tight(b *spec.Bound, t *spec.Type, sign int) limitOf {
	if b == nil {
		return limitOf{}
	}
	n := breaking.Number(b.Text)
	switch {
	case n == nil:
		return limitOf{unknown: true}
	case b.Exclusive && t != nil && t.Kind == spec.KindInteger && n.IsInt():
		return limitOf{at: n.Add(n, big.NewRat(int64(sign), 1))}
	}
	return limitOf{at: n, exclusive: b.Exclusive}
}

// tightening returns what moving a bound does.
func tightening(old, new limitOf, sign int) breaking.Effect {
	switch {
	case old.unknown || new.unknown:
		return breaking.Undecided
	case old.at == nil && new.at == nil:
		return breaking.None
	case old.at == nil:
		return breaking.Narrows
	case new.at == nil:
		return breaking.Widens
	}
	switch order := new.at.Cmp(old.at) * sign; {
	case order > 0 || order == 0 && new.exclusive && !old.exclusive:
		return breaking.Narrows
	case order < 0 || order == 0 && old.exclusive && !new.exclusive:
		return breaking.Widens
	}
	return breaking.None
}

// inverted reports whether a lower bound lies above the upper one: protovalidate then allows what is
// outside of them. In a schema of OpenAPI nothing is valid then.
func inverted(lower, upper *spec.Bound) bool {
	if lower == nil || upper == nil {
		return false
	}
	order, ok := breaking.CompareNumbers(lower.Text, upper.Text)
	return ok && order > 0
}

// outside leaves undecided what two bounds do together that come to mean, or no longer mean, the
// values outside of them.
func outside(lower, upper *facet, before, after bool) {
	if before == after {
		return
	}
	for _, f := range []*facet{lower, upper} {
		if f.effect != breaking.None {
			f.effect = breaking.Undecided
		}
	}
}
