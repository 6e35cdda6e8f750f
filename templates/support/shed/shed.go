// Package shed keeps a service that is asked for more than it can do from doing nothing at all: beyond a
// number of requests at once it refuses at once, and what has been begun is finished at its usual pace. It
// must not know what the requests are about.
//
// The limit is fixed. One that adapts itself must tell load from a dependency that is slow, takes minutes to
// settle, and can't be told from a bug when it refuses; a fixed one is measured once (requests a second
// times seconds a request, at the highest load at which answers are still in time), and does what it says.
// SetLimit changes it while the service runs. Nothing queues: who waits here has given up by the time that it is
// their turn, and the queue only delays that.
package shed

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/problem"
)

// Options configures a Limiter. The zero value is ready for use.
type Options struct {
	Limit   int // requests at once; 256
	Reserve int // requests above that, which are kept for critical ones; 16
	// Critical says which requests are served from the reserve when all else is taken; nil: those below
	// /health/. An orchestrator that gets no answer because there is load kills what is left.
	Critical func(*http.Request) bool
	// RetryAfter is the least that refused callers are told to wait; 1 s. Up to as much again is added by
	// chance, so that they don't return together.
	RetryAfter time.Duration
	Rand       func() float64 // from [0, 1); math/rand/v2. Called from several goroutines
	// Refuse answers what is refused; nil: with a problem of RFC 9457 and Retry-After.
	Refuse func(http.ResponseWriter, *http.Request, *errors.Error)
}

// Limiter counts the work in flight. It is safe for concurrent use, and has nothing to close.
type Limiter struct {
	options  Options
	limit    atomic.Int64
	inFlight atomic.Int64
	refused  atomic.Int64
}

// New returns a limiter with nothing in flight.
func New(o Options) *Limiter {
	if o.Limit <= 0 {
		o.Limit = 256
	}
	if o.Reserve <= 0 {
		o.Reserve = 16
	}
	if o.Critical == nil {
		o.Critical = func(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/health/") }
	}
	if o.RetryAfter <= 0 {
		o.RetryAfter = time.Second
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.Refuse == nil {
		o.Refuse = problem.Write
	}
	l := &Limiter{options: o}
	l.SetLimit(o.Limit)
	return l
}

// SetLimit changes how many requests are served at once; at least 1. What is in flight stays.
func (l *Limiter) SetLimit(n int) { l.limit.Store(int64(max(n, 1))) }

// InFlight is how much work is being done.
func (l *Limiter) InFlight() int { return int(l.inFlight.Load()) }

// Refused is how many requests have been refused so far.
func (l *Limiter) Refused() int64 { return l.refused.Load() }

// Enter begins a piece of work, which ends with Leave; or returns an *errors.Error: 503 in HTTP,
// UNAVAILABLE in gRPC. Critical work is taken on from the reserve too.
func (l *Limiter) Enter(critical bool) error {
	if e := l.enter(critical); e != nil {
		return e
	}
	return nil
}

func (l *Limiter) enter(critical bool) *errors.Error {
	most := l.limit.Load()
	if critical {
		most += int64(l.options.Reserve)
	}
	for {
		n := l.inFlight.Load()
		if n >= most {
			l.refused.Add(1)
			return l.overload()
		}
		if l.inFlight.CompareAndSwap(n, n+1) {
			return nil
		}
	}
}

// Hold counts work that goes on after its request has been answered, such as a goroutine that a handler leaves
// behind, until Leave. It is called by whoever entered, before they leave, and refuses nothing: the work has been begun.
func (l *Limiter) Hold() { l.inFlight.Add(1) }

// Leave ends what Enter or Hold began. It panics if there is nothing: then slots would be made of nothing.
func (l *Limiter) Leave() {
	if l.inFlight.Add(-1) < 0 {
		l.inFlight.Add(1)
		panic("shed: Leave without Enter")
	}
}

func (l *Limiter) overload() *errors.Error {
	least := int64((l.options.RetryAfter + time.Second - 1) / time.Second)
	after := least + int64(l.options.Rand()*float64(least+1))
	return &errors.Error{
		Status: http.StatusServiceUnavailable, Code: errors.CodeUnavailable, Title: http.StatusText(http.StatusServiceUnavailable),
		Detail: "too much is being done already", Retryable: true, RetryAfter: time.Duration(after) * time.Second,
	}
}
