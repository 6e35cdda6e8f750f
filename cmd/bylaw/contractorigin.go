package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// origins leads from the document that REST consumers of .proto files get back to those files.
type origins struct {
	written    map[*source.File]bool
	types      map[string]*spec.Type // by the names of components; nil: several
	operations map[string]*spec.Operation
	named      map[spec.ID]*spec.Node // what .proto files declare
}

func originsOf(apis []*spec.API) *origins {
	o := &origins{written: map[*source.File]bool{}, types: map[string]*spec.Type{}, operations: map[string]*spec.Operation{}, named: map[spec.ID]*spec.Node{}}
	for _, api := range apis {
		for _, d := range api.Documents {
			o.written[d.File] = true
		}
		if api.Format != spec.Proto {
			continue
		}
		spec.Walk(api, &spec.Visitor{
			Type: func(t *spec.Type) {
				note(o.types, componentName(&t.Node), t)
				o.named[t.ID()] = &t.Node
			},
			Field: func(f *spec.Field) { o.named[f.ID()] = &f.Node },
			Operation: func(op *spec.Operation) {
				note(o.operations, withFirst(op.Name, unicode.ToLower), op)
				o.named[op.ID()] = &op.Node
			},
		})
	}
	return o
}

// note keeps what a name stands for, and nothing if that is several.
func note[T any](all map[string]*T, name string, one *T) {
	if _, known := all[name]; known {
		one = nil
	}
	all[name] = one
}

// componentName is how a message is called in the document: after those that it is declared in.
func componentName(n *spec.Node) string {
	name := ""
	for ; n != nil && n.Parent != nil; n = n.Parent {
		name = withFirst(n.Name, unicode.ToUpper) + name
	}
	return name
}

func withFirst(name string, change func(rune) rune) string {
	if name == "" {
		return ""
	}
	return string(change(rune(name[0]))) + name[1:]
}

// find returns what the user has written of a node: its ID and place; the ID alone where that isn't known.
func (o *origins) find(n *spec.Node, at source.Span) (spec.ID, source.Span) {
	if o.written[at.File] || n.NameSpan.IsZero() {
		return n.ID(), at
	}
	var below []string // the names on the way, the innermost first
	for up := n; up != nil; up = up.Parent {
		if op := o.operations[up.Name]; op != nil {
			return inOperation(op, below)
		}
		if t := o.message(up.Name); t != nil {
			name := ""
			if len(below) > 0 {
				name = below[len(below)-1]
			}
			return fieldOrType(t, name)
		}
		if up.Name != "" {
			below = append(below, up.Name)
		}
	}
	return n.ID(), source.Span{}
}

// message returns what a component stands for; that of an update is the message without what it demands.
func (o *origins) message(component string) *spec.Type {
	if t := o.types[component]; t != nil {
		return t
	}
	return o.types[strings.TrimSuffix(component, "Patch")]
}

// inOperation returns the field of the request or answer that is called so within an operation: a parameter,
// or a field that a body has without a component; else the rpc.
func inOperation(op *spec.Operation, below []string) (spec.ID, source.Span) {
	id, at, within := op.ID(), op.NameSpan, messageOf(op.Request)
	for _, name := range slices.Backward(below) {
		if _, isStatus := httpapi.StatusCode(name); isStatus && len(op.Responses) > 0 {
			within = contentOf(op.Responses[0].Content)
		} else if f := bodyOf(op, within); f != nil && strings.Contains(name, "/") { // a media type: in the body
			id, at, within = f.ID(), f.NameSpan, f.Type.Resolve()
		}
		for step := range strings.SplitSeq(name, ".") {
			f := fieldOf(within, step)
			if f == nil {
				break
			}
			id, at, within = f.ID(), f.NameSpan, f.Type.Resolve()
		}
	}
	return id, at
}

// bodyOf returns the field of the request that is the body, nil if that is the whole of it.
func bodyOf(op *spec.Operation, request *spec.Type) *spec.Field {
	if len(op.HTTP) == 0 || op.HTTP[0].Body == "" {
		return nil
	}
	return fieldOf(request, op.HTTP[0].Body)
}

func messageOf(p *spec.Payload) *spec.Type {
	if p == nil {
		return nil
	}
	return contentOf(p.Content)
}

func contentOf(media []*spec.MediaType) *spec.Type {
	if len(media) == 0 {
		return nil
	}
	return media[0].Type.Resolve()
}

func fieldOrType(t *spec.Type, field string) (spec.ID, source.Span) {
	if f := fieldOf(t, field); f != nil {
		return f.ID(), f.NameSpan
	}
	return t.ID(), t.NameSpan
}

func fieldOf(t *spec.Type, name string) *spec.Field {
	if t == nil {
		return nil
	}
	if t.Items != nil {
		t = t.Items.Resolve()
	}
	for _, f := range t.Fields {
		if f.JSONName == name || f.Name == name {
			return f
		}
	}
	return nil
}

// element returns what .proto files declare under a full name.
func (o *origins) element(name string) *spec.Node { return o.named[spec.ID(name)] }
