// Package bulkhead keeps one slow dependency from taking all that a service has: each has a number of slots,
// a few more callers may wait for one, and the rest fail at once. It must not know what is called. One Bulkhead
// is for one dependency. Together with a breaker it stands outside, so that no probe waits for a slot.
package bulkhead

import (
	"context"
	stderrors "errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// ErrFull is the cause of the error of a call that has found no slot.
var ErrFull = stderrors.New("all slots are taken")

// unsent is why a call was not made, for the log of those who know the dependency's name.
type unsent struct {
	name string
	error
}

// Error names the dependency.
func (u unsent) Error() string { return u.name + " is not called: " + u.error.Error() }

// Unwrap gives ErrFull, or the context's error.
func (u unsent) Unwrap() error { return u.error }

// Unsent says to a breaker that the dependency has not been asked.
func (unsent) Unsent() bool { return true }

// Options configures a Bulkhead. What is zero takes the default.
type Options struct {
	Name    string        // of the dependency, for errors
	Slots   int           // calls at once; 10
	Waiting int           // callers who may wait besides; as many as there are slots, negative: none
	Wait    time.Duration // for how long, at most; 1 s. A context may end it sooner
	// Abandoned is told how work of Await has ended that nobody waited for any more; nil: nobody is.
	Abandoned func(error)
	After     func(time.Duration) <-chan time.Time // time.After
}

// Bulkhead is safe for concurrent use, and has nothing to close.
type Bulkhead struct {
	options Options
	slots   chan struct{}
	waiting atomic.Int64
}

// New returns a bulkhead of which every slot is free.
func New(o Options) *Bulkhead {
	if o.Slots <= 0 {
		o.Slots = 10
	}
	if o.Waiting == 0 {
		o.Waiting = o.Slots
	}
	if o.Wait <= 0 {
		o.Wait = time.Second
	}
	if o.Abandoned == nil {
		o.Abandoned = func(error) {}
	}
	if o.After == nil {
		o.After = time.After
	}
	return &Bulkhead{options: o, slots: make(chan struct{}, o.Slots)}
}

// InUse is how many slots are taken.
func (b *Bulkhead) InUse() int { return len(b.slots) }

// Waiting is how many callers wait for a slot.
func (b *Bulkhead) Waiting() int { return int(b.waiting.Load()) }

// Enter takes a slot, for which it waits if it must. leave frees it, and must be called when the work has really ended, by whoever then knows that; further calls do nothing. Otherwise the
// error is an *errors.Error: 503 that wraps ErrFull, or the context's end (504 for a deadline).
func (b *Bulkhead) Enter(ctx context.Context) (leave func(), err error) {
	if ctx.Err() != nil {
		return nil, b.ended(ctx)
	}
	select {
	case b.slots <- struct{}{}:
	default:
		if err := b.wait(ctx); err != nil {
			return nil, err
		}
	}
	var left atomic.Bool
	return func() {
		if !left.Swap(true) {
			<-b.slots
		}
	}, nil
}

func (b *Bulkhead) wait(ctx context.Context) error {
	defer b.waiting.Add(-1)
	if b.waiting.Add(1) > int64(b.options.Waiting) {
		return b.full()
	}
	select {
	case b.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return b.ended(ctx)
	case <-b.options.After(b.options.Wait):
		return b.full()
	}
}

func (b *Bulkhead) full() error {
	return &errors.Error{
		Status: http.StatusServiceUnavailable, Code: errors.CodeUnavailable, Title: http.StatusText(http.StatusServiceUnavailable),
		Detail: "a dependency has too much to do", Retryable: true, RetryAfter: time.Second,
		Cause: unsent{b.options.Name, ErrFull},
	}
}

// codeCanceled is the code of calls that their caller has given up.
const codeCanceled = "canceled"

// ended is the error of a call that was not made in time.
func (b *Bulkhead) ended(ctx context.Context) error {
	return end(ctx, unsent{b.options.Name, ctx.Err()})
}

// abandoned is the error of a call that goes on.
func (b *Bulkhead) abandoned(ctx context.Context) error {
	return end(ctx, fmt.Errorf("%s has not answered: %w", b.options.Name, ctx.Err()))
}

func end(ctx context.Context, cause error) error {
	e := &errors.Error{Code: codeCanceled, Title: "the caller has given up", Cause: cause}
	if stderrors.Is(ctx.Err(), context.DeadlineExceeded) {
		e.Status, e.Code, e.Title = http.StatusGatewayTimeout, errors.CodeDeadlineExceeded, http.StatusText(http.StatusGatewayTimeout)
	}
	return e
}
