package composition

import (
	"fmt"
	"math"
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var contains = breaking.New(breaking.Meta{
	ID: "contains", Title: "how many items of a list match a schema", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"contains", "minContains", "maxContains"},
}, breaking.Hooks{Type: compareContains})

func compareContains(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if pair.Old.Kind != spec.KindArray || pair.New.Kind != spec.KindArray {
		return
	}
	old, new := schemas(pair)
	switch {
	case old.Contains == nil && new.Contains == nil:
	case old.Contains == nil:
		held(p, breaking.Narrows, "has to hold items of some sort now", new)
	case new.Contains == nil:
		held(p, breaking.Widens, "need not hold items of some sort any more", old)
	default:
		compareHeld(p, old, new)
	}
}

// held reports the keyword itself. To hold none or more of something is no restriction.
func held(p *breaking.Pass, effect breaking.Effect, became string, s *spec.Schema) {
	if fewest(s) == 0 && s.MaxContains == nil {
		return
	}
	report := statement{keyword: "contains", effect: effect, said: fmt.Sprintf("%s %s", about(p), became)}
	if effect == breaking.Narrows {
		report.to = written(s.Contains)
	} else {
		report.from = written(s.Contains)
	}
	report.report(p)
}

func compareHeld(p *breaking.Pass, old, new *spec.Schema) {
	if (old.MaxContains != nil || new.MaxContains != nil) && !p.Same(old.Contains, new.Contains) {
		statement{
			keyword: "contains", from: written(old.Contains), to: written(new.Contains), effect: breaking.Undecided,
			said: fmt.Sprintf("what counts among the items of %s is something else", about(p)),
		}.report(p)
	}
	if fewest(old) == fewest(new) && largest(old) == largest(new) {
		return
	}
	least := statement{keyword: "minContains", effect: order(fewest(new), fewest(old))}
	least.from, least.old = limit(old.MinContains)
	least.to, least.new = limit(new.MinContains)
	least.said = fmt.Sprintf("%s has to hold at least %d such items, and had to hold %d", about(p), fewest(new), fewest(old))
	least.report(p)
	most := statement{keyword: "maxContains", effect: order(largest(old), largest(new))}
	most.from, most.old = limit(old.MaxContains)
	most.to, most.new = limit(new.MaxContains)
	most.said = fmt.Sprintf("%s may hold %s such items, and could hold %s", about(p), upTo(new), upTo(old))
	most.report(p)
}

func fewest(s *spec.Schema) uint64 {
	if s.MinContains == nil {
		return 1
	}
	return s.MinContains.N
}

func largest(s *spec.Schema) uint64 {
	if s.MaxContains == nil {
		return math.MaxUint64
	}
	return s.MaxContains.N
}

func upTo(s *spec.Schema) string {
	if s.MaxContains == nil {
		return "any number"
	}
	return "up to " + strconv.FormatUint(s.MaxContains.N, 10)
}

func limit(l *spec.Limit) (text string, at source.Span) {
	if l == nil {
		return "", source.Span{}
	}
	return strconv.FormatUint(l.N, 10), l.Span
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
