// Package replay is a provider that exists in contracts only: it answers each request as they say that
// the provider answers, and says of any other which interaction comes nearest. It knows neither how
// contracts are written down nor who listens.
package replay

import (
	"net/http"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
)

// Options say how contracts are replayed. The zero value is good.
type Options struct {
	Seed    uint64           // what generators of random values go by
	Now     func() time.Time // what generators of dates and times go by; nil: the clock
	MaxBody int64            // of a request in bytes; 0: DefaultMaxBody

	// Next answers what no contract does; nil: that is told, with status 501.
	Next http.Handler
	// Before is called before an interaction answers, and reports whether it has dealt with the request; nil: never.
	Before func(http.ResponseWriter, *http.Request) bool
	// Tell is told of each request, after its answer was chosen and before it is sent; nil: nobody. It may be called
	// by several goroutines at once.
	Tell func(Exchange)
}

// DefaultMaxBody holds where Options has none.
const DefaultMaxBody = 1 << 20 // bytes

// Exchange is what became of one request.
type Exchange struct {
	Request  *http.Request
	Status   int          // 0: Next decides
	Answered *Interaction // nil: none
	Nearest  *Interaction // where none has answered; nil: there is none at all
	Failures []error      // values that could not be generated: their examples were sent
}

// Interaction is an interaction of a contract.
type Interaction struct {
	Contract *contract.Contract
	*contract.Interaction
}

// Server is the provider. It is safe for concurrent use.
type Server struct {
	options Options
	plays   []*play // in the order of the contracts
	skipped []Interaction

	mutex  sync.Mutex
	states []contract.State // that were set
	clock  uint64           // how many answers were given
	since  uint64           // by the clock: when a state was last set
	writes []write
	misses []miss
	missed int
}

// New returns the provider of some contracts.
func New(contracts []*contract.Contract, o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	s := &Server{options: o}
	for _, c := range contracts {
		s.record(c)
	}
	return s
}

// record prepares a contract: interactions that need the same states follow each other on one tape.
func (s *Server) record(c *contract.Contract) {
	tapes := map[string]*tape{}
	for _, i := range c.Interactions {
		one := Interaction{c, i}
		if i.Kind != contract.HTTP || i.Request == nil || i.Response == nil {
			s.skipped = append(s.skipped, one)
			continue
		}
		key := keyOf(i.States)
		if tapes[key] == nil {
			tapes[key] = &tape{states: i.States, written: -1, sent: -1}
		}
		p := &play{Interaction: one, tape: tapes[key], number: len(s.plays), at: len(tapes[key].plays)}
		p.tape.plays = append(p.tape.plays, p)
		s.plays = append(s.plays, p)
	}
}

// Skipped returns the interactions that are not replayed: those that aren't of HTTP.
func (s *Server) Skipped() []Interaction { return s.skipped }

// Use is an interaction, and how often it was asked for.
type Use struct {
	Interaction
	Asked int
}

// Uses returns all interactions that are replayed, in the order of the contracts.
func (s *Server) Uses() []Use {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	all := make([]Use, len(s.plays))
	for i, p := range s.plays {
		all[i] = Use{p.Interaction, p.asked}
	}
	return all
}

// Missed returns how many requests no interaction has answered.
func (s *Server) Missed() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.missed
}
