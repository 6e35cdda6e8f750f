package generator

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Options are what a configuration asks of a target. Folders are slash-separated and relative to
// the folder of the module.
type Options struct {
	Source  string // the spec as the header of each file names it; "": not named
	Module  string // "example.com/shop"
	Out     string // the folder of the generated package, "." at the root of the module
	Package string // its name
	Support string // the folder that the support packages are put into
	Service string // what the service is called where it runs; for Alerts alone

	Outputs Outputs
	Include []Word // tags: only operations with one of them; none: all
	Exclude []Word // tags: no operation with one of them
	Types   []TypeMapping
	// Annotate is set where `format` is not checked, only used to choose a type.
	Annotate bool
}

// Word is a word of the configuration with its place. The zero Span means that no file holds it.
type Word struct {
	Text string
	Span source.Span
}

// TypeMapping has one format, or one schema, stand for a type of the user's.
type TypeMapping struct {
	Name   string // a format, or the name of a component schema
	Import string // "github.com/shopspring/decimal"; "": built in
	Type   string // "Decimal"
	Span   source.Span
}

// Outputs are the parts of a package that are wanted.
type Outputs uint8

// The parts. Types are always there, for every other part needs them.
const (
	Types Outputs = 1 << iota
	Server
	Client
	Fake
	Tests
	Service // a beginning for the implementation, written once and theirs from then on
	Connect // what serves connect-go's protocols besides: of .proto alone
	Alerts  // rules for Prometheus, in a folder of their own: no part of a package
)

// AllOutputs is what is generated where nothing is said: all but what is written only once, what
// needs a library that few want, and what is no Go.
const AllOutputs = Types | Server | Client | Fake | Tests

// OutputNames lists the parts by the names that ParseOutput reads.
func OutputNames() []string {
	return []string{"types", "server", "client", "fake", "tests", "service", "connect", "alerts"}
}

// ParseOutput returns the part of that name.
func ParseOutput(name string) (Outputs, bool) {
	i := slices.Index(OutputNames(), name)
	return 1 << max(i, 0), i >= 0
}

// Has reports whether all of the parts are wanted.
func (o Outputs) Has(parts Outputs) bool { return o&parts == parts }

// Wants reports whether the tags of the operation choose it.
func (o *Options) Wants(op *spec.Operation) bool {
	tagged := func(words []Word) bool {
		return slices.ContainsFunc(words, func(w Word) bool { return slices.Contains(op.Tags, w.Text) })
	}
	return (len(o.Include) == 0 || tagged(o.Include)) && !tagged(o.Exclude)
}
