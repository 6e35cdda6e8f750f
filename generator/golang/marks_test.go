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
