package sample

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// example returns the first example, or else default, of the layers that all of them allow; nil if
// there is none or they are not wanted.
func (m *maker) example(all layers) *spec.Value {
	if m.Plain {
		return nil
	}
	var given []*spec.Value
	for _, t := range all {
		if t.Schema != nil {
			given = append(given, t.Schema.Examples...)
		}
	}
	for _, t := range all {
		if t.Schema != nil && t.Schema.Default != nil {
			given = append(given, t.Schema.Default)
		}
	}
	if len(given) == 0 {
		return nil
	}
	return m.anyValid(all, given)
}

// anyValid returns the value whose turn it is, and the next ones if it isn't valid.
func (m *maker) anyValid(all layers, given []*spec.Value) *spec.Value {
	if m.turn >= len(given) { // other values are wanted than those
		return nil
	}
	for _, v := range given[m.turn:] {
		if v = m.prune(all[0], v, 0); v.Kind != spec.Null && m.valid(all, v) {
			return v
		}
	}
	return nil
}

// prune takes out of an example what doesn't travel in the direction: authors write one example for
// both.
func (m *maker) prune(t *spec.Type, v *spec.Value, depth int) *spec.Value {
	if depth > mostDepth || v.Kind != spec.Map && v.Kind != spec.List {
		return v
	}
	var p problem
	p.add(t)
	made := *v
	if v.Kind == spec.List {
		made.Items = slices.Clone(v.Items)
		for i, item := range made.Items {
			if schemas := p.layers.item(i); len(schemas) > 0 {
				made.Items[i] = m.prune(schemas[0], item, depth+1)
			}
		}
		return &made
	}
	o := objectMaker{maker: m, all: p.layers}
	made.Members = nil
	for _, member := range v.Members {
		if o.barred(member.Key) {
			continue
		}
		if schemas := o.schemasOf(member.Key); len(schemas) > 0 {
			member.Value = m.prune(schemas[0], member.Value, depth+1)
		}
		made.Members = append(made.Members, member)
	}
	return &made
}
