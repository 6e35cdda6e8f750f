package record

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// node is what is known of the values at one place: of one sample, or of several.
type node struct {
	kinds    wire.Kind // of the samples
	schemas  []*spec.Type
	path     string // for people
	nullable bool

	raw      string // of a scalar, until it is sealed
	hash     uint64 // of raw
	varies   bool   // between samples
	why      string // it must not be written; "": it may be
	listed   bool   // the spec lists the values there are
	matchers []*contract.Matcher
	example  *spec.Value // nil: not sealed, or there is none that may be written

	free        bool      // an object whose keys are data
	key         string    // that stands for them; "": freeKey
	objects     int       // samples that were objects
	members     []*member // of an object that is not free
	each        []*node   // items, or what stands for all of them; the value of a free object
	least, most *int      // items
	opaque      bool      // of some items nothing is said
}

// member is a field of an object, and how many objects had it.
type member struct {
	name    string
	samples int
	node    *node
}

// shape describes everything about a value but its scalars: two requests of different shapes are two interactions, for
// nothing may be sent that was never seen to be sent.
func (n *node) shape(b *strings.Builder) {
	switch {
	case n.kinds == wire.KindObject && n.free:
		b.WriteString("{*}")
	case n.kinds == wire.KindObject:
		b.WriteByte('{')
		for _, m := range slices.SortedFunc(slices.Values(n.members), func(a, b *member) int { return strings.Compare(a.name, b.name) }) {
			b.WriteString(string(contract.AppendString(nil, m.name)))
			m.node.shape(b)
		}
		b.WriteByte('}')
	case n.kinds == wire.KindArray:
		b.WriteByte('[')
		for _, item := range n.each {
			item.shape(b)
		}
		b.WriteByte(']')
	default:
		b.WriteByte('s')
	}
}

func shapeOf(n *node) string {
	var b strings.Builder
	if n != nil {
		n.shape(&b)
	}
	return b.String()
}

// alike reports whether all items are of one shape.
func alike(items []*node) bool {
	for _, item := range items {
		if shapeOf(item) != shapeOf(items[0]) {
			return false
		}
	}
	return true
}

// folded takes all nodes for one.
func folded(all []*node) []*node {
	if len(all) < 2 {
		return all
	}
	for _, other := range all[1:] {
		all[0].merge(other, false)
	}
	return all[:1]
}

// merge adds what is known of other samples. Whether values vary is asked of exchanges, not of items.
func (n *node) merge(other *node, exchanges bool) {
	if exchanges && n.hash != other.hash && n.kinds&other.kinds != 0 {
		n.varies = true
	}
	if n.kinds&(wire.KindBool|wire.KindNumber|wire.KindString) == 0 || n.raw == "" && n.example == nil {
		n.raw, n.hash, n.example, n.why = other.raw, other.hash, other.example, other.why
	}
	n.kinds |= other.kinds
	n.objects += other.objects
	n.nullable, n.listed, n.opaque = n.nullable || other.nullable, n.listed && other.listed, n.opaque || other.opaque
	n.matchers = union(n.matchers, other.matchers)
	n.free = n.free || other.free
	for _, m := range other.members {
		n.member(m, exchanges)
	}
	n.items(other.each, exchanges)
	n.least, n.most = least(n.least, other.least), least(n.most, other.most)
}

func (n *node) member(m *member, exchanges bool) {
	for _, known := range n.members {
		if known.name == m.name {
			known.samples += m.samples
			known.node.merge(m.node, exchanges)
			return
		}
	}
	n.members = append(n.members, m)
}

// items merges the items one by one where both have as many, and takes all for one where they don't.
func (n *node) items(others []*node, exchanges bool) {
	if len(n.each) != len(others) {
		n.each = folded(append(n.each, others...))
		return
	}
	for i, other := range others {
		n.each[i].merge(other, exchanges)
	}
}

func least(a, b *int) *int {
	if a == nil || b == nil || *a < *b {
		return a
	}
	return b
}

// union returns the matchers of both without doubles.
func union(a, b []*contract.Matcher) []*contract.Matcher {
	all := slices.Clone(a)
	for _, m := range b {
		if !slices.ContainsFunc(all, func(o *contract.Matcher) bool { return o.Kind == m.Kind && o.Regex == m.Regex && o.Format == m.Format }) {
			all = append(all, m)
		}
	}
	return all
}

// every visits a node and all that is in it.
func (n *node) every(visit func(*node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, m := range n.members {
		m.node.every(visit)
	}
	for _, item := range n.each {
		item.every(visit)
	}
}
