package golang

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// lowering is the state of one Lower.
type lowering struct {
	api      *spec.API
	options  generator.Options
	names    *naming.Scope // the package's
	methods  *naming.Scope // of operations
	seals    *naming.Scope // of their results
	types    *schema.Types
	sampler  *sample.Sampler
	findings []report.Finding

	groups       []*group
	operations   []*operation
	served       map[*operation]*ServerOperation
	keys         map[string]*operation // by the names that the boundary has for them
	parameters   map[*spec.Parameter]*parameter
	texts        map[string]*parameter      // those that are declared again word for word
	headers      []*parameter               // those that several answers share
	answers      map[*spec.Response]*answer // of components
	answered     []*answer                  // in the order of their first use
	fillers      map[*spec.Type]*filler
	filled       []*filler
	requestUUIDs bool              // the contract says that request IDs are UUIDs
	lists        map[string]string // error lists by what is in them
	errorLists   []ErrorList
}

// group is the operations of one tag.
type group struct {
	name, stub string // "Orders" and "UnimplementedOrders"
	tag        string
	doc        string
	operations []*operation
}

// operation is one operation on its way to Go.
type operation struct {
	*spec.Operation
	group                       *group
	name, request, result, seal string
	fields                      []requestField
	body                        *body
	answers                     []*use
	unfaked                     string // why the fake has no answer; "": it has
}

func newLowering(api *spec.API, o generator.Options) *lowering {
	names := naming.NewScope(reserved()...)
	return &lowering{
		api: api, options: o, names: names, methods: naming.NewScope(), seals: naming.NewScope(), sampler: sample.New(1),
		types:      schema.New(api, names, schema.Options{Annotate: o.Annotate, Types: o.Types}),
		parameters: map[*spec.Parameter]*parameter{},
		texts:      map[string]*parameter{},
		answers:    map[*spec.Response]*answer{},
		fillers:    map[*spec.Type]*filler{},
		lists:      map[string]string{},
		served:     map[*operation]*ServerOperation{},
	}
}

// collect finds the operations that are wanted, and tells of those that can't be had.
func (l *lowering) collect() {
	for _, s := range l.api.Services {
		for _, o := range s.Operations {
			if o.Kind != spec.Call {
				l.leaveOut(o)
			} else if l.options.Wants(o) {
				l.operations = append(l.operations, &operation{Operation: o})
				l.callbacks(o)
			}
		}
	}
	l.operations = l.routable(l.operations)
	l.name()
}

// lower lowers every operation, what they share when it is first met.
func (l *lowering) lower() {
	l.countShared()
	l.countAnswers()
	for _, o := range l.operations {
		l.lowerRequest(o)
		l.lowerAnswers(o)
	}
	if l.wants(generator.Server) {
		l.warnOfStatuses()
	}
}

// report returns everything that was said, in report's order.
func (l *lowering) report() []report.Finding {
	return report.Sort(slices.Concat(l.findings, l.names.Findings(), l.methods.Findings()))
}

// wants reports whether a part of the package is wanted.
func (l *lowering) wants(part generator.Outputs) bool { return l.options.Outputs.Has(part) }
