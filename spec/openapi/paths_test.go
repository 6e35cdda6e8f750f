package openapi

import (
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
)

// ids returns the IDs of operations.
func ids(operations []*spec.Operation) []spec.ID {
	var list []spec.ID
	for _, o := range operations {
		list = append(list, o.ID())
	}
	return list
}

func same[T comparable](t *testing.T, what string, got []T, want ...T) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s: got %v, want %v", what, got, want)
			return
		}
	}
}

// TestPathItems reads path items that refer to others: what stands beside the $ref goes first.
func TestPathItems(t *testing.T) {
	api := clean(t, head("3.1.0")+`paths:
  /a/{id}: {get: {operationId: own}, $ref: '#/components/pathItems/Shared'}
  /b/{key}: {$ref: '#/components/pathItems/Shared'}
  /c/{key}: {$ref: '#/components/pathItems/Via'}
components:
  pathItems:
    Shared:
      parameters: [{name: p, in: query, schema: {type: string}}]
      get: {operationId: shared, responses: {'200': {description: Fine.}}}
      put: {}
    Via: {$ref: '#/components/pathItems/Shared', post: {}}
`)
	operations := api.Services[0].Operations
	same(t, "operations", ids(operations),
		"GET /a/{}", "PUT /a/{}", "GET /b/{}", "PUT /b/{}", "POST /c/{}", "GET /c/{}", "PUT /c/{}")
	if own := operation(t, api, "GET /a/{}"); own.Name != "own" || len(own.Parameters) != 0 {
		t.Errorf("the operation beside the $ref is %s with %d parameters", own.Name, len(own.Parameters))
	}
	for _, id := range []spec.ID{"GET /b/{}", "GET /c/{}"} {
		o := operation(t, api, id)
		if o.Name != "shared" || len(o.Parameters) != 1 || o.Parameters[0].Operation != o || len(o.Responses) != 1 || o.Responses[0].Operation != o {
			t.Errorf("%s is not complete: %+v", id, o)
		}
	}
	declared := 0
	spec.Walk(api, &spec.Visitor{Parameter: func(*spec.Parameter) { declared++ }})
	if declared != 1 {
		t.Errorf("the one parameter is walked %d times", declared)
	}
}

// TestErasedPaths pins the IDs of operations that differ in their parameters' names only.
func TestErasedPaths(t *testing.T) {
	api := clean(t, head("3.0.3")+`paths:
  /a/{id}: {parameters: [{name: id, in: path}], get: {}, put: {}}
  /a/{name}: {parameters: [{name: id, in: path}], get: {}, post: {}}
`)
	same(t, "operations", ids(api.Services[0].Operations), "GET /a/{}", "PUT /a/{}", "GET /a/{}#2", "POST /a/{}")
	if got := operation(t, api, "POST /a/{}").Parameters[0].Target.ID(); got != "/a/{}#2/parameters/path/id" {
		t.Errorf("got %s", got)
	}
}

// TestCallbackToItsPath reads a callback that refers to the path it is declared below.
func TestCallbackToItsPath(t *testing.T) {
	api := clean(t, head("3.1.0")+`paths:
  /a:
    post:
      operationId: loop
      requestBody: {content: {a/b: {schema: {type: string}}}}
      callbacks: {again: {'{$url}': {$ref: '#/paths/~1a'}}}
`)
	post := operation(t, api, "POST /a")
	inner := post.Callbacks[0].PathItems[0].Operations
	same(t, "operations of the callback", ids(inner), "POST /a/callbacks/again/{$url}/post")
	if o := inner[0]; o.Name != "loop" || o.Kind != spec.Inverted || o.Request.Target != post.Request || o.Callbacks[0].Target != post.Callbacks[0] {
		t.Errorf("the operation does not stand for that of the path: %+v", o)
	}
}

// TestUnusedPathParameters pins that parameters which all operations override are still walked.
func TestUnusedPathParameters(t *testing.T) {
	api := clean(t, head("3.0.3")+`paths:
  /a: {parameters: [{name: p, in: query, schema: {type: string}}], get: {parameters: [{name: p, in: query, schema: {type: integer}}]}}
`)
	var seen []spec.ID
	spec.Walk(api, &spec.Visitor{Parameter: func(p *spec.Parameter) { seen = append(seen, p.ID()) }})
	same(t, "parameters", seen, "GET /a/parameters/query/p", "/a/parameters/query/p")
}

// TestReferredOperations reads $refs in place of operations, which OpenAPI doesn't know and real
// specs have.
func TestReferredOperations(t *testing.T) {
	api := cleanFiles(t, map[string]string{
		"openapi.yaml": head("3.0.3") + "paths: {/a: {get: {$ref: 'ops/list.yml'}, put: {$ref: 'ops/list.yml'}}}\n",
		"ops/list.yml": "operationId: list\nparameters: [{name: p, in: query, schema: {type: string}}]\nresponses: {'200': {$ref: '../r.yml'}}\n",
		"r.yml":        "description: Fine.\n",
	})
	get, put := operation(t, api, "GET /a"), operation(t, api, "PUT /a")
	if get.Name != "list" || get.Span.Path() != "ops/list.yml" || get.Responses[0].Doc != "Fine." || get.Method() != "GET" {
		t.Errorf("got %+v", get)
	}
	if len(put.Parameters) != 1 || put.Parameters[0].Target != get.Parameters[0] || put.Responses[0].Doc != "Fine." {
		t.Errorf("got %+v", put)
	}
}
