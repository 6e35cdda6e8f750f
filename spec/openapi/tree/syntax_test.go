package tree

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"go.yaml.in/yaml/v3"
)

// apply makes edits that do not overlap.
func apply(text string, edits []report.Edit) string {
	slices.SortStableFunc(edits, func(a, b report.Edit) int { return a.Span.Compare(b.Span) })
	var b strings.Builder
	at := 0
	for _, edit := range edits {
		b.WriteString(text[at:edit.Span.Start])
		b.WriteString(edit.New)
		at = int(edit.Span.End)
	}
	b.WriteString(text[at:])
	return b.String()
}

const testKey = "x-bylaw-test"

// variants returns the documents of the corpus as they are and in the styles that they lack.
func variants(t *testing.T) map[string]string {
	files := corpus(t)
	texts := map[string]string{}
	for _, name := range []string{"stripe.yaml", "api.github.com.json"} {
		texts[name] = string(files[name].Content)
	}
	d := parse(t, "stripe.yaml", texts["stripe.yaml"])
	texts["crlf.yaml"] = strings.ReplaceAll(texts["stripe.yaml"], "\n", "\r\n")
	texts["minified.json"] = compact(d.Root)
	var indented bytes.Buffer
	if err := json.Indent(&indented, []byte(texts["minified.json"]), "", "\t"); err != nil {
		t.Fatal(err)
	}
	texts["tabs.json"] = strings.ReplaceAll(indented.String(), "\n", "\r\n")
	inBlocks, err := yaml.Marshal(toNode(d.Root))
	if err != nil {
		t.Fatal(err)
	}
	texts["block.yaml"] = string(inBlocks)
	flow := toNode(d.Root)
	flow.Style = yaml.FlowStyle
	inFlow, err := yaml.Marshal(flow)
	if err != nil {
		t.Fatal(err)
	}
	texts["flow.yaml"] = string(inFlow)
	return texts
}

// Every object of the corpus takes a new key, and what is read afterwards is the old tree with it.
func TestCorpusInsertion(t *testing.T) {
	for name, text := range variants(t) {
		t.Run(name, func(t *testing.T) {
			const batches = 2
			for batch := range batches {
				d := parse(t, name, text)
				edits, refused := insertions(d, batch, batches)
				if len(edits) < 10_000/batches || refused > 0 {
					t.Errorf("%d insertions, %d refused", len(edits), refused)
				}
				if again := parse(t, name, apply(text, edits)); compact(again.Root) != compact(d.Root) {
					t.Error("the document is not what it was with the new keys")
				}
			}
		})
	}
}

// insertions returns the edits that add a key to one object in so many, and adds it to the tree.
func insertions(d *Document, batch, batches int) (edits []report.Edit, refused int) {
	n := 0
	taken := map[int32]bool{}
	walkOwn(d, func(v, _ *spec.Value, _ *spec.Member) {
		if v.Kind != spec.Map {
			return
		}
		if n++; n%batches != batch {
			return
		}
		at, text, ok := d.Syntax(v).Insertion(testKey, "true")
		switch {
		case !ok:
			refused++
		case !taken[at.Start]: // the end of an object can be that of its last one: which text comes first?
			taken[at.Start] = true
			edits = append(edits, report.Edit{Span: at, New: text})
			value := &spec.Value{Kind: spec.Bool, Text: "true"}
			v.Members = append(slices.Clip(v.Members), spec.Member{Key: testKey, Value: value})
		}
	})
	return edits, refused
}

// Every key of the corpus that can go goes, and what is read afterwards is the old tree without it.
func TestCorpusRemoval(t *testing.T) {
	for name, text := range variants(t) {
		t.Run(name, func(t *testing.T) {
			for round := range 2 {
				d := parse(t, name, text)
				edits, refused := removals(d, d.Root, round)
				if len(edits) < 5000 || refused > len(edits)/100 {
					t.Errorf("%d removals, %d refused", len(edits), refused)
				}
				if again := parse(t, name, apply(text, edits)); compact(again.Root) != compact(d.Root) {
					t.Error("the document is not what it was without the keys")
				}
			}
		})
	}
}

// removals returns the edits that take one key from each object that has several, chosen by the
// round, and takes it from the tree.
func removals(d *Document, v *spec.Value, round int) (edits []report.Edit, refused int) {
	gone := -1
	if n := len(v.Members); n > 1 && !isLarge(v) {
		gone = (n + round*7) % n
		if round == 0 {
			gone = n - 1
		}
		span, ok := d.Syntax(v).Removal(v.Members[gone].Key)
		if ok {
			edits = append(edits, report.Edit{Span: span})
		} else {
			refused, gone = 1, -1
		}
	}
	descend := func(child *spec.Value) {
		more, no := removals(d, child, round)
		edits, refused = append(edits, more...), refused+no
	}
	for _, item := range v.Items {
		descend(item)
	}
	for i := range v.Members {
		if i != gone {
			descend(v.Members[i].Value)
		}
	}
	if gone >= 0 {
		v.Members = slices.Delete(slices.Clone(v.Members), gone, gone+1)
	}
	return edits, refused
}

// isLarge keeps the top of the document in place, or nothing below it would be tried.
func isLarge(v *spec.Value) bool { return v.Span.Len() > 100_000 }

func TestInsertion(t *testing.T) {
	tests := []struct{ name, in, pointer, out string }{
		{"block", "a:\n  b: 1\n", "/a", "a:\n  b: 1\n  x: true\n"},
		{"block, root", "a: 1\n", "", "a: 1\nx: true\n"},
		{"block, no newline at the end", "a: 1", "", "a: 1\nx: true"},
		{"block, comment behind", "a:\n  b: 1 # why\nc: 1\n", "/a", "a:\n  b: 1 # why\n  x: true\nc: 1\n"},
		{"block, list entry", "- a: 1\n  b: 2\n- c\n", "/0", "- a: 1\n  b: 2\n  x: true\n- c\n"},
		{"block, list in a list", "- - a: 1\n", "/0/0", "- - a: 1\n    x: true\n"},
		{"block, ends in a null", "a:\n  b:\nc: 1\n", "/a", "a:\n  b:\n  x: true\nc: 1\n"},
		{"block, ends in a literal", "a:\n  b: |\n    text\n\n    more\n\nc: 1\n", "/a", "a:\n  b: |\n    text\n\n    more\n  x: true\n\nc: 1\n"},
		{"block, ends in a kept literal", "a:\n  b: |+\n    text\n\n\nc: 1\n", "/a", "a:\n  b: |+\n    text\n\n\n  x: true\nc: 1\n"},
		{"block, ends in an alias", "a: &a\n  b: 1\nc:\n  d: *a # why\ne: 1\n", "/c", "a: &a\n  b: 1\nc:\n  d: *a # why\n  x: true\ne: 1\n"},
		{"block, ends in a merge key", "a: &a\n  b: 1\nc:\n  <<: *a\ne: 1\n", "/c", "a: &a\n  b: 1\nc:\n  <<: *a\n  x: true\ne: 1\n"},
		{"block, CRLF", "a:\r\n  b: 1\r\nc: 1\r\n", "/a", "a:\r\n  b: 1\r\n  x: true\r\nc: 1\r\n"},
		{"block, quoted keys", "\"a\":\n  \"b\": 1\n", "/a", "\"a\":\n  \"b\": 1\n  \"x\": true\n"},
		{"block, byte order mark", "\ufeffa: 1\n", "", "\ufeffa: 1\nx: true\n"},
		{"block, wide characters before", "- é: 1\n", "/0", "- é: 1\n  x: true\n"},
		{"flow", "a: {b: 1}\n", "/a", "a: {b: 1, x: true}\n"},
		{"flow, spaced", "a: { b: 1 }\n", "/a", "a: { b: 1, x: true }\n"},
		{"flow, comma at the end", "a: {b: 1,}\n", "/a", "a: {b: 1, x: true,}\n"},
		{"flow, lines", "a: {\n  b: 1, # why\n  c: 2  # why\n}\n", "/a", "a: {\n  b: 1, # why\n  c: 2,\n  x: true  # why\n}\n"},
		{"flow, empty", "a: {}\nb: 1\n", "/a", "a: {x: true}\nb: 1\n"},
		{"flow, empty but for a comment", "a: { # why\n  }\n", "/a", "a: {x: true,  # why\n  }\n"},
		{"flow, merge key alone", "a: &a {b: 1}\nc: {<<: *a}\n", "/c", "a: &a {b: 1}\nc: {x: true, <<: *a}\n"},
		{"JSON", "{\n  \"a\": 1\n}\n", "", "{\n  \"a\": 1,\n  \"x\": true\n}\n"},
		{"JSON, tabs and CRLF", "{\r\n\t\"a\": 1\r\n}\r\n", "", "{\r\n\t\"a\": 1,\r\n\t\"x\": true\r\n}\r\n"},
		{"JSON, one line", `{"a": 1}`, "", `{"a": 1, "x": true}`},
		{"JSON, one line spaced", `{ "a": 1 }`, "", `{ "a": 1, "x": true }`},
		{"JSON, minified", `{"a":{"b":1}}`, "/a", `{"a":{"b":1,"x":true}}`},
		{"JSON, one line within lines", "{\n  \"a\": {\"b\": 1, \"c\": 2}\n}", "/a", "{\n  \"a\": {\"b\": 1, \"c\": 2, \"x\": true}\n}"},
		{"JSON, empty", "{\n  \"a\": {}\n}", "/a", "{\n  \"a\": {\n    \"x\": true\n  }\n}"},
		{"JSON, empty, minified", `{"a":{}}`, "/a", `{"a":{"x":true}}`},
		{"JSON, empty root", `{}`, "", `{"x": true}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse(t, "spec", test.in)
			at, text, ok := d.Syntax(d.At(test.pointer)).Insertion("x", "true")
			if !ok {
				t.Fatal("refused")
			}
			out := apply(test.in, []report.Edit{{Span: at, New: text}})
			if out != test.out {
				t.Fatalf("got\n%s\nwant\n%s", out, test.out)
			}
			again := parse(t, "spec", out)
			if !again.At(test.pointer).Get("x").Bool() {
				t.Error("the new key is not where it belongs")
			}
		})
	}
}

func TestInsertionOfLines(t *testing.T) {
	d := parse(t, "spec.yaml", "a:\n  b: 1\n")
	_, text, _ := d.Syntax(d.At("/a")).Insertion("c", "\n  d: 1\n  e: 2")
	if want := "\n  c:\n    d: 1\n    e: 2"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
}

func TestInsertionQuotesKeys(t *testing.T) {
	d := parse(t, "spec.yaml", "a: 1\n")
	for name, want := range map[string]string{
		"x-id": "x-id", "$ref": "$ref", "/users": "/users", "200": `"200"`, "on": `"on"`, "a b": `"a b"`, "": `""`, "ä": `"ä"`, "- x": `"- x"`,
	} {
		if _, text, _ := d.Syntax(d.Root).Insertion(name, "1"); text != "\n"+want+": 1" {
			t.Errorf("%q: got %q", name, text)
		}
	}
}

func TestInsertionRefused(t *testing.T) {
	d := parse(t, "spec.yaml", "a: 1\nb: [c: 1]\nd:\ne: []\n")
	for _, pointer := range []string{"/a", "/b/0", "/d", "/e"} {
		if _, _, ok := d.Syntax(d.At(pointer)).Insertion("x", "1"); ok {
			t.Errorf("%s takes a key", pointer)
		}
	}
	for _, text := range []string{"a: |\n  b", "a:\n- >\n  b"} {
		d := parse(t, "spec.yaml", text)
		if _, _, ok := d.Syntax(d.Root).Insertion("x", "1"); ok {
			t.Errorf("%q takes a key, and its text a line break", text)
		}
	}
	if _, _, ok := d.Syntax(d.Root).Insertion("a", "2"); ok {
		t.Error("a key can be inserted twice")
	}
}

func TestRemoval(t *testing.T) {
	tests := []struct{ name, in, pointer, out string }{
		{"first line", "a: 1\nb: 2\n", "", "b: 2\n"},
		{"with comment", "b: 2\na: 1 # why\n", "", "b: 2\n"},
		{"last line without newline", "b: 2\na: 1", "", "b: 2\n"},
		{"CRLF", "b: 2\r\na: 1\r\nc: 3\r\n", "", "b: 2\r\nc: 3\r\n"},
		{"with a block", "b: 2\na:\n  - 1\n  - 2\nc: 3\n", "", "b: 2\nc: 3\n"},
		{"with a literal", "b: 2\na: |\n  1\n\n  2\nc: 3\n", "", "b: 2\nc: 3\n"},
		{"head of a list entry", "- a: 1 # why\n  b: 2\n", "/0", "- b: 2\n"},
		{"tail of a list entry", "- b: 1\n  a: 2\n- c\n", "/0", "- b: 1\n- c\n"},
		{"explicit key", "? a\n: 1\nb: 2\n", "", "b: 2\n"},
		{"explicit key without a value", "? a\n? b\n: 1\n", "", "? b\n: 1\n"},
		{"blank lines that a literal would keep", "b: |+\n  2\na: 1\n\nc: 3\n", "", "b: |+\n  2\nc: 3\n"},
		{"byte order mark", "\ufeffa: 1\nb: 2\n", "", "\ufeffb: 2\n"},
		{"an alias", "b: &b 1\na: *b\n", "", "b: &b 1\n"},
		{"beside a merge key", "b: &b {c: 1}\nd:\n  <<: *b\n  a: 1\n", "/d", "b: &b {c: 1}\nd:\n  <<: *b\n"},
		{"flow, first", "{a: 1, b: 2}", "", "{b: 2}"},
		{"flow, last", "{b: 2, a: 1}", "", "{b: 2}"},
		{"flow, middle", "{b: 2, a: 1, c: 3}", "", "{b: 2, c: 3}"},
		{"flow, only", "x: {a: 1}\n", "/x", "x: {}\n"},
		{"flow, comment of the next", "{\n a: 1,\n # c\n c: 1\n}", "", "{\n \n # c\n c: 1\n}"},
		{"flow, comment of the one before", "{\n c: 1, # c\n a: 1\n}", "", "{\n c: 1, # c\n \n}"},
		{"flow, without a value", "{b, a}", "", "{b}"},
		{"JSON, first", "{\n  \"a\": 1,\n  \"b\": 2\n}", "", "{\n  \"b\": 2\n}"},
		{"JSON, last", "{\n  \"b\": 2,\n  \"a\": 1\n}", "", "{\n  \"b\": 2\n}"},
		{"JSON, only", "{\n  \"a\": 1\n}", "", "{}"},
		{"JSON, minified", `{"b":1,"a":2,"c":3}`, "", `{"b":1,"c":3}`},
		{"JSON, with a hash in the way", `{"b":"#","a":"#","c":"#"}`, "", `{"b":"#","c":"#"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse(t, "spec", test.in)
			span, ok := d.Syntax(d.At(test.pointer)).Removal("a")
			if !ok {
				t.Fatal("refused")
			}
			out := apply(test.in, []report.Edit{{Span: span}})
			if out != test.out {
				t.Fatalf("got\n%q\nwant\n%q", out, test.out)
			}
			parse(t, "spec", out)
		})
	}
}

func TestRemovalRefused(t *testing.T) {
	for name, text := range map[string]string{
		"absent":                         "b: 1\n",
		"only key of a block":            "a: 1\n",
		"anchor that an alias needs":     "a: &x 1\nb: *x\n",
		"brought in by a merge key":      "<<: {a: 1}\nb: 1\n",
		"comment of the next would move": "- a: 1\n  # about b\n  b: 1\n",
	} {
		d := parse(t, "spec.yaml", text)
		v := d.Root
		if v.Kind == spec.List {
			v = v.Items[0]
		}
		if span, ok := d.Syntax(v).Removal("a"); ok {
			t.Errorf("%s: removes %q", name, span.Text())
		}
	}
}

func TestAttributes(t *testing.T) {
	d := parse(t, "spec.yaml", "base: &base\n  m: 1\nuse:\n  'b': {c: 1}\n  d: *base\n  <<: *base\n")
	var got []string
	for _, a := range d.Syntax(d.At("/use")).Attributes() {
		got = append(got, a.Name+" = "+a.NameSpan.Text()+" | "+a.Span.Text()+" | "+a.Value.Span.Text())
	}
	want := []string{"b = 'b' | 'b': {c: 1} | {c: 1}", "d = d | d: *base | m: 1", "m = m | m: 1 | 1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if _, ok := d.Syntax(d.At("/use")).Attribute("none"); ok {
		t.Error("an attribute is there that is not there")
	}
	if n := len(d.Syntax(d.At("/base/m")).Attributes()); n != 0 {
		t.Errorf("a number has %d attributes", n)
	}
}
