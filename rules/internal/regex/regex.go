// Package regex reads regular expressions of ECMA-262, the language of JSON Schema's pattern, far enough
// to say that one is broken, and that one takes exponential time. It knows no model and no rule.
package regex

import "fmt"

// Kind is what a node of an expression is.
type Kind uint8

// The kinds.
const (
	Char      Kind = iota // one character of Set
	Sequence              // all of Nodes, in order
	Choice                // one of Nodes
	Loop                  // Nodes[0], Min to Max times
	Assertion             // ^, $, \b, lookaround: no character
	Reference             // what a group has matched
)

// Node is a part of an expression.
type Node struct {
	Kind     Kind
	Set      Set
	Nodes    []*Node
	Min, Max int // Loop; Max -1: no limit
	Start    int // offset in the expression, in bytes
	End      int
}

// Error says where an expression is broken.
type Error struct {
	Offset int
	Reason string // lower case, no full stop
}

// Error returns the reason.
func (e *Error) Error() string { return e.Reason }

// deepest bounds groups within groups.
const deepest = 200

// Parse reads an expression as engines without the u flag do, which take more than those with it. It
// refuses what no engine of ECMA-262 takes. The error, if any, is an *Error.
func Parse(pattern string) (*Node, error) {
	p := parser{in: pattern}
	root := p.choice()
	if p.at < len(p.in) {
		p.fail(p.at, "there is no ( for this )")
	}
	if p.err != nil {
		return nil, p.err
	}
	return root, nil
}

type parser struct {
	in    string
	at    int
	depth int
	err   *Error
}

func (p *parser) fail(offset int, format string, arguments ...any) {
	if p.err == nil {
		p.err = &Error{offset, fmt.Sprintf(format, arguments...)}
	}
	p.at = len(p.in)
}

func (p *parser) more() bool { return p.at < len(p.in) }

// peek returns the next byte; 0 at the end.
func (p *parser) peek() byte {
	if p.more() {
		return p.in[p.at]
	}
	return 0
}

func (p *parser) choice() *Node {
	start := p.at
	branches := []*Node{p.sequence()}
	for p.more() && p.peek() == '|' {
		p.at++
		branches = append(branches, p.sequence())
	}
	if len(branches) == 1 {
		return branches[0]
	}
	return &Node{Kind: Choice, Nodes: branches, Start: start, End: p.at}
}

func (p *parser) sequence() *Node {
	n := &Node{Kind: Sequence, Start: p.at}
	for p.more() && p.peek() != '|' && p.peek() != ')' {
		if atom := p.atom(); atom != nil {
			n.Nodes = append(n.Nodes, p.quantified(atom))
		}
	}
	n.End = p.at
	return n
}

func (p *parser) atom() *Node {
	start := p.at
	switch c := p.peek(); c {
	case '(':
		return p.group()
	case '[':
		return p.class()
	case '*', '+', '?':
		p.fail(start, "there is nothing before %c that it could repeat", c)
		return nil
	case '{':
		if _, _, size := braces(p.in[start:]); size > 0 {
			p.fail(start, "there is nothing before %s that it could repeat", p.in[start:start+size])
			return nil
		}
	case '\\':
		return p.escape()
	case '^', '$':
		p.at++
		return &Node{Kind: Assertion, Start: start, End: p.at}
	case '.':
		p.at++
		return p.char(start, single('\n').complement())
	}
	return p.char(start, single(p.rune()))
}

func (p *parser) char(start int, set Set) *Node {
	return &Node{Kind: Char, Set: set, Start: start, End: p.at}
}

// quantified reads what may follow an atom. Lazy loops match the same texts as greedy ones.
func (p *parser) quantified(atom *Node) *Node {
	low, high, size := 0, 0, 1
	switch p.peek() {
	case '*':
		high = -1
	case '+':
		low, high = 1, -1
	case '?':
		high = 1
	case '{':
		low, high, size = braces(p.in[p.at:])
	default:
		return atom
	}
	if size == 0 {
		return atom // a bare brace is one
	}
	if high >= 0 && low > high {
		p.fail(p.at, "%s asks for %d at least and %d at most", p.in[p.at:p.at+size], low, high)
		return atom
	}
	p.at += size
	if p.peek() == '?' {
		p.at++
	}
	return &Node{Kind: Loop, Nodes: []*Node{atom}, Min: low, Max: high, Start: atom.Start, End: p.at}
}
