package regex

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// group reads what stands in parentheses.
func (p *parser) group() *Node {
	start := p.at
	p.at++
	kind, ok := p.groupKind(start)
	if p.depth++; p.depth > deepest {
		p.fail(start, "it nests more than %d groups", deepest)
	}
	if !ok || p.err != nil {
		return nil
	}
	inner := p.choice()
	p.depth--
	if p.peek() != ')' {
		p.fail(start, "there is no ) for this (")
		return nil
	}
	p.at++
	if kind == Assertion {
		return &Node{Kind: Assertion, Start: start, End: p.at}
	}
	return &Node{Kind: Sequence, Nodes: []*Node{inner}, Start: start, End: p.at}
}

// groupKind reads what stands behind the parenthesis that opens a group.
func (p *parser) groupKind(start int) (Kind, bool) {
	rest := p.in[p.at:]
	if !strings.HasPrefix(rest, "?") {
		return Sequence, true
	}
	for _, g := range [...]struct {
		opening string
		kind    Kind
	}{{"?:", Sequence}, {"?=", Assertion}, {"?!", Assertion}, {"?<=", Assertion}, {"?<!", Assertion}} {
		if strings.HasPrefix(rest, g.opening) {
			p.at += len(g.opening)
			return g.kind, true
		}
	}
	if end := strings.IndexByte(rest, '>'); strings.HasPrefix(rest, "?<") && end > len("?<") {
		p.at += end + 1
		return Sequence, true
	}
	if colon := strings.IndexByte(rest, ':'); colon > 0 && strings.Trim(rest[1:colon], "ims-") == "" {
		p.at += colon + 1 // ECMA-262 of 2025
		return Sequence, true
	}
	p.fail(start, "ECMA-262 has no group that begins with (%s", rest[:min(len(rest), 2)])
	return Sequence, false
}

// braces reads {n}, {n,} or {n,m} at the start of the text. high is -1 for no limit; size is 0 if
// there is no such quantifier.
func braces(text string) (low, high, size int) {
	end := strings.IndexByte(text, '}')
	if end < 0 || text[0] != '{' {
		return 0, 0, 0
	}
	first, second, ranged := strings.Cut(text[1:end], ",")
	low, err := strconv.Atoi(first)
	if err != nil || low < 0 {
		return 0, 0, 0
	}
	switch {
	case !ranged:
		return low, low, end + 1
	case second == "":
		return low, -1, end + 1
	}
	high, err = strconv.Atoi(second)
	if err != nil || high < 0 {
		return 0, 0, 0
	}
	return low, high, end + 1
}

// rune reads one character.
func (p *parser) rune() rune {
	r, size := utf8.DecodeRuneInString(p.in[p.at:])
	p.at += size
	return r
}

// escape reads a backslash and what belongs to it, outside of a class.
func (p *parser) escape() *Node {
	start := p.at
	p.at++
	switch c := p.peek(); {
	case c == 'b' || c == 'B':
		p.at++
		return &Node{Kind: Assertion, Start: start, End: p.at}
	case c >= '1' && c <= '9':
		p.at++
		return &Node{Kind: Reference, Start: start, End: p.at}
	}
	set, _ := p.escaped(start)
	return p.char(start, set)
}
