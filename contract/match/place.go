package match

import (
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// place is a step of the path of a value that is compared. An element of XML is one step, though a
// path may name its position among its equals as well.
type place struct {
	contract.Step
	element bool
	aliases []string // of an element: with its prefix or namespace
	several bool     // an element that is not the only one of its name
}

// route is the path of a value, beginning with the root.
type route []place

func root() route { return route{{Step: contract.Step{Kind: contract.Root}}} }

// field and item lead on. Routes from one place share their memory, for values are compared one after
// the other: the second would be nowhere if the first were still in use.
func (r route) field(name string) route {
	return append(r, place{Step: contract.Step{Kind: contract.Field, Name: name}})
}

func (r route) item(i int) route {
	return append(r, place{Step: contract.Step{Kind: contract.Index, Index: i}})
}

// String returns the path as people write it.
func (r route) String() string { return contract.Path{Steps: r.steps()}.String() }

func (r route) steps() []contract.Step {
	var steps []contract.Step
	for _, p := range r {
		steps = append(steps, p.Step)
		if p.element && p.several {
			steps = append(steps, contract.Step{Kind: contract.Index, Index: p.Index})
		}
	}
	return steps
}

// choose returns the rule for the value at the route: of those whose path leads to it or to something
// that holds it the most precise one, as the specification of version 2 weighs them. It also reports
// whether the rule is that of something that holds the value, and its weight.
func choose(rules []*contract.Rule, to route) (best *contract.Rule, cascaded bool, most float64) {
	for _, r := range rules {
		weight, above := weigh(r.Path.Steps, to)
		if weight == 0 || len(r.Matchers) == 0 || above && !cascades(r) {
			continue
		}
		// Rules of equal weight were written for the same place: the first holds.
		if weight *= float64(len(r.Path.Steps)); weight > most {
			best, cascaded, most = r, above, weight
		}
	}
	return best, cascaded, most
}

// cascades reports whether a rule holds for what the value holds, too.
func cascades(r *contract.Rule) bool {
	return slices.ContainsFunc(r.Matchers, func(m *contract.Matcher) bool { return spreads(m.Kind) })
}

// spreads reports whether a matcher holds for what the value holds, too.
func spreads(kind contract.MatcherKind) bool {
	switch kind {
	case contract.ArrayContains, contract.ValuesOnly, contract.EachKey, contract.EachValue,
		contract.IgnoreOrder, contract.ContentType, contract.StatusCode:
		return false
	}
	return true
}

// ofScalars reports whether no object is what a matcher asks for, or no array. Most are held against the items
// of an array alone, and patterns against the members of an object, as the reference implementation does it.
func ofScalars(kind contract.MatcherKind, actual spec.ValueKind) bool {
	switch {
	case actual == spec.List:
		return kind == contract.NullValue
	case actual != spec.Map:
		return false
	}
	switch kind {
	case contract.Number, contract.Integer, contract.Decimal, contract.Boolean, contract.NullValue,
		contract.Date, contract.Time, contract.DateTime, contract.Include, contract.Semver, contract.ContentType, contract.StatusCode:
		return true
	}
	return false
}

// weigh multiplies 2 for each step that names its value and 1 for each that takes any; 0 where the
// path does not lead there. It reports whether it ends above the value.
func weigh(steps []contract.Step, to route) (weight float64, above bool) {
	weight = 1
	at := 0
	for i := 0; i < len(steps); i++ {
		if at == len(to) {
			return 0, false
		}
		weight *= fits(steps[i], to[at])
		if weight == 0 {
			return 0, false
		}
		// The position of an element may follow its name.
		if next := i + 1; to[at].element && next < len(steps) && (steps[next].Kind == contract.Index || steps[next].Kind == contract.AnyIndex) {
			i = next
			weight *= fitsIndex(steps[i], to[at].Index)
		}
		at++
	}
	return weight, at < len(to)
}

func fits(s contract.Step, p place) float64 {
	switch s.Kind {
	case contract.Root:
		return one(p.Kind == contract.Root) * 2
	case contract.Field:
		named := p.Kind == contract.Field && s.Name == p.Name || slices.Contains(p.aliases, s.Name)
		return one(named || p.Kind == contract.Index && s.Name == strconv.Itoa(p.Index)) * 2
	case contract.AnyField:
		return one(p.Kind != contract.Root)
	}
	if p.element {
		return one(s.Kind == contract.AnyIndex)
	}
	if p.Kind == contract.Field { // the reference implementation writes a key of digits as a position
		return one(s.Kind == contract.Index && p.Name == strconv.Itoa(s.Index)) * 2
	}
	return one(p.Kind == contract.Index) * fitsIndex(s, p.Index)
}

func fitsIndex(s contract.Step, i int) float64 {
	if s.Kind == contract.AnyIndex {
		return 1
	}
	return one(s.Index == i) * 2
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
