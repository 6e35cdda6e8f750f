package bundle_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/openapi/bundle"
)

// load reads a document that has no mistakes but those that are wanted.
func load(t *testing.T, files map[string]string, root string) openapi.Linked {
	t.Helper()
	linked, findings := openapi.LoadLinked(context.Background(), openapi.Config{Tree: memtree.New(files), Roots: []string{root}, Links: true})
	for _, f := range findings {
		t.Errorf("%s %s: %s", f.Span.Path(), f.Rule, f.Message)
	}
	if len(linked) != 1 {
		t.Fatalf("%d documents", len(linked))
	}
	return linked[0]
}

// bundled bundles a document, and holds the bundle against it: it stands alone, and nothing differs.
func bundled(t *testing.T, files map[string]string, root string, f bundle.Format) string {
	t.Helper()
	before := load(t, files, root)
	text, findings := bundle.OpenAPI(before, f)
	for _, one := range findings {
		t.Errorf("%s: %s", one.Rule, one.Message)
	}
	after := load(t, map[string]string{root: string(text)}, root)
	if len(after.API.Documents) != 1 {
		t.Errorf("the bundle needs %d files", len(after.API.Documents))
	}
	alike(t, before.API, after.API)
	alike(t, after.API, before.API)
	if t.Failed() {
		t.Logf("%s", text)
	}
	return string(text)
}

// alike finds no difference from one version to another, but for what schemas are called and where they lie,
// which is all that code can be made of and nobody sends.
func alike(t *testing.T, old, now *spec.API) {
	t.Helper()
	result, err := breaking.Run(context.Background(), breaking.Versions{Old: []*spec.API{old}, New: []*spec.API{now}}, checks.All())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range result.Changes {
		if c.Check != "definition" {
			t.Errorf("%s: %s", c.Check, c.Message)
		}
	}
}

func archive(text string) map[string]string {
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

const shop = `
-- api/openapi.yaml --
# The shop.
openapi: 3.0.3
info:
  title: Shop # as sold
  version: 1.0.0
paths:
  /orders:
    $ref: paths/orders.yaml
  /orders/{id}:
    parameters:
      - $ref: "common.json#/parameters/Id"
    get:
      operationId: getOrder
      responses:
        '200':
          description: an order
          content:
            application/json:
              schema: { $ref: ./schemas/order.yaml }
        default: { $ref: 'common.json#/responses/Problem' } # as RFC 9457 has it
components:
  schemas:
    # What is sold.
    Item: {$ref: ./schemas/item.yaml}
    Payment:
      oneOf:
        - $ref: schemas/card.yaml
        - $ref: '#/components/schemas/Cash'
      discriminator:
        propertyName: kind
        mapping:
          card: schemas/card.yaml
          cash: Cash
    Cash:
      type: object
      properties:
        kind: {type: string}
-- api/paths/orders.yaml --
get:
  operationId: listOrders
  responses:
    "200":
      description: all
      content:
        application/json:
          schema:
            type: array
            items: {$ref: ../schemas/order.yaml}
post:
  operationId: createOrder
  requestBody:
    content:
      application/json:
        schema: {$ref: ../schemas/order.yaml}
  responses:
    "201":
      description: |
        created
          as it was asked for
      headers:
        Location: {$ref: "../common.json#/headers/Location"}
    default: {$ref: ../common.json#/responses/Problem}
-- api/common.json --
{"parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {"$ref": "schemas/order.yaml#/properties/id"}}},
 "headers": {"Location": {"schema": {"type": "string", "example": "{$ref: x}"}}},
 "responses": {"Problem": {"description": "no: \"200\"", "content": {"application/problem+json": {"schema": {"$ref": "#/definitions/Cash"}}}}},
 "definitions": {"Cash": {"type": "object", "properties": {"code": {"type": "integer", "maximum": 1e3}, "yes": {"type": "boolean"}}}}}
-- api/schemas/order.yaml --
type: object
required: [id]
properties:
  id: {type: string}
  items: {type: array, items: {$ref: item.yaml}}
  parent: {$ref: '#'}
  payment: {$ref: "../openapi.yaml#/components/schemas/Payment"}
-- api/schemas/item.yaml --
type: object
properties:
  sku: {type: string, example: {$ref: item.yaml}}
  of: {$ref: order.yaml}
-- api/schemas/card.yaml --
type: object
properties:
  kind: {type: string}
`

func TestShop(t *testing.T) {
	files := archive(shop)
	got := bundled(t, files, "api/openapi.yaml", bundle.Same)
	for _, want := range []string{
		"# The shop.\n", "title: Shop # as sold", "    # What is sold.\n    Item:\n      type: object\n", " # as RFC 9457 has it\n",
		"schema: { $ref: '#/components/schemas/order' }", "card: '#/components/schemas/card'", "cash: Cash", "- $ref: \"#/components/parameters/Id\"",
		"    common_Cash:\n", "'#/components/schemas/order/properties/id'", "maximum: 1e3", "$ref: item.yaml",
		"\n  /orders:\n    get:\n      operationId: listOrders\n", "          description: |\n            created\n              as it was asked for\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the bundle lacks %q", want)
		}
	}
	if t.Failed() {
		t.Logf("%s", got)
	}
	if again := bundled(t, files, "api/openapi.yaml", bundle.Same); again != got {
		t.Error("the same files made another bundle")
	}
	inJSON := bundled(t, files, "api/openapi.yaml", bundle.JSON)
	if !strings.HasPrefix(inJSON, "{\n  \"openapi\": \"3.0.3\",\n  \"info\"") {
		t.Errorf("%.100s", inJSON)
	}
	files["api/openapi.yaml"] = inJSON
	if back := bundled(t, files, "api/openapi.yaml", bundle.Same); back != inJSON {
		t.Errorf("a bundle is changed by bundling it:\n%s", back)
	}
	bundled(t, files, "api/openapi.yaml", bundle.YAML)
}

// TestPlaces adds components to roots of all forms.
func TestPlaces(t *testing.T) {
	parts := map[string]string{"a.yaml": "type: object\nproperties:\n  b: {$ref: b.yaml}\n", "b.yaml": "type: string\n", "p.json": `{"summary": "one", "get": {"responses": {"200": {"$ref": "r.yaml#/ok"}}}}`,
		"r.yaml": "ok:\n  description: fine\n"}
	const use = "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: x\n          content:\n            a/b: {schema: {$ref: a.yaml}}\n"
	const head = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n"
	for name, root := range map[string]string{
		"no components":       head + use,
		"without a line end":  strings.TrimSuffix(head+use, "\n"),
		"CRLF":                strings.ReplaceAll(head+use, "\n", "\r\n"),
		"empty components":    head + "components: {}\n" + use,
		"another section":     head + "components:\n  responses:\n    x: {description: y}\n" + use,
		"an empty section":    head + "components:\n  schemas: {}\n" + use,
		"a section in braces": head + "components:\n  schemas: {x: {type: string}}\n" + use,
		"all in braces":       head + "components: {schemas: {x: {type: string}}}\n" + use,
		"components first":    head + "components:\n  schemas:\n    x:\n      type: string\n\n# The paths.\n" + use,
		"components last":     head + use + "components:\n  schemas:\n    x:\n      type: string\n      description: |\n        text\n",
		"deep indentation":    head + "components:\n    schemas:\n        A:\n            $ref: a.yaml\n" + use,
		"an adopted alias":    head + "components:\n  schemas:\n    A: &a\n      $ref: a.yaml\n    B: *a\n" + use,
		"taken":               head + "components:\n  schemas:\n    A: {type: string}\n    a_a: {type: string}\n" + use,
		"a path item":         head + "paths:\n  /a: {$ref: p.json}\n  /b:\n    $ref: p.json\n    summary: two\n",
		"compact JSON":        `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/a":{"$ref":"p.json"}},"components":{"schemas":{"A":{"$ref":"a.yaml"},"B":{"$ref":"b.yaml"}}}}`,
		"JSON in lines": "{\n\t\"openapi\": \"3.1.0\",\n\t\"info\": {\"title\": \"x\", \"version\": \"1\"},\n\t\"paths\": {\n\t\t\"/a\": {\n\t\t\t\"$ref\": \"p.json\"\n\t\t}\n\t},\n" +
			"\t\"components\": {\n\t\t\"schemas\": {\n\t\t\t\"A\": {\n\t\t\t\t\"$ref\": \"a.yaml\"\n\t\t\t}\n\t\t}\n\t}\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"openapi.yaml": root}
			for path, text := range parts {
				files[path] = text
			}
			got := bundled(t, files, "openapi.yaml", bundle.Same)
			if strings.Contains(root, "\r\n") && strings.Count(got, "\n") != strings.Count(got, "\r\n") {
				t.Error("line ends are mixed")
			}
			for _, f := range []bundle.Format{bundle.JSON, bundle.YAML} {
				bundled(t, files, "openapi.yaml", f)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	const head = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"dynamic":    {map[string]string{"o.yaml": head + "components: {schemas: {A: {$ref: a.yaml}}}\n", "a.yaml": "$dynamicAnchor: n\nitems: {$dynamicRef: '#n'}\n"}, []string{"bundle/dynamic-reference"}},
		"identified": {map[string]string{"o.yaml": head + "components: {schemas: {A: {$id: a, items: {$ref: a.yaml}}}}\n", "a.yaml": "type: string\n"}, []string{"bundle/identified-schema"}},
		"siblings": {map[string]string{"o.yaml": head + "paths: {/a: {$ref: p.yaml, get: {responses: {'200': {description: x}}}}}\n", "p.yaml": "post: {responses: {'200': {description: x}}}\n"},
			[]string{"bundle/path-item-siblings"}},
		"cycle": {map[string]string{"o.yaml": head + "paths: {/a: {$ref: p.yaml}}\n", "p.yaml": "post: {callbacks: {c: {'{$request.body#/x}': {$ref: p.yaml}}}, responses: {'200': {description: x}}}\n"},
			[]string{"bundle/cycle"}},
		"versions": {map[string]string{"o.yaml": head + "components: {schemas: {A: {$ref: 'a.yaml#/components/schemas/A'}}}\n",
			"a.yaml": "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {type: string}}}\n"}, []string{"bundle/mixed-versions"}},
	} {
		text, findings := bundle.OpenAPI(load(t, c.files, "o.yaml"), bundle.Same)
		var got []string
		failed := false
		for _, f := range findings {
			got = append(got, f.Rule)
			failed = failed || f.Severity >= report.Error
			if f.Span.IsZero() {
				t.Errorf("%s has no place", f.Rule)
			}
		}
		if !slices.Equal(got, c.want) || failed != (text == nil) {
			t.Errorf("%s: %q, want %q\n%s", name, got, c.want, text)
		}
	}
	ids := bundle.Diagnostics()
	if !slices.IsSortedFunc(ids, func(a, b report.Diagnostic) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the diagnostics are not sorted")
	}
}

// TestPlacesOfTargets refers to parts of files in all ways: with an $id, by an anchor, by pointers that have to be written otherwise.
func TestPlacesOfTargets(t *testing.T) {
	const head = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"an $id": {map[string]string{"o.yaml": head + "components:\n  schemas:\n    A: {$ref: a.yaml}\n",
			"a.yaml": "$id: https://example.com/a\n$defs: {s: {type: string}}\nproperties: {x: {$ref: '#/$defs/s'}, $id: {type: string}}\n"},
			[]string{"'#/components/schemas/A/$defs/s'", "        $id:\n          type: string"}},
		"an anchor": {map[string]string{"o.yaml": head + "components:\n  schemas:\n    A: {items: {$ref: 'a.yaml#s'}}\n", "a.yaml": "$defs: {s: {$anchor: s, type: string}}\n"},
			[]string{"{items: {$ref: '#/components/schemas/s'}}", "\n    s:\n      $anchor: s\n"}},
		"signs": {map[string]string{"o.yaml": head + "components:\n  schemas:\n    A: {items: {$ref: 'a.yaml#/$defs/x%25~1y%20z'}}\n    B: {items: {$ref: 'a.yaml#/$defs/x%25~1y%20z/properties/a%25b'}}\n",
			"a.yaml": "$defs: {x%/y z: {properties: {a%b: {type: string}}}}\n"},
			[]string{"'#/components/schemas/x__y_z'", "'#/components/schemas/x__y_z/properties/a%25b'"}},
		"names that are taken": {map[string]string{"o.yaml": head + "components:\n  schemas:\n    A: {items: {$ref: 'x/a.yaml'}}\n    B: {items: {$ref: 'y/a.yaml'}}\n    C: {items: {$ref: 'x/a.yaml#/$defs/b'}}\n    D: {items: {$ref: 'z/index.yaml'}}\n",
			"x/a.yaml": "$defs: {b: {type: integer}}\n", "y/a.yaml": "type: number\n", "z/index.yaml": "type: string\n"},
			[]string{"A: {items: {$ref: '#/components/schemas/x_a'}}", "B: {items: {$ref: '#/components/schemas/y_a'}}", "C: {items: {$ref: '#/components/schemas/x_a/$defs/b'}}", "D: {items: {$ref: '#/components/schemas/z'}}"}},
		"back to the root": {map[string]string{"o.yaml": head + "components:\n  schemas:\n    A: {$ref: 'a.yaml'}\n    Own: {type: string}\n",
			"a.yaml": "properties: {a: {$ref: 'o.yaml#/components/schemas/Own'}, b: {$ref: 'o.yaml#/components/schemas/A'}}\n"},
			[]string{"a:\n          $ref: '#/components/schemas/Own'", "b:\n          $ref: '#/components/schemas/A'"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := bundled(t, c.files, "o.yaml", bundle.Same)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("the bundle lacks %q:\n%s", want, got)
				}
			}
			bundled(t, c.files, "o.yaml", bundle.JSON)
		})
	}
}
