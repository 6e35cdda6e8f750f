// Package record makes a consumer contract of the traffic between one consumer and one provider. What a
// value may be besides the one that was seen is taken from the spec, and so is what must not be written
// down. It knows the model of specs, and neither loaders nor command lines.
package record

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Options says who talks to whom, and what is done with it. Consumer and Provider must be set.
type Options struct {
	Consumer, Provider string

	Files  *protoregistry.Files // of .proto files, by which calls over gRPC are recorded; nil: there are none
	Protos []*spec.API          // the model of these files

	States []string // that hold at the provider while it is recorded
	Names  []string // of fields, parameters and headers whose values are not written, besides those that are known

	MaxBody         int64 // bytes of a body that is looked at; 0: 4 MiB
	MaxInteractions int   // 0: 1000
	// BodyTimeout is how long the upstream may take for a body that is looked at, once it has begun to answer; 0: 1 min.
	BodyTimeout time.Duration

	// Save keeps the contract, as a file of version 4; it is called whenever there is something new, before the consumer
	// gets the answer, by one goroutine at a time. nil: it isn't kept.
	Save func([]byte) error
	// Tell is told what is found, as soon as it is: one line, redacted like all else. nil: nobody.
	Tell func(string)
	// Locate returns where the user's spec says what a node says; nil: where the node stands.
	Locate func(*spec.Node) source.Span
}

const (
	usualBody         = 4 << 20
	usualInteractions = 1000
	usualWait         = time.Minute
)

// Recorder learns a contract from exchanges. It is safe for concurrent use.
type Recorder struct {
	options    Options
	names      []string // canonical
	documents  []*document
	operations map[string]*operation
	calls      *services
	literals   map[string]bool // segments of paths that the spec itself names
	paths      []string        // of servers, below which the operations may be
	handler    http.Handler

	mutex     sync.Mutex
	before    hidden // what had to be hidden in earlier exchanges
	learned   map[string]*interaction
	dialogues map[string]*dialogue
	broken    map[string]bool // interactions that can't be written
	findings  []report.Finding
	counts    map[string]int // of findings, by what they say
	seen      int
}

// document is one OpenAPI document.
type document struct {
	api     *spec.API
	checker *validate.Checker
	part    *validate.Checker // of answers in which only what all samples had is left
	any     *spec.Type        // of what has no schema
	types   map[*spec.MediaType]*media
	joint   map[*spec.Type][]*spec.Type // one schema for several, by the first of them

	templates []*template // of all operations
}

func newDocument(api *spec.API) *document {
	return &document{
		api: api, checker: validate.New(api), part: validate.NewPartial(api), any: &spec.Type{},
		types: map[*spec.MediaType]*media{}, joint: map[*spec.Type][]*spec.Type{},
	}
}

// New returns the recorder for some OpenAPI documents that one provider serves. The error names paths
// that no router can tell apart.
func New(apis []*spec.API, o Options) (*Recorder, error) {
	o.MaxBody, o.MaxInteractions = cmp.Or(o.MaxBody, usualBody), cmp.Or(o.MaxInteractions, usualInteractions)
	o.BodyTimeout = cmp.Or(o.BodyTimeout, usualWait)
	if o.Locate == nil {
		o.Locate = func(n *spec.Node) source.Span { return n.NameSpan }
	}
	r := &Recorder{
		options: o, names: canonical(o.Names), operations: map[string]*operation{}, literals: map[string]bool{},
		learned: map[string]*interaction{}, dialogues: map[string]*dialogue{}, calls: servicesOf(o.Files, o.Protos), broken: map[string]bool{}, counts: map[string]int{},
	}
	var planned []boundary.Operation
	for _, api := range apis {
		d := newDocument(api)
		r.documents = append(r.documents, d)
		planned = append(planned, r.plan(d)...)
		r.paths = append(r.paths, ready.ServerPaths(api)...)
	}
	for path := range r.calls.methods {
		for segment := range strings.SplitSeq(path, "/") {
			r.literals[segment] = true
		}
	}
	slices.SortStableFunc(r.paths, func(a, b string) int { return len(b) - len(a) })
	var err error
	r.handler, err = serve(planned, o.MaxBody)
	return r, err
}

// Contract returns what has been learned so far, in one order whatever came first.
func (r *Recorder) Contract() *contract.Contract {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.contract()
}

func (r *Recorder) contract() *contract.Contract {
	c := &contract.Contract{Version: contract.V4, Consumer: r.options.Consumer, Provider: r.options.Provider}
	for _, i := range r.learned {
		c.Interactions = append(c.Interactions, i.built)
	}
	var held []rpc.Descriptors
	for _, d := range r.dialogues {
		c.Interactions = append(c.Interactions, d.built)
		if !slices.Contains(held, d.method.held) {
			held = append(held, d.method.held)
		}
	}
	if len(held) > 0 {
		slices.SortFunc(held, func(a, b rpc.Descriptors) int { return strings.Compare(a.Key, b.Key) })
		c.Metadata = append(c.Metadata, rpc.Plugins(held))
	}
	slices.SortFunc(c.Interactions, func(a, b *contract.Interaction) int {
		return cmp.Or(strings.Compare(a.Description, b.Description), strings.Compare(a.Key, b.Key))
	})
	return c
}

// Bytes returns the contract as a file of version 4 of the Pact specification.
func (r *Recorder) Bytes() []byte {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.written()
}

func (r *Recorder) written() []byte {
	written, _ := pact.WriteV4(r.contract()) // version 4 has a way to say all of it
	return written
}

// Result is what there is to say of a recording.
type Result struct {
	Findings     []report.Finding // in report's order, each once, with how often it was seen
	Seen         int              // exchanges
	Interactions int              // that were written
}

// Result returns what has been found so far.
func (r *Recorder) Result() Result {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	all := Result{Seen: r.seen, Interactions: len(r.learned) + len(r.dialogues)}
	for _, f := range r.findings {
		f.Message += times(r.counts[f.Rule+f.Message])
		all.Findings = append(all.Findings, f)
	}
	all.Findings = report.Sort(all.Findings)
	return all
}
