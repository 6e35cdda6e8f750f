package wire

import (
	"hash/maphash"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/value"
)

// UniqueItems finds items that are equal as JSON values: 1 equals 1.0, the order of members doesn't matter. Items are
// hashed, so that a million of them cost a million steps.
func (r *Reader) UniqueItems(n Node) bool {
	nd := &r.nodes[n]
	if nd.kind != KindArray || nd.end < 2 || !r.spend(int(r.after(n)-n)) {
		return true
	}
	table := r.hashTable(int(nd.end))
	for item, end := n+1, r.after(n); item < end; item = r.after(item) {
		slot := r.hash(item) & uint64(len(table)-1)
		for table[slot] != 0 && !r.equal(Node(table[slot]-1), item) {
			slot = (slot + 1) & uint64(len(table)-1)
		}
		if table[slot] != 0 {
			return r.violate(n, errors.UniqueItems, "must not hold the same item twice")
		}
		table[slot] = int32(item + 1)
	}
	return true
}

// hash gives the same number for nodes that are equal.
func (r *Reader) hash(n Node) uint64 {
	nd := &r.nodes[n]
	switch {
	case nd.kind == KindString:
		return maphash.String(r.seed, r.text(nd))
	case nd.kind&KindNumber != 0:
		r.scratch = value.AppendNumber(append(r.scratch[:0], '#'), r.text(nd))
		return maphash.Bytes(r.seed, r.scratch)
	case nd.kind == KindArray:
		return r.hashItems(n)
	case nd.kind == KindObject:
		return r.hashMembers(n)
	}
	return mix(uint64(nd.kind)<<8 | uint64(nd.flags&isTrue))
}

func (r *Reader) hashItems(n Node) uint64 {
	sum := uint64(KindArray)
	for item, end := n+1, r.after(n); item < end; item = r.after(item) {
		sum = mix(sum ^ r.hash(item))
	}
	return sum
}

// hashMembers adds the members up, so that their order doesn't matter.
func (r *Reader) hashMembers(n Node) uint64 {
	sum := uint64(KindObject)
	for key, end := n+1, r.after(n); key < end; key = r.after(key + 1) {
		sum += mix(maphash.String(r.seed, r.text(&r.nodes[key])) ^ mix(r.hash(key+1)))
	}
	return mix(sum)
}

// mix spreads the bits (the finaliser of SplitMix64).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
