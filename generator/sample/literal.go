package sample

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// literals returns the values that an enum or a const among the layers leaves, and the layer that
// says so; nil: there is none.
func (all layers) literals() ([]*spec.Value, *spec.Type) {
	var left []*spec.Value
	var from *spec.Type
	for _, t := range all {
		named, any := literalsOf(t)
		if !any {
			continue
		}
		if from == nil {
			left, from = named, t
			continue
		}
		left = slices.DeleteFunc(slices.Clone(left), func(v *spec.Value) bool {
			return !slices.ContainsFunc(named, func(other *spec.Value) bool { return same(v, other) })
		})
	}
	return left, from
}

// literalsOf returns the literals of a schema's own enum and const.
func literalsOf(t *spec.Type) (literals []*spec.Value, any bool) {
	if c := t.Constraints; c != nil && c.Const != nil {
		return []*spec.Value{c.Const}, true
	}
	if t.Kind == spec.KindNull {
		return []*spec.Value{null()}, true
	}
	for _, e := range t.Values {
		if e.Value != nil {
			literals = append(literals, e.Value)
		}
	}
	return literals, len(literals) > 0
}

// literal takes one of the literals that the layers allow.
func (m *maker) literal(all layers, literals []*spec.Value, from *spec.Type) *spec.Value {
	start := m.turn + m.offset(len(literals))
	for i := range literals {
		v := literals[(start+i)%len(literals)]
		if m.valid(all, v) {
			return v
		}
	}
	return m.fail(from, "enum", "none of these values is allowed by the rest of the schema")
}
