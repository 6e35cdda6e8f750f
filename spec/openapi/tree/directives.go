package tree

import (
	"sort"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// directiveMark is what a comment that addresses the tool contains.
const directiveMark = "bylaw:"

// findDirectives returns the comments that address the tool, each from its # to the end of its
// line. A # begins a comment at the beginning of a line or after a blank, but not in a scalar.
func (r *yamlReader) findDirectives() []source.Span {
	if !r.directives {
		return nil
	}
	var found []source.Span
	looked := 0 // every # before has been looked at
	for at := 0; ; {
		next := strings.Index(r.text[at:], directiveMark)
		if next < 0 {
			return found
		}
		at += next
		looked = max(looked, r.lineStart(at))
		hash := r.commentBetween(looked, at)
		looked, at = at, at+len(directiveMark)
		if hash >= 0 {
			at = r.lineEnd(at)
			found = append(found, r.file.Span(hash, hash+len(strings.TrimRight(r.text[hash:at], " \t"))))
		}
	}
}

// commentBetween returns the offset of the first comment that begins in text[start:end], or -1.
func (r *yamlReader) commentBetween(start, end int) int {
	for i := start; i < end; i++ {
		if r.text[i] != '#' || r.inScalar(i) {
			continue
		}
		if i == 0 || isSpace(r.text[i-1:]) > 0 || r.breakBefore(i) > 0 {
			return i
		}
	}
	return -1
}

func (r *yamlReader) inScalar(at int) bool {
	i := sort.Search(len(r.scalars), func(i int) bool { return int(r.scalars[i].End) > at })
	return i < len(r.scalars) && int(r.scalars[i].Start) <= at
}
