package breaking

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// mergeConstraints returns the constraints that hold where both sets do: of two bounds the tighter.
func mergeConstraints(a, b *spec.Constraints) *spec.Constraints {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	out := *a
	out.Other = append(slices.Clip(a.Other), b.Other...)
	second := func(name string, v *spec.Value) {
		out.Other = append(out.Other, spec.Attribute{Name: name, Value: v, Span: v.Span})
	}
	out.MinLength, out.MaxLength = larger(a.MinLength, b.MinLength), smaller(a.MaxLength, b.MaxLength)
	out.MinBytes, out.MaxBytes = larger(a.MinBytes, b.MinBytes), smaller(a.MaxBytes, b.MaxBytes)
	out.MinItems, out.MaxItems = larger(a.MinItems, b.MinItems), smaller(a.MaxItems, b.MaxItems)
	out.MinProperties = larger(a.MinProperties, b.MinProperties)
	out.MaxProperties = smaller(a.MaxProperties, b.MaxProperties)
	out.Minimum, out.Maximum = tighter(a.Minimum, b.Minimum, 1), tighter(a.Maximum, b.Maximum, -1)
	out.MultipleOf = cmp.Or(a.MultipleOf, b.MultipleOf)
	if a.MultipleOf != nil && b.MultipleOf != nil && number(a.MultipleOf.Text) != number(b.MultipleOf.Text) {
		second("multipleOf", &spec.Value{Kind: spec.Num, Text: b.MultipleOf.Text, Span: b.MultipleOf.Span})
	}
	out.UniqueItems, out.DefinedOnly = a.UniqueItems || b.UniqueItems, a.DefinedOnly || b.DefinedOnly
	out.Const = cmp.Or(a.Const, b.Const)
	if a.Const != nil && b.Const != nil && Text(a.Const) != Text(b.Const) {
		second("const", b.Const)
	}
	out.NotIn = append(slices.Clip(a.NotIn), b.NotIn...)
	out.In = commonValues(a.In, b.In)
	if len(out.In) == 0 && len(a.In) > 0 { // nothing is allowed, which no list says
		out.In = a.In
		second("in", &spec.Value{Kind: spec.List, Items: b.In})
	}
	out.Rules = append(slices.Clip(a.Rules), b.Rules...)
	if out.Pattern = cmp.Or(a.Pattern, b.Pattern); b.Pattern != "" && b.Pattern != out.Pattern {
		second("pattern", &spec.Value{Kind: spec.Str, Text: b.Pattern})
	}
	return &out
}

func smaller(a, b *spec.Limit) *spec.Limit {
	if a == nil || b != nil && b.N < a.N {
		return b
	}
	return a
}

func larger(a, b *spec.Limit) *spec.Limit {
	if a == nil || b != nil && b.N > a.N {
		return b
	}
	return a
}

// tighter returns the larger of two lower bounds (sign 1), or the smaller of two upper ones (-1).
func tighter(a, b *spec.Bound, sign int) *spec.Bound {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	order, ok := CompareNumbers(b.Text, a.Text)
	if ok && (order*sign > 0 || order == 0 && b.Exclusive) {
		return b
	}
	return a
}

// CompareNumbers compares two decimal literals exactly. ok is false if one is no number, or has an
// exponent that no bound needs.
func CompareNumbers(a, b string) (order int, ok bool) {
	x, y := Number(a), Number(b)
	if x == nil || y == nil {
		return 0, false
	}
	return x.Cmp(y), true
}

// Number returns the exact value of a decimal literal; nil if it is none, or has an exponent that no
// bound needs.
func Number(text string) *big.Rat {
	if len(text) > 400 {
		return nil
	}
	// "1e999999999" is a short literal of a very long number.
	if f, _, err := big.ParseFloat(text, 10, 64, big.ToNearestEven); err != nil || f.MantExp(nil) > 5000 || f.MantExp(nil) < -5000 {
		return nil
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return r
}

func commonValues(a, b []*spec.Value) []*spec.Value {
	if len(a) == 0 || len(b) == 0 {
		return append(slices.Clip(a), b...)
	}
	return slices.DeleteFunc(slices.Clone(a), func(v *spec.Value) bool {
		return !slices.ContainsFunc(b, func(w *spec.Value) bool { return Text(w) == Text(v) })
	})
}
