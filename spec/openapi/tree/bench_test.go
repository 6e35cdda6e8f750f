package tree

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func BenchmarkParseJSON(b *testing.B) { benchmarkParse(b, ".json") }
func BenchmarkParseYAML(b *testing.B) { benchmarkParse(b, ".yaml") }

func benchmarkParse(b *testing.B, ending string) {
	files := corpus(b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasSuffix(name, ending) {
			continue
		}
		content := files[name].Content
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				if d, _ := Parse(source.NewFile(name, content)); d == nil {
					b.Fatal("nothing was read")
				}
			}
		})
	}
}
