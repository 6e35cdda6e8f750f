package proto

import (
	"strconv"
	"strings"

	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec"
)

// value turns the value of an option into a tree. Message literals become Maps whose keys are
// field names, "[full.name]" for extensions and "[type.googleapis.com/full.name]" for Any; a field
// that is set several times is a member several times. Enum values are Strs.
func (u *unit) value(n ast.ValueNode) *spec.Value {
	v := &spec.Value{Span: u.span(n)}
	switch n := n.(type) {
	case ast.StringValueNode:
		v.Kind, v.Text = spec.Str, n.AsString()
	case ast.IdentValueNode:
		v.Kind, v.Text = identifierValue(string(n.AsIdentifier()))
	case *ast.ArrayLiteralNode:
		v.Kind = spec.List
		for _, element := range n.Elements {
			v.Items = append(v.Items, u.value(element))
		}
	case *ast.MessageLiteralNode:
		v.Kind = spec.Map
		for _, field := range n.Elements {
			v.Members = append(v.Members, spec.Member{
				Key: memberKey(field.Name), KeySpan: u.span(field.Name), Value: u.value(field.Val),
			})
		}
	default:
		v.Kind, v.Text = numberValue(n.Value(), v.Span.Text())
	}
	return v
}

func identifierValue(name string) (spec.ValueKind, string) {
	switch name {
	case "true", "false":
		return spec.Bool, name
	case "inf", "nan":
		return spec.Num, name
	}
	return spec.Str, name
}

// numberValue returns a number as JSON would write it; only floats are left as they are written.
func numberValue(value any, written string) (spec.ValueKind, string) {
	switch value := value.(type) {
	case uint64:
		return spec.Num, strconv.FormatUint(value, 10)
	case int64:
		return spec.Num, strconv.FormatInt(value, 10)
	case float64:
		if jsonNumber(written) {
			return spec.Num, written
		}
		return spec.Num, strconv.FormatFloat(value, 'g', -1, 64)
	case ast.Identifier:
		return identifierValue(string(value))
	}
	return spec.Str, written
}

// jsonNumber reports whether a float is written as JSON would accept it, or is inf or nan.
func jsonNumber(written string) bool {
	digits := strings.TrimPrefix(written, "-")
	if digits == "inf" || digits == "nan" {
		return true
	}
	return digits != "" && isDigit(digits[0]) && isDigit(digits[len(digits)-1]) && !strings.Contains(digits, ".e") && !strings.Contains(digits, ".E")
}

func memberKey(name *ast.FieldReferenceNode) string {
	switch {
	case name.IsAnyTypeReference():
		return "[" + string(name.URLPrefix.AsIdentifier()) + "/" + string(name.Name.AsIdentifier()) + "]"
	case name.IsExtension():
		return "[" + string(name.Name.AsIdentifier()) + "]"
	}
	return string(name.Name.AsIdentifier())
}

// list returns everything that a map says for a key, in order: the members with that key, and the
// items of those that are lists.
func list(v *spec.Value, key string) []*spec.Value {
	if v == nil {
		return nil
	}
	var found []*spec.Value
	for _, m := range v.Members {
		if m.Key == key {
			found = append(found, flatten(m.Value)...)
		}
	}
	return found
}

func flatten(v *spec.Value) []*spec.Value {
	if v.Kind == spec.List {
		return v.Items
	}
	return []*spec.Value{v}
}

// texts returns the texts of the values that are strings or identifiers.
func texts(values []*spec.Value) []string {
	var found []string
	for _, v := range values {
		if v.Kind == spec.Str {
			found = append(found, v.Text)
		}
	}
	return found
}
