package value

import (
	"errors"
	"time"
)

// Date is a day of the proleptic Gregorian calendar without a time or a zone, years 0 to 9999 (RFC 3339 full-date).
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

var errDate = errors.New("must be a date such as 2006-01-02")

// ParseDate reads YYYY-MM-DD; the day must exist.
func ParseDate(text string) (Date, error) {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return Date{}, errDate
	}
	year, ok1 := digits(text[:4])
	month, ok2 := digits(text[5:7])
	day, ok3 := digits(text[8:])
	if !ok1 || !ok2 || !ok3 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return Date{}, errDate
	}
	return Date{year, time.Month(month), day}, nil
}

// DateOf gives the day of t in t's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// Time gives the first moment of the day in a zone.
func (d Date) Time(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// IsValid says whether the day exists and has a text form.
func (d Date) IsValid() bool {
	return d.Year >= 0 && d.Year <= 9999 && d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, int(d.Month))
}

// AppendText appends YYYY-MM-DD. A day that doesn't exist, such as the zero value, is an error.
func (d Date) AppendText(dst []byte) ([]byte, error) {
	if !d.IsValid() {
		return dst, errDate
	}
	dst = appendDigits(dst, d.Year, 4)
	dst = appendDigits(append(dst, '-'), int(d.Month), 2)
	return appendDigits(append(dst, '-'), d.Day, 2), nil
}

// String gives YYYY-MM-DD, or "invalid date".
func (d Date) String() string {
	text, err := d.AppendText(make([]byte, 0, 10))
	if err != nil {
		return "invalid date"
	}
	return string(text)
}

// digits reads a text of decimal digits and nothing else; it is short enough not to overflow.
func digits(text string) (n int, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, text != ""
}

func appendDigits(dst []byte, n, width int) []byte {
	for unit := pow10(width - 1); unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+n/unit%10))
	}
	return dst
}

func pow10(n int) int {
	unit := 1
	for range n {
		unit *= 10
	}
	return unit
}

func daysIn(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}
