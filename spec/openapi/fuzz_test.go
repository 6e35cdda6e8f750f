package openapi

import (
	"os"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// FuzzLoad holds the loader to its promises on any text: no panic (which Load would turn into an
// internal finding), findings and elements with places, IDs of their own, and a walk that ends.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"everything.yaml", "agreement.yaml"} {
		content, err := os.ReadFile("../../testdata/openapi/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content), "a: 1\n")
	}
	f.Add(head("3.0.0")+"paths: {/a: {$ref: other.yaml}}\n", "get: {parameters: [{$ref: 'openapi.yaml#/paths/~1a'}]}\n")
	f.Add(head("3.1.0")+"components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: 'other.yaml'}}}\n", "$ref: 'openapi.yaml#/components/schemas/A'\n")
	f.Add(`{"openapi": "3.2.0", "paths": {"/": {"get": {"callbacks": {"c": {"x": {"$ref": "#/paths/~1"}}}}}}}`, "{}")
	f.Add(head("3.1.0")+"components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}], $id: 'a', $anchor: b, $dynamicRef: '#b'}}}\n", "")
	f.Fuzz(func(t *testing.T, root, other string) {
		tree := memtree.New(map[string]string{"openapi.yaml": root, "other.yaml": other})
		apis, findings := Load(t.Context(), Config{Tree: tree, Roots: []string{"openapi.yaml", "other.yaml"}})
		for _, finding := range findings {
			if finding.Rule == report.Internal || finding.Span.IsZero() {
				t.Errorf("%+v", finding)
			}
		}
		for _, api := range apis {
			spec.MarkDirections([]*spec.API{api})
			checkIDs(t, api)
		}
	})
}

// checkIDs walks an API and fails if two elements share an ID.
func checkIDs(t *testing.T, api *spec.API) {
	seen := map[spec.ID]bool{}
	check := func(n *spec.Node) {
		if id := n.ID(); seen[id] {
			t.Errorf("%s is the ID of two elements", id)
		} else {
			seen[id] = true
		}
	}
	spec.Walk(api, &spec.Visitor{
		Operation: func(o *spec.Operation) { check(&o.Node) },
		Parameter: func(p *spec.Parameter) { check(&p.Node) },
		Response:  func(r *spec.Response) { check(&r.Node) },
		Field:     func(f *spec.Field) { check(&f.Node) },
		EnumValue: func(v *spec.EnumValue) { check(&v.Node) },
		Type: func(s *spec.Type) {
			if s.Local != "" {
				check(&s.Node)
			}
		},
	})
}
