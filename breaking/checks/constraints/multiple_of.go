package constraints

import (
	"math/big"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var multipleOf = breaking.New(breaking.Meta{
	ID: "multiple-of", Title: "what numbers must be multiples of", Group: "constraints",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"multipleOf"},
}, breaking.Hooks{Type: compareMultipleOf})

func compareMultipleOf(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new, ok := constraintsOf(pair)
	if !ok {
		return
	}
	f := facet{name: "multipleOf", what: "the step", effect: stepEffect(old.MultipleOf, new.MultipleOf, pair.Old.Kind)}
	if b := old.MultipleOf; b != nil {
		f.from, f.old = b.Text, b.Span
	}
	if b := new.MultipleOf; b != nil {
		f.to, f.new = b.Text, b.Span
	}
	f.report(p)
}

// stepEffect says what another step does: the multiples of 6 are multiples of 3.
func stepEffect(old, new *spec.Bound, kind spec.Kind) breaking.Effect {
	if old != nil && breaking.Number(old.Text) == nil || new != nil && breaking.Number(new.Text) == nil {
		return breaking.Undecided
	}
	before, after := step(old, kind), step(new, kind)
	return contained(divides(after, before), divides(before, after))
}

// step returns what the values are multiples of, nil if of nothing. Integers are multiples of 1.
func step(b *spec.Bound, kind spec.Kind) *big.Rat {
	var n *big.Rat
	if b != nil {
		n = breaking.Number(b.Text)
	}
	switch {
	case kind != spec.KindInteger:
	case n == nil:
		n = big.NewRat(1, 1)
	default:
		n = new(big.Rat).SetInt(n.Num()) // the integers among the multiples of a/b are those of a
	}
	if n != nil && n.Sign() <= 0 {
		return nil
	}
	return n
}

// divides reports whether all multiples of n are multiples of the divisor; nil divides everything.
func divides(divisor, n *big.Rat) bool {
	switch {
	case divisor == nil:
		return true
	case n == nil:
		return false
	}
	return new(big.Rat).Quo(n, divisor).IsInt()
}
