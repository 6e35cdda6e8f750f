package tree

import (
	"sort"
	"strings"
)

// scanner finds where the tokens of a YAML text end. It is only asked about text that the YAML
// library has accepted.
type scanner struct {
	text  string
	lines []int // offset at which each line begins, as YAML 1.1 counts them
}

// breakBefore returns the width of the line break that ends at an offset, 0 if there is none.
func (s *scanner) breakBefore(at int) int {
	for width := min(3, at); width > 0; width-- {
		if isBreak(s.text[at-width:at]) == width {
			return width
		}
	}
	return 0
}

// lineEnd returns where the line of an offset ends, before its line break.
func (s *scanner) lineEnd(at int) int {
	for at < len(s.text) && isBreak(s.text[at:]) == 0 {
		at++
	}
	return at
}

// lineStart returns where the line of an offset begins.
func (s *scanner) lineStart(at int) int {
	return s.lines[max(sort.SearchInts(s.lines, at+1)-1, 0)]
}

func (s *scanner) skipBlanks(at int) int {
	for at < len(s.text) && (s.text[at] == ' ' || s.text[at] == '\t') {
		at++
	}
	return at
}

// skipSpace skips blanks, line breaks and comments. It is asked between tokens, where # begins a
// comment wherever it stands.
func (s *scanner) skipSpace(at int) int {
	for at < len(s.text) {
		width := isSpace(s.text[at:])
		switch {
		case width > 0:
			at += width
		case s.text[at] == '#':
			at = s.lineEnd(at)
		default:
			return at
		}
	}
	return at
}

// skipProperties skips an anchor and a tag, in either order, but no more than limit of them.
func (s *scanner) skipProperties(at, limit int) (end int, tagged bool) {
	end = at
	for ; limit > 0 && at < len(s.text); limit-- {
		switch s.text[at] {
		case '&':
			end = s.nameEnd(at + 1)
		case '!':
			end, tagged = s.wordEnd(at), true
		default:
			return end, tagged
		}
		at = s.skipSpace(end)
	}
	return end, tagged
}

func (s *scanner) nameEnd(at int) int {
	for at < len(s.text) && isNameByte(s.text[at]) {
		at++
	}
	return at
}

func isNameByte(c byte) bool {
	return c == '_' || c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func (s *scanner) wordEnd(at int) int {
	for at < len(s.text) && isSpace(s.text[at:]) == 0 {
		at++
	}
	return at
}

// quotedEnd returns where the quoted scalar that begins at an offset ends.
func (s *scanner) quotedEnd(at int) int {
	end, _ := s.closingQuote(at)
	return end
}

func (s *scanner) closingQuote(at int) (end int, closed bool) {
	quote := s.text[at]
	for at++; at < len(s.text); at++ {
		switch c := s.text[at]; {
		case c == '\\' && quote == '"':
			at++
		case c == quote && quote == '\'' && strings.HasPrefix(s.text[at:], "''"):
			at++
		case c == quote:
			return at + 1, true
		}
	}
	return len(s.text), false
}

// plainEnd returns where the scalar with that value ends that begins at an offset without quotes.
// Over several lines its white space is folded, all else stands as it is.
func (s *scanner) plainEnd(at int, value string) int {
	if strings.HasPrefix(s.text[at:], value) {
		return at + len(value)
	}
	end := at
	for value != "" {
		if width := isSpace(value); width > 0 {
			value = value[width:]
			continue
		}
		for width := isSpace(s.text[at:]); width > 0; width = isSpace(s.text[at:]) {
			at += width
		}
		if at >= len(s.text) || s.text[at] != value[0] {
			break
		}
		at, value = at+1, value[1:]
		end = at
	}
	return end
}

// blockEnd returns where the body of a block scalar begins, whose header (| or >) stands at an
// offset, and where it ends: before the line break of its last line, which is a blank one only
// where blank lines are part of the value.
func (s *scanner) blockEnd(at int, value string) (body, end int) {
	header := at + 1
	for header < len(s.text) && strings.IndexByte("+-0123456789", s.text[header]) >= 0 {
		header++
	}
	body = s.lineEnd(header)
	end = body
	trimmed := strings.TrimRight(value, " \t\r\n\u0085\u2028\u2029")
	if trimmed != "" {
		end = s.lineEnd(s.plainEnd(body, trimmed))
	}
	if strings.Contains(s.text[at:header], "+") || strings.Trim(value[len(trimmed):], "\n") != "" {
		end = s.blankLinesEnd(end)
	}
	if end == body {
		end = header
	}
	return body, end
}

// blankLinesEnd returns where the last of the blank lines ends that follow the end of a line. What
// the text ends with after its last line break is one only if it has blanks.
func (s *scanner) blankLinesEnd(end int) int {
	for {
		line := end + isBreak(s.text[end:])
		next := s.skipBlanks(line)
		if isBreak(s.text[next:]) == 0 && (next < len(s.text) || next == line) {
			return end
		}
		end = next
	}
}

// flowEnd returns where the flow collection ends whose last token ends at an offset.
func (s *scanner) flowEnd(at int, bracket byte) int {
	for at < len(s.text) {
		switch s.text[at] {
		case bracket:
			return at + 1
		case '#':
			at = s.lineEnd(at)
		default:
			at++ // blanks, commas, and the colon of a value that is not there
		}
	}
	return at
}

// characterWidth returns how many bytes the character has that begins with c.
func characterWidth(c byte) int {
	switch {
	case c < 0xC0:
		return 1
	case c < 0xE0:
		return 2
	case c < 0xF0:
		return 3
	}
	return 4
}
