package golang

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// Marks count in whatever file they stand.
func TestMarksOfOtherFiles(t *testing.T) {
	apis, findings := openapi.Load(t.Context(), openapi.Config{Roots: []string{"openapi.yaml"}, Tree: memtree.New(map[string]string{
		"openapi.yaml": "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: a, responses: {'200': {description: x, content: {application/json: {schema: {$ref: 'other.yaml#/components/schemas/A'}}}}}}}}\n",
		"other.yaml":   "openapi: 3.1.0\ninfo: {title: O, version: '1'}\ncomponents: {schemas: {A: {type: object, properties: {cost: {type: integer, x-internal: true}, email: {type: string, x-bylaw-pii: contact}}}}}\n",
	})})
	if len(apis) != 1 {
		t.Fatal(findings)
	}
	text := ""
	for _, f := range generate(t, apis[0], options(generator.Types|generator.Server)) {
		if strings.HasPrefix(f.Path, "api/") {
			text += string(f.Content)
		}
	}
	for _, want := range []string{"w.Hide()", "Internal: true", `slog.String("email", "[redacted]")`} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s", want)
		}
	}
}

// Only operations with something to hide ask who is inside.
func TestOperationsWithInternalParts(t *testing.T) {
	for content, want := range map[string]bool{
		"content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}":                                                                 false,
		"content: {application/json: {schema: {type: object, properties: {a: {type: string, x-internal: true}}}}}":                                               true,
		"content: {application/json: {schema: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string, x-internal: true}}}}":         true,
		"content: {application/json: {schema: {type: array, items: {type: object, additionalProperties: {type: object, properties: {a: {x-internal: true}}}}}}}": true,
		"content: {application/json: {schema: {oneOf: [{type: object, properties: {a: {x-internal: true}}}, {type: string}]}}}":                                  true,
		"headers: {X-A: {schema: {type: string, x-internal: true}}}":                                                                                             true,
		"headers: {X-A: {x-bylaw-tier: internal, schema: {type: string}}}":                                                                                       true,
	} {
		document := "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nsecurity: []\npaths:\n  /a: {get: {operationId: a, responses: {'200': {description: x, " + content + "}}}}\n" +
			"  /b: {get: {operationId: b, responses: {'200': {description: x}}}}\n"
		for _, f := range generate(t, load(t, document), options(generator.Types|generator.Server)) {
			if f.Path != "api/server.go" {
				continue
			}
			if got := strings.Count(string(f.Content), "Internal: true"); got > 1 || (got == 1) != want {
				t.Errorf("%s: %d operations ask", content, got)
			}
		}
	}
}
