package cache_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/cache"
)

// sink is a writer that costs nothing itself.
type sink struct{ header http.Header }

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }
func (s *sink) WriteHeader(int)             {}

func one(t testing.TB, path string) func() {
	body := make([]byte, 2000)
	handler := middleware(t, cache.Options{})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = []string{"application/json"}
		w.Write(body)
	}))
	r, w := httptest.NewRequest("GET", path, nil), &sink{http.Header{}}
	return func() {
		clear(w.header)
		handler.ServeHTTP(w, r)
	}
}

// BenchmarkAnswer is what the layer adds to an answer of 2,000 bytes with a tag.
func BenchmarkAnswer(b *testing.B) {
	for _, path := range []string{"/api", "/denied"} {
		b.Run(path[1:], func(b *testing.B) {
			b.ReportAllocs()
			run := one(b, path)
			for b.Loop() {
				run()
			}
		})
	}
}

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates for itself")
	}
	for path, most := range map[string]float64{"/api": 18, "/denied": 4} {
		if got := testing.AllocsPerRun(100, one(t, path)); got > most {
			t.Errorf("%s costs %v allocations", path, got)
		}
	}
}
