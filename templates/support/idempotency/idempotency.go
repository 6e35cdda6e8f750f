// Package idempotency lets a caller repeat a request without repeating its effect: the first request with a key is
// executed, and what came of it is stored and given to all later ones with the same key (the Idempotency-Key header,
// draft-ietf-httpapi-idempotency-key-header; request_id of AIP-155). It must not know what is executed, nor how an answer
// looks on the wire, save for the middleware of net/http, which is here because nothing but the standard library is needed.
//
// # What is promised, and what is not
//
// Of requests with the same caller, operation and key, one is executed at a time, and after one of them has ended for good
// none is executed any more until its record is over (24 hours by default). A process that dies between executing and
// storing leaves a record that says "processing"; when its lease is over the next request is executed again: once more for
// each such death, not once in all. Only work that commits together with its record (Transactor, package sqlstore) has
// its effect once. The same goes for a store that can't be written when the work is done: the answer is delivered, and the
// record is left to its lease.
//
// A lease is judged by the clock of whoever asks. It is renewed each third of its length, so clocks of several machines may
// be apart by up to a half of it. Jumps of the clock do nothing to executions of the same Executor. On another machine a
// jump ahead by more than that may end a lease too early; then the work is done twice at once, but the fence lets only the
// later one store what came of it. A lease that ends later than is possible was written by a clock that was ahead, and
// is cut to what is possible.
package idempotency

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Options configures an Executor. Only Store has to be set.
type Options struct {
	Store Store

	Lease      time.Duration // how long a record stays with an execution that no longer shows life; 0: 30 s
	TTL        time.Duration // how long an outcome is kept from when it is stored; 0: 24 h
	RetryAfter time.Duration // what a caller is told to wait while the first request still runs; 0: 1 s
	MaxAnswer  int           // bytes of an answer that are kept; 0: 1 MiB. Of a larger one only the fact is
	Patience   time.Duration // with one call of the store; 0: 5 s

	// Pass executes requests unprotected while the store is down. Otherwise they are refused with 503: a caller that sends
	// a key relies on it.
	Pass bool

	Now     func() time.Time                                 // the clock; nil: time.Now
	Wait    func(ctx context.Context, d time.Duration) error // waits, or returns the context's error; nil: a timer
	Logger  *slog.Logger                                     // nil: slog.Default()
	Observe func(context.Context, Event)                     // sees what becomes of each request; nil: nothing
}

// Event is what became of a request, for counters.
type Event string

// What may become of a request.
const (
	Executed  Event = "executed"   // and its outcome is stored
	Transient Event = "transient"  // executed, with an outcome that another try may better: nothing is stored
	Replayed  Event = "replayed"   // answered from the store
	Running   Event = "running"    // refused: the first one is still being executed
	Mismatch  Event = "mismatch"   // refused: the key belongs to another body
	Fenced    Event = "fenced"     // executed, but its lease was over and another one took its place
	Unsaved   Event = "unsaved"    // executed, but the store couldn't be written
	Down      Event = "store_down" // refused: the store couldn't be read
	Passed    Event = "passed"     // executed unprotected, because the store couldn't be read
)

// Executor executes requests once for each key. It is safe for concurrent use.
type Executor struct {
	o       Options
	begun   atomic.Uint64
	mu      sync.Mutex
	running map[string]*execution // of this Executor, by record
}

// New returns an Executor. The error says what is wrong with the options.
func New(o Options) (*Executor, error) {
	if o.Store == nil {
		return nil, errors.New("idempotency: Options.Store is missing")
	}
	if o.Lease < 0 || o.TTL < 0 || o.TTL > 0 && o.TTL < o.Lease {
		return nil, errors.New("idempotency: Lease and TTL must be positive, and TTL not shorter than Lease")
	}
	return &Executor{o: o.withDefaults(), running: map[string]*execution{}}, nil
}

func (o Options) withDefaults() Options {
	o.Lease, o.TTL = orDefault(o.Lease, 30*time.Second), orDefault(o.TTL, 24*time.Hour)
	o.RetryAfter, o.Patience = orDefault(o.RetryAfter, time.Second), orDefault(o.Patience, 5*time.Second)
	o.MaxAnswer = orDefault(o.MaxAnswer, 1<<20)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Observe == nil {
		o.Observe = func(context.Context, Event) {}
	}
	return o
}

func orDefault[T int | time.Duration](v, fallback T) T {
	if v <= 0 {
		return fallback
	}
	return v
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
