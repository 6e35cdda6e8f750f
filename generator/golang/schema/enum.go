package schema

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

// enum is a declared type with the values that the contract lists.
type enum struct {
	constants map[string]string // by literal as JSON text
}

// most values that are listed for the reader of a violation, in bytes.
const longestListing = 200

// literalsOf returns the values that the first part with `enum` or `const` allows, of the kinds that
// are possible.
func (t *Types) literalsOf(v *view) (values []*spec.Value, closed bool) {
	part := t.closedPart(v)
	if part == nil {
		return nil, false
	}
	all, _ := literals(part)
	for _, literal := range all {
		if v.kinds.has(kindOfValue(literal)) {
			values = append(values, literal)
		}
	}
	return values, true
}

func (t *Types) closedPart(v *view) *spec.Type {
	for _, part := range v.parts {
		if _, closed := literals(part); closed {
			return part
		}
	}
	return nil
}

// enumerated lowers a list of strings or integers to a type of its own, if it has a name or several
// values.
func (t *Types) enumerated(v *view, name string) *Shape {
	values, closed := t.literalsOf(v)
	if !closed || len(values) == 0 || len(values) < 2 && !t.isComponent(v.schema) {
		return nil
	}
	base := basics(v.kinds, "")
	if v.kinds != kindString && (v.kinds != kindInteger || !fit(values)) {
		return nil
	}
	id := t.claim(v.schema, name)
	e := &enum{constants: map[string]string{}}
	decl := &EnumDecl{
		Doc: naming.Sentence(id, doc(v.schema)), Go: base.goType,
		Read: base.write + "Enum", Write: base.write, Listed: listing(values),
	}
	part := t.closedPart(v)
	for i, value := range values {
		t.constant(id, e, decl, value, given(part, "x-enum-varnames", i), given(part, "x-enum-descriptions", i))
	}
	decl.Short = len(decl.Values) <= 3
	t.later(func() { decl.Checks = t.enumChecks(v, part) })
	t.declare(Decl{Name: id, Enum: decl})
	return &Shape{Go: id, Form: Enum, types: t, schema: v.schema, declared: true, enum: e, done: flattened, forced: v.forced, kinds: v.kinds}
}

// enumChecks returns what has to be checked of n besides that it is listed by the part.
func (t *Types) enumChecks(v *view, listed *spec.Type) []string {
	if slices.ContainsFunc(v.parts, t.exotic) {
		return []string{t.untyped(v.schema, t.called(v.schema)) + "(r, n)"}
	}
	var body []string
	for _, part := range v.parts {
		done := flattened | keywordFormat | v.kinds.strange()
		if part == listed && !bothEnumAndConst(part) {
			done |= keywordEnum
		}
		body = append(body, t.checks(part, "n", done)...)
	}
	return body
}

func bothEnumAndConst(s *spec.Type) bool {
	_, ok := s.Attr("enum")
	return ok && s.Constraints != nil && s.Constraints.Const != nil
}

func (t *Types) constant(id string, e *enum, decl *EnumDecl, value *spec.Value, name, about string) {
	text := jsonText(value)
	if _, twice := e.constants[text]; twice {
		return
	}
	if name == "" {
		name = naming.Exported(value.Text)
		if value.Text == "" {
			name = "Empty"
		}
	} else {
		name = naming.Exported(name)
	}
	// A digit first would have got an X: behind the type's name it needs none.
	if strings.HasPrefix(name, "X") && value.Text != "" && value.Text[0] >= '0' && value.Text[0] <= '9' {
		name = name[1:]
	}
	constant := EnumValueDecl{Name: t.names.Claim(id+name, nil), Doc: naming.Comment(about), Literal: goLiteral(value)}
	constant.Breaks = len(decl.Values)%4 == 0
	e.constants[text] = constant.Name
	decl.Values = append(decl.Values, constant)
}

// given returns the i-th text of an extension that lists something for each value.
func given(s *spec.Type, extension string, i int) string {
	attribute, ok := s.Attr(extension)
	if !ok || attribute.Value.Kind != spec.List || i >= len(attribute.Value.Items) {
		return ""
	}
	return attribute.Value.Items[i].String()
}

// listing names the values for people.
func listing(values []*spec.Value) string {
	var text string
	for i, value := range values {
		if i > 0 {
			text += ", "
		}
		if len(text)+len(value.Text) > longestListing {
			return text + "…"
		}
		text += cmp.Or(value.Text, `""`)
	}
	return text
}

// fit reports whether all of the integers are of 64 bits.
func fit(values []*spec.Value) bool {
	for _, value := range values {
		if _, err := strconv.ParseInt(goLiteral(value), 10, 64); err != nil {
			return false
		}
	}
	return true
}

// goLiteral writes a scalar as Go does; integers without exponent or fraction.
func goLiteral(v *spec.Value) string {
	switch {
	case v.Kind == spec.Str:
		return strconv.Quote(v.Text)
	case v.Kind == spec.Num && isInteger(v):
		n, _ := rational(v.Text)
		return n.Num().String()
	}
	return v.Text
}

func isInteger(v *spec.Value) bool {
	n, ok := rational(v.Text)
	return ok && n.IsInt()
}

// rational returns a number exactly. One with an exponent beyond three digits is none: it would take
// more memory than it is worth.
func rational(text string) (*big.Rat, bool) {
	if i := strings.IndexAny(text, "eE"); i >= 0 && len(text)-i > 5 || len(text) > 1000 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// doc returns what the contract says of a type.
func doc(s *spec.Type) string {
	if s.Doc == "" && s.Schema != nil {
		return s.Schema.Title
	}
	return s.Doc
}
