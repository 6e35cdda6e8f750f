package stores

import (
	"context"
	"database/sql"
	stderrors "errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
	"github.com/bylaw-dev/bylaw/templates/support/sqlstore"
)

func request(body string) idempotency.Request {
	return idempotency.Request{Caller: "ann", Operation: "pay", Key: "k", Fingerprint: idempotency.FingerprintOf([]byte(body))}
}

func answered(text string) func(context.Context) (idempotency.Answer, error) {
	return func(context.Context) (idempotency.Answer, error) { return idempotency.Answer{Data: []byte(text)}, nil }
}

// code is that of an *errors.Error.
func code(err error) string {
	var known *errors.Error
	if !stderrors.As(err, &known) {
		return fmt.Sprint(err)
	}
	return known.Code
}

// TestDuplicates is the race that a key is for: 64 at once, in eight processes.
func TestDuplicates(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		var all []*idempotency.Executor
		for range 8 {
			all = append(all, executor(t, p.store(t), newClock()))
		}
		var executed, refused, replayed atomic.Int32
		begin, arrived := make(chan struct{}), make(chan struct{}, 64)
		patience, stop := context.WithTimeout(t.Context(), 30*time.Second)
		defer stop()
		var group sync.WaitGroup
		for i := range 64 {
			group.Go(func() {
				<-begin
				a, err := all[i%8].Do(context.Background(), request("100"), func(context.Context) (idempotency.Answer, error) {
					executed.Add(1)
					for range 63 { // all others find it running
						select {
						case <-arrived:
						case <-patience.Done():
							t.Error("it is executed more than once, or others wait for it")
						}
					}
					return idempotency.Answer{Data: []byte("paid")}, nil
				})
				arrived <- struct{}{}
				switch {
				case err != nil && code(err) == idempotency.CodeRunning:
					refused.Add(1)
				case err != nil || string(a.Data) != "paid":
					t.Error(a, err)
				case a.Replayed:
					replayed.Add(1)
				}
			})
		}
		close(begin)
		group.Wait()
		if executed.Load() != 1 || refused.Load() != 63 || replayed.Load() != 0 {
			t.Errorf("%d executed, %d refused, %d replayed", executed.Load(), refused.Load(), replayed.Load())
		}
		for i := range all {
			if a, err := all[i].Do(t.Context(), request("100"), answered("again")); err != nil || !a.Replayed || string(a.Data) != "paid" {
				t.Error(a, err)
			}
		}
	})
}

// TestFenced stalls an execution for longer than its lease: another one takes its place, and it can't store any more.
func TestFenced(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		c := newClock()
		slow, quick := executor(t, p.store(t), c), executor(t, p.store(t), c)
		_, err := slow.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			if _, err := slow.Do(ctx, request("1"), answered("never")); code(err) != idempotency.CodeRunning {
				t.Error(err)
			}
			c.advance(lease)
			if _, err := slow.Do(ctx, request("1"), answered("never")); code(err) != idempotency.CodeRunning {
				t.Error("a jump of the clock has ended an execution of this process:", err)
			}
			if a, err := quick.Do(ctx, request("1"), answered("quick")); err != nil || string(a.Data) != "quick" {
				t.Error(a, err)
			}
			return idempotency.Answer{Data: []byte("slow")}, nil
		})
		if code(err) != idempotency.CodeRunning || !stderrors.Is(err, idempotency.ErrFenced) {
			t.Error(err)
		}
		if a, err := slow.Do(t.Context(), request("1"), answered("never")); err != nil || string(a.Data) != "quick" || !a.Replayed {
			t.Error(a, err)
		}
	})
}

// TestRenewed is slow work whose lease is renewed ten times, and then lost.
func TestRenewed(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		c, ticks := newClock(), make(chan struct{})
		x := executor(t, p.store(t), c, func(o *idempotency.Options) { o.Wait = on(ticks) })
		other := executor(t, p.store(t), c)
		a, err := x.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			for range 10 {
				c.advance(lease / 3)
				ticks <- struct{}{}
				ticks <- struct{}{} // the renewal before is through
				if _, err := other.Do(ctx, request("1"), answered("never")); code(err) != idempotency.CodeRunning {
					t.Error(err)
				}
			}
			return idempotency.Answer{Data: []byte("done")}, ctx.Err()
		})
		if err != nil || string(a.Data) != "done" {
			t.Error(a, err)
		}
	})
}

// on waits for the test instead of the time.
func on(ticks <-chan struct{}) func(context.Context, time.Duration) error {
	return func(ctx context.Context, _ time.Duration) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks:
			return nil
		}
	}
}

// TestLostWhileRunning takes the record away from work, which is told.
func TestLostWhileRunning(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		c, ticks := newClock(), make(chan struct{}, 1)
		x := executor(t, p.store(t), c, func(o *idempotency.Options) { o.Wait = on(ticks) })
		other := executor(t, p.store(t), c)
		_, err := x.Do(t.Context(), request("1"), func(ctx context.Context) (idempotency.Answer, error) {
			c.advance(lease)
			if _, err := other.Do(ctx, request("1"), answered("other")); err != nil {
				t.Error(err)
			}
			ticks <- struct{}{}
			select {
			case <-ctx.Done():
			case <-time.After(30 * time.Second):
				t.Error("work isn't told that it has lost its lease")
			}
			if !stderrors.Is(context.Cause(ctx), idempotency.ErrFenced) {
				t.Error(context.Cause(ctx))
			}
			return idempotency.Answer{}, ctx.Err()
		})
		if code(err) != idempotency.CodeRunning {
			t.Error(err)
		}
	})
}

// TestDown closes the database beneath the store.
func TestDown(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		s, db := p.open(t)
		closed, passing := executor(t, s, newClock()), executor(t, s, newClock(), func(o *idempotency.Options) { o.Pass = true })
		check(t, db.Close())
		_, err := closed.Do(t.Context(), request("1"), answered("never"))
		var known *errors.Error
		if !stderrors.As(err, &known) || known.Status != http.StatusServiceUnavailable || !known.Retryable || known.RetryAfter == 0 {
			t.Error(err)
		}
		if a, err := passing.Do(t.Context(), request("1"), answered("unprotected")); err != nil || string(a.Data) != "unprotected" {
			t.Error(a, err)
		}
	})
}

// TestRestart reads with a new process what another one has stored.
func TestRestart(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		c := newClock()
		s, db := p.open(t)
		_, err := executor(t, s, c).Do(t.Context(), request("1"), answered("kept"))
		check(t, err)
		check(t, db.Close())
		if a, err := executor(t, p.store(t), c).Do(t.Context(), request("1"), answered("never")); err != nil || !a.Replayed || string(a.Data) != "kept" {
			t.Error(a, err)
		}
	})
}

func TestOptions(t *testing.T) {
	db, err := sql.Open("sqlite", "file:"+t.TempDir()+"/a.db")
	check(t, err)
	defer db.Close()
	for _, o := range []sqlstore.Options{{Table: "a; drop"}, {Table: "1a"}, {Table: "Ä"}, {Dialect: 9}} {
		if _, err := sqlstore.New(db, o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	s, err := sqlstore.New(db, sqlstore.Options{Table: "service_keys"})
	check(t, err)
	if err := s.Migrate(t.Context()); err == nil {
		t.Error("SQLite without a busy time-out is taken")
	}
}
