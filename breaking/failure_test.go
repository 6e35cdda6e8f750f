package breaking_test

import (
	"context"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestBrokenCheck runs a check that panics between two that don't.
func TestBrokenCheck(t *testing.T) {
	meta := func(id string) breaking.Meta {
		return breaking.Meta{ID: id, Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Removed}}
	}
	seen := breaking.Hooks{Field: func(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
		if pair.Removed() {
			p.Removed("gone")
		}
	}}
	broken := breaking.Hooks{Field: func(_ *breaking.Pass, pair breaking.Pair[spec.Field]) { _ = pair.New.Name }}
	versions := breaking.Versions{
		Old: linttest.Load(t, map[string]string{"a.proto": "syntax = \"proto3\"; package a; message M { string x = 1; string y = 2; }"}),
		New: linttest.Load(t, map[string]string{"a.proto": "syntax = \"proto3\"; package a; message M {}"}),
	}
	result, err := breaking.Run(context.Background(), versions, []*breaking.Check{
		breaking.New(meta("before"), seen), breaking.New(meta("broken"), broken), breaking.New(meta("behind"), seen),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Changes) != 4 {
		t.Errorf("%d changes, want both fields from both checks: %v", len(result.Changes), result.Changes)
	}
	if len(result.Failures) != 1 || result.Failures[0].Rule != report.Internal || result.Failures[0].Element != "a.M.x" ||
		!strings.Contains(result.Failures[0].Message, "check broken panicked (breaking/failure_test.go:") {
		t.Errorf("failures: %v", result.Failures)
	}
}
