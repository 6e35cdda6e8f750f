package sample_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/schematest"
	"github.com/bylaw-dev/bylaw/spec"
)

// document puts a schema S of OpenAPI 3.1, and others beside it, into a document.
func document(schema, others string) string {
	doc := "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    S: " + schema + "\n"
	for _, line := range strings.Split(others, "\n") {
		if line != "" {
			doc += "    " + line + "\n"
		}
	}
	return doc
}

// TestKeywords makes a sample of each construct in every manner, and asks a validator that is not ours.
func TestKeywords(t *testing.T) {
	others := `Node: {type: object, required: [name], properties: {name: {type: string}, next: {$ref: '#/components/schemas/Node'}, all: {type: array, items: {$ref: '#/components/schemas/Node'}}}}
Cat: {type: object, required: [kind, lives], properties: {kind: {type: string}, lives: {type: integer, maximum: 9}}}
Dog: {type: object, required: [kind, barks], properties: {kind: {type: string}, barks: {type: boolean}}}
Either: {oneOf: [{$ref: '#/components/schemas/Leaf'}, {$ref: '#/components/schemas/Branch'}]}
Branch: {type: object, required: [left, right], properties: {left: {$ref: '#/components/schemas/Either'}, right: {$ref: '#/components/schemas/Either'}}}
Leaf: {type: object, required: [value], properties: {value: {type: integer}}}`
	for _, schema := range []string{
		// text
		"{type: string}", "{type: string, minLength: 30}", "{type: string, maxLength: 2}", "{type: string, maxLength: 0}",
		`{type: string, pattern: '^[A-Z]{3}-\d{4}$'}`, `{type: string, pattern: '^a', minLength: 10}`, `{type: string, pattern: '^[0-9a-f]+$', minLength: 40, maxLength: 40}`,
		`{type: string, pattern: '^(foo|bar)\.[a-z]*$', maxLength: 6}`, `{type: string, pattern: '\p{Lu}'}`, `{type: string, pattern: 'x$', minLength: 5}`, `{type: string, pattern: '^\S+@\S+$', format: email}`,
		`{allOf: [{type: string, pattern: '^a'}, {type: string, pattern: 'z$'}]}`,
		"{type: string, format: date-time}", "{type: string, format: date}", "{type: string, format: time}", "{type: string, format: duration}",
		"{type: string, format: email, minLength: 60}", "{type: string, format: hostname}", "{type: string, format: ipv4}", "{type: string, format: ipv6}",
		"{type: string, format: uri, minLength: 50}", "{type: string, format: uri-reference}", "{type: string, format: uuid}", "{type: string, format: json-pointer}",
		"{type: string, format: relative-json-pointer}", "{type: string, format: regex}", "{type: string, format: unheard-of}",
		// numbers
		"{type: integer}", "{type: integer, minimum: 5, maximum: 5}", "{type: integer, exclusiveMinimum: 5, exclusiveMaximum: 7}", "{type: integer, multipleOf: 7, minimum: 100}",
		"{type: integer, maximum: -3}", "{type: number, exclusiveMinimum: 0, exclusiveMaximum: 0.001}", "{type: number, multipleOf: 0.01, minimum: 1.001}", "{type: number, minimum: 0.25, maximum: 0.25}",
		"{allOf: [{type: integer, multipleOf: 4}, {multipleOf: 6}]}", "{type: integer, minimum: 9007199254740993}", "{type: number, multipleOf: 0.3, minimum: 0.5}",
		// literals
		"{enum: [a, 2, null]}", "{const: {a: [1]}}", "{type: string, enum: [long-one, b], maxLength: 3}", "{type: 'null'}", "{type: boolean}", "{type: [string, 'null']}", "true", "{}",
		// arrays
		"{type: array, items: {type: string}, minItems: 3}", "{type: array, items: {enum: [a, b, c]}, uniqueItems: true, minItems: 3}", "{type: array, items: {type: integer, minimum: 1, maximum: 4}, uniqueItems: true, minItems: 4}",
		"{type: array, maxItems: 0, items: {type: string}}", "{type: array, prefixItems: [{type: string}, {type: integer}], items: false}", "{type: array, prefixItems: [{type: string}], items: {type: boolean}, minItems: 3}",
		"{type: array, contains: {const: 7}, items: {type: integer}}", "{type: array, contains: {type: integer}, minContains: 2, maxContains: 2}", "{type: array, items: {type: boolean}, uniqueItems: true, minItems: 2}",
		"{type: array, unevaluatedItems: false, prefixItems: [{type: string}]}", "{type: array, items: {$ref: '#/components/schemas/Leaf'}, uniqueItems: true, minItems: 2}", "{type: array, items: false}",
		// objects
		"{type: object, required: [a, b], properties: {a: {type: string}}}", "{type: object, minProperties: 2, additionalProperties: {type: integer}}", "{type: object, minProperties: 2, propertyNames: {pattern: '^x-'}}",
		"{type: object, patternProperties: {'^s_': {type: string}}, additionalProperties: false, minProperties: 2}", "{type: object, maxProperties: 1, properties: {a: {type: string}, b: {type: string}}}",
		"{type: object, properties: {a: {type: string}}, required: [a], dependentRequired: {a: [b], b: [c]}}", "{type: object, required: [a], dependentSchemas: {a: {required: [z], properties: {z: {const: 1}}}}}",
		"{type: object, properties: {a: {type: string}, b: false}}", "{type: object, additionalProperties: false}", "{type: object, unevaluatedProperties: false, allOf: [{properties: {a: {type: string}}, required: [a]}]}",
		"{type: object, required: [x-1], patternProperties: {'^x-': {type: integer, minimum: 3}}}",
		// compositions
		"{allOf: [{type: object, required: [a], properties: {a: {type: string}}}, {required: [b], properties: {b: {type: integer}}}]}",
		"{oneOf: [{type: object, required: [x], properties: {x: {type: string}}}, {type: string}]}", "{oneOf: [{required: [a]}, {required: [b]}], type: object}", "{oneOf: [{type: integer, multipleOf: 2}, {type: integer, multipleOf: 3}]}",
		"{oneOf: [{properties: {a: {type: string}}}, {properties: {a: {type: string}, b: {type: integer}}}], type: object}",
		"{anyOf: [{type: string, maxLength: 0}, {type: integer}]}", "{not: {type: string}}", "{type: string, not: {enum: [alpha, bravo]}}", "{type: integer, not: {const: 1}}",
		"{type: object, properties: {a: {enum: [x, y]}}, required: [a], if: {properties: {a: {const: x}}}, then: {required: [b]}, else: {required: [c]}}",
		"{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}}",
		"{$ref: '#/components/schemas/Leaf', required: [more]}", "{type: object, anyOf: [{required: [a]}, {required: [b]}], properties: {a: {type: string}, b: {type: string}}}",
		// recursion
		"{$ref: '#/components/schemas/Node'}", "{$ref: '#/components/schemas/Either'}", "{type: array, items: {$ref: '#/components/schemas/S'}}", "{type: object, additionalProperties: {$ref: '#/components/schemas/S'}}",
		"{anyOf: [{type: array, minItems: 1, items: {$ref: '#/components/schemas/S'}}, {type: string}]}",
		// examples and defaults
		"{type: string, example: hello, maxLength: 3}", "{type: integer, default: 12}", "{type: object, examples: [{a: 1}, {a: x}], properties: {a: {type: string}}, required: [a]}",
	} {
		text := document(schema, others)
		api := load(t, "api.yaml", []byte(text))
		o := schematest.New(t, "api.yaml", []byte(text), spec.InResponse)
		for manner, sampler := range manners() {
			made, err := sampler.JSON(api.Types[0], spec.InResponse)
			if err != nil {
				t.Errorf("%s: %s: %v", schema, manner, err)
			} else if complaint := schematest.Refuses(o.Schema(t, "components", "schemas", "S"), made); complaint != "" {
				t.Errorf("%s: %s: %s\n%s", schema, manner, made, complaint)
			}
		}
	}
}

// TestExact pins what samples look like where the schema leaves no choice or says what it wants.
func TestExact(t *testing.T) {
	full := sample.New(0)
	full.Full = true
	for _, test := range []struct {
		schema    string
		direction spec.Direction
		sampler   *sample.Sampler
		want      string
	}{
		{"{type: string, example: hello}", spec.InRequest, sample.New(0), `"hello"`},
		{"{type: string, example: 12, default: hi}", spec.InRequest, sample.New(0), `"hi"`},
		{"{type: string, examples: [no, yes], maxLength: 2}", spec.InRequest, sample.New(0), `"no"`},
		{"{type: string, examples: [none, yes], maxLength: 3}", spec.InRequest, sample.New(0), `"yes"`},
		{"{type: object, required: [a], properties: {a: {type: integer}, b: {type: integer}}}", spec.InRequest, sample.New(0), `{"a":1}`},
		{"{type: object, required: [a], properties: {a: {type: integer}, b: {type: integer}}}", spec.InRequest, full, `{"a":1,"b":1}`},
		{"{type: object, required: [id, key], properties: {id: {type: integer, readOnly: true}, key: {type: string, writeOnly: true}}}", spec.InRequest, full, `{"key":"alpha"}`},
		{"{type: object, required: [id, key], properties: {id: {type: integer, readOnly: true}, key: {type: string, writeOnly: true}}}", spec.InResponse, full, `{"id":1}`},
		{"{type: object, properties: {id: {type: integer, readOnly: true}, n: {type: string}}, example: {id: 7, n: x}}", spec.InRequest, full, `{"n":"x"}`},
		{"{type: object, properties: {id: {type: integer, readOnly: true}, n: {type: string}}, example: {id: 7, n: x}}", spec.InResponse, full, `{"id":7,"n":"x"}`},
		{"{type: array, items: {type: string}}", spec.InRequest, sample.New(0), `["alpha"]`},
		{"{type: [string, 'null']}", spec.InRequest, sample.New(0), `"alpha"`},
		{"{type: object, required: [b, a], properties: {a: {const: 1}, b: {const: 2}}}", spec.InRequest, sample.New(0), `{"a":1,"b":2}`},
	} {
		api := load(t, "api.yaml", []byte(document(test.schema, "")))
		got, err := test.sampler.JSON(api.Types[0], test.direction)
		if err != nil || string(got) != test.want {
			t.Errorf("%s: got %s, %v, want %s", test.schema, got, err, test.want)
		}
	}
}

// TestImpossible names the place that stands in the way of every value.
func TestImpossible(t *testing.T) {
	for _, test := range []struct{ schema, want string }{
		{"{type: integer, minimum: 9, maximum: 3}", "api.yaml:6:33: no number lies between these bounds"},
		{"{type: string, minLength: 5, maxLength: 3}", "api.yaml:6:34: no text is as long as minLength and as short as maxLength demand"},
		{"{type: array, minItems: 1000000000, items: {type: string}}", "api.yaml:6:32: more items are demanded than a sample should have"},
		{"{type: object, minProperties: 1000000000}", "api.yaml:6:38: more members are demanded than a sample should have"},
		{"{type: string, minLength: 1000000000}", "api.yaml:6:34: a longer text is demanded than a sample should have"},
		{"{type: object, required: [s], properties: {s: {$ref: '#/components/schemas/S'}}}", "this schema demands another value of its own kind, without end"},
		{"{allOf: [{type: string}, {type: integer}]}", "no value is allowed here"},
		{"false", "api.yaml:6:5: no value is allowed here"},
		{"{type: number, minimum: 1e999999999}", "this number is too large to calculate with"},
		{"{type: array, minItems: 3, uniqueItems: true, items: {type: boolean}}", "there are not enough different values for so many unique items"},
		{`{type: string, pattern: '^(?=a)b$'}`, "no text can be made of this pattern"},
		{`{type: string, pattern: '^a$', minLength: 3}`, "no text was found that matches this pattern"},
		{"{type: string, enum: [aa, bb], maxLength: 1}", "none of these values is allowed by the rest of the schema"},
	} {
		api := load(t, "api.yaml", []byte(document(test.schema, "")))
		got, err := sample.New(0).JSON(api.Types[0], spec.InRequest)
		if err == nil {
			t.Errorf("%s: got %s, want an error", test.schema, got)
		} else if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %q, want %q", test.schema, err, test.want)
		}
	}
}

// TestSeeds makes the same of the same seed, whatever was made before, and other values of others.
func TestSeeds(t *testing.T) {
	text := document("{type: object, required: [a, b], properties: {a: {type: string}, b: {type: integer, minimum: 0, maximum: 1000}}}", "Other: {type: string}")
	api := load(t, "api.yaml", []byte(text))
	var made []string
	for seed := range uint64(8) {
		s := sample.New(seed)
		first, err := s.JSON(api.Types[0], spec.InRequest)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.JSON(api.Types[1], spec.InRequest); err != nil {
			t.Fatal(err)
		}
		if again, _ := s.JSON(api.Types[0], spec.InRequest); string(again) != string(first) {
			t.Errorf("seed %d: first %s, then %s", seed, first, again)
		}
		if other, _ := sample.New(seed).JSON(api.Types[0], spec.InRequest); string(other) != string(first) {
			t.Errorf("seed %d: %s here, %s there", seed, first, other)
		}
		made = append(made, string(first))
	}
	slices.Sort(made)
	if n := len(slices.Compact(made)); n < 5 {
		t.Errorf("only %d different values of 8 seeds: %q", n, made)
	}
}

// TestBroken breaks a value in every way that its schema knows.
func TestBroken(t *testing.T) {
	text := document(`{type: object, required: [customer, items], additionalProperties: false, properties: {
      customer: {type: string, minLength: 1, maxLength: 5, example: ann}, id: {type: string, readOnly: true},
      state: {type: string, enum: [open, paid]}, code: {type: string, pattern: '^[a-z]+$'}, mail: {type: string, format: email},
      items: {type: array, minItems: 1, maxItems: 2, uniqueItems: true, items: {type: object, required: [quantity], properties: {quantity: {type: integer, minimum: 1, maximum: 10, multipleOf: 1}}}}}}`, "")
	api := load(t, "api.yaml", []byte(text))
	all, err := sample.New(0).Broken(api.Types[0], spec.InRequest)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range all {
		if line := b.Code + " " + b.Field; !slices.Contains(got, line) {
			got = append(got, line)
		}
	}
	slices.Sort(got)
	want := []string{
		"enum state", "format mail", "max_length customer", "maximum items[0].quantity", "min_items items", "min_length customer",
		"minimum items[0].quantity", "pattern code", "read_only id", "required customer", "required items", "required items[0].quantity",
		"type ", "type code", "type customer", "type items", "type items[0]", "type items[0].quantity", "type mail", "type state",
		"unique_items items", "unknown_field unknownMember",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	body, many, err := sample.New(0).BrokenMany(api.Types[0], spec.InRequest, 4)
	if err != nil || len(many) != 4 {
		t.Errorf("not broken in four places: %s, %v, %v", body, many, err)
	}
	t.Logf("%s", body)
}
