package ratelimit

import (
	"hash/maphash"
	"net/netip"
	"sync"
)

// slots is how many accounts a row of the table has.
const slots = 8

// table holds the accounts of a bounded number of keys in memory that never grows. A key lives in the row
// that its hash chooses, by a seed that nobody knows. Only an account without debt is ever given to
// another key, because that is as good as a new one: nobody resets a limit by crowding its account out.
// Keys for which there is no room share the policy's spare accounts.
type table struct {
	seed maphash.Seed
	rows []row
}

type row struct {
	mutex    sync.Mutex
	keys     [slots]uint64 // hashes: two keys of one hash would share an account, once in 2^64 pairs
	accounts [slots]int64
}

func newTable(keys int) *table {
	return &table{seed: maphash.MakeSeed(), rows: make([]row, max(1, (keys+slots-1)/slots))}
}

// subject is whose account it is: a caller of that name or, without one, an address.
type subject struct {
	name    string
	address netip.Addr
}

// hash returns the key of an account. Of an IPv6 address only the network counts: whoever has one has
// 2^64 addresses in it.
func (t *table) hash(policy string, s subject) uint64 {
	var h maphash.Hash
	h.SetSeed(t.seed)
	h.WriteString(policy)
	h.WriteByte(0)
	if !s.address.IsValid() {
		h.WriteByte('n')
		h.WriteString(s.name)
		return h.Sum64()
	}
	h.WriteByte('a')
	network := s.address.As16()
	if s.address.Is4() || s.address.Is4In6() {
		h.Write(network[:])
	} else {
		h.Write(network[:8])
	}
	return h.Sum64()
}

// with calls do with the key's account while nobody else has it.
func (t *table) with(key uint64, now int64, spare *spare, do func(account *int64)) {
	r := &t.rows[key%uint64(len(t.rows))]
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if i := r.find(key); i >= 0 {
		do(&r.accounts[i])
		return
	}
	spare.mutex.Lock()
	defer spare.mutex.Unlock()
	shared := &spare.accounts[key>>32%spares]
	i := r.free(now)
	if i < 0 {
		do(shared)
		return
	}
	// The key may be one of those that shared an account, whose debt then goes with it.
	r.keys[i], r.accounts[i] = key, *shared
	do(&r.accounts[i])
}

// find returns where the key's account is, or -1.
func (r *row) find(key uint64) int {
	for i, k := range r.keys {
		if k == key {
			return i
		}
	}
	return -1
}

// free returns where an account without debt is, or -1.
func (r *row) free(now int64) int {
	for i, account := range r.accounts {
		if account <= now {
			return i
		}
	}
	return -1
}

// spares is how many accounts a policy has for keys that don't find room.
const spares = 256

type spare struct {
	mutex    sync.Mutex
	accounts [spares]int64
}
