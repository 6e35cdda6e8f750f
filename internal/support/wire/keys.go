package wire

import (
	"hash/maphash"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
)

// fewKeys is how many keys are compared with one another; more are hashed, so that a hostile object of a million keys
// costs a million steps.
const fewKeys = 8

// distinctKeys checks every object from a node on.
func (r *Reader) distinctKeys(from Node) bool {
	ok := true
	for i := int(from); i < len(r.nodes); i++ {
		if r.nodes[i].kind == KindObject && !r.distinct(Node(i)) {
			ok = false
		}
	}
	return ok
}

// distinct records the keys of an object that occur again.
func (r *Reader) distinct(n Node) bool {
	count := int(r.nodes[n].end)
	if count < 2 {
		return true
	}
	if count > fewKeys {
		return r.distinctHashed(n, count)
	}
	var seen [fewKeys]string
	ok := true
	key := n + 1
	for i := range count {
		seen[i] = r.text(&r.nodes[key])
		for _, k := range seen[:i] {
			if k == seen[i] {
				ok = r.violate(key, errors.DuplicateKey, "is there more than once")
				break
			}
		}
		key = r.after(key + 1)
	}
	return ok
}

func (r *Reader) distinctHashed(n Node, count int) bool {
	table := r.hashTable(count)
	ok := true
	key := n + 1
	for range count {
		text := r.text(&r.nodes[key])
		slot := maphash.String(r.seed, text) & uint64(len(table)-1)
		for table[slot] != 0 && r.text(&r.nodes[table[slot]-1]) != text {
			slot = (slot + 1) & uint64(len(table)-1)
		}
		if table[slot] != 0 {
			ok = r.violate(key, errors.DuplicateKey, "is there more than once")
		}
		table[slot] = int32(key + 1)
		key = r.after(key + 1)
	}
	return ok
}

// hashTable gives an empty table with room for so many entries, twice their number or more. An entry is a node + 1.
// The seed is secret, so that nobody can send keys that collide.
func (r *Reader) hashTable(count int) []int32 {
	if !r.seeded {
		r.seed, r.seeded = maphash.MakeSeed(), true
	}
	size := 2
	for size < 2*count {
		size *= 2
	}
	if cap(r.table) < size {
		r.table = make([]int32, size)
	}
	table := r.table[:size]
	clear(table)
	return table
}
