package source

import "testing"

func TestPositions(t *testing.T) {
	f := NewFile("x.yaml", []byte("a: ü\r\nb: 😀x\n\nlast"))
	for _, test := range []struct {
		offset                      int
		line, column, runes, utf16s int
	}{
		{0, 1, 1, 1, 1},
		{5, 1, 6, 5, 5}, // after ü, which is two bytes
		{7, 2, 1, 1, 1},
		{14, 2, 8, 5, 6}, // after the emoji: four bytes, two code units
		{16, 3, 1, 1, 1},
		{17, 4, 1, 1, 1},
		{99, 4, 5, 5, 5}, // past the end
		{-1, 1, 1, 1, 1},
	} {
		p := f.Position(test.offset)
		if p.Line != test.line || p.Column != test.column {
			t.Errorf("offset %d: got %d:%d, want %d:%d", test.offset, p.Line, p.Column, test.line, test.column)
		}
		if got := f.RuneColumn(test.offset); got != test.runes {
			t.Errorf("offset %d: character column %d, want %d", test.offset, got, test.runes)
		}
		if got := f.UTF16Column(test.offset); got != test.utf16s {
			t.Errorf("offset %d: UTF-16 column %d, want %d", test.offset, got, test.utf16s)
		}
		if inside := test.offset >= 0 && test.offset <= len(f.Content); inside && f.Offset(p.Line, p.Column) != test.offset {
			t.Errorf("offset %d: Offset(%d, %d) is %d", test.offset, p.Line, p.Column, f.Offset(p.Line, p.Column))
		}
	}
}

func TestLines(t *testing.T) {
	for content, want := range map[string][]string{
		"":           {""},
		"a":          {"a"},
		"a\n":        {"a"},
		"a\r\nb\r\n": {"a", "b"},
		"a\n\nb":     {"a", "", "b"},
		"\n":         {""},
	} {
		f := NewFile("x", []byte(content))
		if f.Lines() != len(want) {
			t.Errorf("%q has %d lines, want %d", content, f.Lines(), len(want))
			continue
		}
		for i, line := range want {
			if got := f.Line(i + 1).Text(); got != line {
				t.Errorf("%q line %d: got %q, want %q", content, i+1, got, line)
			}
		}
	}
}

func TestSpansAreClamped(t *testing.T) {
	f := NewFile("x", []byte("hello"))
	if got := f.Span(-3, 99).Text(); got != "hello" {
		t.Errorf("got %q", got)
	}
	if got := f.Span(4, 2); got.Len() != 0 {
		t.Errorf("got %q", got.Text())
	}
	if got := f.Span(1, 5).Slice(1, 99).Text(); got != "llo" {
		t.Errorf("got %q", got)
	}
	var none Span
	if !none.IsZero() || none.Text() != "" || none.Position() != (Position{}) || none.Slice(0, 1) != none {
		t.Error("the zero span must read as no place")
	}
}
