package main

import (
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
)

// keep has the packages of ours generated that a service's own files import, those that `bylaw new service` has made. What
// others import is said by kit in bylaw.yaml.
func keep(jobs []*job) error {
	known := map[string][]generator.File{}
	for _, j := range jobs {
		if j.place.Config == "" || len(j.plan.Support) == 0 {
			continue
		}
		files, ok := known[j.place.Root]
		if !ok {
			var err error
			if files, err = made(j.place.Root); err != nil {
				return err
			}
			known[j.place.Root] = files
		}
		j.keep(files)
	}
	return nil
}

// made returns the files that were made once in a module.
func made(root string) ([]generator.File, error) {
	t, err := generator.Begin(root, true)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	return t.Files(".")
}

// keep adds what files import of ours to what the job brings with it.
func (j *job) keep(files []generator.File) {
	for _, f := range files {
		for _, imported := range importsOf(f) {
			name, ok := strings.CutPrefix(imported, j.options.Module+"/"+j.options.Support+"/")
			if ok && generator.HasSupport(name) && !slices.Contains(j.plan.Support, name) {
				j.plan.Support = append(j.plan.Support, name)
			}
		}
	}
}

// importsOf returns what a Go file imports; nothing of one that is broken.
func importsOf(f generator.File) (imports []string) {
	if path.Ext(f.Path) != ".go" {
		return nil
	}
	tree, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Content, parser.ImportsOnly)
	if err != nil {
		return nil
	}
	for _, spec := range tree.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			imports = append(imports, name)
		}
	}
	return imports
}
