package document

import (
	"slices"
	"sort"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// remark is a finding about an object of the document whose element is not known yet.
type remark struct {
	at      source.Span
	message string
	options []lint.Option
}

// remarks are what a walk over the objects of a document finds.
type remarks []remark

func (r *remarks) add(at source.Span, message, cure string, options ...lint.Option) {
	*r = append(*r, remark{bare(at), message, append(options, lint.Cure(cure))})
}

// report reports the remarks, each about the innermost element of the model that contains it.
func (r remarks) report(p *lint.Pass, api *spec.API) {
	if len(r) == 0 {
		return
	}
	slices.SortStableFunc(r, func(a, b remark) int { return a.at.Compare(b.at) })
	for i, owner := range r.owners(api) {
		p.Report(owner, r[i].at, r[i].message, r[i].options...)
	}
}

// owners returns the elements of the remarks, which are in the order of their places. The walk visits
// parents before children, so that the last element that contains a place is the innermost.
func (r remarks) owners(api *spec.API) []*spec.Node {
	owners := make([]*spec.Node, len(r))
	for i := range owners {
		owners[i] = &api.Node
	}
	claim := func(n *spec.Node) {
		if n.Span.File == nil {
			return
		}
		from := sort.Search(len(r), func(i int) bool { return r[i].at.Compare(n.Span.Slice(0, 0)) >= 0 })
		for i := from; i < len(r) && n.Span.Contains(r[i].at); i++ {
			owners[i] = n
		}
	}
	spec.Walk(api, &spec.Visitor{
		Operation: func(o *spec.Operation) { claim(&o.Node) },
		Parameter: func(p *spec.Parameter) { claim(&p.Node) },
		Payload:   func(p *spec.Payload) { claim(&p.Node) },
		Response:  func(r *spec.Response) { claim(&r.Node) },
		MediaType: func(m *spec.MediaType) { claim(&m.Node) },
	})
	for _, s := range servers(api) {
		claim(&s.Node)
	}
	for _, t := range api.Tags {
		claim(&t.Node)
	}
	for _, s := range api.SecuritySchemes {
		claim(&s.Node)
	}
	for _, t := range api.Types {
		claim(&t.Node)
	}
	if api.Components != nil {
		for _, e := range api.Components.Examples {
			claim(&e.Node)
		}
		for _, l := range api.Components.Links {
			claim(&l.Node)
		}
	}
	return owners
}

// bare returns the span without quotes around its text.
func bare(span source.Span) source.Span {
	text := span.Text()
	if n := len(text); n >= 2 && text[0] == text[n-1] && (text[0] == '"' || text[0] == '\'') {
		return span.Slice(1, n-1)
	}
	return span
}
