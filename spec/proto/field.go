package proto

import (
	"strings"

	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec"
)

// scalar returns what a type keyword means.
func scalar(keyword string) (kind spec.Kind, format string, ok bool) {
	switch keyword {
	case "double", "float":
		return spec.KindNumber, keyword, true
	case "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64":
		return spec.KindInteger, keyword, true
	case "bool":
		return spec.KindBoolean, "", true
	case "string":
		return spec.KindString, "", true
	case "bytes":
		return spec.KindBytes, "", true
	}
	return 0, "", false
}

// field lowers a field whose names are resolved in the scope, and which belongs to the parent.
func (u *unit) field(scope *decl, parent *spec.Node, n *ast.FieldNode, f features, in *spec.OneOf) *spec.Field {
	field := u.newField(parent, n, n.Name, n.Tag, in)
	o := u.options(n.Options.GetElements(), scope)
	f = f.with(o)
	use := u.use(n.FldType, scope, &field.Node)
	u.setShape(field, use, &n.Label, n, f)
	u.fieldAnnotations(field, o)
	return field
}

// setShape puts the use of a type into its field: as it is, or as the items of a list.
func (u *unit) setShape(field *spec.Field, use *spec.Type, label *ast.FieldLabel, n ast.Node, f features) {
	message := use.Resolve().Kind == spec.KindObject
	if message && f.delimited {
		proto(use).Group = true
	}
	if !label.Repeated {
		field.Type = use
		field.Presence = f.fieldPresence(u.syntax, label, field.OneOf != nil, message)
		return
	}
	field.Type = &spec.Type{Kind: spec.KindArray, Items: use, Node: spec.Node{
		Parent: &field.Node, NameSpan: use.NameSpan, Span: use.Span,
	}}
	if label.IsPresent() && !use.Span.IsZero() {
		field.Type.Span.Start = u.span(label.KeywordNode).Start
	}
}

func (u *unit) newField(parent *spec.Node, n ast.Node, label *ast.IdentNode, tag *ast.UintLiteralNode, in *spec.OneOf) *spec.Field {
	field := &spec.Field{Node: u.node(parent, n, label), OneOf: in, JSONName: jsonName(label.Val)}
	if field.Doc == "" {
		field.Doc = u.trailingDoc(n.End())
	}
	if tag != nil {
		field.Number = int(tag.Val)
	}
	return field
}

// use returns the use of the type that is written at n.
func (u *unit) use(n ast.IdentValueNode, scope *decl, parent *spec.Node) *spec.Type {
	span := u.span(n)
	t := &spec.Type{Node: spec.Node{Parent: parent, Span: span, NameSpan: span}}
	name := string(n.AsIdentifier())
	if kind, format, ok := scalar(name); ok {
		t.Kind, t.Format = kind, format
		return t
	}
	t.Kind, t.Ref = spec.KindReference, name
	if found := u.resolve(name, scope, wantType); found != nil {
		t.Target = found.typ
	} else {
		u.unknownType(span, name)
	}
	return t
}

func (u *unit) mapField(scope *decl, parent *spec.Node, n *ast.MapFieldNode, f features) *spec.Field {
	field := u.newField(parent, n, n.Name, n.Tag, nil)
	span := u.span(n.MapType)
	field.Type = &spec.Type{Kind: spec.KindMap, Node: spec.Node{Parent: &field.Node, Span: span, NameSpan: span}}
	field.Type.Keys = u.use(n.MapType.KeyType, scope, &field.Type.Node)
	field.Type.Items = u.use(n.MapType.ValueType, scope, &field.Type.Node)
	u.fieldAnnotations(field, u.options(n.Options.GetElements(), scope))
	return field
}

func (u *unit) groupField(scope *decl, parent *spec.Node, n *ast.GroupNode, message *decl, f features, in *spec.OneOf) *spec.Field {
	field := u.newField(parent, n, groupFieldName(n), n.Tag, in)
	// The comment belongs to the field and to the message alike; behind the brace is none.
	field.Doc = message.typ.Doc
	field.Syntax = &syntax{u, groupFieldNode{n}}
	span := u.span(n.Name)
	use := &spec.Type{Kind: spec.KindReference, Ref: n.Name.Val, Target: message.typ,
		Node: spec.Node{Parent: &field.Node, Span: span, NameSpan: span}}
	proto(use).Group = true
	u.setShape(field, use, &n.Label, n, f)
	u.fieldAnnotations(field, u.options(n.Options.GetElements(), scope))
	return field
}

// extension lowers a field of an extend block.
func (u *unit) extension(d *decl, parent *spec.Node, f features) *spec.Field {
	var field *spec.Field
	var block *ast.ExtendNode
	switch n := d.node.(type) {
	case *ast.FieldNode:
		field, block = u.field(d.parent, parent, n, f, nil), n.Extendee
	case *ast.GroupNode:
		message := u.resolve(d.nameBeside(n.Name.Val), nil, wantType)
		field, block = u.groupField(d.parent, parent, n, message, f, nil), n.Extendee
	}
	if field.Type.Kind != spec.KindArray && field.Presence == spec.PresenceImplicit {
		field.Presence = spec.PresenceExplicit
	}
	if block != nil {
		field.Extendee = u.extendee(d, block.Extendee)
	}
	return field
}

// nameBeside returns the full name of a sibling, as an absolute reference.
func (d *decl) nameBeside(sibling string) string {
	return "." + d.name[:strings.LastIndexByte(d.name, '.')+1] + sibling
}

// extendee returns the full name of the message that is extended, or what is written if it is not known.
func (u *unit) extendee(d *decl, n ast.IdentValueNode) string {
	name := string(n.AsIdentifier())
	if found := u.resolve(name, d.parent, wantType); found != nil {
		d.extends = found.name
		return found.name
	}
	u.unknownType(u.span(n), name)
	return trimDot(name)
}

// jsonName returns the name that protojson gives a field: underscores go, and the letter behind
// each is a capital.
func jsonName(name string) string {
	if strings.IndexByte(name, '_') < 0 {
		return name
	}
	json := make([]byte, 0, len(name))
	upper := false
	for i := range len(name) {
		c := name[i]
		if c == '_' {
			upper = true
			continue
		}
		if upper && c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		upper = false
		json = append(json, c)
	}
	return string(json)
}
