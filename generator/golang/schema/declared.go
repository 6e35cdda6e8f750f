package schema

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Declared is a declared type with the schema that it is for.
type Declared struct {
	Name   string
	Schema *spec.Type
	Reader string // the function that reads it; "": its method does
}

// Declared returns the declared types whose values travel as JSON, sorted by name. It is called after Decls.
func (t *Types) Declared() []Declared {
	var all []Declared
	for s, name := range t.named {
		shape := t.shapes[s]
		if shape == nil || shape.Go != name || shape.filed() {
			continue
		}
		d := Declared{Name: name, Schema: s}
		if shape.Form == Union {
			d.Reader = shape.union.reader
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b Declared) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// filed reports whether a struct has files, which are parts of a multipart body and no JSON.
func (s *Shape) filed() bool {
	return s.layout != nil && slices.ContainsFunc(s.layout.fields, func(f *field) bool {
		if f.slot == nil {
			return false // it has one value, which isn't kept
		}
		inner := f.slot.Shape
		if inner.Form == Slice {
			inner = inner.element.Shape
		}
		return inner.Form == File
	})
}
