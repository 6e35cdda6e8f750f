package tree

import (
	"strings"
)

// size says how much work a text will be to read, before it is read.
type size struct {
	tokens   int // at least the number of keys and values, for each needs a character counted
	comments int // lines that hold nothing but a comment
	lead     int // the longest run of blanks and indicators at the beginning of a line: no nesting is deeper
}

// indexLines finds the lines from start on, and what there is to read.
func (s *scanner) indexLines(start int) size {
	s.lines = append(make([]int, 0, strings.Count(s.text, "\n")+1), start)
	var n size
	n.line(s.text[start:])
	for i := start; i < len(s.text); i++ {
		switch s.text[i] {
		case ',', '[', '{':
			n.tokens++
		case ':', '-', '?':
			if isSpace(s.text[i+1:]) > 0 {
				n.tokens++
			}
		case '\n', '\r', 0xC2, 0xE2:
			if width := isBreak(s.text[i:]); width > 0 {
				i += width - 1
				s.lines = append(s.lines, i+1)
				n.line(s.text[i+1:])
			}
		}
	}
	return n
}

// line counts the line that a text begins with.
func (n *size) line(text string) {
	n.tokens++
	lead := 0
	for lead < len(text) && (text[lead] == ' ' || text[lead] == '-' || text[lead] == '?') {
		lead++
	}
	n.lead = max(n.lead, lead)
	if lead < len(text) && text[lead] == '#' {
		n.comments++
	}
}

// isBreak returns the width of the line break that the text begins with, 0 if there is none.
func isBreak(text string) int {
	if text == "" {
		return 0
	}
	switch text[0] {
	case '\n':
		return 1
	case '\r':
		if len(text) > 1 && text[1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if strings.HasPrefix(text, "\u0085") {
			return 2
		}
	case 0xE2:
		if strings.HasPrefix(text, "\u2028") || strings.HasPrefix(text, "\u2029") {
			return 3
		}
	}
	return 0
}

// isSpace returns the width of the blank or line break that the text begins with, 0 if there is none.
func isSpace(text string) int {
	if text != "" && (text[0] == ' ' || text[0] == '\t') {
		return 1
	}
	return isBreak(text)
}
