package sample

import (
	"math/big"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// longestNumber bounds literals that are calculated with: no honest bound is longer.
const longestNumber = 400

// rational reads the literal of a number; false if it is too large to calculate with.
func rational(text string) (*big.Rat, bool) {
	if mantissa, exponent, ok := strings.Cut(strings.ToLower(text), "e"); len(mantissa) > longestNumber || ok && len(exponent) > 4 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// span is the range that a number has to lie in, and what it has to be a multiple of.
type span struct {
	low, high         *big.Rat // nil: no bound
	lowOpen, highOpen bool
	step              *big.Rat // nil: any
}

// number makes a number of the layers.
func (m *maker) number(all layers, whole bool) *spec.Value {
	var s span
	if whole {
		s.step = big.NewRat(1, 1)
	}
	for _, t := range all {
		if bad := s.narrow(t); bad != "" {
			return m.fail(t, bad, "this number is too large to calculate with")
		}
	}
	r := s.pick(m.turn + m.offset(20))
	if r == nil {
		return m.fail(all[0], "minimum", "no number lies between these bounds")
	}
	return number(decimal(r))
}

// narrow takes the bounds of one layer into account, and names the keyword that can't be read.
func (s *span) narrow(t *spec.Type) (bad string) {
	s.format(t)
	c := t.Constraints
	if c == nil {
		return ""
	}
	if !s.least(c.Minimum) {
		return "minimum"
	}
	if !s.greatest(c.Maximum) {
		return "maximum"
	}
	if c.MultipleOf != nil {
		step, ok := rational(c.MultipleOf.Text)
		if !ok || step.Sign() <= 0 {
			return "multipleOf"
		}
		s.step = common(s.step, step)
	}
	return ""
}

func (s *span) format(t *spec.Type) {
	switch t.Format {
	case "int32":
		s.least(&spec.Bound{Text: "-2147483648"})
		s.greatest(&spec.Bound{Text: "2147483647"})
	case "int64":
		s.least(&spec.Bound{Text: "-9223372036854775808"})
		s.greatest(&spec.Bound{Text: "9223372036854775807"})
	case "float":
		s.least(&spec.Bound{Text: "-3.4e38"})
		s.greatest(&spec.Bound{Text: "3.4e38"})
	}
}

func (s *span) least(b *spec.Bound) bool {
	if b == nil {
		return true
	}
	r, ok := rational(b.Text)
	if ok && (s.low == nil || r.Cmp(s.low) > 0 || r.Cmp(s.low) == 0 && b.Exclusive) {
		s.low, s.lowOpen = r, b.Exclusive
	}
	return ok
}

func (s *span) greatest(b *spec.Bound) bool {
	if b == nil {
		return true
	}
	r, ok := rational(b.Text)
	if ok && (s.high == nil || r.Cmp(s.high) < 0 || r.Cmp(s.high) == 0 && b.Exclusive) {
		s.high, s.highOpen = r, b.Exclusive
	}
	return ok
}

// common returns the least common multiple of two steps.
func common(a, b *big.Rat) *big.Rat {
	if a == nil {
		return b
	}
	// lcm(p/q, r/s) = lcm(p, r) / gcd(q, s) in lowest terms.
	product := new(big.Int).Mul(a.Num(), b.Num())
	lcm := product.Div(product, new(big.Int).GCD(nil, nil, a.Num(), b.Num()))
	return new(big.Rat).SetFrac(lcm, new(big.Int).GCD(nil, nil, a.Denom(), b.Denom()))
}

// pick returns the number in the range that is `turn` steps from where one would start: 1, or the
// bound that is nearest. Nil if there is none.
func (s *span) pick(turn int) *big.Rat {
	step := s.step
	if step == nil {
		if s.low != nil && s.high != nil && s.low.Cmp(s.high) == 0 && s.holds(s.low) {
			return s.low
		}
		step = s.pace()
	}
	from := s.start(step)
	if from == nil || !s.holds(from) {
		return nil
	}
	if next := new(big.Rat).Add(from, new(big.Rat).Mul(step, big.NewRat(int64(turn), 1))); s.holds(next) {
		return next
	}
	if next := new(big.Rat).Sub(from, new(big.Rat).Mul(step, big.NewRat(int64(turn), 1))); s.holds(next) {
		return next
	}
	return s.within(from, step, turn)
}

// within goes round among the numbers of a range that has fewer than `turn`.
func (s *span) within(from, step *big.Rat, turn int) *big.Rat {
	n := 1
	for at := new(big.Rat).Add(from, step); n <= turn && s.holds(at); n++ {
		at.Add(at, step)
	}
	return new(big.Rat).Add(from, new(big.Rat).Mul(step, big.NewRat(int64(turn%n), 1)))
}

// pace is the distance between the numbers that are tried if every number is allowed: 1, or less
// where the range is narrow.
func (s *span) pace() *big.Rat {
	one := big.NewRat(1, 1)
	if s.low == nil || s.high == nil {
		return one
	}
	width := new(big.Rat).Sub(s.high, s.low)
	if width.Sign() <= 0 || width.Cmp(big.NewRat(2, 1)) >= 0 {
		return one
	}
	pace := one
	for tenth := big.NewRat(1, 10); new(big.Rat).Mul(pace, big.NewRat(2, 1)).Cmp(width) > 0; {
		pace = new(big.Rat).Mul(pace, tenth)
	}
	return pace
}

// start returns the multiple of the step nearest to 1 from which on numbers are taken: the least in
// the range if that lies above.
func (s *span) start(step *big.Rat) *big.Rat {
	one := big.NewRat(1, 1)
	if first := multiple(one, step, true); s.holds(first) {
		return first
	}
	if s.low != nil && s.low.Cmp(one) >= 0 || s.high == nil {
		return s.above(step)
	}
	if below := s.below(step); below != nil && s.holds(below) {
		return below
	}
	return s.above(step)
}

func (s *span) above(step *big.Rat) *big.Rat {
	if s.low == nil {
		return new(big.Rat)
	}
	at := multiple(s.low, step, true)
	if s.lowOpen && at.Cmp(s.low) == 0 {
		at.Add(at, step)
	}
	return at
}

func (s *span) below(step *big.Rat) *big.Rat {
	if s.high == nil {
		return nil
	}
	at := multiple(s.high, step, false)
	if s.highOpen && at.Cmp(s.high) == 0 {
		at.Sub(at, step)
	}
	return at
}

// multiple returns the least multiple of step that is not below r, or the greatest not above.
func multiple(r, step *big.Rat, up bool) *big.Rat {
	q := new(big.Rat).Quo(r, step)
	n, rest := new(big.Int).DivMod(q.Num(), q.Denom(), new(big.Int))
	if up && rest.Sign() != 0 {
		n.Add(n, big.NewInt(1))
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(n), step)
}

func (s *span) holds(r *big.Rat) bool {
	if s.low != nil && (r.Cmp(s.low) < 0 || s.lowOpen && r.Cmp(s.low) == 0) {
		return false
	}
	return s.high == nil || r.Cmp(s.high) < 0 || !s.highOpen && r.Cmp(s.high) == 0
}

// decimal writes a number without an exponent. Steps and bounds are decimals, so it is exact.
func decimal(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	return strings.TrimRight(r.FloatString(longestNumber), "0")
}
