package proto

import (
	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec"
)

// lower builds the unit's part of the model. All units have been declared before, so references
// lead to their definitions at once.
func (u *unit) lower() {
	u.names = map[nameUse]*decl{}
	u.document = &spec.Document{
		Node:    spec.Node{Name: u.name, Local: u.name, Syntax: &syntax{u, u.tree}, Span: u.whole()},
		File:    u.file,
		Dialect: u.syntax.String(),
		Package: u.pkg,
	}
	o := u.options(optionNodes(u.tree), nil)
	u.lowerHead(o)
	f := u.syntax.features().with(o)
	for _, d := range u.declared {
		// What is declared a second time is still what its own file means.
		if t := u.typ(d, &u.api.Node, f); !d.twice {
			u.model.types = append(u.model.types, t)
		}
	}
	for _, d := range u.services {
		if !d.twice {
			u.model.services = append(u.model.services, u.service(d))
		}
	}
	for _, d := range u.extensions {
		if !d.twice {
			u.model.extensions = append(u.model.extensions, u.extension(d, &u.api.Node, f))
		}
	}
}

// lowerHead reads what the file says of itself.
func (u *unit) lowerHead(o options) {
	doc := u.document
	for _, n := range u.tree.Decls {
		if n, ok := n.(*ast.PackageNode); ok && doc.NameSpan.IsZero() {
			doc.NameSpan = u.span(n.Name)
			doc.Doc = u.leadingDoc(n.Start())
		}
	}
	if first := u.firstToken(); doc.NameSpan.IsZero() {
		doc.NameSpan = u.between(first, first)
	}
	switch {
	case u.tree.Edition != nil:
		doc.Stated = u.span(u.tree.Edition.Edition)
	case u.tree.Syntax != nil:
		doc.Stated = u.span(u.tree.Syntax.Syntax)
	}
	u.common(&doc.Node, o, filePolicy)
	for _, v := range o.values("(google.api.resource_definition)") {
		u.model.resources = append(u.model.resources, resource(v))
	}
	for _, i := range u.imports {
		line := spec.Import{Path: i.path, Public: i.public, Weak: i.weak, Unused: i.unused, Span: i.span}
		if i.to != nil && !i.to.builtin {
			line.File, line.API = i.to.file, i.to.api
		}
		doc.Imports = append(doc.Imports, line)
	}
}

// node returns what every declaration has. It is put into the element before anything else, for
// what is declared inside points at it.
func (u *unit) node(parent *spec.Node, n ast.Node, label *ast.IdentNode) spec.Node {
	local := label.Val
	if parent.Local != "" || parent.Parent != nil {
		local = "." + local
	}
	return spec.Node{
		Name: label.Val, Local: local, Parent: parent,
		Doc:  u.leadingDoc(n.Start()),
		Span: u.span(n), NameSpan: u.span(label),
		Syntax: &syntax{u, n},
	}
}

// typ lowers a message or an enum.
func (u *unit) typ(d *decl, parent *spec.Node, f features) *spec.Type {
	d.typ.Node = u.node(parent, d.node, d.label)
	switch n := d.node.(type) {
	case *ast.EnumNode:
		u.enum(d, n, f)
	case *ast.MessageNode:
		u.message(d, n.Decls, f)
	case *ast.GroupNode:
		u.message(d, n.Decls, f)
		proto(d.typ).Group = true
	}
	return d.typ
}

// proto returns what only proto types have, and makes it if need be.
func proto(t *spec.Type) *spec.ProtoType {
	if t.Proto == nil {
		t.Proto = &spec.ProtoType{}
	}
	return t.Proto
}

func (u *unit) enum(d *decl, n *ast.EnumNode, f features) {
	t := d.typ
	o := u.options(optionNodes(n), d.parent)
	u.common(&t.Node, o, enumPolicy)
	proto(t).AllowAlias = o.isTrue("allow_alias")
	proto(t).Open = f.with(o).open
	for _, e := range n.Decls {
		switch e := e.(type) {
		case *ast.EnumValueNode:
			t.Values = append(t.Values, u.enumValue(d, e))
		case *ast.ReservedNode:
			u.reserved(t, e)
		}
	}
}

// enumValue lowers a value. In proto its full name stands beside that of its enum, not within it.
func (u *unit) enumValue(d *decl, n *ast.EnumValueNode) *spec.EnumValue {
	v := &spec.EnumValue{Node: u.node(d.typ.Parent, n, n.Name), Owner: d.typ}
	if v.Doc == "" {
		v.Doc = u.trailingDoc(n.End())
	}
	if number, ok := n.Number.AsInt64(); ok {
		v.Number = int32(number)
	}
	u.common(&v.Node, u.options(optionNodes(n), d.parent), enumValuePolicy)
	return v
}

func (u *unit) reserved(t *spec.Type, n *ast.ReservedNode) {
	p := proto(t)
	p.Reserved = append(p.Reserved, u.ranges(n.Ranges, t.Kind)...)
	for _, name := range n.Names {
		p.ReservedNames = append(p.ReservedNames, spec.ReservedName{Name: name.AsString(), Span: u.span(name)})
	}
	for _, name := range n.Identifiers {
		p.ReservedNames = append(p.ReservedNames, spec.ReservedName{Name: name.Val, Span: u.span(name)})
	}
}

// The largest numbers that `max` stands for.
const (
	maxFieldNumber = 1<<29 - 1
	maxEnumNumber  = 1<<31 - 1
)

func (u *unit) ranges(nodes []*ast.RangeNode, kind spec.Kind) []spec.Range {
	last := int32(maxFieldNumber)
	if kind == spec.KindEnum {
		last = maxEnumNumber
	}
	var ranges []spec.Range
	for _, n := range nodes {
		r := spec.Range{Span: u.span(n), Last: last}
		if start, ok := n.StartVal.AsInt64(); ok {
			r.First = int32(start)
		}
		if n.Max == nil {
			r.Last = r.First
			if n.EndVal != nil {
				end, _ := n.EndVal.AsInt64()
				r.Last = int32(end)
			}
		}
		ranges = append(ranges, r)
	}
	return ranges
}
