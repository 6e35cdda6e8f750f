package tree

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// outline lists what a tree holds: path, what it means, and the text that stands for it.
func outline(d *Document) []string {
	var lines []string
	var visit func(path string, v *spec.Value)
	visit = func(path string, v *spec.Value) {
		meaning := [...]string{"null", v.Text, v.Text, fmt.Sprintf("%q", v.Text), "list", "map"}[v.Kind]
		lines = append(lines, fmt.Sprintf("%s = %s %q", path, meaning, v.Span.Text()))
		path = strings.TrimPrefix(path, ".")
		for i, item := range v.Items {
			visit(fmt.Sprintf("%s/%d", path, i), item)
		}
		for _, m := range v.Members {
			visit(path+"/"+m.KeySpan.Text(), m.Value)
		}
	}
	visit(".", d.Root)
	return lines
}

// Each text is one value of a list or an object; want is its outline.
func TestPlaces(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"plain", "- a b # c\n", []string{`. = list "- a b"`, `/0 = "a b" "a b"`}},
		{"plain over lines", "a: b\n  c\n\n  d # e\n", []string{`. = map "a: b\n  c\n\n  d"`, `/a = "b c\nd" "b\n  c\n\n  d"`}},
		{"plain with colons and hashes", "a: b:c#d\n", []string{`. = map "a: b:c#d"`, `/a = "b:c#d" "b:c#d"`}},
		{"single quotes", "a: 'it''s' # c\n", []string{`. = map "a: 'it''s'"`, `/a = "it's" "'it''s'"`}},
		{"single quotes over lines", "a: 'b\n\n  c'\n", []string{`. = map "a: 'b\n\n  c'"`, `/a = "b\nc" "'b\n\n  c'"`}},
		{"double quotes", "\"a\\n\": \"\\\"\\u00e9\\\\\"\n", []string{`. = map "\"a\\n\": \"\\\"\\u00e9\\\\\""`, `/"a\n" = "\"é\\" "\"\\\"\\u00e9\\\\\""`}},
		{"double quotes over lines", "a: \"b\\\n  c\n  d\"\n", []string{`. = map "a: \"b\\\n  c\n  d\""`, `/a = "bc d" "\"b\\\n  c\n  d\""`}},
		{"literal", "a: |\n  b\n\n    c\n\nd:\n", []string{`. = map "a: |\n  b\n\n    c\n\nd:"`, `/a = "b\n\n  c\n" "|\n  b\n\n    c"`, `/d = null ""`}},
		{"literal, stripped", "a: |-  # c\n  # b\n", []string{`. = map "a: |-  # c\n  # b"`, `/a = "# b" "|-  # c\n  # b"`}},
		{"literal, kept", "a: |+\n  b\n\n\nc:\n", []string{`. = map "a: |+\n  b\n\n\nc:"`, `/a = "b\n\n\n" "|+\n  b\n\n"`, `/c = null ""`}},
		{"literal, indented more", "a: |2\n    b\nc:\n", []string{`. = map "a: |2\n    b\nc:"`, `/a = "  b\n" "|2\n    b"`, `/c = null ""`}},
		{"literal, empty", "a: |\nb: >-\n", []string{`. = map "a: |\nb: >-"`, `/a = "" "|"`, `/b = "" ">-"`}},
		{"folded", "- >\n b\n c\n\n d\n- e\n", []string{`. = list "- >\n b\n c\n\n d\n- e"`, `/0 = "b c\nd\n" ">\n b\n c\n\n d"`, `/1 = "e" "e"`}},
		{"flow", "a: [b, {c: d , e}, ]\n", []string{`. = map "a: [b, {c: d , e}, ]"`, `/a = list "[b, {c: d , e}, ]"`, `/a/0 = "b" "b"`, `/a/1 = map "{c: d , e}"`, `/a/1/c = "d" "d"`, `/a/1/e = null ""`}},
		{"flow over lines", "a: [\n  b, # ]\n  'c]'\n  # ]\n]\n", []string{`. = map "a: [\n  b, # ]\n  'c]'\n  # ]\n]"`, `/a = list "[\n  b, # ]\n  'c]'\n  # ]\n]"`, `/a/0 = "b" "b"`, `/a/1 = "c]" "'c]'"`}},
		{"flow, empty", "[{}, []]", []string{`. = list "[{}, []]"`, `/0 = map "{}"`, `/1 = list "[]"`}},
		{"pairs", "[a: b, ? c : d]", []string{`. = list "[a: b, ? c : d]"`, `/0 = map "a: b"`, `/0/a = "b" "b"`, `/1 = map "? c : d"`, `/1/c = "d" "d"`}},
		{"nulls", "a:\nb: ~\nc: # d\nd:\n  -\n  - e\n", []string{`. = map "a:\nb: ~\nc: # d\nd:\n  -\n  - e"`, `/a = null ""`, `/b = null "~"`, `/c = null ""`, `/d = list "-\n  - e"`, `/d/0 = null ""`, `/d/1 = "e" "e"`}},
		{"list as deep as its key", "a:\n- b\n- c\nd: e\n", []string{`. = map "a:\n- b\n- c\nd: e"`, `/a = list "- b\n- c"`, `/a/0 = "b" "b"`, `/a/1 = "c" "c"`, `/d = "e" "e"`}},
		{"compact", "- - a: b\n    c: d\n", []string{`. = list "- - a: b\n    c: d"`, `/0 = list "- a: b\n    c: d"`, `/0/0 = map "a: b\n    c: d"`, `/0/0/a = "b" "b"`, `/0/0/c = "d" "d"`}},
		{"explicit keys", "? a\n? b\n: c\n", []string{`. = map "? a\n? b\n: c"`, `/a = null ""`, `/b = "c" "c"`}},
		{"tags and anchors", "a: &x !!str 1\nb: !!map &y\n  c: &z\n", []string{`. = map "a: &x !!str 1\nb: !!map &y\n  c: &z"`, `/a = "1" "1"`, `/b = map "c: &z"`, `/b/c = null ""`}},
		{"anchor of a key", "&x a: b\nc: *x\n", []string{`. = map "&x a: b\nc: *x"`, `/a = "b" "b"`, `/c = "a" "a"`}},
		{"aliases", "a: &x [b]\nc: *x\nd: [*x, e]\n", []string{`. = map "a: &x [b]\nc: *x\nd: [*x, e]"`, `/a = list "[b]"`, `/a/0 = "b" "b"`, `/c = list "[b]"`, `/c/0 = "b" "b"`, `/d = list "[*x, e]"`, `/d/0 = list "[b]"`, `/d/0/0 = "b" "b"`, `/d/1 = "e" "e"`}},
		{"wide characters", "é: {ü: 'ß', \"😀\": x}\n", []string{`. = map "é: {ü: 'ß', \"😀\": x}"`, `/é = map "{ü: 'ß', \"😀\": x}"`, `/é/ü = "ß" "'ß'"`, `/é/"😀" = "x" "x"`}},
		{"CRLF", "a: b\r\nc: |\r\n  d\r\n  e\r\nf: g\r\n", []string{`. = map "a: b\r\nc: |\r\n  d\r\n  e\r\nf: g"`, `/a = "b" "b"`, `/c = "d\ne\n" "|\r\n  d\r\n  e"`, `/f = "g" "g"`}},
		{"byte order mark", "\ufeffa: b\n", []string{`. = map "a: b"`, `/a = "b" "b"`}},
		{"document marks", "%YAML 1.2\n---\na: b\n...\n", []string{`. = map "a: b"`, `/a = "b" "b"`}},
		{"JSON", "{\"a\": [1, -2.50e3, true, null, \"\\u00e9\\\"\"], \"b\" : {}}\n", []string{`. = map "{\"a\": [1, -2.50e3, true, null, \"\\u00e9\\\"\"], \"b\" : {}}"`,
			`/"a" = list "[1, -2.50e3, true, null, \"\\u00e9\\\"\"]"`, `/"a"/0 = 1 "1"`, `/"a"/1 = -2.50e3 "-2.50e3"`, `/"a"/2 = true "true"`, `/"a"/3 = null "null"`, `/"a"/4 = "é\"" "\"\\u00e9\\\"\""`, `/"b" = map "{}"`}},
		{"JSON with a byte order mark", "\ufeff [\"a\"]", []string{`. = list "[\"a\"]"`, `/0 = "a" "\"a\""`}},
		{"JSON, half of a surrogate pair", `["\ud800"]`, []string{`. = list "[\"\\ud800\"]"`, `/0 = "�" "\"\\ud800\""`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse(t, "spec", test.in)
			got := outline(d)
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

// OpenAPI wants YAML 1.2: what YAML 1.1 takes for booleans, dates or sexagesimals is text.
func TestScalars(t *testing.T) {
	tests := []struct {
		kind       spec.ValueKind
		text, want string
	}{
		{spec.Null, "~", ""}, {spec.Null, "null", ""}, {spec.Null, "NULL", ""}, {spec.Str, "nUll", "nUll"}, {spec.Str, "'null'", "null"},
		{spec.Bool, "true", "true"}, {spec.Bool, "False", "false"}, {spec.Bool, "TRUE", "true"}, {spec.Str, "tRUE", "tRUE"}, {spec.Str, "\"true\"", "true"},
		{spec.Str, "yes", "yes"}, {spec.Str, "NO", "NO"}, {spec.Str, "on", "on"}, {spec.Str, "Off", "Off"}, {spec.Str, "y", "y"},
		{spec.Num, "0", "0"}, {spec.Num, "-0", "-0"}, {spec.Num, "12345678901234567890", "12345678901234567890"}, {spec.Num, "007", "7"}, {spec.Num, "+1", "1"},
		{spec.Num, "1.50", "1.50"}, {spec.Num, ".5", "0.5"}, {spec.Num, "-.5", "-0.5"}, {spec.Num, "1.", "1"}, {spec.Num, "1e3", "1e3"}, {spec.Num, "1.e+3", "1e+3"}, {spec.Num, "1E-3", "1E-3"},
		{spec.Num, "0x1F", "31"}, {spec.Num, "0xffffffffffffffff", "18446744073709551615"}, {spec.Num, "0o17", "15"}, {spec.Str, "0x", "0x"}, {spec.Str, "0xg", "0xg"}, {spec.Str, "0o8", "0o8"},
		{spec.Num, ".inf", ".inf"}, {spec.Num, "-.INF", "-.INF"}, {spec.Num, ".nan", ".nan"}, {spec.Str, "-.nan", "-.nan"}, {spec.Str, "inf", "inf"},
		{spec.Str, "1_000", "1_000"}, {spec.Str, "0b101", "0b101"}, {spec.Str, "1:30", "1:30"}, {spec.Str, "2020-01-01", "2020-01-01"}, {spec.Str, "2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"},
		{spec.Str, "1.2.3", "1.2.3"}, {spec.Str, "1e", "1e"}, {spec.Str, "e3", "e3"}, {spec.Str, "-", "-"}, {spec.Str, ".", "."}, {spec.Str, "+", "+"}, {spec.Str, "1 2", "1 2"}, {spec.Str, "'200'", "200"},
		{spec.Str, "!!str 200", "200"}, {spec.Str, "! 200", "200"}, {spec.Num, "!!int '200'", "200"}, {spec.Num, "!!float 1", "1"}, {spec.Bool, "!!bool 'true'", "true"}, {spec.Null, "!!null ''", ""}, {spec.Str, "!!int x", "x"}, {spec.Str, "!x 1", "1"},
	}
	for _, test := range tests {
		in := "a: " + test.text + "\n"
		if test.text == "-" {
			in = "[-]"
		}
		d := parse(t, "spec.yaml", in)
		v := d.At("/a")
		if v == nil {
			v = d.At("/0")
		}
		if v.Kind != test.kind || v.Text != test.want {
			t.Errorf("%s: kind %d, text %q", test.text, v.Kind, v.Text)
		}
		if !strings.HasSuffix(test.text, v.Span.Text()) {
			t.Errorf("%s: the span covers %q", test.text, v.Span.Text())
		}
	}
}

func TestKeysAreText(t *testing.T) {
	d := parse(t, "spec.yaml", "200: a\n2.0: b\ntrue: c\n~: d\n0x1F: e\nno: f\n'4XX': g\n? |-\n  h\n: i\n")
	var keys []string
	for _, m := range d.Root.Members {
		keys = append(keys, m.Key)
	}
	if want := []string{"200", "2.0", "true", "~", "0x1F", "no", "4XX", "h"}; !slices.Equal(keys, want) {
		t.Errorf("got %q, want %q", keys, want)
	}
}

func TestMergeKeys(t *testing.T) {
	for in, want := range map[string]string{
		"a: &a {x: 1, y: 2}\nb:\n  y: 3\n  <<: *a\n":                                 `{"y":3,"x":1}`,
		"a: &a {x: 1}\nc: &c {x: 2, z: 3}\nb: {<<: [*a, *c], w: 0}\n":                `{"w":0,"x":1,"z":3}`,
		"a: &a {x: 1}\nc: &c {<<: *a, y: 2}\nb:\n  <<: *c\n":                         `{"y":2,"x":1}`,
		"b:\n  <<: {x: 1}\n  y: 2\n":                                                 `{"y":2,"x":1}`,
		"b: {\"<<\": 1}\n":                                                           `{"<<":1}`,
		"a: &a {x: 1}\nb:\n  <<: *a\n  <<: {y: 2}\n":                                 `{"x":1,"y":2}`,
		"a: &a\n  x: 1\nb:\n  <<: *a # comment\n  # comment\n  y: &y [1]\n  z: *y\n": `{"y":[1],"z":[1],"x":1}`,
	} {
		if got := compact(parse(t, "spec.yaml", in).At("/b")); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestAt(t *testing.T) {
	var many strings.Builder
	for i := range 100 {
		fmt.Fprintf(&many, "  k%d: %d\n", i, i)
	}
	d := parse(t, "spec.yaml", "paths:\n  /users/{id}: {get: [a, b]}\n  a~b: 1\n  '': {'': 2}\n  ~1: 3\nmany:\n"+many.String())
	for pointer, want := range map[string]string{
		"/paths/~1users~1{id}/get/1": `"b"`, "/paths/a~0b": "1", "/paths//": "2", "/paths/~01": "3", "/many/k99": "99", "/paths/~1users~1{id}/get": `["a","b"]`,
	} {
		if v := d.At(pointer); v == nil || compact(v) != want {
			t.Errorf("%s: got %v, want %s", pointer, v, want)
		}
	}
	if d.At("") != d.Root {
		t.Error("the empty pointer is not the root")
	}
	for _, pointer := range []string{
		"/", "paths", "/paths/get", "/paths/~1users~1{id}/get/2", "/paths/~1users~1{id}/get/01", "/paths/~1users~1{id}/get/-", "/paths/~1users~1{id}/get/-1", "/paths/a~0b/c", "/many/k100", "/paths/",
	} {
		if v := d.At(pointer); v != nil && pointer != "/paths/" {
			t.Errorf("%s: got %s, want nothing", pointer, compact(v))
		}
	}
	if (*Document)(nil).At("/a") != nil {
		t.Error("something is in no document")
	}
}

func TestDirectives(t *testing.T) {
	text := "# bylaw:ignore a -- first\nx: 1   # bylaw:ignore b \ny: 'a # bylaw:no'\nz: \"# bylaw:no\"\nw: |  # bylaw:ignore c\n  # bylaw:no\n# a # bylaw:ignore d # bylaw:e\n'# bylaw:no': no # bylaw\n" +
		"f: [ # bylaw:ignore f\n  '# bylaw:no']\ng: a#bylaw:no\n? >\n  # bylaw:no\n: a\n  # bylaw:ignore g\r\n#bylaw:ignore h"
	file := source.NewFile("spec.yaml", []byte(text))
	if _, findings := Parse(file); len(findings) > 0 {
		t.Fatal(describe(findings))
	}
	want := []string{
		"# bylaw:ignore a -- first", "# bylaw:ignore b", "# bylaw:ignore c", "# a # bylaw:ignore d # bylaw:e", "# bylaw:ignore f", "# bylaw:ignore g", "#bylaw:ignore h",
	}
	var got []string
	for _, span := range file.Directives {
		got = append(got, span.Text())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
