package ecma

import (
	"math"
	"strconv"
	"strings"
)

// RE2 takes no count above mostRepeats. Larger ones are written as several in a row, up to the
// length at which a match would cost more than anyone wants to pay.
const (
	mostRepeats = 1000
	mostCopies  = 10
)

// quantifierAhead reports whether a quantifier follows. A brace that begins none is a literal.
func (t *translator) quantifierAhead() bool {
	switch t.in[t.at] {
	case '*', '+', '?':
		return true
	case '{':
		_, _, size := braces(t.in[t.at:])
		return size > 0
	}
	return false
}

// quantifier reads what may follow the atom whose translation begins at from. Greedy and lazy ones
// match the same texts.
func (t *translator) quantifier(from int) {
	if !t.more() || !t.quantifierAhead() {
		return
	}
	if low, high, size := braces(t.in[t.at:]); size > 0 {
		t.counted(from, low, high)
		t.at += size
	} else {
		t.out = append(t.out, t.in[t.at])
		t.at++
	}
	t.next("?")
}

// braces reads {n}, {n,} or {n,m} at the start of the text. high is -1 for no limit; size is 0 if
// there is no such quantifier.
func braces(text string) (low, high, size int) {
	end := strings.IndexByte(text, '}')
	if end < 0 || text[0] != '{' {
		return 0, 0, 0
	}
	first, second, ranged := strings.Cut(text[1:end], ",")
	low, ok := number(first)
	high = low
	if ranged && second == "" {
		high = -1
	} else if ranged && ok {
		high, ok = number(second)
	}
	if !ok {
		return 0, 0, 0
	}
	return low, high, end + 1
}

// number reads decimal digits. What is larger than anything becomes math.MaxInt32.
func number(digits string) (int, bool) {
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		return math.MaxInt32, true
	}
	return int(n), true
}

// counted writes the bounds behind the atom: one after the other what is more than RE2 takes at once.
func (t *translator) counted(from, low, high int) {
	switch {
	case high >= 0 && high < low:
		t.fail(t.at, "the bounds of this repetition are out of order")
		return
	case max(low, high) > mostRepeats*mostCopies:
		t.fail(t.at, "Go's regexp can't count as far as this repetition; use maxLength, or * and +")
		return
	}
	atom := string(t.out[from:])
	t.out = t.out[:from]
	optional := high - low
	for ; low > mostRepeats; low -= mostRepeats {
		t.emit(atom + "{" + strconv.Itoa(mostRepeats) + "}")
	}
	if high < 0 {
		t.emit(atom + "{" + strconv.Itoa(low) + ",}")
		return
	}
	first := min(optional, mostRepeats-low)
	t.emit(atom + bounds(low, low+first))
	for optional -= first; optional > 0; optional -= mostRepeats {
		t.emit(atom + bounds(0, min(optional, mostRepeats)))
	}
}

func bounds(low, high int) string {
	if low == high {
		return "{" + strconv.Itoa(low) + "}"
	}
	return "{" + strconv.Itoa(low) + "," + strconv.Itoa(high) + "}"
}
