package waiver

import (
	"bytes"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// position is what a comment is about.
type position uint8

const (
	nowhere   position = iota
	aLine              // the line that it ends, or the one below it
	wholeFile          // it stands at the top, and a blank line sets it off
)

// text is the content of a file as far as telling comments from code needs it. It remembers the
// last looks, because a file of nothing but comments would otherwise be read again for each.
type text struct {
	content []byte
	format  spec.Format
	head    int // where the first code of the file is

	lineStart, lineCode int // the last line that was looked at, and where its first code is

	from, to int // from the end of a comment to the next code or blank line
	apart    bool
}

func newText(content []byte, format spec.Format) *text {
	t := &text{content: content, format: format, lineStart: -1}
	t.head, _ = t.code(0, false)
	return t
}

// locate says what a comment is about, and for aLine where the line is.
func (t *text) locate(comment source.Span) (position, source.Span) {
	if t.behindCode(comment) {
		return aLine, comment
	}
	if end := int(comment.End); end < t.from || end >= t.to {
		t.from = end
		t.to, t.apart = t.code(end, true)
	}
	switch {
	case !t.apart && t.to < len(t.content):
		return aLine, comment.File.Span(t.to, t.to)
	case int(comment.Start) < t.head:
		return wholeFile, source.Span{}
	}
	return nowhere, source.Span{}
}

// behindCode reports whether code stands before the comment on its line.
func (t *text) behindCode(comment source.Span) bool {
	line := comment.File.Line(comment.Position().Line)
	if int(line.Start) != t.lineStart {
		t.lineStart = int(line.Start)
		alone := text{content: t.content[:line.End], format: t.format}
		t.lineCode, _ = alone.code(t.lineStart, false)
	}
	return t.lineCode < int(comment.Start)
}

// code returns the offset of the next code at or after at. It stops at a blank line, or at the
// marker that begins a YAML document, and says so, if stop is set.
func (t *text) code(at int, stop bool) (offset int, apart bool) {
	for newlines := 0; at < len(t.content); {
		rest := t.content[at:]
		length, comment := t.skippable(rest)
		switch {
		case comment:
			newlines = 0
		case rest[0] == '\n':
			newlines++
		case t.format == spec.OpenAPI && bytes.HasPrefix(rest, []byte("---")) && t.begins(at):
			length, newlines = len("---"), 2
		}
		if length == 0 || newlines > 1 && stop {
			return at, newlines > 1
		}
		at += length
	}
	return at, false
}

// skippable returns the length of the blank, line break or comment that the text begins with.
func (t *text) skippable(rest []byte) (length int, comment bool) {
	switch {
	case bytes.HasPrefix(rest, []byte("\uFEFF")):
		return len("\uFEFF"), false
	case rest[0] == ' ', rest[0] == '\t', rest[0] == '\r', rest[0] == '\n':
		return 1, false
	case t.format == spec.OpenAPI && rest[0] == '#', t.format == spec.Proto && bytes.HasPrefix(rest, []byte("//")):
		return until(rest, "\n"), true
	case t.format == spec.Proto && bytes.HasPrefix(rest, []byte("/*")):
		return min(len("/*")+until(rest[len("/*"):], "*/")+len("*/"), len(rest)), true
	}
	return 0, false
}

// until returns the offset of the end mark, or the length of the text if it is missing.
func until(text []byte, end string) int {
	if at := bytes.Index(text, []byte(end)); at >= 0 {
		return at
	}
	return len(text)
}

// begins reports whether an offset is at the beginning of a line.
func (t *text) begins(at int) bool { return at == 0 || t.content[at-1] == '\n' }

// removable returns what to delete so that a comment which holds nothing but one directive is gone:
// with its line if it stands alone, or with the blanks before it. It returns the zero Span for a
// comment that says more.
func removable(comment, directive source.Span) source.Span {
	if comment.End-directive.End > int32(len(" */")) || bytes.ContainsRune([]byte(comment.Text()), '\n') {
		return source.Span{}
	}
	file := comment.File
	line := file.Line(comment.Position().Line)
	end := min(comment.End, line.End) // a carriage return belongs to the line break
	before := bytes.TrimRight(file.Content[line.Start:comment.Start], " \t")
	switch {
	case len(bytes.TrimSpace(file.Content[end:line.End])) > 0:
		return comment
	case len(before) > 0:
		return file.Span(int(line.Start)+len(before), int(end))
	}
	next := file.Line(comment.Position().Line + 1)
	if next.Start <= line.Start {
		next = file.Span(len(file.Content), len(file.Content))
	}
	return file.Span(int(line.Start), int(next.Start))
}
