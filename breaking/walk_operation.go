package breaking

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

func (w *walk) service(parent *place, pair Pair[spec.Service]) {
	at := add(w, parent, pair, (*spec.Service).Base, w.dispatch.services)
	if !pair.Both() {
		return
	}
	for _, p := range matchOperations(pair.Old.Operations, pair.New.Operations) {
		w.operation(at, p)
	}
}

// matchOperations pairs rpcs by name and OpenAPI operations by method and path, whatever the
// path's parameters are called. One that moved to another path is known by its operationId.
func matchOperations(before, after []*spec.Operation) []Pair[spec.Operation] {
	pairs := match(before, after, func(o *spec.Operation) string { return o.Local })
	return rematch(pairs, func(o *spec.Operation) string {
		if o.Kind != spec.Call {
			return "" // consumers know a webhook by its name alone
		}
		return o.Name
	})
}

func (w *walk) operation(parent *place, pair Pair[spec.Operation]) {
	at := add(w, parent, pair, (*spec.Operation).Base, w.dispatch.operations)
	at.operation = pair
	in, out := spec.InRequest, spec.InResponse
	if pair.Either().Kind != spec.Call {
		in, out = out, in
	}
	at.facing = in
	if !pair.Both() {
		return
	}
	w.parameters(at, pair, in)
	if w.format == spec.Proto {
		w.messages(at, pair, in, out)
		return
	}
	w.request(at, Pair[spec.Payload]{pair.Old.Request, pair.New.Request}, in)
	for _, p := range matchResponses(pair.Old.Responses, pair.New.Responses) {
		w.response(at, p, out)
	}
	for _, p := range match(pair.Old.Callbacks, pair.New.Callbacks, func(c *spec.Callback) string { return c.Name }) {
		w.callback(at, p)
	}
}

// messages compares an rpc's messages where they are not the same definition on both sides.
func (w *walk) messages(at *place, pair Pair[spec.Operation], in, out spec.Direction) {
	w.aim(at, pair.Old.RequestType(), pair.New.RequestType(), in)
	w.aim(at, pair.Old.ResponseType(), pair.New.ResponseType(), out)
	if old, new := pair.Old.LongRunning, pair.New.LongRunning; old != nil && new != nil {
		w.aim(at, old.Response, new.Response, out)
		w.aim(at, old.Metadata, new.Metadata, out)
	}
}

// aim compares two types below a place of its own that travels in the direction.
func (w *walk) aim(parent *place, before, after *spec.Type, d spec.Direction) {
	if before == nil || after == nil {
		return
	}
	at := w.bare(parent)
	at.direction = d
	w.typ(at, before, after)
}

// bare makes a place without hooks, to hold a direction.
func (w *walk) bare(parent *place) *place {
	at := &place{element: parent.element, owner: parent.owner, operation: parent.operation, call: func(*Pass) {}}
	// The direction flows down from here only; what the parent travels in is no concern of it.
	at.parents = append(at.parents, parent)
	w.places = append(w.places, at)
	return at
}

// parameters pairs those of paths by where they stand, for their names are the author's alone.
func (w *walk) parameters(parent *place, pair Pair[spec.Operation], in spec.Direction) {
	keys := map[*spec.Parameter]string{}
	for _, o := range []*spec.Operation{pair.Old, pair.New} {
		places := pathPlaces(o)
		for _, p := range o.Parameters {
			keys[p] = parameterKey(p)
			if at, ok := places[p.Name]; ok && p.In == spec.InPath {
				keys[p] = at
			}
		}
	}
	for _, p := range match(pair.Old.Parameters, pair.New.Parameters, func(p *spec.Parameter) string { return keys[p] }) {
		w.parameter(parent, p, in, w.dispatch.parameters)
	}
}

// pathPlaces returns where in the path each of its variables stands.
func pathPlaces(o *spec.Operation) map[string]string {
	places := map[string]string{}
	if len(o.HTTP) == 0 {
		return places
	}
	for _, part := range o.HTTP[0].Path.Parts {
		if part.Kind == spec.Variable {
			places[part.Text] = "variable " + strconv.Itoa(len(places))
		}
	}
	return places
}

// parameterKey tells parameters apart by place and name; names of headers have no case.
func parameterKey(p *spec.Parameter) string {
	name := p.Name
	if p.In == spec.InHeader {
		name = strings.ToLower(name)
	}
	return p.In.String() + " " + name
}

func (w *walk) parameter(parent *place, pair Pair[spec.Parameter], d spec.Direction, hooks []hook[spec.Parameter]) {
	at := add(w, parent, pair, (*spec.Parameter).Base, hooks)
	at.direction = d
	if !pair.Both() {
		return
	}
	if len(pair.Old.Content) == 0 && len(pair.New.Content) == 0 {
		at.carriers = asText
	}
	w.typ(at, pair.Old.Type, pair.New.Type)
	w.media(at, pair.Old.Content, pair.New.Content)
}

func (w *walk) request(parent *place, pair Pair[spec.Payload], in spec.Direction) {
	if pair.Old == nil && pair.New == nil {
		return
	}
	at := add(w, parent, pair, (*spec.Payload).Base, w.dispatch.requests)
	at.direction = in
	if pair.Both() {
		w.media(at, pair.Old.Content, pair.New.Content)
	}
}

// matchResponses pairs by status. A status that is now answered by a range, or by default, is left
// alone: checks see the whole list at the operation.
func matchResponses(before, after []*spec.Response) []Pair[spec.Response] {
	return match(before, after, func(r *spec.Response) string { return "status " + strings.ToUpper(r.Status) })
}

func (w *walk) response(parent *place, pair Pair[spec.Response], out spec.Direction) {
	at := add(w, parent, pair, (*spec.Response).Base, w.dispatch.responses)
	at.direction = out
	if !pair.Both() {
		return
	}
	for _, p := range match(pair.Old.Headers, pair.New.Headers, func(h *spec.Parameter) string { return strings.ToLower(h.Name) }) {
		w.parameter(at, p, out, w.dispatch.headers)
	}
	w.media(at, pair.Old.Content, pair.New.Content)
	for _, p := range match(pair.Old.Links, pair.New.Links, func(l *spec.Link) string { return l.Name }) {
		add(w, at, p, (*spec.Link).Base, w.dispatch.links)
	}
}

func (w *walk) callback(parent *place, pair Pair[spec.Callback]) {
	at := add(w, parent, pair, (*spec.Callback).Base, w.dispatch.callbacks)
	if !pair.Both() {
		return
	}
	for _, p := range match(pair.Old.PathItems, pair.New.PathItems, func(i *spec.PathItem) string { return i.Name }) {
		if p.Both() {
			for _, o := range matchOperations(p.Old.Operations, p.New.Operations) {
				w.operation(at, o)
			}
			continue
		}
		for _, o := range p.Either().Operations {
			side := Pair[spec.Operation]{Old: o}
			if p.Added() {
				side = Pair[spec.Operation]{New: o}
			}
			w.operation(at, side)
		}
	}
}
