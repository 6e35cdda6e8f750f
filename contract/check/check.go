// Package check holds consumer contracts against a spec, without any service that runs: whether each
// recorded request still satisfies the spec, and whether each expected response can still be produced
// by it. What a request or a value has to be is decided by the engines that the mock and generated
// servers run, so that their verdicts are the same. It knows the model of specs, and neither loaders
// nor the files of contracts.
package check

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/route"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Checker holds contracts against OpenAPI documents. It is for one goroutine at a time.
type Checker struct {
	operations map[string]*operation
	paths      []string // of servers, below which the operations may be
	handler    http.Handler
	origin     func(*spec.Node, source.Span) (spec.ID, source.Span)
	rpc        *services              // nil: the spec has none
	elements   map[*spec.Node]spec.ID // what origin has said
}

// document is one OpenAPI document.
type document struct {
	api    *spec.API
	closed bool
	whole  *validate.Checker // of requests
	part   *validate.Checker // of answers, of which contracts say what their consumers use
	unions map[*spec.Type][]*spec.Type
}

// Spec is what one OpenAPI document says.
type Spec struct {
	API *spec.API
	// Closed says that its server refuses fields and parameters that it doesn't know, as those of .proto do.
	Closed bool
}

// Options says how specs are told of. The zero value is good.
type Options struct {
	// Origin returns the element of the spec that the user has written, and the place in it, which stand for
	// a node of the document and a place of it; nil: these themselves.
	Origin func(about *spec.Node, at source.Span) (spec.ID, source.Span)

	// Files are the .proto files whose services are called over gRPC; nil: there are none.
	Files *protoregistry.Files
	// Element returns the method, message or field of that full name; nil: none is known.
	Element func(name string) *spec.Node
}

// New returns the checker for some OpenAPI documents that one provider serves. The error names paths
// that no router can tell apart.
func New(specs []Spec, o Options) (*Checker, error) {
	c := &Checker{operations: map[string]*operation{}, origin: o.Origin, rpc: servicesOf(o.Files, o.Element), elements: map[*spec.Node]spec.ID{}}
	if c.origin == nil {
		c.origin = func(about *spec.Node, at source.Span) (spec.ID, source.Span) { return about.ID(), at }
	}
	var planned []boundary.Operation
	for _, one := range specs {
		api := one.API
		d := &document{api: api, closed: one.Closed, whole: validate.New(api), part: validate.NewPartial(api), unions: map[*spec.Type][]*spec.Type{}}
		planned = append(planned, c.plan(d)...)
		c.paths = append(c.paths, ready.ServerPaths(api)...)
	}
	slices.SortStableFunc(c.paths, func(a, b string) int { return len(b) - len(a) })
	var err error
	if c.handler, err = serve(planned); err != nil {
		return nil, twice(specs, err)
	}
	return c, nil
}

// twice names the documents where two of them have the same operation.
func twice(specs []Spec, err error) error {
	var same *route.AmbiguousError
	if !errors.As(err, &same) {
		return err
	}
	var files []string
	for _, one := range specs {
		for o := range ready.Calls(one.API) {
			if o.Method() == same.Method && (o.Path().Raw == same.First || o.Path().Raw == same.Second) {
				files = append(files, one.API.Root.Path)
			}
		}
	}
	slices.Sort(files)
	if files = slices.Compact(files); len(files) < 2 {
		return err
	}
	return fmt.Errorf("%s %s is in %s: no request says which of them is meant, so hold contracts against one at a time", same.Method, same.First, strings.Join(files, " and in "))
}

// Check holds one contract against the documents.
func (c *Checker) Check(k *contract.Contract) Result {
	all, _ := c.Run(context.Background(), k)
	return all
}

// Run holds one contract against the documents. The error is that of the context; one interaction is not
// interrupted.
func (c *Checker) Run(ctx context.Context, k *contract.Contract) (Result, error) {
	var all Result
	for _, i := range k.Interactions {
		if ctx.Err() != nil {
			return Result{}, ctx.Err()
		}
		x := &interaction{Checker: c, Interaction: i, who: label(k, i), said: map[string]bool{}, used: map[useKey]int{}}
		one := Outcome{Interaction: i, Checked: x.check(), Problems: x.problems, NotChecked: x.skipped, Overlooked: x.overlooked}
		if one.Checked {
			all.Checked++
		}
		all.Outcomes = append(all.Outcomes, one)
		for _, p := range x.problems {
			all.Findings = append(all.Findings, p.Finding)
		}
		all.NotChecked = append(all.NotChecked, x.skipped...)
		all.Uses = append(all.Uses, x.uses...)
	}
	all.itself = match.Check(k)
	all.Findings = report.Sort(append(all.Findings, all.itself...))
	return all, nil
}

// check reports whether anything could be checked.
func (x *interaction) check() bool {
	switch x.Kind {
	case contract.Message:
		x.overlook("messages that the provider sends by itself have no place in the spec")
		return false
	case contract.SyncMessage:
		return x.call()
	}
	if x.Request == nil || x.Response == nil {
		return false
	}
	x.http()
	return true
}

// longestLabel is how many bytes of a description are shown.
const longestLabel = 100

func label(k *contract.Contract, i *contract.Interaction) string {
	text := i.Description
	if len(text) > longestLabel {
		end := longestLabel
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "…"
	}
	consumer := k.Consumer
	if consumer == "" {
		consumer = "a consumer"
	}
	return fmt.Sprintf("%s, %q", consumer, text)
}

// interaction is one exchange that is being checked.
type interaction struct {
	*Checker
	*contract.Interaction
	*document         // that has the operation; nil: none is known
	who        string // the consumer and what it does, for people
	operation  *operation
	problems   []Problem
	skipped    []report.NotChecked
	overlooked bool
	said       map[string]bool
	uses       []Use
	used       map[useKey]int // where in uses they are
}

// http checks a request and its response.
func (x *interaction) http() {
	x.itself()
	x.request()
	if x.operation != nil {
		x.answer()
	}
}

// itself holds the contract against itself: its own examples are what its matchers are about.
func (x *interaction) itself() {
	x.contradictions(InOperation, append(match.Request(x.Request, x.Request), match.Response(x.Response, x.Response)...))
}

// contradictions tells where an example of the contract is not what its own matcher takes.
func (x *interaction) contradictions(part Part, differences []match.Mismatch) {
	for _, d := range differences {
		if d.Kind == match.Unchecked {
			if d.Rule == nil { // match.Check tells the others
				x.skip(d.Message)
			}
			continue
		}
		x.say(finding{
			rule: Contradiction, severity: report.Error, span: d.Span, part: part, path: d.Path,
			message: "the contract contradicts itself at " + d.Path + ": " + d.Message, cure: "record the interaction again, or correct the matcher",
		})
	}
}
