package jsonpb

import (
	"math"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// mostSeconds is how long a Duration can be: about 10,000 years.
const mostSeconds = 315576000000

// setDuration reads seconds such as -1.5s.
func setDuration(m protoreflect.Message, text string) problem {
	seconds, nanos, ok := durationOf(text)
	switch {
	case !ok:
		return problem{errors.Format, "must be seconds such as 1.5s"}
	case seconds < -mostSeconds:
		return problem{errors.Minimum, "must be at least -315576000000s"}
	case seconds > mostSeconds:
		return problem{errors.Maximum, "must be at most 315576000000s"}
	}
	setTime(m, seconds, nanos)
	return problem{}
}

// durationOf reads a sign, digits without a zero before others, a point with at most nine digits, and s. The digits
// before the point or those after it may be missing.
func durationOf(text string) (seconds int64, nanos int32, ok bool) {
	text, ok = strings.CutSuffix(text, "s")
	text, negative := strings.CutPrefix(text, "-")
	if !negative {
		text = strings.TrimPrefix(text, "+")
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if !ok || text == "" || len(whole) > 1 && whole[0] == '0' || len(fraction) > len("999999999") || !isDigits(whole) || !isDigits(fraction) {
		return 0, 0, false
	}
	if seconds, ok = digitsOf(whole); !ok {
		return 0, 0, false
	}
	most, _ := digitsOf(fraction + "000000000"[len(fraction):])
	nanos = int32(most)
	if negative {
		return -seconds, -nanos, true
	}
	return seconds, nanos, true
}

func isDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// digitsOf reads digits, none as 0. False: there are too many.
func digitsOf(text string) (int64, bool) {
	if text == "" {
		return 0, true
	}
	i, err := strconv.ParseUint(text, 10, 64)
	return int64(i), err == nil && i <= math.MaxInt64
}
