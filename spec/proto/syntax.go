package proto

import (
	"strings"

	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec"
)

// syntax is the view of a declaration's options over the syntax tree. It computes everything when
// it is asked, because few declarations ever are.
type syntax struct {
	unit *unit
	node ast.Node
}

// groupFieldNode stands for the field that a group declares: its options are those in brackets,
// where the message's stand in the body.
type groupFieldNode struct{ *ast.GroupNode }

// optionNodes returns the options of a declaration in source order.
func optionNodes(n ast.Node) []*ast.OptionNode {
	switch n := n.(type) {
	case *ast.FieldNode:
		return n.Options.GetElements()
	case *ast.MapFieldNode:
		return n.Options.GetElements()
	case groupFieldNode:
		return n.Options.GetElements()
	case *ast.EnumValueNode:
		return n.Options.GetElements()
	case *ast.MessageNode:
		return bodyOptions(n.Decls)
	case *ast.GroupNode:
		return bodyOptions(n.Decls)
	case *ast.OneofNode:
		return bodyOptions(n.Decls)
	case *ast.FileNode:
		return bodyOptions(n.Decls)
	case *ast.EnumNode:
		return bodyOptions(n.Decls)
	case *ast.ServiceNode:
		return bodyOptions(n.Decls)
	case *ast.RPCNode:
		return bodyOptions(n.Decls)
	}
	return nil
}

// bodyOptions returns the option statements of a body.
func bodyOptions[T ast.Node](body []T) []*ast.OptionNode {
	var found []*ast.OptionNode
	for _, n := range body {
		if o, ok := ast.Node(n).(*ast.OptionNode); ok {
			found = append(found, o)
		}
	}
	return found
}

// Attributes returns the options as they are written, one for each statement: an option that is
// set part by part has a name with the path behind it, "(buf.validate.field).string.min_len".
func (s *syntax) Attributes() []spec.Attribute {
	var attributes []spec.Attribute
	for _, n := range optionNodes(s.node) {
		if n.Name != nil && n.Val != nil {
			attributes = append(attributes, s.attribute(n))
		}
	}
	return attributes
}

func (s *syntax) attribute(n *ast.OptionNode) spec.Attribute {
	return spec.Attribute{
		Name: s.unit.writtenName(n.Name.Parts), Value: s.unit.value(n.Val),
		Span: s.unit.between(n.Name.Start(), n.Val.End()), NameSpan: s.unit.span(n.Name),
	}
}

// writtenName returns an option's name with the names of extensions in full.
func (u *unit) writtenName(path []*ast.FieldReferenceNode) string {
	var parts []string
	for _, part := range path {
		name := string(part.Name.AsIdentifier())
		if part.IsExtension() {
			if full := u.qualified[part.Name]; full != "" {
				name = full
			}
			name = "(" + trimDot(name) + ")"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ".")
}

// Attribute returns the option with that name. One that is set part by part is put together, and
// one that is set several times, as repeated options are, is a List; its place is the first
// statement's.
func (s *syntax) Attribute(name string) (spec.Attribute, bool) {
	statements := s.named(name)
	if len(statements) == 0 {
		return spec.Attribute{}, false
	}
	attribute := s.attribute(statements[0].node)
	attribute.Name = name
	if len(statements) == 1 && len(statements[0].path) == 0 {
		return attribute, true
	}
	o := options{s.unit, statements}
	if values := o.values(name); len(values) == len(statements) {
		attribute.Value = &spec.Value{Kind: spec.List, Items: values, Span: values[0].Span}
	} else {
		attribute.Value = o.value(name)
	}
	return attribute, true
}

// named returns the statements that set an option, or a part of it.
func (s *syntax) named(name string) []option {
	var found []option
	for _, n := range optionNodes(s.node) {
		if n.Name == nil || n.Val == nil {
			continue
		}
		for depth := 1; depth <= len(n.Name.Parts); depth++ {
			if s.unit.writtenName(n.Name.Parts[:depth]) == name {
				found = append(found, option{name, n.Name.Parts[depth:], n})
				break
			}
		}
	}
	return found
}

var _ spec.Syntax = (*syntax)(nil)
