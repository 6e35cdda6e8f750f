package ecma_test

import (
	"archive/tar"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// TestNodeAgreesOnCorpus holds every pattern of real specs against node.
func TestNodeAgreesOnCorpus(t *testing.T) {
	patterns := corpusPatterns(t)
	done := compare(t, patterns, 30, rand.New(rand.NewPCG(1, 1)))
	report(t, patterns, done)
	if len(patterns) < 78 || done < len(patterns) {
		t.Errorf("%d of %d patterns are translated: fewer than there were", done, len(patterns))
	}
}

// TestNodeAgreesOnSuite does the same with the patterns of the JSON Schema test suite.
func TestNodeAgreesOnSuite(t *testing.T) {
	patterns := suitePatterns(t)
	done := compare(t, patterns, 30, rand.New(rand.NewPCG(2, 2)))
	report(t, patterns, done)
	if len(patterns) < 21 || done < len(patterns) {
		t.Errorf("%d of %d patterns are translated: fewer than there were", done, len(patterns))
	}
}

func report(t *testing.T, patterns []string, done int) {
	t.Logf("%d of %d patterns are translated, and match as in node", done, len(patterns))
	for _, p := range patterns {
		if _, err := ecma.Translate(p); err != nil {
			t.Logf("refused: %.80q: %v", p, err)
		}
	}
}

func corpusPatterns(t *testing.T) []string {
	dir := filepath.Join(sharedtest.Corpus(t), "openapi")
	files := map[string]string{}
	var roots []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[entry.Name()] = string(content)
		roots = append(roots, entry.Name())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	apis, _ := openapi.Load(context.Background(), openapi.Config{Tree: memtree.New(files), Roots: roots})
	found := map[string]bool{}
	for _, api := range apis {
		spec.Walk(api, &spec.Visitor{Type: func(s *spec.Type) {
			if s.Constraints != nil && s.Constraints.Pattern != "" {
				found[s.Constraints.Pattern] = true
			}
			if s.Schema != nil {
				for _, f := range s.Schema.PatternProperties {
					found[f.Name] = true
				}
			}
		}})
	}
	return slices.Sorted(maps.Keys(found))
}

func suitePatterns(t *testing.T) []string {
	literal := regexp.MustCompile(`"pattern"\s*:\s*("(?:[^"\\]|\\.)*")`)
	found := map[string]bool{}
	archive := tar.NewReader(sharedtest.Conformance(t, "json-schema-test-suite.tar.gz"))
	for {
		header, err := archive.Next()
		if err != nil {
			break
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(header.Name, ".json") {
			continue
		}
		for _, m := range literal.FindAllSubmatch(text, -1) {
			var p string
			if err := json.Unmarshal(m[1], &p); err != nil {
				t.Fatal(cmp.Or(err.Error(), header.Name))
			}
			found[p] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
