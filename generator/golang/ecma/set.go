package ecma

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const surrogateFirst, surrogateLast = 0xD800, 0xDFFF

// span is an inclusive range of characters.
type span struct{ low, high rune }

// set is a set of characters: ranges, and classes of Unicode by the names that RE2 has for them.
type set struct {
	spans   []span
	classes []string // such as \p{Lu} or \P{Greek}
	negated bool     // all but these
}

func (s *set) add(low, high rune) { s.spans = append(s.spans, span{low, high}) }

func (s *set) one(r rune, single bool) {
	if single {
		s.add(r, r)
	}
}

func (s *set) union(other set) {
	s.spans = append(s.spans, other.spans...)
	s.classes = append(s.classes, other.classes...)
}

func (s *set) table(t *unicode.RangeTable) {
	for _, r := range t.R16 {
		s.stride(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range t.R32 {
		s.stride(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
}

func (s *set) stride(low, high, by rune) {
	if by == 1 {
		s.add(low, high)
		return
	}
	for r := low; r <= high; r += by {
		s.add(r, r)
	}
}

// merged returns the spans in order, without overlap and without surrogates, which occur in no
// valid text. They don't tear a span apart that reaches over them either.
func (s set) merged() []span {
	spans := slices.Clone(s.spans)
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.low, b.low), cmp.Compare(a.high, b.high)) })
	var merged []span
	for _, next := range spans {
		if next.low >= surrogateFirst && next.low <= surrogateLast {
			next.low = surrogateLast + 1
		}
		if next.high >= surrogateFirst && next.high <= surrogateLast {
			next.high = surrogateFirst - 1
		}
		if next.low > next.high {
			continue
		}
		if n := len(merged); n > 0 && touches(merged[n-1].high, next.low) {
			merged[n-1].high = max(merged[n-1].high, next.high)
			continue
		}
		merged = append(merged, next)
	}
	return merged
}

func touches(high, low rune) bool {
	return low <= high+1 || high == surrogateFirst-1 && low == surrogateLast+1
}

// complement returns all other characters. Only for sets without classes.
func (s set) complement() set {
	var rest set
	low := rune(0)
	for _, r := range s.merged() {
		if r.low > low {
			rest.add(low, r.low-1)
		}
		low = r.high + 1
	}
	if low <= utf8.MaxRune {
		rest.add(low, utf8.MaxRune)
	}
	return rest
}

// without returns the characters that are not in the other set. Only for sets without classes.
func (s set) without(other set) set {
	rest := s.complement()
	rest.union(other)
	return rest.complement()
}

func (s set) onlySurrogates() bool {
	return len(s.spans) > 0 && len(s.classes) == 0 && len(s.merged()) == 0
}

// String returns the set as an atom of RE2.
func (s set) String() string {
	spans := s.merged()
	nothing := len(spans) == 0 && len(s.classes) == 0
	all := len(spans) == 1 && spans[0] == span{0, utf8.MaxRune}
	switch {
	case all && s.negated, nothing && !s.negated:
		return `[^\x00-\x{10FFFF}]`
	case all, nothing:
		return `(?s:.)`
	case len(spans) == 0 && len(s.classes) == 1 && !s.negated:
		return s.classes[0]
	}
	text := []byte{'['}
	if s.negated {
		text = append(text, '^')
	}
	for _, r := range spans {
		text = appendMember(text, r.low)
		if r.high > r.low+1 {
			text = append(text, '-')
		}
		if r.high > r.low {
			text = appendMember(text, r.high)
		}
	}
	return string(text) + strings.Join(s.classes, "") + "]"
}

func appendMember(text []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf && strings.ContainsRune(`\[]^-`, r):
		return append(text, '\\', byte(r))
	case r > ' ' && r < 0x7F:
		return append(text, byte(r))
	}
	return appendHex(text, r)
}

func appendHex(text []byte, r rune) []byte {
	switch r {
	case '\t':
		return append(text, `\t`...)
	case '\n':
		return append(text, `\n`...)
	case '\r':
		return append(text, `\r`...)
	case ' ':
		return append(text, ' ')
	}
	if r < 0x80 {
		return fmt.Appendf(text, `\x%02X`, r)
	}
	return fmt.Appendf(text, `\x{%04X}`, r)
}
