package jsonpb

import (
	"math"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// The functions below read JSON numbers: 1.0 and 1e2 are integers.

func signed(text string, size int) (int64, problem) {
	if i, err := strconv.ParseInt(text, 10, size); err == nil {
		return i, problem{}
	}
	digits, code := plain(text)
	i, err := strconv.ParseInt(digits, 10, size)
	if err != nil {
		return 0, outside(code, math.MinInt64>>(64-size), math.MaxInt64>>(64-size))
	}
	return i, problem{}
}

func unsigned(text string, size int) (uint64, problem) {
	if i, err := strconv.ParseUint(text, 10, size); err == nil {
		return i, problem{}
	}
	digits, code := plain(text)
	i, err := strconv.ParseUint(digits, 10, size)
	if err != nil {
		return 0, outside(code, 0, math.MaxUint64>>(64-size))
	}
	return i, problem{}
}

// outside describes why a number isn't an integer between two others.
func outside(code string, least int64, most uint64) problem {
	switch code {
	case errors.Minimum:
		return problem{code, "must be at least " + strconv.FormatInt(least, 10)}
	case errors.Maximum:
		return problem{code, "must be at most " + strconv.FormatUint(most, 10)}
	}
	return problem{code, "must be an integer"}
}

// mostDigits is how many digits the largest integer has.
const mostDigits = 20

// plain writes a JSON number without fraction and exponent; the text is empty if it is none or far too large. The code
// is what is wrong then, or if it is out of range.
func plain(text string) (digits, code string) {
	sign, code := "", errors.Maximum
	if text[0] == '-' {
		sign, text, code = "-", text[1:], errors.Minimum
	}
	mantissa, exponent := text, 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa = text[:i]
		exponent = exponentOf(text[i+1:])
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	switch point := len(whole) + exponent; {
	case whole == "" && fraction == "":
		return "0", code
	case exponent >= len(fraction) && point <= mostDigits:
		return sign + whole + fraction + strings.Repeat("0", exponent-len(fraction)), code
	case exponent >= len(fraction):
		return "", code
	case fraction == "" && point > 0 && strings.Trim(whole[point:], "0") == "":
		return sign + whole[:point], code
	}
	return "", errors.Type
}

// exponentOf gives a number that is far enough from 0 where there is no room for the exponent.
func exponentOf(text string) int {
	const far = 1 << 30
	e, _ := strconv.ParseInt(text, 10, 32)
	return int(min(max(e, -far), far))
}
