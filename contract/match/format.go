package match

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// format is a pattern of Java's DateTimeFormatter, which Pact names dates and times by, compiled. Each
// group of the expression holds a field, so that the numbers can be checked after the digits.
type format struct {
	pattern string
	re      *regexp.Regexp
	fields  []byte // the letter of the pattern, by group
	depth   int    // of optional sections
	err     error
}

// compileFormat translates a pattern; what is not known here is refused, with its letter.
func compileFormat(text string) *format {
	f := &format{pattern: text}
	var re strings.Builder
	for i := 0; i < len(text) && f.err == nil; {
		n := 1
		for i+n < len(text) && text[i+n] == text[i] {
			n++
		}
		switch c := text[i]; {
		case c == '\'':
			n = f.quoted(&re, text[i:])
		case c == '[' || c == ']':
			n = 1
			f.section(&re, c)
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			f.letter(&re, c, n)
		case strings.IndexByte("#{}", c) >= 0:
			f.err = fmt.Errorf("%q is reserved in such patterns", c)
		default:
			re.WriteString(regexp.QuoteMeta(text[i : i+n]))
		}
		i += n
	}
	if f.err == nil && f.depth > 0 {
		f.err = errors.New("an optional section [ is never closed")
	}
	if f.err == nil {
		f.re, f.err = regexp.Compile(`\A(?:` + re.String() + `)\z`)
	}
	return f
}

// quoted writes the literal that begins the text and returns how long it is; two quotes are one.
func (f *format) quoted(re *strings.Builder, text string) int {
	if strings.HasPrefix(text, "''") {
		re.WriteString("'")
		return 2
	}
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] != '\'':
			re.WriteString(regexp.QuoteMeta(text[i : i+1]))
		case strings.HasPrefix(text[i:], "''"):
			re.WriteString("'")
			i++
		default:
			return i + 1
		}
	}
	f.err = errors.New("a quote is never closed")
	return len(text)
}

func (f *format) section(re *strings.Builder, bracket byte) {
	if bracket == '[' {
		f.depth++
		re.WriteString("(?:")
		return
	}
	if f.depth--; f.depth < 0 {
		f.err = errors.New("a ] closes no optional section")
	}
	re.WriteString(")?")
}

// letter writes the group for n letters.
func (f *format) letter(re *strings.Builder, c byte, n int) {
	expression, known := expression(c, n)
	if !known {
		f.err = fmt.Errorf("%s is not known here", strings.Repeat(string(c), min(n, 10)))
		return
	}
	if f.fields = append(f.fields, c); len(f.fields) > 64 {
		f.err = errors.New("it has more than 64 fields")
	}
	re.WriteString("(" + expression + ")")
}

const (
	shortMonths = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
	longMonths  = "January|February|March|April|May|June|July|August|September|October|November|December"
	shortDays   = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
	longDays    = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)

// expression returns what n of a letter match.
func expression(c byte, n int) (string, bool) {
	switch c {
	case 'y', 'u':
		return digits(n, 9), n <= 9
	case 'M', 'L':
		return either(n, digits(n, 2), shortMonths, longMonths)
	case 'E':
		return either(max(n, 3), "", shortDays, longDays)
	case 'e', 'c':
		return `[1-7]`, n == 1
	case 'd', 'H', 'h', 'K', 'k', 'm', 's':
		return digits(n, 2), n <= 2
	case 'D':
		return digits(n, 3), n <= 3
	case 'S':
		return `\d{` + strconv.Itoa(n) + `}`, n <= 9
	case 'n', 'N', 'A':
		return `\d{1,19}`, n == 1
	case 'a':
		return `AM|PM|am|pm`, n == 1
	case 'G':
		return `AD|BC`, n <= 3
	case 'X', 'x', 'Z':
		return offset(c, n)
	case 'z':
		return `[A-Z]{1,5}|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?`, n <= 3
	case 'V':
		return `[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*|Z|[+-]\d{2}:\d{2}`, n == 2
	}
	return "", false
}

// digits matches one letter as any number of digits and several as just as many.
func digits(n, most int) string {
	if n == 1 {
		return `\d{1,` + strconv.Itoa(most) + `}`
	}
	return `\d{` + strconv.Itoa(n) + `}`
}

func either(n int, number, short, long string) (string, bool) {
	switch {
	case n <= 2:
		return number, true
	case n == 3:
		return short, true
	}
	return long, n == 4
}

// offset matches an offset from UTC.
func offset(c byte, n int) (string, bool) {
	zulu := ""
	if c == 'X' || c == 'Z' && n == 5 {
		zulu = "Z|"
	}
	switch {
	case c != 'Z' && n == 1:
		return zulu + `[+-]\d{2}(?:\d{2})?`, true
	case c != 'Z' && n == 2, c == 'Z' && n <= 3:
		return zulu + `[+-]\d{4}`, true
	case c != 'Z' && n == 3:
		return zulu + `[+-]\d{2}:\d{2}`, true
	case c != 'Z' && n == 4:
		return zulu + `[+-]\d{4}(?:\d{2})?`, true
	case n == 5:
		return zulu + `[+-]\d{2}:\d{2}(?::\d{2})?`, true
	}
	return `GMT(?:[+-]\d{2}:\d{2})?`, n == 4
}

// refuses returns why a text is none of this format, and "" where it is one.
func (f *format) refuses(text string) string {
	groups := f.re.FindStringSubmatch(text)
	if groups == nil {
		return "it is not built like that"
	}
	day, month, year := 0, 0, 4 // a leap year, unless it is said
	for i, field := range f.fields {
		value := groups[i+1]
		n, err := strconv.Atoi(value)
		switch {
		case value == "":
		case field == 'M' || field == 'L':
			month = monthOf(value, n)
		case field == 'd':
			day = n
		case field == 'y' || field == 'u':
			if year = n; len(value) == 2 {
				year += 2000
			}
		}
		if low, high := bounds(field); err == nil && value != "" && (n < low || n > high) {
			return fmt.Sprintf("%d is not between %d and %d", n, low, high)
		}
	}
	if month > 0 && day > daysIn(month, year) {
		return fmt.Sprintf("the month has no day %d", day)
	}
	return ""
}

// bounds returns the range of the number of a field.
func bounds(field byte) (low, high int) {
	switch field {
	case 'M', 'L':
		return 1, 12
	case 'd':
		return 1, 31
	case 'D':
		return 1, 366
	case 'H':
		return 0, 23
	case 'k':
		return 1, 24
	case 'h':
		return 1, 12
	case 'K':
		return 0, 11
	case 'm', 's':
		return 0, 59
	}
	return -1 << 62, 1 << 62
}

func monthOf(value string, n int) int {
	if n > 0 {
		return n
	}
	return strings.Index(shortMonths, value[:min(3, len(value))])/4 + 1
}

func daysIn(month, year int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
