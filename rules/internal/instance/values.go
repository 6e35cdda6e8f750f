package instance

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/spec"
)

func (c *Checker) text(p place, t *spec.Type) *Problem {
	text := p.value.Text
	if bounds := t.Constraints; bounds != nil {
		switch n := uint64(utf8.RuneCountInString(text)); {
		case bounds.MinLength != nil && n < bounds.MinLength.N:
			return p.problem("has %d characters, fewer than minLength: %d", n, bounds.MinLength.N)
		case bounds.MaxLength != nil && n > bounds.MaxLength.N:
			return p.problem("has %d characters, more than maxLength: %d", n, bounds.MaxLength.N)
		case bounds.Pattern != "" && !c.matches(bounds.Pattern, text):
			return p.problem("does not match the pattern %s", short(bounds.Pattern))
		}
	}
	if !hasFormat(t.Format, text) {
		return p.problem("is %s, which is no %s", describe(p.value), t.Format)
	}
	return nil
}

func short(pattern string) string {
	if len(pattern) > 60 {
		return "of its schema"
	}
	return pattern
}

// matches is true for patterns that can't be translated.
func (c *Checker) matches(pattern, text string) bool {
	compiled, known := c.patterns[pattern]
	if !known {
		if re2, err := ecma.Translate(pattern); err == nil {
			compiled, _ = regexp.Compile(re2)
		}
		if c.patterns == nil {
			c.patterns = map[string]*regexp.Regexp{}
		}
		c.patterns[pattern] = compiled
	}
	return compiled == nil || compiled.MatchString(text)
}

// hasFormat knows the formats that leave no room for opinions, and takes all others for kept.
func hasFormat(format, text string) bool {
	switch format {
	case "date-time":
		_, err := time.Parse(time.RFC3339Nano, strings.ToUpper(text))
		return err == nil
	case "date":
		_, err := time.Parse(time.DateOnly, text)
		return err == nil
	case "uuid":
		return isUUID(text)
	}
	return true
}

func isUUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i, r := range text {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (r == '-') || !dash && !strings.ContainsRune("0123456789abcdefABCDEF", r) {
			return false
		}
	}
	return true
}

func number(p place, t *spec.Type) *Problem {
	n, ok := p.value.Float()
	if !ok {
		return nil
	}
	if t.Format == "int32" && (n < -1<<31 || n >= 1<<31) {
		return p.problem("is %s, which is no int32", p.value.Text)
	}
	if t.Constraints == nil {
		return nil
	}
	if low := t.Constraints.Minimum; low != nil {
		if bound, err := strconv.ParseFloat(low.Text, 64); err == nil && (n < bound || low.Exclusive && n == bound) {
			return p.problem("is %s, below the minimum %s", p.value.Text, low.Text)
		}
	}
	if high := t.Constraints.Maximum; high != nil {
		if bound, err := strconv.ParseFloat(high.Text, 64); err == nil && (n > bound || high.Exclusive && n == bound) {
			return p.problem("is %s, above the maximum %s", p.value.Text, high.Text)
		}
	}
	return nil
}

func (c *Checker) list(p place, t *spec.Type, depth int) *Problem {
	if bounds := t.Constraints; bounds != nil {
		switch n := uint64(len(p.value.Items)); {
		case bounds.MinItems != nil && n < bounds.MinItems.N:
			return p.problem("has %d items, fewer than minItems: %d", n, bounds.MinItems.N)
		case bounds.MaxItems != nil && n > bounds.MaxItems.N:
			return p.problem("has %d items, more than maxItems: %d", n, bounds.MaxItems.N)
		}
	}
	if t.Items == nil || t.Kind != spec.KindArray || t.Schema != nil && len(t.Schema.PrefixItems) > 0 {
		return nil
	}
	for i := range p.value.Items {
		if problem := c.value(p.item(i), t.Items, depth+1); problem != nil {
			return problem
		}
	}
	return nil
}

func (c *Checker) object(p place, t *spec.Type, depth int) *Problem {
	fields := lookup{fields: t.Fields}
	if ref := p.value.Member("$ref"); ref != nil && fields.find("$ref") == nil && ref.Value.Kind == spec.Str && strings.HasPrefix(ref.Value.Text, "#/") {
		problem := p.problem("is a $ref, which no one resolves within a value")
		problem.Span = ref.Value.Span
		return problem
	}
	if problem := missing(p, t, &fields); problem != nil {
		return problem
	}
	for i := range p.value.Members {
		m := &p.value.Members[i]
		if f := fields.find(m.Key); f != nil {
			if problem := c.value(p.member(m), f.Type, depth+1); problem != nil {
				return problem
			}
		} else if problem := c.additional(p.member(m), t, depth); problem != nil {
			return problem
		}
	}
	return nil
}

// missing looks for required properties. What only the one side sends (readOnly, writeOnly) is missing
// in examples of the other.
func missing(p place, t *spec.Type, fields *lookup) *Problem {
	if t.Schema == nil {
		return nil
	}
	for _, required := range t.Schema.Required {
		if p.value.Member(required.Name) != nil {
			continue
		}
		if f := fields.find(required.Name); f == nil || f.Behavior&(spec.BehaviorOutputOnly|spec.BehaviorInputOnly) == 0 {
			return p.problem("lacks %s, which is required", required.Name)
		}
	}
	return nil
}

// additional holds a property that the schema does not name against what it says of such.
func (c *Checker) additional(p place, t *spec.Type, depth int) *Problem {
	s := t.Schema
	switch {
	case t.Kind == spec.KindMap:
		return c.value(p, t.Items, depth+1)
	case s == nil || s.AdditionalProperties == nil || len(s.PatternProperties) > 0:
		return nil
	case s.AdditionalProperties.Kind == spec.KindNever:
		problem := p.problem("is no property of the schema, which allows no others")
		problem.Span = p.at
		return problem
	}
	return c.value(p, s.AdditionalProperties, depth+1)
}

// lookup finds the properties of a schema by name. Values mostly have them in the schema's order, so that
// the next one is looked at first.
type lookup struct {
	fields []*spec.Field
	next   int
}

func (l *lookup) find(name string) *spec.Field {
	if l.next < len(l.fields) && l.fields[l.next].Name == name {
		l.next++
		return l.fields[l.next-1]
	}
	for i, f := range l.fields {
		if f.Name == name {
			l.next = i + 1
			return f
		}
	}
	return nil
}
