package wire

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
)

// quoted parses a string; the quote is next. A string without escapes is a piece of the text; the others are decoded
// into a text of their own.
func (p *parser) quoted(f flags) bool {
	p.pos++
	end, ascii := p.plain(p.pos)
	if end < len(p.text) && p.text[end] == '"' {
		if !ascii && !p.validUTF8(end) {
			return false
		}
		p.add(KindString, f, end)
		p.pos++
		return true
	}
	return p.escaped(f, end)
}

// plain finds the end of characters that stand for themselves, and says whether they are all ASCII.
func (p *parser) plain(from int) (end int, ascii bool) {
	text, high := p.text, byte(0)
	for end = from; end < len(text); end++ {
		c := text[end]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		high |= c
	}
	return end, high < utf8.RuneSelf
}

// validUTF8 checks the text from the present offset to end, and goes to the first offence.
func (p *parser) validUTF8(end int) bool {
	if utf8.ValidString(p.text[p.pos:end]) {
		return true
	}
	for p.pos < end {
		c, size := utf8.DecodeRuneInString(p.text[p.pos:end])
		if c == utf8.RuneError && size == 1 {
			break
		}
		p.pos += size
	}
	return p.fail(errors.InvalidUTF8, "is not UTF-8")
}

// escaped decodes a string whose first character that doesn't stand for itself is at end.
func (p *parser) escaped(f flags, end int) bool {
	r := p.r
	start := len(r.decoded)
	for {
		if !p.validUTF8(end) {
			return false
		}
		r.decoded = append(r.decoded, p.text[p.pos:end]...)
		p.pos = end
		switch {
		case p.at('"'):
			r.nodes = append(r.nodes, node{KindString, f, int32(start), int32(len(r.decoded)), p.source + 1})
			p.pos++
			return true
		case !p.at('\\'):
			return p.broken()
		case !p.escape():
			return false
		}
		end, _ = p.plain(p.pos)
	}
}

// keepDecoded makes the decoded strings a text of the table, the next after the one that is parsed.
func (p *parser) keepDecoded() {
	r := p.r
	if len(r.decoded) == 0 {
		return
	}
	r.texts = append(r.texts, source{string(r.decoded), len(r.decoded) <= sharedBytes})
	r.decoded = r.decoded[:0]
}

// broken says why a string can't go on.
func (p *parser) broken() bool {
	if p.pos == len(p.text) {
		return p.fail(errors.InvalidJSON, "ends within a string")
	}
	return p.fail(errors.InvalidJSON, "has a control character in a string")
}

// escape decodes the escape at the present offset.
func (p *parser) escape() bool {
	if p.pos+1 == len(p.text) {
		p.pos++
		return p.broken()
	}
	c := p.text[p.pos+1]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return p.unicode()
	default:
		return p.fail(errors.InvalidJSON, "has an unknown escape in a string")
	}
	p.r.decoded = append(p.r.decoded, c)
	p.pos += 2
	return true
}

// unicode decodes \u with four digits, or two of them that make a surrogate pair.
func (p *parser) unicode() bool {
	c, ok := p.unit(p.pos)
	if !ok {
		return p.fail(errors.InvalidJSON, "has an escape \\u without four hexadecimal digits")
	}
	size := 6
	if utf16.IsSurrogate(c) {
		low, _ := p.unit(p.pos + size)
		if c = utf16.DecodeRune(c, low); c == utf8.RuneError {
			return p.fail(errors.InvalidUTF8, "has half of a surrogate pair in a string")
		}
		size += 6
	}
	p.r.decoded = utf8.AppendRune(p.r.decoded, c)
	p.pos += size
	return true
}

// unit reads \uXXXX at an offset.
func (p *parser) unit(at int) (c rune, ok bool) {
	if at+6 > len(p.text) || p.text[at] != '\\' || p.text[at+1] != 'u' {
		return 0, false
	}
	for i := at + 2; i < at+6; i++ {
		d := hexDigit(p.text[i])
		if d > 15 {
			return 0, false
		}
		c = c<<4 | rune(d)
	}
	return c, true
}

func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 255
}
