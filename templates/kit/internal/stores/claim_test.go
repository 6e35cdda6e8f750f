package stores

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// contenders is how many claim a record at once, and rounds how often they do: whoever looks first and takes then needs
// many chances to be caught.
const contenders = 16

func (p place) rounds() int {
	if p.memory != nil {
		return 2000
	}
	return 40
}

// TestOneClaims lets many claim a record that isn't there, and then one that is free.
func TestOneClaims(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		c := newClock()
		handles := make([]idempotency.Store, contenders)
		for i := range handles {
			handles[i] = p.store(t)
		}
		for round := range p.rounds() {
			id := fmt.Sprint("k", round)
			oneOf(t, "that isn't there", handles, idempotency.Claim{ID: id, Fingerprint: one, Now: c.Now(), Lease: lease, TTL: ttl})
			c.advance(lease)
			oneOf(t, "whose lease is over", handles, idempotency.Claim{ID: id, Fingerprint: one, Now: c.Now(), Lease: lease, TTL: ttl})
			if t.Failed() {
				return
			}
		}
	})
}

func oneOf(t *testing.T, what string, handles []idempotency.Store, c idempotency.Claim) {
	t.Helper()
	var claims atomic.Int32
	var ready, group sync.WaitGroup
	ready.Add(len(handles))
	for _, s := range handles {
		group.Go(func() {
			ready.Done()
			ready.Wait()
			r, claimed, err := s.Begin(context.Background(), c)
			if err != nil || r.State != idempotency.Processing {
				t.Errorf("a record %s: %+v %v", what, r, err)
			}
			if claimed {
				claims.Add(1)
			}
		})
	}
	group.Wait()
	if n := claims.Load(); n != 1 {
		t.Errorf("a record %s is claimed by %d", what, n)
	}
}
