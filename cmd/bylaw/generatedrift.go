package main

import (
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// findings tells of the differences as findings, whose paths are below the root of the workspace.
func (o *outcome) findings(root string) []report.Finding {
	var findings []report.Finding
	for _, d := range o.differences() {
		absolute := filepath.Join(o.place.Root, filepath.FromSlash(d.Path))
		name, err := filepath.Rel(root, absolute)
		if err != nil {
			name = absolute
		}
		f := generator.Finding(d)
		f.Span = firstDifference(source.NewFile(filepath.ToSlash(name), d.Old), d.New)
		findings = append(findings, f)
	}
	return findings
}

// firstDifference returns the first line of a file that should be otherwise.
func firstDifference(file *source.File, wanted []byte) source.Span {
	if file.Content == nil || wanted == nil {
		return file.Span(0, 0)
	}
	at := 0
	for is, should := range lines(string(file.Content), string(wanted)) {
		if strings.TrimRight(is, "\r\n") != strings.TrimRight(should, "\r\n") {
			return file.Span(at, at+len(strings.TrimRight(is, "\r\n")))
		}
		at += len(is)
	}
	return file.Span(at, at)
}

// lines yields the lines of two texts side by side, as many as the first has.
func lines(a, b string) func(yield func(a, b string) bool) {
	return func(yield func(a, b string) bool) {
		for line := range strings.Lines(a) {
			end := strings.IndexByte(b, '\n') + 1
			if end == 0 {
				end = len(b)
			}
			if !yield(line, b[:end]) {
				return
			}
			b = b[end:]
		}
	}
}
