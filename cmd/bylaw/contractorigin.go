package main

import (
	"unicode"

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
	below := ""
	for up := n; up != nil; up = up.Parent {
		if op := o.operations[up.Name]; op != nil && up == n {
			return op.ID(), op.NameSpan
		}
		if t := o.types[up.Name]; t != nil {
			return fieldOrType(t, below)
		}
		if up.Name != "" {
			below = up.Name
		}
	}
	return n.ID(), source.Span{}
}

func fieldOrType(t *spec.Type, field string) (spec.ID, source.Span) {
	for _, f := range t.Fields {
		if f.JSONName == field || f.Name == field {
			return f.ID(), f.NameSpan
		}
	}
	return t.ID(), t.NameSpan
}

// element returns what .proto files declare under a full name.
func (o *origins) element(name string) *spec.Node { return o.named[spec.ID(name)] }
