package format

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// class reads a class; its [ is gone.
func (p *regexParser) class() bool {
	p.accept("^")
	for p.pos < len(p.text) {
		if p.accept("]") {
			return true
		}
		if !p.classRange() {
			return false
		}
	}
	return false
}

// classRange reads a character, a class escape or a range such as a-z.
func (p *regexParser) classRange() bool {
	low, set, ok := p.classCharacter()
	if !ok || !strings.HasPrefix(p.text[p.pos:], "-") || strings.HasPrefix(p.text[p.pos:], "-]") {
		return ok
	}
	p.pos++
	high, setToo, ok := p.classCharacter()
	return ok && !set && !setToo && low <= high
}

// classCharacter reads one character of a class, or an escape that stands for a set of them.
func (p *regexParser) classCharacter() (c rune, set, ok bool) {
	if p.pos == len(p.text) {
		return 0, false, false
	}
	if !p.accept(`\`) {
		c, size := utf8.DecodeRuneInString(p.text[p.pos:])
		p.pos += size
		return c, false, true
	}
	switch {
	case p.accept("b"):
		return '\b', false, true
	case p.accept("-"):
		return '-', false, true
	}
	return p.character()
}

// character reads what follows a backslash and stands for a character, or for a set of them.
func (p *regexParser) character() (c rune, set, ok bool) {
	if p.pos == len(p.text) {
		return 0, false, false
	}
	b := p.text[p.pos]
	p.pos++
	switch b {
	case 'd', 'D', 's', 'S', 'w', 'W':
		return 0, true, true
	case 'p', 'P':
		return 0, true, p.property()
	case 'f', 'n', 'r', 't', 'v':
		return rune("\f\n\r\t\v"[strings.IndexByte("fnrtv", b)]), false, true
	case '0':
		return 0, false, p.pos == len(p.text) || !isDigit(p.text[p.pos])
	case 'c':
		if p.pos == len(p.text) || !isLetter(p.text[p.pos]) {
			return 0, false, false
		}
		p.pos++
		return rune(p.text[p.pos-1] % 32), false, true
	case 'x':
		return p.hexadecimal(2)
	case 'u':
		return p.unicode()
	}
	return rune(b), false, strings.IndexByte(`^$\.*+?()[]{}|/`, b) >= 0
}

func (p *regexParser) hexadecimal(size int) (c rune, set, ok bool) {
	if p.pos+size > len(p.text) {
		return 0, false, false
	}
	n, err := strconv.ParseUint(p.text[p.pos:p.pos+size], 16, 32)
	p.pos += size
	return rune(n), false, err == nil
}

// unicode reads XXXX, a surrogate pair, or {X…} up to 10FFFF.
func (p *regexParser) unicode() (c rune, set, ok bool) {
	if p.accept("{") {
		digits, _, ok := strings.Cut(p.text[p.pos:], "}")
		p.pos += len(digits) + 1
		n, err := strconv.ParseUint(digits, 16, 64)
		return rune(n), false, ok && err == nil && n <= utf8.MaxRune
	}
	if c, _, ok = p.hexadecimal(4); !ok || !utf16.IsSurrogate(c) || !strings.HasPrefix(p.text[p.pos:], `\u`) {
		return c, false, ok
	}
	from := p.pos
	p.pos += len(`\u`)
	low, _, ok := p.hexadecimal(4)
	if pair := utf16.DecodeRune(c, low); ok && pair != utf8.RuneError {
		return pair, false, true
	}
	p.pos = from
	return c, false, true
}

// property reads {Name} or {Name=Value}. Whether Unicode has such a property isn't asked: that changes every year.
func (p *regexParser) property() bool {
	inside, _, ok := strings.Cut(p.text[p.pos:], "}")
	name, propertyValue, assigned := strings.Cut(strings.TrimPrefix(inside, "{"), "=")
	p.pos += len(inside) + 1
	return ok && inside != "" && inside[0] == '{' && isPropertyName(name) && (!assigned || isPropertyName(propertyValue))
}

func isPropertyName(text string) bool {
	for i := range len(text) {
		if c := text[i]; !isLetter(c) && !isDigit(c) && c != '_' {
			return false
		}
	}
	return text != ""
}
