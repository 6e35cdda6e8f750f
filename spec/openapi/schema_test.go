package openapi

import "testing"

// TestSchemas reads a schema of each construct: what is written, in which version, what it means.
func TestSchemas(t *testing.T) {
	others := "Id: {type: string, format: uuid}\nUser: {type: object, properties: {id: {type: string}}}\nNothing: {nullable: true, type: string}\nState: {enum: [a, b]}"
	for _, test := range []struct{ version, schema, want string }{
		// types
		{"3.0.3", "type: string", "string"},
		{"3.0.3", "{type: integer, format: int64}", "integer(int64)"},
		{"3.0.3", "type: number", "number"},
		{"3.0.3", "type: boolean", "boolean"},
		{"3.1.0", "type: 'null'", "null?"},
		{"3.0.3", "{}", "any"},
		{"3.1.0", "true", "any"},
		{"3.1.0", "false", "never"},
		{"3.1.0", "type: [string, 'null']", "string?"},
		{"3.1.0", "type: [string]", "string"},
		{"3.1.0", "type: [string, integer]", "union"},
		{"3.1.0", "type: [string, integer, 'null']", "union?"},
		{"3.0.3", "{type: string, nullable: true}", "string?"},
		{"3.1.0", "{type: string, nullable: true}", "string"}, // no keyword of 3.1

		// arrays
		{"3.0.3", "{type: array, items: {type: string}}", "array<string>"},
		{"3.0.3", "{items: {type: string}}", "array<string>"},
		{"3.0.3", "{type: array, items: {$ref: '#/components/schemas/Id'}}", "array<ref #/components/schemas/Id>"},
		{"3.1.0", "{type: array, prefixItems: [{type: string}, {type: integer}], items: false}", "array and prefixItems string, prefixItems integer, additionalItems never"},
		{"3.1.0", "{type: array, items: [{type: string}], additionalItems: {type: integer}}", "array and prefixItems string, additionalItems integer"},
		{"3.1.0", "{contains: {type: string}, minContains: 1}", "array and contains string"},
		{"3.1.0", "{type: array, unevaluatedItems: false}", "array and unevaluatedItems never"},
		{"3.1.0", "{type: [array, string], items: {type: string}}", "union<string>"},

		// objects and maps
		{"3.0.3", "type: object", "object"},
		{"3.0.3", "{properties: {a: {type: string}}}", "object{a: string}"},
		{"3.0.3", "{type: object, required: [a, c], properties: {a: {type: string}, b: {type: integer}}}", "object{a!: string, b: integer}"},
		{"3.0.3", "{type: object, additionalProperties: {type: string}}", "map<string>"},
		{"3.0.3", "{additionalProperties: {type: string}}", "map<string>"},
		{"3.0.3", "{type: object, additionalProperties: true}", "map<any>"},
		{"3.0.3", "{type: object, additionalProperties: false}", "object and additionalProperties never"},
		{"3.0.3", "{type: object, properties: {a: {}}, additionalProperties: {type: string}}", "object{a: any} and additionalProperties string"},
		{"3.1.0", "{type: object, propertyNames: {pattern: '^x'}, additionalProperties: {type: integer}}", "map<any with pattern ^x: integer>"},
		{"3.1.0", "{items: {type: string}, additionalProperties: {type: integer}}", "object<string> and additionalProperties integer"},
		{"3.1.0", "{type: object, propertyNames: {type: string}}", "object and propertyNames string"},
		{"3.1.0", "{patternProperties: {^x-: {type: string}}, unevaluatedProperties: false}", "object and unevaluatedProperties never, patternProperties ^x-: string"},
		{"3.0.3", "{properties: {a: {type: string, readOnly: true}, b: {type: string, writeOnly: true}}}", "object{a out: string, b in: string}"},
		{"3.1.0", "{type: object, dependentSchemas: {a: {required: [b]}}}", "object and dependentSchemas a: any"},
		{"3.1.0", "{type: object, dependencies: {b: {}}, dependentSchemas: {a: {required: [b]}}}", "object and dependentSchemas b: any, dependentSchemas a: any"},

		// enums
		{"3.0.3", "{type: string, enum: [a, b]}", "enum[a, b]"},
		{"3.0.3", "{enum: [1, 2.5, true, x]}", "enum[1, 2.5, true, x]"},
		{"3.0.3", "{type: string, nullable: true, enum: [a, null]}", "enum?[a]"},
		{"3.0.3", "{type: string, enum: [a, null]}", "enum[a]"}, // null is in the enum, but no string
		{"3.1.0", "{enum: [a, null]}", "enum?[a]"},
		{"3.1.0", "{enum: [null]}", "null?"},
		{"3.1.0", "const: a", "enum[a] with const a"},
		{"3.1.0", "const: null", "null? with const "},
		{"3.0.3", "{type: array, items: {enum: [a]}}", "array<enum[a]>"},

		// unions
		{"3.0.3", "oneOf: [{type: string}, {type: integer}]", "union and oneOf string, oneOf integer"},
		{"3.1.0", "oneOf: [{type: string, format: uuid}, {type: 'null'}]", "string(uuid)? and oneOf string(uuid), oneOf null?"},
		{"3.1.0", "anyOf: [{$ref: '#/components/schemas/User'}, {type: 'null'}]", "object? and anyOf ref #/components/schemas/User, anyOf null?"},
		{"3.1.0", "oneOf: [{type: string}, {type: integer}, {type: 'null'}]", "union? and oneOf string, oneOf integer, oneOf null?"},
		{"3.0.3", "anyOf: [{$ref: '#/components/schemas/Nothing'}, {type: integer}]", "union? and anyOf ref #/components/schemas/Nothing, anyOf integer"},
		{"3.0.3", "oneOf: [{type: string}]", "string and oneOf string"},
		{"3.0.3", "{type: object, oneOf: [{required: [a]}, {required: [b]}]}", "object and oneOf any, oneOf any"},
		{"3.0.3", "anyOf: [{required: [a]}, {required: [b]}]", "any and anyOf any, anyOf any"},
		{"3.1.0", "oneOf: [{type: 'null'}]", "null? and oneOf null?"},

		// compositions
		{"3.0.3", "allOf: [{$ref: '#/components/schemas/User'}]", "object and allOf ref #/components/schemas/User"},
		{"3.0.3", "{description: x, allOf: [{$ref: '#/components/schemas/Id'}]}", "string(uuid) and allOf ref #/components/schemas/Id"},
		{"3.0.3", "{nullable: true, allOf: [{$ref: '#/components/schemas/User'}]}", "object? and allOf ref #/components/schemas/User"},
		{"3.0.3", "allOf: [{$ref: '#/components/schemas/Nothing'}]", "string? and allOf ref #/components/schemas/Nothing"},
		{"3.0.3", "allOf: [{$ref: '#/components/schemas/State'}]", "enum and allOf ref #/components/schemas/State"},
		{"3.0.3", "allOf: [{description: x}, {type: object, additionalProperties: {}}, {properties: {a: {}}}]", "object and allOf any, allOf map<any>, allOf object{a: any}"},
		{"3.0.3", "allOf: [{$ref: '#/components/schemas/S'}]", "any and allOf ref #/components/schemas/S"}, // says nothing, but is no cycle of references
		{"3.0.3", "{required: [a, b], allOf: [{properties: {a: {}}}, {allOf: [{properties: {b: {}, c: {}}}]}]}", "object and allOf object{a!: any}, allOf object and allOf object{b!: any, c: any}"},
		{"3.0.3", "{properties: {a: {}}, allOf: [{required: [a]}]}", "object{a!: any} and allOf any"},
		{"3.1.0", "not: {type: string}", "any and not string"},
		{"3.1.0", "{if: {required: [a]}, then: {required: [b]}, else: false}", "any and if any, then any, else never"},

		// references
		{"3.0.3", "$ref: '#/components/schemas/Id'", "ref #/components/schemas/Id"},
		{"3.0.3", "{$ref: '#/components/schemas/Id', maxLength: 3, nullable: true}", "ref #/components/schemas/Id"},
		{"3.1.0", "{$ref: '#/components/schemas/Id', maxLength: 3}", "ref #/components/schemas/Id with maxLength 3"},
		{"3.1.0", "{$ref: '#/components/schemas/User', required: [a], properties: {a: {}}}", "ref #/components/schemas/User{a!: any}"},
		{"3.0.3", "{properties: {s: {$ref: '#/components/schemas/S'}}}", "object{s: ref #/components/schemas/S}"},
		{"3.1.0", "{$defs: {A: {type: string}}, $ref: '#/components/schemas/S/$defs/A'}", "ref #/components/schemas/S/$defs/A and $defs string"},

		// bounds
		{"3.0.3", "{type: string, minLength: 1, maxLength: 10.0, pattern: ^a}", "string with minLength 1, maxLength 10, pattern ^a"},
		{"3.0.3", "{type: integer, minimum: 1, maximum: 9223372036854775807}", "integer with >= 1, <= 9223372036854775807"},
		{"3.0.3", "{type: number, minimum: 0, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: false}", "number with > 0, <= 1"},
		{"3.1.0", "{type: number, exclusiveMinimum: 0, exclusiveMaximum: 1.5}", "number with > 0, < 1.5"},
		{"3.1.0", "{type: number, minimum: 3, exclusiveMinimum: 0, maximum: 4, exclusiveMaximum: 9}", "number with >= 3, <= 4"},
		{"3.1.0", "{type: number, minimum: 3, exclusiveMinimum: 3}", "number with > 3"},
		{"3.0.3", "{type: integer, multipleOf: 5}", "integer with multiple of 5"},
		{"3.0.3", "{type: array, items: {}, minItems: 0, maxItems: 18446744073709551615, uniqueItems: true}", "array<any> with minItems 0, maxItems 18446744073709551615, unique"},
		{"3.0.3", "{type: object, minProperties: 1, maxProperties: 2}", "object with minProperties 1, maxProperties 2"},
		{"3.1.0", "{type: string, contentMediaType: application/json, contentSchema: {type: object}}", "string and contentSchema object"},
	} {
		api := clean(t, schemaDocument(test.version, test.schema, others))
		if got := show(named(t, api, "S")); got != test.want {
			t.Errorf("%s %s\n got %s\nwant %s", test.version, test.schema, got, test.want)
		}
	}
}
