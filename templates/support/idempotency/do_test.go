package idempotency_test

import (
	"context"
	stderrors "errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// clock is set by the test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func never(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

func at(context.Context, time.Duration) error { return nil }

// rig is an executor, and what it does.
type rig struct {
	*idempotency.Executor
	c      *clock
	events *[]idempotency.Event
}

func newRig(t testing.TB, s idempotency.Store, change ...func(*idempotency.Options)) rig {
	t.Helper()
	r := rig{c: newClock(), events: new([]idempotency.Event)}
	var mu sync.Mutex
	o := idempotency.Options{Store: s, Now: r.c.Now, Wait: never, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Observe: func(_ context.Context, e idempotency.Event) {
			mu.Lock()
			defer mu.Unlock()
			*r.events = append(*r.events, e)
		}}
	for _, f := range change {
		f(&o)
	}
	x, err := idempotency.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r.Executor = x
	return r
}

func memory() *idempotency.Memory { return idempotency.NewMemory(idempotency.MemoryOptions{}) }

func request(key, body string) idempotency.Request {
	return idempotency.Request{Caller: "ann", Operation: "pay", Key: key, Fingerprint: idempotency.FingerprintOf([]byte(body))}
}

// count is work that counts how often it is done.
func count(n *int, a idempotency.Answer, err error) func(context.Context) (idempotency.Answer, error) {
	return func(context.Context) (idempotency.Answer, error) {
		*n++
		return a, err
	}
}

func status(err error) int {
	var known *errors.Error
	if !stderrors.As(err, &known) || known == nil {
		return 0
	}
	return known.Status
}

func TestReplay(t *testing.T) {
	x, n := newRig(t, memory()), 0
	for i := range 3 {
		a, err := x.Do(t.Context(), request("k", "100"), count(&n, idempotency.Answer{Data: []byte("paid")}, nil))
		if err != nil || string(a.Data) != "paid" || a.Replayed != (i > 0) || n != 1 {
			t.Error(a, err, n)
		}
	}
	if want := []idempotency.Event{idempotency.Executed, idempotency.Replayed, idempotency.Replayed}; !reflect.DeepEqual(*x.events, want) {
		t.Error(*x.events)
	}
}

func TestOtherBody(t *testing.T) {
	x, n := newRig(t, memory()), 0
	_, err := x.Do(t.Context(), request("k", "100"), func(ctx context.Context) (idempotency.Answer, error) {
		_, err := x.Do(ctx, request("k", "200"), count(&n, idempotency.Answer{}, nil))
		if status(err) != http.StatusUnprocessableEntity {
			t.Error("while the first one runs:", err)
		}
		return idempotency.Answer{}, io.ErrUnexpectedEOF
	})
	if err != io.ErrUnexpectedEOF {
		t.Error(err)
	}
	if _, err := x.Do(t.Context(), request("k", "200"), count(&n, idempotency.Answer{}, nil)); status(err) != http.StatusUnprocessableEntity {
		t.Error("after it has failed:", err)
	}
	if _, err := x.Do(t.Context(), request("k", "100"), count(&n, idempotency.Answer{}, nil)); err != nil || n != 1 {
		t.Error(err, n)
	}
	if _, err := x.Do(t.Context(), request("k", "200"), count(&n, idempotency.Answer{}, nil)); status(err) != http.StatusUnprocessableEntity || n != 1 {
		t.Error("after it has succeeded:", err)
	}
}

// TestScope has what would be the same if parts of a scope could run into each other, or one were forgotten.
func TestScope(t *testing.T) {
	x, n := newRig(t, memory()), 0
	for i, s := range [][3]string{{"ann", "pay", "k"}, {"bob", "pay", "k"}, {"ann", "refund", "k"}, {"ann", "pay", "l"}, {"an", "npay", "k"}, {"annp", "ay", "k"}, {"ann", "pa", "yk"}} {
		a, err := x.Do(t.Context(), idempotency.Request{Caller: s[0], Operation: s[1], Key: s[2]}, count(&n, idempotency.Answer{}, nil))
		if err != nil || a.Replayed || n != i+1 {
			t.Error(s, a, err, n)
		}
	}
}

func TestNoScope(t *testing.T) {
	x, n := newRig(t, memory()), 0
	for want, r := range map[int]idempotency.Request{
		401: {Operation: "pay", Key: "k"},
		400: {Caller: "ann", Operation: "pay"},
	} {
		if _, err := x.Do(t.Context(), r, count(&n, idempotency.Answer{}, nil)); status(err) != want || n != 0 {
			t.Error(r, err, n)
		}
	}
	for key, ok := range map[string]bool{"": false, strings.Repeat("x", 255): true, strings.Repeat("x", 256): false, "a\nb": false, "\x7f": false, "ключ": true, "1": true} {
		if bad := idempotency.CheckKey(key, errors.Body, "request_id"); (bad == nil) != ok {
			t.Error(key, bad)
		} else if bad != nil && (bad.Violations[0].Field != "request_id" || bad.Violations[0].Location != errors.Body) {
			t.Error(bad)
		}
	}
}

// TestTerminal tells what is stored from what another try may better.
func TestTerminal(t *testing.T) {
	for want, all := range map[bool][]error{
		true: {nil, &errors.Error{Status: 400}, &errors.Error{Status: 404}, &errors.Error{Status: 412}, fmt.Errorf("in a chain: %w", &errors.Error{Status: 422})},
		false: {io.EOF, context.Canceled, context.DeadlineExceeded, &errors.Error{Status: 401}, &errors.Error{Status: 403}, &errors.Error{Status: 408},
			&errors.Error{Status: 409}, &errors.Error{Status: 429}, &errors.Error{Status: 499}, &errors.Error{Status: 500}, &errors.Error{Status: 501},
			&errors.Error{Status: 503}, &errors.Error{Status: 504}, &errors.Error{Status: 404, Retryable: true}, &errors.Error{Status: 422, RetryAfter: 1}, (*errors.Error)(nil)},
	} {
		for _, err := range all {
			x, n := newRig(t, memory()), 0
			_, first := x.Do(t.Context(), request("k", ""), count(&n, idempotency.Answer{}, err))
			_, second := x.Do(t.Context(), request("k", ""), count(&n, idempotency.Answer{}, err))
			if (n == 1) != want || first != err || status(second) != status(first) {
				t.Errorf("%v: executed %d times: %v, %v", err, n, first, second)
			}
		}
	}
}

func TestReplayedError(t *testing.T) {
	x, n := newRig(t, memory()), 0
	full := &errors.Error{Status: 404, Code: "no_account", Title: "Not Found", Detail: "there is no such account \xff", RequestID: "r1", Cause: io.EOF,
		Violations: []errors.Violation{{Location: errors.Body, Field: "to", Code: "unknown", Description: "isn't known"}}}
	_, _ = x.Do(t.Context(), request("k", ""), count(&n, idempotency.Answer{}, full))
	a, err := x.Do(t.Context(), request("k", ""), count(&n, idempotency.Answer{}, nil))
	want := *full
	want.Cause, want.Detail = nil, "there is no such account \uFFFD"
	var got *errors.Error
	if !stderrors.As(err, &got) || !reflect.DeepEqual(*got, want) || !a.Replayed || a.State != idempotency.Failed || n != 1 {
		t.Errorf("%+v %+v", a, err)
	}
}

func TestUnkept(t *testing.T) {
	x, n := newRig(t, memory(), func(o *idempotency.Options) { o.MaxAnswer = 10 }), 0
	for i, a := range []idempotency.Answer{{Data: make([]byte, 11)}, {Unkept: true}, {State: idempotency.Failed, Unkept: true}} {
		key := fmt.Sprint(i)
		if got, err := x.Do(t.Context(), request(key, ""), count(&n, a, nil)); err != nil || len(got.Data) != len(a.Data) {
			t.Error(got, err)
		}
		_, err := x.Do(t.Context(), request(key, ""), count(&n, a, nil))
		var known *errors.Error
		if !stderrors.As(err, &known) || known.Code != idempotency.CodeUnkept || known.Status != 409 || known.Retryable || known.RetryAfter != 0 || n != i+1 {
			t.Error(err, n)
		}
	}
}

func TestPanic(t *testing.T) {
	x, n := newRig(t, memory()), 0
	for range 2 {
		func() {
			defer func() {
				if recover() != "ouch" {
					t.Error("the panic is swallowed")
				}
			}()
			_, _ = x.Do(t.Context(), request("k", ""), func(context.Context) (idempotency.Answer, error) {
				n++
				panic("ouch")
			})
		}()
	}
	if n != 2 {
		t.Errorf("executed %d times", n)
	}
}

// TestEvicts has an executor remove by itself what is over.
func TestEvicts(t *testing.T) {
	s := &evictions{Store: memory()}
	x, n := newRig(t, s), 0
	for i := range 101 {
		_, _ = x.Do(t.Context(), request(fmt.Sprint(i), ""), count(&n, idempotency.Answer{}, nil))
	}
	if s.n != 3 || s.limit != 100 {
		t.Errorf("%d times at most %d", s.n, s.limit)
	}
}

type evictions struct {
	idempotency.Store
	n, limit int
}

func (e *evictions) Evict(ctx context.Context, now time.Time, limit int) (int, error) {
	e.n, e.limit = e.n+1, limit
	return e.Store.Evict(ctx, now, limit)
}

func TestMemoryIsBounded(t *testing.T) {
	s := idempotency.NewMemory(idempotency.MemoryOptions{MaxRecords: 3, MaxBytes: 20})
	x, n := newRig(t, s), 0
	for i := range 5 {
		_, err := x.Do(t.Context(), request(fmt.Sprint(i), ""), count(&n, idempotency.Answer{Data: make([]byte, 9)}, nil))
		if (err == nil) != (i < 3) || i >= 3 && status(err) != http.StatusServiceUnavailable {
			t.Error(i, err)
		}
	}
	for i, want := range []int{0, 0, 409} { // the third one's answer has found no room
		if _, err := x.Do(t.Context(), request(fmt.Sprint(i), ""), count(&n, idempotency.Answer{}, nil)); status(err) != want || n != 3 {
			t.Error(i, err, n)
		}
	}
	x.c.advance(24 * time.Hour)
	if _, err := x.Do(t.Context(), request("new", ""), count(&n, idempotency.Answer{}, nil)); err != nil {
		t.Error("full of what is over:", err)
	}
}

func TestNew(t *testing.T) {
	for _, o := range []idempotency.Options{{}, {Store: memory(), Lease: -1}, {Store: memory(), Lease: time.Hour, TTL: time.Minute}} {
		if _, err := idempotency.New(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	x, err := idempotency.New(idempotency.Options{Store: memory(), Wait: at})
	if err != nil || x == nil {
		t.Error(err)
	}
}
