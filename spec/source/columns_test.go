package source

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// naiveColumns counts from the beginning of the line, as the definition of a column says.
func naiveColumns(f *File, offset int) (runes, units int) {
	start := bytes.LastIndexByte(f.Content[:offset], '\n') + 1
	text := f.Content[start:offset]
	if start == 0 {
		text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	}
	return utf8.RuneCount(text) + 1, len(utf16.Encode([]rune(string(text)))) + 1
}

func checkColumns(t *testing.T, content []byte) {
	t.Helper()
	f := NewFile("x.json", content)
	for offset := range len(content) + 1 {
		runes, units := naiveColumns(f, offset)
		if got := f.RuneColumn(offset); got != runes {
			t.Fatalf("offset %d of %d: character column %d, want %d", offset, len(content), got, runes)
		}
		if got := f.UTF16Column(offset); got != units {
			t.Fatalf("offset %d of %d: UTF-16 column %d, want %d", offset, len(content), got, units)
		}
	}
}

func TestColumnsOfLongLines(t *testing.T) {
	for name, content := range map[string]string{
		"ascii":              strings.Repeat("x", 3000),
		"two bytes":          strings.Repeat("é", 1500),
		"two bytes, shifted": "x" + strings.Repeat("é", 1500),
		"emoji, shifted":     "xyz" + strings.Repeat("😀", 800),
		"several lines":      strings.Repeat(strings.Repeat("€", 700)+"\r\n", 3) + "end",
		"stray bytes":        strings.Repeat("\x80", 3000),
		"cut characters":     strings.Repeat("x\xf0\x9f\x98", 700),
		"byte order mark":    byteOrderMark + strings.Repeat("a", 2000),
		"only a mark":        byteOrderMark,
	} {
		t.Run(name, func(t *testing.T) { checkColumns(t, []byte(content)) })
	}
}

func FuzzColumns(f *testing.F) {
	f.Add([]byte("a\xf0\x9f\x98\x80\n"), uint16(400))
	f.Fuzz(func(t *testing.T, piece []byte, times uint16) {
		checkColumns(t, bytes.Repeat(piece, min(int(times), 2500/(len(piece)+1))))
	})
}

func BenchmarkColumnsOfMinifiedSpec(b *testing.B) {
	content := []byte(strings.Repeat(`{"name":"größe"},`, 13<<20/18))
	for b.Loop() {
		f := NewFile("x.json", content)
		for i := range 100_000 {
			f.UTF16Column(i * (len(content) / 100_000))
		}
	}
}
