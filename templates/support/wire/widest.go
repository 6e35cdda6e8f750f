package wire

import (
	"slices"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Arm is an alternative of anyOf for objects.
type Arm struct {
	Check Check
	Names []string // the members that it has room for; nil: all
}

// Widest gives the index of the arm that holds and has room for the most of n's members, the first of several; -1 if none
// holds: that is a violation. Where several hold, members that the first one doesn't declare aren't lost.
func (r *Reader) Widest(n Node, arms ...Arm) int {
	best, most := -1, -1
	var near candidates
	for i, arm := range arms {
		ok, alien := r.probe(n, arm.Check)
		near.add(i, alien)
		if !ok {
			continue
		}
		if room := r.room(n, arm.Names); room > most {
			best, most = i, room
		}
		if most == r.Count(n) && r.tracked == 0 {
			return best
		}
	}
	if best < 0 {
		checks := make([]Check, len(arms))
		for i, arm := range arms {
			checks[i] = arm.Check
		}
		r.explain(n, near, checks, errors.AnyOf, "must fit at least one of the schemas that are declared")
	}
	return best
}

// room counts the members of n that are among the names.
func (r *Reader) room(n Node, names []string) int {
	if names == nil {
		return r.Count(n)
	}
	count := 0
	for m := r.Members(n); m.Next(); {
		if slices.Contains(names, m.Key) {
			count++
		}
	}
	return count
}
