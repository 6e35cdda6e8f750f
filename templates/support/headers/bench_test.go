package headers_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/headers"
)

// sink is a writer that costs nothing itself.
type sink struct{ header http.Header }

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }
func (s *sink) WriteHeader(int)             {}

func one(t testing.TB) func() {
	id, body := []string{"application/json"}, []byte("{}")
	handler := middleware(t, headers.Options{Rules: rules, Operation: operation})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = id
		w.Write(body)
	}))
	r, w := httptest.NewRequest("GET", "/", nil), &sink{http.Header{}}
	r.Header.Set("X-Tenant", "acme")
	r.Header.Set("X-Request-Id", "r-1")
	r.Header.Set("Accept", "*/*")
	r.Header.Set("Authorization", "Bearer x")
	return func() {
		clear(w.header)
		handler.ServeHTTP(w, r)
	}
}

// BenchmarkHTTP is what the mapping adds to a request.
func BenchmarkHTTP(b *testing.B) {
	b.ReportAllocs()
	run := one(b)
	for b.Loop() {
		run()
	}
}

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates for itself")
	}
	if got := testing.AllocsPerRun(100, one(t)); got > 14 {
		t.Errorf("a request costs %v allocations", got)
	}
}
