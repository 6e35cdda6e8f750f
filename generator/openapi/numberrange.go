package openapi

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// rangePattern matches the integers between two bounds, as JSON writes them; one that is nil is that of the type.
func rangePattern(t *spec.Type, low, high *spec.Bound) string {
	least, most := inclusive(low, 1), inclusive(high, -1)
	if least == nil && unsigned(t.Format) {
		least = new(big.Int)
	}
	var parts []string
	longest := 19 // digits of the greatest int64
	if unsigned(t.Format) {
		longest = 20
	}
	if most == nil || most.Sign() >= 0 {
		parts = append(parts, upwards(atLeastZero(least), most, longest)...)
	}
	if least == nil || least.Sign() < 0 {
		parts = append(parts, prefixed("-", upwards(atLeastOne(negated(most)), negated(least), longest))...)
	}
	if len(parts) == 1 {
		return "^" + parts[0] + "$"
	}
	return "^(" + strings.Join(parts, "|") + ")$"
}

// inclusive returns a bound as the last integer that it allows; nil: none, or no integer.
func inclusive(b *spec.Bound, step int64) *big.Int {
	if b == nil {
		return nil
	}
	n, ok := new(big.Int).SetString(b.Text, 10)
	if ok && b.Exclusive {
		n.Add(n, big.NewInt(step))
	}
	if !ok {
		return nil
	}
	return n
}

func negated(n *big.Int) *big.Int {
	if n == nil {
		return nil
	}
	return new(big.Int).Neg(n)
}

func atLeastZero(n *big.Int) *big.Int {
	if n == nil || n.Sign() < 0 {
		return new(big.Int)
	}
	return n
}

func atLeastOne(n *big.Int) *big.Int {
	if n == nil || n.Sign() < 1 {
		return big.NewInt(1)
	}
	return n
}

func prefixed(prefix string, all []string) []string {
	for i := range all {
		all[i] = prefix + all[i]
	}
	return all
}

// upwards matches the integers from one that is not negative to another; nil: to the longest.
func upwards(from, to *big.Int, longest int) []string {
	var parts []string
	if from.Sign() == 0 {
		parts = append(parts, "0")
		from = big.NewInt(1)
	}
	if to != nil && from.Cmp(to) > 0 {
		return parts
	}
	last := longest
	if to != nil {
		last = len(to.String())
	}
	for digits := len(from.String()); digits <= last; digits++ {
		first, end := "1"+strings.Repeat("0", digits-1), strings.Repeat("9", digits)
		whole := last
		if to != nil && strings.Trim(to.String(), "9") != "" {
			whole-- // the longest ones don't go up to nines
		}
		if from.Cmp(integerOf(first)) <= 0 && digits <= whole {
			parts = append(parts, "[1-9]"+digitsBetween(digits-1, whole-1))
			digits = whole
			continue
		}
		if from.Cmp(integerOf(first)) > 0 {
			first = from.String()
		}
		if to != nil && to.Cmp(integerOf(end)) < 0 {
			end = to.String()
		}
		parts = append(parts, sameLength(first, end))
	}
	return parts
}

func integerOf(digits string) *big.Int {
	n, _ := new(big.Int).SetString(digits, 10)
	return n
}

// sameLength matches the integers from a to b, which have as many digits.
func sameLength(a, b string) string {
	switch {
	case a == b:
		return a
	case strings.Trim(a, "0") == "" && strings.Trim(b, "9") == "":
		return digitsBetween(len(a), len(a))
	case a[0] == b[0]:
		return a[:1] + sameLength(a[1:], b[1:])
	case len(a) == 1:
		return class(a[0], b[0])
	}
	var parts []string
	low, high := a[0], b[0]
	if strings.Trim(a[1:], "0") != "" {
		parts = append(parts, a[:1]+sameLength(a[1:], strings.Repeat("9", len(a)-1)))
		low++
	}
	var end string
	if strings.Trim(b[1:], "9") != "" {
		end = b[:1] + sameLength(strings.Repeat("0", len(b)-1), b[1:])
		high--
	}
	if low <= high {
		parts = append(parts, class(low, high)+digitsBetween(len(a)-1, len(a)-1))
	}
	if end != "" {
		parts = append(parts, end)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, "|") + ")"
}

func class(a, b byte) string {
	if a == b {
		return string(a)
	}
	return "[" + string(a) + "-" + string(b) + "]"
}

func digitsBetween(low, high int) string {
	switch {
	case high == 0:
		return ""
	case low == high && low == 1:
		return "[0-9]"
	case low == high:
		return "[0-9]{" + strconv.Itoa(low) + "}"
	}
	return "[0-9]{" + strconv.Itoa(low) + "," + strconv.Itoa(high) + "}"
}
