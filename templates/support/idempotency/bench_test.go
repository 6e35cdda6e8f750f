package idempotency_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// BenchmarkDo is what a key costs beside the store: executing, with its lease and its record, and repeating.
func BenchmarkDo(b *testing.B) {
	work := func(context.Context) (idempotency.Answer, error) {
		return idempotency.Answer{Data: []byte("paid")}, nil
	}
	b.Run("executed", func(b *testing.B) {
		x, n := newRig(b, memory(), func(o *idempotency.Options) { o.Observe = nil }), 0
		b.ReportAllocs()
		for b.Loop() {
			n++
			if n%50_000 == 0 { // an empty store
				x = newRig(b, memory(), func(o *idempotency.Options) { o.Observe = nil })
			}
			_, _ = x.Do(b.Context(), request(strconv.Itoa(n), ""), work)
		}
	})
	b.Run("replayed", func(b *testing.B) {
		x := newRig(b, memory(), func(o *idempotency.Options) { o.Observe = nil })
		b.ReportAllocs()
		for b.Loop() {
			_, _ = x.Do(b.Context(), request("k", ""), work)
		}
	})
}

// TestAllocations holds what a key costs in memory.
func TestAllocations(t *testing.T) {
	x, n := newRig(t, memory(), func(o *idempotency.Options) { o.Observe = nil }), 0
	work := func(context.Context) (idempotency.Answer, error) {
		return idempotency.Answer{Data: []byte("paid")}, nil
	}
	if raceDetector {
		t.Skip("the race detector allocates too, so allocations are counted without it")
	}
	for what, most := range map[string]float64{"executed": 40, "replayed": 12} {
		got := testing.AllocsPerRun(200, func() {
			if what == "executed" {
				n++
			}
			_, _ = x.Do(context.Background(), request(strconv.Itoa(n), ""), work)
		})
		if got > most {
			t.Errorf("%s: %.0f allocations, want at most %.0f", what, got, most)
		}
		t.Logf("%s: %.0f allocations", what, got)
	}
}
