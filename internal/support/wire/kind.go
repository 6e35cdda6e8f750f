// Package wire turns JSON text into Go values and back, and checks the keywords of JSON Schema on the way. A text is
// parsed once into a tape of nodes; generated code walks the tape. Parameters and form fields become nodes of the same
// tape. It must not know HTTP, media types or any particular schema.
package wire

import "strings"

// Kind is a set of kinds of values; the kind of one node is a set of one.
type Kind uint8

// The kinds. 1.0 and 1e3 are integers; a number is an integer or a fraction.
const (
	KindNull Kind = 1 << iota
	KindBool
	KindInteger
	KindFraction
	KindString
	KindArray
	KindObject
	KindNumber = KindInteger | KindFraction
	KindAny    = KindNull | KindBool | KindNumber | KindString | KindArray | KindObject
)

// String reads as "a string or null".
func (k Kind) String() string {
	names := [...]struct {
		kind Kind
		name string
	}{{KindBool, "a boolean"}, {KindNumber, "a number"}, {KindInteger, "an integer"}, {KindFraction, "a fraction"}, {KindString, "a string"}, {KindArray, "an array"}, {KindObject, "an object"}, {KindNull, "null"}}
	var parts []string
	for _, n := range names {
		if k&n.kind == n.kind {
			parts = append(parts, n.name)
			k &^= n.kind
		}
	}
	return strings.Join(parts, " or ")
}

// Direction says who sends the message, because readOnly and writeOnly properties travel one way only.
type Direction uint8

// The directions.
const (
	Neutral  Direction = iota // neither readOnly nor writeOnly is refused
	Request                   // readOnly is refused, and isn't demanded
	Response                  // writeOnly is refused, and isn't demanded
)

// Raw is JSON text that is kept as it is. Nil stands for null.
type Raw []byte

// Node is a value on the tape of a Reader, until the next Reset.
type Node int32

// Check looks at a node and records what breaks the contract.
type Check = func(*Reader, Node)
