// Package matrix holds versions of a provider and of its consumers against each other: which of them can
// run side by side, and in which order they are deployed. It knows neither where versions come from nor
// what a command line says.
package matrix

import (
	"context"
	"net/url"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Version is what there was at one time: what the provider promised, and what its consumers relied on.
type Version struct {
	Name      string
	Contracts []*contract.Contract
	Specs     []check.Spec
	Options   check.Options
	Malformed string // why the spec can't be read; "": it could be

	Provider *url.URL      // where this version runs; nil: nowhere
	States   verify.States // of it; nil: they are taken to hold already
}

// Verdict is what is known of two versions side by side.
type Verdict uint8

// The verdicts.
const (
	Unknown Verdict = iota
	Holds
	Breaks
)

// String returns the verdict for people and programs.
func (v Verdict) String() string { return [...]string{"not known", "holds", "breaks"}[v] }

// Break is one thing that a consumer can't do with a provider.
type Break struct {
	Consumer string      // "" where it is about schemas
	What     string      // the description of the interaction, or the operation
	Message  string      // lower case, no full stop
	Element  spec.ID     // of the spec, "" where none is known
	Span     source.Span // in the contract; zero where it is about schemas
}

// Side is what one way to look at a pair has found.
type Side struct {
	Held   int // interactions or operations
	Broken int
	Breaks []Break // some of them for each that is broken

	Unsure  []report.NotChecked // of what nothing is known
	Pending []report.NotChecked // what would break, but is pending
}

// Verdict sums up.
func (s *Side) Verdict() Verdict {
	switch {
	case s.Broken > 0:
		return Breaks
	case s.Held > 0:
		return Holds
	}
	return Unknown
}

// Pair is the consumers of one version with the provider of another, by their places in the list of
// versions.
type Pair struct {
	Consumer, Provider int

	Contracts Side // what the consumers rely on, against what the spec promises
	Schemas   Side // values that the one's spec allows, read by the other's
	Live      Side // what the consumers rely on, against the provider that runs
}

// Verdict sums up: what is known of consumers counts, and schemas only where nothing is. A provider that
// was to be asked and has not told all leaves it open.
func (p *Pair) Verdict() Verdict {
	contracts, live := p.Contracts.Verdict(), p.Live.Verdict()
	switch {
	case contracts == Breaks || live == Breaks:
		return Breaks
	case len(p.Live.Unsure) > 0:
		return Unknown
	case contracts == Holds || live == Holds:
		return Holds
	}
	return p.Schemas.Verdict()
}

// bySchemas reports whether nothing is known of consumers.
func (p *Pair) bySchemas() bool {
	return p.Contracts.Verdict() == Unknown && p.Live.Verdict() == Unknown && len(p.Live.Unsure) == 0
}

// Shared is the consumers of one version with the providers of two others that share their data: one
// takes what is written, the other what is read.
type Shared struct {
	Consumer, Writes, Reads int
	Live                    Side
}

// Matrix is all pairs of some versions.
type Matrix struct {
	Versions []*Version
	Pairs    []*Pair   // all consumers by all providers, consumers first
	Shared   []*Shared // of providers that run
}

// Pair returns the consumers of one version with the provider of another.
func (m *Matrix) Pair(consumer, provider int) *Pair {
	return m.Pairs[consumer*len(m.Versions)+provider]
}

// Run holds all versions against each other; they are given in the order in which they are deployed.
// The options say how contracts are verified where a provider runs. The error is that of the context,
// or of a spec that no requests can be told apart in.
func Run(ctx context.Context, versions []*Version, o verify.Options) (*Matrix, error) {
	m := &Matrix{Versions: versions}
	var sides []*specs
	for _, v := range versions {
		one, err := specsOf(v)
		if err != nil {
			return nil, err
		}
		sides = append(sides, one)
	}
	for i, consumer := range sides {
		for j, provider := range sides {
			p := &Pair{Consumer: i, Provider: j}
			m.Pairs = append(m.Pairs, p)
			if err := p.static(ctx, consumer, provider); err != nil {
				return nil, err
			}
			p.Live = live(ctx, consumer.Contracts, provider.Version, provider.Version, o)
		}
	}
	m.share(ctx, o)
	return m, ctx.Err()
}

// static compares what both versions say, without any service that runs.
func (p *Pair) static(ctx context.Context, consumer, provider *specs) error {
	var err error
	if p.Contracts, err = contracts(ctx, consumer, provider); err == nil {
		p.Schemas, err = schemas(ctx, consumer, provider)
	}
	return err
}
