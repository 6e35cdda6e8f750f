package wire

import (
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/value"
)

// The limits below are JSON numbers, compared as decimals: nothing is rounded.

// Minimum checks that a number isn't below a limit.
func (r *Reader) Minimum(n Node, limit string) bool {
	return !r.isNumber(n) || r.compare(n, limit) >= 0 || r.violate(n, errors.Minimum, "must be at least ", limit)
}

// Maximum checks that a number isn't above a limit.
func (r *Reader) Maximum(n Node, limit string) bool {
	return !r.isNumber(n) || r.compare(n, limit) <= 0 || r.violate(n, errors.Maximum, "must be at most ", limit)
}

// ExclusiveMinimum checks that a number is above a limit.
func (r *Reader) ExclusiveMinimum(n Node, limit string) bool {
	return !r.isNumber(n) || r.compare(n, limit) > 0 || r.violate(n, errors.ExclusiveMinimum, "must be more than ", limit)
}

// ExclusiveMaximum checks that a number is below a limit.
func (r *Reader) ExclusiveMaximum(n Node, limit string) bool {
	return !r.isNumber(n) || r.compare(n, limit) < 0 || r.violate(n, errors.ExclusiveMaximum, "must be less than ", limit)
}

// MultipleOf checks that a number is a whole multiple of a divisor above 0.
func (r *Reader) MultipleOf(n Node, divisor string) bool {
	nd := &r.nodes[n]
	if nd.kind&KindNumber == 0 {
		return true
	}
	if d, ok := short(divisor); ok && nd.flags&isShort != 0 && d > 0 {
		return shortInteger(r.text(nd))%d == 0 || r.violate(n, errors.MultipleOf, "must be a multiple of ", divisor)
	}
	return value.IsMultiple(r.text(nd), divisor) || r.violate(n, errors.MultipleOf, "must be a multiple of ", divisor)
}

func (r *Reader) isNumber(n Node) bool { return r.nodes[n].kind&KindNumber != 0 }

// compare is -1, 0 or +1 as the number n is less than, equal to or greater than limit.
func (r *Reader) compare(n Node, limit string) int {
	nd := &r.nodes[n]
	text := r.text(nd)
	if nd.flags&isShort != 0 {
		if b, ok := short(limit); ok {
			a := shortInteger(text)
			switch {
			case a < b:
				return -1
			case a > b:
				return 1
			}
			return 0
		}
	}
	return value.CompareNumbers(text, limit)
}

// short reads a literal that is written as an integer and is too small to overflow.
func short(literal string) (v int64, ok bool) {
	if len(literal) > shortDigits || literal == "" {
		return 0, false
	}
	for i := range len(literal) {
		if c := literal[i]; (c < '0' || c > '9') && (c != '-' || i > 0) {
			return 0, false
		}
	}
	return shortInteger(literal), true
}
