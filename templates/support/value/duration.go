package value

import (
	"errors"
	"strconv"
	"strings"
)

// Duration is a length of time of RFC 3339 appendix A (ISO 8601), such as P3DT4H. Years, months and days have no
// fixed length, so it is kept apart and isn't a time.Duration. The zero value is PT0S.
type Duration struct {
	Years, Months, Weeks, Days, Hours, Minutes, Seconds int64
}

var errDuration = errors.New("must be a duration such as P1DT12H")

// ParseDuration reads a duration such as P1Y2M3DT4H5M6S or P4W: whole numbers, the larger unit first, no unit left
// out between two, weeks only alone.
func ParseDuration(text string) (Duration, error) {
	var d Duration
	rest, ok := strings.CutPrefix(text, "P")
	day, clock, timed := strings.Cut(rest, "T")
	ok = ok && rest != "" && (!timed || clock != "")
	if strings.HasSuffix(day, "W") {
		ok = ok && !timed && parseUnits(day, "W", &d.Weeks)
	} else {
		ok = ok && parseUnits(day, "YMD", &d.Years, &d.Months, &d.Days)
	}
	if !ok || !parseUnits(clock, "HMS", &d.Hours, &d.Minutes, &d.Seconds) {
		return Duration{}, errDuration
	}
	return d, nil
}

// parseUnits reads numbers that are followed by units in that order, without a gap.
func parseUnits(text, units string, into ...*int64) bool {
	last := -1
	for text != "" {
		size := skipDigits(text, 0)
		if size == 0 || size == len(text) {
			return false
		}
		unit := strings.IndexByte(units, text[size])
		if unit < 0 || last >= 0 && unit != last+1 {
			return false
		}
		n, err := strconv.ParseInt(text[:size], 10, 64)
		if err != nil {
			return false
		}
		*into[unit], last, text = n, unit, text[size+1:]
	}
	return true
}

// AppendText appends the shortest form, PT0S for the zero value. A gap between two units is filled with 0, as RFC
// 3339 demands. What it has no form for is an error: negative numbers, weeks beside others.
func (d Duration) AppendText(dst []byte) ([]byte, error) {
	day, clock := [3]int64{d.Years, d.Months, d.Days}, [3]int64{d.Hours, d.Minutes, d.Seconds}
	none := [3]int64{}
	if min(d.Years, d.Months, d.Weeks, d.Days, d.Hours, d.Minutes, d.Seconds) < 0 || d.Weeks > 0 && (day != none || clock != none) {
		return dst, errDuration
	}
	switch {
	case d.Weeks > 0:
		return append(strconv.AppendInt(append(dst, 'P'), d.Weeks, 10), 'W'), nil
	case d == Duration{}:
		return append(dst, "PT0S"...), nil
	}
	dst = appendUnits(append(dst, 'P'), "YMD", day)
	if clock != none {
		dst = appendUnits(append(dst, 'T'), "HMS", clock)
	}
	return dst, nil
}

// appendUnits appends from the first unit that isn't 0 to the last.
func appendUnits(dst []byte, units string, n [3]int64) []byte {
	first, last := 0, len(n)
	for first < last && n[first] == 0 {
		first++
	}
	for last > first && n[last-1] == 0 {
		last--
	}
	for i := first; i < last; i++ {
		dst = append(strconv.AppendInt(dst, n[i], 10), units[i])
	}
	return dst
}

// String gives the shortest form, or "invalid duration".
func (d Duration) String() string {
	text, err := d.AppendText(nil)
	if err != nil {
		return "invalid duration"
	}
	return string(text)
}

// IsDuration says whether text has the form that ParseDuration reads, however large its numbers are.
func IsDuration(text string) bool {
	small := []byte(text)
	for i, c := range small {
		if '0' <= c && c <= '9' {
			small[i] = '0'
		}
	}
	_, err := ParseDuration(string(small))
	return err == nil
}
