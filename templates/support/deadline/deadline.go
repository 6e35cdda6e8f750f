// Package deadline hands the time that a caller gives on from hop to hop: what is left of it, less a reserve for
// the way back, goes with each call, and what can't be done in time is refused at once instead of being begun. It must
// not know what is called. gRPC carries deadlines itself; for HTTP this uses gRPC's header, Grpc-Timeout, which
// says how much time there is and not when it is over, so that clocks needn't agree.
package deadline

import (
	"context"
	"net/http"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/problem"
)

// Options configures a Budget. What is zero takes the default.
type Options struct {
	Reserve time.Duration // of what is left, kept for the way back and for the own answer; 20 ms, negative: none
	Least   time.Duration // below which a call, or a request, isn't worth beginning; 5 ms, at least 1 ms
	Timeout time.Duration // of a request whose caller says nothing; 30 s, negative: it has no deadline
	Longest time.Duration // that a caller may ask for; 10 min. More is taken for that
	Now     func() time.Time
	// Refuse answers what is refused; nil: with a problem of RFC 9457.
	Refuse func(http.ResponseWriter, *http.Request, *errors.Error)
}

// Budget is safe for concurrent use, and has nothing to close.
type Budget struct{ options Options }

// New returns a budget.
func New(o Options) *Budget {
	o.Reserve = max(orDefault(o.Reserve, 20*time.Millisecond), 0)
	o.Least = max(orDefault(o.Least, 5*time.Millisecond), time.Millisecond)
	o.Timeout = orDefault(o.Timeout, 30*time.Second)
	if o.Longest <= 0 {
		o.Longest = 10 * time.Minute
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Refuse == nil {
		o.Refuse = problem.Write
	}
	return &Budget{o}
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// Spend returns the context for a call: it ends a reserve earlier than ctx, so that there is time to answer when
// the call fails. The error, if what is left is too little, is an *errors.Error that wraps context.DeadlineExceeded:
// 504 in HTTP, DEADLINE_EXCEEDED in gRPC. Without a deadline, nothing is spent.
func (b *Budget) Spend(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if _, limited := ctx.Deadline(); !limited && ctx.Err() == nil {
		return ctx, func() {}, nil
	}
	left, err := b.left(ctx)
	if err != nil {
		return ctx, func() {}, err
	}
	inner, cancel := context.WithDeadline(ctx, b.options.Now().Add(left))
	return inner, cancel, nil
}

// left is how long a call may take.
func (b *Budget) left(ctx context.Context) (time.Duration, error) {
	end, _ := ctx.Deadline()
	left := end.Sub(b.options.Now())
	if ctx.Err() == context.Canceled {
		return 0, &errors.Error{Code: codeCanceled, Title: "the caller has given up", Cause: unsent{ctx.Err(), 0}}
	}
	if ctx.Err() != nil || left-b.options.Reserve < b.options.Least {
		return 0, tooLate(left)
	}
	return left - b.options.Reserve, nil
}

// codeCanceled is the code of calls that their caller has given up.
const codeCanceled = "canceled"

func tooLate(left time.Duration) *errors.Error {
	return &errors.Error{
		Status: http.StatusGatewayTimeout, Code: errors.CodeDeadlineExceeded, Title: http.StatusText(http.StatusGatewayTimeout),
		Detail: "there is too little time left for it", Cause: unsent{context.DeadlineExceeded, max(left, 0)},
	}
}

// unsent is why a call was not made.
type unsent struct {
	error
	left time.Duration
}

// Error tells what was left.
func (u unsent) Error() string {
	return "nothing is begun with " + u.left.String() + " left: " + u.error.Error()
}

// Unwrap gives the context's error.
func (u unsent) Unwrap() error { return u.error }

// Unsent says to a breaker that the dependency has not been asked.
func (unsent) Unsent() bool { return true }
