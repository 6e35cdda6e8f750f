package ratelimit_test

import (
	"net/http"
	"net/netip"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

func busy(t testing.TB) *ratelimit.Limiter {
	q := ratelimit.Quota{Requests: 1_000_000_000, Window: 1e9}
	return limiter(t, ratelimit.Config{Address: q, Caller: q, Operations: map[string]ratelimit.Quota{"createOrder": q}}, nil)
}

func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	l, home, h := busy(t), netip.MustParseAddr("2001:db8::1"), http.Header{}
	for _, row := range []struct {
		name string
		most float64
		run  func()
	}{
		{"an address", 0, func() { l.AllowAddress(home) }},
		{"a caller", 0, func() { l.AllowCaller("ada", "createOrder") }},
		{"a caller who is told", 4, func() { l.AllowCaller("ada", "createOrder").Header(h) }}, // the text and the list of each header
	} {
		if n := testing.AllocsPerRun(200, row.run); n > row.most {
			t.Errorf("%s: %v allocations, budget %v", row.name, n, row.most)
		}
	}
}

func BenchmarkAddress(b *testing.B) {
	l, home := busy(b), netip.MustParseAddr("2001:db8::1")
	b.ReportAllocs()
	for b.Loop() {
		l.AllowAddress(home)
	}
}

func BenchmarkCaller(b *testing.B) {
	l := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		l.AllowCaller("ada", "createOrder")
	}
}

func BenchmarkHeader(b *testing.B) {
	d, h := busy(b).AllowCaller("ada", "createOrder"), http.Header{}
	b.ReportAllocs()
	for b.Loop() {
		d.Header(h)
	}
}
