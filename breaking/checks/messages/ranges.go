package messages

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// lostRange is a part of a range that no range of the other version covers.
type lostRange struct {
	first, last int64 // inclusive
	span        source.Span
}

// String writes the range as proto does: "5", "5 to 9".
func (r lostRange) String() string {
	switch {
	case r.first == r.last:
		return fmt.Sprint(r.first)
	case r.last == 1<<29-1, r.last == 1<<31-1: // of fields, of enum values
		return fmt.Sprintf("%d to max", r.first)
	}
	return fmt.Sprintf("%d to %d", r.first, r.last)
}

// numbers names the range in a sentence.
func (r lostRange) numbers() string {
	if r.first == r.last {
		return "the number " + r.String()
	}
	return "each of the numbers " + r.String()
}

// missing returns the parts of ranges that others don't cover, in order.
func missing(ranges, others []spec.Range) []lostRange {
	cover := slices.Clone(others)
	slices.SortFunc(cover, func(a, b spec.Range) int { return int(int64(a.First) - int64(b.First)) })
	var lost []lostRange
	for _, r := range ranges {
		next := int64(r.First)
		for _, c := range cover {
			if int64(c.Last) < next || int64(c.First) > int64(r.Last) {
				continue
			}
			if int64(c.First) > next {
				lost = append(lost, lostRange{next, int64(c.First) - 1, r.Span})
			}
			next = max(next, int64(c.Last)+1)
		}
		if next <= int64(r.Last) {
			lost = append(lost, lostRange{next, int64(r.Last), r.Span})
		}
	}
	return lost
}
