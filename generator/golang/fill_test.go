package golang

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
)

// The boundary's errors are written as the contract declares errors: by the usual names, and only with
// what fulfils the schema.
func TestFill(t *testing.T) {
	for _, test := range []struct {
		name, schema string
		want, never  string // in the function that writes errors, spaces folded
		findings     int
	}{
		{"code and message", "{type: object, properties: {code: {type: string}, message: {type: string, maxLength: 80}}}",
			`w.Key("code") w.String(e.Code) w.Key("message") w.String(boundary.Clip(cmp.Or(e.Detail, e.Title), 80))`, "Raw", 0},
		{"status", "{type: object, properties: {code: {type: integer}, status: {type: integer, maximum: 500}}}",
			`w.Key("code") w.Int64(int64(e.Status))`, `w.Key("status")`, 0},
		{"enum", "{type: object, required: [code], properties: {code: {type: string, enum: [NOT_FOUND, BAD_REQUEST, UNKNOWN]}}}",
			`case "invalid_request": w.String("BAD_REQUEST") case "not_found": w.String("NOT_FOUND") default: w.String("UNKNOWN")`, "Raw", 0},
		{"problem", "{type: object, required: [type], properties: {type: {type: string, format: uri-reference}, title: {type: string}, detail: {type: string}}}",
			`w.Key("type") w.String("about:blank")`, "Raw", 0},
		{"wrapped", "{type: object, required: [error], properties: {error: {type: object, required: [message], properties: {message: {type: string}}}}}",
			`w.Key("error") w.Object() w.Key("message")`, "Raw", 0},
		{"request id", "{type: object, required: [request_id], properties: {request_id: {type: string, format: uuid}}}",
			`w.Key("request_id") w.String(e.RequestID)`, "Raw", 0},
		{"places", "{type: object, properties: {errors: {type: array, items: {type: object, required: [in], properties: {in: {type: string, enum: [body, query]}, field: {type: string}}}}}}",
			`w.Key("in") w.String(string(v.Location)) w.Key("field") w.String(v.Field)`, "Raw", 0},
		{"one at least", "{type: object, required: [errors], properties: {errors: {type: array, minItems: 1, maxItems: 3, items: {type: string}}}}",
			`for _, v := range violations[:min(len(violations), 3)] { w.String(v.Description) }`, "Raw", 0},
		{"nothing fits", "{type: object, required: [when, code], properties: {when: {type: integer, minimum: 7, maximum: 7}, code: {type: string, pattern: '^E[0-9]$'}}}",
			`w.Key("when") w.Raw(wire.Raw("7")) w.Key("code") w.Raw(`, "e.Code", 2},
		{"null", "{type: object, required: [extra], properties: {extra: {type: [object, 'null'], required: [x]}, message: {type: string}}}",
			`w.Key("extra") w.Null()`, "Raw", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			api := load(t, `openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses:
        '200': {description: x}
        default: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Mistake'}}}}
components: {schemas: {Mistake: `+test.schema+`}}
`)
			_, findings := New().Lower(api, options(generator.Types|generator.Server))
			constants := 0
			for _, f := range findings {
				if f.Rule == "generate/error-constant" {
					constants++
				}
			}
			got := writer(t, generate(t, api, options(generator.Types|generator.Server)))
			if !strings.Contains(got, test.want) || strings.Contains(got, test.never) || constants != test.findings {
				t.Errorf("%d findings\n%s", constants, got)
			}
		})
	}
}

// writer returns the function that writes errors, on one line.
func writer(t *testing.T, files []generator.File) string {
	t.Helper()
	for _, f := range files {
		if f.Path != "api/server.go" {
			continue
		}
		_, text, _ := strings.Cut(string(f.Content), "\nfunc writeMistake(")
		text, _, _ = strings.Cut(text, "\n}\n")
		return strings.Join(strings.Fields(text), " ")
	}
	t.Fatal("there is no server")
	return ""
}
