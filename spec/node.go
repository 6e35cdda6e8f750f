// Package spec is the model of an API contract: one vocabulary for .proto and OpenAPI. Loaders
// build it; rules, the diff and the generator read it. It knows no file format, no rule and no
// output.
package spec

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// ID names a definition for as long as it means the same thing: the full name of a proto element
// ("google.pubsub.v1.Topic.name"), or an OpenAPI pointer in which path parameters have lost their
// names ("GET /users/{}", "#/components/schemas/User/properties/name"). It holds no line number.
type ID string

// Node is what every element of the model has.
type Node struct {
	Name string // as written: snake_case in proto, whatever the author chose in OpenAPI; "" if anonymous
	Doc  string // the documentation in full, without comment markers; "" if there is none

	Span     source.Span // the whole declaration
	NameSpan source.Span // the name, or the smallest token that stands for the element

	Deprecated *Deprecation // nil: not deprecated
	Policy     *Policy      // bylaw's own vocabulary; nil: nothing declared
	Syntax     Syntax       // everything the declaration says, losslessly; nil for built-in definitions

	Parent *Node  // the element that this one is declared in; nil at the top
	Local  string // the last part of the ID, with its separator: ".name", "/properties/name"
}

// ID returns the element's definition ID. It is put together on demand, because most elements are
// never named in a finding.
func (n *Node) ID() ID {
	if n.Parent == nil {
		return ID(n.Local)
	}
	var parts []string
	for at := n; at != nil; at = at.Parent {
		parts = append(parts, at.Local)
	}
	var id strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		id.WriteString(parts[i])
	}
	return ID(id.String())
}

// Base returns the node itself: what all elements have in common, as a method of each of them.
func (n *Node) Base() *Node { return n }

// Attr returns the attribute of the declaration with that name: an OpenAPI key ("maxLength"), or a
// proto option by its full name ("deprecated", "(google.api.http)").
func (n *Node) Attr(name string) (Attribute, bool) {
	if n.Syntax == nil {
		return Attribute{}, false
	}
	return n.Syntax.Attribute(name)
}

// AttrSpan returns the span of the named attribute's value, or the element's NameSpan if it has no
// such attribute: the smallest place that a finding about the attribute can point at.
func (n *Node) AttrSpan(name string) source.Span {
	if a, ok := n.Attr(name); ok {
		return a.Value.Span
	}
	return n.NameSpan
}

// Syntax is the lossless view of one declaration: what the typed model holds and what it doesn't.
// Loaders implement it over their syntax trees, lazily, so that an element costs one pointer.
type Syntax interface {
	// Attributes returns all attributes in source order. The elements declared inside (fields,
	// nested messages) are not attributes in proto; in OpenAPI every key is one.
	Attributes() []Attribute
	// Attribute returns the named attribute.
	Attribute(name string) (Attribute, bool)
	// Insertion returns where a new attribute belongs and the text to put there, in the style of
	// the file (indentation, commas, brackets, line ending); literal is the value as the format
	// writes it. ok is false where the declaration can't take one.
	Insertion(name, literal string) (at source.Span, text string, ok bool)
	// Removal returns the bytes to delete so that the named attribute is gone and the file is
	// still well-formed: with its separator and, if it stood alone, its line.
	Removal(name string) (source.Span, bool)
}

// Nested is what the Syntax of OpenAPI can besides: its attributes are objects and lists themselves.
type Nested interface {
	// Inner returns the syntax of an object that stands within the declaration.
	Inner(object *Value) Syntax
	// Append returns where another item of a list belongs that stands within the declaration, and
	// the text to put there, as Syntax.Insertion does for attributes.
	Append(list *Value, literal string) (at source.Span, text string, ok bool)
}

// Attribute is one thing a declaration says: an OpenAPI key with its value, or a proto option.
type Attribute struct {
	Name     string
	Value    *Value
	Span     source.Span // name and value
	NameSpan source.Span
}

// Deprecation says that an element should no longer be used.
type Deprecation struct {
	Reason      string
	Replacement string // what to use instead; "" if not said
	Sunset      string // the day of removal, as written; RFC 8594 names it so. "" if not said
	Span        source.Span
}
