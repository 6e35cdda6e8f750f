package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/breaker"
	"github.com/bylaw-dev/bylaw/templates/support/bulkhead"
	"github.com/bylaw-dev/bylaw/templates/support/client"
	"github.com/bylaw-dev/bylaw/templates/support/deadline"
	problems "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// limited is a client with all that stands around the calls of one dependency.
type limited struct {
	*service
	core    *client.Core
	now     time.Time
	breaker *breaker.Breaker
	places  *bulkhead.Bulkhead
	slept   int
}

func limits(t *testing.T, steps ...http.HandlerFunc) *limited {
	t.Helper()
	l := &limited{service: serve(t, steps...), now: time.Unix(0, 0)}
	l.breaker = breaker.New(breaker.Options{Name: "orders", Calls: 4, Probes: 1, Now: func() time.Time { return l.now }})
	l.places = bulkhead.New(bulkhead.Options{Name: "orders", Slots: 1, Waiting: -1})
	budget := deadline.New(deadline.Options{Reserve: 200 * time.Millisecond})
	l.core = l.service.core(t, client.Options{
		HTTP: &http.Client{Transport: l.places.Transport(l.breaker.Transport(budget.Transport(nil)))},
		Retry: retry.Policy{Budget: 1000, Sleep: func(ctx context.Context, _ time.Duration) error {
			l.slept++
			return ctx.Err()
		}},
	})
	return l
}

// get reads an order, and returns why it couldn't.
func (l *limited) get(ctx context.Context) error {
	call := l.core.Call(ctx, &client.Operation{ID: "getOrder", Method: "GET", Template: "/orders/1", Accept: []string{"application/json"}})
	defer call.Close()
	switch {
	case !call.Do():
		return call.Err()
	case call.Status() != 200:
		return call.Undeclared()
	}
	return nil
}

func TestMistakesOfCallersDontOpenTheBreaker(t *testing.T) {
	l := limits(t, answer(404, `{}`), answer(422, `{}`), answer(401, `{}`), answer(409, `{}`), answer(429, `{}`))
	for range 20 {
		if l.get(t.Context()) == nil {
			t.Fatal("no error")
		}
	}
	if s := l.breaker.Stats(); s.State != breaker.Closed || s.Failures != 0 || s.Calls != 4 { // 429 isn't judged
		t.Errorf("%+v", s)
	}
}

func TestWhatTheBreakerRefusesIsNotRepeated(t *testing.T) {
	down, up := answer(503, `{}`), answer(200, `{}`)
	l := limits(t, down, down, down, down, up)
	for range 2 {
		_ = l.get(t.Context())
	}
	sent, slept := len(l.requests()), l.slept
	if l.breaker.Stats().State != breaker.Open || slept == 0 || sent != 4 {
		t.Fatalf("%+v after %d requests, %d repeated", l.breaker.Stats(), sent, slept)
	}
	err := l.get(t.Context())
	var e *problems.Error
	if !errors.Is(err, breaker.ErrOpen) || !errors.As(err, &e) || e.Status != 503 || e.RetryAfter <= 0 || len(l.requests()) != sent || l.slept != slept {
		t.Errorf("%v: %d requests, %d repeated", err, len(l.requests())-sent, l.slept-slept)
	}
	l.now = l.now.Add(5 * time.Second)
	if err := l.get(t.Context()); err != nil || l.breaker.Stats().State != breaker.Closed {
		t.Errorf("after its rest: %v %+v", err, l.breaker.Stats())
	}
}

func TestRepetitionsKeepToTheCallersTime(t *testing.T) {
	l := limits(t, answer(200, `{}`), answer(503, `{}`, "Retry-After", "3600"))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := l.get(ctx); err != nil {
		t.Fatal(err)
	}
	told := l.requests()[0].header.Get("Grpc-Timeout")
	if left, err := strconv.Atoi(strings.TrimSuffix(told, "m")); err != nil || left > 59_800 || left < 30_000 {
		t.Errorf("of a minute, the server is given %q", told)
	}
	if err := l.get(ctx); err == nil || l.slept != 0 || len(l.requests()) != 2 {
		t.Errorf("%v: waits beyond the deadline, or asks again", err)
	}
	short, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
	defer cancel()
	before := l.breaker.Stats()
	if err := l.get(short); !errors.Is(err, context.DeadlineExceeded) || l.slept != 0 || len(l.requests()) != 2 || l.breaker.Stats() != before || l.places.InUse() != 0 {
		t.Errorf("what can't be done in time: %v, %d requests, %+v, %d in use", err, len(l.requests()), l.breaker.Stats(), l.places.InUse())
	}
}

// A slot is free when the answer has been read, not when its head has come.
func TestPlacesAreFreeWhenTheWorkHasEnded(t *testing.T) {
	more := make(chan struct{})
	l := limits(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		fmt.Fprint(w, "a")
		_ = http.NewResponseController(w).Flush()
		<-more
		fmt.Fprint(w, "b")
	}, answer(200, `{}`))
	call := l.core.Call(t.Context(), &client.Operation{ID: "getFile", Method: "GET", Template: "/file", Accept: []string{"application/octet-stream"}, Streamed: []string{"application/octet-stream"}})
	defer call.Close()
	if !call.Do() {
		t.Fatal(call.Err())
	}
	body := call.Binary()
	defer body.Close()
	if _, err := io.ReadFull(body, make([]byte, 1)); err != nil || l.places.InUse() != 1 {
		t.Errorf("%v, %d in use while the answer is read", err, l.places.InUse())
	}
	before := l.breaker.Stats()
	if err := l.get(t.Context()); !errors.Is(err, bulkhead.ErrFull) || l.slept != 0 || len(l.requests()) != 1 || l.breaker.Stats() != before {
		t.Errorf("%v: %d repeated, %d requests, %+v", err, l.slept, len(l.requests()), l.breaker.Stats())
	}
	close(more)
	if rest, err := io.ReadAll(body); err != nil || !bytes.Equal(rest, []byte("b")) || l.places.InUse() != 0 {
		t.Errorf("%q %v, %d in use", rest, err, l.places.InUse())
	}
	if err := l.get(t.Context()); err != nil {
		t.Error(err)
	}
}

// The calls of one dependency: ten at once, none while it is down, none that can't be done in the caller's time. Repeated is
// outside of all that: each attempt is a call of its own.
func Example_limits() {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	places, state, budget := bulkhead.New(bulkhead.Options{Name: "orders", Slots: 10}), breaker.New(breaker.Options{Name: "orders"}), deadline.New(deadline.Options{})
	core, err := client.New(server.URL, client.Options{ // a generated client's New takes the same options
		HTTP: &http.Client{Transport: places.Transport(state.Transport(budget.Transport(nil)))},
	})
	if err != nil {
		panic(err)
	}
	call := core.Call(context.Background(), &client.Operation{ID: "getOrder", Method: "GET", Template: "/orders/1"})
	defer call.Close()
	fmt.Println(call.Do(), call.Status(), state.Stats().Calls, state.Stats().Failures, places.InUse())
	// Output: true 404 1 0 0
}
