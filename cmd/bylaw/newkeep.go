package main

import (
	"go/parser"
	"go/token"
	"path"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
)

// keep has the packages of ours generated that a service's own files import, those that `bylaw new service` has made. What
// others import is said by kit in bylaw.yaml.
func keep(jobs []*job) error {
	for root, group := range together(jobs) {
		files, err := made(root)
		if err != nil {
			return err
		}
		keepFor(group, files)
	}
	return nil
}

// together groups the jobs of a configuration that bring packages of ours by their modules.
func together(jobs []*job) map[string][]*job {
	groups := map[string][]*job{}
	for _, j := range jobs {
		if j.place.Config != "" && len(j.plan.Support) > 0 {
			groups[j.place.Root] = append(groups[j.place.Root], j)
		}
	}
	return groups
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

// keepFor adds what files import of ours, and no job of the module brings, to the first of them.
func keepFor(jobs []*job, files []generator.File) {
	if len(jobs) == 0 {
		return
	}
	var brought []string
	for _, j := range jobs {
		brought = append(brought, j.plan.Support...)
	}
	has, first := generator.Needed(brought), jobs[0]
	for _, f := range files {
		for _, imported := range importsOf(f) {
			name, ok := strings.CutPrefix(imported, first.options.Module+"/"+first.options.Support+"/")
			if ok && !has[name] && generator.HasSupport(name) {
				has[name] = true
				first.plan.Support = append(first.plan.Support, name)
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
