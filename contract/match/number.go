package match

import (
	"math/big"
	"strings"
)

// sameNumber reports whether two literals of JSON numbers have the same value, however long they are.
func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	x, y := canonical(a), canonical(b)
	return x.digits == y.digits && (x.digits == "" || x.negative == y.negative && x.exponent.Cmp(y.exponent) == 0)
}

// number is ±0.digits × 10^exponent without zeros at either end of the digits; zero has no digits.
type number struct {
	negative bool
	digits   string
	exponent *big.Int
}

func canonical(text string) number {
	n := number{exponent: new(big.Int)}
	text, n.negative = strings.CutPrefix(text, "-")
	mantissa := text
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa = text[:i]
		n.exponent.SetString(strings.TrimPrefix(text[i+1:], "+"), 10)
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	trimmed := strings.TrimLeft(digits, "0")
	n.exponent.Add(n.exponent, big.NewInt(int64(len(whole)-(len(digits)-len(trimmed)))))
	n.digits = strings.TrimRight(trimmed, "0")
	return n
}

// fractional reports whether a literal is written with a fraction or an exponent, as the matchers of
// integers and decimals tell them apart.
func fractional(text string) bool { return strings.ContainsAny(text, ".eE") }

// isNumber reports whether a text is a decimal number as JSON would write it, + and leading zeros allowed.
func isNumber(text string) bool {
	text = unsigned(text)
	mantissa, exponent := text, "0"
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], unsigned(text[i+1:])
	}
	whole, fraction, dotted := strings.Cut(mantissa, ".")
	return allDigits(whole) && allDigits(exponent) && (!dotted || allDigits(fraction))
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// isInteger reports whether a text is a whole number in decimal digits.
func isInteger(text string) bool { return allDigits(unsigned(text)) }

func unsigned(text string) string {
	if text != "" && (text[0] == '-' || text[0] == '+') {
		return text[1:]
	}
	return text
}
