package check_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const shop = `openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example/api/{version}", variables: {version: {default: v1}}}]
components:
  securitySchemes: {key: {type: apiKey, in: query, name: key}}
paths:
  /items/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: ids, in: query, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {size: {type: integer}}}}
        - {name: page, in: query, schema: {type: object, properties: {from: {type: integer}, to: {type: integer}}}}
        - {name: session, in: cookie, schema: {type: string, minLength: 3}}
        - {name: X-Limit, in: header, schema: {type: integer}}
      responses:
        "200":
          description: the item
          headers: {X-Total: {required: true, schema: {type: integer, minimum: 1}}, X-Maybe: {schema: {type: string}}}
          content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}}}
        "202": {description: later}
        "204": {description: nothing}
        4XX: {description: refused, content: {text/plain: {schema: {type: string, maxLength: 5}}}}
    post:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, required: [name], properties: {name: {type: string}, secret: {type: string, readOnly: true}}}}
          application/x-www-form-urlencoded: {schema: {type: object, required: [name], properties: {name: {type: string}, size: {type: integer}}}}
          application/xml: {schema: {type: object}}
      responses: {"200": {description: done, content: {application/xml: {schema: {type: object}}}}, default: {description: failed}}
`

// exchange returns a contract with one request and response, members of JSON objects.
func exchange(request, response string) string {
	return fmt.Sprintf(`{"consumer": {"name": "c"}, "provider": {"name": "p"}, "metadata": {"pactSpecification": {"version": "3.0.0"}},
  "interactions": [{"description": "d", "request": {%s}, "response": {%s}}]}`, request, response)
}

func TestExchanges(t *testing.T) {
	get, post := `"method": "GET", "path": "/items/1"`, `"method": "POST", "path": "/items/1"`
	for name, c := range map[string]struct {
		request, response string
		want              []string
	}{
		"good":                       {get, `"status": 200, "body": {"id": 1}`, nil},
		"below the server's path":    {`"method": "get", "path": "/api/v1/items/1"`, `"status": 200`, nil},
		"below another path":         {`"method": "GET", "path": "/api/v2/items/1"`, `"status": 200`, []string{"error unknown-operation"}},
		"no slash":                   {`"method": "GET", "path": "items/1"`, `"status": 200`, []string{"error request … begins with a slash"}},
		"bad escape":                 {`"method": "GET", "path": "/items/%zz"`, `"status": 200`, []string{"error request … malformed percent-encoding"}},
		"path":                       {`"method": "GET", "path": "/items/x"`, `"status": 200`, []string{"error request … path id must be an integer"}},
		"path, refusal expected":     {`"method": "GET", "path": "/items/x"`, `"status": 400`, nil},
		"path, no such item":         {`"method": "GET", "path": "/items/x"`, `"status": 404`, []string{"error request … path id must be an integer"}},
		"list in the query":          {get + `, "query": {"ids": ["1,2"]}`, `"status": 200`, nil},
		"bad list in the query":      {get + `, "query": {"ids": ["1,x"]}`, `"status": 200`, []string{"error request … query ids[1] must be an integer"}},
		"deep object":                {get + `, "query": {"filter[size]": ["1"]}`, `"status": 200`, nil},
		"bad deep object":            {get + `, "query": {"filter[size]": ["x"]}`, `"status": 200`, []string{"error request … query filter.size must be an integer"}},
		"exploded object":            {get + `, "query": {"from": ["1"]}`, `"status": 200`, nil},
		"key of the API":             {get + `, "query": {"key": ["1"]}`, `"status": 200`, nil},
		"unknown in the query":       {get + `, "query": {"nobody": ["1"]}`, `"status": 200`, []string{`warning undeclared-input … "nobody"`}},
		"header":                     {get + `, "headers": {"x-limit": "many"}`, `"status": 200`, []string{"error request … header X-Limit must be an integer"}},
		"cookie":                     {get + `, "headers": {"Cookie": "session=1"}`, `"status": 200`, []string{"error request … cookie session must have at least 3 characters"}},
		"generated":                  {`"method": "GET", "path": "/items/x", "generators": {"path": {"type": "ProviderState", "expression": "/items/${id}"}}`, `"status": 200`, []string{"warning example … a generator may replace it"}},
		"not acceptable":             {get + `, "headers": {"Accept": "text/csv"}`, `"status": 404`, nil},
		"header of the answer":       {get, `"status": 200, "headers": {"X-Total": "5"}`, nil},
		"bad header of the answer":   {get, `"status": 200, "headers": {"x-total": "0"}`, []string{"error response … header x-total must be at least 1"}},
		"optional header":            {get, `"status": 200, "headers": {"X-Maybe": "x"}`, []string{"warning not-promised … header X-Maybe … optional"}},
		"unknown header":             {get, `"status": 200, "headers": {"X-Gone": "x"}`, []string{"warning not-promised … header X-Gone, which the spec's answer 200 doesn't have"}},
		"header by a matcher":        {get, `"status": 200, "headers": {"X-Total": "0"}, "matchingRules": {"header": {"X-Total": {"matchers": [{"match": "regex", "regex": "\\d+"}]}}}`, []string{"warning example … header X-Total must be at least 1"}},
		"status":                     {get, `"status": 201`, []string{"error status … the status 201"}},
		"status by class":            {get, `"status": 201, "matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": "success"}]}}`, nil},
		"status by another class":    {get, `"status": 302, "matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": "redirect"}]}}`, []string{"error status"}},
		"class of the spec":          {get, `"status": 404, "headers": {"Content-Type": "text/plain"}, "body": "gone"`, nil},
		"text":                       {get, `"status": 404, "headers": {"Content-Type": "text/plain"}, "body": "gone for ever"`, []string{"error response … at most 5 characters"}},
		"media type":                 {get, `"status": 404, "headers": {"Content-Type": "text/html"}, "body": "gone"`, []string{"error media-type … expects text/html … is text/plain"}},
		"no body in the spec":        {get, `"status": 202, "body": {"id": 1}`, []string{"error response … expects a body … 202 has none"}},
		"no body in the contract":    {get, `"status": 200, "body": null`, []string{"warning not-promised … expects no body"}},
		"body":                       {post + `, "body": {"name": "x"}`, `"status": 200`, nil},
		"body without a field":       {post + `, "body": {}`, `"status": 200`, []string{"error request … body name is required"}},
		"body with another":          {post + `, "body": {"name": "x", "more": 1}`, `"status": 200`, []string{"warning undeclared-input … $.more"}},
		"read-only":                  {post + `, "body": {"name": "x", "secret": "y"}`, `"status": 200`, []string{"error request … body secret"}},
		"no body":                    {post, `"status": 200`, []string{"error request … body is required"}},
		"body that nobody reads":     {get + `, "body": {"name": "x"}`, `"status": 200`, []string{"warning undeclared-input … takes no body"}},
		"form":                       {post + `, "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": "name=x&size=y"`, `"status": 200`, []string{"error request … body size must be an integer"}},
		"other type":                 {post + `, "headers": {"Content-Type": "text/csv"}, "body": "name"`, `"status": 200`, []string{"error request … answered with 415"}},
		"other type, expected":       {post + `, "headers": {"Content-Type": "text/csv"}, "body": "name"`, `"status": 415`, nil},
		"XML":                        {post + `, "headers": {"Content-Type": "application/xml"}, "body": "<a/>"`, `"status": 200, "headers": {"Content-Type": "application/xml"}, "body": "<a/>"`, []string{"not checked what is in a request's body of the type application/xml", "not checked what is in an answer's body of the type application/xml"}},
		"nothing said of the status": {get, `"body": {"id": 1}`, []string{"not checked the contract says nothing of the status"}},
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, told(hold(t, shop, exchange(c.request, c.response))), c.want...)
		})
	}
}

func TestPendingAndMessages(t *testing.T) {
	got := told(hold(t, shop, `{"consumer": {"name": "c"}, "provider": {"name": "p"}, "metadata": {"pactSpecification": {"version": "4.0"}}, "interactions": [
    {"type": "Synchronous/HTTP", "description": "later", "pending": true, "request": {"method": "GET", "path": "/nowhere"}, "response": {"status": 200}},
    {"type": "Asynchronous/Messages", "description": "sent", "contents": {"content": {"a": 1}}}]}`))
	expect(t, got, `warning unknown-operation c, "later": … (the interaction is pending)`, "not checked messages that the provider sends by itself")
}

// TestPlaces holds the places of findings: the value in the contract and what speaks of it in the spec.
func TestPlaces(t *testing.T) {
	r := hold(t, shop, exchange(`"method": "GET", "path": "/items/1", "query": {"ids": ["1,x"]}`, `"status": 200, "body": {"id": "one", "gone": 1}`))
	var places []string
	for _, f := range r.Findings {
		places = append(places, f.Span.Text()+" by "+f.Related[0].Span.Text()+" of "+string(f.Element))
	}
	expect(t, places, `["1,x"] by ids of GET /items/{}/parameters/query/ids`, `"one" by id of GET /items/{}/`, `"gone" by `)
}

// TestHostile holds contracts that mean no good against a spec that doesn't either: nothing panics or takes for ever.
func TestHostile(t *testing.T) {
	deep := strings.Repeat(`{"kids":[`, 4000) + strings.Repeat(`]}`, 4000)
	wide := "[" + strings.TrimSuffix(strings.Repeat(`{"kind":"cow"},`, 50_000), ",") + "]"
	pets := "{type: array, items: {$ref: '#/components/schemas/Pet'}}"
	for name, c := range map[string]struct{ schema, body, rules, want string }{
		"deep":      {"{$ref: '#/components/schemas/Tree'}", deep, "", "can't be read as JSON, or is too large or too deep"},
		"wide":      {pets, wide, "", "error"},
		"wide, any": {pets, wide, rule("$", `{"match": "type", "min": 1}`), "more is wrong with the expected body than is listed"},
		"double":    {"{$ref: '#/components/schemas/Double'}", strings.Repeat(`{"a":`, 60) + `1` + strings.Repeat("}", 60), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			more := schemas + "    Double: {anyOf: [{$ref: '#/components/schemas/D1'}, {$ref: '#/components/schemas/D2'}]}\n" +
				"    D1: {type: object, properties: {a: {$ref: '#/components/schemas/Double'}}}\n    D2: {type: object, properties: {a: {$ref: '#/components/schemas/Double'}}}\n"
			got := strings.Join(told(hold(t, answering(c.schema, more), expecting(c.body, c.rules))), "\n")
			if !strings.Contains(got, c.want) {
				t.Errorf("got %.2000s, want %s", got, c.want)
			}
		})
	}
}

// FuzzCheck holds contracts of any kind against a spec.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(read(f, "testdata/billing.json")))
	f.Add([]byte(exchange(`"method": "POST", "path": "/items/1", "body": {"name": "x"}`, `"status": 200, "body": [1, {"a": null}]`)))
	f.Add([]byte(expecting(`{"a": {"x": 1}}`, rule("$.a", `{"match": "eachKey", "rules": [{"match": "type"}]}`))))
	checker, err := check.New([]check.Spec{{API: load(f, shop)}}, check.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, _ := pact.Read(source.NewFile("pact.json", bytes.Clone(text)))
		if c == nil {
			return
		}
		first := strings.Join(told(checker.Check(c)), "\n")
		if second := strings.Join(told(checker.Check(c)), "\n"); first != second {
			t.Errorf("the second time it is\n%s\nand was\n%s", second, first)
		}
	})
}

// Two documents with one operation: no request says which is meant, so that the user has to.
func TestTwoDocuments(t *testing.T) {
	one, two := load(t, shop), load(t, shop)
	two.Root.Path = "v2.yaml"
	_, err := check.New([]check.Spec{{API: one}, {API: two}}, check.Options{})
	if want := "GET /items/{id} is in api.yaml and in v2.yaml"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}
