package bundle_test

import (
	"context"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/openapi/bundle"
)

// FuzzBundle bundles any two files that can be read, and finds that what comes out can be read alone.
func FuzzBundle(f *testing.F) {
	files := archive(shop)
	f.Add(strings.ReplaceAll(files["api/openapi.yaml"], "schemas/order.yaml", "p.yaml"), files["api/schemas/order.yaml"])
	const head = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n"
	f.Add(head+"paths:\n  /a: {$ref: p.yaml}\ncomponents: {schemas: {A: {$ref: 'p.yaml#/a'}, B: &b {$ref: p.yaml}, C: *b}}\n", "a: {items: {$ref: '#/a'}}\nget: {responses: {}}\n")
	f.Add(head+"components:\n  responses:\n    x: {$ref: 'p.yaml#/x%25~1y'}\n  schemas:\n", `{"x%/y": {"description": "x\ny"}}`)
	f.Add(`{"openapi":"3.0.0","info":{"title":"x","version":"1"},"paths":{"/a":{"get":{"responses":{"200":{"$ref":"p.yaml"}}}}}}`, "description: |\n  a\n\n  b\nheaders: {X: {$ref: '#'}}\n")
	f.Fuzz(func(t *testing.T, root, part string) {
		before, findings := openapi.LoadLinked(context.Background(), openapi.Config{Tree: memtree.New(map[string]string{"o.yaml": root, "p.yaml": part}), Roots: []string{"o.yaml"}, Links: true})
		if len(before) == 0 || errors(findings) > 0 {
			return
		}
		for _, format := range []bundle.Format{bundle.Same, bundle.YAML, bundle.JSON} {
			text, told := bundle.OpenAPI(before[0], format)
			if errors(told) > 0 {
				continue
			}
			after, findings := openapi.LoadLinked(context.Background(), openapi.Config{Tree: memtree.New(map[string]string{"o.yaml": string(text)}), Roots: []string{"o.yaml"}})
			if len(after) == 0 || errors(findings) > 0 || len(after[0].API.Documents) != 1 {
				t.Fatalf("%d: %v\n%s", format, findings, text)
			}
		}
	})
}

func errors(findings []report.Finding) (n int) {
	for _, f := range findings {
		if f.Severity >= report.Error {
			n++
		}
	}
	return n
}
