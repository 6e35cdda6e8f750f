// Package instance holds the values of a contract (examples, defaults) against their schemas. It says
// only what it is sure of: what it does not understand is valid. It knows the model and no rule.
package instance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The bounds on the work for one value: examples are small, and schemas that lead back to themselves
// without a step into the value have no end.
const (
	mostSteps = 20_000
	deepest   = 100
)

// Problem is why a value is not valid.
type Problem struct {
	Path    string // within the value: "items[0].quantity"; "" for the value itself
	Message string // what it is and should not be: "is a string, and integer is declared"
	Span    source.Span
}

// Checker holds values against schemas. It keeps compiled patterns, and belongs to one goroutine.
type Checker struct {
	patterns map[string]*regexp.Regexp // nil: not understood
	steps    int
}

// Check returns the first problem of a value, or nil. at is where the value is reported if it goes over
// several lines: its key.
func (c *Checker) Check(v *spec.Value, t *spec.Type, at source.Span) *Problem {
	c.steps = 0
	return c.value(place{value: v, at: at}, t, 0)
}

// place is a value within the one that is checked.
type place struct {
	value *spec.Value
	path  string
	at    source.Span
}

func (p place) problem(format string, args ...any) *Problem {
	span := p.value.Span
	if p.value.Kind == spec.Map || p.value.Kind == spec.List || strings.Contains(span.Text(), "\n") {
		span = p.at
	}
	return &Problem{p.path, fmt.Sprintf(format, args...), span}
}

func (p place) member(m *spec.Member) place {
	path := m.Key
	if p.path != "" {
		path = p.path + "." + m.Key
	}
	return place{m.Value, path, m.KeySpan}
}

func (p place) item(i int) place {
	return place{p.value.Items[i], fmt.Sprintf("%s[%d]", p.path, i), p.at}
}

func (c *Checker) value(p place, t *spec.Type, depth int) *Problem {
	t = t.Resolve()
	if c.steps++; c.steps > mostSteps || depth > deepest || t == nil || p.value == nil || t.Kind == spec.KindReference {
		return nil
	}
	if t.Kind == spec.KindNever {
		return p.problem("is refused by the schema false")
	}
	if p.value.Kind == spec.Null {
		return null(p, t)
	}
	if problem := kind(p, t); problem != nil {
		return problem
	}
	if problem := c.own(p, t, depth); problem != nil {
		return problem
	}
	return c.composed(p, t, depth)
}

// null is allowed by many words, so that it is refused only where a type stands that excludes it.
func null(p place, t *spec.Type) *Problem {
	if t.Nullable || t.Schema == nil || len(t.Schema.Types) == 0 || slices.Contains(t.Schema.Types, "null") {
		return nil
	}
	return p.problem("is null, which the schema does not allow")
}

// kind holds a value against type, enum and const.
func kind(p place, t *spec.Type) *Problem {
	if t.Schema != nil && len(t.Schema.Types) > 0 && !IsOfType(p.value, t.Schema.Types) {
		return p.problem("is %s, and %s is declared", describe(p.value), phrase.Or(t.Schema.Types))
	}
	if t.Kind != spec.KindEnum || slices.ContainsFunc(t.Values, func(v *spec.EnumValue) bool { return equal(v.Value, p.value) }) {
		return nil
	}
	var names []string
	for _, v := range t.Values {
		names = append(names, v.Name)
	}
	return p.problem("is %s and none of %s", describe(p.value), phrase.And(phrase.Fit(names, 60)))
}

// IsOfType reports whether a value is of one of the types, by their names in JSON Schema.
func IsOfType(v *spec.Value, types []string) bool {
	name := ""
	switch v.Kind {
	case spec.Null:
		name = "null"
	case spec.Bool:
		name = "boolean"
	case spec.Str:
		name = "string"
	case spec.List:
		name = "array"
	case spec.Map:
		name = "object"
	case spec.Num:
		return slices.Contains(types, "number") || slices.Contains(types, "integer") && isWhole(v)
	}
	return slices.Contains(types, name)
}

func isWhole(v *spec.Value) bool {
	f, ok := v.Float()
	return !ok || f >= 1<<53 || f <= -(1<<53) || f == float64(int64(f))
}

func describe(v *spec.Value) string {
	switch v.Kind {
	case spec.Map:
		return "an object"
	case spec.List:
		return "an array"
	case spec.Str:
		if len(v.Text) > 40 || strings.ContainsAny(v.Text, "\n\r\t") {
			return "a string"
		}
		return fmt.Sprintf("the string %q", v.Text)
	}
	return v.Text
}

func equal(a, b *spec.Value) bool {
	if a == nil || b == nil || a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case spec.Num:
		x, _ := a.Float()
		y, _ := b.Float()
		return x == y
	case spec.List, spec.Map:
		return true // compared by no one who writes contracts
	}
	return a.Text == b.Text
}

// own holds a value against the keywords of the schema itself.
func (c *Checker) own(p place, t *spec.Type, depth int) *Problem {
	switch p.value.Kind {
	case spec.Str:
		return c.text(p, t)
	case spec.Num:
		return number(p, t)
	case spec.List:
		return c.list(p, t, depth)
	case spec.Map:
		return c.object(p, t, depth)
	}
	return nil
}

// composed holds a value against allOf, and demands that it fits a branch of a union.
func (c *Checker) composed(p place, t *spec.Type, depth int) *Problem {
	if t.Schema == nil {
		return nil
	}
	for _, part := range t.Schema.AllOf {
		if problem := c.value(p, part, depth+1); problem != nil {
			return problem
		}
	}
	for _, branches := range [...][]*spec.Type{t.Schema.AnyOf, t.Schema.OneOf} {
		if problem := c.union(p, branches, depth); problem != nil {
			return problem
		}
	}
	return nil
}

func (c *Checker) union(p place, branches []*spec.Type, depth int) *Problem {
	var first *Problem
	failed := 0
	for _, branch := range branches {
		problem := c.value(p, branch, depth+1)
		if problem == nil {
			return nil
		}
		if branch.Resolve().Kind != spec.KindNull {
			failed++
			first = problem
		}
	}
	if failed > 1 {
		return p.problem("fits none of the %d schemas that it may be", failed)
	}
	return first
}
