// Package coverage says what of a spec no contract covers: which operations no consumer calls, which
// answers none expects, which parameters and fields none sends or relies on. It knows the model of specs and
// contracts, and neither loaders nor who has played what.
package coverage

import (
	"context"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Options say how coverage is counted.
type Options struct {
	Check check.Options // how the spec is held against
	// RPC are .proto files whose services are called over gRPC.
	RPC []*spec.API
	// Failed are interactions that were played and did not hold, and why; they cover nothing.
	Failed map[*contract.Interaction]string
}

// Part is what kind of thing is covered.
type Part uint8

// The parts of an operation.
const (
	Status Part = iota // an answer, by its status
	Input              // a parameter, or a field of the request's body
	Field              // a field of an answer's body, or a header of it
)

// String returns "status", "input" or "field".
func (p Part) String() string { return [...]string{"status", "input", "field"}[p] }

// Thing is one thing that a contract can cover.
type Thing struct {
	Part   Part
	Path   string         // "404"; "page_size" or "$.lines[*].sku"; "$.total" or "ETag"
	Answer *spec.Response // that it is of, for Status and Field; nil for an input
	Node   *spec.Node     // that declares it
	By     []string       // the consumers that cover it, sorted

	id    spec.ID    // as the user has written it
	media *spec.Node // the body that a field is of; nil: it is none of a body
	query bool       // a parameter, not a field of the body
}

// Operation is one operation with all that there is to cover.
type Operation struct {
	*spec.Operation
	By           []string // the consumers that call it, sorted
	Interactions int      // that count
	Things       []*Thing
	rpc          bool
}

// Result is what came of a run.
type Result struct {
	Operations []*Operation // in the order of the specs
	NotCounted []report.NotChecked
	Counted    int // interactions
	origin     func(*spec.Node, source.Span) (spec.ID, source.Span)
	known      map[spec.ID]*Operation
}

// Run counts what contracts cover. An interaction counts that is not pending, does not contradict the spec
// and has not failed; of its answer those fields that it says something of. The error is that of the specs,
// or of the context.
func Run(ctx context.Context, specs []check.Spec, contracts []*contract.Contract, o Options) (*Result, error) {
	checker, err := check.New(specs, o.Check)
	if err != nil {
		return nil, err
	}
	r := &Result{origin: o.Check.Origin, known: map[spec.ID]*Operation{}}
	if r.origin == nil {
		r.origin = func(n *spec.Node, at source.Span) (spec.ID, source.Span) { return n.ID(), at }
	}
	r.list(specs, o.RPC)
	for _, c := range contracts {
		found, err := checker.Run(ctx, c)
		if err != nil {
			return nil, err
		}
		uses := map[*contract.Interaction][]check.Use{}
		for _, u := range found.Uses {
			uses[u.Interaction] = append(uses[u.Interaction], u)
		}
		for _, one := range found.Outcomes {
			r.count(c, one, uses[one.Interaction], o.Failed)
		}
	}
	return r, nil
}

// count has an interaction cover what it relies on, if it counts.
func (r *Result) count(c *contract.Contract, one check.Outcome, uses []check.Use, failed map[*contract.Interaction]string) {
	i := one.Interaction
	broken := func(p check.Problem) bool { return p.Broken }
	why := failed[i]
	switch {
	case i.Pending:
		why = "it is pending"
	case slices.ContainsFunc(one.Problems, broken):
		why = "it contradicts the spec, as `bylaw contract check` tells"
	case why != "":
	case !one.Checked && len(one.NotChecked) > 0:
		why = one.NotChecked[0].Why
	case len(uses) == 0:
		why = "nothing that it is about is in the spec"
	}
	if why != "" {
		r.NotCounted = append(r.NotCounted, report.NotChecked{What: fmt.Sprintf("%s, %q", consumerOf(c), i.Description), Why: why})
		return
	}
	if operation := r.operation(uses); operation != nil {
		r.Counted++
		operation.Interactions++
		note(&operation.By, consumerOf(c))
		operation.cover(consumerOf(c), i, uses)
	}
}

// operation returns the operation that uses of the spec are of; nil: it isn't listed.
func (r *Result) operation(uses []check.Use) *Operation {
	for _, u := range uses {
		if u.Part == check.InOperation {
			return r.known[u.Element]
		}
	}
	return nil
}

// cover marks what an interaction relies on.
func (o *Operation) cover(consumer string, i *contract.Interaction, uses []check.Use) {
	if i.Kind == contract.SyncMessage {
		o.coverCall(consumer, i, uses)
		return
	}
	var answer, media *spec.Node
	for _, u := range uses {
		switch u.Part {
		case check.InStatus:
			answer = u.Node
		case check.InMediaType:
			media = u.Node
		}
	}
	for _, u := range uses {
		for _, t := range o.Things {
			if t.coveredBy(u, answer, media, i) {
				note(&t.By, consumer)
			}
		}
	}
}

// coveredBy reports whether a use of an interaction with that answer covers the thing.
func (t *Thing) coveredBy(u check.Use, answer, media *spec.Node, i *contract.Interaction) bool {
	if t.Answer != nil && &t.Answer.Node != answer {
		return false
	}
	switch {
	case t.Part == Status:
		return u.Part == check.InStatus
	case t.Part == Input && refused(i): // what breaks the spec shows nothing of what works
		return false
	case t.Part == Input && t.query:
		return u.Part == check.InParameter && u.Node == t.Node
	case t.Part == Input:
		return u.Part == check.InRequestBody && u.Path == t.Path
	case t.media == nil:
		return u.Part == check.InHeader && u.Node == t.Node
	}
	return u.Part == check.InField && u.Asserted && u.Path == t.Path && media == t.media
}

func refused(i *contract.Interaction) bool { return i.Response != nil && i.Response.Status >= 400 }

// note adds a name to sorted ones.
func note(names *[]string, name string) {
	at, known := slices.BinarySearch(*names, name)
	if !known {
		*names = slices.Insert(*names, at, name)
	}
}

func consumerOf(c *contract.Contract) string {
	if c.Consumer == "" {
		return "a consumer"
	}
	return c.Consumer
}
