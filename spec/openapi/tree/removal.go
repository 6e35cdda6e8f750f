package tree

import (
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Removal returns the bytes to delete so that a key is gone. It refuses what would change more
// than that: the only key of an object in block style (what is left would be null), keys that a
// merge key brings in, and anchors that aliases may need.
func (s syntax) Removal(name string) (source.Span, bool) {
	if !s.editable() {
		return source.Span{}, false
	}
	i := s.ownIndex(name)
	if i < 0 {
		return source.Span{}, false
	}
	start, end, ok := 0, 0, false
	if s.isFlow() {
		start, end, ok = s.removeEntry(i)
	} else {
		start, end, ok = s.removeLines(i)
	}
	span := s.File.Span(start, end)
	return span, ok && !s.holdsAnchor(span)
}

// removeEntry removes a member from an object in braces, with one comma.
func (s syntax) removeEntry(i int) (start, end int, ok bool) {
	own := s.own()
	if len(own) < len(s.value.Members) {
		return 0, 0, false // a merge key may stand between any two
	}
	end = s.memberEnd(&own[i])
	switch {
	case len(own) == 1:
		return int(s.value.Span.Start) + 1, int(s.value.Span.End) - 1, true
	case i == len(own)-1:
		start = s.memberEnd(&own[i-1])
		if s.hasComment(start, int(own[i].KeySpan.Start)) {
			start, ok = s.entryStart(i) // the comma before stays, as YAML allows
			return start, end, ok
		}
		return start, end, true
	}
	start, ok = s.entryStart(i)
	next, found := s.entryStart(i + 1)
	if comma := s.afterComma(end); s.hasComment(comma, next) {
		next = comma
	}
	return start, next, ok && found
}

// entryStart returns where the first token of a member in braces stands, which may be before its
// key. It is not ok if another member stands between, as duplicates do.
func (s syntax) entryStart(i int) (start int, ok bool) {
	own := s.own()
	from := int(s.value.Span.Start) + 1
	if i > 0 {
		from = s.afterComma(s.memberEnd(&own[i-1]))
	}
	start = s.scanner().skipSpace(from)
	key := int(own[i].KeySpan.Start)
	return start, start <= key && !strings.Contains(s.text[start:key], ",")
}

func (s syntax) afterComma(at int) int {
	text := s.scanner()
	if at = text.skipSpace(at); at < len(s.text) && s.text[at] == ',' {
		at++
	}
	return at
}

func (s syntax) hasComment(start, end int) bool {
	return s.YAML && start < end && strings.Contains(s.text[start:end], "#")
}

// removeLines removes a member from an object in block style, with the comment behind it.
func (s syntax) removeLines(i int) (start, end int, ok bool) {
	own, text := s.own(), s.scanner()
	if len(s.value.Members) == 1 {
		return 0, 0, false
	}
	key := int(own[i].KeySpan.Start)
	start = s.lineStart(key)
	end = text.lineEnd(s.memberEnd(&own[i]))
	switch prefix := s.text[start:key]; strings.Trim(prefix, " \t") {
	case "":
		if len(prefix) != s.column(int(s.value.Span.Start)) {
			return 0, 0, false // a ? on a line above begins the member
		}
	case "?":
	default:
		return s.removeFirst(key, end)
	}
	if i > 0 && s.endsInBlockScalar(own[i-1].Value) {
		end = text.blankLinesEnd(end) // or they would become part of its value
	}
	return start, end + isBreak(s.text[end:]), true
}

// column returns how many characters stand before an offset on its line.
func (s syntax) column(at int) int {
	return utf8.RuneCountInString(s.text[s.lineStart(at):at])
}

// removeFirst removes the first member of an object that begins behind the dash of a list entry;
// the next one takes its place.
func (s syntax) removeFirst(key, end int) (int, int, bool) {
	next := s.scanner().skipSpace(end)
	if key != int(s.value.Span.Start) || next >= int(s.value.Span.End) || s.hasComment(end, next) {
		return 0, 0, false
	}
	return key, next, true
}
