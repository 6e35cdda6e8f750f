package lsp

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// slowAt is the definition of a position: lines end in \n, \r\n or \r.
func slowAt(content string, offset int, units encoding) position {
	var p position
	line := 0
	for i := 0; i < offset; i++ {
		if content[i] == '\n' || content[i] == '\r' && !strings.HasPrefix(content[i+1:], "\n") {
			p.Line++
			line = i + 1
		}
	}
	text := content[line:offset]
	if p.Line == 0 {
		text = strings.TrimPrefix(text, "\uFEFF")
	}
	p.Character = len(text)
	if units == utf16Units {
		p.Character = len(utf16.Encode([]rune(text)))
	}
	return p
}

func TestPositions(t *testing.T) {
	for _, content := range []string{
		"", "a", "a\n", "\n\n", "a: ü\r\nb: 😀x\n\nlast", "\uFEFFa: 1\nb", "one\rtwo\r\nthree\r", "\r\r\n\r", strings.Repeat("é😀", 900) + "\nend",
	} {
		for _, units := range []encoding{utf8Units, utf16Units} {
			at := newText(source.NewFile("a", []byte(content)), units)
			for offset := 0; offset <= len(content); offset++ {
				if offset < len(content) && !utf8.RuneStart(content[offset]) || offset < len(content) && offset > 0 && content[offset-1] == '\r' && content[offset] == '\n' ||
					offset < 3 && strings.HasPrefix(content, "\uFEFF") {
					continue // no place that an editor can name
				}
				want := slowAt(content, offset, units)
				if got := at.at(offset); got != want {
					t.Fatalf("%q, %s: byte %d is at %v, want %v", content, units, offset, got, want)
				}
				if got := at.offset(want); got != offset {
					t.Fatalf("%q, %s: %v is byte %d, want %d", content, units, want, got, offset)
				}
			}
		}
	}
}

func TestPositionsThatAreNone(t *testing.T) {
	at := newText(source.NewFile("a", []byte("ab\nc😀d\n")), utf16Units)
	for _, c := range []struct {
		position position
		want     int
	}{
		{position{-1, -1}, 0}, {position{0, 99}, 2}, {position{1, 2}, 4}, {position{1, 3}, 8}, {position{2, 0}, 10}, {position{2, 5}, 10}, {position{9, 9}, 10},
	} {
		if got := at.offset(c.position); got != c.want {
			t.Errorf("%v: byte %d, want %d", c.position, got, c.want)
		}
	}
}

func FuzzEdits(f *testing.F) {
	f.Add("a\r\nb😀", 0, 1, 1, 2, "x", true)
	f.Fuzz(func(t *testing.T, content string, line, character, endLine, endCharacter int, new string, wide bool) {
		units := utf8Units
		if wide {
			units = utf16Units
		}
		d := &document{file: source.NewFile("a", []byte(content))}
		var c changing
		c.ContentChanges = append(c.ContentChanges, struct {
			Range *textRange `json:"range"`
			Text  string     `json:"text"`
		}{&textRange{position{line, character}, position{endLine, endCharacter}}, new})
		d.apply(&c, units)
		if !strings.Contains(string(d.file.Content), new) || len(d.file.Content) > len(content)+len(new) {
			t.Errorf("%q became %q", content, d.file.Content)
		}
	})
}

func TestURIs(t *testing.T) {
	for uri, want := range map[string]string{
		"file:///a/b.yaml":               "/a/b.yaml",
		"file:///a%20b/%C3%BC.yaml":      "/a b/ü.yaml",
		"file://localhost/a/../b.yaml":   "/b.yaml",
		"file:///a/%2e%2e/%2e%2e/b.yaml": "/b.yaml",
		"untitled:Untitled-1":            "",
		"https://example.com/a.yaml":     "",
		"file:":                          "",
		"%zz":                            "",
		"":                               "",
	} {
		if got := pathOf(uri); got != want {
			t.Errorf("%s: %q, want %q", uri, got, want)
		}
	}
	for _, path := range []string{"/a/b c/ü#?%.yaml", "/a"} {
		if got := pathOf(uriOf(path)); got != path {
			t.Errorf("%s came back as %s", path, got)
		}
	}
}

func TestDifference(t *testing.T) {
	long := strings.Repeat("line\n", 3*maxDiffed)
	for _, c := range []struct{ old, new string }{
		{"", ""}, {"a\n", "a\n"}, {"", "a"}, {"a\nb\nc\n", "a\nc\n"}, {"a\nb", "a\nb\n"}, {"x\ny\nz\n", "1\ny\n2\n"}, {"a\n😀\n", "a\n😀b\n"}, {long + "a\n", "b\n" + strings.ReplaceAll(long, "l", "L")},
	} {
		file := source.NewFile("a", []byte(c.old))
		at := newText(file, utf16Units)
		got := c.old
		edits := difference(at, []byte(c.new))
		for i := len(edits) - 1; i >= 0; i-- {
			got = got[:at.offset(edits[i].Range.Start)] + edits[i].NewText + got[at.offset(edits[i].Range.End):]
		}
		if got != c.new {
			t.Errorf("%.40q to %.40q: the edits make %.40q", c.old, c.new, got)
		}
	}
}
