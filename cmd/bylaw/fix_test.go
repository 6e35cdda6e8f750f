package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// TestStoppedBetweenFiles interrupts the writing: what is written is whole, and the rest is as it was.
func TestStoppedBetweenFiles(t *testing.T) {
	folder := t.TempDir()
	var files []fix.File
	for _, name := range []string{"a.proto", "b.proto", "c.proto"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, fix.File{Path: name, Old: []byte("old"), New: []byte("new")})
	}
	tree, err := workspace.Dir(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	ctx, stop := context.WithCancel(context.Background())
	var said strings.Builder
	f := &fixing{linter: &linter{}, tree: tree, streams: streams{err: &said}}
	// The first file has changed meanwhile, and hearing of that the user stops.
	files[0].Old = []byte("older")
	f.err = stopper{&said, stop}
	_, err = f.replace(ctx, files)
	if !errors.Is(err, context.Canceled) || !strings.Contains(said.String(), "0 of 3 files were fixed before it was stopped") {
		t.Errorf("error %v, said %q", err, said.String())
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 3 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
	for _, name := range []string{"a.proto", "b.proto", "c.proto"} {
		if text, _ := os.ReadFile(filepath.Join(folder, name)); string(text) != "old" {
			t.Errorf("%s holds %q", name, text)
		}
	}
}

type stopper struct {
	*strings.Builder
	stop func()
}

func (s stopper) Write(text []byte) (int, error) {
	s.stop()
	return s.Builder.Write(text)
}

// TestTwoRunsAtOnce has several commands fix the same file: each finds it mended or mends it.
func TestTwoRunsAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.yaml")
	spec := "openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths:\n"
	for _, name := range []string{"a", "b", "c", "d"} {
		spec += "  /v1/" + name + ":\n    get:\n      responses:\n        '200': {description: It.}\n"
	}
	spec += "components:\n  responses:\n    Problem: {description: What went wrong.}\n"
	if err := os.WriteFile(path, []byte(spec), 0o644); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			var out strings.Builder
			code := run([]string{"lint", "--fix", "--fail-on", "off", path}, streams{in: strings.NewReader(""), out: &out, err: &out})
			if code != exitClean {
				t.Errorf("exit code %d: %s", code, out.String())
			}
		})
	}
	group.Wait()
	text, err := os.ReadFile(path)
	if err != nil || strings.Count(string(text), "default: {$ref: ") != 4 {
		t.Errorf("%v\n%s", err, text)
	}
}
