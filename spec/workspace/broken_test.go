package workspace

import (
	"testing"

	"github.com/bylaw-dev/bylaw/report"
)

// A part that can't be read is told of as such, and not as one that nothing refers to.
func TestBrokenPart(t *testing.T) {
	root := folder(t, map[string]string{
		"root.yaml": "openapi: 3.1.1\ninfo: {title: T, version: 1.0.0}\npaths: {/a: {$ref: part.yaml#/a}}\n",
		"part.yaml": "a:\n  get: {responses: {}}\n    post: [\n",
	})
	tree, err := Dir(root)
	check(t, err)
	defer tree.Close()
	loaded, err := Load(t.Context(), tree, Selection{Args: []string{"part.yaml"}})
	check(t, err)
	syntax := 0
	for _, f := range loaded.Findings {
		switch {
		case f.Rule == report.NotASpec:
			t.Errorf("it is called no spec: %s", f.Message)
		case f.Rule == report.Syntax && f.Span.Path() == "part.yaml":
			syntax++
		}
	}
	if syntax != 1 || len(loaded.APIs) != 1 {
		t.Errorf("%d mistakes of syntax, %d contracts", syntax, len(loaded.APIs))
	}
}
