package document

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var discriminatorMismatch = lint.New(lint.Meta{
	ID:       "discriminator-mismatch",
	Title:    "a discriminator does not fit the schemas that it tells apart",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Schema == nil || t.Schema.Discriminator == nil || t.Schema.Discriminator.Property == "" {
			return
		}
		c := discriminatorCheck{p, t, t.Schema.Discriminator, slices.Concat(t.Schema.OneOf, t.Schema.AnyOf)}
		if c.property(); len(c.branches) > 0 {
			c.mapping()
		}
	},
})

type discriminatorCheck struct {
	*lint.Pass
	t        *spec.Type
	d        *spec.Discriminator
	branches []*spec.Type
}

// property demands the property of each branch, or of the schema itself if that is the base of others.
func (c discriminatorCheck) property() {
	if c.d.DefaultMapping != "" {
		return // what a value without the property is
	}
	holders := c.branches
	if len(holders) == 0 {
		holders = []*spec.Type{c.t}
	}
	for _, holder := range holders {
		problem := c.lack(holder)
		if problem == "" {
			continue
		}
		c.Report(&c.t.Node, c.propertySpan(),
			fmt.Sprintf("discriminator %s %s, so a reader can't tell which schema a value has", c.d.Property, problem),
			lint.Cure(fmt.Sprintf("declare %s as a required property of %s", c.d.Property, branchName(holder))))
		return // the others mostly lack the same
	}
}

// lack says what a schema lacks for the discriminator to work; "" if nothing.
func (c discriminatorCheck) lack(holder *spec.Type) string {
	if holder.Kind == spec.KindReference && holder.Target == nil {
		return "" // which is said already
	}
	fields := slices.Concat(holder.AllFields(), c.t.AllFields())
	at := slices.IndexFunc(fields, func(f *spec.Field) bool { return f.Name == c.d.Property })
	switch {
	case holder.Resolve().Kind == spec.KindUnion || isOpenUnion(holder.Resolve()):
		return "" // a union of unions: the inner ones know
	case at < 0:
		return "is no property of " + branchName(holder)
	case !slices.ContainsFunc(fields, func(f *spec.Field) bool { return f.Name == c.d.Property && f.Required }) && !c.requires(holder):
		return "is not required in " + branchName(holder)
	}
	return ""
}

func isOpenUnion(t *spec.Type) bool {
	return t.Schema != nil && len(t.Schema.OneOf)+len(t.Schema.AnyOf) > 0 && len(t.Fields) == 0
}

// requires reports whether the schema's own `required`, or that of a part of it, names the property.
func (c discriminatorCheck) requires(holder *spec.Type) bool {
	for _, t := range []*spec.Type{holder.Resolve(), c.t} {
		if t.Schema == nil {
			continue
		}
		for _, part := range append([]*spec.Type{t}, t.Schema.AllOf...) {
			part = part.Resolve()
			if part.Schema != nil && slices.ContainsFunc(part.Schema.Required, func(r spec.RequiredName) bool { return r.Name == c.d.Property }) {
				return true
			}
		}
	}
	return false
}

// mapping demands that each branch can be reached, and that the mapping leads to branches alone.
func (c discriminatorCheck) mapping() {
	for _, m := range c.d.Mapping {
		if m.Target != nil && !slices.ContainsFunc(c.branches, func(b *spec.Type) bool { return b.Resolve() == m.Target.Resolve() }) {
			c.Report(&c.t.Node, m.Span, fmt.Sprintf("%s leads to %s, which is none of the schemas here: a value of it is refused", m.Value, m.Ref),
				lint.Cure("add the schema to the branches, or take it out of the mapping"))
		}
	}
	for _, b := range c.branches {
		if b.Kind != spec.KindReference && b.Kind != spec.KindNull && b.Schema != nil && !b.Schema.Boolean && (b.Schema.SchemaID == "") {
			c.Report(&b.Node, b.NameSpan, "a branch that is written in place has no name, so the discriminator can't lead to it",
				lint.Cure("declare it under components/schemas and refer to it"))
		}
	}
}

func (c discriminatorCheck) propertySpan() source.Span {
	if a, ok := c.t.Attr("discriminator"); ok {
		if name := a.Value.Get("propertyName"); name != nil {
			return name.Span
		}
	}
	return c.t.NameSpan
}

func branchName(t *spec.Type) string {
	if name := t.Resolve().Name; name != "" {
		return name
	}
	return "each branch"
}
