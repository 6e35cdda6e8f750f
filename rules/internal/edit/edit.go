// Package edit makes the edits that fixes consist of: in the author's own text and style, byte range
// by byte range. It knows the model and how files are laid out, and no rule.
package edit

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Rename replaces a name where it stands, with or without quotes around it. It is not ok where the
// name is written otherwise, as with escapes.
func Rename(at source.Span, old, new string) (report.Edit, bool) {
	text := at.Text()
	if len(text) == len(old)+2 && (text[0] == '"' || text[0] == '\'') {
		at = at.Slice(1, len(text)-1)
	}
	return report.Edit{Span: at, New: new}, old != "" && at.Text() == old
}

// Insert adds an attribute to a declaration.
func Insert(s spec.Syntax, name, literal string) (report.Edit, bool) {
	if s == nil {
		return report.Edit{}, false
	}
	at, text, ok := s.Insertion(name, literal)
	return report.Edit{Span: at, New: text}, ok
}

// Set gives an attribute of a declaration another value, or adds it.
func Set(n *spec.Node, name, literal string) (report.Edit, bool) {
	if a, ok := n.Attr(name); ok {
		return report.Edit{Span: a.Value.Span, New: literal}, n.Span.Contains(a.Value.Span)
	}
	return Insert(n.Syntax, name, literal)
}

// Add adds an attribute to an OpenAPI element. The value is given as JSON, and laid out like those
// beside it.
func Add(n *spec.Node, name, value string) (report.Edit, bool) {
	if n.Syntax == nil {
		return report.Edit{}, false
	}
	return insertValue(n.Syntax, n.Span.File, name, value)
}

// InsertInto adds a key to the object that an attribute of an OpenAPI element is. The value is given
// as JSON, and laid out like those beside it.
func InsertInto(n *spec.Node, attribute, name, value string) (report.Edit, bool) {
	nested, isNested := n.Syntax.(spec.Nested)
	object, found := n.Attr(attribute)
	if !isNested || !found || !n.Span.Contains(object.Value.Span) {
		return report.Edit{}, false
	}
	return insertValue(nested.Inner(object.Value), n.Span.File, name, value)
}

// AddTo is InsertInto where the object may have to be added first.
func AddTo(n *spec.Node, attribute, name, value string) (report.Edit, bool) {
	if _, found := n.Attr(attribute); found {
		return InsertInto(n, attribute, name, value)
	}
	return Add(n, attribute, fmt.Sprintf("{%q: %s}", name, value))
}

func insertValue(s spec.Syntax, file *source.File, name, value string) (report.Edit, bool) {
	var beside []*spec.Value
	for _, a := range s.Attributes() {
		beside = append(beside, a.Value)
	}
	return layOut(file, beside, value, true, func(literal string) (source.Span, string, bool) { return s.Insertion(name, literal) })
}

// Append adds items, given as JSON, to the list that an attribute of an OpenAPI element is, or adds
// the list. They are laid out like those that are there.
func Append(n *spec.Node, attribute string, items ...string) ([]report.Edit, bool) {
	list, found := n.Attr(attribute)
	nested, isNested := n.Syntax.(spec.Nested)
	switch {
	case !isNested || found && (list.Value.Kind != spec.List || !n.Span.Contains(list.Value.Span)):
		return nil, false
	case !found:
		added, ok := insertValue(n.Syntax, n.Span.File, attribute, "["+strings.Join(items, ", ")+"]")
		return []report.Edit{added}, ok
	case len(list.Value.Items) == 0:
		at, text, ok := nested.Append(list.Value, Literal(n.Span, strings.Join(items, ", ")))
		return []report.Edit{{Span: at, New: text}}, ok
	}
	var edits []report.Edit
	for _, item := range items {
		added, ok := layOut(n.Span.File, list.Value.Items, item, false, func(literal string) (source.Span, string, bool) {
			return nested.Append(list.Value, literal)
		})
		if !ok {
			return nil, false
		}
		edits = append(edits, added)
	}
	return edits, true
}

// All returns the edits if each of them could be made; it reads well around calls that return both.
func All(steps ...Step) ([]report.Edit, bool) {
	var edits []report.Edit
	for _, step := range steps {
		if !step.ok {
			return nil, false
		}
		edits = append(edits, step.edits...)
	}
	return edits, true
}

// Step is some edits, or the lack of a way to make them.
type Step struct {
	edits []report.Edit
	ok    bool
}

// One is the step of one edit.
func One(e report.Edit, ok bool) Step { return Step{[]report.Edit{e}, ok} }

// Many is the step of several edits; none is as good as any.
func Many(edits []report.Edit, ok bool) Step { return Step{edits, ok} }
