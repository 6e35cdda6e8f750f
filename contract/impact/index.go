package impact

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// index leads from elements of the spec to the changes that are about them.
type index struct {
	at    map[spec.ID][]int // elements that interactions can use
	loose map[spec.ID][]int // operations, for changes that are about nothing smaller: of security, servers, a service

	anchors  map[spec.ID]spec.ID     // elements to themselves, or to what can be used that they are part of
	services map[spec.ID][]spec.ID   // their operations
	names    map[source.Span]spec.ID // what stands there, by the places that changes show
	reach    []map[spec.ID]bool      // the operations that each change reaches
}

func newIndex(in Input) *index {
	x := &index{
		at: map[spec.ID][]int{}, loose: map[spec.ID][]int{}, anchors: map[spec.ID]spec.ID{}, services: map[spec.ID][]spec.ID{},
		names: map[source.Span]spec.ID{},
	}
	for _, api := range slices.Concat(in.Old.APIs, in.New.APIs) {
		x.walk(api)
	}
	for n := range in.Changes {
		x.add(n, &in.Changes[n])
	}
	return x
}

// walk notes what can be used. Enum values and arms of a oneof are part of what holds them.
func (x *index) walk(api *spec.API) {
	own := func(n *spec.Node) {
		id := n.ID()
		x.anchors[id] = id
		x.names[n.NameSpan] = id
	}
	part := func(n, of *spec.Node) {
		if id := n.ID(); of != nil && x.anchors[id] == "" {
			x.anchors[id] = of.ID()
		}
	}
	spec.Walk(api, &spec.Visitor{
		Operation: func(o *spec.Operation) {
			own(&o.Node)
			for _, n := range parts(o) {
				own(n)
			}
			for _, b := range o.HTTP {
				x.names[b.Span], x.names[b.MethodSpan] = o.ID(), o.ID()
			}
			if o.Service != nil {
				service := o.Service.ID()
				x.services[service] = append(x.services[service], o.ID())
			}
		},
		Parameter: func(p *spec.Parameter) { own(&p.Node) },
		Payload:   func(p *spec.Payload) { own(&p.Node) },
		Response:  func(r *spec.Response) { own(&r.Node) },
		MediaType: func(m *spec.MediaType) { own(&m.Node) },
		Type:      func(t *spec.Type) { own(&t.Node) },
		Field:     func(f *spec.Field) { own(&f.Node) },
		OneOf:     func(o *spec.OneOf) { part(&o.Node, o.Parent) },
		EnumValue: func(v *spec.EnumValue) { part(&v.Node, &v.Owner.Node) },
	})
}

// parts returns what an operation declares, references to components among them, which no walk visits.
func parts(o *spec.Operation) (all []*spec.Node) {
	for _, p := range o.Parameters {
		all = append(all, &p.Node)
	}
	if o.Request != nil {
		all = append(all, &o.Request.Node)
	}
	for _, r := range o.Responses {
		all = append(all, &r.Node)
		for _, h := range r.Headers {
			all = append(all, &h.Node)
		}
	}
	return all
}

// add enters a change.
func (x *index) add(n int, c *breaking.Change) {
	about := x.about(c)
	operations := slices.Clone(c.Operations)
	if len(about) == 0 || c.Check == "default" { // a default matters to those who say nothing
		for _, o := range x.callers(c) {
			x.loose[o] = append(x.loose[o], n)
			operations = append(operations, o)
		}
	}
	for _, id := range about {
		x.at[id] = append(x.at[id], n)
	}
	reach := map[spec.ID]bool{}
	for _, o := range operations {
		reach[o] = true
	}
	x.reach = append(x.reach, reach)
}

// about returns what can be used that a change is about: the element, and what it was where it has
// another name now.
func (x *index) about(c *breaking.Change) []spec.ID {
	var ids []spec.ID
	if id := x.anchors[c.Element]; id != "" {
		ids = append(ids, id)
	}
	if !c.Old.IsZero() {
		if id := x.names[c.Old]; id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// callers returns the operations that a change is about that is about nothing smaller.
func (x *index) callers(c *breaking.Change) []spec.ID {
	if len(c.Operations) > 0 {
		return c.Operations
	}
	if own := x.services[c.Element]; len(own) > 0 {
		return own
	}
	var all []spec.ID
	for _, pair := range c.APIs {
		for _, api := range []*spec.API{pair.Old, pair.New} {
			all = append(all, operationsOf(api)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func operationsOf(api *spec.API) (all []spec.ID) {
	if api == nil {
		return nil
	}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			all = append(all, o.ID())
		}
	}
	return all
}

// elements returns all that a use relies on.
func elements(u check.Use) []spec.ID { return append([]spec.ID{u.Element}, u.Schemas...) }

// reaches reports whether a change reaches one of the operations, or nobody knows which it reaches.
func (x *index) reaches(change int, operations []spec.ID) bool {
	return len(x.reach[change]) == 0 || slices.ContainsFunc(operations, func(o spec.ID) bool { return x.reach[change][o] })
}

// parent returns the full name that a full name of .proto is in.
func parent(id spec.ID) spec.ID {
	return id[:max(strings.LastIndexByte(string(id), '.'), 0)]
}
