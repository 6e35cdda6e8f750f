package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isRegex is Pattern of ECMA-262 (2024) with the flag u. It judges the syntax alone: what RE2 can't run is valid too.
func isRegex(text string) bool {
	p := regexParser{text: text, names: map[string]bool{}}
	for p.pos < len(text) {
		if !p.term() {
			return false
		}
	}
	for _, name := range p.wantedNames {
		if !p.names[name] {
			return false
		}
	}
	return len(p.open) == 0 && p.wanted <= p.groups
}

// regexParser goes over a pattern once. It keeps the open groups itself, because a hostile pattern nests them deeper
// than a stack of calls should grow.
type regexParser struct {
	text        string
	pos         int
	repeatable  bool   // what came last may be followed by * + ? or {
	open        []bool // groups that are open: whether they are repeatable
	groups      int    // that capture
	wanted      int    // highest group that is referred to
	names       map[string]bool
	wantedNames []string
}

// accept goes over word, if that is what comes next.
func (p *regexParser) accept(word string) bool {
	if !strings.HasPrefix(p.text[p.pos:], word) {
		return false
	}
	p.pos += len(word)
	return true
}

func (p *regexParser) term() bool {
	c := p.text[p.pos]
	repeatable := p.repeatable
	p.pos++
	p.repeatable = false
	switch c {
	case '|', '^', '$':
		return true
	case '(':
		return p.group()
	case ')':
		return p.close()
	case '*', '+', '?':
		p.accept("?")
		return repeatable
	case '{':
		return repeatable && p.braces()
	case ']', '}':
		return false
	}
	p.repeatable = true
	switch c {
	case '[':
		return p.class()
	case '\\':
		return p.escape()
	}
	_, size := utf8.DecodeRuneInString(p.text[p.pos-1:])
	p.pos += size - 1
	return true
}

// group begins a group; the parenthesis is gone.
func (p *regexParser) group() bool {
	repeatable := true
	switch {
	case p.accept("?:"):
	case p.accept("?="), p.accept("?!"), p.accept("?<="), p.accept("?<!"):
		repeatable = false
	case p.accept("?<"):
		name, ok := p.name()
		if !ok || p.names[name] {
			return false
		}
		p.names[name] = true
		p.groups++
	case p.accept("?"):
		return false
	default:
		p.groups++
	}
	p.open = append(p.open, repeatable)
	return true
}

func (p *regexParser) close() bool {
	last := len(p.open) - 1
	if last < 0 {
		return false
	}
	p.repeatable = p.open[last]
	p.open = p.open[:last]
	return true
}

// name reads a group's name up to its >.
func (p *regexParser) name() (string, bool) {
	name, _, ok := strings.Cut(p.text[p.pos:], ">")
	p.pos += len(name) + 1
	for i, c := range name {
		if !unicode.IsLetter(c) && c != '$' && c != '_' && (i == 0 || !unicode.IsDigit(c) && !unicode.IsMark(c)) {
			return "", false
		}
	}
	return name, ok && name != ""
}

// braces reads 3}, 3,} or 3,5}.
func (p *regexParser) braces() bool {
	inside, _, ok := strings.Cut(p.text[p.pos:], "}")
	least, most, bounded := strings.Cut(inside, ",")
	if !ok || least == "" || !allDigits(least) || !allDigits(most) || bounded && most != "" && !inOrder(least, most) {
		return false
	}
	p.pos += len(inside) + 1
	p.accept("?")
	return true
}

// inOrder compares two whole numbers of any length.
func inOrder(least, most string) bool {
	least, most = strings.TrimLeft(least, "0"), strings.TrimLeft(most, "0")
	return len(least) < len(most) || len(least) == len(most) && least <= most
}

// escape reads what follows a backslash outside a class.
func (p *regexParser) escape() bool {
	switch {
	case p.accept("b"), p.accept("B"):
		p.repeatable = false
		return true
	case p.accept("k<"):
		name, ok := p.name()
		p.wantedNames = append(p.wantedNames, name)
		return ok
	case p.pos < len(p.text) && '1' <= p.text[p.pos] && p.text[p.pos] <= '9':
		return p.backReference()
	}
	_, _, ok := p.character()
	return ok
}

func (p *regexParser) backReference() bool {
	n := 0
	for p.pos < len(p.text) && isDigit(p.text[p.pos]) {
		if n = n*10 + int(p.text[p.pos]-'0'); n > len(p.text) {
			return false
		}
		p.pos++
	}
	p.wanted = max(p.wanted, n)
	return true
}
