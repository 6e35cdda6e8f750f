package boundary_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
)

// The body that the budget speaks of has 104 bytes, the one with four violations as many.
func TestBodiesOfTheBudget(t *testing.T) {
	if len(good) != 104 || len(bad) != 104 {
		t.Errorf("%d and %d bytes", len(good), len(bad))
	}
}

// sink is a ResponseWriter whose memory is reused.
type sink struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(p []byte) (int, error) { return s.body.Write(p) }

// replay sends one request again and again.
type replay struct {
	server
	sink
	request *http.Request
	body    strings.Reader
	text    string
}

func newReplay(tb testing.TB, body string) *replay {
	r := &replay{server: serve(tb, boundary.Options{}, createOrder(accept)), text: body}
	r.sink.header = http.Header{}
	r.request = request("POST", "/orders", nil, asJSON, "Accept: application/json", "Idempotency-Key: 6f1f9d1e")
	r.request.Body = io.NopCloser(&r.body)
	r.request.ContentLength = int64(len(body))
	return r
}

func (r *replay) once() {
	clear(r.sink.header)
	r.sink.body.Reset()
	r.body.Reset(r.text)
	r.ServeHTTP(&r.sink, r.request)
}

func benchmark(b *testing.B, body string, status int) {
	r := newReplay(b, body)
	b.ReportAllocs()
	for b.Loop() {
		if r.once(); r.status != status {
			b.Fatalf("%d %s", r.status, &r.sink.body)
		}
	}
}

func BenchmarkGood(b *testing.B) { benchmark(b, good, 201) }
func BenchmarkBad(b *testing.B)  { benchmark(b, bad, 400) }

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	for _, row := range []struct {
		body   string
		budget float64
	}{{good, 22}, {bad, 22}} {
		r := newReplay(t, row.body)
		r.once()
		if n := testing.AllocsPerRun(200, r.once); n > row.budget {
			t.Errorf("%v allocations, budget %v", n, row.budget)
		}
	}
}

// Calls that are reused by many goroutines don't mix their requests up.
func TestConcurrentCallsAreApart(t *testing.T) {
	s := serve(t, boundary.Options{}, createOrder(func(_ context.Context, in *createOrderRequest) (createOrderResult, error) {
		if in.Key == "fail" {
			return nil, &conflict{in.Body.Customer}
		}
		return &created{Location: "/" + in.Key, Body: order{ID: in.Key, Customer: in.Body.Customer, Items: in.Body.Items}}, nil
	}))
	var group sync.WaitGroup
	for _, name := range []string{"ada", "grace", "barbara", "frances"} {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 300 {
				body := strings.Replace(good, "Ada Byron", name, 1)
				w := s.ask("POST", "/orders", body, asJSON, "Idempotency-Key: "+name, "X-Request-Id: "+name)
				h := w.Header()
				if !strings.Contains(w.Body.String(), `"id":"`+name+`","customer":"`+name+`"`) || h.Get("Location") != "/"+name || h.Get("X-Request-Id") != name {
					t.Errorf("%s got %s %v", name, w.Body, h)
				}
				if w := s.ask("POST", "/orders", body, asJSON, "Idempotency-Key: fail"); w.Body.String() != `{"message":"`+name+`"}` {
					t.Errorf("%s failed with %s", name, w.Body)
				}
				if w := s.ask("POST", "/orders", bad, asJSON); w.Code != 400 || w.Header().Get("Location") != "" {
					t.Errorf("%d %v", w.Code, w.Header())
				}
			}
		}()
	}
	group.Wait()
}
