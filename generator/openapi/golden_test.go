package openapi

import (
	"os"
	"testing"

	"github.com/pmezard/go-difflib/difflib"
)

// TestGolden compares whole documents with what has been read by a person.
func TestGolden(t *testing.T) {
	for path, golden := range map[string]string{fixture: "testdata/shop.yaml", "testdata/odd.proto": "testdata/odd.yaml"} {
		d, _ := exportOf(t, readFile(t, path))
		got := string(d.YAML())
		if os.Getenv("BYLAW_BLESS") == "1" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want := readFile(t, golden); got != want {
			diff, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
				A: difflib.SplitLines(want), B: difflib.SplitLines(got), FromFile: golden, ToFile: "what is exported", Context: 2,
			})
			t.Errorf("read it and, if it is right, `make bless TEST=TestGolden`:\n%s", diff)
		}
	}
}
