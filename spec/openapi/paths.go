package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// longestItemChain is how many references of path items may follow each other: each adds its
// operations to all that refer to it.
const longestItemChain = 16

// route is where the operations of a path item hang: a path, a webhook, an expression of a callback.
type route struct {
	kind   spec.OperationKind
	parent *spec.Node // nil: the operations stand at the top
	before string     // the ID of an operation is before, method, after
	after  string
	prefix string // what the IDs of the item's own parameters begin with
	path   spec.Path
}

// item is a path item: its operations are lowered where it stands first, and shared by all other
// places that refer to it.
type item struct {
	operations []*spec.Operation
	done       bool
}

// reuse is a use of a path item that was not finished yet, as happens where a callback refers to a
// path that it is declared below.
type reuse struct {
	item  *item
	route route
	into  *spec.PathItem
}

func (l *lowering) paths(v *spec.Value) []*spec.Operation {
	var operations []*spec.Operation
	for _, m := range l.object(v, &l.api.Node, "paths") {
		if isExtension(m.Key) {
			continue
		}
		path := spec.ParsePath(m.Key, unquoted(m.KeySpan))
		erased := path.Erased()
		r := route{path: path, after: " " + erased, prefix: numbered(l.locals, erased)}
		operations = append(operations, l.pathItem(l.root.scope, m.Value, r, nil)...)
	}
	return operations
}

func (l *lowering) webhooks(v *spec.Value) []*spec.Operation {
	var operations []*spec.Operation
	for _, m := range l.object(v, &l.api.Node, "webhooks") {
		name := "webhook " + m.Key
		r := route{kind: spec.Webhook, before: name + " ", prefix: name}
		operations = append(operations, l.pathItem(l.root.scope, m.Value, r, nil)...)
	}
	return operations
}

func (l *lowering) readCallback(at *scope, v *spec.Value, c *spec.Callback) {
	members := l.object(v, &c.Node, "a callback")
	l.describeNode(&c.Node, members)
	for i := range members {
		m := &members[i]
		if isExtension(m.Key) {
			continue
		}
		p := &spec.PathItem{}
		l.node(&p.Node, at, m.Value, under(&c.Node, "/", m))
		c.PathItems = append(c.PathItems, p)
		// The key is a runtime expression and no path template, so it is not taken apart.
		path := spec.Path{Raw: m.Key, Span: p.NameSpan}
		r := route{kind: spec.Inverted, parent: &p.Node, before: "/", path: path}
		p.Operations = append(p.Operations, l.pathItem(at, m.Value, r, p)...)
	}
}

// pathItemComponents lowers the path items that nothing refers to. The operations of the others
// are declared where they are used.
func (l *lowering) pathItemComponents(v *spec.Value) {
	items := map[*spec.Value]*spec.PathItem{}
	members := l.object(v, &l.api.Node, "pathItems")
	for i := range members {
		m, p := &members[i], &spec.PathItem{}
		l.node(&p.Node, l.root.scope, m.Value, under(&l.api.Node, "/components/pathItems/", m))
		l.api.Components.PathItems = append(l.api.Components.PathItems, p)
		items[m.Value] = p
		if l.pathItems[m.Value] == nil {
			p.Operations = l.ownOperations(l.root.scope, m.Value, route{parent: &p.Node, before: "/"}, p)
		}
	}
	l.keepOverridden(items)
}

// pathItem returns the operations of a path item: its own, then those that it refers to. Where
// they are not known yet they are added to the callback's item later.
func (l *lowering) pathItem(at *scope, v *spec.Value, r route, into *spec.PathItem) []*spec.Operation {
	operations := l.ownOperations(at, v, r, into)
	seen := map[*spec.Value]bool{v: true}
	for ref := v.Get("$ref"); ref != nil && ref.Kind == spec.Str; ref = v.Get("$ref") {
		from := &spec.Node{Parent: r.parent, Local: r.prefix}
		to, ok := l.resolve(at, ref, from, "path item")
		if !ok {
			break
		}
		if seen[to.value] || len(seen) > longestItemChain {
			l.add(report.ReferenceCycle, unquoted(ref.Span), from, "these references of path items lead back to themselves, or too far", "write the path item out at one place of the chain")
			break
		}
		seen[to.value] = true
		at, v = to.scope, to.value
		operations = l.withoutRepeats(operations, l.ownOperations(at, v, r, into), to)
	}
	return operations
}

// withoutRepeats adds the operations whose method is not there yet: what a path item says itself
// goes before what it refers to. What is left out there may be what others stand for, so that it
// becomes an operation of the path item itself.
func (l *lowering) withoutRepeats(operations, more []*spec.Operation, from target) []*spec.Operation {
	known := map[string]bool{}
	for _, o := range operations {
		known[o.Method()] = true
	}
	for _, o := range more {
		if !known[o.Method()] {
			operations = append(operations, o)
		} else if slices.Contains(l.pathItems[from.value].operations, o) {
			l.overridden = append(l.overridden, overridden{o, from})
		}
	}
	return operations
}

// overridden is an operation of a path item that was lowered for a place which has its own.
type overridden struct {
	operation *spec.Operation
	from      target
}

// keepOverridden gives overridden operations a place among the path items of the components.
func (l *lowering) keepOverridden(items map[*spec.Value]*spec.PathItem) {
	for _, o := range l.overridden {
		p := items[o.from.value]
		if p == nil {
			p = &spec.PathItem{}
			l.node(&p.Node, o.from.scope, o.from.value, o.from.place)
			items[o.from.value] = p
			l.api.Components.PathItems = append(l.api.Components.PathItems, p)
		}
		o.operation.Parent, o.operation.Local = &p.Node, "/"+strings.ToLower(o.operation.Method())
		o.operation.HTTP[0].Path = spec.Path{}
		p.Operations = append(p.Operations, o.operation)
	}
}

// ownOperations returns the operations that the path item at v declares.
func (l *lowering) ownOperations(at *scope, v *spec.Value, r route, into *spec.PathItem) []*spec.Operation {
	it := l.pathItems[v]
	switch {
	case it == nil:
		it = &item{}
		l.pathItems[v] = it
		it.operations = l.lowerItem(at, v, r)
		it.done = true
		return it.operations
	case it.done:
		return l.share(it, r)
	case into != nil:
		l.reuses = append(l.reuses, reuse{it, r, into})
	}
	return nil
}

// shareOperations completes the callbacks that refer to path items above them.
func (l *lowering) shareOperations() {
	for _, r := range l.reuses {
		r.into.Operations = append(r.into.Operations, l.share(r.item, r.route)...)
	}
}

// share returns operations that stand for those of a path item at another place.
func (l *lowering) share(it *item, r route) []*spec.Operation {
	var operations []*spec.Operation
	for _, original := range it.operations {
		if !l.expand(original.NameSpan, 1+len(original.Parameters)+len(original.Responses)+len(original.Callbacks)) {
			break
		}
		o := *original
		o.Kind, o.Parent, o.Local = r.kind, r.parent, l.operationLocal(r, original.Method())
		o.HTTP = []spec.HTTPBinding{original.HTTP[0]}
		o.HTTP[0].Path = r.path
		standFor(&o, original)
		operations = append(operations, &o)
	}
	return operations
}

// standFor makes the parts of an operation references to those of the original.
func standFor(o, original *spec.Operation) {
	o.Parameters, o.Responses, o.Callbacks = nil, nil, nil
	for _, p := range original.Parameters {
		o.Parameters = append(o.Parameters, parameterFor(p, o))
	}
	if original.Request != nil {
		request := *original.Request
		referPayload(&request, original.Request)
		request.Operation = o
		o.Request = &request
	}
	for _, r := range original.Responses {
		response := *r
		response.Target, response.Operation = r, o
		o.Responses = append(o.Responses, &response)
	}
	for _, c := range original.Callbacks {
		callback := *c
		callback.Target = c
		o.Callbacks = append(o.Callbacks, &callback)
	}
}

// expand reports whether n more elements may be made that stand for others. Every line of a spec
// may ask for all operations of a path item, so that there has to be an end.
func (l *lowering) expand(at source.Span, n int) bool {
	if l.expanded > mostExpanded {
		return false
	}
	if l.expanded += n; l.expanded > mostExpanded {
		l.add(report.TooManyReferences, at, nil, fmt.Sprintf("path items and the parameters beside paths stand for more than %d operations and parameters; the rest is not read", mostExpanded), "split the contract")
		return false
	}
	return true
}

// operationLocal returns the last part of an operation's ID.
func (l *lowering) operationLocal(r route, method string) string {
	if r.parent != nil {
		return r.before + strings.ToLower(method)
	}
	return numbered(l.locals, r.before+method+r.after)
}
