package lsp

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The kinds of symbols, as the protocol numbers them.
const (
	symbolMethod     = 6
	symbolField      = 8
	symbolEnum       = 10
	symbolInterface  = 11
	symbolVariable   = 13
	symbolEnumMember = 22
	symbolStruct     = 23
)

// symbolsOf answers textDocument/documentSymbol, of clients that know symbols within symbols.
func symbolsOf(s *server, d *document, g *group, m *message) (any, error) {
	if !s.can.TextDocument.DocumentSymbol.HierarchicalDocumentSymbolSupport {
		return nil, nil
	}
	o := outline{s.renderer(d, g), d.path()}
	symbols := []documentSymbol{}
	seen := map[*spec.Type]bool{}
	for _, api := range g.checked.Loaded.APIs {
		for _, service := range api.Services {
			symbols = append(symbols, o.service(service)...)
		}
		for _, t := range api.Types {
			if t.Name != "" && !seen[t] {
				seen[t] = true
				symbols = append(symbols, o.typ(t)...)
			}
		}
		symbols = append(symbols, o.fields(api.Extensions)...)
	}
	slices.SortStableFunc(symbols, byPlace)
	return slices.CompactFunc(symbols, func(a, b documentSymbol) bool { return a.Name == b.Name && a.Range == b.Range }), nil
}

func byPlace(a, b documentSymbol) int {
	if a.Range.Start.Line != b.Range.Start.Line {
		return a.Range.Start.Line - b.Range.Start.Line
	}
	return a.Range.Start.Character - b.Range.Start.Character
}

// outline makes the symbols of one file.
type outline struct {
	*renderer
	path string
}

// one returns the symbol of a declaration, if that stands in the file.
func (o outline) one(n *spec.Node, name, detail string, kind int, children []documentSymbol) []documentSymbol {
	if n.Span.Path() != o.path || name == "" {
		return children
	}
	whole, selection := n.Span, n.NameSpan
	if !whole.Contains(selection) {
		selection = whole
	}
	return []documentSymbol{{
		Name: name, Detail: detail, Kind: kind, Range: o.rangeOf(whole), SelectionRange: o.rangeOf(selection), Children: children,
	}}
}

func (o outline) rangeOf(s source.Span) textRange { return o.text(s.File).rangeOf(s) }

// service returns an rpc service with its methods; in OpenAPI the operations alone.
func (o outline) service(s *spec.Service) []documentSymbol {
	var operations []documentSymbol
	for _, op := range s.Operations {
		name, detail := op.Name, ""
		if s.Name == "" && len(op.HTTP) > 0 {
			name, detail = op.HTTP[0].Method+" "+op.HTTP[0].Path.Raw, op.Name
		}
		operations = append(operations, o.one(&op.Node, name, detail, symbolMethod, nil)...)
	}
	if s.Name == "" {
		return operations
	}
	return o.one(&s.Node, s.Name, "", symbolInterface, operations)
}

func (o outline) typ(t *spec.Type) []documentSymbol {
	var inner []documentSymbol
	for _, nested := range t.Types {
		inner = append(inner, o.typ(nested)...)
	}
	inner = append(inner, o.fields(t.Fields)...)
	for _, v := range t.Values {
		inner = append(inner, o.one(&v.Node, v.Name, "", symbolEnumMember, nil)...)
	}
	slices.SortStableFunc(inner, byPlace)
	kind := symbolStruct
	switch t.Kind {
	case spec.KindEnum:
		kind = symbolEnum
	case spec.KindObject, spec.KindMap, spec.KindUnion:
	default:
		kind = symbolVariable
	}
	return o.one(&t.Node, t.Name, "", kind, inner)
}

func (o outline) fields(fields []*spec.Field) (symbols []documentSymbol) {
	for _, f := range fields {
		symbols = append(symbols, o.one(&f.Node, f.Name, typeName(f.Type), symbolField, nil)...)
	}
	return symbols
}
