package meaning

import (
	"strings"
	"unicode/utf8"
)

const (
	longestExcerpt = 80 // bytes
	before         = 20 // bytes that an excerpt shows in front of the first difference
)

// excerpts returns two texts, or of long ones what stands around the first difference.
func excerpts(a, b string) (string, string) {
	if len(a) <= longestExcerpt && len(b) <= longestExcerpt {
		return a, b
	}
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	start := max(same-before, 0)
	if at := strings.LastIndexByte(a[:same], ' '); at > start {
		start += strings.IndexByte(a[start:], ' ') + 1
	}
	return excerpt(a, start), excerpt(b, start)
}

func excerpt(text string, start int) string {
	start, end := boundary(text, start), boundary(text, start+longestExcerpt)
	short := text[start:end]
	if start > 0 {
		short = "…" + short
	}
	if end < len(text) {
		short += "…"
	}
	return short
}

// boundary returns the end of the character that an offset stands in.
func boundary(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return min(at, len(text))
}
