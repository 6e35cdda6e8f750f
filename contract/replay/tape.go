package replay

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
)

// tape is what a contract says of one set of states, in its order. Writes that succeed divide it into
// chapters: what is read between two of them is what holds there.
type tape struct {
	states  []contract.State
	sorted  bool // its order says nothing
	plays   []*play
	sent    int    // the last one answered that is no read, -1 before
	written int    // the last write that has succeeded, -1 before
	when    uint64 // that was; 0: never
}

// play is an interaction on its tape.
type play struct {
	Interaction
	tape       *tape
	call       *call // over gRPC; nil: it is another one
	number, at int   // among all, on its tape
	asked      int
	last       uint64 // when it was asked for; 0: never
}

// write is a request that was answered and has changed something.
type write struct {
	tape    *tape
	path    string
	when    uint64
	deletes bool
}

// mostWrites is how many are remembered.
const mostWrites = 1000

// reads reports whether the interaction leaves the provider as it is (RFC 9110, 9.2.1).
func (p *play) reads() bool {
	if p.call != nil {
		return p.call.reads()
	}
	if p.Kind != contract.HTTP {
		return true
	}
	switch p.Request.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "":
		return true
	}
	return false
}

// writes reports whether the interaction has changed something.
func (p *play) writes() bool { return !p.reads() && p.status() < 400 }

// deletes reports whether something is gone once the interaction has answered.
func (p *play) deletes() bool {
	if p.call != nil {
		return strings.HasPrefix(string(p.call.Method.Name()), "Delete")
	}
	return p.Request.Method == http.MethodDelete
}

// status is that of the answer, as HTTP has it.
func (p *play) status() int {
	switch {
	case p.call != nil:
		return p.call.status()
	case p.Kind != contract.HTTP:
		return http.StatusOK
	}
	return cmp.Or(p.Response.Status, http.StatusOK)
}

// played notes that the interaction answers a request of the path now.
func (s *Server) played(p *play, path string) {
	s.clock++
	p.asked++
	p.last = s.clock
	if !p.reads() {
		p.tape.sent = p.at
	}
	if !p.writes() {
		return
	}
	p.tape.written, p.tape.when = p.at, s.clock
	if s.writes = append(s.writes, write{p.tape, path, s.clock, p.deletes()}); len(s.writes) > mostWrites {
		s.writes = s.writes[1:]
	}
}

// end returns where the chapter ends that holds now: at the next write.
func (t *tape) end() int {
	for _, p := range t.plays[t.written+1:] {
		if p.writes() {
			return p.at
		}
	}
	return len(t.plays)
}

// current reports whether the interaction stands in the chapter that holds now.
func (p *play) current() bool { return p.at > p.tape.written && p.at < p.tape.end() }

// turn returns whose turn it is of some interactions of one tape, in its order.
func (t *tape) turn(of []*play, deleted bool) *play {
	switch {
	case t.sorted:
		return expected(of, deleted)
	case of[0].reads():
		return readTurn(of)
	}
	for _, p := range of {
		if p.at > t.sent {
			return p
		}
	}
	return before(of, t.sent+1)
}

// expected returns the first answer that tells of success, or after something was deleted that it is
// gone; and else the first one.
func expected(of []*play, deleted bool) *play {
	for _, p := range of {
		if gone := deleted && p.reads(); gone && p.status() >= 400 && p.usual() || !gone && p.status() < 400 {
			return p
		}
	}
	return of[0]
}

// isSorted reports whether a contract's interactions stand in the order of their descriptions and keys:
// so machines write what they have put together, whatever came first.
func isSorted(c *contract.Contract) bool {
	for _, i := range c.Interactions {
		if i.Key == "" {
			return false
		}
	}
	return slices.IsSortedFunc(c.Interactions, func(a, b *contract.Interaction) int {
		return cmp.Or(strings.Compare(a.Description, b.Description), strings.Compare(a.Key, b.Key))
	})
}

// readTurn returns the first of the chapter that was not read since it began, or its last one. What is
// not read in it is as before.
func readTurn(of []*play) *play {
	t := of[0].tape
	chapter := slices.DeleteFunc(slices.Clone(of), func(p *play) bool { return !p.current() })
	for _, p := range chapter {
		if p.last <= t.when {
			return p
		}
	}
	if len(chapter) > 0 {
		return chapter[len(chapter)-1]
	}
	return before(of, t.written)
}

// before returns the last one before a place of the tape, the first one where none is.
func before(of []*play, at int) *play {
	for _, p := range slices.Backward(of) {
		if p.at < at {
			return p
		}
	}
	return of[0]
}
