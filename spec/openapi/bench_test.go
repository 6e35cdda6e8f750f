package openapi

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// BenchmarkLoad reads whole specs: text to tree to model.
func BenchmarkLoad(b *testing.B) {
	for _, name := range []string{"api.github.com.json", "stripe.yaml"} {
		content, err := os.ReadFile(filepath.Join(sharedtest.Corpus(b), "openapi", name))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			for b.Loop() {
				config := Config{Tree: memtree.New(map[string]string{name: string(content)}), Roots: []string{name}}
				if apis, _ := Load(b.Context(), config); len(apis) != 1 {
					b.Fatal("nothing loaded")
				}
			}
		})
	}
}
