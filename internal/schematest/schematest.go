// Package schematest asks a validator of JSON Schema that is not ours about the messages of OpenAPI
// documents. Only tests import it.
package schematest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/spec"
)

// Oracle decides about the messages of one direction.
type Oracle struct {
	document any
	compiler *jsonschema.Compiler
	known    map[string]*jsonschema.Schema
}

const oracleURL = "https://example.com/api.json"

// New returns the oracle of a document. The name tells JSON from YAML.
func New(t testing.TB, name string, content []byte, d spec.Direction) *Oracle {
	t.Helper()
	if !strings.HasSuffix(name, ".json") {
		var parsed any
		if err := yaml.Unmarshal(content, &parsed); err != nil {
			t.Fatal(err)
		}
		var err error
		if content, err = json.Marshal(parsed); err != nil {
			t.Fatal(err)
		}
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(content)))
	if err != nil {
		t.Fatal(err)
	}
	o := &Oracle{document: document, compiler: jsonschema.NewCompiler(), known: map[string]*jsonschema.Schema{}}
	version, _ := document.(map[string]any)["openapi"].(string)
	o.direct(document, d)
	if strings.HasPrefix(version, "3.0") {
		modernise(document)
	}
	o.compiler.AssertFormat()
	o.compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		if compiled := validate.Pattern(pattern); compiled != nil {
			return compiled, nil
		}
		return anything(pattern), nil
	})
	// The validator knows no operators of RFC 6570, which GitHub's templates have.
	o.compiler.RegisterFormat(&jsonschema.Format{Name: "uri-template", Validate: func(any) error { return nil }})
	if err := o.compiler.AddResource(oracleURL, document); err != nil {
		t.Fatal(err)
	}
	return o
}

// anything stands for a pattern that Go can't express.
type anything string

func (anything) MatchString(string) bool { return true }
func (a anything) String() string        { return string(a) }

// direct takes properties out that don't travel in the direction, and what requires them.
func (o *Oracle) direct(v any, d spec.Direction) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			o.direct(item, d)
		}
	case map[string]any:
		for _, member := range v {
			o.direct(member, d)
		}
		properties, _ := v["properties"].(map[string]any)
		required, _ := v["required"].([]any)
		for name, property := range properties {
			if !o.barred(property, d) {
				continue
			}
			properties[name] = false
			required = slices.DeleteFunc(required, func(other any) bool { return other == name })
		}
		if _, is := v["required"].([]any); is {
			v["required"] = required
		}
	}
}

func (o *Oracle) barred(property any, d spec.Direction) bool {
	keyword := "readOnly"
	if d == spec.InResponse {
		keyword = "writeOnly"
	}
	for range 20 {
		schema, _ := property.(map[string]any)
		if schema[keyword] == true {
			return true
		}
		ref, ok := schema["$ref"].(string)
		if !ok {
			return false
		}
		property, _ = o.at(strings.TrimPrefix(ref, "#"))
	}
	return false
}

// modernise turns schemas of OpenAPI 3.0 into such of JSON Schema.
func modernise(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			modernise(item)
		}
	case map[string]any:
		if _, ok := v["$ref"].(string); ok { // what stands beside it is ignored
			for key := range v {
				if key != "$ref" {
					delete(v, key)
				}
			}
		}
		for _, member := range v {
			modernise(member)
		}
		exclusive(v, "exclusiveMinimum", "minimum")
		exclusive(v, "exclusiveMaximum", "maximum")
		if v["nullable"] == true { // null is allowed whatever stands beside it, as generated code has it
			whole := maps.Clone(v)
			delete(whole, "nullable")
			clear(v)
			v["anyOf"] = []any{map[string]any{"type": "null"}, whole}
		}
	}
}

func exclusive(schema map[string]any, flag, bound string) {
	if is, ok := schema[flag].(bool); ok {
		delete(schema, flag)
		if is {
			schema[flag] = schema[bound]
			delete(schema, bound)
		}
	}
}

// at returns what a pointer leads to, references on the way followed, and the pointer to where that
// really stands.
func (o *Oracle) at(pointer string) (any, string) {
	at, canonical := o.document, ""
	for _, step := range strings.Split(pointer, "/")[1:] {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		object, _ := at.(map[string]any)
		at = object[step]
		canonical += "/" + escape(step)
		for range 20 {
			object, _ := at.(map[string]any)
			ref, ok := object["$ref"].(string)
			if !ok {
				break
			}
			at, canonical = o.at(strings.TrimPrefix(ref, "#"))
		}
	}
	return at, canonical
}

func escape(step string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(step) }

// Schema returns the schema at a place: "paths", a path, a method, …, references followed.
func (o *Oracle) Schema(t testing.TB, steps ...string) *jsonschema.Schema {
	t.Helper()
	pointer := ""
	for _, step := range steps {
		pointer += "/" + escape(step)
	}
	found, pointer := o.at(pointer)
	if found == nil {
		t.Fatalf("there is nothing at %s", strings.Join(steps, " "))
	}
	if o.known[pointer] == nil {
		compiled, err := o.compiler.Compile(oracleURL + "#" + strings.ReplaceAll(pointer, "%", "%25"))
		if err != nil {
			t.Fatalf("%s: %v", pointer, err)
		}
		o.known[pointer] = compiled
	}
	return o.known[pointer]
}

// Refuses says what the schema has against a JSON text; "" if nothing.
func Refuses(schema *jsonschema.Schema, text []byte) string {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		return err.Error()
	}
	if err := schema.Validate(v); err != nil {
		return err.Error()
	}
	return ""
}
