package deadline_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/client"
	"github.com/bylaw-dev/bylaw/templates/support/deadline"
	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
)

// start is far off, so that no context of the tests ends by itself.
var start = time.Date(2150, 3, 1, 12, 0, 0, 0, time.UTC)

// budget returns one whose clock stands still.
func budget(o deadline.Options) *deadline.Budget {
	o.Now = func() time.Time { return start }
	return deadline.New(o)
}

// within returns a context of which that much is left.
func within(t testing.TB, left time.Duration) context.Context {
	ctx, cancel := context.WithDeadline(t.Context(), start.Add(left))
	t.Cleanup(cancel)
	return ctx
}

func TestSpend(t *testing.T) {
	standard, greedy := deadline.Options{}, deadline.Options{Reserve: -1, Least: 100 * time.Millisecond}
	for _, row := range []struct {
		name string
		o    deadline.Options
		left time.Duration
		want time.Duration // of the call; 0: refused
	}{
		{"plenty", standard, time.Second, 980 * time.Millisecond},
		{"just enough", standard, 25 * time.Millisecond, 5 * time.Millisecond},
		{"too little", standard, 25*time.Millisecond - 1, 0},
		{"less than the reserve", standard, 10 * time.Millisecond, 0},
		{"no reserve", greedy, 100 * time.Millisecond, 100 * time.Millisecond},
		{"no reserve, too little", greedy, 99 * time.Millisecond, 0},
	} {
		ctx, cancel, err := budget(row.o).Spend(within(t, row.left))
		defer cancel()
		if row.want == 0 {
			var e *problem.Error
			if !errors.As(err, &e) || e.Status != 504 || e.Code != problem.CodeDeadlineExceeded || e.Retryable || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %#v", row.name, err)
			}
			continue
		}
		if end, ok := ctx.Deadline(); err != nil || !ok || end.Sub(start) != row.want {
			t.Errorf("%s: %s, %v", row.name, end.Sub(start), err)
		}
	}
}

func TestSpendWithoutDeadline(t *testing.T) {
	ctx, cancel, err := budget(deadline.Options{}).Spend(t.Context())
	defer cancel()
	if _, limited := ctx.Deadline(); limited || err != nil {
		t.Error(limited, err)
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	_, cancel, err = budget(deadline.Options{}).Spend(gone)
	defer cancel()
	if e := new(problem.Error); !errors.As(err, &e) || e.Code != client.CodeCanceled || !errors.Is(err, context.Canceled) {
		t.Errorf("%#v", err)
	}
}

// Three hops, each with its own reserve: nobody is given more than the one before has left.
func TestHops(t *testing.T) {
	b, ctx := budget(deadline.Options{Reserve: 100 * time.Millisecond, Least: 50 * time.Millisecond}), within(t, 400*time.Millisecond)
	for hop, want := range []time.Duration{300, 200, 100} {
		next, cancel, err := b.Spend(ctx)
		defer cancel()
		end, _ := next.Deadline()
		if err != nil || end.Sub(start) != want*time.Millisecond {
			t.Fatalf("hop %d: %s, %v", hop, end.Sub(start), err)
		}
		ctx = next
	}
	if _, _, err := b.Spend(ctx); err == nil {
		t.Error("a fourth hop is made that can't come back")
	}
}

// ask sends a request that asks for those timeouts, and returns what it was given: "none", a time, or the
// status of the answer.
func ask(b *deadline.Budget, ctx context.Context, timeouts ...string) (given string, w *httptest.ResponseRecorder) {
	r := httptest.NewRequestWithContext(ctx, "GET", "/orders", nil)
	r.Header["Grpc-Timeout"] = timeouts
	w = httptest.NewRecorder()
	b.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		given = "none"
		if end, ok := r.Context().Deadline(); ok {
			given = end.Sub(start).String()
		}
	})).ServeHTTP(w, r)
	if given == "" {
		given = http.StatusText(w.Code)
	}
	return given, w
}

func TestHandler(t *testing.T) {
	standard, endless := deadline.Options{}, deadline.Options{Timeout: -1}
	for _, row := range []struct {
		o        deadline.Options
		timeouts []string
		want     string
	}{
		{standard, nil, "30s"},
		{endless, nil, "none"},
		{endless, []string{"2S"}, "2s"},
		{standard, []string{"250m"}, "250ms"},
		{standard, []string{"5m"}, "5ms"},
		{standard, []string{"4999u"}, "Gateway Timeout"},
		{standard, []string{"0S"}, "Gateway Timeout"},
		{standard, []string{"99999999n"}, "99.999999ms"},
		{standard, []string{"1M"}, "1m0s"},
		{standard, []string{"99999999H"}, "10m0s"}, // no more than Longest
		{standard, []string{"99999999M"}, "10m0s"},
		{deadline.Options{Longest: time.Second}, []string{"2S"}, "1s"},
		{standard, []string{""}, "Bad Request"},
		{standard, []string{"S"}, "Bad Request"},
		{standard, []string{"5"}, "Bad Request"},
		{standard, []string{"5s"}, "Bad Request"},
		{standard, []string{"-5S"}, "Bad Request"},
		{standard, []string{"+5S"}, "Bad Request"},
		{standard, []string{"5.5S"}, "Bad Request"},
		{standard, []string{" 5S"}, "Bad Request"},
		{standard, []string{"123456789m"}, "Bad Request"},
		{standard, []string{"5S", "6S"}, "Bad Request"},
	} {
		if got, _ := ask(budget(row.o), t.Context(), row.timeouts...); got != row.want {
			t.Errorf("%q: %s, want %s", row.timeouts, got, row.want)
		}
	}
	if got, _ := ask(budget(standard), within(t, time.Second), "20S"); got != "1s" {
		t.Errorf("an earlier deadline is lost: %s", got)
	}
}

func TestRefusals(t *testing.T) {
	for timeout, want := range map[string]string{
		"1m": `{"type":"about:blank","title":"Gateway Timeout","status":504,"detail":"there is too little time left for it","code":"deadline_exceeded"}`,
		"x": `{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request breaks the contract in one place","code":"invalid_request",` +
			`"violations":[{"location":"header","field":"grpc-timeout","code":"format","description":"must be up to eight digits and a unit: H, M, S, m, u or n"}]}`,
	} {
		_, w := ask(budget(deadline.Options{}), t.Context(), timeout)
		if got := w.Body.String(); got != want || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s %v", timeout, got, w.Header())
		}
	}
	own := deadline.Options{Refuse: func(w http.ResponseWriter, _ *http.Request, e *problem.Error) {
		http.Error(w, e.Code, http.StatusTeapot)
	}}
	if _, w := ask(budget(own), t.Context(), "1m"); w.Code != http.StatusTeapot {
		t.Error(w.Code)
	}
}

// sent keeps the request.
type sent struct{ request *http.Request }

func (s *sent) RoundTrip(r *http.Request) (*http.Response, error) {
	s.request = r
	return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
}

func TestTransportTellsWhatIsLeft(t *testing.T) {
	for left, want := range map[time.Duration]string{
		time.Second:                                "980m",
		time.Second + 20*time.Millisecond - 1:      "999m", // rounded down
		25 * time.Millisecond:                      "5m",
		27*time.Hour + 20*time.Millisecond:         "97200000m",
		30*time.Hour + 20*time.Millisecond:         "108000S",
		40_000*time.Hour + 20*time.Millisecond:     "2400000M",
		2_000_000*time.Hour + 20*time.Millisecond:  "2000000H",
		30_000*time.Hour - 1 + 20*time.Millisecond: "1799999M",
	} {
		var s sent
		r, _ := http.NewRequestWithContext(within(t, left), "GET", "http://prices.example/", nil)
		r.Header.Set("Grpc-Timeout", "1H") // as it may have come in
		if _, err := budget(deadline.Options{}).Transport(&s).RoundTrip(r); err != nil {
			t.Errorf("%s: %v", left, err)
			continue
		}
		if got := s.request.Header.Values("Grpc-Timeout"); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %s", left, got, want)
		}
		if r.Header.Get("Grpc-Timeout") != "1H" {
			t.Error("the caller's request is changed")
		}
		if end, _ := s.request.Context().Deadline(); end.Sub(start) != left {
			t.Errorf("the own context is cut to %s", end.Sub(start))
		}
	}
}

// closer says whether it was closed.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestTransportRefuses(t *testing.T) {
	var s sent
	body := &closer{Reader: strings.NewReader("x")}
	r, _ := http.NewRequestWithContext(within(t, 24*time.Millisecond), "POST", "http://prices.example/", body)
	_, err := budget(deadline.Options{}).Transport(&s).RoundTrip(r)
	if !errors.Is(err, context.DeadlineExceeded) || s.request != nil || !body.closed {
		t.Errorf("%v, sent: %v, closed: %v", err, s.request != nil, body.closed)
	}
	bare := (&http.Request{Method: "GET", URL: r.URL}).WithContext(t.Context())
	if _, err := budget(deadline.Options{}).Transport(&s).RoundTrip(bare); err != nil || s.request.Header.Get("Grpc-Timeout") != "" {
		t.Errorf("without a deadline: %v, %v", err, s.request.Header)
	}
	if _, err := budget(deadline.Options{}).Transport(&s).RoundTrip(bare.WithContext(within(t, time.Second))); err != nil || s.request.Header.Get("Grpc-Timeout") != "980m" {
		t.Errorf("without headers: %v, %v", err, s.request.Header)
	}
}

// What can't be done in time is asked of nobody, and not asked again.
func TestGeneratedClient(t *testing.T) {
	b := deadline.New(deadline.Options{Reserve: time.Hour})
	asked := 0
	server := httptest.NewServer(deadline.New(deadline.Options{}).Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if end, ok := r.Context().Deadline(); !ok || time.Until(end) > time.Hour {
			t.Errorf("the deadline has not come along: %v", end)
		}
		w.WriteHeader(http.StatusNotFound)
	})))
	defer server.Close()
	core, err := client.New(server.URL, client.Options{HTTP: &http.Client{Transport: b.Transport(nil)}})
	if err != nil {
		t.Fatal(err)
	}
	get := func(timeout time.Duration) error {
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		call := core.Call(ctx, &client.Operation{ID: "getPrice", Method: "GET", Template: "/prices"})
		defer call.Close()
		if !call.Do() {
			return call.Err()
		}
		return call.Undeclared()
	}
	var e *problem.Error
	if err := get(2 * time.Hour); !errors.As(err, &e) || e.Status != 404 || asked != 1 {
		t.Errorf("%v, asked %d times", err, asked)
	}
	if err := get(time.Minute); !errors.As(err, &e) || e.Code != problem.CodeDeadlineExceeded || asked != 1 {
		t.Errorf("%v, asked %d times", err, asked)
	}
}

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	b := budget(deadline.Options{Timeout: -1})
	h, r, w := b.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})), httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
	if n := testing.AllocsPerRun(200, func() { h.ServeHTTP(w, r) }); n > 0 {
		t.Errorf("without a deadline: %v allocations", n)
	}
	r.Header.Set("Grpc-Timeout", "5S")
	if n := testing.AllocsPerRun(200, func() { h.ServeHTTP(w, r) }); n > 10 { // the context with its timer, and the request's copy
		t.Errorf("with one: %v allocations", n)
	}
}

func BenchmarkHandler(b *testing.B) {
	h, r, w := budget(deadline.Options{}).Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})), httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
	r.Header.Set("Grpc-Timeout", "5S")
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(w, r)
	}
}
