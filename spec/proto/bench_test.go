package proto

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// BenchmarkLoadPackage reads google/pubsub/v1 with all that it imports, as the hook on a changed
// file does.
func BenchmarkLoadPackage(b *testing.B) {
	tree := newDiskTree(b, filepath.Join(sharedtest.Corpus(b), "googleapis"))
	b.ReportAllocs()
	for b.Loop() {
		Load(context.Background(), Config{Tree: tree, Files: []string{"google/pubsub/v1/pubsub.proto", "google/pubsub/v1/schema.proto"}})
	}
}

// BenchmarkLoadGoogleapis reads all of googleapis but preview/.
func BenchmarkLoadGoogleapis(b *testing.B) {
	root := filepath.Join(sharedtest.Corpus(b), "googleapis")
	b.ReportAllocs()
	for b.Loop() {
		tree := newDiskTree(b, root)
		Load(context.Background(), Config{Tree: tree, Files: tree.stable()})
	}
}
