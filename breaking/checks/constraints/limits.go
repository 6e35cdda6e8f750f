package constraints

import (
	"math"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// limits are how few and how many of something there may be.
type limits struct {
	min, max, both string // the names of the attributes; of both, where one says it
	what           string // "length"
	unit           string // "characters"
	of             func(*spec.Constraints) (min, max *spec.Limit)
}

// compare reports the lower and the upper limit, or both as one where they are one statement, as
// `len` of protovalidate is.
func (l limits) compare(p *breaking.Pass, old, new *spec.Constraints) {
	oldMin, oldMax := l.of(old)
	newMin, newMax := l.of(new)
	lower := limitFacet(l.min, "the minimum "+l.what, oldMin, newMin, l.unit)
	lower.effect = order(least(newMin), least(oldMin))
	upper := limitFacet(l.max, "the maximum "+l.what, oldMax, newMax, l.unit)
	upper.effect = order(most(oldMax), most(newMax))
	if lower.effect == breaking.None || upper.effect == breaking.None || !exact(oldMin, oldMax) && !exact(newMin, newMax) {
		lower.report(p)
		upper.report(p)
		return
	}
	facet{
		name: l.both, what: "the " + l.what, from: interval(oldMin, oldMax), to: interval(newMin, newMax),
		shown: lower.shown, old: lower.old, new: lower.new, effect: both(lower.effect, upper.effect),
	}.report(p)
}

func limitFacet(name, what string, old, new *spec.Limit, unit string) facet {
	f := facet{name: name, what: what, shown: func(n string) string { return counted(n, unit) }}
	f.from, f.old = written(old)
	f.to, f.new = written(new)
	return f
}

func written(l *spec.Limit) (text string, at source.Span) {
	if l == nil {
		return "", source.Span{}
	}
	return strconv.FormatUint(l.N, 10), l.Span
}

// counted writes a count with its unit: "1 property", "2 properties".
func counted(n, unit string) string {
	switch {
	case n != "1":
	case unit == "properties":
		unit = "property"
	default:
		unit = strings.TrimSuffix(unit, "s")
	}
	return n + " " + unit
}

func least(l *spec.Limit) uint64 {
	if l == nil {
		return 0
	}
	return l.N
}

func most(l *spec.Limit) uint64 {
	if l == nil {
		return math.MaxUint64
	}
	return l.N
}

// order returns Narrows if the first is larger, and Widens if it is smaller.
func order(a, b uint64) breaking.Effect {
	switch {
	case a > b:
		return breaking.Narrows
	case a < b:
		return breaking.Widens
	}
	return breaking.None
}

// exact reports whether both limits are one statement.
func exact(min, max *spec.Limit) bool {
	return min != nil && max != nil && !min.Span.IsZero() && min.Span == max.Span
}

// interval writes both limits: "3", "1 to 5"; "" if there are none.
func interval(min, max *spec.Limit) string {
	switch {
	case min == nil && max == nil:
		return ""
	case max == nil:
		return "at least " + strconv.FormatUint(min.N, 10)
	case min == nil:
		return "at most " + strconv.FormatUint(max.N, 10)
	case min.N == max.N:
		return strconv.FormatUint(min.N, 10)
	}
	return strconv.FormatUint(min.N, 10) + " to " + strconv.FormatUint(max.N, 10)
}
