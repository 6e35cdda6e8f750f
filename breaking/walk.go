package breaking

import (
	"cmp"
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// walk compares one API. It first finds every pair of elements and how they hang together, then
// works out in which directions each travels, and calls the hooks last: each pair once, however
// many operations use it.
type walk struct {
	ctx      context.Context
	api      Pair[spec.API]
	format   spec.Format
	old, new *viewer
	dispatch *dispatch
	renames  map[string]string // from the path of a file now to what it was

	unstable bool // what is compared promises nothing yet

	places   []*place
	types    map[[2]*spec.Type]*place
	fields   map[[2]*spec.Field]*place
	defined  map[*spec.Type]bool    // proto: definitions of the new version that are compared by name
	sames    map[[2]*spec.Type]bool // whether two views are known to allow the same
	changes  []found
	failures []report.Finding
}

// place is one pair of elements on its way to the hooks.
type place struct {
	element   nodes
	owner     nodes
	operation Pair[spec.Operation]
	types     Pair[spec.Type] // of a place that compares types: these
	within    Pair[spec.Type] // the types that the element is declared in
	direction spec.Direction  // what stands in the place travels so, and all that it uses
	carriers  carrier         // how the value is written, by all the ways that lead to the place
	facing    spec.Direction  // the side of an operation that it concerns itself, and not what it uses
	parents   []*place
	children  []*place
	call      func(*Pass)
}

// found is a change with the place that it was found at.
type found struct {
	change *Change
	place  *place
}

func compareAPI(ctx context.Context, x *index, pair Pair[spec.API], checks []*Check) (result Result) {
	format := pair.Either().Format
	w := &walk{
		ctx: ctx, api: pair, renames: x.renames, format: format, unstable: unstable(pair.Either()), old: newViewer(format), new: newViewer(format),
		dispatch: newDispatch(checks, format),
		types:    map[[2]*spec.Type]*place{}, fields: map[[2]*spec.Field]*place{}, defined: map[*spec.Type]bool{}, sames: map[[2]*spec.Type]bool{},
	}
	defer func() {
		if v := recover(); v != nil { // outside of any check
			result = Result{Failures: []report.Finding{failure("the comparison", pair.Either().Base(), v)}}
		}
	}()
	w.comparison()
	w.spread()
	w.run()
	return Result{w.finish(), w.failures}
}

// comparison finds all pairs of the API.
func (w *walk) comparison() {
	top := add(w, nil, w.api, (*spec.API).Base, w.dispatch.apis)
	if !w.api.Both() {
		return
	}
	old, new := w.api.Old, w.api.New
	documentKey := func(d *spec.Document) string {
		if slices.Contains(new.Documents, d) {
			return w.before(d.File.Path)
		}
		return d.File.Path
	}
	if w.format == spec.OpenAPI {
		documentKey = rootOrPath(old.Root.Path, new.Root.Path)
	}
	for _, p := range match(old.Documents, new.Documents, documentKey) {
		add(w, top, p, (*spec.Document).Base, w.dispatch.documents)
	}
	w.definitions(top)
	for _, p := range match(old.Services, new.Services, w.serviceKey) {
		w.service(top, p)
	}
	w.extensions(top)
}

// before returns the path that a file of the new version had in the old one.
func (w *walk) before(path string) string { return cmp.Or(w.renames[path], path) }

// rootOrPath lets the root documents pair whatever their paths are.
func rootOrPath(roots ...string) func(*spec.Document) string {
	return func(d *spec.Document) string {
		for _, root := range roots {
			if d.File.Path == root {
				return "/"
			}
		}
		return d.File.Path
	}
}

func (w *walk) serviceKey(s *spec.Service) string {
	if w.format == spec.OpenAPI {
		return "the document"
	}
	return s.Name
}

// add makes the place of a pair, below the place that it stands in.
func add[T any](w *walk, parent *place, pair Pair[T], base func(*T) *spec.Node, hooks []hook[T]) *place {
	at := &place{}
	if pair.Old != nil {
		at.element.Old = base(pair.Old)
	}
	if pair.New != nil {
		at.element.New = base(pair.New)
	}
	if parent != nil {
		at.owner, at.operation, at.within = parent.element, parent.operation, parent.types
		link(parent, at)
	}
	at.call = func(p *Pass) {
		runAll(p, hooks, pair)
		if pair.Both() {
			runAll(p, w.dispatch.declarations, p.element)
		}
	}
	w.places = append(w.places, at)
	return at
}

func link(parent, child *place) {
	parent.children = append(parent.children, child)
	child.parents = append(child.parents, parent)
}

// carrier is a way in which a value is written. Both may be set.
type carrier uint8

const (
	asText carrier = 1 << iota // in a path, query, header or form, where 1 and "1" are the same
	asJSON                     // in a body
)

// spread hands directions and carriers down from the operations to all that they use.
func (w *walk) spread() {
	queue := make([]*place, 0, len(w.places))
	for _, at := range w.places {
		if at.direction != 0 || at.carriers != 0 {
			queue = append(queue, at)
		}
	}
	for len(queue) > 0 {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, child := range at.children {
			if !child.direction.Has(at.direction) || child.carriers|at.carriers != child.carriers {
				child.direction |= at.direction
				child.carriers |= at.carriers
				queue = append(queue, child)
			}
		}
	}
}

func (w *walk) run() {
	for i, at := range w.places {
		if i%256 == 0 && w.ctx.Err() != nil {
			return
		}
		at.call(&Pass{
			API: w.api, Format: w.format, Direction: at.direction | at.facing, Text: at.carriers == asText, Operation: at.operation, Owner: at.owner, Within: at.within,
			walk: w, element: at.element, place: at,
		})
	}
}

func (w *walk) finish() []Change {
	changes := make([]Change, len(w.changes))
	reached := map[*place][]spec.ID{}
	apis := []Pair[spec.API]{w.api}
	for i, f := range w.changes {
		ids, ok := reached[f.place]
		if !ok {
			ids = operations(f.place)
			reached[f.place] = ids
		}
		changes[i] = *f.change
		changes[i].Operations = ids
		changes[i].Unstable, changes[i].APIs = w.unstable, apis
	}
	return changes
}
