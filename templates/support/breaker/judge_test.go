package breaker_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/breaker"
	"github.com/bylaw-dev/bylaw/templates/support/bulkhead"
	"github.com/bylaw-dev/bylaw/templates/support/client"
	"github.com/bylaw-dev/bylaw/templates/support/deadline"
	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

func TestJudge(t *testing.T) {
	answered := func(status int) error { return fmt.Errorf("prices: %w", &problem.Error{Status: status, Code: "x"}) }
	for name, row := range map[string]struct {
		err  error
		want breaker.Outcome
	}{
		"success":                {nil, breaker.Success},
		"bad request":            {answered(400), breaker.Success},
		"unauthenticated":        {answered(401), breaker.Success},
		"not found":              {answered(404), breaker.Success},
		"conflict":               {answered(409), breaker.Success},
		"too many requests":      {answered(429), breaker.Ignored},
		"internal":               {answered(500), breaker.Failure},
		"not implemented":        {answered(501), breaker.Success},
		"bad gateway":            {answered(502), breaker.Failure},
		"unavailable":            {answered(503), breaker.Failure},
		"time-out":               {answered(504), breaker.Failure},
		"the caller has gone":    {fmt.Errorf("x: %w", context.Canceled), breaker.Ignored},
		"gone, as a client says": {&problem.Error{Code: client.CodeCanceled, Cause: context.Canceled}, breaker.Ignored},
		"a deadline":             {context.DeadlineExceeded, breaker.Failure},
		"a deadline, as a client says": {&problem.Error{Code: problem.CodeDeadlineExceeded, Cause: context.DeadlineExceeded},
			breaker.Failure},
		"the network":       {io.ErrUnexpectedEOF, breaker.Failure},
		"no answer":         {&problem.Error{Code: problem.CodeUnavailable, Cause: io.EOF}, breaker.Failure},
		"no slot":           {full(), breaker.Ignored},
		"no slot in time":   {late(), breaker.Ignored},
		"no time":           {tooLate(), breaker.Ignored},
		"another breaker":   {open(), breaker.Ignored},
		"could not be sent": {&problem.Error{Code: problem.CodeInvalidRequest}, breaker.Ignored},
		"no token":          {&problem.Error{Code: problem.CodeUnauthenticated}, breaker.Ignored},
	} {
		if got := breaker.Judge(row.err); got != row.want {
			t.Errorf("%s: %d, want %d", name, got, row.want)
		}
	}
}

// full, late, tooLate and open are errors of calls that were not made.
func full() error {
	b := bulkhead.New(bulkhead.Options{Slots: 1, Waiting: -1})
	b.Enter(context.Background())
	return b.Do(context.Background(), nil)
}

func over() (context.Context, context.CancelFunc) {
	return context.WithDeadline(context.Background(), time.Unix(0, 0))
}

func late() error {
	ctx, cancel := over()
	defer cancel()
	return bulkhead.New(bulkhead.Options{}).Do(ctx, nil)
}

func tooLate() error {
	ctx, cancel := over()
	defer cancel()
	_, _, err := deadline.New(deadline.Options{}).Spend(ctx)
	return err
}

func open() error {
	b := newBench(small)
	b.calls("ffff")
	return b.Do(context.Background(), nil)
}

// The usual mistake: a caller who asks for what isn't there, or who goes away, closes the dependency to all.
func TestCallersErrorsDontOpen(t *testing.T) {
	b := newBench(small)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 {
		b.Do(t.Context(), func(context.Context) error { return &problem.Error{Status: 404} })
		b.Do(gone, func(context.Context) error { return io.ErrUnexpectedEOF }) // the transport's words for it
	}
	if s := b.Stats(); s.State != breaker.Closed || s.Calls != 50 || s.Failures != 0 {
		t.Errorf("%+v", s)
	}
}

func TestDo(t *testing.T) {
	b := newBench(small)
	down := errors.New("down")
	for range 4 {
		if err := b.Do(t.Context(), func(context.Context) error { return down }); err != down {
			t.Error(err)
		}
	}
	if err := b.Do(t.Context(), func(context.Context) error { t.Error("called"); return nil }); !errors.Is(err, breaker.ErrOpen) {
		t.Error(err)
	}
	b.pass(5 * time.Second)
	func() {
		defer func() {
			if recover() != "oh" {
				t.Error("the panic is not passed on")
			}
		}()
		b.Do(t.Context(), func(context.Context) error { panic("oh") })
	}()
	if got := b.Stats().State; got != breaker.Open {
		t.Errorf("a probe that panics: %s", got)
	}
	b.pass(5 * time.Second)
	for range 2 {
		if err := b.Do(t.Context(), func(context.Context) error { return nil }); err != nil {
			t.Error(err)
		}
	}
	if got := b.Stats().State; got != breaker.Closed {
		t.Error(got)
	}
}

func TestOwnJudge(t *testing.T) {
	o := small
	o.Judge = func(error) breaker.Outcome { return breaker.Failure }
	b := newBench(o)
	for range 4 {
		b.Do(t.Context(), func(context.Context) error { return nil })
	}
	if got := b.Stats().State; got != breaker.Open {
		t.Error(got)
	}
}

func TestTransport(t *testing.T) {
	var status, served atomic.Int64
	status.Store(404)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		served.Add(1)
		w.WriteHeader(int(status.Load()))
	}))
	defer server.Close()
	b := newBench(small)
	core, err := client.New(server.URL, client.Options{
		HTTP:  &http.Client{Transport: b.Transport(nil)},
		Retry: retry.Policy{Sleep: func(context.Context, time.Duration) error { return nil }},
	})
	if err != nil {
		t.Fatal(err)
	}
	get := func(ctx context.Context) error {
		call := core.Call(ctx, &client.Operation{ID: "getPrice", Method: "GET", Template: "/prices"})
		defer call.Close()
		if !call.Do() {
			return call.Err()
		}
		return call.Undeclared()
	}
	for range 10 {
		get(t.Context())
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for range 10 {
		get(gone)
	}
	if s := b.Stats(); s.State != breaker.Closed || s.Calls != 10 || s.Failures != 0 {
		t.Errorf("callers' errors: %+v", s)
	}
	status.Store(503)
	for served.Store(0); b.Stats().State == breaker.Closed; {
		get(t.Context())
	}
	before := served.Load()
	if err := get(t.Context()); !errors.Is(err, breaker.ErrOpen) || served.Load() != before {
		t.Errorf("while it is open: %v, %d requests", err, served.Load()-before)
	}
	if stats := b.changes; len(stats) != 1 {
		t.Errorf("%q", stats)
	}
	server.Close()
	b.pass(5 * time.Second)
	if err := get(t.Context()); err == nil || b.Stats().State != breaker.Open {
		t.Errorf("a connection that is refused: %v, %s", err, b.Stats().State)
	}
}

// failing is a transport that fails like that.
type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

func TestTransportJudgesErrors(t *testing.T) {
	b := newBench(small)
	r, _ := http.NewRequest("GET", "http://prices.example/", nil)
	for _, err := range []error{full(), full(), late(), tooLate(), retry.Permanent(tooLate()), io.EOF} {
		b.Transport(failing{err}).RoundTrip(r)
	}
	if s := b.Stats(); s.Calls != 1 || s.Failures != 1 {
		t.Errorf("%+v", s)
	}
}

// closer says whether it was closed.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestTransportClosesBodiesThatItDoesntSend(t *testing.T) {
	b := newBench(small)
	b.calls("ffff")
	body := &closer{Reader: strings.NewReader("x")}
	r, _ := http.NewRequest("POST", "http://prices.example/", body)
	if _, err := b.Transport(nil).RoundTrip(r); !errors.Is(err, breaker.ErrOpen) || !body.closed {
		t.Errorf("%v, closed: %v", err, body.closed)
	}
	if n, _ := retry.New(retry.Policy{}).Do(t.Context(), retry.Operation{Method: "GET"}, func(context.Context) retry.Outcome {
		_, err := b.Transport(nil).RoundTrip(r)
		return retry.Outcome{Err: err}
	}); n != 1 {
		t.Errorf("what is not called is repeated: %d attempts", n)
	}
}
