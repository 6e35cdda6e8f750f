package ecma

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// atomEscape reads a backslash and what belongs to it, outside of a class.
func (t *translator) atomEscape() {
	start := t.at
	if len(t.in)-start < 2 {
		t.fail(start, "a backslash must not be the last character")
		return
	}
	switch c := t.in[start+1]; {
	case c >= '1' && c <= '9' || c == 'k':
		t.fail(start, "Go's regexp has no backreferences")
	case c == 'd' || c == 'D' || c == 'w' || c == 'W':
		t.at += 2
		t.emit(t.in[start:t.at])
	default:
		t.escapedAtom(start)
	}
}

func (t *translator) escapedAtom(start int) {
	if set, ok := t.classEscape(); ok {
		t.emit(set.String())
		return
	}
	r := t.characterEscape(false)
	if r >= surrogateFirst && r <= surrogateLast {
		t.fail(start, "half a surrogate pair occurs in no valid text; write the character as \\u{…}")
		return
	}
	t.rune(r)
}

// characterEscape reads an escape that stands for one character.
func (t *translator) characterEscape(inClass bool) rune {
	start := t.at
	t.at++ // the backslash
	if !t.more() {
		t.fail(start, "a backslash must not be the last character")
		return 0
	}
	c := t.in[t.at]
	t.at++
	if i := strings.IndexByte("tnvfr", c); i >= 0 {
		return rune("\t\n\v\f\r"[i])
	}
	switch c {
	case '0':
		return t.null(start)
	case 'c':
		return t.control(start)
	case 'x':
		return t.hex(start, 2)
	case 'u':
		return t.unicodeEscape(start)
	}
	t.at--
	return t.identity(start, inClass)
}

func (t *translator) null(start int) rune {
	if t.more() && t.in[t.at] >= '0' && t.in[t.at] <= '9' {
		t.fail(start, "ECMA-262 has no octal escapes; write \\xHH")
	}
	return 0
}

func (t *translator) control(start int) rune {
	if t.more() && letter(t.in[t.at]) {
		t.at++
		return rune(t.in[t.at-1] % 32)
	}
	t.fail(start, "\\c wants a letter, as in \\cJ")
	return 0
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// hex reads that many hexadecimal digits.
func (t *translator) hex(start, digits int) rune {
	if len(t.in)-t.at >= digits {
		if n, err := strconv.ParseUint(t.in[t.at:t.at+digits], 16, 32); err == nil {
			t.at += digits
			return rune(n)
		}
	}
	t.fail(start, "%s wants %d hexadecimal digits", t.in[start:start+2], digits)
	return 0
}

// unicodeEscape reads \uXXXX, a pair of them that stands for one character, or \u{…}.
func (t *translator) unicodeEscape(start int) rune {
	if t.next("{") {
		t.new(start)
		return t.codePoint(start)
	}
	lead := t.hex(start, 4)
	if lead < 0xD800 || lead > 0xDBFF || !strings.HasPrefix(t.in[t.at:], `\u`) {
		return lead
	}
	from := t.at
	t.at += 2
	if trail := t.tryHex(); trail >= 0xDC00 && trail <= 0xDFFF {
		return 0x10000 + (lead-0xD800)<<10 + (trail - 0xDC00)
	}
	t.at = from
	return lead
}

// tryHex reads four hexadecimal digits if they follow, or returns -1.
func (t *translator) tryHex() rune {
	if len(t.in)-t.at < 4 {
		return -1
	}
	n, err := strconv.ParseUint(t.in[t.at:t.at+4], 16, 32)
	if err != nil {
		return -1
	}
	t.at += 4
	return rune(n)
}

func (t *translator) codePoint(start int) rune {
	end := strings.IndexByte(t.in[t.at:], '}')
	if end > 0 {
		if n, err := strconv.ParseUint(t.in[t.at:t.at+end], 16, 64); err == nil && n <= utf8.MaxRune {
			t.at += end + 1
			return rune(n)
		}
	}
	t.fail(start, "\\u{…} wants the hexadecimal number of a character")
	return 0
}

// identity reads an escaped character that stands for itself. The u flag allows that for the
// characters of the syntax, and for - in a class; without it other punctuation can mean nothing else.
// Letters and digits could, to people who know another syntax.
func (t *translator) identity(start int, inClass bool) rune {
	r, size := utf8.DecodeRuneInString(t.in[t.at:])
	t.at += size
	switch {
	case strings.ContainsRune(`^$\.*+?()[]{}|/`, r), inClass && r == '-':
	case r == 'A' || r == 'Z' || r == 'z' || r == 'G':
		t.fail(start, "ECMA-262 has no \\%c; the ends of the text are ^ and $", r)
	case r < utf8.RuneSelf && (letter(byte(r)) || r >= '0' && r <= '9') || r >= utf8.RuneSelf || r < ' ':
		t.fail(start, "ECMA-262 has no escape \\%c", r)
	default:
		t.old(start)
	}
	return r
}
