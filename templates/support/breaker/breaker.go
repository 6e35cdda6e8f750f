// Package breaker stops calling a dependency that fails, and finds out with a few calls when it is back. So
// callers fail at once instead of waiting for time-outs, and the dependency can recover. It knows how calls
// ended, and must not know what they were about. One Breaker is for one dependency.
package breaker

import (
	stderrors "errors"
	"net/http"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// State says whether calls are made.
type State uint8

// The states.
const (
	Closed   State = iota // all are
	Open                  // none is
	HalfOpen              // a few are, to find out
)

// String returns the state in lower case.
func (s State) String() string {
	switch s {
	case Open:
		return "open"
	case HalfOpen:
		return "half-open"
	}
	return "closed"
}

// ErrOpen is the cause of the error of a call that was not made.
var ErrOpen = stderrors.New("the breaker is open")

// unsent is why a call was not made, for the log of those who know the dependency's name.
type unsent struct{ name string }

// Error names the dependency.
func (u unsent) Error() string { return u.name + " is not called: " + ErrOpen.Error() }

// Unwrap gives ErrOpen.
func (unsent) Unwrap() error { return ErrOpen }

// Unsent says to another breaker that the dependency has not been asked.
func (unsent) Unsent() bool { return true }

// Options configures a Breaker. What is zero takes the default.
type Options struct {
	Name   string        // of the dependency, for errors
	Window time.Duration // in which calls are judged; 10 s. It moves on by tenths
	Calls  int           // in the window, below which it never opens; 20
	Share  float64       // of failures among them at which it opens, up to 1; 0.5
	Rest   time.Duration // for which it stays open; 5 s
	Probes int           // calls that are made when it is half-open; if all succeed, it closes; 3

	Now func() time.Time // the clock; time.Now
	// OnChange is told of each change, in order. It must be quick, and must not call the breaker.
	OnChange func(from, to State)
	// Judge says what an error of Do means; nil: Judge of this package.
	Judge func(error) Outcome
}

func (o Options) withDefaults() Options {
	if o.Window <= 0 {
		o.Window = 10 * time.Second
	}
	if o.Calls <= 0 {
		o.Calls = 20
	}
	if o.Share <= 0 || o.Share > 1 {
		o.Share = 0.5
	}
	if o.Rest <= 0 {
		o.Rest = 5 * time.Second
	}
	if o.Probes <= 0 {
		o.Probes = 3
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Judge == nil {
		o.Judge = Judge
	}
	return o
}

// Breaker is safe for concurrent use, and has nothing to close.
type Breaker struct {
	options Options

	mutex    sync.Mutex
	state    State
	age      uint64 // counts changes: a call that ends in another state than it began in says nothing of this one
	until    time.Time
	window   window
	admitted int // probes that run or have succeeded
	passed   int // those that have succeeded
}

// New returns a closed breaker.
func New(o Options) *Breaker {
	o = o.withDefaults()
	return &Breaker{options: o, window: window{start: o.Now(), width: max(o.Window/slices, 1)}}
}

// Stats is what a breaker knows.
type Stats struct {
	State    State
	Calls    int // in the window; 0 unless it is closed
	Failures int
}

// Stats returns the state and what has led to it. A breaker that has rested is half-open, even if nobody calls.
func (b *Breaker) Stats() Stats {
	now := b.options.Now()
	b.mutex.Lock()
	defer b.mutex.Unlock()
	s := Stats{State: b.state}
	s.Calls, s.Failures = b.window.sum(now)
	if b.state == Open && !now.Before(b.until) {
		s.State = HalfOpen
	}
	return s
}

// Enter asks for a call. done must be called once when it has ended; what it is called with later is
// ignored. Otherwise the error is an *errors.Error that wraps ErrOpen: 503 in HTTP, UNAVAILABLE in gRPC.
func (b *Breaker) Enter() (done func(Outcome), err error) {
	now := b.options.Now()
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.state == Open && !now.Before(b.until) {
		b.change(HalfOpen)
	}
	if b.state == Open || b.state == HalfOpen && b.admitted == b.options.Probes {
		return nil, b.refusal(now)
	}
	b.admitted++
	age, ended := b.age, false
	return func(o Outcome) {
		now := b.options.Now()
		b.mutex.Lock()
		defer b.mutex.Unlock()
		if !ended && age == b.age {
			b.end(o, now)
		}
		ended = true
	}, nil
}

// end takes note of a call that has begun in the present state.
func (b *Breaker) end(o Outcome, now time.Time) {
	switch {
	case b.state == HalfOpen && o == Ignored:
		b.admitted-- // another may find out
	case b.state == HalfOpen && o == Success:
		if b.passed++; b.passed == b.options.Probes {
			b.change(Closed)
		}
	case b.state == HalfOpen || b.window.add(o, now) && b.tripped(now):
		b.until = now.Add(b.options.Rest)
		b.change(Open)
	}
}

func (b *Breaker) tripped(now time.Time) bool {
	calls, failures := b.window.sum(now)
	return calls >= b.options.Calls && float64(failures) >= b.options.Share*float64(calls)
}

// change begins a state with nothing known.
func (b *Breaker) change(to State) {
	from := b.state
	b.state, b.admitted, b.passed = to, 0, 0
	b.age++
	b.window.clear()
	if b.options.OnChange != nil {
		b.options.OnChange(from, to)
	}
}

// refusal tells when to come back; while others find out, in a second.
func (b *Breaker) refusal(now time.Time) error {
	return &errors.Error{
		Status: http.StatusServiceUnavailable, Code: errors.CodeUnavailable, Title: http.StatusText(http.StatusServiceUnavailable),
		Detail: "a dependency is not available", Retryable: true, RetryAfter: max(b.until.Sub(now), time.Second),
		Cause: unsent{b.options.Name},
	}
}
