package composition

import (
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// describe names a schema in a few words: by what it refers to, its title, or its type.
func describe(t *spec.Type) string {
	if t.Kind == spec.KindReference && t.Ref != "" {
		return t.Ref[strings.LastIndexByte(t.Ref, '/')+1:]
	}
	if t.Schema != nil && t.Schema.Title != "" {
		return t.Schema.Title
	}
	if t.Name != "" && strings.Contains(t.Local, "schemas/") {
		return t.Name
	}
	return kindNames[t.Kind]
}

var kindNames = map[spec.Kind]string{
	spec.KindAny: "a schema", spec.KindReference: "a reference", spec.KindObject: "object", spec.KindMap: "map",
	spec.KindArray: "array", spec.KindEnum: "enum", spec.KindBoolean: "boolean", spec.KindInteger: "integer",
	spec.KindNumber: "number", spec.KindString: "string", spec.KindBytes: "bytes", spec.KindNull: "null",
	spec.KindUnion: "union", spec.KindNever: "false",
}

// longest is how much of a schema is told.
const longest = 200

// written returns a schema as compact JSON; "" if there is none.
func written(t *spec.Type) string {
	switch {
	case t == nil:
		return ""
	case t.Schema != nil && t.Schema.Boolean && t.Kind == spec.KindNever:
		return "false"
	case t.Schema != nil && t.Schema.Boolean:
		return "true"
	case t.Syntax == nil:
		return describe(t)
	}
	v := &spec.Value{Kind: spec.Map}
	for _, a := range t.Syntax.Attributes() {
		v.Members = append(v.Members, spec.Member{Key: a.Name, Value: a.Value})
	}
	text := []rune(breaking.Text(v))
	if len(text) > longest {
		return string(text[:longest]) + "…"
	}
	return string(text)
}
