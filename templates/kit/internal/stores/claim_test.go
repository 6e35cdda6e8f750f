package stores

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// contenders is how many claim a record at once, and rounds how often they do: a store that first looks and then takes
// needs many chances to be caught.
const contenders, rounds = 16, 40

// TestOneClaims lets many claim a record that isn't there, and then one that is free.
func TestOneClaims(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		c := newClock()
		handles := make([]idempotency.Store, contenders)
		for i := range handles {
			handles[i] = p.store(t)
		}
		for round := range rounds {
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

// TestOneClaimsFromMemory has them wait in line for memory's lock, which evicting takes again and again. Who has waited for
// a millisecond gets it from Go in turn, so that whoever lets go of it between looking and taking is overtaken.
func TestOneClaimsFromMemory(t *testing.T) {
	for range rounds / 2 {
		claimFromMemory(t)
	}
}

func claimFromMemory(t *testing.T) {
	const old, keys = 20_000, 8
	c, m := newClock(), idempotency.NewMemory(idempotency.MemoryOptions{})
	begin := func(id string) bool {
		_, claimed, err := m.Begin(context.Background(), idempotency.Claim{ID: id, Fingerprint: one, Now: c.Now(), Lease: lease, TTL: lease})
		if err != nil {
			t.Error(err)
		}
		return claimed
	}
	for i := range old {
		begin(fmt.Sprint("old", i))
	}
	c.advance(lease)
	var claims [keys]atomic.Int32
	var group sync.WaitGroup
	evicting := make(chan struct{})
	group.Go(func() {
		close(evicting)
		for n, batch := 1, old/50; n > 0; {
			n, _ = m.Evict(context.Background(), c.Now(), batch)
		}
	})
	<-evicting
	for i := range keys * contenders {
		group.Go(func() {
			if begin(fmt.Sprint("new", i%keys)) {
				claims[i%keys].Add(1)
			}
		})
	}
	group.Wait()
	for i := range claims {
		if n := claims[i].Load(); n != 1 {
			t.Errorf("a record is claimed by %d", n)
		}
	}
}

// TestCallerLeavesWhileClaiming frees the key of a caller who leaves just when the record is made: who comes again is not told
// for a whole lease that somebody executes it.
func TestCallerLeavesWhileClaiming(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		x := executor(t, p.store(t), newClock())
		for i := range 200 {
			r := request("1")
			r.Key = fmt.Sprint(i)
			ctx, leave := context.WithCancel(t.Context())
			late := time.AfterFunc(time.Duration(i)*5*time.Microsecond, leave)
			_, _ = x.Do(ctx, r, func(ctx context.Context) (idempotency.Answer, error) { return idempotency.Answer{}, ctx.Err() })
			late.Stop()
			leave()
			if _, err := x.Do(t.Context(), r, answered("again")); err != nil {
				t.Fatal(i, err)
			}
		}
	})
}
