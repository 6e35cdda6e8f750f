package breaking_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/breaking/checktest"
)

// document is a contract with a schema that travels both ways.
func document(version, schema string) map[string]string {
	return map[string]string{"api.yaml": fmt.Sprintf(`openapi: %s
info: {title: T, version: 1.0.0}
paths:
  /things:
    post:
      operationId: do
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}
      responses:
        "200": {description: done, content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}
components:
  schemas:
    S: %s
    Base: {type: object, required: [id], properties: {id: {type: string, maxLength: 9}, size: {type: integer}}}
    Cat: {type: object, properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {type: object, properties: {kind: {type: string}, breed: {type: string}}}
    Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, value: {type: string}}}
    Text: {type: string, minLength: 1}
    Map: {type: object, additionalProperties: true}
`, version, schema)}
}

const (
	base = "{$ref: '#/components/schemas/Base'}"
	cat  = "{$ref: '#/components/schemas/Cat'}"
	dog  = "{$ref: '#/components/schemas/Dog'}"
	node = "{$ref: '#/components/schemas/Node'}"
	word = "{$ref: '#/components/schemas/Text'}"
)

// TestEquivalentSchemas writes the same schema in several ways, and wants no check to see a change,
// in either direction. All ways of one list are compared with its first.
func TestEquivalentSchemas(t *testing.T) {
	inlined := "{type: object, required: [id], properties: {id: {type: string, maxLength: 9}, size: {type: integer}}}"
	for name, ways := range map[string][]string{
		"a $ref, inlined and wrapped": {
			"{type: object, properties: {a: " + base + "}}",
			"{type: object, properties: {a: " + inlined + "}}",
			"{type: object, properties: {a: {allOf: [" + base + "]}}}",
			"{type: object, properties: {a: {type: object, allOf: [" + base + "]}}}",
			"{type: object, properties: {a: {allOf: [{allOf: [" + base + "]}]}}}",
			"{type: object, properties: {a: {oneOf: [" + base + "]}}}",
			"{type: object, properties: {a: {anyOf: [" + inlined + "]}}}",
			"{type: object, properties: {a: {anyOf: [{oneOf: [" + base + "]}]}}}",
			"{type: object, properties: {a: {allOf: [" + base + ", {}]}}}",
			"{type: object, properties: {a: {allOf: [" + base + ", " + base + "]}}}",
			"{allOf: [{properties: {a: " + base + "}}, {type: object}]}",
		},
		"an object, split up": {
			"{type: object, required: [id, name], properties: {id: {type: string, maxLength: 9}, size: {type: integer}, name: {type: string}}}",
			"{allOf: [" + base + ", {type: object, required: [name], properties: {name: {type: string}}}]}",
			"{type: object, required: [name], properties: {name: {type: string}}, allOf: [" + base + "]}",
			"{allOf: [" + base + ", {properties: {name: {type: string}}}, {required: [name]}]}",
			"{required: [name, id], allOf: [{properties: {name: {type: string}}}, {properties: {id: {type: string}}}, {properties: {id: {maxLength: 9}, size: {type: integer}}}]}",
			"{allOf: [{required: [name], properties: {name: {type: string}}}, {oneOf: [" + base + "]}]}",
		},
		"bounds, split up": {
			"{type: object, properties: {a: {type: string, minLength: 1, maxLength: 5, pattern: ^a}, b: {type: number, minimum: 2, multipleOf: 2}}}",
			"{type: object, properties: {a: {allOf: [" + word + ", {maxLength: 5}, {pattern: ^a, maxLength: 7}]}, b: {type: number, allOf: [{minimum: 2, multipleOf: 2}, {minimum: 1.5}, {exclusiveMinimum: 1}]}}}",
		},
		"null": {
			"{type: object, properties: {a: {anyOf: [" + cat + ", {type: 'null'}]}, b: {type: [string, 'null']}, c: {type: ['null', array], items: {type: string}}}}",
			"{type: object, properties: {a: {oneOf: [{type: 'null'}, " + cat + "]}, b: {anyOf: [{type: string}, {type: 'null'}]}, c: {oneOf: [{type: array, items: {type: string}}, {type: 'null'}]}}}",
			"{type: object, properties: {a: {type: [object, 'null'], properties: {kind: {type: string}, lives: {type: integer}}}, b: {oneOf: [{type: [string, 'null']}]}, c: {type: [array, 'null'], items: {allOf: [{type: string}]}}}}",
		},
		"unions": {
			"{oneOf: [" + cat + ", " + dog + "]}",
			"{oneOf: [" + dog + ", " + cat + "]}",
			"{oneOf: [" + dog + ", {type: object, properties: {kind: {type: string}, lives: {type: integer}}}]}",
			"{oneOf: [{allOf: [" + cat + "]}, " + dog + "]}",
			"{allOf: [{oneOf: [" + dog + ", " + cat + "]}]}",
		},
		"types": {
			"{type: object, properties: {a: {type: [string, integer], maxLength: 5, minimum: 1}}}",
			"{type: object, properties: {a: {type: [integer, string], maxLength: 5, minimum: 1}}}",
			"{type: object, properties: {a: {anyOf: [{type: string, maxLength: 5}, {type: integer, minimum: 1}]}}}",
			"{type: object, properties: {a: {oneOf: [{type: integer, minimum: 1}, {type: string, maxLength: 5}]}}}",
		},
		"maps": {
			"{type: object, properties: {a: {type: object}, b: {type: object, additionalProperties: {type: string}}}}",
			"{type: object, properties: {a: {type: object, additionalProperties: true}, b: {type: object, additionalProperties: {allOf: [{type: string}]}}}}",
			"{type: object, properties: {a: {$ref: '#/components/schemas/Map'}, b: {allOf: [{type: object}, {additionalProperties: {type: string}}]}}}",
		},
		"recursion": {
			node,
			"{type: object, properties: {next: " + node + ", value: {type: string}}}",
			"{type: object, properties: {next: {type: object, properties: {next: " + node + ", value: {type: string}}}, value: {type: string}}}",
			"{allOf: [" + node + ", {properties: {next: " + node + "}}]}",
		},
	} {
		for _, way := range ways {
			unchanged(t, name, document("3.1.0", ways[0]), document("3.1.0", way))
		}
	}
}

// TestEquivalentVersions compares OpenAPI 3.0 with 3.1, and YAML with JSON.
func TestEquivalentVersions(t *testing.T) {
	for _, c := range []struct{ old, new string }{
		{"{type: string, nullable: true}", "{type: [string, 'null']}"},
		{"{type: number, minimum: 1, exclusiveMinimum: true}", "{type: number, exclusiveMinimum: 1}"},
		{"{nullable: true, allOf: [" + cat + "]}", "{anyOf: [" + cat + ", {type: 'null'}]}"},
		{"{nullable: true, oneOf: [" + cat + "]}", "{oneOf: [" + cat + ", {type: 'null'}]}"},
		{"{nullable: true, oneOf: [" + cat + ", " + dog + "]}", "{oneOf: [" + cat + ", " + dog + ", {type: 'null'}]}"},
		{"{type: string, nullable: true, enum: [a, null]}", "{type: [string, 'null'], enum: [a, null]}"},
	} {
		property := func(s string) string { return "{type: object, properties: {a: " + s + "}}" }
		unchanged(t, c.old, document("3.0.3", property(c.old)), document("3.1.0", property(c.new)))
	}
	yaml := "{type: object, required: [a], properties: {a: {type: string, maxLength: 5}}}"
	json := `{"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "maxLength": 5.0}}}`
	unchanged(t, "JSON", document("3.1.0", yaml), document("3.1.0", json))
}

func unchanged(t *testing.T, name string, old, new map[string]string) {
	t.Helper()
	c := &checktest.Case{Name: name, Old: old, New: new}
	for way, changes := range map[string][]breaking.Change{"there": c.Run(t, checks.All()), "back": c.Back(t, checks.All())} {
		for i := range changes {
			if change := &changes[i]; change.Check != "file-syntax" { // which version of OpenAPI it is
				t.Errorf("%s, %s: %s\nold %snew %s", name, way, checktest.Describe(change), schemaOf(old), schemaOf(new))
			}
		}
	}
}

func schemaOf(document map[string]string) string {
	_, text, _ := strings.Cut(document["api.yaml"], "    S: ")
	line, _, _ := strings.Cut(text, "\n")
	return line + "\n"
}

// TestSeenChanges is the other half: the same constructs with a difference in them.
func TestSeenChanges(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"{allOf: [" + base + "]}", "{allOf: [" + base + ", {required: [size]}]}", "required"},
		{"{allOf: [" + base + "]}", "{allOf: [" + base + ", {properties: {id: {maxLength: 5}}}]}", "length"},
		{"{type: object, properties: {a: {type: [string, integer]}}}", "{type: object, properties: {a: {type: string}}}", "branch"},
		{"{type: object, properties: {a: {type: [string, boolean]}}}", "{type: object, properties: {a: {type: [boolean, integer, string]}}}", "branch"},
		{"{oneOf: [" + cat + "]}", "{oneOf: [" + cat + ", " + dog + "]}", "branch"},
		{"{anyOf: [" + cat + ", {type: 'null'}]}", cat, "nullable"},
		{"{allOf: [{not: {pattern: a}}, {not: {pattern: b}}]}", "{allOf: [{not: {pattern: a}}, {not: {pattern: c}}]}", "not"},
		{"{allOf: [{if: {type: string}, then: {minLength: 1}}, {if: {type: number}, else: {minLength: 2}}]}",
			"{allOf: [{if: {type: string}, then: {minLength: 1}}, {if: {type: number}, else: {minLength: 3}}]}", "condition"},
		{"{allOf: [{pattern: ^a}, {pattern: ^b}]}", "{allOf: [{pattern: ^a}, {pattern: ^c}]}", "constraint"},
		{"{allOf: [{oneOf: [" + cat + ", " + dog + "]}, {oneOf: [" + cat + ", " + node + "]}]}",
			"{allOf: [{oneOf: [" + cat + ", " + dog + "]}, {oneOf: [" + cat + ", " + node + ", " + base + "]}]}", "branch"},
	} {
		test := &checktest.Case{Old: document("3.1.0", c.old), New: document("3.1.0", c.new)}
		changes := test.Run(t, checks.All())
		if len(changes) != 1 || changes[0].Check != c.want {
			t.Errorf("%s -> %s: want one change of %s, got %d", c.old, c.new, c.want, len(changes))
			for i := range changes {
				t.Log(checktest.Describe(&changes[i]))
			}
		}
	}
}
