package main

import (
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// fileCounts is how much of some APIs stands in one file; "": in none.
type fileCounts struct {
	file string
	report.Counts
}

// count says how much was looked at: what is in focus, without what is only imported.
func count(loaded *workspace.Loaded) report.Counts { return sum(countFiles(loaded.APIs), loaded.Focus) }

// sum adds up the files that are in focus.
func sum(list []fileCounts, focus func(path string) bool) (all report.Counts) {
	for _, c := range list {
		if c.file == "" || focus(c.file) {
			all.Files += c.Files
			all.Operations += c.Operations
			all.Types += c.Types
			all.Fields += c.Fields
		}
	}
	return all
}

// countFiles counts file by file what APIs hold that are not only imported, sorted by file.
func countFiles(apis []*spec.API) (list []fileCounts) {
	files := map[string]*report.Counts{}
	at := func(file string) *report.Counts {
		if files[file] == nil {
			files[file] = &report.Counts{}
		}
		return files[file]
	}
	for _, api := range apis {
		if api.Imported {
			continue
		}
		for _, d := range api.Documents {
			at(d.File.Path).Files++
		}
		spec.Walk(api, &spec.Visitor{
			Operation: func(o *spec.Operation) { at(o.Span.Path()).Operations++ },
			Type: func(t *spec.Type) {
				if t.Kind == spec.KindObject || t.Kind == spec.KindEnum {
					at(t.Span.Path()).Types++
				}
			},
			Field: func(f *spec.Field) { at(f.Span.Path()).Fields++ },
		})
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		list = append(list, fileCounts{file, *files[file]})
	}
	return list
}
