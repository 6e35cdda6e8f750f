package sample

import (
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
