package value

import (
	"errors"
	"strconv"
	"strings"
)

// Decimal is an exact decimal number such as money. It keeps the digits that it was made of: 10.50 stays 10.50, so
// compare with Cmp, not with ==. The zero value is 0.
type Decimal struct {
	literal string // a JSON number; empty: 0
}

var errDecimal = errors.New("must be a decimal number such as 12.50")

// ParseDecimal reads the form of a JSON number: -12.50, 1e3. Exponents beyond 15 digits are an error.
func ParseDecimal(text string) (Decimal, error) {
	if size, _, _ := ScanNumber(text); size == 0 || size < len(text) {
		return Decimal{}, errDecimal
	}
	return Decimal{text}, nil
}

// String gives the digits that the number was made of.
func (d Decimal) String() string {
	if d.literal == "" {
		return "0"
	}
	return d.literal
}

// AppendText appends the digits that the number was made of. It never fails.
func (d Decimal) AppendText(dst []byte) ([]byte, error) { return append(dst, d.String()...), nil }

// Cmp is -1, 0 or +1 as d is less than, equal to or greater than other. It is exact, and its cost doesn't depend on
// exponents.
func (d Decimal) Cmp(other Decimal) int { return CompareNumbers(d.String(), other.String()) }

// Sign is -1, 0 or +1.
func (d Decimal) Sign() int { return scan(d.String()).sign() }

// IsInteger says whether the number is whole: 1.0 and 1e3 are.
func (d Decimal) IsInteger() bool { return scan(d.String()).isInteger() }

// DecimalOf makes units · 10^-places: DecimalOf(1250, 2) is 12.50. Places are 0 to 18.
func DecimalOf(units int64, places int) Decimal {
	text := strconv.FormatInt(units, 10)
	sign := ""
	if units < 0 {
		sign, text = "-", text[1:]
	}
	if places <= 0 {
		return Decimal{sign + text}
	}
	if missing := places + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	point := len(text) - places
	return Decimal{sign + text[:point] + "." + text[point:]}
}

// Scaled gives d · 10^places: cents for 2 places. It is false if that isn't whole or an int64 doesn't hold it.
func (d Decimal) Scaled(places int) (units int64, ok bool) {
	n := scan(d.String())
	n.exponent += int64(places)
	size, ok := n.whole()
	switch {
	case !ok || !n.isInteger() || size > 1<<63 || size == 1<<63 && !n.negative:
		return 0, false
	case n.negative:
		return -int64(size), true
	}
	return int64(size), true
}
