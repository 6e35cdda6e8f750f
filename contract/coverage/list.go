package coverage

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// The bounds of what is listed of one body.
const (
	deepest    = 100   // schemas around a field
	mostFields = 2_000 // fields
)

// list lists all that there is to cover. What is called over REST and gRPC alike is listed once.
func (r *Result) list(specs []check.Spec, rpc []*spec.API) {
	for _, s := range specs {
		for _, service := range s.API.Services {
			for _, o := range service.Operations {
				if o.Kind == spec.Call && len(o.HTTP) > 0 {
					r.add(&Operation{Operation: o, Things: things(o)})
				}
			}
		}
	}
	for _, api := range rpc {
		for _, service := range api.Services {
			for _, o := range service.Operations {
				if r.known[o.ID()] == nil {
					r.add(&Operation{Operation: o, Things: ofCall(o), rpc: true})
				}
			}
		}
	}
}

func (r *Result) add(o *Operation) {
	id, _ := r.origin(&o.Node, o.NameSpan)
	if o.rpc {
		id = o.ID()
	}
	if r.known[id] != nil { // another way to call it
		return
	}
	for _, t := range o.Things {
		if t.id = t.Node.ID(); !o.rpc {
			t.id, _ = r.origin(t.Node, t.Node.NameSpan)
		}
	}
	r.known[id] = o
	r.Operations = append(r.Operations, o)
}

// things lists what there is to cover of an operation over HTTP.
func things(o *spec.Operation) []*Thing {
	var all []*Thing
	variables := o.Path().Variables()
	for _, p := range o.Parameters {
		if p.In == spec.InPath && !slices.Contains(variables, p.Name) || p.In == spec.InHeader && httpapi.IgnoredHeader(p.Name) {
			continue
		}
		all = append(all, &Thing{Part: Input, Path: p.Name, Node: &p.Node, query: true})
	}
	if o.Request != nil {
		for _, m := range o.Request.Content {
			for _, f := range fields(m, spec.InRequest) {
				if !slices.ContainsFunc(all, func(t *Thing) bool { return t.Path == f.Path && !t.query }) { // of another media type
					f.Part = Input
					all = append(all, f)
				}
			}
		}
	}
	for _, response := range o.Responses {
		all = append(all, ofAnswer(response)...)
	}
	return all
}

func ofAnswer(response *spec.Response) []*Thing {
	all := []*Thing{{Part: Status, Path: response.Status, Node: &response.Node, Answer: response}}
	for _, h := range response.Headers {
		if !httpapi.IgnoredHeader(h.Name) {
			all = append(all, &Thing{Part: Field, Path: h.Name, Node: &h.Node, Answer: response})
		}
	}
	for _, m := range response.Content {
		for _, f := range fields(m, spec.InResponse) {
			f.Part, f.Answer, f.media = Field, response, &m.Node
			all = append(all, f)
		}
	}
	return all
}

// fields lists the fields of a body that travel in the direction.
func fields(m *spec.MediaType, d spec.Direction) []*Thing {
	switch httpapi.KindOf(m) {
	case httpapi.JSON, httpapi.Form, httpapi.Multipart:
	default:
		return nil
	}
	l := lister{direction: d}
	l.value("$", []*spec.Type{m.Type}, nil)
	return l.found
}

// lister goes over schemas.
type lister struct {
	direction spec.Direction
	found     []*Thing
}

// value lists the fields in a value. Types within themselves are listed once.
func (l *lister) value(path string, types, around []*spec.Type) {
	all := parts(types)
	if len(around) > 0 && slices.ContainsFunc(all, func(t *spec.Type) bool { return len(t.Fields) > 0 && slices.Contains(around, t) }) || len(around) > deepest {
		return
	}
	around = append(around[:len(around):len(around)], all...)
	var items []*spec.Type
	listed := map[string]bool{}
	for _, t := range all {
		if strings.HasPrefix(string(t.ID()), "google.protobuf.") { // these are values
			return
		}
		if t.Kind != spec.KindMap && t.Items != nil {
			items = append(items, t.Items)
		}
		for _, f := range t.Fields {
			if !listed[f.Name] && l.travels(f) {
				listed[f.Name] = true
				l.field(path+contract.Step{Kind: contract.Field, Name: f.Name}.String(), f, all, around)
			}
		}
	}
	if len(items) > 0 {
		l.value(path+"[*]", items, around)
	}
}

// field lists a field, and those in it. What several schemas declare is one.
func (l *lister) field(path string, f *spec.Field, beside, around []*spec.Type) {
	if len(l.found) == mostFields {
		return
	}
	l.found = append(l.found, &Thing{Path: path, Node: &f.Node})
	var types []*spec.Type
	for _, t := range beside {
		for _, other := range t.Fields {
			if other.Name == f.Name {
				types = append(types, other.Type)
			}
		}
	}
	l.value(path, types, around)
}

func (l *lister) travels(f *spec.Field) bool {
	if l.direction == spec.InRequest {
		return !f.Behavior.Has(spec.BehaviorOutputOnly)
	}
	return !f.Behavior.Has(spec.BehaviorInputOnly)
}

// parts returns all schemas that may speak of a value: those behind references and allOf, and the arms of
// unions.
func parts(types []*spec.Type) []*spec.Type {
	const most = 200
	var all []*spec.Type
	var add func(t *spec.Type)
	add = func(t *spec.Type) {
		if t = t.Resolve(); t == nil || len(all) == most || slices.Contains(all, t) {
			return
		}
		all = append(all, t)
		if t.Schema == nil {
			return
		}
		for _, branches := range [][]*spec.Type{t.Schema.AllOf, t.Schema.OneOf, t.Schema.AnyOf} {
			for _, branch := range branches {
				add(branch)
			}
		}
	}
	for _, t := range types {
		add(t)
	}
	return all
}
