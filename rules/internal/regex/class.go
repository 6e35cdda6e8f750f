package regex

import (
	"strconv"
	"strings"
)

// Set is a set of characters: ASCII one by one, and all others as one. The zero value is empty, which
// stands for characters that are not known, too.
type Set struct {
	low, high uint64
	other     bool
}

func single(r rune) Set { return span(r, r) }

// span returns the characters from the first to the last.
func span(first, last rune) Set {
	s := Set{other: last >= 128}
	for r := first; r <= min(last, 127); r++ {
		if r < 64 {
			s.low |= 1 << r
		} else {
			s.high |= 1 << (r - 64)
		}
	}
	return s
}

func (s Set) complement() Set { return Set{^s.low, ^s.high, true} }
func (s Set) union(o Set) Set { return Set{s.low | o.low, s.high | o.high, s.other || o.other} }
func (s Set) overlaps(o Set) bool {
	return s.low&o.low != 0 || s.high&o.high != 0 || s.other && o.other
}

func (s Set) isEmpty() bool { return s == Set{} }

// class reads a class in brackets.
func (p *parser) class() *Node {
	start := p.at
	p.at++
	negated := p.peek() == '^'
	if negated {
		p.at++
	}
	var set Set
	for p.more() && p.peek() != ']' {
		set = set.union(p.member())
	}
	if !p.more() {
		p.fail(start, "there is no ] for this [")
		return nil
	}
	p.at++
	if negated {
		set = set.complement()
	}
	return p.char(start, set)
}

// member reads a character, a range, or an escape that stands for several.
func (p *parser) member() Set {
	start := p.at
	set, first := p.classAtom()
	if first < 0 || p.peek() != '-' || p.at+1 >= len(p.in) || p.in[p.at+1] == ']' {
		return set
	}
	p.at++
	end, last := p.classAtom()
	switch {
	case last < 0:
		return set.union(end).union(single('-'))
	case last < first:
		p.fail(start, "the range %s runs backwards", p.in[start:p.at])
	}
	return span(first, last)
}

// classAtom returns what one member of a class stands for, and the character if it is just one; -1 if not.
func (p *parser) classAtom() (Set, rune) {
	if p.peek() == '\\' {
		start := p.at
		p.at++
		if p.peek() == 'b' {
			p.at++
			return single('\b'), '\b'
		}
		return p.escaped(start)
	}
	r := p.rune()
	return single(r), r
}

// escaped reads what stands behind a backslash.
func (p *parser) escaped(start int) (Set, rune) {
	if !p.more() {
		p.fail(start, "it ends in a backslash")
		return Set{}, -1
	}
	c := p.rune()
	if set, ok := shorthand(c); ok {
		return set, -1
	}
	switch c {
	case 'p', 'P':
		if strings.HasPrefix(p.in[p.at:], "{") && strings.Contains(p.in[p.at:], "}") {
			p.at += strings.IndexByte(p.in[p.at:], '}') + 1
			return Set{}, -1
		}
	case 'x':
		return p.coded(2, c)
	case 'u':
		return p.coded(4, c)
	case 'n', 'r', 't', 'f', 'v', '0':
		c = map[rune]rune{'n': '\n', 'r': '\r', 't': '\t', 'f': '\f', 'v': '\v', '0': 0}[c]
	}
	return single(c), c
}

// coded reads the hexadecimal digits of a character; without them the letter stands for itself.
func (p *parser) coded(digits int, letter rune) (Set, rune) {
	text := p.in[p.at:]
	size := digits
	if end := strings.IndexByte(text, '}'); letter == 'u' && strings.HasPrefix(text, "{") && end > 0 {
		text, size, digits = text[1:end], end+1, end-1
	}
	if len(text) < digits {
		return single(letter), letter
	}
	n, err := strconv.ParseUint(text[:digits], 16, 31)
	if err != nil {
		return single(letter), letter
	}
	p.at += size
	return single(rune(n)), rune(n)
}

// shorthand returns the characters that an escape such as \d stands for.
func shorthand(c rune) (Set, bool) {
	digit := span('0', '9')
	word := digit.union(span('a', 'z')).union(span('A', 'Z')).union(single('_'))
	space := span('\t', '\r').union(single(' '))
	switch c {
	case 'd':
		return digit, true
	case 'D':
		return digit.complement(), true
	case 'w':
		return word, true
	case 'W':
		return word.complement(), true
	case 's':
		return space, true // the blanks beyond ASCII apart, so that nothing is in both \s and \S
	case 'S':
		return space.complement(), true
	}
	return Set{}, false
}
