package checks

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestEverySymmetry takes the edits of the grid back: whoever breaks by an edit is who breaks last
// when it is taken back.
func TestEverySymmetry(t *testing.T) {
	document := readRich(t)
	text, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	takeBack(t, "api.json", string(text), openAPIEdits(t, document))
	file := compileRich(t)
	source, ok := written(file)
	if !ok {
		t.Fatal("the rich file can't be printed")
	}
	takeBack(t, "rich.proto", source, protoEdits(t, file))
}

func takeBack(t *testing.T, file, text string, edits []edit) {
	t.Helper()
	every := 10
	if os.Getenv("BYLAW_PROOF") == "1" {
		every = 1
	}
	old := linttest.Load(t, map[string]string{file: text})
	for i := 0; i < len(edits); i += every {
		e := edits[i]
		now, mistakes := linttest.LoadAnyway(map[string]string{file: e.text})
		if len(mistakes) > 0 || timely(e.what) {
			continue
		}
		there := verdicts(changesOf(t, old, now), func(c *breaking.Change) breaking.Verdicts { return c.Backward })
		back := verdicts(changesOf(t, now, old), func(c *breaking.Change) breaking.Verdicts { return c.Forward })
		if !slices.Equal(there, back) {
			t.Errorf("%s at %s: backward there\n  %s\nforward back\n  %s", e.what, e.where, strings.Join(there, "\n  "), strings.Join(back, "\n  "))
		}
	}
}

func changesOf(t *testing.T, old, now []*spec.API) []breaking.Change {
	t.Helper()
	result, err := breaking.Run(context.Background(), breaking.Versions{Old: old, New: now}, All())
	if err != nil {
		t.Fatal(err)
	}
	return result.Changes
}

// timely reports whether an edit is about a fact of time, which has a direction: what was reserved,
// and what was deprecated.
func timely(what string) bool {
	return strings.Contains(what, "eserved") || strings.Contains(what, "deprecated")
}
