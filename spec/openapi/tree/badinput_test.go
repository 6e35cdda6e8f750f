package tree

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Every mistake is one finding at the smallest place that shows it. In the text, ⟦ and ⟧ stand
// around that place.
func TestMistakes(t *testing.T) {
	tests := []struct{ name, text, message string }{
		{"two colons", "a: 1\nb: c⟦:⟧ d\ne: 1\n", "needs quotes"},
		{"indented below a value", "a: 1\n  ⟦b: 1⟧\nc: 1\n", "has a value already"},
		{"indented below a value, deep", "a:\n  b:\n    c: 1\n     ⟦d: 2⟧\n    e: 3\n", "has a value already"},
		{"dedented halfway", "a: 1\nb:\n    c: 1\n   ⟦d: 2⟧\n  e: 1\n  f: 1\n", "fits no line above"},
		{"dedented halfway, in a list", "a:\n  - b: 1\n   ⟦c: 2⟧\n  - d: 1\n", "neither the list"},
		{"key among entries", "a:\n  - b: 1\n    c: 2\n  ⟦d: 1⟧\n  e: 1\n", "neither the list"},
		{"dedented halfway, far above", "a:\n    b: 1\n  ⟦c: 2⟧\n" + strings.Repeat("# d\n\n", 20_000) + "e: 1\n", "fits no line above"},
		{"entry among keys", "a: 1\nb: x\n⟦- y⟧\nc: 1\n", "can't stand among the keys"},
		{"tab", "a:\n⟦\t⟧b: 2\nc: 1\n", "use spaces"},
		{"tab below a value", "a: 1\n⟦\t⟧b: 2\nc: 1\n", "use spaces"},
		{"no colon", "a: 1\n⟦foo⟧\nc: 1\n", "colon is missing"},
		{"no colon, last line", "a: 1\n⟦foo⟧", "colon is missing"},
		{"literal that ends early", "a: 1\nb: |\n  foo\n ⟦bar⟧\nc: 1\n", "fits no line above"},
		{"after a literal's mark", "a: 1\nb: ⟦|x⟧\n  foo\n", "next line"},
		{"at sign", "a: 1\nb: ⟦@⟧x\nc: 1\n", "put it in quotes"},
		{"backtick", "b: ⟦`⟧x`\n", "put it in quotes"},
		{"bold", "a: 1\nb: ⟦*bold*⟧ text\nc: 1\n", "needs quotes"},
		{"no such anchor", "a: 1\nb: ⟦*x⟧\nc: '*x'\n", "needs quotes"},
		{"tag", "a: 1\nb: ⟦!x!y⟧ z\nc: 1\n", "needs quotes"},
		{"list behind a key", "a: 1\nb: ⟦-⟧ x\nc: 1\n", "line of its own"},
		{"behind quotes", "a: 1\nb: 'it'⟦s'⟧\nc: 1\n", "follows the end"},
		{"behind braces", "a: 1\nb: {c: 1}⟦}⟧\nc: 1\n", "follows the end"},
		{"open quote", "a: 1\n\"b\": ⟦\"⟧x # 'c'\n  y\nc: 1\n", "never closed"},
		{"open quote, first line", "a: ⟦'⟧b\nc: 1\n", "never closed"},
		{"open quote after an apostrophe", "a: don't\nb: ⟦'⟧c\n", "never closed"},
		{"open bracket", "a: 1\nb: ⟦[⟧1, [2]\nc: 1\n", "never closed"},
		{"open brace", "a: 1\nb: ⟦{⟧c: \"}\"\nc: 1\n", "never closed"},
		{"wrong bracket", "a: 1\nb: ⟦[⟧1, 2}\nc: 1\n", "never closed"},
		{"no comma", "a: 1\n⟦b: {x: 1 y: 2}⟧\nc: 1\n", "comma is missing"},
		{"two commas", "a: 1\n⟦b: [1,,2]⟧\nc: 1\n", "value is missing"},
		{"escape", "a: 1\nb: \"x⟦\\q⟧x\"\nc: 1\n", "double the backslash"},
		{"control character", "a: 1\nb: x⟦\x01⟧y\nc: 1\n", "control character"},
		{"directive", "⟦%FOO⟧\n---\na: 1\n", "directive"},
		{"text behind the document", "[a: 1]\n⟦b⟧\n", "follows the end"},
		{"object as a key", "? ⟦[a, b]⟧\n: c\n", "can't be a key"},
		{"merge key with text", "⟦<<⟧: a\nb: 1\n", "takes an object"},
		{"alias of itself", "a: &a\n  b: [⟦*a⟧]\n", "leads back"},
		{"second document", "a: 1\n⟦---⟧\nb: 1\n", "second document"},
		{"JSON, cut off", "{\"a\": [1, {\"b\": 2}⟦⟧", "cut off"},
		{"JSON, cut off in text", "{\"a\": \"b⟦⟧", "cut off"},
		{"JSON, comma at the end", "{\"a\": 1⟦,⟧}\n", "comma"},
		{"JSON, no comma", "{\"a\": 1 ⟦\"⟧b\": 2}\n", "comma or a closing }"},
		{"JSON, no comma in a list", "[1 ⟦2⟧]\n", "comma or a closing ]"},
		{"JSON, wrong bracket", "{\"a\": [1, 2⟦}⟧\n", "closing ]"},
		{"JSON, no colon", "{\"a\" ⟦1⟧}\n", "colon is missing"},
		{"JSON, no value", "{\"a\": ⟦}⟧\n", "value is missing"},
		{"JSON, no quotes", "{\"a\": 1, ⟦b⟧: 2}\n", "double quotes"},
		{"JSON, single quotes", "{⟦'⟧a': 1}\n", "double quotes"},
		{"JSON, comment", "{\"a\": 1 ⟦/⟧/ b\n}\n", "no comments"},
		{"JSON, line break in text", "{\"a\": \"b⟦\n⟧c\"}\n", "escape"},
		{"JSON, escape", "{\"a\": \"⟦\\⟧q\"}\n", "escape"},
		{"JSON, number", "{\"a\": 1.⟦}⟧\n", ""},
		{"JSON, NaN", "{\"a\": ⟦N⟧aN}\n", "no value begins"},
		{"JSON, more", "{\"a\": 1}\n⟦{⟧\"b\": 1}\n", "follows the end"},
		{"JSON, duplicate", "{\"a\": 1, \"b\": {}, ⟦\"a\"⟧: 2}\n", "stands twice"},
		{"duplicate", "a: 1\nb: 1\n⟦'a'⟧: 2\n", "stands twice"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before, rest, _ := strings.Cut(test.text, "⟦")
			at, after, _ := strings.Cut(rest, "⟧")
			path := "spec.yaml"
			if strings.HasPrefix(test.name, "JSON") {
				path = "spec.json"
			}
			_, findings := Parse(source.NewFile(path, []byte(before+at+after)))
			if len(findings) != 1 {
				t.Fatalf("want one finding:\n%s", describe(findings))
			}
			span := findings[0].Span
			if int(span.Start) != len(before) || span.Text() != at || !strings.Contains(findings[0].Message, test.message) {
				t.Error(describe(findings))
			}
		})
	}
}

func TestWhatIsNoText(t *testing.T) {
	wide := func(bigEndian bool, text string) []byte {
		var out []byte
		for _, u := range utf16.Encode([]rune(text)) {
			if bigEndian {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return out
	}
	tests := []struct {
		name          string
		content       []byte
		rule, message string
		at            int32
	}{
		{"UTF-16 with a mark", wide(false, "\ufeffopenapi: 3.1.0\n"), report.NotUTF8, "iconv -f utf-16 -t utf-8", 0},
		{"UTF-16 with a mark, big endian", wide(true, "\ufeffopenapi: 3.1.0\n"), report.NotUTF8, "iconv -f utf-16 -t utf-8", 0},
		{"UTF-16", wide(false, "{\"openapi\": 1}"), report.NotUTF8, "iconv -f utf-16le -t utf-8", 0},
		{"UTF-16, big endian", wide(true, "{\"openapi\": 1}"), report.NotUTF8, "iconv -f utf-16be -t utf-8", 0},
		{"UTF-32", []byte("\xff\xfe\x00\x00a\x00\x00\x00"), report.NotUTF8, "iconv -f utf-32 -t utf-8", 0},
		{"NUL", []byte("a: 1\nb: \x00\n"), report.NotUTF8, "NUL", 8},
		{"binary", append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{0, 1, 200, 255}, 1000)...), report.NotUTF8, "NUL", 8},
		{"Latin-1", []byte("a: caf\xe9\n"), report.NotUTF8, "0xE9", 6},
		{"nothing", nil, report.EmptyFile, "empty", 0},
		{"blanks", []byte(" \n\n"), report.EmptyFile, "empty", 0},
		{"byte order mark alone", []byte("\ufeff"), report.EmptyFile, "empty", 3},
		{"comments", []byte("# a\n---\n# b\n"), report.EmptyFile, "comments", 0},
		{"100 MB", bytes.Repeat([]byte("a: 1\n"), 20_000_000), report.FileTooLarge, "95 MiB", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, findings := Parse(source.NewFile("spec.yaml", test.content))
			if d != nil || len(findings) != 1 {
				t.Fatalf("want one finding:\n%s", describe(findings))
			}
			if f := findings[0]; f.Rule != test.rule || !strings.Contains(f.Message, test.message) || f.Span.Start != test.at {
				t.Error(describe(findings))
			}
		})
	}
}

func TestDepth(t *testing.T) {
	nest := func(open, inner, end string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	}
	for _, n := range []int{MaxDepth - 1, 10 * MaxDepth} {
		for name, text := range map[string]string{
			"JSON lists":   nest("[", "", "]", n),
			"JSON objects": nest(`{"a":`, "1", "}", n),
			"flow":         "a: " + nest("[", "b", "]", n-1),
			"flow objects": "a: " + nest("{b: ", "c", "}", n-1),
			"compact":      nest("- ", "a\n", "", n),
			"cut off":      nest("[", "", "", n),
		} {
			d, findings := Parse(source.NewFile("spec", []byte(text)))
			switch {
			case n < MaxDepth && name != "cut off":
				if d == nil || len(findings) > 0 {
					t.Errorf("%s, %d deep: %s", name, n, describe(findings))
				}
			case n < MaxDepth:
				if len(findings) != 1 || findings[0].Rule != report.Syntax {
					t.Errorf("%s, %d deep: %s", name, n, describe(findings))
				}
			case len(findings) != 1 || findings[0].Rule != report.TooDeep:
				t.Errorf("%s, %d deep: %s", name, n, describe(findings))
			}
		}
	}
}

// A few lines of aliases stand for more values than there are atoms; no one may write them out.
func TestAliasBombs(t *testing.T) {
	laughs := "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
	merges := "b0: &b0 {x: [1, 2, 3, 4, 5, 6, 7, 8, 9]}\n"
	deep := "c0: &c0 x\n"
	for i := range 60 {
		if i < 30 {
			laughs += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), ", "))
			merges += fmt.Sprintf("b%d: &b%d {x: *b%d, y: *b%d, <<: *b%d}\n", i+1, i+1, i, i, i)
		}
		deep += fmt.Sprintf("c%d: &c%d %s*c%d%s\n", i+1, i+1, strings.Repeat("[", 200), i, strings.Repeat("]", 200))
	}
	for text, rule := range map[string]string{laughs: report.AliasExpansion, merges: report.AliasExpansion, deep: report.TooDeep} {
		d, findings := Parse(source.NewFile("spec.yaml", []byte(text)))
		if d == nil || len(findings) != 1 || findings[0].Rule != rule {
			t.Fatalf("want one %s:\n%s", rule, describe(findings))
		}
		if n, levels := expand(d.Root); n > 2*maxAliased || levels > MaxDepth+1 {
			t.Errorf("%d values, %d levels", n, levels)
		}
	}
}

// Comments are the library's weak spot: it takes memory for each, and looks through all of them for
// each level that ends behind them.
func TestCommentBomb(t *testing.T) {
	var text strings.Builder
	for i := range 4000 {
		text.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	text.WriteString(strings.Repeat("#\n #\n", 1_000_000) + "b: 1\n")
	d, findings := Parse(source.NewFile("spec.yaml", []byte(text.String())))
	if d != nil || len(findings) != 1 || findings[0].Rule != report.FileTooLarge {
		t.Error(describe(findings))
	}
}

func TestManyValues(t *testing.T) {
	for name, text := range map[string]string{
		"JSON":  "[" + strings.Repeat("1,", MaxNodes) + "1]",
		"flow":  "a: [" + strings.Repeat("1,", MaxNodes) + "1]",
		"block": strings.Repeat("- a\n", MaxNodes+1),
	} {
		d, findings := Parse(source.NewFile("spec", []byte(text)))
		if d != nil || len(findings) != 1 || findings[0].Rule != report.FileTooLarge {
			t.Errorf("%s: %s", name, describe(findings))
		}
	}
}

func TestManyDuplicates(t *testing.T) {
	for _, text := range []string{strings.Repeat("a: 1\n", 5000), "{" + strings.Repeat("\"a\": 1,", 4999) + "\"a\": 1}"} {
		d, findings := Parse(source.NewFile("spec", []byte(text)))
		if d == nil || compact(d.Root) != `{"a":1}` || len(findings) != maxFindings+1 {
			t.Fatalf("%d findings", len(findings))
		}
		if last := findings[maxFindings].Message; !strings.Contains(last, "3999 more") {
			t.Error(last)
		}
	}
}

// Cut anywhere, a spec is a finding or a smaller spec, never a panic.
func TestTruncated(t *testing.T) {
	texts := []string{
		"# c\nopenapi: \"3.1\\u00e9\"\ninfo: &i\n  title: 'é''s'\n  x: |-\n    a\n\n    b\n  y: >+\n    c\n\npaths: {\"/a\": [1, {b: c}, ? d : e], <<: *i}\nlist:\n- - ? k\n    : !!str v\n  - plain\n    text # c\n",
		`{"openapi": "3.1\u00e9\n", "a": [1, -2.5e+3, true, false, null, {"é": {}}], "b": []}`,
	}
	for _, text := range texts {
		whole := len(outline(parse(t, "spec", text)))
		for i := range len(text) {
			d, findings := Parse(source.NewFile("spec", []byte(text[:i])))
			if d == nil && len(findings) == 0 {
				t.Fatalf("cut at %d: neither a tree nor a finding", i)
			}
			if d == nil {
				continue
			}
			checkPlaces(t, d)
			if n := len(outline(d)); n > whole || !d.YAML {
				t.Errorf("cut at %d: %d values of %d", i, n, whole)
			}
		}
	}
}

// Each level of merge keys copies what is below.
func TestMergeBomb(t *testing.T) {
	var keys strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&keys, "k%d: 1, ", i)
	}
	text := "a: " + strings.Repeat("{<<: ", 5000) + "{" + keys.String() + "}" + strings.Repeat("}", 5000)
	d, findings := Parse(source.NewFile("spec.yaml", []byte(text)))
	if d == nil || len(findings) != 1 || findings[0].Rule != report.AliasExpansion {
		t.Error(describe(findings))
	}
}

func TestManyMistakes(t *testing.T) {
	for _, text := range []string{strings.Repeat("? [a]\n: b\n", 5000), "<<: [" + strings.Repeat("1, ", 5000) + "]\n", "a: &a [" + strings.Repeat("*a, ", 5000) + "]\n"} {
		_, findings := Parse(source.NewFile("spec.yaml", []byte(text)))
		if n := len(findings); n < maxFindings || n > 2*maxFindings+2 || !strings.Contains(findings[n-1].Message, "more places") {
			t.Errorf("%d findings", n)
		}
	}
}
