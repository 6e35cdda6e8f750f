package report

import "github.com/bylaw-dev/bylaw/spec/source"

// Safety says what may be done with a fix without asking.
type Safety uint8

// The levels, in rising order.
const (
	DisplayOnly Safety = iota // shown, never applied: it would break consumers, or needs a decision
	Unsafe                    // applied on --unsafe-fixes: the meaning may change
	Safe                      // applied on --fix: the meaning stays
)

// String returns "display-only", "unsafe" or "safe".
func (s Safety) String() string {
	return [...]string{"display-only", "unsafe", "safe"}[s]
}

// Fix is a mechanical cure.
type Fix struct {
	Title  string // what it does, as an imperative: "rename to page_size"
	Safety Safety
	Edits  []Edit // in any order; they must not overlap
}

// Edit replaces the bytes of a span. An empty span inserts.
type Edit struct {
	Span source.Span
	New  string
}
