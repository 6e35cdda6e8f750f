package lint

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// walk is the one pass over one API with all its rules. It belongs to one goroutine.
type walk struct {
	ctx        context.Context
	plan       *plan
	api        *spec.API
	words      *words.Lexicon // that of the API's root, so that one name means one thing in all its files
	dispatches map[*profile]*dispatch
	findings   []report.Finding
	panics     []*panicking
	elements   int  // visited so far
	stopped    bool // the context was cancelled

	file *source.File // the file of the element before, and its hooks: neighbours share them
	hot  *dispatch
}

func (p *plan) lint(ctx context.Context, api *spec.API) []report.Finding {
	w := &walk{ctx: ctx, plan: p, api: api, words: p.profile(api.Root, api).words, dispatches: map[*profile]*dispatch{}}
	for _, profile := range p.profiles(api) {
		each(w, w.dispatch(profile).apis, api, &api.Node)
	}
	spec.Walk(api, w.visitor())
	return append(w.findings, w.internalFindings()...)
}

func (w *walk) visitor() *spec.Visitor {
	return &spec.Visitor{
		Document:  func(e *spec.Document) { each(w, w.in(&e.Node).documents, e, &e.Node) },
		Service:   func(e *spec.Service) { each(w, w.in(&e.Node).services, e, &e.Node) },
		Operation: func(e *spec.Operation) { each(w, w.in(&e.Node).operations, e, &e.Node) },
		Parameter: func(e *spec.Parameter) { each(w, w.in(&e.Node).parameters, e, &e.Node) },
		Payload:   func(e *spec.Payload) { each(w, w.in(&e.Node).payloads, e, &e.Node) },
		Response:  func(e *spec.Response) { each(w, w.in(&e.Node).responses, e, &e.Node) },
		MediaType: func(e *spec.MediaType) { each(w, w.in(&e.Node).mediaTypes, e, &e.Node) },
		Type:      func(e *spec.Type) { each(w, w.in(&e.Node).types, e, &e.Node) },
		Field:     func(e *spec.Field) { each(w, w.in(&e.Node).fields, e, &e.Node) },
		OneOf:     func(e *spec.OneOf) { each(w, w.in(&e.Node).oneOfs, e, &e.Node) },
		EnumValue: func(e *spec.EnumValue) { each(w, w.in(&e.Node).enumValues, e, &e.Node) },
	}
}

// in returns the hooks that hold where the element is declared.
func (w *walk) in(node *spec.Node) *dispatch {
	if file := node.Span.File; w.hot == nil || file != w.file {
		w.file, w.hot = file, w.dispatch(w.plan.profile(file, w.api))
	}
	return w.hot
}

func (w *walk) dispatch(profile *profile) *dispatch {
	d := w.dispatches[profile]
	if d == nil {
		d = newDispatch(w, profile)
		w.dispatches[profile] = d
	}
	return d
}

// cancelled asks the context now and then: often enough to stop at once, seldom enough to be free.
func (w *walk) cancelled() bool {
	w.elements++
	if w.elements%256 == 0 {
		w.stopped = w.ctx.Err() != nil
	}
	return w.stopped
}
