package schema

import (
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// list lowers an array.
func (t *Types) list(v *view, name string) *Shape {
	var items []*spec.Type
	tuple := false
	done := flattened
	for _, part := range v.parts {
		if part.Items != nil && part.Kind != spec.KindMap {
			items = append(items, part.Items)
		}
		tuple = tuple || part.Schema != nil && len(part.Schema.PrefixItems) > 0
	}
	element := anything
	switch {
	case tuple:
		t.remark(report.Info, v.schema, "prefixItems", "generate/tuple",
			"the items of this array differ by their place, so that Go has them as JSON text", "")
	case len(items) > 0:
		element, done = allOf(items), done|keywordItems
	}
	return t.container(v, Slice, "[]", element, name, "Item", done)
}

// dictionary lowers an object without properties of known names.
func (t *Types) dictionary(v *view, values []*spec.Type, name string, done keyword) *Shape {
	element := anything
	if len(values) > 0 {
		element = allOf(values)
	}
	return t.container(v, Map, "map[string]", element, name, "Value", done)
}

// container lowers an array or a map. One that the contract has a name for is declared.
func (t *Types) container(v *view, form Form, prefix string, element *spec.Type, name, suffix string, done keyword) *Shape {
	shape := &Shape{Form: form, types: t, schema: v.schema, parts: v.parts, done: done, forced: v.forced, kinds: v.kinds}
	if t.isComponent(v.schema) {
		t.declareContainer(v, shape, prefix, element, suffix)
		return shape
	}
	if t.nested++; t.nested > deepest {
		t.nested--
		t.refuse(v.schema, "", "generate/too-deep", "lists stand in lists without names, more than 16 deep",
			"declare the inner ones under components/schemas")
		return t.raw(anything)
	}
	shape.element = t.slot(element, name+suffix, true, nil)
	t.nested--
	shape.Go = prefix + shape.element.goType()
	return shape
}

// declareContainer declares a slice or map type. Its elements are lowered later: they may be of the
// same type.
func (t *Types) declareContainer(v *view, shape *Shape, prefix string, element *spec.Type, suffix string) {
	id := t.claim(v.schema, "")
	shape.Go, shape.declared = id, true
	inner := *shape
	inner.declared = false
	shape.parts = nil
	decl := &ListDecl{Doc: naming.Sentence(id, doc(v.schema)), Map: shape.Form == Map, Secret: t.HoldsPersonal(v.schema)}
	t.declare(Decl{Name: id, List: decl})
	t.later(func() {
		inner.element = t.slot(element, id+suffix, true, nil)
		shape.element = inner.element
		inner.Go = prefix + inner.element.goType()
		decl.Go = inner.Go
		t.later(func() {
			decl.Read = inner.Read("*(*"+inner.Go+")(x)", "n")
			decl.Write = inner.Write("x")
		})
	})
}
