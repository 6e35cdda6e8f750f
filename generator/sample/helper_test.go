package sample_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// load loads one document that has no mistakes.
func load(t *testing.T, name string, content []byte) *spec.API {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{name: string(content)}), Roots: []string{name}})
	if len(apis) != 1 {
		t.Fatalf("%s could not be loaded: %v", name, findings)
	}
	return apis[0]
}

func read(t *testing.T, folder, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// manners are the ways to ask for samples that tests go through.
func manners() map[string]*sample.Sampler {
	full, plain, other := sample.New(0), sample.New(0), sample.New(7)
	full.Full, plain.Plain, plain.Full, other.Plain = true, true, true, true
	return map[string]*sample.Sampler{"least": sample.New(0), "full": full, "plain": plain, "seeded": other}
}
