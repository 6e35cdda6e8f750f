// Package replay is a provider that exists in contracts only: it answers each request as they say that
// the provider answers, and says of any other which interaction comes nearest. It knows neither how
// contracts are written down nor who listens.
package replay

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/rpc"
)

// Options say how contracts are replayed. The zero value is good.
type Options struct {
	Seed    uint64           // what generators of random values go by
	Now     func() time.Time // what generators of dates and times go by; nil: the clock
	MaxBody int64            // of a request in bytes; 0: DefaultMaxBody

	// Next answers what no contract does; nil: that is told, with status 501. Calls over gRPC go to it if it takes them.
	Next      http.Handler
	NextCalls bool
	// Files are what messages look like whose contracts hold no descriptors; nil: there are none.
	Files *protoregistry.Files
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
	Status   int          // of HTTP, or the code of gRPC; of an Answered of nil, 0: Next decides
	Answered *Interaction // nil: none
	Nearest  *Interaction // where none has answered; nil: there is none at all
	Failures []error      // values that could not be generated: their examples were sent
}

// Interaction is an interaction of a contract.
type Interaction struct {
	Contract *contract.Contract
	*contract.Interaction
}

// Asks says what is asked for: the method and the path; of calls over gRPC "gRPC" and the method's name.
func (i Interaction) Asks() (method, target string) {
	switch {
	case i.Kind == contract.HTTP:
		return strings.ToUpper(cmp.Or(i.Request.Method, http.MethodGet)), i.Request.Path
	case rpc.IsCall(i.Interaction):
		return "gRPC", strings.TrimLeft(i.Plugins.Get("protobuf").Get("service").String(), "./")
	}
	return "message", i.Description
}

// Answers is the status of HTTP or the name of gRPC's; "" for a message.
func (i Interaction) Answers() string {
	switch {
	case i.Kind == contract.HTTP:
		return strconv.Itoa(cmp.Or(i.Response.Status, http.StatusOK))
	case rpc.IsCall(i.Interaction) && len(i.Replies) > 0:
		return rpc.ExpectedStatus(i.Replies[0])
	case rpc.IsCall(i.Interaction):
		return "OK"
	}
	return ""
}

// Skip is an interaction that is not replayed.
type Skip struct {
	Interaction
	Why string
}

// Server is the provider. It is safe for concurrent use.
type Server struct {
	options Options
	plays   []*play // in the order of the contracts
	library *rpc.Library
	skipped []Skip

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
	s := &Server{options: o, library: rpc.NewLibrary(o.Files)}
	for _, c := range contracts {
		s.record(c)
	}
	return s
}

// record prepares a contract: interactions that need the same states follow each other on one tape.
func (s *Server) record(c *contract.Contract) {
	tapes, sorted := map[string]*tape{}, isSorted(c)
	for _, i := range c.Interactions {
		p, err := s.prepare(Interaction{c, i})
		if err != nil {
			s.skipped = append(s.skipped, Skip{Interaction{c, i}, err.Error()})
			continue
		}
		key := keyOf(i.States)
		if tapes[key] == nil {
			tapes[key] = &tape{states: i.States, sorted: sorted, written: -1, sent: -1}
		}
		p.tape, p.number, p.at = tapes[key], len(s.plays), len(tapes[key].plays)
		p.tape.plays = append(p.tape.plays, p)
		s.plays = append(s.plays, p)
	}
}

// prepare makes an interaction ready to be asked for. The error says why it can't be.
func (s *Server) prepare(i Interaction) (*play, error) {
	p := &play{Interaction: i}
	switch {
	case i.Kind == contract.HTTP && (i.Request == nil || i.Response == nil):
		return nil, errors.New("it has no request or no response")
	case i.Kind == contract.HTTP && i.Response.Status != 0 && (i.Response.Status < 200 || i.Response.Status > 999):
		return nil, fmt.Errorf("its status %d is none that an answer can have", i.Response.Status)
	case rpc.IsCall(i.Interaction):
		var err error
		p.call, err = s.prepareCall(i)
		return p, err
	}
	return p, nil
}

// Skipped returns the interactions that are not replayed.
func (s *Server) Skipped() []Skip { return s.skipped }

// Calls reports whether some interactions are calls over gRPC.
func (s *Server) Calls() bool {
	return slices.ContainsFunc(s.plays, func(p *play) bool { return p.call != nil })
}

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
