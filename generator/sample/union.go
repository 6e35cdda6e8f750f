package sample

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// tagged returns a schema that gives the discriminator's property the value that stands for a
// branch; nil if the value is not known.
func tagged(d *spec.Discriminator, branch *spec.Type) *spec.Type {
	if d == nil {
		return nil
	}
	name := tag(d, branch)
	if name == "" {
		return nil
	}
	literal := &spec.EnumValue{Value: str(name)}
	property := &spec.Type{Kind: spec.KindEnum, Values: []*spec.EnumValue{literal}, Schema: &spec.Schema{Types: []string{"string"}}}
	property.Span, property.NameSpan = d.Span, d.Span
	made := &spec.Type{
		Kind:   spec.KindObject,
		Fields: []*spec.Field{{Type: property}},
		Schema: &spec.Schema{Types: []string{"object"}, Required: []spec.RequiredName{{Name: d.Property, Span: d.Span}}},
	}
	made.Fields[0].Name = d.Property
	made.Span, made.NameSpan = d.Span, d.Span
	return made
}

// tag returns the value of the discriminator that leads to a branch: a mapped one, or the name of the
// branch's schema.
func tag(d *spec.Discriminator, branch *spec.Type) string {
	target := branch.Resolve()
	for _, m := range d.Mapping {
		if m.Target != nil && m.Target.Resolve() == target {
			return m.Value
		}
	}
	return target.Name
}

// contrast changes an object that several branches of a oneOf allow until only one does: it gets
// properties that another branch knows, with values that this one refuses. It returns nil if that
// can't be done.
func (m *maker) contrast(v *spec.Value, unions [][]*spec.Type, schemas []*spec.Type) *spec.Value {
	if v.Kind != spec.Map {
		return nil
	}
	for _, branches := range unions {
		for _, name := range propertiesOf(branches) {
			if v = m.fewer(v, name, branches); m.valid(schemas, v) {
				return v
			}
		}
	}
	return nil
}

// fewer gives a property a value with which fewer of the branches allow the object, but still one, or
// leaves the object as it is.
func (m *maker) fewer(v *spec.Value, name string, branches []*spec.Type) *spec.Value {
	best := m.count(v, branches)
	for _, other := range []*spec.Value{str("other"), number("0"), {Kind: spec.Map}, boolean(true)} {
		if best < 2 {
			return v
		}
		changed := with(v, name, other)
		if n := m.count(changed, branches); n >= 1 && n < best {
			v, best = changed, n
		}
	}
	return v
}

// count counts the branches that allow a value.
func (m *maker) count(v *spec.Value, branches []*spec.Type) int {
	n := 0
	for _, branch := range branches {
		if m.valid([]*spec.Type{branch}, v) {
			n++
		}
	}
	return n
}

// propertiesOf returns the names of the properties that the branches declare, each once.
func propertiesOf(branches []*spec.Type) []string {
	var p problem
	for _, branch := range branches {
		p.add(branch)
	}
	var names []string
	p.layers.fields(func(_ *spec.Type, f *spec.Field) bool {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
		return true
	})
	return names
}
