package wire

import (
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// Limits bounds what a JSON text may hold. A zero means the default.
type Limits struct {
	Depth int // of nested arrays and objects; 128, at most 10,000
	Nodes int // values and keys; 1,000,000

	// Duplicates leaves keys that occur twice to whoever walks the tape, instead of refusing them.
	Duplicates bool
}

const (
	defaultDepth = 128
	largestDepth = 10_000 // the parser's own stack grows with it
	defaultNodes = 1_000_000
	maxTextBytes = 1<<31 - 1
	bytesPerNode = 8 // of text, in most messages
)

// ParseJSON puts a JSON text on the tape as a root. False: a violation has been recorded that says what is wrong at
// which byte. The text isn't kept.
func (r *Reader) ParseJSON(text []byte, l Limits) (Node, bool) { return r.AddJSON(text, l) }

// AddJSON parses a JSON text as the next value, a root or a child of the container that is open. False: a violation
// has been recorded; where a container is open, null takes the place of the value.
func (r *Reader) AddJSON(text []byte, l Limits) (Node, bool) {
	n := r.begin()
	p := parser{r: r, source: int32(len(r.texts)), depth: l.depth(), limit: int(n) + l.nodes()}
	if len(text) > maxTextBytes {
		return r.abandon(n, &p, p.fail(errors.TooLarge, "is too large"))
	}
	r.nodes = slices.Grow(r.nodes, min(len(text)/bytesPerNode, l.nodes()))
	p.text = string(text)
	r.texts = append(r.texts, source{p.text, len(text) <= sharedBytes})
	ok := p.document()
	p.keepDecoded()
	r.state.fuel += fuelPerNode * int64(len(r.nodes)-int(n))
	if !ok || !l.Duplicates && !r.distinctKeys(n) {
		return r.abandon(n, &p, ok)
	}
	return n, true
}

// document parses one value with nothing but white space around it.
func (p *parser) document() bool {
	p.space()
	if !p.value() {
		return false
	}
	p.space()
	return p.pos == len(p.text) || p.fail(errors.InvalidJSON, "has something after the end of the value")
}

func (l Limits) depth() int {
	if l.Depth <= 0 {
		return defaultDepth
	}
	return min(l.Depth, largestDepth)
}

func (l Limits) nodes() int {
	if l.Nodes <= 0 {
		return defaultNodes
	}
	return l.Nodes
}

// abandon takes a value off the tape that can't be used, and records why unless that is known.
func (r *Reader) abandon(n Node, p *parser, known bool) (Node, bool) {
	at := finding{node: -1, in: r.in, name: r.name, code: p.code}
	if known {
		r.freeze() // what is recorded points at nodes that go
	}
	r.nodes, r.steps = r.nodes[:n], r.steps[:0]
	if len(r.open) == 0 {
		r.roots = r.roots[:len(r.roots)-1]
	} else {
		at.node = r.place(n)
		r.nodes = append(r.nodes, node{kind: KindNull, next: int32(len(r.texts) - 1)})
	}
	if !known {
		r.record(at, p.problem, " (byte ", strconv.Itoa(p.pos), ")")
	}
	return -1, false
}

// place gives the node that stands for the place of the child n: its key, or the array.
func (r *Reader) place(n Node) Node {
	if r.nodes[n-1].flags&isKey != 0 {
		return n - 1
	}
	return r.open[len(r.open)-1]
}

// parser reads one text. Offsets are bytes from 0.
type parser struct {
	r       *Reader
	text    string
	pos     int
	source  int32
	depth   int // levels that are left
	limit   int // of nodes on the tape
	code    string
	problem string
}

// fail keeps what is wrong at the present offset. It returns false.
func (p *parser) fail(code, problem string) bool {
	p.code, p.problem = code, problem
	return false
}

func (p *parser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case ' ', '\n', '\r', '\t':
			p.pos++
		default:
			return
		}
	}
}

// value parses any value; white space before it is gone.
func (p *parser) value() bool {
	if p.pos == len(p.text) {
		return p.fail(errors.InvalidJSON, "ends where a value is expected")
	}
	if len(p.r.nodes) >= p.limit {
		return p.fail(errors.TooLarge, "holds too many values")
	}
	switch p.text[p.pos] {
	case '"':
		return p.quoted(0)
	case '{':
		return p.object()
	case '[':
		return p.array()
	case 't':
		return p.literal("true", KindBool, isTrue)
	case 'f':
		return p.literal("false", KindBool, 0)
	case 'n':
		return p.literal("null", KindNull, 0)
	}
	return p.number()
}

func (p *parser) literal(word string, k Kind, f flags) bool {
	end := p.pos + len(word)
	if end > len(p.text) || p.text[p.pos:end] != word {
		return p.fail(errors.InvalidJSON, "has something else where a value is expected")
	}
	p.add(k, f, end)
	return true
}

// add puts the scalar on the tape that ends there.
func (p *parser) add(k Kind, f flags, end int) {
	p.r.nodes = append(p.r.nodes, node{k, f, int32(p.pos), int32(end), p.source})
	p.pos = end
}

// shortDigits is how many characters an integer may have to be read without care for overflow.
const shortDigits = 18

func (p *parser) number() bool {
	size, whole, plain := value.ScanNumber(p.text[p.pos:])
	switch {
	case size == 0:
		return p.fail(errors.InvalidJSON, "has something else where a value is expected")
	case plain && size <= shortDigits:
		p.add(KindInteger, isShort, p.pos+size)
	case whole:
		p.add(KindInteger, 0, p.pos+size)
	default:
		p.add(KindFraction, 0, p.pos+size)
	}
	return true
}

// enter starts a container; false: it is nested too deeply.
func (p *parser) enter(k Kind) (at int, ok bool) {
	if p.depth == 0 {
		return 0, p.fail(errors.TooDeep, "is nested too deeply")
	}
	p.depth--
	at = len(p.r.nodes)
	p.r.nodes = append(p.r.nodes, node{kind: k, start: int32(p.pos)})
	p.pos++
	p.space()
	return at, true
}

// leave ends the container at that index, whose closing bracket is next.
func (p *parser) leave(at, count int) bool {
	p.depth++
	p.pos++
	nd := &p.r.nodes[at]
	nd.end, nd.next = int32(count), int32(len(p.r.nodes))
	return true
}

// at says whether c is the next character.
func (p *parser) at(c byte) bool { return p.pos < len(p.text) && p.text[p.pos] == c }

func (p *parser) array() bool {
	at, ok := p.enter(KindArray)
	if !ok || p.at(']') {
		return ok && p.leave(at, 0)
	}
	for count := 1; p.value(); count++ {
		p.space()
		switch {
		case p.at(','):
			p.pos++
			p.space()
		case p.at(']'):
			return p.leave(at, count)
		default:
			return p.fail(errors.InvalidJSON, "has something else where , or ] is expected")
		}
	}
	return false
}

func (p *parser) object() bool {
	at, ok := p.enter(KindObject)
	if !ok || p.at('}') {
		return ok && p.leave(at, 0)
	}
	for count := 1; p.member(); count++ {
		p.space()
		switch {
		case p.at(','):
			p.pos++
			p.space()
		case p.at('}'):
			return p.leave(at, count)
		default:
			return p.fail(errors.InvalidJSON, "has something else where , or } is expected")
		}
	}
	return false
}

func (p *parser) member() bool {
	if !p.at('"') {
		return p.fail(errors.InvalidJSON, "has something else where a key is expected")
	}
	if !p.quoted(isKey) {
		return false
	}
	p.space()
	if !p.at(':') {
		return p.fail(errors.InvalidJSON, "has something else where : is expected")
	}
	p.pos++
	p.space()
	return p.value()
}
