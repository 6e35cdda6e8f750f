package checks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

const shared = `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders: {get: {responses: {"200": {description: all, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Order"}}}}}}}}
  /orders/{id}:
    get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"200": {description: one, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}}}
    delete: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"204": {description: gone}}}
components:
  schemas:
    Order: {type: object, properties: {id: {type: string}, total: {type: string}}}
`

// A change of a schema that operations share reaches all of them, whichever comes first.
func TestOperationsThatShareASchema(t *testing.T) {
	read := func(text string) []*spec.API {
		apis, _ := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": text}), Roots: []string{"api.yaml"}})
		return apis
	}
	result, err := breaking.Run(t.Context(), breaking.Versions{Old: read(shared), New: read(strings.Replace(shared, ", total: {type: string}", "", 1))}, checks.All())
	if err != nil || len(result.Changes) != 1 {
		t.Fatalf("%v, %d changes", err, len(result.Changes))
	}
	if got, want := result.Changes[0].Operations, []spec.ID{"GET /orders", "GET /orders/{}"}; !slices.Equal(got, want) {
		t.Errorf("reaches %v, want %v", got, want)
	}
}
