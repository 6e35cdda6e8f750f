package proto

import (
	"strings"

	"github.com/bufbuild/protocompile/ast"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/spec"
)

// declKind is what a name stands for.
type declKind uint8

const (
	messageDecl declKind = iota
	enumDecl
	serviceDecl
	extensionDecl
	valueDecl // an enum value, which has a name beside its enum
)

// decl is a name that other declarations can use, or could clash with.
type decl struct {
	kind    declKind
	name    string // the full name
	unit    *unit
	parent  *decl // the message that it is declared in; nil at the top
	node    ast.Node
	label   *ast.IdentNode          // its name in the text; nil in built-in files
	builtin protoreflect.Descriptor // of files built in as descriptors
	nested  []*decl                 // what a message declares, in source order
	typ     *spec.Type              // messages and enums

	next    *decl // another declaration of the same name
	last    *decl // of the first one: the last of them
	twice   bool  // not the first of its name: it stays out of the model
	number  uint64
	extends string // extensions: the full name of the extended message, once it is resolved
}

func (d *decl) isType() bool { return d.kind == messageDecl || d.kind == enumDecl }

// declare notes every name of the file, so that the references of all files can be resolved
// afterwards, each on its own.
func (u *unit) declare() {
	for _, n := range u.tree.Decls {
		switch n := n.(type) {
		case *ast.MessageNode:
			u.declared = append(u.declared, u.declareMessage(nil, n, n.Name, n.Decls))
		case *ast.EnumNode:
			u.declared = append(u.declared, u.declareEnum(nil, n))
			u.declareValues(n)
		case *ast.ServiceNode:
			u.services = append(u.services, u.newDecl(serviceDecl, nil, n, n.Name))
		case *ast.ExtendNode:
			types, extensions := u.declareExtend(nil, n)
			u.declared = append(u.declared, types...)
			u.extensions = append(u.extensions, extensions...)
		}
	}
}

func (u *unit) newDecl(kind declKind, parent *decl, n ast.Node, label *ast.IdentNode) *decl {
	d := &decl{kind: kind, unit: u, parent: parent, node: n, label: label}
	switch {
	case parent != nil:
		d.name = parent.name + "." + label.Val
	case u.pkg != "":
		d.name = u.pkg + "." + label.Val
	default:
		d.name = label.Val
	}
	if d.isType() {
		d.typ = &spec.Type{}
	}
	return d
}

func (u *unit) declareEnum(parent *decl, n *ast.EnumNode) *decl {
	d := u.newDecl(enumDecl, parent, n, n.Name)
	d.typ.Kind = spec.KindEnum
	return d
}

// declareValues notes the values of an enum at the top, whose names stand in the package beside it.
func (u *unit) declareValues(n *ast.EnumNode) {
	for _, e := range n.Decls {
		if e, ok := e.(*ast.EnumValueNode); ok {
			u.values = append(u.values, u.newDecl(valueDecl, nil, e, e.Name))
		}
	}
}

func (u *unit) declareMessage(parent *decl, n ast.Node, label *ast.IdentNode, body []ast.MessageElement) *decl {
	d := u.newDecl(messageDecl, parent, n, label)
	d.typ.Kind = spec.KindObject
	for _, e := range body {
		switch e := e.(type) {
		case *ast.MessageNode:
			d.nested = append(d.nested, u.declareMessage(d, e, e.Name, e.Decls))
		case *ast.GroupNode:
			d.nested = append(d.nested, u.declareMessage(d, e, e.Name, e.Decls))
		case *ast.EnumNode:
			d.nested = append(d.nested, u.declareEnum(d, e))
		case *ast.OneofNode:
			d.nested = append(d.nested, u.declareOneOf(d, e)...)
		case *ast.ExtendNode:
			types, extensions := u.declareExtend(d, e)
			d.nested = append(append(d.nested, types...), extensions...)
		}
	}
	return d
}

// declareOneOf returns the messages of the groups in a oneof.
func (u *unit) declareOneOf(parent *decl, n *ast.OneofNode) []*decl {
	var groups []*decl
	for _, e := range n.Decls {
		if group, ok := e.(*ast.GroupNode); ok {
			groups = append(groups, u.declareMessage(parent, group, group.Name, group.Decls))
		}
	}
	return groups
}

// declareExtend returns the messages of the groups in an extend block, and its fields.
func (u *unit) declareExtend(parent *decl, n *ast.ExtendNode) (types, extensions []*decl) {
	for _, e := range n.Decls {
		switch e := e.(type) {
		case *ast.FieldNode:
			extensions = append(extensions, u.declareExtension(parent, e, e.Name, e.Tag))
		case *ast.GroupNode:
			types = append(types, u.declareMessage(parent, e, e.Name, e.Decls))
			extensions = append(extensions, u.declareExtension(parent, e, groupFieldName(e), e.Tag))
		}
	}
	return types, extensions
}

func (u *unit) declareExtension(parent *decl, n ast.Node, label *ast.IdentNode, tag *ast.UintLiteralNode) *decl {
	d := u.newDecl(extensionDecl, parent, n, label)
	if tag != nil {
		d.number = tag.Val
	}
	return d
}

// groupFieldName returns the name of the field that a group declares beside its message.
func groupFieldName(n *ast.GroupNode) *ast.IdentNode {
	label := *n.Name
	label.Val = strings.ToLower(label.Val)
	return &label
}
