package breaking_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/lint/linttest"
)

// asJSON is a contract with a schema S and others. JSON nests deeper than YAML's indentation allows.
func asJSON(s string, others ...string) map[string]string {
	return map[string]string{"api.json": `{"openapi": "3.1.0", "info": {"title": "T", "version": "1.0.0"}, "paths": {"/a": {"post": {"operationId": "do",
"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}},
"responses": {"200": {"description": "done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}}}}}},
"components": {"schemas": {` + strings.Join(append(others, `"S": `+s), ",\n") + `}}}`}
}

// nested puts the text around the innermost schema, n times.
func nested(n int, before, innermost, after string) string {
	return strings.Repeat(before, n) + innermost + strings.Repeat(after, n)
}

func schemaRef(name string) string { return `{"$ref": "#/components/schemas/` + name + `"}` }

const deep = 10_000

// layers is a contract of n schemas of which each is made of the one before, which the format gets
// as its second argument, after a number.
func layers(n int, first, format string) map[string]string {
	all := []string{`"C0": {"properties": {"leaf": ` + first + `}}`}
	for i := 1; i < n; i++ {
		all = append(all, fmt.Sprintf(`"C%d": `, i)+fmt.Sprintf(format, i, schemaRef(fmt.Sprint("C", i-1))))
	}
	return asJSON(schemaRef(fmt.Sprint("C", n-1)), all...)
}

// TestHostileSchemas compares deep and cyclic schemas: it has to end soon, in bounded memory, and to
// find the one difference.
func TestHostileSchemas(t *testing.T) {
	leaf, other := `{"type": "string", "maxLength": 5}`, `{"type": "string", "maxLength": 4}`
	type version = map[string]string
	for _, c := range []struct {
		name     string
		old, new version
		changes  int
	}{
		{"properties", layers(deep, leaf, `{"properties": {"a": %[2]s}}`), layers(deep, other, `{"properties": {"a": %[2]s}}`), 1},
		{"items", layers(deep, leaf, `{"type": "array", "items": %[2]s}`), layers(deep, other, `{"type": "array", "items": %[2]s}`), 1},
		{"allOf", layers(deep, leaf, `{"allOf": [%[2]s]}`), layers(deep, other, `{"allOf": [%[2]s]}`), 1},
		{"properties declared twice", layers(deep, leaf, `{"properties": {"a": {"type": "object"}}, "allOf": [{"properties": {"a": %[2]s}}]}`), layers(deep, other, `{"properties": {"a": {"type": "object"}}, "allOf": [{"properties": {"a": %[2]s}}]}`), 1},
		{"unions of one", layers(deep, leaf, `{"oneOf": [%[2]s]}`), layers(deep, other, `{"oneOf": [%[2]s]}`), 1},
		{"nullable unions", layers(deep, leaf, `{"anyOf": [{"type": "null"}, %[2]s]}`), layers(deep, other, `{"anyOf": [{"type": "null"}, %[2]s]}`), 1},
		{"unions", layers(deep, leaf, `{"anyOf": [{"type": "integer"}, {"type": "array"}, {"type": "object", "properties": {"a": %[2]s}}]}`), layers(deep, other, `{"anyOf": [{"type": "integer"}, {"type": "array"}, {"type": "object", "properties": {"a": %[2]s}}]}`), 1},
		{"not", layers(deep, leaf, `{"not": %[2]s}`), layers(deep, other, `{"not": %[2]s}`), 1},
		{"bases", layers(deep, leaf, `{"allOf": [%[2]s], "properties": {"p%[1]d": {}}}`), layers(deep, other, `{"allOf": [%[2]s], "properties": {"p%[1]d": {}}}`), 1},
		{"references", layers(60, leaf, `%[2]s`), layers(60, other, `%[2]s`), 1},
		{"inline properties", asJSON(nested(2000, `{"properties": {"a": `, leaf, `}}`)), asJSON(nested(2000, `{"properties": {"a": `, other, `}}`)), 1},
		{"inline allOf", asJSON(nested(2000, `{"properties": {"a": {}}, "allOf": [`, `{"properties": {"b": `+leaf+`}}`, `]}`)), asJSON(nested(2000, `{"properties": {"a": {}}, "allOf": [`, `{"properties": {"b": `+other+`}}`, `]}`)), 1},
		{"branches", asJSON(`{"anyOf": [` + many(3000, `{"type": "string", "maxLength": %d}`) + `]}`), asJSON(`{"anyOf": [` + many(3000, `{"type": "string", "maxLength": %d}`) + `]}`), 0},
		{"other branches", asJSON(`{"anyOf": [` + many(3000, `{"type": "string", "maxLength": %d}`) + `]}`), asJSON(`{"anyOf": [` + many(3000, `{"type": "integer", "maximum": %d}`) + `]}`), 6000},
		{"a cycle of allOf", asJSON(schemaRef("A"), `"A": {"allOf": [`+schemaRef("B")+`], "properties": {"a": `+leaf+`}}`, `"B": {"allOf": [`+schemaRef("A")+`]}`),
			asJSON(schemaRef("A"), `"A": {"allOf": [`+schemaRef("B")+`], "properties": {"a": `+other+`}}`, `"B": {"allOf": [`+schemaRef("A")+`]}`), 1},
		{"allOf of itself", asJSON(schemaRef("A"), `"A": {"allOf": [`+schemaRef("A")+`, `+leaf+`]}`), asJSON(schemaRef("A"), `"A": {"allOf": [`+schemaRef("A")+`, `+other+`]}`), 1},
		{"anyOf of itself", asJSON(schemaRef("A"), `"A": {"anyOf": [`+schemaRef("A")+`, `+leaf+`]}`), asJSON(schemaRef("A"), `"A": {"anyOf": [`+schemaRef("A")+`, `+other+`]}`), 1},
		{"recursion through joint properties", asJSON(joints(leaf)), asJSON(joints(other)), -1},
	} {
		t.Run(c.name, func(t *testing.T) { hostile(t, c.old, c.new, c.changes) })
	}
}

func many(n int, format string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(format, i+1)
	}
	return strings.Join(all, ",")
}

// joints returns a schema whose properties are declared by several recursive types at once.
func joints(leaf string) string {
	var types, refs []string
	for i := range 5 {
		properties := fmt.Sprintf(`"leaf%d": %s`, i, leaf)
		for j := range 5 {
			properties += fmt.Sprintf(`, "p%d": {"$ref": "#/components/schemas/S/$defs/T%d"}`, j, (i*j+1)%5)
		}
		types = append(types, fmt.Sprintf(`"T%d": {"type": "object", "properties": {%s}}`, i, properties))
		refs = append(refs, fmt.Sprintf(`{"$ref": "#/components/schemas/S/$defs/T%d"}`, i))
	}
	return `{"$defs": {` + strings.Join(types, ", ") + `}, "allOf": [` + strings.Join(refs, ", ") + `]}`
}

func hostile(t *testing.T, old, new map[string]string, want int) {
	versions := breaking.Versions{Old: linttest.Load(t, old), New: linttest.Load(t, new)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	result, err := breaking.Run(t.Context(), versions, checks.All())
	spent := time.Since(start)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	changes := result.Changes
	allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%d changes, %v, %d MB allocated", len(changes), spent.Round(time.Millisecond), allocated)
	if want >= 0 && len(changes) != want || want < 0 && len(changes) == 0 {
		t.Errorf("%d changes instead of %d, such as %v", len(changes), want, changes[:min(len(changes), 3)])
	}
	if allocated > 2000 {
		t.Errorf("%d MB allocated", allocated)
	}
}
