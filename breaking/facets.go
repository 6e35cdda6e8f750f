package breaking

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Facet is one constraint by the name that JSON Schema has for it, or the format's own, with its
// value as a reader would write it.
type Facet struct {
	Name, Text string
}

// Facets returns the constraints that are declared, sorted by name. Values are written so that
// those that mean the same are the same text.
func Facets(c *spec.Constraints) []Facet {
	if c == nil {
		return nil
	}
	var facets []Facet
	add := func(name, text string) {
		if text != "" {
			facets = append(facets, Facet{name, text})
		}
	}
	add("minLength", limit(c.MinLength))
	add("maxLength", limit(c.MaxLength))
	add("minBytes", limit(c.MinBytes))
	add("maxBytes", limit(c.MaxBytes))
	add("pattern", c.Pattern)
	add("minimum", bound(c.Minimum))
	add("maximum", bound(c.Maximum))
	add("multipleOf", bound(c.MultipleOf))
	add("minItems", limit(c.MinItems))
	add("maxItems", limit(c.MaxItems))
	add("uniqueItems", flag(c.UniqueItems))
	add("minProperties", limit(c.MinProperties))
	add("maxProperties", limit(c.MaxProperties))
	add("in", list(c.In))
	add("notIn", list(c.NotIn))
	add("const", Text(c.Const))
	add("definedOnly", flag(c.DefinedOnly))
	for _, r := range c.Rules {
		add("rule "+r.ID, r.Expression)
	}
	for _, a := range c.Other {
		add(a.Name, Text(a.Value))
	}
	slices.SortStableFunc(facets, func(a, b Facet) int { return strings.Compare(a.Name, b.Name) })
	return facets
}

func limit(l *spec.Limit) string {
	if l == nil {
		return ""
	}
	return strconv.FormatUint(l.N, 10)
}

func bound(b *spec.Bound) string {
	switch {
	case b == nil:
		return ""
	case b.Exclusive:
		return number(b.Text) + " (exclusive)"
	}
	return number(b.Text)
}

func flag(set bool) string {
	if set {
		return "true"
	}
	return ""
}

func list(values []*spec.Value) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = Text(v)
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), ", ")
}
