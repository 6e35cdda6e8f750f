package wire

import "github.com/bylaw-dev/bylaw/templates/support/errors"

// Members goes over the members of an object in the order of the text.
type Members struct {
	Key    string
	Value  Node
	r      *Reader
	object Node // -1: there is none
	next   Node
	end    Node

	required []string // the names that are demanded
	seen     uint64   // those that were there, by their index
}

// Object starts at the members of n; if n is no object, a violation is recorded and there are none.
func (r *Reader) Object(n Node) Members {
	if r.nodes[n].kind != KindObject {
		r.Type(n, KindObject)
		return Members{r: r, object: -1}
	}
	return r.Members(n)
}

// Struct is Object for an object in which names are demanded, at most 64: those that Required wasn't called for are
// recorded at the end.
func (r *Reader) Struct(n Node, required ...string) Members {
	m := r.Object(n)
	if m.object >= 0 {
		m.required = required
	}
	return m
}

// Members starts at the members of n; if n is no object there are none.
func (r *Reader) Members(n Node) Members {
	nd := &r.nodes[n]
	if nd.kind != KindObject || !r.spend(1+int(nd.end)) {
		return Members{r: r, object: -1}
	}
	return Members{r: r, object: n, next: n + 1, end: Node(nd.next)}
}

// Next goes to the next member: Key and Value are set. False at the end.
func (m *Members) Next() bool {
	if m.next >= m.end || m.r.state.stop {
		m.finish()
		return false
	}
	m.Key = m.r.text(&m.r.nodes[m.next])
	m.Value = m.next + 1
	m.next = m.r.after(m.Value)
	return true
}

// finish records the names that are demanded and weren't there.
func (m *Members) finish() {
	if m.required != nil && m.next >= m.end {
		m.Require(m.seen, m.required...)
		m.required = nil
	}
}

// Required gives the value and notes that the i-th of the names that Struct was told is there.
func (m *Members) Required(i int) Node {
	m.seen |= 1 << i
	return m.Value
}

// Exempt says which of the names aren't demanded in a message of that direction: bit i stands for the i-th.
func (m *Members) Exempt(d Direction, names uint64) { m.seen |= m.r.Skip(d, names) }

// KeyNode gives the node of the key, for checks of names.
func (m *Members) KeyNode() Node { return m.Value - 1 }

// Unknown records that the contract doesn't know this member.
func (m *Members) Unknown() bool {
	return m.r.violate(m.Value-1, errors.UnknownField, "is not a field of this object")
}

// Require records every name whose bit isn't in seen: bit i stands for names[i], at most 64. It does nothing if there
// is no object.
func (m *Members) Require(seen uint64, names ...string) {
	if m.object < 0 || seen == 1<<len(names)-1 {
		return
	}
	for i, name := range names {
		if seen>>i&1 == 0 {
			m.r.missing(m.object, name)
		}
	}
}

func (r *Reader) missing(object Node, name string) bool {
	return r.record(finding{node: object, member: name, code: errors.Required}, "is required")
}

// Get finds the value of a member of n by its name.
func (r *Reader) Get(n Node, name string) (Node, bool) {
	for m := r.Members(n); m.Next(); {
		if m.Key == name {
			return m.Value, true
		}
	}
	return -1, false
}

// Has says whether n is an object with a member of that name.
func (r *Reader) Has(n Node, name string) bool {
	_, ok := r.Get(n, name)
	return ok
}

// Require records every name that the object n lacks. It is for schemas without properties of their own.
func (r *Reader) Require(n Node, names ...string) bool {
	ok := true
	for _, name := range names {
		if r.Kind(n) == KindObject && !r.Has(n, name) {
			ok = r.missing(n, name)
		}
	}
	return ok
}
