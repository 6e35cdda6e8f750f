package stores

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

var (
	one   = idempotency.FingerprintOf([]byte("one"))
	other = idempotency.FingerprintOf([]byte("other"))
)

// suite is one store, and what is said of one record.
type suite struct {
	t *testing.T
	s idempotency.Store
	c *clock
}

const lease, ttl = 30 * time.Second, 24 * time.Hour

func (s suite) begin(id string, f idempotency.Fingerprint) (idempotency.Record, bool) {
	s.t.Helper()
	r, claimed, err := s.s.Begin(s.t.Context(), idempotency.Claim{ID: id, Fingerprint: f, Now: s.c.Now(), Lease: lease, TTL: ttl})
	check(s.t, err)
	return r, claimed
}

// want begins, and demands what is found.
func (s suite) want(id string, f idempotency.Fingerprint, claimed bool, state idempotency.State) idempotency.Record {
	s.t.Helper()
	r, got := s.begin(id, f)
	if got != claimed || r.State != state {
		s.t.Fatalf("claimed %v in state %s, want %v, %s", got, r.State, claimed, state)
	}
	return r
}

func (s suite) finish(id string, fence int64, answer string) error {
	return s.s.Finish(s.t.Context(), id, fence, idempotency.Outcome{State: idempotency.Completed, Answer: []byte(answer), Expires: s.c.Now().Add(ttl)})
}

func eachSuite(t *testing.T, test func(suite)) {
	each(t, func(t *testing.T, p place) { test(suite{t, p.store(t), newClock()}) })
}

func TestClaim(t *testing.T) {
	eachSuite(t, func(s suite) {
		mine := s.want("a", one, true, idempotency.Processing)
		if mine.Fence == 0 || !mine.LeaseUntil.Equal(s.c.Now().Add(lease)) || !mine.Expires.Equal(s.c.Now().Add(ttl)) {
			s.t.Errorf("%+v", mine)
		}
		s.want("a", one, false, idempotency.Processing)
		if r := s.want("a", other, false, idempotency.Processing); r.Fingerprint != one {
			s.t.Error("the record's own fingerprint isn't told")
		}
		s.want("b", other, true, idempotency.Processing)
		check(s.t, s.finish("a", mine.Fence, "answer"))
		check(s.t, s.finish("a", mine.Fence, "answer")) // whose reply was lost
		r := s.want("a", one, false, idempotency.Completed)
		if !bytes.Equal(r.Answer, []byte("answer")) || r.Fence != mine.Fence {
			s.t.Errorf("%+v", r)
		}
		s.c.advance(ttl - time.Microsecond)
		s.want("a", other, false, idempotency.Completed)
		s.c.advance(time.Microsecond)
		if r := s.want("a", other, true, idempotency.Processing); r.Fence <= mine.Fence || r.Fingerprint != other || r.Answer != nil {
			s.t.Errorf("a record that was over: %+v", r)
		}
	})
}

func TestLease(t *testing.T) {
	eachSuite(t, func(s suite) {
		first := s.want("a", one, true, idempotency.Processing)
		s.c.advance(lease - time.Microsecond)
		s.want("a", one, false, idempotency.Processing)
		check(s.t, s.s.Renew(s.t.Context(), "a", first.Fence, s.c.Now().Add(lease)))
		s.c.advance(lease - time.Microsecond)
		s.want("a", one, false, idempotency.Processing)
		s.c.advance(time.Microsecond)
		s.want("a", other, false, idempotency.Processing) // the key stays bound to its body
		second := s.want("a", one, true, idempotency.Processing)
		if second.Fence <= first.Fence {
			s.t.Errorf("fence %d after %d", second.Fence, first.Fence)
		}
		for what, err := range map[string]error{
			"renew": s.s.Renew(s.t.Context(), "a", first.Fence, s.c.Now().Add(lease)), "finish": s.finish("a", first.Fence, "late"),
			"unknown": s.s.Renew(s.t.Context(), "b", 1, s.c.Now()), "unknown finish": s.finish("b", 1, "late"),
		} {
			if !errors.Is(err, idempotency.ErrFenced) {
				s.t.Errorf("%s of one that has lost its lease: %v", what, err)
			}
		}
		check(s.t, s.s.Abandon(s.t.Context(), "a", first.Fence))
		s.want("a", one, false, idempotency.Processing)
		check(s.t, s.finish("a", second.Fence, "second"))
		if r := s.want("a", one, false, idempotency.Completed); string(r.Answer) != "second" {
			s.t.Errorf("%q", r.Answer)
		}
	})
}

func TestAbandon(t *testing.T) {
	eachSuite(t, func(s suite) {
		first := s.want("a", one, true, idempotency.Processing)
		check(s.t, s.s.Abandon(s.t.Context(), "a", first.Fence))
		s.want("a", other, false, idempotency.Pending)
		second := s.want("a", one, true, idempotency.Processing)
		if second.Fence == first.Fence {
			s.t.Error("the fence of one who has given up is another's")
		}
		if err := s.finish("a", first.Fence, "late"); !errors.Is(err, idempotency.ErrFenced) {
			s.t.Error(err)
		}
		check(s.t, s.finish("a", second.Fence, ""))
		check(s.t, s.s.Abandon(s.t.Context(), "a", second.Fence+1))
		s.want("a", one, false, idempotency.Completed)
	})
}

func TestClockBack(t *testing.T) {
	eachSuite(t, func(s suite) {
		s.want("a", one, true, idempotency.Processing) // by a process that dies
		s.c.advance(-3 * time.Hour)
		s.want("a", one, false, idempotency.Processing) // from here on a whole lease
		s.c.advance(lease - time.Microsecond)
		s.want("a", one, false, idempotency.Processing)
		s.c.advance(time.Microsecond)
		s.want("a", one, true, idempotency.Processing)
	})
}

func TestEvict(t *testing.T) {
	eachSuite(t, func(s suite) {
		for i := range 10 {
			r := s.want(fmt.Sprint("done", i), one, true, idempotency.Processing)
			check(s.t, s.finish(fmt.Sprint("done", i), r.Fence, "x"))
		}
		s.want("crashed", one, true, idempotency.Processing)
		slow := s.want("slow", one, true, idempotency.Processing)
		s.c.advance(ttl)
		check(s.t, s.s.Renew(s.t.Context(), "slow", slow.Fence, s.c.Now().Add(lease)))
		young := s.want("young", one, true, idempotency.Processing) // memory evicts a little here
		check(s.t, s.finish("young", young.Fence, ""))
		total := 0
		for range 20 {
			n, err := s.s.Evict(s.t.Context(), s.c.Now(), 4)
			check(s.t, err)
			if n > 4 {
				s.t.Errorf("a batch of %d", n)
			}
			total += n
		}
		if total < 9 || total > 11 {
			s.t.Errorf("%d removed", total)
		}
		s.want("slow", one, false, idempotency.Processing)
		s.want("young", one, false, idempotency.Completed)
		if r := s.want("done3", other, true, idempotency.Processing); r.Fence <= slow.Fence {
			s.t.Errorf("a record that is made again has fence %d, after %d", r.Fence, slow.Fence)
		}
	})
}

// TestTakeover lets many find at once that a record is free.
func TestTakeover(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		c := newClock()
		suite{t, p.store(t), c}.want("a", one, true, idempotency.Processing)
		c.advance(lease)
		var handles []idempotency.Store
		for range 4 {
			handles = append(handles, p.store(t))
		}
		var mu sync.Mutex
		var group sync.WaitGroup
		claims := map[int64]int{}
		for i := range 32 {
			group.Go(func() {
				r, claimed, err := handles[i%4].Begin(context.Background(), idempotency.Claim{ID: "a", Fingerprint: one, Now: c.Now(), Lease: lease, TTL: ttl})
				if err != nil {
					t.Error(err)
				}
				if claimed {
					mu.Lock()
					claims[r.Fence]++
					mu.Unlock()
				}
			})
		}
		group.Wait()
		if len(claims) != 1 {
			t.Errorf("claimed by %v", claims)
		}
		for fence, n := range claims {
			if n != 1 {
				t.Errorf("fence %d is of %d executions", fence, n)
			}
		}
	})
}
