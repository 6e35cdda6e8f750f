package jwtauth

import (
	"bytes"
	"fmt"
	"testing"
)

// TestProofsAreBounded fills the memory many times over: what is asked for all along stays, and all of it stays small.
func TestProofsAreBounded(t *testing.T) {
	p := proofs{most: 100 * (1000 + overhead)}
	asked := token{1}
	p.remember(asked, proof{payload: bytes.Repeat([]byte("x"), 1000)})
	for i := range 1000 {
		p.remember(token([]byte(fmt.Sprintf("%032d", i))), proof{payload: make([]byte, 1000)})
		if _, ok := p.find(asked); !ok {
			t.Fatalf("what is asked for all along is forgotten after %d others", i)
		}
		if n := len(p.young) + len(p.old); n > 100 {
			t.Fatalf("%d proofs are held, where 100 fit", n)
		}
	}
	p.remember(token{2}, proof{payload: make([]byte, 200_000)})
	if _, ok := p.find(token{2}); ok {
		t.Error("what doesn't fit is remembered")
	}
	none := proofs{most: -1}
	none.remember(asked, proof{})
	if _, ok := none.find(asked); ok {
		t.Error("something is remembered without memory")
	}
}
