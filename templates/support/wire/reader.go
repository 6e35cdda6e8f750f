package wire

import (
	"hash/maphash"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Reader holds one message: the tape of its nodes, and the violations that reading has found. Make one with new, call
// Reset before each message, and keep it: it reuses its memory. It is for one goroutine at a time.
type Reader struct {
	// Outside says that one end of the message doesn't belong to the house: what the contract calls internal isn't
	// demanded, and who sends it in a request is told that it is unknown. Reset unsets it.
	Outside bool

	direction Direction
	in        errors.Location // of the next root
	name      string
	nodes     []node
	texts     []source
	files     []fileNode
	roots     []root
	open      []Node // containers that are being built
	found     []finding
	steps     []step // of the path that was asked for last
	state     state
	marks     []Node // values that a keyword has evaluated, while tracked isn't 0
	tracked   int
	scope     []int // schema resources, outermost first
	partial   bool  // the message is a patch: nothing is demanded, no default applied
	discard   int   // above 0, what is read is thrown away
	table     []int32
	seed      maphash.Seed
	seeded    bool
	decoded   []byte // texts of strings with escapes, while parsing
	scratch   []byte
}

// node is one value or one key. A key stands before its value.
type node struct {
	kind  Kind
	flags flags
	start int32 // of the text; containers: where they begin
	end   int32 // of the text; containers: how many children there are
	next  int32 // the text's index in texts; containers: the index after the last descendant
}

type flags uint8

const (
	isKey    flags = 1 << iota
	isTrue         // of booleans
	isShort        // an integer of at most 18 characters, without a fraction or an exponent
	isFile         // files knows which
	isMarked       // among the values that are evaluated
)

// source is a text that nodes point into.
type source struct {
	text string
	kept bool // strings may share its memory
}

type root struct {
	node Node
	in   errors.Location
	name string
}

// state is what a silent check must put back.
type state struct {
	silent int   // above 0, nothing is recorded
	failed bool  // something broke
	stop   bool  // looking further can't change the outcome
	more   bool  // there were more violations than are kept
	spent  bool  // the fuel is used up
	fuel   int64 // how much more work this message is worth
	probed Node  // what the innermost silent check looks at
	alien  bool  // and that it failed at once because of the kind
}

// A message may cost so many visits: enough for a thousand subschemas on every value, too few for schemas that
// double the work at every level to take hours.
const (
	fuelBase    = 100_000
	fuelPerNode = 1000
)

// sharedBytes is the size up to which the strings of a body share one copy of it.
const sharedBytes = 4096

// keptCapacity is how many elements of a kind are kept for the next message: one large message must not cost memory
// for ever.
const keptCapacity = 1 << 16

// emptied gives a slice without elements that reuses the memory of all, unless that is too large to keep.
func emptied[T any](all []T) []T {
	if cap(all) > keptCapacity {
		return nil
	}
	return all[:0]
}

// Reset makes the reader ready for another message and forgets the one before.
func (r *Reader) Reset(d Direction) {
	clear(r.texts)
	clear(r.files)
	*r = Reader{
		direction: d, in: errors.Body, state: state{fuel: fuelBase}, seed: r.seed, seeded: r.seeded,
		nodes: emptied(r.nodes), texts: emptied(r.texts), files: emptied(r.files), roots: emptied(r.roots), open: emptied(r.open),
		found: emptied(r.found), steps: emptied(r.steps), marks: emptied(r.marks), scope: emptied(r.scope), table: emptied(r.table),
		decoded: emptied(r.decoded), scratch: emptied(r.scratch),
	}
}

// Direction says who sends the message.
func (r *Reader) Direction() Direction { return r.direction }

// Skip gives bits if the message travels in that direction, else 0: what m.Require must not demand there.
func (r *Reader) Skip(d Direction, bits uint64) uint64 {
	if r.direction == d {
		return bits
	}
	return 0
}

// At says which part of the message the nodes come from that are read next; name is the parameter's, or empty for the
// body.
func (r *Reader) At(in errors.Location, name string) { r.in, r.name = in, name }

// OK says whether nothing has broken the contract so far.
func (r *Reader) OK() bool { return !r.state.failed }

// Kind gives the kind of a node.
func (r *Reader) Kind(n Node) Kind { return r.nodes[n].kind }

// IsNull says whether the node is null.
func (r *Reader) IsNull(n Node) bool { return r.nodes[n].kind == KindNull }

// Count gives the number of members of an object or of items of an array, 0 for anything else.
func (r *Reader) Count(n Node) int {
	nd := &r.nodes[n]
	if nd.kind&(KindArray|KindObject) == 0 {
		return 0
	}
	return int(nd.end)
}

// text gives the text of a scalar or a key.
func (r *Reader) text(nd *node) string { return r.texts[nd.next].text[nd.start:nd.end] }

// lasting gives text in memory that may outlive the message.
func (r *Reader) lasting(nd *node, text string) string {
	if r.texts[nd.next].kept || r.discard > 0 {
		return text
	}
	return strings.Clone(text)
}

// after gives the index of what follows the value n.
func (r *Reader) after(n Node) Node {
	nd := &r.nodes[n]
	if nd.kind&(KindArray|KindObject) == 0 {
		return n + 1
	}
	return Node(nd.next)
}

// spend takes the cost of some work; once there is nothing left, reading stops.
func (r *Reader) spend(cost int) bool {
	r.state.fuel -= int64(cost)
	if r.state.fuel >= 0 {
		return true
	}
	return r.exhausted()
}
