package source

import "strings"

// Span is a range of bytes [Start, End) in a file. The zero Span is no place at all.
type Span struct {
	File       *File
	Start, End int32
}

// IsZero reports whether the span is no place at all.
func (s Span) IsZero() bool { return s.File == nil }

// Text returns the bytes that the span covers.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	return string(s.File.Content[s.Start:s.End])
}

// Len returns the number of bytes that the span covers.
func (s Span) Len() int { return int(s.End - s.Start) }

// Position returns the line and column at which the span begins; the zero span has none.
func (s Span) Position() Position {
	if s.File == nil {
		return Position{}
	}
	return s.File.Position(int(s.Start))
}

// EndPosition returns the line and column just after the span; the zero span has none.
func (s Span) EndPosition() Position {
	if s.File == nil {
		return Position{}
	}
	return s.File.Position(int(s.End))
}

// Contains reports whether other lies wholly within s.
func (s Span) Contains(other Span) bool {
	return s.File != nil && s.File == other.File && s.Start <= other.Start && other.End <= s.End
}

// Slice returns the sub-span [start, end) counted in bytes from the beginning of s, clamped to s.
func (s Span) Slice(start, end int) Span {
	if s.File == nil {
		return s
	}
	start = min(max(start, 0), s.Len())
	end = min(max(end, start), s.Len())
	return Span{File: s.File, Start: s.Start + int32(start), End: s.Start + int32(end)}
}

// Path returns the path of the span's file, or "" where there is none.
func (s Span) Path() string {
	if s.File == nil {
		return ""
	}
	return s.File.Path
}

// Compare orders spans by file path, then start, then end.
func (s Span) Compare(other Span) int {
	if c := strings.Compare(s.Path(), other.Path()); c != 0 {
		return c
	}
	if s.Start != other.Start {
		return int(s.Start) - int(other.Start)
	}
	return int(s.End) - int(other.End)
}
