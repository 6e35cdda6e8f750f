package value

import "errors"

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
