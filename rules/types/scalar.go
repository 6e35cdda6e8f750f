package types

import (
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// valueType returns the definition of what a field holds: of its elements, if it is a list.
func valueType(t *spec.Type) *spec.Type {
	t = t.Resolve()
	if t != nil && t.Kind == spec.KindArray {
		return t.Items.Resolve()
	}
	return t
}

// docOf returns what is said of a field at its beginning, where a description says what it is.
func docOf(f *spec.Field) string {
	return phrase.Head(f.Doc, 4096) + "\n" + phrase.Head(f.Type.Doc, 4096)
}

// typeSpan returns the place of the word that says which type a value has.
func typeSpan(t *spec.Type) source.Span {
	declared, ok := t.Attr("type")
	if !ok {
		return t.NameSpan
	}
	for _, name := range declared.Value.Items {
		if name.String() != "null" {
			return name.Span
		}
	}
	return declared.Value.Span
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
