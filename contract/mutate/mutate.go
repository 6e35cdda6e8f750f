package mutate

import (
	"context"
	"fmt"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The bounds of one run. What they leave out is told.
const (
	mostBody = 1 << 20 // bytes of a body that is looked into
	mostWork = 1 << 28 // bytes of mutated answers that are compared, for one interaction
	mostOf   = 2_000   // mutants of one kind of answer, on either side
)

// Options say how contracts are tried.
type Options struct {
	Check check.Options // how the spec is held against
	// RPC are .proto files whose services are called over gRPC.
	RPC []*spec.API
	// Answers are what a provider has answered; nil: answers are made of examples and the spec.
	Answers map[*contract.Interaction]Answer

	// Progress is called after each kind of answers; nil: nobody wants to know.
	Progress func(done, all int)
}

// Answer is what came of playing an interaction.
type Answer struct {
	Response *contract.Response // over HTTP
	Call     *rpc.Answer        // over gRPC
	Why      string             // there is none that holds: lower case, no full stop
}

// Side is where a mistake is made.
type Side uint8

// The sides.
const (
	InSpec   Side = iota // in what the spec declares of an answer: judged by the static check
	InAnswer             // in an answer: judged as verification judges it
)

// String returns "spec" or "answer".
func (s Side) String() string { return [...]string{"spec", "answer"}[s] }

// Tried is one mutant that was made.
type Tried struct {
	Mutant     string
	Side       Side
	Kind       *Kind       // the answer; of what schemas declare the first one that is played and has it
	Path       string      // of the value in the answer, the name of a header, or "" for the answer as a whole
	About      *spec.Field // what declares it, or the header; nil: the answer
	Killed     bool
	By         string // the consumer whose contract has noticed it first
	Equivalent bool   // it survived, and the spec allows such an answer: it is no mistake
}

// Kind is one kind of answers, with the mutants of such answers and of what the spec says of them alone.
type Kind struct {
	Operation *spec.Operation
	Response  *spec.Response
	Media     *spec.MediaType // nil: no body
	Players   []*Player       // that count; none: nobody plays it
	Tried     []*Tried

	// Method is called over gRPC, which ends with the status of the name Code ("NOT_FOUND"); nil: it is an
	// operation over HTTP.
	Method protoreflect.MethodDescriptor
	Code   string
}

// Schema is what the spec declares once for all answers that have it, with its mutants.
type Schema struct {
	Owner *spec.Type // nil: a header, or fields that nothing named declares
	Tried []*Tried
}

// Player is an interaction that is answered so, and counts.
type Player struct {
	Contract    *contract.Contract
	Interaction *contract.Interaction
	Uses        []check.Use

	stream *rpc.Stream // of a call
}

// Result is what came of a run.
type Result struct {
	Kinds      []*Kind   // in the order of the specs
	Schemas    []*Schema // in the order in which answers have them
	NotCounted []report.NotChecked
	Played     int // interactions that count
	origin     func(*spec.Node, source.Span) (spec.ID, source.Span)
}

// Run makes every mutant of every answer: those that a success of the spec may be, and those others that a
// contract is about. An interaction counts that is not pending, does not contradict the spec and, where it
// was played, held. The error is that of the specs, or that the context has ended.
func Run(ctx context.Context, specs []check.Spec, contracts []*contract.Contract, o Options) (*Result, error) {
	whole, err := check.New(specs, o.Check)
	if err != nil {
		return nil, err
	}
	r := &runner{Options: o, result: &Result{origin: o.Check.Origin}, left: map[report.NotChecked]bool{}, library: rpc.NewLibrary(o.Check.Files), tries: map[triedKey]*Tried{}, count: map[*target]int{}, owners: map[*spec.Type]*Schema{}}
	if r.result.origin == nil {
		r.result.origin = func(n *spec.Node, at source.Span) (spec.ID, source.Span) { return n.ID(), at }
	}
	r.targets(specs)
	r.calls()
	for _, c := range contracts {
		for _, i := range c.Interactions {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			r.admit(whole, c, i)
		}
	}
	for n, t := range r.all {
		if r.Progress != nil {
			r.Progress(n+1, len(r.all))
		}
		if len(t.Players) == 0 && (!t.isSuccess() || t.Method == nil && r.called(t)) {
			continue
		}
		if err := r.try(ctx, t); err != nil {
			return nil, err
		}
		r.result.Kinds = append(r.result.Kinds, &t.Kind)
	}
	return r.result, nil
}

// runner is one run.
type runner struct {
	Options
	result  *Result
	all     []*target
	left    map[report.NotChecked]bool
	library *rpc.Library
	fields  map[protoreflect.FullName]*spec.Field
	tries   map[triedKey]*Tried
	count   map[*target]int
	owners  map[*spec.Type]*Schema
}

// admit finds out which kind of answers an interaction is about, and whether it counts.
func (r *runner) admit(whole *check.Checker, c *contract.Contract, i *contract.Interaction) {
	one := *c
	one.Interactions = []*contract.Interaction{i}
	result := whole.Check(&one)
	isError := func(f report.Finding) bool { return f.Severity == report.Error }
	p := &Player{Contract: c, Interaction: i, Uses: result.Uses}
	why := ""
	switch {
	case i.Kind != contract.HTTP && !(rpc.IsCall(i) && r.Check.Files != nil):
		why = "what messages are like is nothing that the spec says"
	case i.Pending:
		why = "it is pending, so that what it notices breaks nothing"
	case slices.ContainsFunc(result.Findings, isError):
		why = "it contradicts the spec, as `bylaw contract check` tells"
	case r.Answers != nil && r.Answers[i].Why != "":
		why = r.Answers[i].Why
	case r.Answers != nil && r.Answers[i].Response == nil && r.Answers[i].Call == nil:
		why = "it was not played"
	default:
		why = r.play(p)
	}
	if why != "" {
		r.note(fmt.Sprintf("%s, %q", consumerOf(c), i.Description), why)
		return
	}
	r.result.Played++
}

// play has a player play the kind of answers that it is about. It returns why that is not possible.
func (r *runner) play(p *Player) (why string) {
	var t *target
	good := false
	if p.Interaction.Kind == contract.HTTP {
		if t = r.target(p.Uses); t != nil {
			good = holds(p.Interaction.Response, r.answer(t, p.Interaction))
		}
	} else {
		var err error
		if t, p.stream, err = r.call(p.Contract, p.Interaction); err != nil {
			return err.Error()
		}
		good = t.holds(p.stream, r.callAnswer(t, p))
	}
	switch {
	case t == nil:
		return "the answer that it is about is not in the spec"
	case !good:
		return "its own example breaks it"
	}
	t.Players = append(t.Players, p)
	return ""
}

// answer returns the good answer to an interaction.
func (r *runner) answer(t *target, i *contract.Interaction) *contract.Response {
	if r.Answers != nil {
		return r.Answers[i].Response
	}
	made := t.made(i.Response)
	if !holds(i.Response, made) { // what the spec has besides breaks it
		example := *i.Response
		example.Status = t.status(i.Response)
		return &example
	}
	return made
}

// callAnswer returns the good answer to a call.
func (r *runner) callAnswer(t *target, p *Player) *rpc.Answer {
	if r.Answers != nil {
		return r.Answers[p.Interaction].Call
	}
	return t.madeCall(p.stream)
}

func (r *runner) note(what, why string) {
	one := report.NotChecked{What: what, Why: why}
	if !r.left[one] {
		r.left[one] = true
		r.result.NotCounted = append(r.result.NotCounted, one)
	}
}

func consumerOf(c *contract.Contract) string {
	if c.Consumer == "" {
		return "a consumer"
	}
	return c.Consumer
}
