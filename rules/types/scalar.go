package types

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// valueType returns the definition of what a field holds: of its elements, if it is a list.
func valueType(t *spec.Type) *spec.Type {
	t = t.Resolve()
	if t != nil && t.Kind == spec.KindArray {
		return t.Items.Resolve()
	}
	return t
}

// shown writes a scalar type as its format does: "an int64", "a double", "a string without a format".
func shown(t *spec.Type, format spec.Format) string {
	name := t.Format
	if format == spec.OpenAPI || name == "" {
		name = [...]string{spec.KindInteger: "integer", spec.KindNumber: "number", spec.KindString: "string"}[t.Kind]
	}
	if format == spec.OpenAPI && t.Kind == spec.KindString {
		name += " without a format"
	}
	if strings.ContainsRune("aeiou", rune(name[0])) && !strings.HasPrefix(name, "ui") {
		return "an " + name
	}
	return "a " + name
}
