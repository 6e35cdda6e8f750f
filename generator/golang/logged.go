package golang

import (
	"slices"

	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/spec"
)

// logged returns the attributes of a request or an answer in logs, as expressions; nil: nothing in it is personal. What is
// read as it comes isn't among them.
func logged(t *schema.Types, fields []requestField, all []*media) []string {
	holds := func(f requestField) bool { return personal(t, f.Parameter) || t.HoldsPersonal(f.Type) }
	if !slices.ContainsFunc(fields, holds) && !slices.ContainsFunc(all, func(m *media) bool { return m.typed() && t.HoldsPersonal(m.Type) }) {
		return nil
	}
	var attributes []string
	for _, f := range fields {
		attributes = append(attributes, t.Logged(f.Name, "x."+f.name, f.slot, personal(t, f.Parameter)))
	}
	for i, m := range all {
		if m.typed() && (i == 0 || m.field != all[0].field) {
			attributes = append(attributes, t.Logged("content", "x."+m.field, m.slot, t.Personal(m.Type)))
		}
	}
	return attributes
}

// personal reports whether a parameter or a header is classified, or its values are.
func personal(t *schema.Types, p *spec.Parameter) bool {
	if p.Policy != nil && p.Policy.PII != "" {
		return p.Policy.PII != "none"
	}
	return t.Personal(p.Type)
}
