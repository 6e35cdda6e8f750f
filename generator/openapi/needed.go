package openapi

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// needed reports whether a request that lacks a field is refused: because the field is required, or because its
// rules refuse the value that an absent field has.
func needed(f *spec.Field) bool {
	if f.OneOf != nil || f.Behavior.Has(spec.BehaviorOutputOnly) {
		return false
	}
	return f.Required || f.Presence == spec.PresenceImplicit && zeroRefused(f.Type)
}

// zeroRefused reports whether the rules of a type refuse its zero value.
func zeroRefused(use *spec.Type) bool {
	c := use.Constraints
	if c == nil || ignored(c) != "" && ignored(c) != "IGNORE_UNSPECIFIED" {
		return formRefusesEmpty(use, c)
	}
	return atLeast(c.MinLength) || atLeast(c.MinBytes) || atLeast(c.MinItems) || atLeast(c.MinProperties) ||
		zeroOutside(c) || zeroNotListed(use.Resolve(), c) || patternRefusesEmpty(c.Pattern) || textRefusesEmpty(c) ||
		formRefusesEmpty(use, c)
}

func atLeast(l *spec.Limit) bool { return l != nil && l.N > 0 }

// formRefusesEmpty reports whether an empty text hasn't the form of a format. A reference to a URI may be empty.
func formRefusesEmpty(use *spec.Type, c *spec.Constraints) bool {
	return use.Kind == spec.KindString && use.Format != "" && use.Format != "uri-reference" && ignored(c) == "" && c != nil
}

func zeroOutside(c *spec.Constraints) bool {
	low, high := float(c.Minimum), float(c.Maximum)
	below := low != nil && (0 < *low || c.Minimum.Exclusive && *low == 0)
	above := high != nil && (0 > *high || c.Maximum.Exclusive && *high == 0)
	if low != nil && high != nil && *low > *high {
		return below && above
	}
	return below || above
}

func float(b *spec.Bound) *float64 {
	if b == nil {
		return nil
	}
	f, err := strconv.ParseFloat(b.Text, 64)
	if err != nil {
		return nil
	}
	return &f
}

func zeroNotListed(t *spec.Type, c *spec.Constraints) bool {
	switch {
	case c.Const != nil:
		return !isZero(c.Const)
	case len(c.In) > 0:
		return !anyZero(c.In)
	}
	return anyZero(c.NotIn)
}

func anyZero(values []*spec.Value) bool {
	for _, v := range values {
		if isZero(v) {
			return true
		}
	}
	return false
}

func isZero(v *spec.Value) bool {
	switch v.Kind {
	case spec.Str:
		return v.Text == ""
	case spec.Bool:
		return v.Text == "false"
	case spec.Num:
		f, err := strconv.ParseFloat(v.Text, 64)
		return err == nil && f == 0
	}
	return false
}

func patternRefusesEmpty(pattern string) bool {
	if pattern == "" {
		return false
	}
	re, err := regexp.Compile(pattern)
	return err == nil && !re.MatchString("")
}

func textRefusesEmpty(c *spec.Constraints) bool {
	for _, other := range c.Other {
		for _, name := range [...]string{".prefix", ".suffix", ".contains"} {
			if strings.HasSuffix(other.Name, name) && other.Value.Text != "" {
				return true
			}
		}
	}
	return false
}

// notZero narrows the shape of a required field that has no presence, for it is set if it isn't zero.
func notZero(out *shape, f *spec.Field) {
	if !f.Required || f.Presence != spec.PresenceImplicit {
		return
	}
	t := f.Type.Resolve()
	switch t.Kind {
	case spec.KindString, spec.KindBytes:
		least(out, "minLength")
	case spec.KindArray:
		least(out, "minItems")
	case spec.KindMap:
		least(out, "minProperties")
	case spec.KindBoolean:
		out.put("const", boolean(true))
	case spec.KindInteger, spec.KindNumber:
		notZeroNumber(out, t, f.Type.Constraints)
	case spec.KindEnum:
		notZeroValue(out, t)
	}
}

func least(out *shape, keyword string) {
	if v := out.v.Get(keyword); v == nil || v.Text == "0" {
		out.put(keyword, count(1))
	}
}

func notZeroNumber(out *shape, t *spec.Type, c *spec.Constraints) {
	if c != nil && zeroOutside(c) || out.v.Get("enum") != nil {
		return
	}
	if out.is("integer") && unsigned(t.Format) {
		out.put("minimum", number("1"))
	} else if out.is("integer") || out.is("number") {
		out.put("not", object().put("const", number("0")).value())
	}
	if out.is("string") && (c == nil || c.Minimum == nil && c.Maximum == nil) {
		out.put("pattern", text(strings.Replace(integerPattern(unsigned(t.Format)), "0|", "", 1)))
	}
}

// notZeroValue lists the values of an enum but for that of zero.
func notZeroValue(out *shape, t *spec.Type) {
	in := out.v.Get("enum")
	if in == nil {
		in = texts(valueNames(t))
	}
	kept := list()
	zero := texts(namesOf(t, "0")).Items
	for _, v := range in.Items {
		if !contains(zero, v) {
			kept.Items = append(kept.Items, v)
		}
	}
	out.ref, out.types = nil, []string{"string"}
	out.put("enum", kept)
}
