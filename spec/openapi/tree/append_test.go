package tree

import (
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func appendTo(d *Document, list *spec.Value, literal string) (source.Span, string, bool) {
	return d.Syntax(d.Root).(spec.Nested).Append(list, literal)
}

func TestAppend(t *testing.T) {
	tests := []struct{ name, in, pointer, out string }{
		{"block", "a:\n  - b\nc: 1\n", "/a", "a:\n  - b\n  - {x: 1}\nc: 1\n"},
		{"block, not indented", "a:\n- b\nc: 1\n", "/a", "a:\n- b\n- {x: 1}\nc: 1\n"},
		{"block, objects", "a:\n  - b: 1\n    c: 2 # why\n\nd: 1\n", "/a", "a:\n  - b: 1\n    c: 2 # why\n  - {x: 1}\n\nd: 1\n"},
		{"block, brackets within", "a:\n  - {b: 1}\n", "/a", "a:\n  - {b: 1}\n  - {x: 1}\n"},
		{"block, a list in brackets within", "a:\n  - [b]\n", "/a", "a:\n  - [b]\n  - {x: 1}\n"},
		{"block, wide", "a:\n    -   b: 1\n", "/a", "a:\n    -   b: 1\n    - {x: 1}\n"},
		{"block, root", "- a\n", "", "- a\n- {x: 1}\n"},
		{"block, no newline at the end", "- a", "", "- a\n- {x: 1}"},
		{"block, CRLF", "a:\r\n  - b\r\n", "/a", "a:\r\n  - b\r\n  - {x: 1}\r\n"},
		{"block, ends in an alias", "b: &b 1\na:\n  - c\n  - *b\nd: 2\n", "/a", "b: &b 1\na:\n  - c\n  - *b\n  - {x: 1}\nd: 2\n"},
		{"flow", "a: [b, c]\n", "/a", "a: [b, c, {x: 1}]\n"},
		{"flow, one", "a: [b]\n", "/a", "a: [b, {x: 1}]\n"},
		{"flow, empty", "a: []\n", "/a", "a: [{x: 1}]\n"},
		{"flow, lines", "a: [\n  b,\n  c # why\n]\n", "/a", "a: [\n  b,\n  c,\n  {x: 1} # why\n]\n"},
		{"JSON", "{\n  \"a\": [\n    1\n  ]\n}\n", "/a", "{\n  \"a\": [\n    1,\n    {x: 1}\n  ]\n}\n"},
		{"JSON, minified", `{"a":[1,2]}`, "/a", `{"a":[1,2,{x: 1}]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse(t, "spec", test.in)
			at, text, ok := appendTo(d, d.At(test.pointer), "{x: 1}")
			if !ok {
				t.Fatal("refused")
			}
			if out := apply(test.in, []report.Edit{{Span: at, New: text}}); out != test.out {
				t.Fatalf("got\n%s\nwant\n%s", out, test.out)
			}
		})
	}
}

func TestAppendOfLines(t *testing.T) {
	d := parse(t, "spec.yaml", "a:\n  - b: 1\n")
	if _, text, _ := appendTo(d, d.At("/a"), "c: 1\nd: 2"); text != "\n  - c: 1\n    d: 2" {
		t.Errorf("got %q", text)
	}
}

func TestAppendRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no list":              "a: {b: 1}\n",
		"a null":               "a:\nb: 1\n",
		"empty with a comment": "a: [ # why\n ]\n",
		"ends in an alias":     "b: &b 1\na: [1, *b]\n",
		"ends in a literal":    "a:\n  - |\n    text",
		"behind another dash":  "a: \n- - b\n",
	} {
		d := parse(t, "spec.yaml", text)
		list := d.At("/a")
		if name == "behind another dash" {
			list = d.At("/a/0")
		}
		if _, text, ok := appendTo(d, list, "1"); ok {
			t.Errorf("%s: adds %q", name, text)
		}
	}
}

// Every list of the corpus takes an item, and what is read afterwards is the old tree with it.
func TestCorpusAppend(t *testing.T) {
	for name, text := range variants(t) {
		t.Run(name, func(t *testing.T) {
			d := parse(t, name, text)
			edits, refused := appends(d)
			if len(edits) < 1000 || refused > len(edits)/100 {
				t.Errorf("%d additions, %d refused", len(edits), refused)
			}
			if again := parse(t, name, apply(text, edits)); compact(again.Root) != compact(d.Root) {
				t.Error("the document is not what it was with the new items")
			}
		})
	}
}

// appends returns the edits that add an item to each list, and adds it to the tree.
func appends(d *Document) (edits []report.Edit, refused int) {
	taken := map[int32]bool{}
	var lists []*spec.Value
	walkOwn(d, func(v, _ *spec.Value, _ *spec.Member) {
		if v.Kind == spec.List {
			lists = append(lists, v)
		}
	})
	for _, v := range lists {
		at, text, ok := appendTo(d, v, "true")
		switch {
		case !ok:
			refused++
		case !taken[at.Start]: // the end of a list can be that of its last one
			taken[at.Start] = true
			edits = append(edits, report.Edit{Span: at, New: text})
			v.Items = append(slices.Clip(v.Items), &spec.Value{Kind: spec.Bool, Text: "true"})
		}
	}
	return edits, refused
}
