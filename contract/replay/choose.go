package replay

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
)

// choose returns the one of those that match the request which answers it; nil: the states of none
// hold. Those whose example the request is like come first.
func (s *Server) choose(of []*play, path string, like func(*play) int) *play {
	eligible := slices.DeleteFunc(slices.Clone(of), func(p *play) bool { return !s.eligible(p, path) })
	if len(eligible) == 0 {
		return nil
	}
	eligible = likest(eligible, like)
	best := slices.MinFunc(eligible, func(a, b *play) int { return s.compare(a, b, path) })
	alike := slices.DeleteFunc(eligible, func(p *play) bool { return p.tape != best.tape || p.reads() != best.reads() || !best.asksLike(p) })
	return best.tape.turn(alike, s.deleted(best.tape, path))
}

// asksLike reports whether two interactions are about the same, as far as their examples tell: only then
// does the one come after the other. Of contracts without an order nothing does.
func (p *play) asksLike(other *play) bool {
	if p.tape.sorted || p.Request == nil || other.Request == nil {
		return true
	}
	return p.Request.Path == other.Request.Path
}

// deleted reports whether what was last written of a tape, and a read of the path may see, was deleted.
func (s *Server) deleted(on *tape, path string) bool {
	for _, w := range slices.Backward(s.writes) {
		if w.tape == on && related(w.path, path) {
			return w.deletes
		}
	}
	return false
}

// eligible reports whether the states of an interaction hold, or may: nobody has set any, or what was
// written since may have brought them about.
func (s *Server) eligible(p *play, path string) bool {
	return s.holds(p.tape) || p.reads() && p.usual() && s.written(nil, path) > s.since
}

// written returns when something was last written that a read of the path may see, of one tape or of
// any; 0: never.
func (s *Server) written(on *tape, path string) uint64 {
	for _, w := range slices.Backward(s.writes) {
		if (on == nil || w.tape == on) && related(w.path, path) {
			return w.when
		}
	}
	return 0
}

// related reports whether one path is the other, or is below it: /orders and /orders/7.
func related(a, b string) bool {
	a, b = strings.TrimSuffix(a, "/")+"/", strings.TrimSuffix(b, "/")+"/"
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// usual reports whether the answer is one that a provider gives which is in no trouble, and may have
// come to give by what was written: that something is there, or that it is gone.
func (p *play) usual() bool {
	status := p.status()
	return status < 400 || p.reads() && (status == http.StatusNotFound || status == http.StatusGone)
}

// compare puts first what rather holds now.
func (s *Server) compare(a, b *play, path string) int {
	if c := cmp.Or(cmp.Compare(s.unlikely(a), s.unlikely(b)), cmp.Compare(unsaid(a, b, path), unsaid(b, a, path))); c != 0 {
		return c
	}
	if a.reads() && b.reads() {
		if c := cmp.Or(cmp.Compare(s.likelihood(a, path), s.likelihood(b, path)), s.later(a, b, path)); c != 0 {
			return c
		}
	}
	if len(s.states) > 0 { // what is said of more of the states that were set is more precise
		return cmp.Or(cmp.Compare(s.detail(b.tape), s.detail(a.tape)), cmp.Compare(a.number, b.number))
	}
	if c := cmp.Compare(len(a.tape.states), len(b.tape.states)); c != 0 {
		return c // nobody has set any: what needs fewer
	}
	return cmp.Compare(a.number, b.number)
}

// unsaid is 1 for a failure that was recorded of another path than that which is asked for, where the
// other one tells of success.
func unsaid(p, other *play, path string) int {
	if p.Request != nil && p.Request.Path != path && p.status() >= 400 && other.status() < 400 && len(p.tape.states) == 0 && p.tape == other.tape {
		return 1
	}
	return 0
}

// unlikely is 1 for trouble that needs a state which nobody has set.
func (s *Server) unlikely(p *play) int {
	if len(s.states) == 0 && len(p.tape.states) > 0 && !p.usual() {
		return 1
	}
	return 0
}

// likelihood is lower for what rather holds when it is read: what was recorded after the write that was
// answered; what is given states that no write has ended, those first that were set; the rest.
func (s *Server) likelihood(p *play, path string) int {
	switch {
	case p.follows():
		return 0
	case s.written(p.tape, path) > 0:
		return 3
	case s.holds(p.tape):
		return 1
	}
	return 2
}

// follows reports whether the interaction was recorded after the write that was answered. Those that
// are given states stand each for itself, in whatever order.
func (p *play) follows() bool { return len(p.tape.states) == 0 && p.tape.when > 0 && p.current() }

// later orders what is alike: the newest write says what holds, and of the states that writes have ended
// those that were ended long ago rather hold again.
func (s *Server) later(a, b *play, path string) int {
	if a.follows() && b.follows() {
		return cmp.Compare(b.tape.when, a.tape.when)
	}
	return cmp.Compare(s.written(a.tape, path), s.written(b.tape, path))
}

// likest returns those whose example is likest to the request.
func likest(of []*play, like func(*play) int) []*play {
	if len(of) < 2 {
		return of
	}
	var best []*play
	most := -1
	for _, p := range of {
		score := like(p)
		if score > most {
			best, most = nil, score
		}
		if score == most {
			best = append(best, p)
		}
	}
	return best
}

// mostHeaders bounds what headers count against the body.
const mostHeaders = 1000

// likeness is higher for the same path and query, then for the same body, then for the most headers.
func likeness(example, sent *contract.Request) int {
	score := min(len(example.Headers), mostHeaders)
	target := contract.Request{Method: sent.Method, Path: example.Path, Query: example.Query, QueryText: example.QueryText}
	if len(match.Request(&target, spelled(sent, example))) == 0 {
		score += 4 * (mostHeaders + 1)
	}
	switch {
	case example.Body.Presence == contract.Missing:
	case len(match.Request(&contract.Request{Method: sent.Method, Path: sent.Path, Query: sent.Query, Headers: typeOnly(example.Headers), Body: example.Body}, sent)) == 0:
		score += 2 * (mostHeaders + 1)
	default:
		score += mostHeaders + 1
	}
	return score
}

// typeOnly returns the header that says how a body is read.
func typeOnly(headers []contract.Values) []contract.Values {
	if text, given := contract.Header(headers, "Content-Type"); given {
		return []contract.Values{{Name: "Content-Type", Values: []string{text}}}
	}
	return nil
}
