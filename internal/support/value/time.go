package value

import (
	"errors"
	"time"
)

var errTime = errors.New("must be a date and time such as 2006-01-02T15:04:05Z")

// ParseTime reads a date-time of RFC 3339. A leap second is read as the first moment of the next minute; it must be
// 23:59:60 UTC. Digits of the fraction after the ninth are cut off.
func ParseTime(text string) (time.Time, error) {
	if len(text) < len("2006-01-02T15:04:05Z") || text[10]|0x20 != 't' {
		return time.Time{}, errTime
	}
	date, err := ParseDate(text[:10])
	c, ok := parseClock(text[11:])
	if err != nil || !ok {
		return time.Time{}, errTime
	}
	return time.Date(date.Year, date.Month, date.Day, c.hour, c.minute, c.second, c.nanosecond, c.zone()), nil
}

// IsTime says whether text is a full-time of RFC 3339, such as 15:04:05.5+01:00.
func IsTime(text string) bool {
	_, ok := parseClock(text)
	return ok
}

type clock struct {
	hour, minute, second, nanosecond int
	offset                           int // minutes east of UTC
}

func parseClock(text string) (c clock, ok bool) {
	if len(text) < len("15:04:05Z") || text[2] != ':' || text[5] != ':' {
		return c, false
	}
	var ok1, ok2, ok3, ok4 bool
	c.hour, ok1 = digits(text[:2])
	c.minute, ok2 = digits(text[3:5])
	c.second, ok3 = digits(text[6:8])
	rest, fraction := text[8:], true
	if rest[0] == '.' {
		rest, fraction = c.parseFraction(rest[1:])
	}
	c.offset, ok4 = parseOffset(rest)
	return c, ok1 && ok2 && ok3 && ok4 && fraction && c.inRange()
}

func (c *clock) parseFraction(text string) (rest string, ok bool) {
	n, unit := 0, 100_000_000
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		c.nanosecond += unit * int(text[n]-'0')
		unit /= 10
		n++
	}
	return text[n:], n > 0
}

// parseOffset reads Z or an offset such as +01:00 as minutes.
func parseOffset(text string) (minutes int, ok bool) {
	if text == "Z" || text == "z" {
		return 0, true
	}
	if len(text) != 6 || text[3] != ':' || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	hour, ok1 := digits(text[1:3])
	minute, ok2 := digits(text[4:])
	minutes = hour*60 + minute
	if text[0] == '-' {
		minutes = -minutes
	}
	return minutes, ok1 && ok2 && hour < 24 && minute < 60
}

func (c clock) inRange() bool {
	const day = 24 * 60
	utc := (c.hour*60 + c.minute - c.offset + day) % day
	return c.hour < 24 && c.minute < 60 && (c.second < 60 || c.second == 60 && (utc+day)%day == day-1)
}

func (c clock) zone() *time.Location {
	if c.offset == 0 {
		return time.UTC
	}
	return time.FixedZone("", c.offset*60)
}

// AppendTime appends a date-time of RFC 3339 with as many digits of the second as needed; the year must be 0 to 9999
// and the zone's offset whole minutes.
func AppendTime(dst []byte, t time.Time) ([]byte, error) {
	_, offset := t.Zone()
	if year := t.Year(); year < 0 || year > 9999 || offset%60 != 0 {
		return dst, errTime
	}
	return t.AppendFormat(dst, time.RFC3339Nano), nil
}
