package check_test

import (
	"fmt"
	"testing"
)

// answering returns a spec whose one operation answers values of a schema, with more schemas.
func answering(schema, more string) string {
	return fmt.Sprintf(`openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      responses:
        "200":
          description: the thing
          headers: {X-Total: {required: true, schema: {type: integer, minimum: 1}}, X-Maybe: {schema: {type: string}}}
          content:
            application/json: {schema: %s}
        "202": {description: later}
        5XX: {description: broken, content: {text/plain: {schema: {type: string, maxLength: 5}}}}
components:
  schemas:
    Nothing: {type: object}
%s
`, schema, more)
}

// expecting returns a contract that expects a body by rules.
func expecting(body, rules string) string {
	return fmt.Sprintf(`{"consumer": {"name": "c"}, "provider": {"name": "p"}, "metadata": {"pactSpecification": {"version": "4.0"}},
  "interactions": [{"type": "Synchronous/HTTP", "description": "d", "request": {"method": "GET", "path": "/things"},
    "response": {"status": 200, "body": {"contentType": "application/json", "encoded": false, "content": %s}, "matchingRules": {"body": {%s}}}}]}`, body, rules)
}

func rule(path, matcher string) string {
	return fmt.Sprintf(`%q: {"combine": "AND", "matchers": [%s]}`, path, matcher)
}

func TestMatchers(t *testing.T) {
	open := `{type: object, required: [a], properties: {a: %s}}`
	for name, c := range map[string]struct {
		schema, body, rules string
		want                []string
	}{
		"type, the same":            {fmt.Sprintf(open, "{type: string}"), `{"a": "x"}`, rule("$.a", `{"match": "type"}`), nil},
		"type of another kind":      {fmt.Sprintf(open, "{type: string}"), `{"a": 5}`, rule("$.a", `{"match": "type"}`), []string{"error response … $.a must be a string, not an integer"}},
		"type, enum without it":     {fmt.Sprintf(open, "{type: string, enum: [x, y]}"), `{"a": "z"}`, rule("$.a", `{"match": "type"}`), []string{"warning example … takes others"}},
		"equality, enum without it": {fmt.Sprintf(open, "{type: string, enum: [x, y]}"), `{"a": "z"}`, ``, []string{"error response … $.a must be one of x, y"}},
		"or null":                   {fmt.Sprintf(open, "{type: [string, 'null']}"), `{"a": "z"}`, rule("$.a", `{"match": "type"}`), []string{"warning not-promised … may be null too"}},
		"or a number":               {fmt.Sprintf(open, "{type: [string, number]}"), `{"a": "z"}`, rule("$.a", `{"match": "type"}`), []string{"warning not-promised … may be a number too"}},
		"null where there is none":  {fmt.Sprintf(open, "{type: string}"), `{"a": null}`, ``, []string{"error response … $.a must be a string"}},
		"type at the root cascades": {fmt.Sprintf(open, "{type: string, maxLength: 2}"), `{"a": "long"}`, rule("$", `{"match": "type"}`), []string{"warning example … $.a must have at most 2 characters"}},
		"regex in an enum":          {fmt.Sprintf(open, "{type: string, enum: [x1, y2]}"), `{"a": "z3"}`, rule("$.a", `{"match": "regex", "regex": "[a-z]\\d"}`), []string{"warning example"}},
		"regex for part of an enum": {fmt.Sprintf(open, "{type: string, enum: [x1, y2, zz, zzz, z-4, z-5]}"), `{"a": "x1"}`, rule("$.a", `{"match": "regex", "regex": "[a-z]\\d"}`), []string{"warning not-promised … doesn't take every value at $.a … it may answer \"zz\", \"zzz\", \"z-4\", 1 more"}},
		"regex for all of an enum":  {fmt.Sprintf(open, "{type: string, enum: [x1, y2]}"), `{"a": "x1"}`, rule("$.a", `{"match": "regex", "regex": "[a-z]\\d"}`), nil},
		"regex in no enum":          {fmt.Sprintf(open, "{type: string, enum: [x, y]}"), `{"a": "z3"}`, rule("$.a", `{"match": "regex", "regex": "[a-z]\\d"}`), []string{"error response … no value was found"}},
		"integer of a number":       {fmt.Sprintf(open, "{type: number}"), `{"a": 5}`, rule("$.a", `{"match": "integer"}`), []string{"warning not-promised … needs an integer at $.a … a fraction too"}},
		"decimal of an integer":     {fmt.Sprintf(open, "{type: integer}"), `{"a": 5.0}`, rule("$.a", `{"match": "decimal"}`), []string{"error response … decimal number at $.a … has an integer"}},
		"decimal of a number":       {fmt.Sprintf(open, "{type: number}"), `{"a": 5.5}`, rule("$.a", `{"match": "decimal"}`), nil},
		"date-time as the spec's":   {fmt.Sprintf(open, "{type: string, format: date-time}"), `{"a": "2026-01-31T09:30:00Z"}`, rule("$.a", `{"match": "datetime", "format": "yyyy-MM-dd'T'HH:mm:ssX"}`), nil},
		"date-time without offset":  {fmt.Sprintf(open, "{type: string, format: date-time}"), `{"a": "2026-01-31 09:30"}`, rule("$.a", `{"match": "datetime", "format": "yyyy-MM-dd HH:mm"}`), []string{"error response … $.a must be"}},
		"min above maxItems": {fmt.Sprintf(open, "{type: array, maxItems: 2, items: {type: integer}}"), `{"a": [1, 2, 3]}`, rule("$.a", `{"match": "type", "min": 3}`),
			[]string{"error response … 3 or more items at $.a, but the spec allows 2 at most"}},
		"max below minItems": {fmt.Sprintf(open, "{type: array, minItems: 2, items: {type: integer}}"), `{"a": [1]}`, rule("$.a", `{"match": "type", "max": 1}`),
			[]string{"error response … 1 items at most at $.a, but the spec has 2 or more"}},
		"exact list too long":        {fmt.Sprintf(open, "{type: array, maxItems: 2, items: {type: integer}}"), `{"a": [1, 2, 3]}`, ``, []string{"error response … $.a must have at most 2 items"}},
		"items of another type":      {fmt.Sprintf(open, "{type: array, items: {type: integer}}"), `{"a": ["x"]}`, rule("$.a", `{"match": "type", "min": 1}`), []string{"error response … $.a[0] must be an integer"}},
		"field of an item is gone":   {fmt.Sprintf(open, "{type: array, items: {type: object, properties: {b: {type: integer}}}}"), `{"a": [{"c": 1}, {"c": 2}]}`, ``, []string{"error undeclared-field … $.a[0].c"}},
		"variants":                   {fmt.Sprintf(open, "{type: array, items: {type: object, required: [k], properties: {k: {type: string, enum: [x, y]}}}}"), `{"a": [{"k": "x"}, {"k": "z"}]}`, rule("$.a", `{"match": "arrayContains", "variants": [{"index": 0, "rules": {}}, {"index": 1, "rules": {"$.k": {"combine": "AND", "matchers": [{"match": "equality"}]}}}]}`), []string{"error response … $.a[1].k must be one of x, y"}},
		"variant by type":            {fmt.Sprintf(open, "{type: array, items: {type: object, required: [k], properties: {k: {type: string, enum: [x, y]}}}}"), `{"a": [{"k": "z"}]}`, rule("$.a", `{"match": "arrayContains", "variants": [{"index": 0, "rules": {"$.k": {"combine": "AND", "matchers": [{"match": "type"}]}}}]}`), []string{"warning example … $.a[0].k"}},
		"keys of a map":              {fmt.Sprintf(open, "{type: object, additionalProperties: {type: integer}}"), `{"a": {"x": 1}}`, ``, nil},
		"values of a map":            {fmt.Sprintf(open, "{type: object, additionalProperties: {type: integer}}"), `{"a": {"x": "1"}}`, rule("$.a", `{"match": "eachValue", "rules": [{"match": "type"}]}`), []string{"error response … $.a.x must be an integer"}},
		"any keys where some are":    {fmt.Sprintf(open, "{type: object, properties: {b: {type: integer}}}"), `{"a": {"x": 1}}`, rule("$.a", `{"match": "eachKey", "rules": [{"match": "type"}]}`), []string{"warning not-promised … doesn't name such a field"}},
		"closed":                     {fmt.Sprintf(open, "{type: object, additionalProperties: false, properties: {b: {type: integer}}}"), `{"a": {"x": 1}}`, ``, []string{"error undeclared-field … $.a.x"}},
		"others are allowed":         {fmt.Sprintf(open, "{type: object, additionalProperties: true, properties: {b: {type: integer}}}"), `{"a": {"x": 1}}`, ``, []string{"warning not-promised … $.a.x"}},
		"any value":                  {fmt.Sprintf(open, "{}"), `{"a": {"x": [1]}}`, ``, nil},
		"without what is required":   {`{type: object, required: [a, b, c], minProperties: 3, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}`, `{"b": "x"}`, ``, nil},
		"write-only":                 {`{type: object, required: [a], properties: {a: {type: string, writeOnly: true}}}`, `{"a": "x"}`, ``, []string{"error response … $.a"}},
		"by pattern":                 {`{type: object, patternProperties: {"^x-": {type: integer}}}`, `{"x-a": "x"}`, ``, []string{"warning not-promised", "error response … must be an integer"}},
		"tuple":                      {`{type: array, prefixItems: [{type: string}, {type: integer}], items: {type: boolean}}`, `["x", "y", true]`, ``, []string{"error response … $[1] must be an integer"}},
		"contradiction":              {fmt.Sprintf(open, "{type: string}"), `{"a": "x"}`, rule("$.a", `{"match": "integer"}`), []string{"error contradiction … $.a"}},
		"only the type is looked at": {fmt.Sprintf(open, "{type: string}"), `{"b": 5}`, rule("$", `{"match": "contentType", "value": "application/json"}`), nil},
		"recursive":                  {`{$ref: "#/components/schemas/Tree"}`, `{"v": 1, "kids": [{"v": 2, "kids": [{"v": "x"}]}]}`, ``, []string{"error response … $.kids[0].kids[0].v must be an integer"}},
		"one arm":                    {`{$ref: "#/components/schemas/Pet"}`, `{"kind": "cat", "lives": 9}`, ``, nil},
		"the other arm's field":      {`{$ref: "#/components/schemas/Pet"}`, `{"kind": "cat", "barks": true}`, ``, []string{"error undeclared-field … $.barks"}},
		"no arm":                     {`{$ref: "#/components/schemas/Pet"}`, `{"kind": "cow"}`, ``, []string{"error"}},
		"either arm":                 {`{$ref: "#/components/schemas/Loose"}`, `{"a": "x", "b": 2}`, ``, []string{"warning not-promised … $.b"}},
		"all of":                     {`{allOf: [{$ref: "#/components/schemas/Base"}, {type: object, required: [c], properties: {c: {type: string}}}]}`, `{"id": 1, "c": "x", "d": 1}`, ``, []string{"error undeclared-field … $.d"}},
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, told(hold(t, answering(c.schema, schemas), expecting(c.body, c.rules))), c.want...)
		})
	}
}

const schemas = `
    Tree: {type: object, required: [v, kids], properties: {v: {type: integer}, kids: {type: array, items: {$ref: "#/components/schemas/Tree"}}}}
    Cat: {type: object, required: [kind, lives], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
    Dog: {type: object, required: [kind, barks], properties: {kind: {type: string, enum: [dog]}, barks: {type: boolean}}}
    Pet: {oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}], discriminator: {propertyName: kind, mapping: {cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog"}}}
    Loose: {anyOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, required: [a, b], properties: {a: {type: string}, b: {type: integer}}}]}
    Base: {type: object, required: [id], properties: {id: {type: integer}}}
`

// What several interactions have in common is told once, wherever in their bodies it stands; errors are told each.
func TestToldOnce(t *testing.T) {
	api := `openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things: {get: {responses: {"200": {description: all, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}}}}}}}
  /thing: {get: {responses: {"200": {description: one, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}}}
components: {schemas: {Thing: {type: object, properties: {a: {type: string}}}}}
`
	get := func(path, body string) string {
		return fmt.Sprintf(`{"description": %q, "request": {"method": "GET", "path": %q}, "response": {"status": 200, "body": %s}}`, path, path, body)
	}
	pact := fmt.Sprintf(`{"consumer": {"name": "c"}, "provider": {"name": "p"}, "metadata": {"pactSpecification": {"version": "3.0.0"}}, "interactions": [%s, %s, %s, %s]}`,
		get("/things", `[{"a": "x"}, {"a": "y"}]`), get("/thing", `{"a": "x"}`), get("/thing", `{"a": "y"}`), get("/thing", `{"a": 5}`))
	result := hold(t, api, pact)
	if len(result.Findings) != 5 {
		t.Errorf("%d findings, want 4 warnings and an error", len(result.Findings))
	}
	result.Findings = result.Told()
	expect(t, told(result), `warning not-promised c, "/things" and 3 more interactions: the consumer needs $[0].a, but`, `error response c, "/thing": … $.a must be a string`)
}
