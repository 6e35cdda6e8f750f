package coverage_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/coverage"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const shop = `openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /orders:
    post:
      parameters:
        - {name: Idempotency-Key, in: header, schema: {type: string}}
      requestBody:
        content:
          application/json: {schema: {$ref: "#/components/schemas/Order"}}
      responses:
        "201":
          description: The order.
          headers: {Location: {schema: {type: string}}}
          content:
            application/json: {schema: {$ref: "#/components/schemas/Order"}}
        "400": {description: Refused., content: {application/json: {schema: {type: object, properties: {code: {type: string}}}}}}
  /orders/{id}:
    delete:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "204": {description: Gone.}
components:
  schemas:
    Order:
      type: object
      properties:
        id: {type: string, readOnly: true}
        secret: {type: string, writeOnly: true}
        total: {type: string}
        lines: {type: array, items: {type: object, properties: {sku: {type: string}, of: {$ref: "#/components/schemas/Order"}}}}
        prices: {type: object, additionalProperties: {type: number}}
`

const created = `  - description: an order is placed
    request:
      method: POST
      path: /orders
      headers: {Content-Type: application/json}
      body: {secret: x, lines: [{sku: A1}]}
    response:
      status: 201
      headers: {Content-Type: application/json, Location: '{{regex "/orders/.+" = "/orders/7"}}'}
      body: {id: '{{non_empty_string}}', prices: {EUR: 10.5}}
`

const refused = `  - description: an order is refused
    request: {method: POST, path: /orders, headers: {Content-Type: application/json, Idempotency-Key: k}, body: {total: 7}}
    response: {status: 400}
`

func load(t testing.TB, spec string) []check.Spec {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": spec}), Roots: []string{"api.yaml"}})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatal(f.Message)
		}
	}
	return []check.Spec{{API: apis[0]}}
}

func contractOf(t testing.TB, consumer string, interactions ...string) *contract.Contract {
	t.Helper()
	head := "bylaw: contract/v1\nconsumer: " + consumer + "\nprovider: shop\ninteractions:\n"
	c, findings := text.Read(source.NewFile("contract.yaml", []byte(head+strings.Join(interactions, ""))))
	for _, f := range findings {
		t.Fatal(f.Message)
	}
	return c
}

func run(t testing.TB, o coverage.Options, contracts ...*contract.Contract) *coverage.Result {
	t.Helper()
	r, err := coverage.Run(context.Background(), load(t, shop), contracts, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// covered lists what is covered, and by whom.
func covered(r *coverage.Result) []string {
	var all []string
	for _, o := range r.Operations {
		if len(o.By) > 0 {
			all = append(all, fmt.Sprintf("%s by %s", o.ID(), strings.Join(o.By, ",")))
		}
		for _, t := range o.Things {
			if len(t.By) > 0 {
				all = append(all, fmt.Sprintf("%s %s by %s", t.Part, t.Path, strings.Join(t.By, ",")))
			}
		}
	}
	return all
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// All that can be covered is listed: what is only in answers is no input, and a type in itself is listed once.
func TestThings(t *testing.T) {
	var all []string
	for _, one := range run(t, coverage.Options{}).Operations[0].Things {
		all = append(all, one.Part.String()+" "+one.Path)
	}
	expect(t, all, "input Idempotency-Key", "input $.secret", "input $.total", "input $.lines", "input $.lines[*].sku", "input $.lines[*].of", "input $.prices",
		"status 201", "field Location", "field $.id", "field $.total", "field $.lines", "field $.lines[*].sku", "field $.lines[*].of", "field $.prices", "status 400", "field $.code")
}

func TestCovered(t *testing.T) {
	expect(t, covered(run(t, coverage.Options{}, contractOf(t, "web", created), contractOf(t, "crm", created, refused))),
		"POST /orders by crm,web", "input $.secret by crm,web", "input $.lines by crm,web", "input $.lines[*].sku by crm,web",
		"status 201 by crm,web", "field Location by crm,web", "field $.id by crm,web", "field $.prices by crm,web", "status 400 by crm")
}

// A request that is refused covers its answer, but no input: nobody has seen that work.
func TestRefused(t *testing.T) {
	expect(t, covered(run(t, coverage.Options{}, contractOf(t, "web", refused))), "POST /orders by web", "status 400 by web")
}

// What isn't asserted isn't covered, though the answer would have to have it.
func TestAsserted(t *testing.T) {
	anything := `  - description: an order is placed
    request: {method: POST, path: /orders, headers: {Content-Type: application/json}, body: {}}
    response:
      status: 201
      headers: {Content-Type: application/json}
      body: {id: a}
      matchingRules: {body: {$: {combine: AND, matchers: [{match: contentType, value: application/json}]}}}
`
	expect(t, covered(run(t, coverage.Options{}, contractOf(t, "web", anything))), "POST /orders by web", "status 201 by web")
}

// A field of which the contract only says that it is some text isn't covered: its value is nobody's concern.
func TestContentTypeAlone(t *testing.T) {
	some := strings.Replace(created, "id: '{{non_empty_string}}'", `id: '{{content_type "text/plain" = "x"}}'`, 1)
	expect(t, covered(run(t, coverage.Options{}, contractOf(t, "web", some))),
		"POST /orders by web", "input $.secret by web", "input $.lines by web", "input $.lines[*].sku by web", "status 201 by web", "field Location by web", "field $.prices by web")
}

// Of an answer in several media types that one is covered which the contract expects.
func TestMedia(t *testing.T) {
	const spec = `openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /orders:
    get:
      responses:
        "200":
          description: Both.
          content:
            application/json: {schema: {type: object, properties: {id: {type: string}}}}
            application/vnd.shop+json: {schema: {type: object, properties: {id: {type: string}}}}
`
	c := contractOf(t, "web", "  - description: orders\n    request: {path: /orders}\n    response: {status: 200, headers: {Content-Type: application/vnd.shop+json}, body: {id: a}}\n")
	r, err := coverage.Run(context.Background(), load(t, spec), []*contract.Contract{c}, coverage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, covered(r), "GET /orders by web", "status 200 by web", "field $.id by web")
	if s := r.Operations[0].Of(coverage.Field); s.All != 2 || s.Covered != 1 {
		t.Errorf("%+v", s)
	}
}

func TestNotCounted(t *testing.T) {
	played := contractOf(t, "web", created)
	for name, test := range map[string]struct {
		contract *contract.Contract
		failed   map[*contract.Interaction]string
		why      string
	}{
		"pending":      {contract: contractOf(t, "web", strings.Replace(created, "    request:", "    pending: true\n    request:", 1)), why: "it is pending"},
		"contradicts":  {contract: contractOf(t, "web", strings.Replace(created, "{id: '{{", "{gone: '{{", 1)), why: "it contradicts the spec"},
		"failed":       {contract: played, failed: map[*contract.Interaction]string{played.Interactions[0]: "it is not verified: nobody listens"}, why: "nobody listens"},
		"of a message": {contract: contractOf(t, "web", "  - description: an event\n    message: {body: {id: 7}}\n"), why: "no place in the spec"},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, coverage.Options{Failed: test.failed}, test.contract)
			expect(t, covered(r))
			if len(r.NotCounted) != 1 || !strings.Contains(r.NotCounted[0].Why, test.why) || r.Counted != 0 {
				t.Errorf("%d count, %v", r.Counted, r.NotCounted)
			}
		})
	}
}

// What isn't covered is told by the largest thing that isn't.
func TestFindings(t *testing.T) {
	r := run(t, coverage.Options{}, contractOf(t, "web", created))
	var said []string
	for _, f := range append(r.Findings(), r.Gate(90)...) {
		said = append(said, fmt.Sprintf("%s %s: %s (%s)", f.Severity, f.Rule, f.Message, f.Span.Text()))
	}
	expect(t, said,
		"info contract/uncovered-input: no contract sends Idempotency-Key, $.total, $.lines[*].of or $.prices of POST /orders (Idempotency-Key)",
		"info contract/uncovered-status: no contract expects the answer 400 of POST /orders (400)",
		"warning contract/uncovered-operation: no contract calls DELETE /orders/{} (delete)",
		"info contract/uncovered-field: no contract relies on $.total or $.lines in the answer 201 of POST /orders (total)",
		"error contract/low-coverage: contracts cover 38.0 % of the spec, less than the 90 % that are demanded ()")
	if want := "Contracts cover 38.0 % of the spec: 1 of 2 operations, 1 of 3 statuses, 3 of 8 inputs, 3 of 8 fields of answers."; r.Headline() != want {
		t.Errorf("%s\n%s", r.Headline(), want)
	}
	if len(r.Gate(38)) > 0 {
		t.Error("it is enough")
	}
}
