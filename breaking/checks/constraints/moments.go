package constraints

import (
	"math/big"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// momentKinds are the rules whose bounds are messages: durations and timestamps.
var momentKinds = []string{"buf.validate.duration.", "buf.validate.timestamp.", "validate.rules.duration.", "validate.rules.timestamp."}

// isMoment reports whether a constraint is a bound of a duration or a timestamp.
func isMoment(name string) bool {
	return slices.ContainsFunc(momentKinds, func(kind string) bool {
		rule, ok := strings.CutPrefix(name, kind)
		return ok && slices.Contains([]string{"gt", "gte", "lt", "lte", "within"}, rule)
	})
}

// compareMoments compares the bounds of durations and timestamps of one kind, in seconds.
func compareMoments(p *breaking.Pass, kind string, old, new *spec.Constraints) {
	before, after := momentsOf(kind, old), momentsOf(kind, new)
	lower := boundFacet("minimum", "s", before.lower, after.lower, breaking.Pair[spec.Type]{}, 1)
	upper := boundFacet("maximum", "s", before.upper, after.upper, breaking.Pair[spec.Type]{}, -1)
	outside(&lower, &upper, inverted(before.lower, before.upper), inverted(after.lower, after.upper))
	lower.report(p)
	upper.report(p)
	within := boundFacet("within", "s", before.within, after.within, breaking.Pair[spec.Type]{}, -1)
	within.what = "the distance from now"
	within.report(p)
}

// moments are the bounds of a duration or a timestamp as numbers of seconds.
type moments struct {
	lower, upper, within *spec.Bound
}

func momentsOf(kind string, c *spec.Constraints) (m moments) {
	for _, a := range c.Other {
		rule, ok := strings.CutPrefix(a.Name, kind)
		if !ok {
			continue
		}
		bound := &spec.Bound{Text: seconds(a.Value), Exclusive: rule == "gt" || rule == "lt", Span: a.Span}
		switch rule {
		case "gt", "gte":
			m.lower = bound
		case "lt", "lte":
			m.upper = bound
		case "within":
			m.within = bound
		}
	}
	return m
}

// seconds writes a Duration or a Timestamp as the decimal number of seconds that it is.
func seconds(v *spec.Value) string {
	whole, _ := v.Get("seconds").Int()
	nanos, _ := v.Get("nanos").Int()
	total := new(big.Rat).Add(big.NewRat(whole, 1), big.NewRat(nanos, 1_000_000_000))
	return strings.TrimSuffix(strings.TrimRight(total.FloatString(9), "0"), ".")
}
