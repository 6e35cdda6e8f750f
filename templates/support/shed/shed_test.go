package shed_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/shed"
)

// gate is a handler that holds its requests until it is opened.
type gate struct {
	entered chan struct{}
	open    chan struct{}
}

func newGate() *gate { return &gate{make(chan struct{}, 1000), make(chan struct{})} }

func (g *gate) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	g.entered <- struct{}{}
	<-g.open
	w.WriteHeader(http.StatusNoContent)
}

// hold sends requests that stay until the gate opens, and returns how to wait for their end.
func (g *gate) hold(h http.Handler, path string, n int) (wait func()) {
	var group sync.WaitGroup
	for range n {
		group.Add(1)
		go func() {
			defer group.Done()
			ask(h, path)
		}()
		<-g.entered
	}
	return group.Wait
}

func ask(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

func TestBeyondTheLimit(t *testing.T) {
	l, g := shed.New(shed.Options{Limit: 3, Rand: func() float64 { return 0 }}), newGate()
	h := l.Handler(g)
	wait := g.hold(h, "/orders", 3)
	w := httptest.NewRecorder()
	w.Header().Set("X-Request-Id", "r-1") // as telemetry has done
	h.ServeHTTP(w, httptest.NewRequest("GET", "/orders", nil))
	if w.Code != 503 || w.Body.String() != `{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"too much is being done already","code":"unavailable","request_id":"r-1","retryable":true}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for name, want := range map[string]string{"Content-Type": "application/problem+json", "Cache-Control": "no-store", "Retry-After": "1"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if l.InFlight() != 3 || l.Refused() != 1 {
		t.Errorf("%d in flight, %d refused", l.InFlight(), l.Refused())
	}
	close(g.open)
	wait()
	if w := ask(h, "/orders"); w.Code != 204 || l.InFlight() != 0 {
		t.Errorf("afterwards: %d, %d in flight", w.Code, l.InFlight())
	}
}

func TestHealthChecksComeThrough(t *testing.T) {
	l, g := shed.New(shed.Options{Limit: 2, Reserve: 2}), newGate()
	h := l.Handler(g)
	wait := g.hold(h, "/orders", 2)
	others := g.hold(h, "/health/ready", 2)
	for _, path := range []string{"/health/live", "/orders", "/healthy"} { // even the reserve has an end
		if w := ask(h, path); w.Code != 503 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	close(g.open)
	wait()
	others()
	only := shed.New(shed.Options{Limit: 1, Critical: func(r *http.Request) bool { return r.URL.Path == "/vital" }})
	only.Hold()
	for path, want := range map[string]int{"/vital": 204, "/health/live": 503} {
		if w := ask(only.Handler(g), path); w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestPanicsFreeTheSlot(t *testing.T) {
	l := shed.New(shed.Options{Limit: 1})
	h := l.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	for range 3 {
		func() {
			defer func() {
				if recover() != http.ErrAbortHandler {
					t.Error("the panic is not passed on")
				}
			}()
			ask(h, "/orders")
		}()
	}
	if l.InFlight() != 0 || l.Refused() != 0 {
		t.Errorf("%d in flight, %d refused", l.InFlight(), l.Refused())
	}
}

// The usual mistake: the slot is free once the caller has been told that it took too long, and the next
// request comes on top of the work that goes on.
func TestTimeOutsDontFreeTheSlot(t *testing.T) {
	l, g := shed.New(shed.Options{Limit: 1}), newGate()
	h := http.TimeoutHandler(l.Handler(g), time.Millisecond, "too slow")
	if w := ask(h, "/orders"); w.Code != 503 || w.Body.String() != "too slow" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	<-g.entered
	if w := ask(l.Handler(g), "/orders"); w.Code != 503 {
		t.Errorf("while the work goes on: %d", w.Code)
	}
	close(g.open)
	for l.InFlight() > 0 {
		time.Sleep(time.Millisecond)
	}
}

func TestWorkLeftBehindCounts(t *testing.T) {
	l, done := shed.New(shed.Options{Limit: 1}), make(chan struct{})
	left := make(chan struct{})
	h := l.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		l.Hold()
		go func() {
			defer close(left)
			defer l.Leave()
			<-done
		}()
	}))
	if w := ask(h, "/orders"); w.Code != 200 {
		t.Fatal(w.Code)
	}
	if w := ask(h, "/orders"); w.Code != 503 {
		t.Errorf("while the work goes on: %d", w.Code)
	}
	close(done)
	<-left
	if l.InFlight() != 0 {
		t.Errorf("%d in flight", l.InFlight())
	}
}

func TestRefusedCallersDontReturnTogether(t *testing.T) {
	for _, row := range []struct {
		least  time.Duration
		chance float64
		want   time.Duration
	}{{0, 0, time.Second}, {0, 0.49, time.Second}, {0, 0.99, 2 * time.Second}, {10 * time.Second, 0.5, 15 * time.Second}, {1500 * time.Millisecond, 0, 2 * time.Second}} {
		l := shed.New(shed.Options{Limit: 1, RetryAfter: row.least, Rand: func() float64 { return row.chance }})
		l.Hold()
		var e *problem.Error
		if err := l.Enter(false); !errors.As(err, &e) || e.Status != 503 || !e.Retryable || e.RetryAfter != row.want {
			t.Errorf("%+v: %+v", row, e)
		}
	}
}

func TestSetLimit(t *testing.T) {
	l := shed.New(shed.Options{Limit: 1, Refuse: func(w http.ResponseWriter, _ *http.Request, e *problem.Error) { http.Error(w, e.Code, 529) }})
	l.Hold()
	if w := ask(l.Handler(nil), "/"); w.Code != 529 || w.Body.String() != "unavailable\n" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	l.SetLimit(2)
	if err := l.Enter(false); err != nil {
		t.Error(err)
	}
	l.SetLimit(0)
	if err := l.Enter(false); err == nil {
		t.Error("three where one is the limit")
	}
	l.Leave()
	l.Leave()
	if err := l.Enter(false); err != nil {
		t.Error("at least one is served", err)
	}
	l.Leave()
	defer func() {
		if recover() == nil || l.InFlight() != 0 {
			t.Error("a slot is given back that nobody had")
		}
	}()
	l.Leave()
}

func TestManyAtOnce(t *testing.T) {
	l := shed.New(shed.Options{Limit: 7})
	var now, most atomic.Int64
	var group sync.WaitGroup
	for range 32 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 30_000 {
				if l.Enter(false) != nil {
					continue
				}
				n := now.Add(1)
				for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
				}
				now.Add(-1)
				l.Leave()
			}
		}()
	}
	group.Wait()
	if most.Load() > 7 || l.InFlight() != 0 {
		t.Errorf("%d at once, %d in the end", most.Load(), l.InFlight())
	}
}

// nothing is a response that goes nowhere.
type nothing struct{ header http.Header }

func (n nothing) Header() http.Header         { return n.header }
func (n nothing) Write(b []byte) (int, error) { return len(b), nil }
func (n nothing) WriteHeader(int)             {}

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	h := shed.New(shed.Options{}).Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	r, w := httptest.NewRequest("GET", "/orders", nil), nothing{http.Header{}}
	if n := testing.AllocsPerRun(200, func() { h.ServeHTTP(w, r) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkHandler(b *testing.B) {
	h := shed.New(shed.Options{}).Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	r, w := httptest.NewRequest("GET", "/orders", nil), nothing{http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(w, r)
	}
}
