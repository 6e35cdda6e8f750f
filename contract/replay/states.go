package replay

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// keyOf tells sets of states apart.
func keyOf(states []contract.State) string {
	var keys []string
	for _, s := range states {
		keys = append(keys, string(contract.AppendJSON(nil, contract.Object(append([]spec.Member{{Key: "", Value: contract.Text(s.Name)}}, s.Params...)...))))
	}
	slices.Sort(keys)
	return strings.Join(keys, "\n")
}

// holds reports whether all states hold that a tape is given: that were set, unless nobody has set any.
func (s *Server) holds(t *tape) bool {
	if len(s.states) == 0 {
		return true
	}
	for _, wanted := range t.states {
		if !slices.ContainsFunc(s.states, func(set contract.State) bool { return covers(set, wanted) }) {
			return false
		}
	}
	return true
}

// covers reports whether a state that was set is the one that is wanted: of one name, and no parameter
// that both have differs.
func covers(set, wanted contract.State) bool {
	if set.Name != wanted.Name {
		return false
	}
	for _, p := range wanted.Params {
		for _, other := range set.Params {
			if p.Key == other.Key && string(contract.AppendJSON(nil, p.Value)) != string(contract.AppendJSON(nil, other.Value)) {
				return false
			}
		}
	}
	return true
}

// mostStates is how many may be set at once.
const mostStates = 1000

// Set brings a state about, as a provider's hook would; what contracts say of it begins anew. It
// reports whether any contract knows the state; of too many the oldest ends.
func (s *Server) Set(state contract.State) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !slices.ContainsFunc(s.known(), func(k contract.State) bool { return k.Name == state.Name }) {
		return false
	}
	s.remove(state, true)
	if s.states = append(s.states, state); len(s.states) > mostStates {
		s.states = s.states[1:]
	}
	s.since = s.clock
	s.rewind(func(t *tape) bool {
		return slices.ContainsFunc(t.states, func(given contract.State) bool { return given.Name == state.Name })
	})
	return true
}

// Unset takes a state back: the one with these parameters, or else all of its name.
func (s *Server) Unset(state contract.State) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if before := len(s.states); len(state.Params) > 0 {
		if s.remove(state, true); len(s.states) < before {
			return
		}
	}
	s.remove(state, false)
}

// remove takes back the states of a name, or only that with the same parameters.
func (s *Server) remove(state contract.State, same bool) {
	s.states = slices.DeleteFunc(s.states, func(set contract.State) bool {
		return set.Name == state.Name && (!same || keyOf([]contract.State{set}) == keyOf([]contract.State{state}))
	})
}

// detail is how much of the states that were set a tape is about: the more, the more precise it is.
func (s *Server) detail(t *tape) int {
	n := 0
	for _, wanted := range t.states {
		best := 0
		for _, set := range s.states {
			if covers(set, wanted) {
				best = max(best, 1+2*shared(set, wanted)-len(wanted.Params))
			}
		}
		n += best
	}
	return n
}

// shared counts the parameters that both states have.
func shared(set, wanted contract.State) int {
	n := 0
	for _, p := range wanted.Params {
		if slices.ContainsFunc(set.Params, func(other spec.Member) bool { return other.Key == p.Key }) {
			n++
		}
	}
	return n
}

// Rewind begins anew: no state is set, and nothing was written. What was asked for stays counted.
func (s *Server) Rewind() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.states = nil
	s.rewind(func(*tape) bool { return true })
}

func (s *Server) rewind(chosen func(*tape) bool) {
	for _, p := range s.plays {
		if chosen(p.tape) {
			p.tape.sent, p.tape.written, p.tape.when = -1, -1, 0
			p.last = 0
		}
	}
	s.writes = slices.DeleteFunc(s.writes, func(w write) bool { return chosen(w.tape) })
}

// known returns the states that the contracts name, each once, in their order.
func (s *Server) known() []contract.State {
	var all []contract.State
	seen := map[string]bool{}
	for _, p := range s.plays {
		for _, state := range p.States {
			if key := keyOf([]contract.State{state}); !seen[key] {
				seen[key] = true
				all = append(all, state)
			}
		}
	}
	return all
}

// values returns what generators fill in of states: parameters of those that the interaction is given,
// and over them of those that were set.
func (s *Server) values(i *contract.Interaction) map[string]*spec.Value {
	all := map[string]*spec.Value{}
	for _, state := range append(slices.Clone(i.States), s.states...) {
		for _, p := range state.Params {
			all[p.Key] = p.Value
		}
	}
	return all
}
