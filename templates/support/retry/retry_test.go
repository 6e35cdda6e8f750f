package retry_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// bench is a clock that only sleeping moves, and a record of the sleeps.
type bench struct {
	now   time.Time
	slept []time.Duration
}

func (b *bench) policy() retry.Policy {
	return retry.Policy{
		Now:  func() time.Time { return b.now },
		Rand: func() float64 { return 0.5 }, // no jitter
		Sleep: func(ctx context.Context, d time.Duration) error {
			b.slept = append(b.slept, d)
			b.now = b.now.Add(d)
			return ctx.Err()
		},
	}
}

// always returns an attempt that ends like that each time.
func always(out retry.Outcome) func(context.Context) retry.Outcome {
	return func(context.Context) retry.Outcome { return out }
}

var (
	get     = retry.Operation{Method: "GET"}
	post    = retry.Operation{Method: "POST"}
	keyed   = retry.Operation{Method: "POST", Key: true}
	failing = always(retry.Outcome{Status: 503})
)

func TestWhichOperations(t *testing.T) {
	for _, test := range []struct {
		op   retry.Operation
		want int
	}{
		{retry.Operation{Method: "GET"}, 3},
		{retry.Operation{Method: "HEAD"}, 3},
		{retry.Operation{Method: "OPTIONS"}, 3},
		{retry.Operation{Method: "TRACE"}, 3},
		{retry.Operation{Method: "QUERY"}, 3},
		{retry.Operation{Method: "PUT"}, 3},
		{retry.Operation{Method: "DELETE"}, 3},
		{retry.Operation{Method: "POST"}, 1},
		{retry.Operation{Method: "POST", Key: true}, 3},
		{retry.Operation{Method: "PATCH"}, 1},
		{retry.Operation{Method: "PATCH", Key: true}, 1},
		{retry.Operation{Method: "LOCK"}, 1},
		{retry.Operation{Method: "POST", Declared: retry.Retryable}, 3},
		{retry.Operation{Method: "PATCH", Declared: retry.Retryable}, 3},
		{retry.Operation{Method: "GET", Declared: retry.NotRetryable}, 1},
		{retry.Operation{Method: "POST", Key: true, Declared: retry.NotRetryable}, 1},
		{retry.Operation{Method: "PUT", Once: true}, 1},
	} {
		b := &bench{now: start}
		if n, _ := retry.New(b.policy()).Do(t.Context(), test.op, failing); n != test.want {
			t.Errorf("%+v: %d calls, want %d", test.op, n, test.want)
		}
	}
}

func TestWhichOutcomes(t *testing.T) {
	untrusted := &tls.CertificateVerificationError{Err: errors.New("unknown authority")}
	for _, test := range []struct {
		name            string
		out             retry.Outcome
		get, post, keyd int // calls
	}{
		{"success", retry.Outcome{Status: 200}, 1, 1, 1},
		{"redirect", retry.Outcome{Status: 304}, 1, 1, 1},
		{"bad request", retry.Outcome{Status: 400}, 1, 1, 1},
		{"bad request that claims to be retryable", retry.Outcome{Status: 400, Retryable: true, Asked: true}, 1, 1, 1},
		{"unauthorized", retry.Outcome{Status: 401}, 1, 1, 1},
		{"forbidden", retry.Outcome{Status: 403}, 1, 1, 1},
		{"not found", retry.Outcome{Status: 404}, 1, 1, 1},
		{"conflict", retry.Outcome{Status: 409}, 1, 1, 1},
		{"conflict with Retry-After", retry.Outcome{Status: 409, Asked: true}, 1, 1, 3},
		{"precondition failed", retry.Outcome{Status: 412, Asked: true}, 1, 1, 1},
		{"unprocessable", retry.Outcome{Status: 422, Asked: true}, 1, 1, 1},
		{"too many requests", retry.Outcome{Status: 429}, 3, 1, 3},
		{"internal", retry.Outcome{Status: 500}, 1, 1, 1},
		{"internal with Retry-After alone", retry.Outcome{Status: 500, Asked: true}, 1, 1, 1},
		{"internal, marked", retry.Outcome{Status: 500, Retryable: true}, 3, 1, 3},
		{"not implemented", retry.Outcome{Status: 501, Retryable: true}, 1, 1, 1},
		{"bad gateway", retry.Outcome{Status: 502}, 3, 1, 3},
		{"unavailable", retry.Outcome{Status: 503}, 3, 1, 3},
		{"gateway time-out", retry.Outcome{Status: 504}, 3, 1, 3},
		{"connection lost", retry.Outcome{Err: io.ErrUnexpectedEOF}, 3, 1, 3},
		{"wrong certificate", retry.Outcome{Err: untrusted}, 1, 1, 1},
		{"permanent", retry.Outcome{Err: retry.Permanent(io.EOF)}, 1, 1, 1},
		{"cancelled below", retry.Outcome{Err: context.Canceled}, 1, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			calls := func(op retry.Operation) int {
				b := &bench{now: start}
				n, _ := retry.New(b.policy()).Do(t.Context(), op, always(test.out))
				return n
			}
			if got, want := [3]int{calls(get), calls(post), calls(keyed)}, [3]int{test.get, test.post, test.keyd}; got != want {
				t.Errorf("calls of GET, POST, POST with a key: %v, want %v", got, want)
			}
		})
	}
}

func TestWaitsDouble(t *testing.T) {
	const ms = time.Millisecond
	for _, test := range []struct {
		name string
		rand float64
		want []time.Duration
	}{
		{"middle", 0.5, []time.Duration{100 * ms, 200 * ms, 400 * ms, 800 * ms, 1600 * ms, 3200 * ms, 6400 * ms, 10000 * ms, 10000 * ms}},
		{"lowest", 0, []time.Duration{75 * ms, 150 * ms, 300 * ms, 600 * ms, 1200 * ms, 2400 * ms, 4800 * ms, 7500 * ms, 7500 * ms}},
		{"highest", 1, []time.Duration{125 * ms, 250 * ms, 500 * ms, 1000 * ms, 2000 * ms, 4000 * ms, 8000 * ms, 10000 * ms, 10000 * ms}},
	} {
		b := &bench{now: start}
		p := b.policy()
		p.Attempts = 10
		p.Rand = func() float64 { return test.rand }
		retry.New(p).Do(t.Context(), get, failing)
		if !slices.Equal(b.slept, test.want) {
			t.Errorf("%s: waits %v, want %v", test.name, b.slept, test.want)
		}
	}
}

func TestDefaults(t *testing.T) {
	var waits []time.Duration
	p := retry.Policy{Sleep: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }}
	for range 3 { // more calls than that would use the budget up
		retry.New(p).Do(t.Context(), get, failing)
	}
	if len(waits) != 6 {
		t.Fatalf("%d waits in three calls, want 6: three attempts each", len(waits))
	}
	for i, d := range waits {
		middle := 100 * time.Millisecond << (i % 2)
		if d < middle*3/4 || d > middle*5/4 {
			t.Errorf("wait %d is %v, more than a quarter off %v", i, d, middle)
		}
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	for _, test := range []struct {
		asked time.Duration
		want  []time.Duration
	}{
		{0, []time.Duration{100 * time.Millisecond, 200 * time.Millisecond}},
		{150 * time.Millisecond, []time.Duration{150 * time.Millisecond, 200 * time.Millisecond}},
		{time.Minute, []time.Duration{time.Minute, time.Minute}}, // the cap is for our own waits
	} {
		b := &bench{now: start}
		retry.New(b.policy()).Do(t.Context(), get, always(retry.Outcome{Status: 429, Asked: true, RetryAfter: test.asked}))
		if !slices.Equal(b.slept, test.want) {
			t.Errorf("Retry-After %v: waits %v, want %v", test.asked, b.slept, test.want)
		}
	}
}

// until is a context with a deadline of the test's clock.
type until struct {
	context.Context
	at time.Time
}

func (u until) Deadline() (time.Time, bool) { return u.at, true }

func TestNeverPastTheDeadline(t *testing.T) {
	for _, test := range []struct {
		left time.Duration
		out  retry.Outcome
		want int
	}{
		{50 * time.Millisecond, retry.Outcome{Status: 503}, 1},
		{100 * time.Millisecond, retry.Outcome{Status: 503}, 1}, // it would begin when all is over
		{101 * time.Millisecond, retry.Outcome{Status: 503}, 2},
		{299 * time.Millisecond, retry.Outcome{Status: 503}, 2},
		{301 * time.Millisecond, retry.Outcome{Status: 503}, 3},
		{5 * time.Second, retry.Outcome{Status: 503, Asked: true, RetryAfter: 10 * time.Second}, 1},
		{15 * time.Second, retry.Outcome{Status: 503, Asked: true, RetryAfter: 10 * time.Second}, 2},
	} {
		b := &bench{now: start}
		ctx := until{t.Context(), start.Add(test.left)}
		n, err := retry.New(b.policy()).Do(ctx, get, always(test.out))
		if n != test.want || err != nil {
			t.Errorf("%v left, %+v: %d calls, %v; want %d", test.left, test.out, n, err, test.want)
		}
		if b.now.After(ctx.at) {
			t.Errorf("%v left: slept until %v after the deadline", test.left, b.now.Sub(ctx.at))
		}
	}
}

func TestCancellation(t *testing.T) {
	t.Run("during a call", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		b := &bench{now: start}
		n, err := retry.New(b.policy()).Do(ctx, get, func(context.Context) retry.Outcome {
			cancel()
			return retry.Outcome{Err: io.ErrUnexpectedEOF}
		})
		if n != 1 || err != nil || len(b.slept) != 0 {
			t.Errorf("%d calls, %v, slept %v", n, err, b.slept)
		}
	})
	t.Run("during a wait", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Millisecond, cancel)
		n, err := retry.New(retry.Policy{Base: time.Hour, Cap: time.Hour}).Do(ctx, get, failing)
		if n != 1 || !errors.Is(err, context.Canceled) {
			t.Errorf("%d calls, %v; want 1 and the context's error", n, err)
		}
	})
}

func TestOneLayer(t *testing.T) {
	b := &bench{now: start}
	inner, outer := retry.New(b.policy()), retry.New(b.policy())
	calls := 0
	n, _ := outer.Do(t.Context(), get, func(ctx context.Context) retry.Outcome {
		inner.Do(ctx, get, func(ctx context.Context) retry.Outcome {
			calls++
			return retry.Outcome{Status: 503}
		})
		return retry.Outcome{Status: 503}
	})
	if n != 3 || calls != 3 {
		t.Errorf("%d calls above made %d below, want 3 and 3", n, calls)
	}
	if n, _ := inner.Do(retry.Once(t.Context()), get, failing); n != 1 {
		t.Errorf("%d calls under Once, want 1", n)
	}
	if n, _ := inner.Do(t.Context(), get, failing); n != 3 {
		t.Errorf("%d calls afterwards, want 3: the mark is the context's", n)
	}
}

func TestBudget(t *testing.T) {
	b := &bench{now: start}
	p := b.policy()
	p.Budget = 5
	r := retry.New(p)
	repeated := func(n int) (total int) {
		for range n {
			calls, _ := r.Do(t.Context(), get, failing)
			total += calls - 1
		}
		return total
	}
	if got := repeated(100); got != 5 {
		t.Errorf("%d repetitions while everything fails, want 5", got)
	}
	for range 25 {
		r.Do(t.Context(), get, always(retry.Outcome{Status: 200}))
	}
	if got := repeated(100); got != 2 {
		t.Errorf("%d repetitions after 25 successes, want 2", got)
	}
	for range 1000 {
		r.Do(t.Context(), get, always(retry.Outcome{Status: 404})) // healthy, too
	}
	if got := repeated(100); got != 5 {
		t.Errorf("%d repetitions after 1000 answers, want no more than the full 5", got)
	}
}

func TestBudgetIsShared(t *testing.T) {
	r := retry.New(retry.Policy{Sleep: func(context.Context, time.Duration) error { return nil }})
	var calls atomic.Int64
	var group sync.WaitGroup
	for range 50 {
		group.Add(1)
		go func() {
			defer group.Done()
			n, _ := r.Do(context.Background(), get, failing)
			calls.Add(int64(n))
		}()
	}
	group.Wait()
	if got := calls.Load(); got != 60 {
		t.Errorf("50 calls were made %d times, want 60: ten repetitions for all of them", got)
	}
}

func TestAfter(t *testing.T) {
	const year = 365 * 24 * time.Hour
	for _, test := range []struct {
		header string
		want   time.Duration
		ok     bool
	}{
		{"0", 0, true},
		{"120", 2 * time.Minute, true},
		{" 7 ", 7 * time.Second, true},
		{"Sun, 01 Mar 2026 12:00:30 GMT", 30 * time.Second, true},
		{"Sunday, 01-Mar-26 12:00:30 GMT", 30 * time.Second, true}, // RFC 850, obsolete but to be read
		{"Sun Mar  1 12:00:30 2026", 30 * time.Second, true},       // asctime, likewise
		{"Sun, 01 Mar 2026 11:00:00 GMT", 0, true},
		{"99999999999999999999", year, true},
		{"9223372036854775807", year, true},
		{"Fri, 31 Dec 9999 23:59:59 GMT", year, true},
		{"", 0, false},
		{"-1", 0, false},
		{"1.5", 0, false},
		{"soon", 0, false},
	} {
		if got, ok := retry.After(test.header, start); got != test.want || ok != test.ok {
			t.Errorf("After(%q) = %v, %v; want %v, %v", test.header, got, ok, test.want, test.ok)
		}
	}
}
