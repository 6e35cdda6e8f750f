package jwtauth

import (
	"crypto"
	"crypto/sha256"
	"slices"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// usualMemory is how many bytes of payloads are remembered.
const usualMemory = 8 << 20

// overhead is about what it costs to remember a payload, beside its bytes.
const overhead = 256

// proof is that one of the issuer's keys has signed a payload.
type proof struct {
	payload          []byte
	keyID, algorithm string
	key              publicKey
}

// publicKey is what every public key of the standard library is.
type publicKey interface {
	Equal(crypto.PublicKey) bool
}

// proofs remembers what has been proved, by the hash of the whole token, so that a caller's next request needn't prove it
// again. That is a fact about bytes and a key, and no verdict: whether the key is still the issuer's, and the claims are still
// good, is looked at each time. What nobody has asked for since half of the memory was filled is forgotten first.
type proofs struct {
	most int // bytes

	mu         sync.Mutex
	young, old map[token]proof
	size       int // of young
}

// token stands for the text of one.
type token [sha256.Size]byte

// find returns what has been proved of a token.
func (p *proofs) find(t token) (proof, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found, ok := p.young[t]; ok {
		return found, true
	}
	found, ok := p.old[t]
	if ok {
		p.keep(t, found)
	}
	return found, ok
}

// remember keeps a proof.
func (p *proofs) remember(t token, found proof) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keep(t, found)
}

// keep makes a proof young. Whoever calls it holds the lock.
func (p *proofs) keep(t token, found proof) {
	cost := len(found.payload) + overhead
	if p.size+cost > p.most/2 {
		p.old, p.young, p.size = p.young, nil, 0
	}
	if cost > p.most/2 {
		return
	}
	if p.young == nil {
		p.young = map[token]proof{}
	}
	if _, known := p.young[t]; !known {
		p.size += cost
	}
	p.young[t] = found
}

// holds reports whether the key that has proved it is one of these still.
func (p *proof) holds(keys []jose.JSONWebKey) bool {
	return slices.ContainsFunc(fitting(keys, p.keyID, p.algorithm), func(k jose.JSONWebKey) bool { return p.key.Equal(k.Key) })
}
