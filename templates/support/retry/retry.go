// Package retry decides whether a call that failed is made again, and when: an allowlist of operations
// and statuses, growing waits with jitter, a budget, and never a second layer of it. It makes no call
// itself and must not know how a request or a response looks.
package retry

import (
	"context"
	"math/rand/v2"
	"time"
)

// Policy says how often and how far apart a call is repeated. What is zero takes the default.
type Policy struct {
	Attempts int           // calls in all, the first included; 3. At 1 nothing is repeated
	Base     time.Duration // the wait before the second call, doubled for each further one; 100 ms
	Cap      time.Duration // the longest of these waits; 10 s. A server's Retry-After may be longer
	Budget   int           // repetitions in a row that calls of one client share; 10. Each answer of a healthy server earns a tenth back

	Now   func() time.Time                                 // the clock; time.Now
	Sleep func(ctx context.Context, d time.Duration) error // waits, or returns the context's error; a timer
	Rand  func() float64                                   // from [0, 1), spreads the waits; math/rand/v2. Called from several goroutines
}

// Jitter is how far a wait may be off the doubled one, so that clients that failed together don't
// return together.
const Jitter = 0.25

func (p Policy) withDefaults() Policy {
	p.Attempts = orDefault(p.Attempts, 3)
	p.Base = orDefault(p.Base, 100*time.Millisecond)
	p.Cap = orDefault(p.Cap, 10*time.Second)
	p.Budget = orDefault(p.Budget, 10)
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Sleep == nil {
		p.Sleep = sleep
	}
	if p.Rand == nil {
		p.Rand = rand.Float64
	}
	return p
}

func orDefault[T int | time.Duration](v, fallback T) T {
	if v <= 0 {
		return fallback
	}
	return v
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Retrier repeats calls of one client by one policy and out of one budget. It is safe for concurrent use.
type Retrier struct {
	policy Policy
	budget budget
}

// New returns a retrier whose budget is full.
func New(p Policy) *Retrier {
	p = p.withDefaults()
	r := &Retrier{policy: p}
	r.budget.fill(p.Budget)
	return r
}

// Do calls attempt until the outcome is none that may be repeated, or would be repeated too late,
// and returns how often it has called. How the last one ended stays with attempt's owner. The error is
// the context's, if that ended a wait. What attempt calls with its context repeats nothing of its own.
func (r *Retrier) Do(ctx context.Context, op Operation, attempt func(context.Context) Outcome) (int, error) {
	limit := r.policy.Attempts
	if Layered(ctx) {
		limit = 1
	}
	inner := Once(ctx)
	for n := 1; ; n++ {
		out := attempt(inner)
		if out.healthy() {
			r.budget.earn()
		}
		if n >= limit || ctx.Err() != nil || !op.Allows(out) {
			return n, nil
		}
		wait := r.wait(n, out)
		if r.late(ctx, wait) || !r.budget.spend() {
			return n, nil
		}
		if err := r.policy.Sleep(ctx, wait); err != nil {
			return n, err
		}
	}
}

// wait returns how long to wait after the nth call: the doubled wait with its jitter, neither of
// them above the cap, and never less than the server asks for.
func (r *Retrier) wait(n int, out Outcome) time.Duration {
	d := r.policy.Base
	for i := 1; i < n && d < r.policy.Cap; i++ {
		d *= 2
	}
	spread := 1 - Jitter + 2*Jitter*r.policy.Rand()
	d = min(time.Duration(float64(min(d, r.policy.Cap))*spread), r.policy.Cap)
	return max(d, out.RetryAfter)
}

// late reports whether the caller's deadline would be over before the next call begins.
func (r *Retrier) late(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && !r.policy.Now().Add(wait).Before(deadline)
}
