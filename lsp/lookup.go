package lsp

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// reference is a place that names a declaration, with what it leads to.
type reference struct {
	span   source.Span
	target source.Span // the declaration's name, or what stands for it; zero: built in
	typ    *spec.Type  // the type that it leads to; nil: something else
	value  *spec.Value // of OpenAPI, what it leads to; nil: of a type of .proto
}

// references calls visit for every reference of the contracts, in no promised order.
func references(c *Checked, visit func(reference)) {
	for _, api := range c.Loaded.APIs {
		if api.Format == spec.Proto && !api.Imported {
			protoReferences(api, visit)
		}
	}
	for _, linked := range c.Loaded.Linked {
		for _, link := range linked.Links {
			visit(reference{span: link.Span, target: link.Value.Span, value: link.Value})
		}
	}
}

// protoReferences visits the names of types, and the imports, which lead to the beginning of a file.
func protoReferences(api *spec.API, visit func(reference)) {
	var typ func(t *spec.Type)
	typ = func(t *spec.Type) {
		switch {
		case t == nil:
		case t.Kind == spec.KindReference && t.Target != nil:
			visit(reference{span: t.Span, target: t.Target.NameSpan, typ: t.Target})
		default:
			typ(t.Items)
			typ(t.Keys)
		}
	}
	spec.Walk(api, &spec.Visitor{
		Document: func(d *spec.Document) {
			for _, i := range d.Imports {
				if i.File != nil {
					visit(reference{span: i.Span, target: i.File.Span(0, 0)})
				}
			}
		},
		Operation: func(o *spec.Operation) {
			for _, p := range payloads(o) {
				typ(p.Type)
			}
		},
		Field: func(f *spec.Field) { typ(f.Type) },
	})
}

func payloads(o *spec.Operation) (media []*spec.MediaType) {
	if o.Request != nil {
		media = append(media, o.Request.Content...)
	}
	for _, r := range o.Responses {
		media = append(media, r.Content...)
	}
	return media
}

// referenceAt returns the smallest reference that holds a place of a file.
func referenceAt(c *Checked, path string, offset int) (found reference, ok bool) {
	references(c, func(r reference) {
		if holds(r.span, path, offset) && (!ok || r.span.Len() < found.span.Len()) {
			found, ok = r, true
		}
	})
	return found, ok
}

// holds reports whether a span holds a place, its end included: there the cursor stands behind a word.
func holds(s source.Span, path string, offset int) bool {
	return !s.IsZero() && int(s.Start) <= offset && offset <= int(s.End) && s.Path() == path
}

// declaration returns the declaration that a reference leads to, of those with a name of their own;
// nil if there is none.
func declaration(c *Checked, r reference) *spec.Node {
	if r.typ != nil {
		return &r.typ.Node
	}
	if r.value == nil {
		return nil
	}
	var best *spec.Node
	everyNode(c, func(n *spec.Node) {
		if n.Span.Contains(r.value.Span) && n.Span.End == r.value.Span.End && (best == nil || n.Span.Len() < best.Span.Len()) {
			best = n
		}
	})
	return best
}

// declaredAt returns the declaration whose name holds a place of a file; nil if there is none.
func declaredAt(c *Checked, path string, offset int) (found *spec.Node) {
	everyNode(c, func(n *spec.Node) {
		if holds(n.NameSpan, path, offset) && (found == nil || n.NameSpan.Len() < found.NameSpan.Len()) {
			found = n
		}
	})
	return found
}

// everyNode visits what the contracts declare.
func everyNode(c *Checked, visit func(*spec.Node)) {
	for _, api := range c.Loaded.APIs {
		spec.Walk(api, &spec.Visitor{
			Service:   func(e *spec.Service) { visit(&e.Node) },
			Operation: func(e *spec.Operation) { visit(&e.Node) },
			Parameter: func(e *spec.Parameter) { visit(&e.Node) },
			Payload:   func(e *spec.Payload) { visit(&e.Node) },
			Response:  func(e *spec.Response) { visit(&e.Node) },
			MediaType: func(e *spec.MediaType) { visit(&e.Node) },
			Type:      func(e *spec.Type) { visit(&e.Node) },
			Field:     func(e *spec.Field) { visit(&e.Node) },
			OneOf:     func(e *spec.OneOf) { visit(&e.Node) },
			EnumValue: func(e *spec.EnumValue) { visit(&e.Node) },
		})
	}
}

// typeOf returns the type that a declaration is, or nil.
func typeOf(c *Checked, n *spec.Node) (found *spec.Type) {
	for _, api := range c.Loaded.APIs {
		spec.Walk(api, &spec.Visitor{Type: func(t *spec.Type) {
			if &t.Node == n {
				found = t
			}
		}})
	}
	return found
}

// definitionAt answers textDocument/definition.
func definitionAt(s *server, d *document, g *group, m *message) (any, error) {
	p, err := params[ofPosition](m)
	if err != nil {
		return nil, err
	}
	r, ok := referenceAt(g.checked, d.path(), newText(d.file, s.units).offset(p.Position))
	if !ok {
		return nil, nil
	}
	target := r.target
	if n := declaration(g.checked, r); n != nil && !n.NameSpan.IsZero() {
		target = n.NameSpan
	}
	if target.IsZero() || strings.Contains(target.Path(), "://") {
		return nil, nil // built in, or elsewhere
	}
	return s.renderer(d, g).location(target), nil
}

func (s *server) renderer(d *document, g *group) *renderer {
	return &renderer{server: s, project: d.project, group: g, texts: map[*source.File]*text{}}
}
