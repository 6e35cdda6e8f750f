package lifecycle_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

// passing is a handler as HTTP wraps it, and a request of a connection that has brought one before.
func passing(t testing.TB) (http.Handler, *http.Request) {
	t.Helper()
	s := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	lifecycle.HTTP(s, l)
	conn, other := net.Pipe()
	t.Cleanup(func() { conn.Close(); other.Close() })
	r := httptest.NewRequest("GET", "/", nil)
	return s.Handler, r.WithContext(s.ConnContext(context.Background(), conn))
}

func TestTheRequestPathAllocatesNothing(t *testing.T) {
	h, r := passing(t)
	if n := testing.AllocsPerRun(1000, func() { h.ServeHTTP(nil, r) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkPassing(b *testing.B) {
	h, r := passing(b)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(nil, r)
	}
}
