package types

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

// quantity is what a number with a unit measures.
type quantity uint8

const (
	noQuantity quantity = iota
	lasting             // a span of time
	distance
	storage // bytes
)

// quantityOf reads the last word of a name.
func quantityOf(last string) quantity {
	switch last {
	case "timeout", "duration", "delay", "ttl", "interval", "latency", "lifetime", "uptime", "lag", "backoff":
		return lasting
	case "altitude", "elevation":
		return distance
	case "memory", "bandwidth", "filesize", "disksize":
		return storage
	}
	return noQuantity
}

// example returns a unit for a cure.
func (q quantity) example() string {
	return [...]string{lasting: "seconds", distance: "meters", storage: "bytes"}[q]
}

// isUnit reports whether a lower-case word is a unit, or says that the number has none.
func isUnit(word string) bool {
	switch word {
	case "second", "seconds", "sec", "secs", "s", "millisecond", "milliseconds", "millis", "ms", "msec", "microsecond", "microseconds",
		"micros", "us", "nanosecond", "nanoseconds", "nanos", "ns", "minute", "minutes", "min", "mins", "hour", "hours", "hr", "hrs",
		"day", "days", "week", "weeks", "month", "months", "year", "years",
		"byte", "bytes", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "kilobytes", "megabytes", "gigabytes", "terabytes", "bit",
		"bits", "bps", "kbps", "mbps", "gbps", "mebibytes", "gibibytes", "kibibytes",
		"meter", "meters", "metre", "metres", "m", "km", "kilometers", "kilometres", "cm", "mm", "mile", "miles", "feet", "ft", "inches",
		"inch", "degrees", "pixels", "px", "percent", "percentage", "ratio", "fraction", "factor", "number", "count", "steps", "frames",
		"iterations", "attempts", "blocks", "samples", "cosine", "euclidean", "score":
		return true
	}
	return false
}

// saysUnit reports whether the documentation of a number names its unit.
func saysUnit(f *spec.Field) bool {
	doc := strings.ToLower(phrase.Head(f.Doc, 1000) + " " + phrase.Head(f.Type.Doc, 1000))
	for word := range strings.FieldsFuncSeq(doc, func(r rune) bool { return r < 'a' || r > 'z' }) {
		if isUnit(word) {
			return true
		}
	}
	return false
}

// hasUnitBeside reports whether another field says in which unit a number is: duration and period_type, distance and unit.
func hasUnitBeside(f *spec.Field) bool {
	if f.Owner == nil {
		return false
	}
	for _, other := range f.Owner.Fields[:min(len(f.Owner.Fields), 64)] {
		switch lastWordOf(other.Name) {
		case "unit", "units", "type", "timescale", "timebase":
			return true
		}
	}
	return false
}

func lastWordOf(name string) string {
	all := words.Split(name)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}
