package value

import (
	"math"
	"strconv"
	"strings"
)

// maxExponentDigits keeps exponents within an int64, with room for sums.
const maxExponentDigits = 15

// number is the literal of a JSON number taken apart: ±0.d1d2d3… × 10^exponent, where d1 isn't 0.
type number struct {
	negative bool
	digits   string // from the first digit other than 0 to the last; a point may stand among them; empty: 0
	count    int    // of the digits in it
	exponent int64
}

// ScanNumber measures the JSON number that text starts with; size is 0 if it starts with none, or with one whose
// exponent has more than 15 digits. whole says whether its value is an integer, plain whether it is written as one.
func ScanNumber(text string) (size int, whole, plain bool) {
	i := 0
	if i < len(text) && text[i] == '-' {
		i++
	}
	start := i
	i = skipDigits(text, i)
	if i == start || text[start] == '0' && i > start+1 {
		return 0, false, false
	}
	if i == len(text) || text[i] != '.' && text[i]|0x20 != 'e' {
		return i, true, true
	}
	size = scanFraction(text, i)
	return size, size > 0 && scan(text[:size]).isInteger(), false
}

// scanFraction measures the fraction and the exponent at i; the result is 0 if they are none, else their end.
func scanFraction(text string, i int) int {
	if text[i] == '.' {
		from := i + 1
		if i = skipDigits(text, from); i == from {
			return 0
		}
	}
	if i == len(text) || text[i]|0x20 != 'e' {
		return i
	}
	i++
	if i < len(text) && (text[i] == '+' || text[i] == '-') {
		i++
	}
	from := i
	if i = skipDigits(text, from); i == from {
		return 0
	}
	for from < i && text[from] == '0' {
		from++
	}
	if i-from > maxExponentDigits {
		return 0
	}
	return i
}

func skipDigits(text string, i int) int {
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	return i
}

// scan takes a literal apart that is known to be a number.
func scan(literal string) number {
	n := number{negative: literal[0] == '-'}
	if n.negative {
		literal = literal[1:]
	}
	end := mantissa(literal)
	point, first, last := -1, -1, -1
	for i := range end {
		switch c := literal[i]; {
		case c == '.':
			point = i
		case c != '0':
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return number{}
	}
	return n.place(literal, first, last, point, end)
}

// mantissa measures what stands before the exponent.
func mantissa(literal string) int {
	if i := strings.IndexAny(literal, "eE"); i >= 0 {
		return i
	}
	return len(literal)
}

// place fills in the digits from first to last and the exponent, given where the point and the mantissa's end are.
func (n number) place(literal string, first, last, point, end int) number {
	if point < 0 {
		point = end
	}
	n.digits, n.count = literal[first:last+1], last+1-first
	if first < point && point < last {
		n.count--
	}
	n.exponent = int64(point - first)
	if first > point {
		n.exponent++
	}
	if end < len(literal) {
		e, _ := strconv.ParseInt(literal[end+1:], 10, 64)
		n.exponent += e
	}
	return n
}

func (n number) sign() int {
	switch {
	case n.count == 0:
		return 0
	case n.negative:
		return -1
	}
	return 1
}

func (n number) isInteger() bool { return int64(n.count) <= n.exponent || n.count == 0 }

// CompareNumbers is -1, 0 or +1 as a is less than, equal to or greater than b, exactly. Both must be JSON numbers that
// ScanNumber measures.
func CompareNumbers(a, b string) int {
	x, y := scan(a), scan(b)
	if x.sign() != y.sign() {
		return compare(x.sign(), y.sign())
	}
	return x.sign() * x.compareSize(y)
}

func (n number) compareSize(m number) int {
	if n.exponent != m.exponent && n.count > 0 {
		return compare(n.exponent, m.exponent)
	}
	i, j := 0, 0
	for i < len(n.digits) && j < len(m.digits) {
		switch {
		case n.digits[i] == '.':
			i++
		case m.digits[j] == '.':
			j++
		case n.digits[i] != m.digits[j]:
			return compare(n.digits[i], m.digits[j])
		default:
			i++
			j++
		}
	}
	return compare(n.count, m.count)
}

func compare[T int | int64 | byte](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// AppendNumber appends the one form that all literals of the same value share, such as -125e-2.
func AppendNumber(dst []byte, literal string) []byte {
	n := scan(literal)
	if n.count == 0 {
		return append(dst, '0')
	}
	if n.negative {
		dst = append(dst, '-')
	}
	for i := range len(n.digits) {
		if n.digits[i] != '.' {
			dst = append(dst, n.digits[i])
		}
	}
	return strconv.AppendInt(append(dst, 'e'), n.exponent-int64(n.count), 10)
}

// IsMultiple says whether a is a whole multiple of b, exactly. Both must be JSON numbers that ScanNumber measures; no
// number is a multiple of 0. The cost grows with the digits, not with the exponents.
func IsMultiple(a, b string) bool {
	x, y := scan(a), scan(b)
	if x.count == 0 || y.count == 0 {
		return y.count > 0
	}
	// x = X·10^p and y = Y·10^q with whole X and Y that 10 doesn't divide, so the quotient is whole only if p ≥ q.
	shift := (x.exponent - int64(x.count)) - (y.exponent - int64(y.count))
	if shift < 0 {
		return false
	}
	if y.count < 20 {
		if m, ok := y.small(); ok {
			return multiply(x.modulo(m), power10(shift, m), m) == 0
		}
	}
	return x.isMultipleOfBig(y, shift)
}

// Whole gives the size of a whole number, such as 12 for -1.2e1; ok is false if 64 bits don't hold it. The literal must
// be a JSON number that ScanNumber measures and calls whole.
func Whole(literal string) (size uint64, negative, ok bool) {
	n := scan(literal)
	size, ok = n.whole()
	return size, n.negative, ok
}

func (n number) whole() (size uint64, ok bool) {
	size, ok = n.small()
	for zeros := n.exponent - int64(n.count); ok && size > 0 && zeros > 0; zeros-- {
		if size > math.MaxUint64/10 {
			return 0, false
		}
		size *= 10
	}
	return size, ok
}
