package validate

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// lengths returns the checks of how long a text is, and what it matches.
func lengths(s *spec.Type) []wire.Check {
	c := s.Constraints
	if c == nil {
		return nil
	}
	return []wire.Check{atLeast(c.MinLength, (*wire.Reader).MinLength), atMost(c.MaxLength, (*wire.Reader).MaxLength), pattern(c.Pattern)}
}

// bounds returns the checks of how large a number and how long an array is.
func bounds(s *spec.Type) []wire.Check {
	c := s.Constraints
	if c == nil {
		return nil
	}
	checks := []wire.Check{
		bound(c.Minimum, (*wire.Reader).Minimum, (*wire.Reader).ExclusiveMinimum),
		bound(c.Maximum, (*wire.Reader).Maximum, (*wire.Reader).ExclusiveMaximum),
		bound(c.MultipleOf, (*wire.Reader).MultipleOf, nil),
		atLeast(c.MinItems, (*wire.Reader).MinItems), atMost(c.MaxItems, (*wire.Reader).MaxItems),
	}
	if c.UniqueItems {
		checks = append(checks, func(r *wire.Reader, n wire.Node) { r.UniqueItems(n) })
	}
	return checks
}

// counts returns the checks of how many members an object has.
func (c *Checker) counts(s *spec.Type) []wire.Check {
	if s.Constraints == nil {
		return nil
	}
	checks := []wire.Check{atMost(s.Constraints.MaxProperties, (*wire.Reader).MaxProperties)}
	if !c.partial {
		checks = append(checks, atLeast(s.Constraints.MinProperties, (*wire.Reader).MinProperties))
	}
	return checks
}

// kind demands one of the kinds of `type`, and null besides where OpenAPI 3.0 says nullable.
func kind(s *spec.Type) wire.Check {
	kinds := Kinds(s)
	if kinds == 0 {
		return nil
	}
	return func(r *wire.Reader, n wire.Node) { r.Type(n, kinds) }
}

// Kinds returns the kinds that the schema's own `type` allows; 0 if it has none.
func Kinds(s *spec.Type) wire.Kind {
	var kinds wire.Kind
	if s.Schema == nil {
		return 0
	}
	for _, name := range s.Schema.Types {
		kinds |= kindNamed(name)
	}
	if kinds != 0 && nullableBesides(s) {
		kinds |= wire.KindNull
	}
	return kinds
}

func kindNamed(name string) wire.Kind {
	switch name {
	case "object":
		return wire.KindObject
	case "array":
		return wire.KindArray
	case "string":
		return wire.KindString
	case "integer":
		return wire.KindInteger
	case "number":
		return wire.KindNumber
	case "boolean":
		return wire.KindBool
	}
	return wire.KindNull
}

// nullableBesides reports whether null is allowed beyond what `type` and `enum` list.
func nullableBesides(s *spec.Type) bool {
	nullable, ok := s.Attr("nullable")
	return ok && nullable.Value.Bool() && s.Nullable && (s.Schema == nil || !slices.Contains(s.Schema.Types, "null"))
}

func constant(s *spec.Type) wire.Check {
	if s.Constraints == nil || s.Constraints.Const == nil {
		return nil
	}
	literal := literal(s.Constraints.Const)
	return func(r *wire.Reader, n wire.Node) { r.Const(n, literal) }
}

func enum(s *spec.Type) wire.Check {
	var literals []string
	given, listed := s.Attr("enum")
	if listed = listed && given.Value.Kind == spec.List; listed {
		for _, v := range given.Value.Items {
			literals = append(literals, literal(v))
		}
		if nullableBesides(s) {
			literals = append(literals, "null")
		}
	} else if s.Syntax == nil { // made by us, not written by anyone
		for _, e := range s.Values {
			literals = append(literals, literal(e.Value))
		}
	}
	if !listed && len(literals) == 0 {
		return nil
	}
	return func(r *wire.Reader, n wire.Node) { r.In(n, literals...) }
}

func literal(v *spec.Value) string { return string(AppendJSON(nil, v)) }

// pattern searches for an ECMA-262 pattern; one that can't be translated is refused elsewhere.
func pattern(source string) wire.Check {
	compiled := Pattern(source)
	if compiled == nil {
		return nil
	}
	return func(r *wire.Reader, n wire.Node) { r.Pattern(n, compiled, source) }
}

// Pattern returns an ECMA-262 pattern as one of Go; nil if there is none, or none that means the same.
func Pattern(source string) *regexp.Regexp {
	translated, err := ecma.Translate(source)
	if source == "" || err != nil {
		return nil
	}
	compiled, err := regexp.Compile(translated)
	if err != nil {
		return nil
	}
	return compiled
}

func format(s *spec.Type) wire.Check {
	if s.Format == "" || !wire.KnownFormat(s.Format) {
		return nil
	}
	if _, own := s.Attr("format"); !own && s.Syntax != nil { // taken from a branch, which checks it itself
		return nil
	}
	name := s.Format
	return func(r *wire.Reader, n wire.Node) { r.Format(n, name) }
}

// precision demands that a number fits the Go type that stands for it.
func precision(s *spec.Type) wire.Check {
	if s.Schema == nil || len(s.Schema.Types) == 0 {
		return nil
	}
	kinds := Kinds(s) &^ wire.KindNull
	switch {
	case kinds == wire.KindInteger && s.Format == "int32":
		return numeric(wire.KindInteger, func(r *wire.Reader, n wire.Node) { r.Int32(n) })
	case kinds == wire.KindInteger:
		return numeric(wire.KindInteger, func(r *wire.Reader, n wire.Node) { r.Int64(n) })
	case kinds == wire.KindNumber && s.Format == "float":
		return numeric(wire.KindNumber, func(r *wire.Reader, n wire.Node) { r.Float32(n) })
	case kinds == wire.KindNumber && s.Format != "decimal":
		return numeric(wire.KindNumber, func(r *wire.Reader, n wire.Node) { r.Float64(n) })
	}
	return nil
}

// numeric reads only what is a number at all: another kind is told by `type`.
func numeric(kinds wire.Kind, read wire.Check) wire.Check {
	return func(r *wire.Reader, n wire.Node) {
		if r.Kind(n)&kinds != 0 {
			read(r, n)
		}
	}
}

// atLeast checks a count from below. Counts beyond 31 bits, which no message reaches, stand for the
// largest that fits an int everywhere.
func atLeast(limit *spec.Limit, check func(*wire.Reader, wire.Node, int) bool) wire.Check {
	if limit == nil || limit.N == 0 {
		return nil
	}
	least := int(min(limit.N, math.MaxInt32))
	return func(r *wire.Reader, n wire.Node) { check(r, n, least) }
}

func atMost(limit *spec.Limit, check func(*wire.Reader, wire.Node, int) bool) wire.Check {
	if limit == nil || limit.N > math.MaxInt32 {
		return nil
	}
	most := int(limit.N)
	return func(r *wire.Reader, n wire.Node) { check(r, n, most) }
}

func bound(b *spec.Bound, inclusive, exclusive func(*wire.Reader, wire.Node, string) bool) wire.Check {
	if b == nil {
		return nil
	}
	check, limit := inclusive, b.Text
	if b.Exclusive {
		check = exclusive
	}
	return func(r *wire.Reader, n wire.Node) { check(r, n, limit) }
}

// AppendJSON appends a value as compact JSON. Numbers stay as they were written.
func AppendJSON(dst []byte, v *spec.Value) []byte {
	switch v.Kind {
	case spec.Null:
		return append(dst, "null"...)
	case spec.Str:
		return appendString(dst, v.Text)
	case spec.List:
		dst = append(dst, '[')
		for i, item := range v.Items {
			dst = AppendJSON(comma(dst, i), item)
		}
		return append(dst, ']')
	case spec.Map:
		dst = append(dst, '{')
		for i, m := range v.Members {
			dst = AppendJSON(append(appendString(comma(dst, i), m.Key), ':'), m.Value)
		}
		return append(dst, '}')
	}
	return append(dst, v.Text...)
}

func comma(dst []byte, i int) []byte {
	if i > 0 {
		return append(dst, ',')
	}
	return dst
}

func appendString(dst []byte, text string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for _, c := range strings.ToValidUTF8(text, "\ufffd") {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', byte(c))
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, string(c)...)
		}
	}
	return append(dst, '"')
}
