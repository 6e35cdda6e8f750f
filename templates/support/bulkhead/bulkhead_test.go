package bulkhead_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/bulkhead"
	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
)

// until waits for what another goroutine does.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for limit := time.Now().Add(30 * time.Second); !is(); time.Sleep(100 * time.Microsecond) {
		if time.Now().After(limit) {
			t.Fatal(what + " does not happen")
		}
	}
}

// never is a wait that has no end.
func never(time.Duration) <-chan time.Time { return nil }

// fill takes all slots.
func fill(t *testing.T, b *bulkhead.Bulkhead, n int) (leaves []func()) {
	t.Helper()
	for range n {
		leave, err := b.Enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	return leaves
}

// refused checks an error of Enter.
func refused(t *testing.T, err error, status int, code string, cause error) {
	t.Helper()
	var e *problem.Error
	if !errors.As(err, &e) || e.Status != status || e.Code != code || !errors.Is(err, cause) {
		t.Errorf("%#v", err)
		return
	}
	if strings.Contains(e.Error(), "prices") || !strings.Contains(e.Cause.Error(), "prices") {
		t.Errorf("whom we depend on is for our log, not for callers: %v; %v", e, e.Cause)
	}
}

func TestSlotsAndWaiters(t *testing.T) {
	b := bulkhead.New(bulkhead.Options{Name: "prices", Slots: 2, Waiting: 3, After: never})
	leaves := fill(t, b, 2)
	var served atomic.Int64
	var group sync.WaitGroup
	for i := range 3 {
		group.Add(1)
		go func() {
			defer group.Done()
			leave, err := b.Enter(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			served.Add(1)
			leave()
		}()
		until(t, "waiting", func() bool { return b.Waiting() == i+1 })
	}
	_, err := b.Enter(t.Context())
	refused(t, err, 503, problem.CodeUnavailable, bulkhead.ErrFull)
	if b.InUse() != 2 || b.Waiting() != 3 {
		t.Errorf("%d in use, %d waiting", b.InUse(), b.Waiting())
	}
	leaves[0]()
	group.Wait()
	leaves[1]()
	if served.Load() != 3 || b.InUse() != 0 || b.Waiting() != 0 {
		t.Errorf("%d served, %d in use, %d waiting", served.Load(), b.InUse(), b.Waiting())
	}
}

func TestWaitingEnds(t *testing.T) {
	fire := make(chan time.Time, 1)
	b := bulkhead.New(bulkhead.Options{Name: "prices", Slots: 1, Wait: 7 * time.Second, After: func(d time.Duration) <-chan time.Time {
		if d != 7*time.Second {
			t.Error(d)
		}
		return fire
	}})
	fill(t, b, 1)
	fire <- time.Time{}
	_, err := b.Enter(t.Context())
	refused(t, err, 503, problem.CodeUnavailable, bulkhead.ErrFull)

	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for b.Waiting() == 0 {
			runtime.Gosched()
		}
		cancel()
	}()
	_, err = b.Enter(ctx)
	refused(t, err, 0, "canceled", context.Canceled)

	late, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-late.Done()
	_, err = b.Enter(late)
	refused(t, err, 504, problem.CodeDeadlineExceeded, context.DeadlineExceeded)
	if b.InUse() != 1 || b.Waiting() != 0 {
		t.Errorf("%d in use, %d waiting", b.InUse(), b.Waiting())
	}
}

func TestNobodyWaits(t *testing.T) {
	b := bulkhead.New(bulkhead.Options{Name: "prices", Slots: 1, Waiting: -1, After: never})
	leave := fill(t, b, 1)[0]
	_, err := b.Enter(t.Context())
	refused(t, err, 503, problem.CodeUnavailable, bulkhead.ErrFull)
	leave()
	leave() // twice is once
	fill(t, b, 1)
	if _, err = b.Enter(t.Context()); err == nil {
		t.Error("a slot that was freed twice serves two")
	}
}

// A context that has ended is served by nobody, even if there is room.
func TestEndedContextsDontEnter(t *testing.T) {
	b := bulkhead.New(bulkhead.Options{Name: "prices"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 {
		if _, err := b.Enter(ctx); err == nil {
			t.Fatal("it enters")
		}
	}
	if b.InUse() != 0 {
		t.Errorf("%d in use", b.InUse())
	}
}

func TestDo(t *testing.T) {
	b := bulkhead.New(bulkhead.Options{Slots: 1, Waiting: -1})
	down := errors.New("down")
	if err := b.Do(t.Context(), func(context.Context) error {
		if err := b.Do(t.Context(), nil); !errors.Is(err, bulkhead.ErrFull) {
			t.Error(err)
		}
		return down
	}); err != down {
		t.Error(err)
	}
	func() {
		defer func() { recover() }()
		b.Do(t.Context(), func(context.Context) error { panic("oh") })
	}()
	if b.InUse() != 0 {
		t.Errorf("%d in use", b.InUse())
	}
}

// The usual mistake: the slot is freed when the waiter gives up, while the work goes on, and the next call
// comes on top of it.
func TestASlotIsFreeWhenTheWorkHasEnded(t *testing.T) {
	abandoned := make(chan error, 1)
	b := bulkhead.New(bulkhead.Options{Name: "prices", Slots: 1, Waiting: -1, Abandoned: func(err error) { abandoned <- err }})
	ctx := &timed{t.Context(), make(chan struct{})}
	work := make(chan error)
	err := b.Await(ctx, func(context.Context) error {
		close(ctx.done)
		return <-work // it knows no contexts
	})
	refusedEnd(t, err)
	for range 10 {
		if err := b.Await(t.Context(), func(context.Context) error { return nil }); !errors.Is(err, bulkhead.ErrFull) {
			t.Fatalf("while the work goes on: %v", err)
		}
	}
	late := errors.New("too late")
	work <- late
	if err := <-abandoned; err != late {
		t.Error(err)
	}
	if err := b.Await(t.Context(), func(context.Context) error { return late }); err != late || b.InUse() != 0 {
		t.Errorf("%v, %d in use", err, b.InUse())
	}
}

// timed is a context whose deadline passes when it is told to.
type timed struct {
	context.Context
	done chan struct{}
}

func (c *timed) Done() <-chan struct{} { return c.done }

func (c *timed) Err() error {
	select {
	case <-c.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

func refusedEnd(t *testing.T, err error) {
	t.Helper()
	if e := new(problem.Error); !errors.As(err, &e) || e.Status != 504 || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%#v", err)
	}
	var own interface{ Unsent() bool }
	if errors.As(err, &own) {
		t.Error("what goes on was not made, a breaker is told")
	}
}

func TestPanicsOfAwait(t *testing.T) {
	b := bulkhead.New(bulkhead.Options{Slots: 1})
	if err := b.Await(t.Context(), func(context.Context) error { panic("oh") }); err == nil || !strings.HasPrefix(err.Error(), "panic: oh\n") || !strings.Contains(err.Error(), "bulkhead_test.go") {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b.Await(ctx, func(context.Context) error { defer cancel(); runtime.Goexit(); return nil })
	until(t, "a free slot", func() bool { return b.InUse() == 0 })
}

func TestManyAtOnce(t *testing.T) {
	b := bulkhead.New(bulkhead.Options{Slots: 3, Waiting: 100, After: never})
	var now, most, done atomic.Int64
	var group sync.WaitGroup
	for i := range 24 {
		group.Add(1)
		go func() {
			defer group.Done()
			do := b.Do
			if i%2 == 0 {
				do = b.Await
			}
			for range 200 {
				err := do(t.Context(), func(context.Context) error {
					if n := now.Add(1); n > most.Load() {
						most.Store(n)
					}
					runtime.Gosched()
					now.Add(-1)
					done.Add(1)
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		}()
	}
	group.Wait()
	if most.Load() > 3 || done.Load() != 24*200 || b.InUse() != 0 || b.Waiting() != 0 {
		t.Errorf("%d at once, %d done, %d in use, %d waiting", most.Load(), done.Load(), b.InUse(), b.Waiting())
	}
}

// answering is a transport that answers with that body, or fails.
type answering struct {
	body io.ReadCloser
	err  error
}

func (a answering) RoundTrip(*http.Request) (*http.Response, error) {
	if a.err != nil {
		return nil, a.err
	}
	return &http.Response{StatusCode: 200, Body: a.body}, nil
}

// duplex is the connection of an answer of 101.
type duplex struct {
	io.ReadCloser
	io.Writer
}

func TestTransport(t *testing.T) {
	b := bulkhead.New(bulkhead.Options{Name: "prices", Slots: 1, Waiting: -1})
	send := func(base http.RoundTripper, sent io.Reader) (*http.Response, error) {
		r, err := http.NewRequestWithContext(t.Context(), "POST", "http://prices.example/", sent)
		if err != nil {
			t.Fatal(err)
		}
		return b.Transport(base).RoundTrip(r)
	}
	text := func() io.ReadCloser { return io.NopCloser(strings.NewReader("text")) }

	answer, err := send(answering{body: text()}, nil)
	if err != nil || b.InUse() != 1 {
		t.Fatalf("%v; the answer is being read, and %d slots are in use", err, b.InUse())
	}
	body := &closer{Reader: strings.NewReader("x")}
	if _, err := send(answering{body: text()}, body); !errors.Is(err, bulkhead.ErrFull) || !body.closed {
		t.Errorf("%v, closed: %v", err, body.closed)
	}
	if content, err := io.ReadAll(answer.Body); string(content) != "text" || err != nil || b.InUse() != 0 {
		t.Errorf("read to the end: %q, %v, %d in use", content, err, b.InUse())
	}
	answer.Body.Close()
	if answer, _ = send(answering{body: text()}, nil); b.InUse() != 1 {
		t.Errorf("%d in use", b.InUse())
	}
	if answer.Body.Close(); b.InUse() != 0 {
		t.Errorf("closed early: %d in use", b.InUse())
	}
	if _, err := send(answering{err: io.ErrUnexpectedEOF}, nil); err != io.ErrUnexpectedEOF || b.InUse() != 0 {
		t.Errorf("%v, %d in use", err, b.InUse())
	}
	func() {
		defer func() { recover() }()
		send(panicking{}, nil)
	}()
	if b.InUse() != 0 {
		t.Errorf("a transport that panics: %d in use", b.InUse())
	}
	var sent strings.Builder
	answer, _ = send(answering{body: duplex{text(), &sent}}, nil)
	if w, ok := answer.Body.(io.Writer); !ok {
		t.Error("a connection can't be written to any more")
	} else if io.WriteString(w, "hello"); sent.String() != "hello" {
		t.Error(sent.String())
	}
	if answer.Body.Close(); b.InUse() != 0 {
		t.Errorf("%d in use", b.InUse())
	}
}

type panicking struct{}

func (panicking) RoundTrip(*http.Request) (*http.Response, error) { panic("oh") }

// closer says whether it was closed.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	b := bulkhead.New(bulkhead.Options{})
	if n := testing.AllocsPerRun(200, func() { b.Do(t.Context(), nothing) }); n > 2 {
		t.Errorf("%v allocations", n)
	}
}

func nothing(context.Context) error { return nil }

func BenchmarkDo(bench *testing.B) {
	b := bulkhead.New(bulkhead.Options{})
	bench.ReportAllocs()
	for bench.Loop() {
		b.Do(bench.Context(), nothing)
	}
}
