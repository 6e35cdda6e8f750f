package proto

import (
	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// option is one option statement, or one entry between the brackets of a field.
type option struct {
	name string // "deprecated"; the full name of an extension in parentheses: "(google.api.http)"
	path []*ast.FieldReferenceNode
	node *ast.OptionNode
}

// options are all options of one declaration.
type options struct {
	unit *unit
	list []option
}

// options reads the names of a declaration's options. scope is the message that the declaration
// stands in, which the names of extensions are relative to; nil at the top of a file.
func (u *unit) options(nodes []*ast.OptionNode, scope *decl) options {
	if len(nodes) == 0 {
		return options{}
	}
	o := options{unit: u, list: make([]option, 0, len(nodes))}
	for _, n := range nodes {
		if n.Name == nil || len(n.Name.Parts) == 0 || n.Val == nil {
			continue
		}
		o.list = append(o.list, option{u.optionName(n.Name.Parts[0], scope), n.Name.Parts[1:], n})
	}
	return o
}

// optionName returns the first part of an option's name, written in full.
func (u *unit) optionName(part *ast.FieldReferenceNode, scope *decl) string {
	name := string(part.Name.AsIdentifier())
	if !part.IsExtension() {
		return name
	}
	found := u.resolve(name, scope, wantExtension)
	if found == nil {
		u.unknownExtension(part, name)
		return "(" + trimDot(name) + ")"
	}
	if found.name != name {
		u.qualify(part.Name, found.name)
	}
	return "(" + found.name + ")"
}

// value returns what is said for an option, put together where its parts are set one by one, as in
// `(x).a = 1, (x).b = 2`. It is nil if the option is not set.
func (o options) value(name string) *spec.Value {
	var whole *spec.Value
	for i := range o.list {
		if o.list[i].name == name {
			whole = o.merge(whole, &o.list[i])
		}
	}
	return whole
}

func (o options) merge(whole *spec.Value, part *option) *spec.Value {
	value := o.unit.value(part.node.Val)
	if len(part.path) == 0 {
		if whole == nil || whole.Kind != spec.Map {
			return value
		}
		whole.Members = append(whole.Members, value.Members...)
		return whole
	}
	if whole == nil {
		whole = &spec.Value{Kind: spec.Map, Span: o.unit.span(part.node)}
	}
	at := whole
	for i, step := range part.path {
		key, span := memberKey(step), o.unit.span(step)
		if i == len(part.path)-1 {
			at.Members = append(at.Members, spec.Member{Key: key, KeySpan: span, Value: value})
			break
		}
		next := at.Get(key)
		if next == nil || next.Kind != spec.Map {
			next = &spec.Value{Kind: spec.Map, Span: o.unit.span(part.node)}
			at.Members = append(at.Members, spec.Member{Key: key, KeySpan: span, Value: next})
		}
		at = next
	}
	return whole
}

// values returns what is said for a repeated option, in order.
func (o options) values(name string) []*spec.Value {
	var found []*spec.Value
	for _, option := range o.list {
		if option.name == name && len(option.path) == 0 {
			found = append(found, flatten(o.unit.value(option.node.Val))...)
		}
	}
	return found
}

// span returns the place of the first statement that sets an option; the zero Span if none does.
func (o options) span(name string) source.Span {
	for _, option := range o.list {
		if option.name == name {
			return o.unit.span(option.node)
		}
	}
	return source.Span{}
}

func (o options) has(name string) bool {
	for _, option := range o.list {
		if option.name == name {
			return true
		}
	}
	return false
}

// isTrue reports whether a boolean option is set to true.
func (o options) isTrue(name string) bool {
	return o.has(name) && o.value(name).Bool()
}
