package lsp

import (
	"bytes"
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// encoding is what the characters of a position are counted in.
type encoding string

// The encodings that the server offers; every client knows UTF-16.
const (
	utf8Units  encoding = "utf-8"
	utf16Units encoding = "utf-16"
)

// chooseEncoding takes UTF-8, which costs no counting, where the client knows it.
func chooseEncoding(offered []string) encoding {
	if slices.Contains(offered, string(utf8Units)) {
		return utf8Units
	}
	return utf16Units
}

// text is a file whose places are counted as editors do: a line ends in \n, \r\n or \r.
type text struct {
	file  *source.File
	units encoding
	lines []int32 // where lines begin, if a lone \r ends one; nil: where the file says
}

func newText(file *source.File, units encoding) *text {
	t := &text{file: file, units: units}
	if hasLoneReturn(file.Content) {
		t.lines = lineStarts(file.Content)
	}
	return t
}

func hasLoneReturn(content []byte) bool {
	for {
		at := bytes.IndexByte(content, '\r')
		if at < 0 {
			return false
		}
		if content = content[at+1:]; len(content) == 0 || content[0] != '\n' {
			return true
		}
	}
}

func lineStarts(content []byte) []int32 {
	starts := []int32{0}
	for i, b := range content {
		if b == '\n' || b == '\r' && (i+1 == len(content) || content[i+1] != '\n') {
			starts = append(starts, int32(i+1))
		}
	}
	return starts
}

// at returns the position of a byte.
func (t *text) at(offset int) position {
	if t.lines == nil {
		p := t.file.Position(offset)
		if t.units == utf8Units {
			return position{p.Line - 1, p.Column - 1 - t.mark(p.Line)}
		}
		return position{p.Line - 1, t.file.UTF16Column(offset) - 1}
	}
	line := sort.Search(len(t.lines), func(i int) bool { return int(t.lines[i]) > offset }) - 1
	before := t.file.Content[t.lines[line]:offset]
	if t.units == utf8Units {
		return position{line, len(before)}
	}
	return position{line, units(before)}
}

// mark returns how many bytes of a line are a byte order mark, which no editor counts.
func (t *text) mark(line int) int {
	const mark = "\uFEFF"
	if line == 1 && bytes.HasPrefix(t.file.Content, []byte(mark)) {
		return len(mark)
	}
	return 0
}

// rangeOf returns the range of a span of the file. What is no place is the beginning of the file.
func (t *text) rangeOf(s source.Span) textRange {
	return textRange{t.at(int(s.Start)), t.at(int(s.End))}
}

// offset returns the byte at a position. One behind the end of its line, or of the file, is that end.
func (t *text) offset(p position) int {
	start, end, ok := t.line(p.Line)
	if !ok {
		return len(t.file.Content)
	}
	start += min(t.mark(p.Line+1), end-start)
	rest := t.file.Content[start:end]
	if t.units == utf8Units {
		return start + min(max(p.Character, 0), len(rest))
	}
	return start + unitsIn(rest, p.Character)
}

// line returns where a line begins and where it ends, its line ending excepted; ok is false behind the
// last one.
func (t *text) line(n int) (start, end int, ok bool) {
	if n < 0 {
		return 0, 0, true
	}
	if t.lines != nil {
		if n >= len(t.lines) {
			return 0, 0, false
		}
		start, end = int(t.lines[n]), len(t.file.Content)
		if n+1 < len(t.lines) {
			end = int(t.lines[n+1]) - 1
		}
		if end > start && t.file.Content[end-1] == '\r' {
			end--
		}
		return start, end, true
	}
	span := t.file.Line(n + 1)
	if int(span.Start) == len(t.file.Content) && t.file.Position(len(t.file.Content)).Line != n+1 {
		return 0, 0, false
	}
	return int(span.Start), int(span.End), true
}

// units returns how many UTF-16 code units a text has.
func units(text []byte) (n int) {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		n++
		if r > 0xFFFF {
			n++
		}
		text = text[size:]
	}
	return n
}

// unitsIn returns how many bytes the first n UTF-16 code units take. A place within a character is
// its beginning.
func unitsIn(text []byte, n int) (bytes int) {
	for bytes < len(text) && n > 0 {
		r, size := utf8.DecodeRune(text[bytes:])
		if n--; r > 0xFFFF {
			n--
		}
		if n < 0 {
			break
		}
		bytes += size
	}
	return bytes
}
