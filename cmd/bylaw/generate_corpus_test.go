package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// TestGenerateCorpus generates from real specs: nothing may stop it, and what is written may not
// depend on how much runs at once.
func TestGenerateCorpus(t *testing.T) {
	corpus := sharedtest.Corpus(t)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for _, name := range []string{"api.github.com.json", "ghes-3.19.json", "stripe.yaml"} {
		t.Run(name, func(t *testing.T) {
			module := t.TempDir()
			if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte("module example.com/corpus\n\ngo 1.24\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			generate := func(flags ...string) string {
				var out, errs bytes.Buffer
				args := append([]string{"generate", filepath.Join(corpus, "openapi", name), "--out", filepath.Join(module, "api")}, flags...)
				if code := run(args, streams{in: strings.NewReader(""), out: &out, err: &errs}); code != exitClean {
					t.Fatalf("exit code %d: %s%s", code, errs.String(), out.String())
				}
				return out.String()
			}
			if said := generate(); !strings.Contains(said, "files written") {
				t.Error(said)
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			if said := generate("--check"); !strings.Contains(said, "files, unchanged") {
				t.Error(said)
			}
		})
	}
}
