package telemetry_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
)

// nobody is a client that keeps nothing.
type nobody struct{ h http.Header }

func (n nobody) Header() http.Header       { return n.h }
func (nobody) Write(p []byte) (int, error) { return len(p), nil }
func (nobody) WriteHeader(int)             {}

// What a request costs: span, labels, ID, contexts and the line in the log.
func TestAllocations(t *testing.T) {
	x, err := telemetry.New(telemetry.Options{Service: "shop", Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Shutdown(t.Context())
	h := x.Middleware(telemetry.HTTPOptions{})(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	r, w := httptest.NewRequest("GET", "/orders/1", nil), nobody{http.Header{}}
	n := testing.AllocsPerRun(200, func() { h.ServeHTTP(w, r) })
	t.Logf("%v allocations", n)
	if n > 40 { // 25, and 8 of the race detector
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkMiddleware(b *testing.B) {
	x, err := telemetry.New(telemetry.Options{Service: "shop", Log: io.Discard})
	if err != nil {
		b.Fatal(err)
	}
	h := x.Middleware(telemetry.HTTPOptions{})(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	r := httptest.NewRequest("GET", "/orders/1", nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(nobody{http.Header{}}, r)
	}
}
