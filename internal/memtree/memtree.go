// Package memtree is a source.Tree that lives in memory: what tests of loaders, rules and the
// engine read their specs from. It knows no format.
package memtree

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// tree is immutable after New, so it needs no lock.
type tree struct {
	files map[string]*source.File
	paths []string // sorted
}

// New returns a tree of the files, from slash-separated path to content.
func New(files map[string]string) source.Tree {
	t := &tree{
		files: make(map[string]*source.File, len(files)),
		paths: slices.Sorted(maps.Keys(files)),
	}
	for path, content := range files {
		t.files[path] = source.NewFile(path, []byte(content))
	}
	return t
}

// File returns the file with exactly that path. The error is fs.ErrInvalid for a path that is not
// clean or leaves the tree, and fs.ErrNotExist for any other that is not there.
func (t *tree) File(path string) (*source.File, error) {
	if !fs.ValidPath(path) {
		return nil, fmt.Errorf("%s: %w", path, fs.ErrInvalid)
	}
	if file := t.files[path]; file != nil {
		return file, nil
	}
	return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
}

// Paths returns every path of the tree, sorted.
func (t *tree) Paths() []string { return slices.Clone(t.paths) }
