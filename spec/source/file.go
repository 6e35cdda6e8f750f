// Package source holds the text of specs and the places in it: files, byte spans and the
// line and column that a span is rendered as. It knows nothing of what the text means.
package source

import (
	"bytes"
	"sort"
	"sync"
)

// File is one spec file as it was read. Path is slash-separated and relative to the workspace
// root, because it appears in every output and must not depend on the machine.
type File struct {
	Path    string
	Content []byte

	// Directives are the comments that address the tool ("bylaw:ignore …"), or a linter whose
	// suppressions it understands, in order of position. The loader fills them, for only it can tell a comment from a string.
	Directives []Span

	lineOnce  sync.Once
	lineStart []int32 // byte offset at which each line begins

	columnOnce  sync.Once
	checkpoints []checkpoint

	outline map[int]Place // by offset, of a file without content; else nil
}

// NewFile returns a file for the path and the content, which it keeps without copying.
func NewFile(path string, content []byte) *File {
	return &File{Path: path, Content: content}
}

// Span returns the span [start, end) of the file, clamped to its content.
func (f *File) Span(start, end int) Span {
	size := len(f.Content)
	start = min(max(start, 0), size)
	end = min(max(end, start), size)
	return Span{File: f, Start: int32(start), End: int32(end)}
}

// Position is a place as people and reporters count it. Line is 1-based; Column is 1-based and
// in bytes.
type Position struct {
	Line, Column int
}

// Position returns the line and byte column of a byte offset; offsets past the end count as the end.
func (f *File) Position(offset int) Position {
	if at, ok := f.outline[offset]; ok {
		return Position{at.Line, at.Column}
	}
	f.lineOnce.Do(f.indexLines)
	offset = min(max(offset, 0), len(f.Content))
	line := sort.Search(len(f.lineStart), func(i int) bool { return int(f.lineStart[i]) > offset })
	return Position{Line: line, Column: offset - int(f.lineStart[line-1]) + 1}
}

// Lines returns how many lines the file has; a file that ends in a newline has no empty last line
// unless it is empty.
func (f *File) Lines() int {
	f.lineOnce.Do(f.indexLines)
	n := len(f.lineStart)
	if n > 1 && int(f.lineStart[n-1]) == len(f.Content) {
		n--
	}
	return n
}

// Line returns the span of a 1-based line without its line ending; a line that the file does not
// have is an empty span at its end.
func (f *File) Line(line int) Span {
	f.lineOnce.Do(f.indexLines)
	if line < 1 || line > len(f.lineStart) {
		return f.Span(len(f.Content), len(f.Content))
	}
	start, end := int(f.lineStart[line-1]), len(f.Content)
	if line < len(f.lineStart) {
		end = int(f.lineStart[line]) - 1
	}
	if end > start && f.Content[end-1] == '\r' {
		end--
	}
	return f.Span(start, end)
}

// Offset returns the byte offset of a 1-based line and byte column, clamped to that line.
func (f *File) Offset(line, column int) int {
	span := f.Line(line)
	return min(int(span.Start)+max(column-1, 0), int(span.End))
}

func (f *File) indexLines() {
	starts := make([]int32, 1, bytes.Count(f.Content, []byte{'\n'})+1)
	for i := 0; ; {
		next := bytes.IndexByte(f.Content[i:], '\n')
		if next < 0 {
			break
		}
		i += next + 1
		starts = append(starts, int32(i))
	}
	f.lineStart = starts
}
