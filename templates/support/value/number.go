package value

// maxExponentDigits keeps exponents within an int64, with room for sums.
const maxExponentDigits = 15

// Number is the literal of a JSON number taken apart: ±0.d1d2d3… × 10^exponent, where d1 isn't 0 unless the number is.
type number struct {
	negative bool
	digits   string // from the first digit other than 0 to the last; a point may stand among them
	count    int    // of digits in it
	exponent int64
}

// ScanNumber says whether text is a JSON number whose exponent has at most 15 digits, and whether it is whole.
func ScanNumber(text string) (integer, ok bool) { return false, false }

// CompareNumbers compares two JSON numbers exactly. Both must have passed ScanNumber.
func CompareNumbers(a, b string) int { return 0 }

// IsMultiple says whether a is a whole multiple of b, exactly. Both must have passed ScanNumber.
func IsMultiple(a, b string) bool { return false }

// AppendNumber appends the one form that all literals of the same value share.
func AppendNumber(dst []byte, literal string) []byte { return dst }

func scan(literal string) number { return number{} }

func (n number) sign() int       { return 0 }
func (n number) isInteger() bool { return int64(n.count) <= n.exponent }
