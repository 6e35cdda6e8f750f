package stores

import (
	"fmt"
	"testing"
)

// BenchmarkDo is what a key costs with a store on disk: executing, which writes twice, and repeating, which reads once.
func BenchmarkDo(b *testing.B) {
	for name, open := range map[string]func(testing.TB) place{"SQLite": sqlite, "PostgreSQL": postgres} {
		b.Run(name, func(b *testing.B) {
			x, n := executor(b, open(b).store(b), newClock()), 0
			b.Run("executed", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					n++
					r := request("1")
					r.Key = fmt.Sprint(n)
					_, err := x.Do(b.Context(), r, answered("paid"))
					check(b, err)
				}
			})
			b.Run("replayed", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, err := x.Do(b.Context(), request("1"), answered("paid"))
					check(b, err)
				}
			})
		})
	}
}
