package wire

import "github.com/bylaw-dev/bylaw/templates/support/errors"

// Valid says whether check finds nothing wrong with n. It records nothing.
func (r *Reader) Valid(n Node, check Check) bool {
	ok, _ := r.probe(n, check)
	return ok
}

// probe is Valid, and says whether n is of a kind that check doesn't want at all.
func (r *Reader) probe(n Node, check Check) (ok, alien bool) {
	if r.state.stop || !r.spend(1) {
		return false, false
	}
	before, marks, tracked, discard, scope := r.state, len(r.marks), r.tracked, r.discard, len(r.scope)
	r.state.silent++
	r.state.failed, r.state.stop, r.state.alien, r.state.probed = false, false, false, n
	check(r, n)
	ok, alien = !r.state.failed, r.state.alien
	if !ok {
		r.marks = r.marks[:marks]
	}
	r.tracked, r.discard, r.scope = tracked, discard, r.scope[:scope]
	r.restore(before)
	return ok, alien
}

// restore ends a silent check; what it cost stays spent.
func (r *Reader) restore(before state) {
	fuel, spent := r.state.fuel, r.state.spent
	r.state = before
	r.state.fuel, r.state.spent = fuel, spent
	if spent {
		r.state.failed, r.state.stop = true, true
	}
}

// AnyOf gives the index of the first check that holds, -1 if none does: that is a violation.
func (r *Reader) AnyOf(n Node, checks ...Check) int {
	first := -1
	var near candidates
	for i, check := range checks {
		ok, alien := r.probe(n, check)
		near.add(i, alien)
		if ok && first < 0 {
			first = i
		}
		if first >= 0 && r.tracked == 0 { // others matter only for what they evaluate
			return first
		}
	}
	if first < 0 {
		r.explain(n, near, checks, errors.AnyOf, "must fit at least one of the schemas that are declared")
	}
	return first
}

// OneOf gives the index of the only check that holds, -1 if none or several do: that is a violation.
func (r *Reader) OneOf(n Node, checks ...Check) int {
	only := -1
	var near candidates
	for i, check := range checks {
		ok, alien := r.probe(n, check)
		near.add(i, alien)
		if ok && only >= 0 {
			r.Violate(n, errors.OneOf, "must fit one of the schemas that are declared, but fits several")
			return -1
		}
		if ok {
			only = i
		}
	}
	if only < 0 {
		r.explain(n, near, checks, errors.OneOf, "must fit one of the schemas that are declared, but fits none")
	}
	return only
}

// candidates are the checks that want the kind of value that is there.
type candidates struct{ count, last int }

func (c *candidates) add(i int, alien bool) {
	if !alien {
		c.count++
		c.last = i
	}
}

// explain records why no check holds. If only one of them wants such a kind of value, what it finds says more.
func (r *Reader) explain(n Node, near candidates, checks []Check, code, text string) {
	before := len(r.found)
	if near.count == 1 && r.state.silent == 0 {
		checks[near.last](r, n)
	}
	if len(r.found) == before {
		r.Violate(n, code, text)
	}
}

// Not records a violation if check holds.
func (r *Reader) Not(n Node, check Check) bool {
	marks := len(r.marks)
	if !r.Valid(n, check) {
		return true
	}
	r.marks = r.marks[:marks]
	return r.Violate(n, errors.Not, "must not fit the schema that is excluded")
}

// If looks at n with then if cond holds, else with els. Both may be nil.
func (r *Reader) If(n Node, cond, then, els Check) {
	chosen := els
	if r.Valid(n, cond) {
		chosen = then
	}
	if chosen != nil {
		chosen(r, n)
	}
}

// Contains counts the items of an array that check holds for: at least least and at most most (-1: any number).
func (r *Reader) Contains(n Node, check Check, least, most int) bool {
	if r.nodes[n].kind != KindArray {
		return true
	}
	count := 0
	for items := r.Items(n); items.Next(); {
		if !r.Valid(items.Value, check) {
			continue
		}
		r.Evaluated(items.Value)
		if count++; most < 0 && count >= least && r.tracked == 0 {
			return true
		}
	}
	return r.contained(n, count, least, most)
}

func (r *Reader) contained(n Node, count, least, most int) bool {
	switch {
	case count < least && least == 1:
		return r.Violate(n, errors.Contains, "must contain an item that fits the schema that is declared")
	case count < least:
		return r.violate(n, errors.MinContains, "must contain at least ", counted(least, "item"), " of the kind that is declared")
	case most >= 0 && count > most:
		return r.violate(n, errors.MaxContains, "must contain at most ", counted(most, "item"), " of the kind that is declared")
	}
	return true
}

// Each looks at every item of an array from an index on, and marks them as evaluated.
func (r *Reader) Each(n Node, from int, check Check) {
	for items := r.Items(n); items.Next(); {
		if items.Index >= from {
			check(r, items.Value)
			r.Evaluated(items.Value)
		}
	}
}
