package mutate_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/mutate"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// shop has an answer in which every mutant can be made.
const shop = `openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /orders/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      responses:
        "200":
          description: The order.
          headers:
            ETag: {required: true, schema: {type: string}}
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Order"}
        "404":
          description: There is none.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Problem"}
components:
  schemas:
    Problem:
      type: object
      required: [code]
      properties:
        code: {type: string, minLength: 1}
        retry: {type: boolean}
    Order:
      type: object
      required: [id, total, created, status, number, gift, lines]
      properties:
        id: {type: string, format: uuid}
        total: {type: string, pattern: '^[0-9]+\.[0-9]{2}$'}
        created: {type: string, format: date-time}
        status: {type: string, enum: [open, paid]}
        number: {type: integer, minimum: 1}
        gift: {type: boolean}
        lines:
          type: array
          minItems: 1
          items: {$ref: "#/components/schemas/Line"}
        note: {type: string, minLength: 1}
    Line:
      type: object
      required: [sku]
      properties:
        sku: {type: string, minLength: 1}
        gross: {type: boolean}
`

// head begins a contract of billing in bylaw's own format.
const head = "bylaw: contract/v1\nconsumer: billing\nprovider: shop\ninteractions:\n"

// strict is an interaction that says all that there is to say.
const strict = `  - description: an order is read
    request: {method: GET, path: /orders/7}
    response:
      status: 200
      headers: {Content-Type: application/json, ETag: '{{regex "\"[0-9]+\"" = "\"7\""}}'}
      body:
        id: '{{uuid}}'
        total: '{{type and regex "[0-9]+\\.[0-9]{2}" = "19.90"}}'
        created: '{{iso_timestamp}}'
        status: '{{regex "open|paid" = "open"}}'
        number: '{{positive_integer = 7}}'
        gift: '{{boolean}}'
        lines {{each min 1}}:
          - sku: '{{non_empty_string = "A1"}}'
            gross: '{{boolean}}'
        note: '{{non_empty_string}}'
`

// notFound is an interaction about the error.
const notFound = `  - description: an order that there isn't
    request: {method: GET, path: /orders/8}
    response: {status: 404, headers: {Content-Type: application/json}, body: {code: '{{non_empty_string = "not_found"}}', retry: '{{boolean}}'}}
`

func specs(t testing.TB, text string) []check.Spec {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": text}), Roots: []string{"api.yaml"}})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatalf("%s: %s", f.Rule, f.Message)
		}
	}
	return []check.Spec{{API: apis[0]}}
}

func contractOf(t testing.TB, interactions ...string) *contract.Contract {
	t.Helper()
	c, findings := text.Read(source.NewFile("billing.yaml", []byte(head+strings.Join(interactions, ""))))
	for _, f := range findings {
		t.Fatalf("the contract: %s at %s", f.Message, f.Span.Text())
	}
	return c
}

func run(t testing.TB, spec string, o mutate.Options, contracts ...*contract.Contract) *mutate.Result {
	t.Helper()
	r, err := mutate.Run(context.Background(), specs(t, spec), contracts, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// survivors are the mutants that survive, as "answer drop-field $.total".
func survivors(r *mutate.Result) []string {
	var all []string
	for _, one := range r.Tried() {
		if !one.Killed {
			line := strings.TrimSpace(one.Side.String() + " " + one.Mutant + " " + one.Path)
			if one.Equivalent {
				line += " allowed"
			}
			all = append(all, line)
		}
	}
	slices.Sort(all)
	return all
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
