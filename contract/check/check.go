// Package check holds consumer contracts against a spec, without any service that runs: whether each
// recorded request still satisfies the spec, and whether each expected response can still be produced
// by it. What a request or a value has to be is decided by the engines that the mock and generated
// servers run, so that their verdicts are the same. It knows the model of specs, and neither loaders
// nor the files of contracts.
package check

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
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
		c.paths = append(c.paths, serverPaths(api)...)
	}
	slices.SortStableFunc(c.paths, func(a, b string) int { return len(b) - len(a) })
	var err error
	c.handler, err = serve(planned)
	return c, err
}

// Result is what there is to say of one contract.
type Result struct {
	Findings   []report.Finding // in report's order
	NotChecked []report.NotChecked
	Checked    int   // interactions of which something could be checked
	Uses       []Use // what of the spec the interactions rely on, in their order

	Outcomes []Outcome // what Findings and NotChecked say, by interaction, in their order
}

// Outcome is what there is to say of one interaction.
type Outcome struct {
	Interaction *contract.Interaction
	Checked     bool // something could be checked
	Problems    []Problem
	NotChecked  []report.NotChecked
}

// Problem is what is wrong with an interaction, by what of it and of the spec it is about.
type Problem struct {
	Finding  report.Finding
	Part     Part
	Path     string    // as that of a Use; of a value that is missing, where it would be
	Elements []spec.ID // of the spec, as the user has written them, the nearest first
	Broken   bool      // it can't work; also where the interaction is pending, so that the finding is only a warning
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
		one := Outcome{Interaction: i, Checked: x.check(), Problems: x.problems, NotChecked: x.skipped}
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
	all.Findings = report.Sort(append(all.Findings, match.Check(k)...))
	return all, nil
}

// check reports whether anything could be checked.
func (x *interaction) check() bool {
	switch x.Kind {
	case contract.Message:
		x.skip("messages that the provider sends by itself have no place in the spec")
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

// maxFindings bounds what is said of one interaction.
const maxFindings = 100

// interaction is one exchange that is being checked.
type interaction struct {
	*Checker
	*contract.Interaction
	*document        // that has the operation; nil: none is known
	who       string // the consumer and what it does, for people
	operation *operation
	problems  []Problem
	skipped   []report.NotChecked
	said      map[string]bool
	uses      []Use
	used      map[useKey]int // where in uses they are
}

// finding is what is wrong, before it is told whom it hurts.
type finding struct {
	rule     string
	severity report.Severity
	message  string
	cure     string
	span     source.Span
	about    *spec.Node  // in the spec; nil: the operation
	place    source.Span // in the spec, smaller than that of about; zero: that of about
	note     string      // what the spec says there; "": it says it
	key      string      // what is the same at several places is said once; "": always
	part     Part
	path     string       // as that of a Use
	also     []*spec.Node // what else of the spec it is about
}

// full reports whether enough is said of the interaction.
func (x *interaction) full() bool { return len(x.problems) >= maxFindings }

func (x *interaction) say(f finding) {
	if x.full() {
		x.skip("more is wrong with it than is listed")
		return
	}
	if f.key != "" && x.said[f.rule+" "+f.key] {
		return
	}
	x.said[f.rule+" "+f.key] = true
	broken := f.severity == report.Error
	if x.Pending && f.severity == report.Error {
		f.severity, f.message = report.Warning, f.message+" (the interaction is pending)"
	}
	about := f.about
	if about == nil && x.operation != nil {
		about = &x.operation.Node
	}
	told := report.Finding{Rule: f.rule, Severity: f.severity, Message: x.who + ": " + f.message, Cure: f.cure, Span: f.span}
	if told.Span.IsZero() {
		told.Span = x.Span
	}
	if about != nil {
		if f.place.IsZero() {
			f.place = about.NameSpan
		}
		if told.Element, f.place = x.origin(about, f.place); !f.place.IsZero() {
			told.Related = []report.Related{{Message: cmp.Or(f.note, "the spec says it here"), Span: f.place}}
		}
	}
	x.problems = append(x.problems, Problem{Finding: told, Part: f.part, Path: f.path, Elements: x.concerned(f, about), Broken: broken})
}

// concerned returns what of the spec a finding is about, as the user has written it.
func (x *interaction) concerned(f finding, about *spec.Node) []spec.ID {
	var all []spec.ID
	for _, n := range append([]*spec.Node{about}, f.also...) {
		if id := x.element(n); id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

func (x *interaction) skip(why string) {
	one := report.NotChecked{What: x.who, Why: why}
	for _, s := range x.skipped {
		if s == one {
			return
		}
	}
	x.skipped = append(x.skipped, one)
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
	x.contradictions(append(match.Request(x.Request, x.Request), match.Response(x.Response, x.Response)...))
}

// contradictions tells where an example of the contract is not what its own matcher takes.
func (x *interaction) contradictions(differences []match.Mismatch) {
	for _, d := range differences {
		if d.Kind == match.Unchecked {
			if d.Rule == nil { // match.Check tells the others
				x.skip(d.Message)
			}
			continue
		}
		x.say(finding{
			rule: Contradiction, severity: report.Error, span: d.Span, path: d.Path,
			message: "the contract contradicts itself at " + d.Path + ": " + d.Message, cure: "record the interaction again, or correct the matcher",
		})
	}
}
