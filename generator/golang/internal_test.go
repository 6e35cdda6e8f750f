package golang

import (
	"cmp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
)

// What insiders see of a generated server, and what outsiders do.
func TestTiersModule(t *testing.T) {
	files := generate(t, load(t, read(t, "testdata/tiers.yaml")), options(generator.AllOutputs))
	dir := module(t, files, map[string]string{"tiers_test.go": read(t, "testdata/tiers.go.txt")})
	run(t, dir, "vet", "./...")
	output := run(t, dir, "test", "-v", "./api")
	for _, test := range []string{"TestBoundary", "TestRoutes", "TestTiers", "TestTiersRefuse", "TestTiersOfClients"} {
		if !strings.Contains(output, "--- PASS: "+test) {
			t.Errorf("%s did not run:\n%.4000s", test, output)
		}
	}
}

// What logs show of values that the contract classifies.
func TestPersonalModule(t *testing.T) {
	files := generate(t, load(t, read(t, "testdata/personal.yaml")), options(generator.AllOutputs))
	dir := module(t, files, map[string]string{"personal_test.go": read(t, "testdata/personal.go.txt")})
	run(t, dir, "vet", "./...")
	if output := run(t, dir, "test", "-v", "./api"); !strings.Contains(output, "--- PASS: TestPersonal") {
		t.Errorf("it did not run:\n%.4000s", output)
	}
}

// What can't be kept from outsiders is refused, with its place.
func TestInternalFindings(t *testing.T) {
	for name, row := range map[string]struct{ version, request, answer, schemas, want string }{
		"nothing":                  {request: "{$ref: '#/components/schemas/P'}", answer: "{$ref: '#/components/schemas/P'}"},
		"a whole answer":           {answer: "{$ref: '#/components/schemas/I'}", want: "I: it is all that there is, so that nothing is left without it"},
		"a whole request":          {request: "{type: array, items: {$ref: '#/components/schemas/I'}}", want: "I: it is all that there is, so that nothing is left without it"},
		"an alternative":           {answer: "{oneOf: [{$ref: '#/components/schemas/I'}, {type: string}]}", want: "I: it is one of several that a value may be"},
		"all alternatives":         {answer: "{type: object, properties: {x: {oneOf: [{$ref: '#/components/schemas/I'}, {type: 'null'}]}}}"},
		"a tuple":                  {answer: "{type: array, prefixItems: [{type: string}, {$ref: '#/components/schemas/P'}]}", want: "i: it stands in a condition or a choice that no type in Go is made of"},
		"a condition":              {answer: "{type: object, properties: {a: {type: string}}, if: {required: [a]}, then: {properties: {b: {type: string, x-internal: true}}}}", want: "b: it stands in a condition or a choice that no type in Go is made of"},
		"a condition of a hidden":  {answer: "{type: object, properties: {b: {type: string, x-internal: true}}, if: {required: [a]}, then: {properties: {b: {minLength: 2, x-internal: true}}}}"},
		"within a condition":       {answer: "{type: object, properties: {a: {type: string}}, then: {properties: {a: {$ref: '#/components/schemas/P'}}}, if: true}", want: "i: it stands in a condition or a choice that no type in Go is made of"},
		"a pattern":                {answer: "{type: object, properties: {a: {type: string}}, patternProperties: {'^x': {$ref: '#/components/schemas/I'}}}", want: "I: it stands in a condition or a choice that no type in Go is made of"},
		"a tag":                    {answer: "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}", schemas: "A: {type: object, required: [t], properties: {t: {const: a, x-internal: true}}}\n    B: {type: object, required: [t], properties: {t: {const: b}}}", want: "t: it tells the alternatives of"},
		"beside $ref in 3.1":       {answer: "{type: object, properties: {x: {$ref: '#/components/schemas/A', x-internal: true}}}", schemas: "A: {type: string}"},
		"beside $ref in 3.0":       {version: "3.0.3", answer: "{type: object, properties: {x: {$ref: '#/components/schemas/A', x-internal: true}}}", schemas: "A: {type: string}", want: "x: OpenAPI 3.0 ignores what stands beside $ref"},
		"tier beside $ref in 3.0":  {version: "3.0.3", answer: "{type: object, properties: {x: {$ref: '#/components/schemas/A', x-bylaw-tier: internal}}}", schemas: "A: {type: string}", want: "x: OpenAPI 3.0 ignores what stands beside $ref"},
		"public, in what isn't":    {answer: "{type: object, properties: {x: {$ref: '#/components/schemas/I', x-bylaw-tier: public}}}"},
		"one that holds itself":    {answer: "{$ref: '#/components/schemas/A'}", schemas: "A: {type: object, properties: {x: {type: array, items: {$ref: '#/components/schemas/A'}}, y: {type: string, x-internal: true}}}"},
		"a list that holds itself": {answer: "{type: object, properties: {x: {$ref: '#/components/schemas/A'}}}", schemas: "A: {type: array, items: {$ref: '#/components/schemas/A'}}"},
	} {
		t.Run(name, func(t *testing.T) {
			document := "openapi: " + cmp.Or(row.version, "3.1.0") + "\ninfo: {title: T, version: '1'}\nsecurity: []\npaths:\n  /a:\n    post:\n      operationId: a\n" +
				"      requestBody: {content: {application/json: {schema: " + cmp.Or(row.request, "{type: string}") + "}}}\n" +
				"      responses: {'200': {description: x, content: {application/json: {schema: " + cmp.Or(row.answer, "{type: string}") + "}}}, default: {description: x}}\n" +
				"components:\n  schemas:\n    I: {type: object, x-internal: true, properties: {a: {type: string}}}\n    P: {type: object, properties: {i: {type: string, x-internal: true}}}\n    " + row.schemas + "\n"
			for _, tier := range []string{"", "      x-internal: true\n"} {
				_, findings := New().Lower(load(t, strings.Replace(document, "      operationId: a\n", "      operationId: a\n"+tier, 1)), options(generator.AllOutputs))
				got := ""
				for _, f := range findings {
					if f.Rule == "generate/internal" {
						got += f.Span.Text() + strings.TrimPrefix(f.Message, "this is internal, and can't be kept from outsiders")
					}
				}
				want := row.want
				if tier != "" {
					want = "" // nobody else gets it
				}
				if want == "" && got != "" || !strings.HasPrefix(got, want) {
					t.Errorf("%q: %q instead of %q", tier, got, want)
				}
			}
		})
	}
}

func TestInternalParameters(t *testing.T) {
	for parameter, want := range map[string]string{
		"{name: id, in: path, required: true, x-internal: true, schema: {type: string}}":                                     "no request finds its operation without it",
		"{name: q, in: query, x-internal: true, schema: {type: string}}":                                                     "",
		"{name: q, in: query, x-internal: true, schema: {type: object, properties: {a: {type: string}}}}":                    "its 1 members travel as parameters of their own",
		"{name: q, in: query, style: deepObject, x-internal: true, schema: {type: object, properties: {a: {type: string}}}}": "",
		"{name: q, in: query, schema: {type: string, x-internal: true}}":                                                     "",
	} {
		_, findings := New().Lower(load(t, "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nsecurity: []\npaths: {'/a/{id}': {get: {operationId: a, parameters: ["+parameter+"], responses: {default: {description: x}}}}}\n"), options(generator.AllOutputs))
		got := ""
		for _, f := range findings {
			if f.Rule == "generate/internal" {
				got += strings.TrimPrefix(f.Message, "this is internal, and can't be kept from outsiders: ")
			}
		}
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", parameter, got)
		}
	}
}
