package health_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/health"
)

// log keeps what the operator is told.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// fixture is a state whose probes run by a clock of the test's.
type fixture struct {
	*health.State
	*clock
	log *log
}

func start(t *testing.T, o health.Options) fixture {
	t.Helper()
	f := fixture{clock: newClock(), log: new(log)}
	o.Now, o.After, o.Rand = f.Now, f.After, func() float64 { return 0.5 }
	o.Logger = slog.New(slog.NewTextHandler(f.log, nil))
	s, err := health.New(o)
	if err != nil {
		t.Fatal(err)
	}
	f.State = s
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error("Run:", err)
		}
	})
	return f
}

// becomes waits for a status, however many lie before it.
func (f fixture) becomes(t *testing.T, want health.Status) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		now, changed := f.Watch()
		if now == want {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("it is %v, not %v", now, want)
		}
	}
}

// results waits until the checks have these outcomes.
func (f fixture) results(t *testing.T, want ...health.Outcome) []health.Result {
	t.Helper()
	for late := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		all, same := f.Results(), true
		for i, r := range all {
			same = same && r.Outcome == want[i]
		}
		if same {
			return all
		}
		if time.Now().After(late) {
			t.Fatalf("%v, want %v", all, want)
		}
	}
}

func ask(h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func pass(context.Context) error { return nil }

func TestStatusOverTheLifeOfAProcess(t *testing.T) {
	f := start(t, health.Options{RetryAfter: 1500 * time.Millisecond})
	for _, step := range []struct {
		do     func()
		status health.Status
		ready  int
	}{
		{func() {}, health.Starting, 503},
		{f.Ready, health.Serving, 200},
		{f.Ready, health.Serving, 200},
		{f.Drain, health.Draining, 503},
		{f.Ready, health.Draining, 503}, // a warm-up that ends late changes nothing
	} {
		step.do()
		if got := f.Status(); got != step.status {
			t.Errorf("it is %v, want %v", got, step.status)
		}
		if w := ask(f.Handler(), "GET", health.LivePath); w.Code != 200 {
			t.Errorf("%v: live is %d", step.status, w.Code)
		}
		w := ask(f.Handler(), "GET", health.ReadyPath)
		if w.Code != step.ready {
			t.Errorf("%v: ready is %d, want %d", step.status, w.Code, step.ready)
		}
		if w.Code == 503 && (w.Header().Get("Retry-After") != "2" || !strings.Contains(w.Body.String(), `"code":"unavailable"`)) {
			t.Errorf("%v: %v %s", step.status, w.Header(), w.Body)
		}
	}
}

func TestStartingDependsOnNoDependency(t *testing.T) {
	never := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	f := start(t, health.Options{Checks: []health.Check{{Name: "database", Probe: never}}, Deep: health.Anybody})
	f.Ready()
	for path, want := range map[string]int{health.LivePath: 200, health.ReadyPath: 200, health.DeepPath: 503} {
		if w := ask(f.Handler(), "GET", path); w.Code != want {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestWhoeverAnswersIsBrief(t *testing.T) {
	f := start(t, health.Options{Deep: health.Anybody, Checks: []health.Check{{Name: "a", Probe: pass}}})
	for _, path := range []string{health.LivePath, health.ReadyPath, health.DeepPath, "/health/other", "/health/live/"} {
		get, head, post := ask(f.Handler(), "GET", path), ask(f.Handler(), "HEAD", path), ask(f.Handler(), "POST", path)
		if head.Code != get.Code || head.Body.Len() != 0 || fmt.Sprint(head.Header()) != fmt.Sprint(get.Header()) {
			t.Errorf("HEAD %s: %d %v %q, GET: %d %v", path, head.Code, head.Header(), head.Body, get.Code, get.Header())
		}
		if known := !strings.HasPrefix(path, "/health/other") && path != "/health/live/"; known && (post.Code != 405 || post.Header().Get("Allow") != "GET, HEAD") {
			t.Errorf("POST %s: %d %v", path, post.Code, post.Header())
		} else if !known && (get.Code != 404 || post.Code != 404) {
			t.Errorf("%s: %d %d", path, get.Code, post.Code)
		}
		for _, w := range []*httptest.ResponseRecorder{get, post} {
			if w.Header().Get("Cache-Control") != "no-store" || !json.Valid(w.Body.Bytes()) || w.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) {
				t.Errorf("%s: %v %s", path, w.Header(), w.Body)
			}
		}
	}
}

func TestOnlyAGateBlocks(t *testing.T) {
	var down atomic.Bool
	probe := func(context.Context) error {
		if down.Load() {
			return errors.New("refused")
		}
		return nil
	}
	f := start(t, health.Options{Checks: []health.Check{{Name: "disk", Probe: probe, Gate: true}, {Name: "database", Probe: probe}}})
	f.Ready()
	f.becomes(t, health.Serving)
	f.results(t, health.Pass, health.Pass)
	down.Store(true)
	f.advance(10*time.Second, 2)
	f.becomes(t, health.Blocked)
	if w := ask(f.Handler(), "GET", health.ReadyPath); w.Code != 503 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(f.Handler(), "GET", health.LivePath); w.Code != 200 {
		t.Errorf("live is %d", w.Code)
	}
	f.results(t, health.Fail, health.Fail)
	down.Store(false)
	f.advance(10*time.Second, 2)
	f.becomes(t, health.Serving)
}

func TestAGateIsUnknownAtFirst(t *testing.T) {
	proceed := make(chan struct{})
	f := start(t, health.Options{Checks: []health.Check{{Name: "disk", Gate: true, Probe: func(context.Context) error { <-proceed; return nil }}}})
	f.Ready()
	if got := f.Status(); got != health.Blocked {
		t.Error(got)
	}
	close(proceed)
	f.becomes(t, health.Serving)
}

// However many ask, and however slow the dependency is: it is asked once, and those who ask don't wait for it.
func TestNoStampede(t *testing.T) {
	var calls atomic.Int32
	proceed := make(chan struct{})
	f := start(t, health.Options{Deep: health.Anybody, Checks: []health.Check{{Name: "database", Probe: func(context.Context) error {
		calls.Add(1)
		<-proceed // deaf to its context
		return nil
	}}}})
	var all sync.WaitGroup
	for range 500 {
		all.Add(1)
		go func() {
			defer all.Done()
			ask(f.Handler(), "GET", health.DeepPath)
			ask(f.Handler(), "GET", health.ReadyPath)
		}()
	}
	all.Wait()
	f.advance(2*time.Second, 1) // its time is over
	f.results(t, health.Timeout)
	time.Sleep(10 * time.Millisecond) // for one that shouldn't be to begin
	f.advance(time.Hour, 0)
	time.Sleep(10 * time.Millisecond)
	if n := calls.Load(); n != 1 {
		t.Errorf("%d probes at once", n)
	}
	if got := f.Results()[0]; got.Age != time.Hour || got.Took != 2*time.Second || got.Since != time.Hour {
		t.Errorf("%+v", got)
	}
	close(proceed)
	f.advance(10*time.Second, 1) // only now the next one is due
	f.results(t, health.Pass)
	if n := calls.Load(); n != 2 {
		t.Errorf("%d probes", n)
	}
}

func TestAgeAndSince(t *testing.T) {
	f := start(t, health.Options{Deep: health.Anybody, Checks: []health.Check{{Name: "a", Probe: pass, Every: time.Minute}}})
	f.results(t, health.Pass)
	f.waits(time.Minute, 1)
	f.advance(30*time.Second, 0)
	w := ask(f.Handler(), "GET", health.DeepPath)
	if want := `{"status":"starting","checks":[{"name":"a","outcome":"pass","gate":false,"age_ms":30000,"took_ms":0,"since_ms":30000}]}`; w.Body.String() != want || w.Code != 200 {
		t.Errorf("%d\n%s\n%s", w.Code, w.Body, want)
	}
	f.advance(30*time.Second, 1)
	for f.Results()[0].Age != 0 {
		time.Sleep(time.Millisecond)
	}
	if got := f.Results()[0]; got.Since != time.Minute {
		t.Errorf("%+v", got)
	}
}

// What a driver says may hold a password. The log is where it belongs, once.
func TestNothingIsTold(t *testing.T) {
	secret := func(context.Context) error { return errors.New("dial postgres://admin:hunter2@db.internal:5432") }
	panics := func(context.Context) error { panic("hunter3") }
	late := func(context.Context) error { return fmt.Errorf("hunter4: %w", context.DeadlineExceeded) }
	f := start(t, health.Options{Deep: health.Anybody, Checks: []health.Check{
		{Name: "database", Probe: secret, Gate: true}, {Name: "queue", Probe: panics}, {Name: "cache", Probe: late}}})
	f.Ready()
	f.results(t, health.Fail, health.Fail, health.Timeout)
	f.advance(10*time.Second, 3)
	f.advance(10*time.Second, 3)
	for _, path := range []string{health.LivePath, health.ReadyPath, health.DeepPath} {
		body := ask(f.Handler(), "GET", path).Body.String()
		for _, word := range []string{"hunter", "postgres", "db.internal", "panic", "goroutine", "context"} {
			if strings.Contains(body, word) {
				t.Errorf("%s tells %q: %s", path, word, body)
			}
		}
	}
	for _, word := range []string{"hunter2", "hunter3", "hunter4"} {
		if n := strings.Count(f.log.String(), word); n != 1 {
			t.Errorf("the log tells %s %d times: %s", word, n, f.log)
		}
	}
}

func TestTheReportIsBounded(t *testing.T) {
	o := health.Options{Deep: health.Anybody}
	for i := range 100 {
		o.Checks = append(o.Checks, health.Check{Name: fmt.Sprintf("%064d", i), Probe: pass})
	}
	f := start(t, o)
	f.waits(10*time.Second, 100)
	f.advance(1000*time.Hour, 0)
	if w := ask(f.Handler(), "GET", health.DeepPath); w.Body.Len() > 20<<10 {
		t.Errorf("%d bytes", w.Body.Len())
	}
	o.Checks = append(o.Checks, health.Check{Name: "a", Probe: pass})
	if _, err := health.New(o); err == nil {
		t.Error("101 checks are taken")
	}
}

func TestWrongChecksAreAllTold(t *testing.T) {
	_, err := health.New(health.Options{Checks: []health.Check{
		{Name: "", Probe: pass}, {Name: "Big", Probe: pass}, {Name: `a"b`, Probe: pass}, {Name: strings.Repeat("a", 65), Probe: pass},
		{Name: "a", Probe: pass}, {Name: "a", Probe: pass}, {Name: "b"}, {Name: "c", Probe: pass, Every: -1}}})
	if err == nil || strings.Count(err.Error(), "health: ") != 7 {
		t.Error(err)
	}
}

// A process that ends doesn't wait for what it has asked, nor call that a failure.
func TestRunEnds(t *testing.T) {
	asked, never := make(chan struct{}, 2), make(chan struct{})
	defer close(never)
	l := new(log)
	s, err := health.New(health.Options{Logger: slog.New(slog.NewTextHandler(l, nil)), Checks: []health.Check{
		{Name: "deaf", Probe: func(context.Context) error { asked <- struct{}{}; <-never; return nil }},
		{Name: "ended", Probe: func(ctx context.Context) error { asked <- struct{}{}; <-ctx.Done(); return ctx.Err() }}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Run(ctx) }()
	<-asked
	<-asked
	cancel()
	if err := <-ended; err != nil || l.String() != "" {
		t.Errorf("%v, and the log: %s", err, l)
	}
}

func TestUntilReady(t *testing.T) {
	f := start(t, health.Options{})
	h := f.Around(f.UntilReady(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "served") })))
	if w := ask(h, "GET", "/orders"); w.Code != 503 || w.Header().Get("Retry-After") != "5" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := ask(h, "GET", health.LivePath); w.Code != 200 {
		t.Errorf("live is %d", w.Code)
	}
	for _, step := range []func(){f.Ready, f.Drain} { // what comes while it drains is served
		step()
		if w := ask(h, "GET", "/orders"); w.Code != 200 || w.Body.String() != "served" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}

func TestTheRequestPathAllocatesNothing(t *testing.T) {
	if raceDetector {
		t.Skip("skipped: the race detector allocates for itself")
	}
	f := start(t, health.Options{})
	f.Ready()
	h := f.Around(f.UntilReady(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
	r := httptest.NewRequest("GET", "/orders", nil)
	if n := testing.AllocsPerRun(1000, func() { h.ServeHTTP(nil, r) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkPassing(b *testing.B) {
	s, err := health.New(health.Options{})
	if err != nil {
		b.Fatal(err)
	}
	s.Ready()
	h := s.Around(s.UntilReady(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
	r := httptest.NewRequest("GET", "/orders", nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(nil, r)
	}
}
