package tree

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"go.yaml.in/yaml/v3"
)

// FuzzParse holds the reader against others: what encoding/json takes for JSON is JSON, what the
// YAML library refuses is refused, every tree keeps its promises about places, and every edit that
// is offered does what it says.
func FuzzParse(f *testing.F) {
	for _, text := range fuzzSeeds {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		d, findings := Parse(source.NewFile("spec", content))
		checkFindings(t, d, findings, len(content))
		if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
			return
		}
		text := bytes.TrimPrefix(content, []byte("\ufeff"))
		if want := beginsLikeJSON(text) && json.Valid(text); want != (d != nil && !d.YAML) {
			t.Fatalf("read as JSON: %v, encoding/json: %v\n%s", !want, want, describe(findings))
		}
		if d == nil {
			return
		}
		if d.YAML && yaml.Unmarshal([]byte(acceptVersion(string(text))), new(yaml.Node)) != nil {
			t.Fatal("the YAML library refuses what is read")
		}
		if len(findings) == 0 {
			checkFuzzed(t, d)
		}
	})
}

var fuzzSeeds = []string{
	`{"a": [1, 2.5e3, true, null, "x\né😀"], "b": {}}`, `[]`, `{"a":1,"a":2}`, `{"a": 1,}`, `{a: b, c: [d, {e: f}]}`,
	"a: 1\nb:\n  - c\n  - d: e\n    f: 'g''h'\n  - \"i\\tj\"\n", "a: |\n  text\n\n  more\nb: >-\n  folded\n  text\n", "a: |+\n  x\n\n\nb: |2-\n    y\n",
	"a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n", "a: plain text\n  over lines\n\n  with a gap\n", "? a\n: b\n? c\n", "a:\nb: ~\nc: !!str 1\n", "- - - a\n  - b\n-\n- {}\n",
	"# bylaw:ignore x\na: 1 # bylaw:ignore y\n", "---\na: 1\n...\n", "a: 1\n---\nb: 2\n", "%YAML 1.2\n---\na: 1\n", "\ufeffa: é\né: {ü: \"ß\", x: 'y'}\n",
	"a: \"x\n  y\\\n  z\"\r\nb: 1\r\n", "[a: b, ? c : d]", "a: &a [*a]", "0x1F: 0o17\nb: [.inf, -.5, 1_000, 2020-01-01]\n", "a: [\n  1, # c\n  2,\n]\n", "\"a\": b\u0085c: d\n",
	"a: - b\n", "a: *b\n", "a:\n\tb: 1\n", "a: 'b\n", "a: b: c\n", "a: {b: c d: e}\n",
}

func checkFindings(t *testing.T, d *Document, findings []report.Finding, size int) {
	if d == nil && len(findings) == 0 {
		t.Fatal("neither a tree nor a finding")
	}
	for _, f := range findings {
		if f.Span.IsZero() || int(f.Span.End) > size || f.Message == "" || f.Severity != report.Error {
			t.Fatalf("poor finding %+v", f)
		}
		if _, known := slices.BinarySearchFunc(report.Diagnostics(), f.Rule, func(d report.Diagnostic, id string) int {
			return strings.Compare(d.ID, id)
		}); !known {
			t.Fatalf("the diagnostic %q is not in the table", f.Rule)
		}
	}
}

func checkFuzzed(t *testing.T, d *Document) {
	checkPlaces(t, d)
	text := string(d.File.Content)
	if strings.Contains(text, "<<") {
		return // what a merge key copies does not follow the edits below
	}
	var objects []*spec.Value
	walkOwn(d, func(v, _ *spec.Value, _ *spec.Member) {
		if v.Kind == spec.Map && len(objects) < 20 {
			objects = append(objects, v)
		}
	})
	for _, v := range objects {
		syntax, members := d.Syntax(v), v.Members
		if at, new, ok := syntax.Insertion(testKey, "true"); ok {
			added := spec.Member{Key: testKey, Value: &spec.Value{Kind: spec.Bool, Text: "true"}}
			v.Members = append(slices.Clip(members), added)
			checkEdit(t, d, report.Edit{Span: at, New: new})
		}
		v.Members = members
		for i, m := range members {
			if span, ok := syntax.Removal(m.Key); ok {
				v.Members = slices.Delete(slices.Clone(members), i, i+1)
				checkEdit(t, d, report.Edit{Span: span})
			}
			v.Members = members
		}
	}
}

// checkEdit makes sure that the edited text reads as the tree is now.
func checkEdit(t *testing.T, d *Document, edit report.Edit) {
	text := apply(string(d.File.Content), []report.Edit{edit})
	again, findings := Parse(source.NewFile("spec", []byte(text)))
	if again == nil || len(findings) > 0 || compact(again.Root) != compact(d.Root) {
		t.Fatalf("%q at %d-%d makes %q\n%s", edit.New, edit.Span.Start, edit.Span.End, text, describe(findings))
	}
}
