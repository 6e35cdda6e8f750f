package workspace

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Drafted returns the tree as an editor shows it: Edited, but files that do not exist yet are found,
// too, where their names are those of specs.
func Drafted(tree source.Tree, files map[string]*source.File) source.Tree {
	d := drafted{edited: edited{viewOf(tree), files}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := tree.File(name); errors.Is(err, fs.ErrNotExist) && maybeSpec(name) {
			d.created = append(d.created, name)
		}
	}
	return d
}

type drafted struct {
	edited
	created []string // sorted
}

func (d drafted) Paths() []string { return d.with(d.view.Paths(), d.created) }

func (drafted) with(paths, created []string) []string {
	if len(created) == 0 {
		return paths
	}
	return sorted(paths, created)
}

func (d drafted) list(folder string) listing {
	found := d.view.list(folder)
	found.paths = d.with(found.paths, inFolder(d.created, folder))
	return found
}

func (d drafted) isFolder(name string) bool {
	return d.view.isFolder(name) || slices.ContainsFunc(d.created, func(file string) bool { return strings.HasPrefix(file, name+"/") })
}

// Chosen returns whether a selection without arguments chooses a path: it is found, and neither
// skipped nor excluded. The error is that of the context.
func Chosen(ctx context.Context, tree source.Tree, wanted Selection) (func(path string) bool, error) {
	wanted.Args = nil
	c, err := choose(viewOf(tree), wanted)
	if err != nil {
		return nil, err
	}
	return func(path string) bool { _, found := c.targets[path]; return found }, ctx.Err()
}

// IsDocument reports whether a YAML or JSON file of that content is an OpenAPI document by itself.
func IsDocument(content []byte) bool { return kindOf(content, false) == document }

// Holding returns those of the files whose content is looked for; holds is called from several
// goroutines. What is read is not kept, so that a whole repository can be searched.
func Holding(ctx context.Context, tree source.Tree, files []string, holds func(content []byte) bool) (found []string) {
	view := viewOf(tree)
	held := make([]bool, len(files))
	parallel(len(files), func(i int) {
		if ctx.Err() == nil {
			content, err := view.read(files[i])
			held[i] = err == nil && holds(content)
		}
	})
	for i, name := range files {
		if held[i] {
			found = append(found, name)
		}
	}
	return found
}
