package report

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/rivo/uniseg"
)

// drawn shows an excerpt as a reader sees it: the line, and the mark under it.
func drawn(e excerpt) string {
	return e.text + "\n" + strings.Repeat(" ", e.indent) + strings.Repeat("^", e.length)
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("0123456789", 20)
	tests := []struct {
		name, content string
		start, end    int
		width         int
		want          string
	}{
		{"a word", "int32 x = 1;\n", 6, 7, 80, "int32 x = 1;\n      ^"},
		{"the first byte", "int32", 0, 5, 80, "int32\n^^^^^"},
		{"a later line, CRLF", "a\r\nb: c\r\n", 6, 7, 80, "b: c\n   ^"},
		{"to the end of a CRLF line", "ab\r\nc", 0, 4, 80, "ab\n^^"},
		{"only a line ending", "ab\r\ncd", 2, 4, 80, "ab\n  ^"},
		{"empty", "abc", 1, 1, 80, "abc\n ^"},
		{"at the end of a file without a newline", "abc", 3, 3, 80, "abc\n   ^"},
		{"at the end of a file with a newline", "abc\n", 4, 4, 80, "\n^"},
		{"several lines", "rpc A {\n}\n", 0, 9, 80, "rpc A {\n^^^^^^^"},
		{"a tab before", "\tx y", 1, 2, 80, "    x y\n    ^"},
		{"a tab to its stop", "ab\tx", 3, 4, 80, "ab  x\n    ^"},
		{"a tab within", "a\tb", 0, 3, 80, "a   b\n^^^^^"},
		{"two bytes, one column", "é x", 3, 4, 80, "é x\n  ^"},
		{"wide characters before", "価格 x", 7, 8, 80, "価格 x\n     ^"},
		{"wide characters marked", "価格 x", 0, 6, 80, "価格 x\n^^^^"},
		{"an emoji of several code points", "👨‍👩‍👧 x", 19, 20, 80, "👨‍👩‍👧 x\n   ^"},
		{"a letter with a combining accent", "e\u0301 x", 4, 5, 80, "e\u0301 x\n  ^"},
		{"a control character", "a\x1bb", 2, 3, 80, "a␛b\n  ^"},
		{"a mark of direction", "a\u202Eb", 4, 5, 80, "a<U+202E>b\n         ^"},
		{"invalid UTF-8", "a\xff\xfeb", 3, 4, 80, "a\uFFFD\uFFFDb\n   ^"},
		{"a span that cuts a character", "é", 1, 2, 80, "\uFFFD\uFFFD\n ^"},
		{"a byte order mark", "\uFEFFopenapi: 3", 3, 10, 80, "openapi: 3\n^^^^^^^"},
		{"spaces at the end", "a   ", 0, 1, 80, "a\n^"},
		{"a line that just fits", long[:40], 38, 40, 40, long[:40] + "\n" + strings.Repeat(" ", 38) + "^^"},
		{"a long line, marked near its beginning", long, 2, 4, 40, long[:39] + "…\n  ^^"},
		{"a long line, marked near its end", long, 196, 198, 40, "…" + long[161:] + "\n" + strings.Repeat(" ", 36) + "^^"},
		{"a long line, marked in the middle", long, 100, 104, 40,
			"…" + long[83:121] + "…\n" + strings.Repeat(" ", 18) + "^^^^"},
		{"longer than the window", long, 100, 190, 40,
			"…" + long[91:129] + "…\n" + strings.Repeat(" ", 10) + strings.Repeat("^", 30)},
		{"the whole of a long line", long, 0, 200, 40, long[:39] + "…\n" + strings.Repeat("^", 40)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := source.NewFile("a", []byte(test.content))
			e := excerptOf(file.Span(test.start, test.end), test.width)
			if got := drawn(e); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			if width := uniseg.StringWidth(e.text); width > test.width {
				t.Errorf("takes %d columns of %d", width, test.width)
			}
		})
	}
}

func TestExcerptNamesTheLastLine(t *testing.T) {
	file := source.NewFile("a", []byte("a {\n b\n}\nc"))
	for _, test := range []struct{ start, end, line, endLine int }{
		{0, 8, 1, 3}, {0, 9, 1, 3}, {0, 10, 1, 4}, {0, 4, 1, 1}, {4, 4, 2, 2}, {10, 10, 4, 4},
	} {
		e := excerptOf(file.Span(test.start, test.end), 80)
		if e.line != test.line || e.endLine != test.endLine {
			t.Errorf("bytes %d to %d: lines %d to %d, want %d to %d",
				test.start, test.end, e.line, e.endLine, test.line, test.endLine)
		}
	}
}

// FuzzExcerpt holds that any span of any bytes gives one line that is safe, fits, and is marked
// within its width.
func FuzzExcerpt(f *testing.F) {
	f.Add([]byte("a: 価格 \t😀\r\n\x1b[0m\u202E"), uint16(3), uint16(9), uint8(40))
	f.Add([]byte("e\u0301\u0301\u0301\u0301\xff\u200d😀"), uint16(0), uint16(2), uint8(33))
	f.Fuzz(func(t *testing.T, content []byte, start, end uint16, width uint8) {
		columns := max(int(width), 32)
		e := excerptOf(source.NewFile("a", content).Span(int(start), int(end)), columns)
		for _, r := range e.text {
			if r < ' ' || r == 0x7F || hidden(r) {
				t.Fatalf("the line holds %U", r)
			}
		}
		if e.indent < 0 || e.length < 1 || e.endLine < e.line {
			t.Fatalf("marked at %d for %d, lines %d to %d", e.indent, e.length, e.line, e.endLine)
		}
		// A wide character at a cut may stick out, and so may what stands for a hidden one.
		if got := uniseg.StringWidth(e.text); got > columns+16 || e.indent+e.length > columns+17 {
			t.Fatalf("takes %d of %d columns, marked at %d for %d: %q", got, columns, e.indent, e.length, e.text)
		}
	})
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		line  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"short", 10, []string{"short"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"a-word-that-is-too-long x", 7, []string{"a-word-that-is-too-long", "x"}},
		{"価格 価格 価格 価格", 9, []string{"価格 価格", "価格 価格"}},
		{"keeps  two spaces", 40, []string{"keeps  two spaces"}},
	} {
		if got := wrap(test.line, test.width); strings.Join(got, "|") != strings.Join(test.want, "|") {
			t.Errorf("%q in %d columns: got %q, want %q", test.line, test.width, got, test.want)
		}
	}
}

// A cluster of millions of combining marks takes one column, and must not come along as a whole.
func TestExcerptOfCombiningMarks(t *testing.T) {
	file := source.NewFile("a", []byte("e"+strings.Repeat("\u0301", 5<<20)+"x"))
	if e := excerptOf(file.Span(0, len(file.Content)), 100); len(e.text) > 1000 {
		t.Errorf("an excerpt of %d bytes", len(e.text))
	}
}
