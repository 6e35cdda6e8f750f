package schema

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// checkType demands one of the kinds of `type`, and null besides where OpenAPI 3.0 says nullable.
func (t *Types) checkType(s *spec.Type, node string) []string {
	var kinds []string
	for _, name := range typeNames(s) {
		kinds = append(kinds, wireKind(name))
	}
	return []string{"r.Type(" + node + ", " + strings.Join(kinds, "|") + ")"}
}

func typeNames(s *spec.Type) []string {
	names := s.Schema.Types
	if nullableBesides(s) {
		names = append(names[:len(names):len(names)], "null")
	}
	return names
}

// nullableBesides reports whether null is allowed beyond what `type` and `enum` list.
func nullableBesides(s *spec.Type) bool {
	nullable, ok := s.Attr("nullable")
	return ok && nullable.Value.Bool() && s.Nullable && (s.Schema == nil || !slices.Contains(s.Schema.Types, "null"))
}

func wireKind(name string) string {
	switch name {
	case "object":
		return "wire.KindObject"
	case "array":
		return "wire.KindArray"
	case "string":
		return "wire.KindString"
	case "integer":
		return "wire.KindInteger"
	case "number":
		return "wire.KindNumber"
	case "boolean":
		return "wire.KindBool"
	}
	return "wire.KindNull"
}

// checkEnum compares with the literals of enum and const, which may be any JSON.
func (t *Types) checkEnum(s *spec.Type, node string) []string {
	var body []string
	if s.Constraints != nil && s.Constraints.Const != nil {
		body = append(body, "r.Const("+node+", "+goString(jsonText(s.Constraints.Const))+")")
	}
	if enum, ok := s.Attr("enum"); ok && enum.Value.Kind == spec.List {
		arguments := []string{node}
		for _, literal := range enum.Value.Items {
			arguments = append(arguments, goString(jsonText(literal)))
		}
		if nullableBesides(s) {
			arguments = append(arguments, goString("null"))
		}
		body = append(body, "r.In("+strings.Join(arguments, ", ")+")")
	}
	return body
}

func checkLength(c *spec.Constraints, node string) []string {
	return append(atLeast("MinLength", c.MinLength, node), atMost("MaxLength", c.MaxLength, node)...)
}

func checkItemCount(c *spec.Constraints, node string) []string {
	return append(atLeast("MinItems", c.MinItems, node), atMost("MaxItems", c.MaxItems, node)...)
}

func checkPropertyCount(c *spec.Constraints, node string) []string {
	return append(atLeast("MinProperties", c.MinProperties, node), atMost("MaxProperties", c.MaxProperties, node)...)
}

// atLeast checks a count from below. Counts beyond 31 bits, which no message reaches, are written as
// the largest that fits an int everywhere.
func atLeast(method string, limit *spec.Limit, node string) []string {
	if limit == nil || limit.N == 0 {
		return nil
	}
	return []string{"r." + method + "(" + node + ", " + strconv.FormatUint(min(limit.N, math.MaxInt32), 10) + ")"}
}

func atMost(method string, limit *spec.Limit, node string) []string {
	if limit == nil || limit.N > math.MaxInt32 {
		return nil
	}
	return []string{"r." + method + "(" + node + ", " + strconv.FormatUint(limit.N, 10) + ")"}
}

func checkBounds(c *spec.Constraints, node string) []string {
	var body []string
	add := func(method, exclusive string, bound *spec.Bound) {
		if bound != nil {
			if bound.Exclusive {
				method = exclusive
			}
			body = append(body, "r."+method+"("+node+", "+strconv.Quote(bound.Text)+")")
		}
	}
	add("Minimum", "ExclusiveMinimum", c.Minimum)
	add("Maximum", "ExclusiveMaximum", c.Maximum)
	add("MultipleOf", "", c.MultipleOf)
	return body
}

// checkPattern searches for the pattern; one that can't be translated has been refused.
func (t *Types) checkPattern(s *spec.Type, node string) []string {
	source := s.Constraints.Pattern
	variable := t.pattern(source, s, s.Name)
	if variable == "" {
		return nil
	}
	return []string{"r.Pattern(" + node + ", " + variable + ", " + goString(source) + ")"}
}

// jsonText writes a literal as JSON.
func jsonText(v *spec.Value) string { return string(appendJSON(nil, v)) }

func appendJSON(text []byte, v *spec.Value) []byte {
	switch v.Kind {
	case spec.Null:
		return append(text, "null"...)
	case spec.Str:
		return appendJSONString(text, v.Text)
	case spec.List:
		text = append(text, '[')
		for i, item := range v.Items {
			text = appendJSON(appendComma(text, i), item)
		}
		return append(text, ']')
	case spec.Map:
		text = append(text, '{')
		for i, m := range v.Members {
			text = append(appendJSONString(appendComma(text, i), m.Key), ':')
			text = appendJSON(text, m.Value)
		}
		return append(text, '}')
	}
	return append(text, v.Text...)
}

func appendComma(text []byte, i int) []byte {
	if i > 0 {
		return append(text, ',')
	}
	return text
}

func appendJSONString(text []byte, s string) []byte {
	text = append(text, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			text = append(text, '\\', byte(r))
		case r < ' ':
			const digits = "0123456789abcdef"
			text = append(text, '\\', 'u', '0', '0', digits[r>>4], digits[r&15])
		default:
			text = append(text, string(r)...)
		}
	}
	return append(text, '"')
}

// goString writes a string literal, raw where that reads better.
func goString(s string) string {
	if strings.ContainsAny(s, `"\`) && strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}
