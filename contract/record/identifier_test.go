package record_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/record"
)

const items = `openapi: 3.1.0
info: {title: Items, version: '1'}
paths:
  /v1/items:
    post:
      parameters:
        - {name: Idempotency-Key, in: header, required: true, schema: {type: string, KEY}}
      requestBody:
        content: {application/json: {schema: {type: object, properties: {title: {type: string}, request_id: {type: string, format: uuid}}}}}
      responses:
        '201':
          description: made
          headers: {Location: {schema: {type: string}}, ETag: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
  /v1/items/{item}:
    parameters: [{name: item, in: path, required: true, schema: {type: string}}, {name: parentId, in: query, schema: {type: string}}]
    get:
      responses: {'200': {description: found, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}}
  /v1/sessions/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, format: ulid}}]
    get:
      responses: {'200': {description: found, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}}
components:
  schemas:
    Item:
      type: object
      properties:
        id: {type: string}
        parent_ids: {type: array, items: {type: string}}
        ref: {type: string, format: ulid}
        valid: {type: string}
        owner_id: {type: string, x-bylaw-pii: identifier}
        self: {type: string}
        title: {type: string}
`

const (
	ulid  = "01JD8Q4ZV7M3KX9T2RWB6HNPCE"
	typed = "item_2h7Zk4Qm9Xw1Lr8Tn3Vb5Yc6"
	other = "01JD8Q4ZV7M3KX9T2RWB6HAAAA"
)

// TestIdentifiers writes what the spec calls identifiers, however random they look, and nothing else that does.
func TestIdentifiers(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"id":%q,"parent_ids":[%q],"ref":%q,"valid":"v4lidNotAnId01234567890","owner_id":"own01JD8Q4ZV7M3KX9T2RWB6","self":"/v1/items/%s","title":"t1tleWithDigits0123456789"}`,
			typed, other, ulid, typed)
	}))
	defer upstream.Close()
	r := start(t, items, upstream.URL, nil, record.Options{})
	r.call("GET", "/v1/items/"+typed+"?parentId="+other, "")
	c := r.read()
	if len(c.Interactions) != 1 || c.Interactions[0].Request.Path != "/v1/items/"+typed || !contains(c, r.went[0]) {
		t.Fatalf("it is not recorded: %s", strings.Join(r.told, "\n"))
	}
	content := string(r.Bytes())
	for _, kept := range []string{`"id": "` + typed, `"` + other + `"`, `"ref": "` + ulid, `"self": "/v1/items/` + typed} {
		if !strings.Contains(content, kept) {
			t.Errorf("%s isn't written\n%s", kept, content)
		}
	}
	r.lacks("v4lid", "own01", "t1tle")
	r.call("GET", "/v1/sessions/"+other[:25]+"B", "")
	r.lacks(other[:25] + "B")
}

// TestKnownSecretsAreNoIdentifiers redacts what looks like a known kind of secret, whatever it is called.
func TestKnownSecretsAreNoIdentifiers(t *testing.T) {
	secrets := []string{"ghp_0123456789abcdefghijABCDEFGHIJ01", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "grace@hopper.example", "4111111111111111", strings.Repeat("a1", 40)}
	for _, secret := range secrets {
		upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"id":%q,"self":"/v1/items/%s"}`, secret, secret)
		}))
		r := start(t, items, upstream.URL, nil, record.Options{})
		r.call("GET", "/v1/items/"+secret, "")
		r.lacks(secret)
		upstream.Close()
	}
}

// TestRepeated records a call that the provider takes once, and makes it again: with another key each time.
func TestRepeated(t *testing.T) {
	for schema, want := range map[string]string{
		"format: uuid":                        `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
		"minLength: 1, maxLength: 255":        `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
		"maxLength: 20":                       `^[A-Za-z0-9]{16}$`,
		"pattern: '^KEY-[0-9A-F]{8,30}-END$'": `^KEY-[0-9A-F]{8,30}-END$`,
	} {
		upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Location", "/v1/items/"+typed)
			w.Header().Set("ETag", `"FipGDpxIxQsK-ziIYwnwGg77"`)
			w.WriteHeader(201)
			fmt.Fprintf(w, `{"id":%q}`, typed)
		}))
		r := start(t, strings.Replace(items, "KEY", schema, 1), upstream.URL, nil, record.Options{})
		key := map[bool]string{true: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", false: "KEY-12345678-END"}[schema == "format: uuid"]
		r.call("POST", "/v1/items", `{"title":"first","request_id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}`, "Idempotency-Key", key)
		c := r.read()
		if len(c.Interactions) != 1 || !contains(c, r.went[0]) {
			t.Fatalf("%s: it is not recorded: %s", schema, strings.Join(r.told, "\n"))
		}
		location, _ := contract.Header(c.Interactions[0].Response.Headers, "Location")
		if etag, _ := contract.Header(c.Interactions[0].Response.Headers, "ETag"); location != "/v1/items/"+typed || !strings.Contains(etag, "FipGDpxIxQsK") {
			t.Errorf("%s: Location is %q, ETag %q", schema, location, etag)
		}
		q := c.Interactions[0].Request
		one, errs := match.FillRequest(q, match.Source{Random: rand.New(rand.NewPCG(1, 1))})
		two, _ := match.FillRequest(q, match.Source{Random: rand.New(rand.NewPCG(1, 2))})
		first, _ := contract.Header(one.Headers, "Idempotency-Key")
		second, _ := contract.Header(two.Headers, "Idempotency-Key")
		if len(errs) > 0 || first == second || string(one.Body.Content) == string(two.Body.Content) || !regexp.MustCompile(want).MatchString(first) {
			t.Errorf("%s: %q and %q are sent, with %s %v", schema, first, second, one.Body.Content, errs)
		}
		if found := match.Request(q, one); len(found) > 0 {
			t.Errorf("%s: what is sent is not what the contract says: %v", schema, found)
		}
		upstream.Close()
	}
}
