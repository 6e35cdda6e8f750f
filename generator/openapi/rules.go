package openapi

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// rules adds the rules of a use of a type: by keywords where JSON Schema has them, else in words. of is the type of
// the value itself, where the use is that of a wrapper.
func (s *schemas) rules(out *shape, use, of *spec.Type) {
	format(out, use)
	c := use.Constraints
	if c == nil || switchedOff(c) {
		return
	}
	r := ruling{s, out, use, of, c}
	r.sizes()
	r.bounds()
	r.values()
	for _, rule := range c.Rules {
		r.tell(rule.Span, celText(rule))
	}
	for i := range c.Other {
		r.other(&c.Other[i])
	}
}

type ruling struct {
	*schemas
	out *shape
	use *spec.Type
	of  *spec.Type
	c   *spec.Constraints
}

// tell says in words what no keyword says.
func (r *ruling) tell(at spanOf, sentence string) {
	r.out.note(sentence)
	r.say(report.Info, &r.use.Node, at, untoldRule, "no keyword of OpenAPI says this rule, so its description does: "+strings.TrimSuffix(sentence, "."), "")
}

// format adds a well-known form of texts; the format of other types is part of their shape.
func format(out *shape, use *spec.Type) {
	if use.Format == "" || !out.is("string") || use.Kind != spec.KindString && use.Kind != spec.KindReference {
		return
	}
	switch use.Format {
	case "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "uuid":
		out.put("format", text(use.Format))
	case "ulid":
		out.pattern("^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$")
	case "tuuid":
		out.pattern("^[0-9a-fA-F]{32}$")
	case "ip":
		out.put("anyOf", list(object().put("format", text("ipv4")).value(), object().put("format", text("ipv6")).value()))
	case "address":
		out.note("A host name or an IP address.")
	case "host-and-port":
		out.note("A host name or an IP address, a colon, and a port.")
	}
}

func (r *ruling) sizes() {
	limit := func(name string, l *spec.Limit) {
		if l != nil {
			r.out.put(name, count(l.N))
		}
	}
	limit("minLength", r.c.MinLength)
	limit("maxLength", r.c.MaxLength)
	limit("minItems", r.c.MinItems)
	limit("maxItems", r.c.MaxItems)
	limit("minProperties", r.c.MinProperties)
	limit("maxProperties", r.c.MaxProperties)
	r.out.set("uniqueItems", yes(r.c.UniqueItems))
	r.bytes()
	if r.c.Pattern != "" {
		r.matching(r.c.Pattern)
	}
}

// bytes bounds the length of what is counted in bytes: exactly in words, and as far as characters tell in keywords.
func (r *ruling) bytes() {
	low, high := r.c.MinBytes, r.c.MaxBytes
	if low == nil && high == nil {
		return
	}
	encoded := r.of.Kind == spec.KindBytes
	if high != nil {
		most := high.N
		if encoded {
			most = (most + 2) / 3 * 4
		}
		r.out.put("maxLength", count(most))
	}
	if low != nil && low.N > 0 {
		least := (low.N + 3) / 4 // of characters that take four bytes
		if encoded {
			least = (low.N*4 + 2) / 3
		}
		r.out.put("minLength", count(least))
	}
	r.out.note(byteRange(low, high))
}

func byteRange(low, high *spec.Limit) string {
	switch {
	case low == nil:
		return fmt.Sprintf("At most %d bytes.", high.N)
	case high == nil:
		return fmt.Sprintf("At least %d bytes.", low.N)
	case low.N == high.N:
		return fmt.Sprintf("Exactly %d bytes.", low.N)
	}
	return fmt.Sprintf("From %d to %d bytes.", low.N, high.N)
}

// matching adds a pattern of RE2, which JSON Schema reads as one of ECMA-262: only where both mean the same.
func (r *ruling) matching(pattern string) {
	if r.of.Kind == spec.KindString && portable(pattern) {
		r.out.pattern(pattern)
		return
	}
	r.tell(r.use.NameSpan, "Matches the regular expression (RE2) `"+pattern+"`.")
}

// portable reports whether ECMA-262 reads a pattern as RE2 does.
func portable(pattern string) bool {
	translated, err := ecma.Translate(pattern)
	if err != nil {
		return false
	}
	theirs, err := syntax.Parse(translated, syntax.Perl)
	if err != nil {
		return false
	}
	ours, err := syntax.Parse(pattern, syntax.Perl)
	return err == nil && ours.Simplify().String() == theirs.Simplify().String()
}

// bounds adds the least and the greatest number. Bounds the wrong way round exclude what is between them.
func (r *ruling) bounds() {
	low, high := r.c.Minimum, r.c.Maximum
	if low == nil && high == nil {
		return
	}
	if low != nil && high != nil && !ordered(low, high) {
		r.tell(low.Span, fmt.Sprintf("%s, or %s.", upperFirst(bound("greater", "at least", low)), bound("less", "at most", high)))
		return
	}
	if r.out.is("integer") || r.out.is("number") {
		numeric(r.out, "minimum", "exclusiveMinimum", low)
		numeric(r.out, "maximum", "exclusiveMaximum", high)
	}
	if r.out.is("string") && is64(r.of.Format) {
		r.out.put("pattern", text(rangePattern(r.of, low, high)))
		r.out.note(boundText(low, high))
	}
}

func numeric(out *shape, inclusive, exclusive string, b *spec.Bound) {
	if b == nil || !finite(b.Text) {
		return
	}
	name := inclusive
	if b.Exclusive {
		name = exclusive
		out.v.Members = slices.DeleteFunc(out.v.Members, func(m spec.Member) bool { return m.Key == inclusive })
	}
	out.put(name, number(b.Text))
}

// finite reports whether a literal is a number of JSON.
func finite(literal string) bool {
	_, err := strconv.ParseFloat(literal, 64)
	return err == nil && strings.Trim(literal, "+-0123456789.eE") == "" && !strings.HasPrefix(literal, "+")
}

func ordered(low, high *spec.Bound) bool {
	a, errA := strconv.ParseFloat(low.Text, 64)
	b, errB := strconv.ParseFloat(high.Text, 64)
	return errA != nil || errB != nil || a < b || a == b && !low.Exclusive && !high.Exclusive
}

func bound(exclusive, inclusive string, b *spec.Bound) string {
	if b.Exclusive {
		return exclusive + " than " + b.Text
	}
	return inclusive + " " + b.Text
}

func boundText(low, high *spec.Bound) string {
	switch {
	case low == nil:
		return upperFirst(bound("less", "at most", high)) + "."
	case high == nil:
		return upperFirst(bound("greater", "at least", low)) + "."
	}
	return upperFirst(bound("greater", "at least", low)) + " and " + bound("less", "at most", high) + "."
}

func celText(rule spec.Rule) string {
	if rule.Message != "" {
		return upperFirst(strings.TrimSuffix(rule.Message, ".")) + "."
	}
	return "`" + rule.Expression + "` has to hold."
}
