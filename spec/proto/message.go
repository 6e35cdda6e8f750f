package proto

import (
	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec"
)

// messageLowering is a message while its body is read.
type messageLowering struct {
	*unit
	decl     *decl
	typ      *spec.Type
	features features
	nested   []*decl // what the body declares and has not been met yet, in source order
}

func (u *unit) message(d *decl, body []ast.MessageElement, f features) {
	o := u.options(bodyOptions(body), d.parent)
	m := &messageLowering{unit: u, decl: d, typ: d.typ, features: f.with(o), nested: d.nested}
	u.common(&d.typ.Node, o, messagePolicy)
	u.messageAnnotations(d.typ, o)
	for _, e := range body {
		m.element(e)
	}
}

func (m *messageLowering) element(e ast.MessageElement) {
	switch e := e.(type) {
	case *ast.FieldNode:
		m.add(m.field(m.decl, &m.typ.Node, e, m.features, nil))
	case *ast.MapFieldNode:
		m.add(m.mapField(m.decl, &m.typ.Node, e, m.features))
	case *ast.GroupNode:
		m.add(m.group(e, nil))
	case *ast.OneofNode:
		m.oneOf(e)
	case *ast.MessageNode, *ast.EnumNode:
		m.typ.Types = append(m.typ.Types, m.unit.typ(m.take(), &m.typ.Node, m.features))
	case *ast.ExtendNode:
		m.extend(e)
	case *ast.ExtensionRangeNode:
		proto(m.typ).Extensible = append(proto(m.typ).Extensible, m.ranges(e.Ranges, spec.KindObject)...)
	case *ast.ReservedNode:
		m.reserved(m.typ, e)
	}
}

// take returns the next declaration of the body.
func (m *messageLowering) take() *decl {
	next := m.nested[0]
	m.nested = m.nested[1:]
	return next
}

func (m *messageLowering) add(f *spec.Field) {
	f.Owner = m.typ
	m.typ.Fields = append(m.typ.Fields, f)
}

func (m *messageLowering) group(n *ast.GroupNode, in *spec.OneOf) *spec.Field {
	message := m.take()
	m.typ.Types = append(m.typ.Types, m.unit.typ(message, &m.typ.Node, m.features))
	return m.groupField(m.decl, &m.typ.Node, n, message, m.features, in)
}

func (m *messageLowering) oneOf(n *ast.OneofNode) {
	one := &spec.OneOf{Node: m.node(&m.typ.Node, n, n.Name)}
	o := m.options(bodyOptions(n.Decls), m.decl)
	m.common(&one.Node, o, noPolicy)
	one.Required = o.value("(buf.validate.oneof)").Get("required").Bool() || o.isTrue("(validate.required)")
	f := m.features.with(o)
	for _, e := range n.Decls {
		var arm *spec.Field
		switch e := e.(type) {
		case *ast.FieldNode:
			arm = m.field(m.decl, &m.typ.Node, e, f, one)
		case *ast.GroupNode:
			arm = m.group(e, one)
		default:
			continue
		}
		m.add(arm)
		one.Fields = append(one.Fields, arm)
	}
	m.typ.OneOfs = append(m.typ.OneOfs, one)
}

// extend lowers an extend block inside of the message. Its groups' messages come before its fields
// among the declarations.
func (m *messageLowering) extend(n *ast.ExtendNode) {
	for len(m.nested) > 0 && m.nested[0].isType() && within(m.nested[0].node, n) {
		m.typ.Types = append(m.typ.Types, m.unit.typ(m.take(), &m.typ.Node, m.features))
	}
	for len(m.nested) > 0 && within(m.nested[0].node, n) {
		m.typ.Extensions = append(m.typ.Extensions, m.extension(m.take(), &m.typ.Node, m.features))
	}
}

func within(inner, outer ast.Node) bool {
	return outer.Start() <= inner.Start() && inner.End() <= outer.End()
}
