package meaning

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var documentedLimit = breaking.New(breaking.Meta{
	ID: "documented-limit", Title: "the largest and the smallest value that documentation allows", Group: "meaning",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{158, 180}, Since: "2026.1",
}, breaking.Hooks{Declaration: compareDocumentedLimits})

func compareDocumentedLimits(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	told(p, pair, func(found promise) {
		word := "largest"
		switch found.kind {
		case promisedMinimum:
			word = "smallest"
		case promisedMaximum:
		default:
			return
		}
		c := p.Changed(proseKey(p.Format), found.from, found.to,
			fmt.Sprintf("by its documentation the %s that %s allows was %s and is %s", word, name(pair.New), found.from, found.to),
			breaking.On(breaking.Behavior, breaking.Promise, limitEffect(found)))
		if c.Backward != (breaking.Verdicts{}) {
			c.Cure = "keep the limit, or tell consumers before the new one holds"
		}
	})
}

// limitEffect returns what the new limit does to the values that are allowed.
func limitEffect(found promise) breaking.Effect {
	from, to := breaking.Number(found.from), breaking.Number(found.to)
	switch {
	case from == nil || to == nil:
		return breaking.Undecided
	case (from.Cmp(to) > 0) == (found.kind == promisedMaximum):
		return breaking.Narrows
	}
	return breaking.Widens
}
