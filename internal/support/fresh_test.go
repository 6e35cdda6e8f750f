// Package support_test holds the copy of the support packages fresh that the mock and the samples
// run: what a generated server does at its boundary, they do with the same code.
package support_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
)

// packages are those that the command runs itself; what they import comes with them.
var packages = []string{"boundary", "rest", "stdrules"}

// TestSupport fails if the copy isn't what the generator emits; `make pack` renews it.
func TestSupport(t *testing.T) {
	files, err := generator.Support(generator.Options{Module: "github.com/bylaw-dev/bylaw", Support: "internal/support"}, packages)
	if err != nil {
		t.Fatal(err)
	}
	emitted := map[string]bool{}
	for _, f := range files {
		name := strings.TrimPrefix(f.Path, "internal/support/")
		emitted[name] = true
		if os.Getenv("BYLAW_BLESS") != "" {
			write(t, filepath.FromSlash(name), f.Content)
		}
		got, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil || !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), f.Content) {
			t.Errorf("%s is not what is emitted now (%v): run make pack", f.Path, err)
		}
	}
	orphans(t, emitted)
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// orphans finds copies of files that there are no longer.
func orphans(t *testing.T, emitted map[string]bool) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Dir(name) == "." || emitted[name] {
			return err
		}
		if os.Getenv("BYLAW_BLESS") != "" {
			return os.Remove(filepath.FromSlash(name))
		}
		t.Errorf("internal/support/%s is emitted no longer: run make pack", name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
