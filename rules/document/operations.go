package document

import (
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// calls returns the operations that stand under paths, as written.
func calls(api *spec.API) []*spec.Operation {
	var all []*spec.Operation
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if o.Kind == spec.Call {
				all = append(all, o)
			}
		}
	}
	return all
}

// operations returns every operation of the document, those of callbacks and reusable path items too.
func operations(api *spec.API) []*spec.Operation {
	var all []*spec.Operation
	for _, s := range api.Services {
		all = withCallbacks(all, s.Operations)
	}
	if api.Components == nil {
		return all
	}
	for _, c := range api.Components.Callbacks {
		all = ofItems(all, c.PathItems)
	}
	return ofItems(all, api.Components.PathItems)
}

func withCallbacks(all, more []*spec.Operation) []*spec.Operation {
	for _, o := range more {
		all = append(all, o)
		for _, c := range o.Callbacks {
			if c.Target == nil { // what it refers to is visited where it is declared
				all = ofItems(all, c.PathItems)
			}
		}
	}
	return all
}

func ofItems(all []*spec.Operation, items []*spec.PathItem) []*spec.Operation {
	for _, item := range items {
		all = withCallbacks(all, item.Operations)
	}
	return all
}

// route is a path of the document with its operations.
type route struct {
	path       spec.Path
	operations []*spec.Operation
}

// node is the element that findings about the path are about.
func (r *route) node() *spec.Node { return &r.operations[0].Node }

// routes returns the paths of the document in their order.
func routes(api *spec.API) []*route {
	var all []*route
	known := map[source.Span]*route{}
	for _, o := range calls(api) {
		path := o.Path()
		r := known[path.Span]
		if r == nil {
			r = &route{path: path}
			known[path.Span] = r
			all = append(all, r)
		}
		r.operations = append(r.operations, o)
	}
	return all
}

// responses returns every response that is declared in the document, once.
func responses(api *spec.API) []*spec.Response {
	var all []*spec.Response
	for _, o := range operations(api) {
		for _, r := range o.Responses {
			if r.Target == nil {
				all = append(all, r)
			}
		}
	}
	if api.Components != nil {
		all = append(all, api.Components.Responses...)
	}
	return all
}
