package match

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// moment writes the current date or time, moved as the expression says.
func moment(g *contract.Generator, from Source) (*spec.Value, error) {
	at, err := move(from.Now, g.Kind, g.Expression)
	if err != nil {
		return nil, err
	}
	pattern := g.Format
	if pattern == "" {
		pattern = map[contract.GeneratorKind]string{
			contract.CurrentDate: "yyyy-MM-dd", contract.CurrentTime: "HH:mm:ss", contract.CurrentDateTime: "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
		}[g.Kind]
	}
	text, err := formatTime(at, pattern)
	if err != nil {
		return nil, fmt.Errorf("the format %q can't be written: %w", pattern, err)
	}
	return contract.Text(text), nil
}

// formatTime writes a time in a pattern of Java's DateTimeFormatter; optional sections are written.
func formatTime(at time.Time, pattern string) (string, error) {
	if f := compileFormat(pattern); f.err != nil {
		return "", f.err
	}
	var out strings.Builder
	for i := 0; i < len(pattern); {
		n := 1
		for i+n < len(pattern) && pattern[i+n] == pattern[i] {
			n++
		}
		switch c := pattern[i]; {
		case c == '\'':
			n = quotedTo(&out, pattern[i:])
		case c == '[' || c == ']':
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			text, known := field(at, c, n)
			if !known {
				return "", fmt.Errorf("%s is not written here", strings.Repeat(string(c), min(n, 10)))
			}
			out.WriteString(text)
		default:
			out.WriteString(pattern[i : i+n])
		}
		i += n
	}
	return out.String(), nil
}

// quotedTo writes the literal that begins the text and returns how long it is.
func quotedTo(out *strings.Builder, text string) int {
	if strings.HasPrefix(text, "''") {
		out.WriteByte('\'')
		return 2
	}
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] != '\'':
			out.WriteByte(text[i])
		case strings.HasPrefix(text[i:], "''"):
			out.WriteByte('\'')
			i++
		default:
			return i + 1
		}
	}
	return len(text)
}

// field writes one field of a time with n letters.
func field(at time.Time, c byte, n int) (string, bool) {
	switch c {
	case 'y', 'u':
		if n == 2 {
			return fmt.Sprintf("%02d", at.Year()%100), true
		}
		return fmt.Sprintf("%0*d", n, at.Year()), true
	case 'M', 'L':
		if n > 2 {
			return at.Format(map[int]string{3: "Jan", 4: "January"}[n]), true
		}
		return fmt.Sprintf("%0*d", n, int(at.Month())), true
	case 'E':
		return at.Format(map[bool]string{true: "Mon", false: "Monday"}[n <= 3]), true
	case 'd':
		return fmt.Sprintf("%0*d", n, at.Day()), true
	case 'D':
		return fmt.Sprintf("%0*d", n, at.YearDay()), true
	case 'H':
		return fmt.Sprintf("%0*d", n, at.Hour()), true
	case 'k':
		return fmt.Sprintf("%0*d", n, (at.Hour()+23)%24+1), true
	case 'K':
		return fmt.Sprintf("%0*d", n, at.Hour()%12), true
	case 'h':
		return fmt.Sprintf("%0*d", n, (at.Hour()+11)%12+1), true
	case 'm':
		return fmt.Sprintf("%0*d", n, at.Minute()), true
	case 's':
		return fmt.Sprintf("%0*d", n, at.Second()), true
	case 'S':
		return fmt.Sprintf("%09d", at.Nanosecond())[:n], true
	case 'n':
		return strconv.Itoa(at.Nanosecond()), true
	case 'a':
		return at.Format("PM"), true
	case 'X', 'x', 'Z':
		return offsetOf(at, c, n), true
	}
	return "", false
}

func offsetOf(at time.Time, c byte, n int) string {
	_, seconds := at.Zone()
	switch {
	case seconds == 0 && (c == 'X' || c == 'Z' && n == 5):
		return "Z"
	case c == 'Z' && n == 4:
		return strings.TrimSuffix(at.Format("GMT-07:00"), "+00:00")
	case n == 3 && c != 'Z' || n == 5:
		return at.Format("-07:00")
	case n == 1 && c != 'Z' && seconds%3600 == 0:
		return at.Format("-07")
	}
	return at.Format("-0700")
}
