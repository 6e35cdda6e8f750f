package golang

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
)

// secured is a contract with one operation of each kind.
const secured = `
openapi: 3.1.0
info: {title: Policies, version: '1', x-bylaw-quota: 1000/hour}
%s
paths:
  /inherits: {get: {operationId: inherits, responses: {'204': {description: x}}}}
  /open: {get: {operationId: open, security: [], x-bylaw-cache: static, responses: {'204': {description: x}}}}
  /optional: {get: {operationId: optional, security: [{oauth: [read]}, {}], x-bylaw-cache: none, responses: {'204': {description: x}}}}
  /one: {get: {operationId: one, security: [{oauth: [read]}], x-bylaw-cache: api, x-bylaw-quota: 5/s, responses: {'204': {description: x}}}}
  /all: {get: {operationId: all, security: [{oauth: [write, read]}], x-bylaw-quota: 100/10s, responses: {'204': {description: x}}}}
  /both: {get: {operationId: both, security: [{oauth: [read], key: [], oidc: [write, read]}], x-bylaw-quota: 9/1h30m, responses: {'204': {description: x}}}}
  /any: {get: {operationId: any, security: [{oauth: [read]}, {oidc: [admin]}, {oauth: [read]}], responses: {'204': {description: x}}}}
  /mixed: {get: {operationId: mixed, security: [{oauth: [read, write]}, {oidc: [admin]}], responses: {'204': {description: x}}}}
  /key: {get: {operationId: key, security: [{key: []}], x-bylaw-cache: private, responses: {'204': {description: x}}}}
  /keyor: {get: {operationId: keyor, security: [{oauth: [read]}, {key: []}], responses: {'204': {description: x}}}}
  /role: {get: {operationId: role, security: [{key: [admin]}], responses: {'204': {description: x}}}}
  /inner: {get: {operationId: inner, x-bylaw-tier: internal, security: [{oauth: [read]}], responses: {'204': {description: x}}}}
  /innermost: {get: {operationId: innermost, x-internal: true, security: [], responses: {'204': {description: x}}}}
  /unnamed/{id}:
    delete: {deprecated: true, security: [], parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: x}}}
  /ends: {get: {operationId: ends, security: [], deprecated: true, x-bylaw-sunset: '2027-03-01', x-bylaw-replacement: 'https://shop.example/new?a=%%22b%%22', responses: {'204': {description: x}}}}
  /ending: {get: {operationId: ending, security: [], x-sunset: '2027-03-01T23:30:00-05:00', x-bylaw-replacement: key, responses: {'204': {description: x}}}}
  /moved: {get: {operationId: moved, security: [], deprecated: true, x-bylaw-replacement: 'http://shop.example/new', responses: {'204': {description: x}}}}
components:
  securitySchemes:
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: https://id.example/token, scopes: {read: x, write: x, admin: x}}}}
    oidc: {type: openIdConnect, openIdConnectUrl: https://id.example}
    key: {type: apiKey, in: header, name: X-Api-Key}
`

// policies prints policy.go, without the spaces that gofmt aligns with.
func policies(t *testing.T, document string) string {
	t.Helper()
	for _, f := range generate(t, load(t, document), options(generator.AllOutputs)) {
		if f.Path == "api/policy.go" {
			return strings.Join(strings.Fields(string(f.Content)), " ")
		}
	}
	t.Fatal("there is no policy.go")
	return ""
}

func TestPolicies(t *testing.T) {
	text := policies(t, fmt.Sprintf(secured, "security: [{oauth: [admin]}]"))
	for _, want := range []string{
		`"inherits": authz.All("admin"),`, `"open": authz.Anyone(),`, `"optional": authz.Anyone(),`, `"one": authz.All("read"),`,
		`"all": authz.All("read", "write"),`, `"both": authz.All("read", "write"),`, `"any": authz.Any("read", "admin"),`,
		`"mixed": {Scopes: [][]string{{"read", "write"}, {"admin"}}},`, `"key": authz.Known(),`, `"keyor": authz.Known(),`,
		`"role": authz.All("admin"),`, `"inner": {Scopes: [][]string{{"read"}}, Internal: true},`, `"innermost": {Internal: true},`,
		`"DELETE /unnamed/{id}": authz.Anyone(),`,
		`{ return map[string]cache.Policy{ "open": {Class: cache.Static, MaxAge: time.Hour}, "one": {Class: cache.API}, "key": {Class: cache.Private}, } }`,
		`"inherits": {Requests: 1000, Window: time.Hour},`, `"one": {Requests: 5, Window: time.Second},`,
		`"all": {Requests: 100, Window: 10 * time.Second},`, `"both": {Requests: 9, Window: 90 * time.Minute},`,
		`{ return deprecation.Table{ "DELETE /unnamed/{id}": {Since: since}, ` +
			`"ends": endsOn(since, time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), "https://shop.example/new?a=%22b%22"), ` +
			`"ending": endsOn(since, time.Date(2027, 3, 2, 0, 0, 0, 0, time.UTC), ""), ` +
			`"moved": {Since: since, Link: "http://shop.example/new"}, } }`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %s\n%s", want, text)
		}
	}
}

// What isn't said of security is said by generation, and only then.
func TestUnsecured(t *testing.T) {
	for security, want := range map[string]struct{ access, message string }{
		"":                          {`"inherits": authz.Known(),`, "the contract doesn't say who may call inherits: "},
		"security: []":              {`"inherits": authz.Anyone(),`, ""},
		"security: [{}]":            {`"inherits": authz.Anyone(),`, ""},
		"security: [{key: []}]":     {`"inherits": authz.Known(),`, ""},
		"x-bylaw-tier: internal":    {`"inherits": {Internal: true},`, ""},
		"security: [{nowhere: []}]": {`"inherits": authz.Known(),`, ""},
	} {
		document := fmt.Sprintf(secured, security)
		if text := policies(t, document); !strings.Contains(text, want.access) {
			t.Errorf("%q: it lacks %s", security, want.access)
		}
		_, findings := New().Lower(load(t, document), options(generator.AllOutputs))
		got := ""
		for _, f := range findings {
			if f.Rule == "generate/security" {
				if got += f.Message; f.Severity != report.Info {
					t.Error(f.Severity)
				}
			}
		}
		if want.message == "" && got != "" || !strings.HasPrefix(got, want.message) {
			t.Errorf("%q: %q", security, got)
		}
	}
}

// Of many operations a few are named.
func TestUnsecuredMany(t *testing.T) {
	_, findings := New().Lower(load(t, `
openapi: 3.1.0
info: {title: Many, version: '1'}
paths:
  /a: {get: {responses: {'204': {description: x}}}, put: {responses: {'204': {description: x}}}, post: {operationId: c, responses: {'204': {description: x}}}}
  /b: {get: {operationId: c, responses: {'204': {description: x}}}, put: {responses: {'204': {description: x}}}}
`), options(generator.Types|generator.Server))
	for _, f := range findings {
		if f.Rule == "generate/security" && strings.Contains(f.Message, "may call GET /a, PUT /a, c and 2 more: ") {
			return
		}
	}
	t.Error(findings)
}

// A policy that nobody understands is told of, where it stands, and isn't guessed.
func TestUnreadablePolicies(t *testing.T) {
	document := `
openapi: 3.1.0
info: {title: Policies, version: '1', x-bylaw-quota: often}
paths:
  /a: {get: {operationId: a, security: [], x-bylaw-cache: forever, x-bylaw-quota: 0/s, x-bylaw-sunset: soon, responses: {'204': {description: x}}}}
  /b: {get: {operationId: b, security: [], responses: {'204': {description: x}}}}
`
	text := policies(t, document)
	for _, unwanted := range []string{"cache.Policy{ \"", "Requests", "endsOn"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("it has %s", unwanted)
		}
	}
	if want := `deprecation.Table{ "a": {Since: since}, }`; !strings.Contains(text, want) {
		t.Error(text)
	}
	_, findings := New().Lower(load(t, document), options(generator.AllOutputs))
	var got []string
	for _, f := range findings {
		if f.Rule == "generate/policy" {
			got = append(got, fmt.Sprint(f.Span.Position().Line, " ", f.Span.Text()))
		}
	}
	if want := "3 Policies; 5 forever; 5 0/s; 5 soon"; strings.Join(got, "; ") != want {
		t.Errorf("%q", got)
	}
}

func TestReadQuota(t *testing.T) {
	for text, want := range map[string]string{
		"100/min": "100 1m0s", "5/s": "5 1s", "1000/hour": "1000 1h0m0s", " 1 / day ": "1 24h0m0s", "1/366d": "0 0s", "1/8784h": "1 8784h0m0s",
		"1/8785h": "0 0s", "1/1us": "0 0s", "1/500ms": "0 0s", "1/1500ms": "0 0s", "0/s": "0 0s", "-1/s": "0 0s", "1000000001/s": "0 0s", "1": "0 0s", "": "0 0s", "1/": "0 0s", "1/-1s": "0 0s",
	} {
		requests, window := readQuota(text)
		if got := fmt.Sprint(requests, " ", window); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// Two operations of one name have two policies all the same.
func TestPoliciesOfOneName(t *testing.T) {
	text := policies(t, `
openapi: 3.1.0
info: {title: Twice, version: '1'}
paths:
  /a: {get: {operationId: a, security: [], responses: {'204': {description: x}}}}
  /b: {get: {operationId: a, security: [{key: []}], responses: {'204': {description: x}}}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Api-Key}}}
`)
	if want := `authz.Table{ "a": authz.Anyone(), "GET /b": authz.Known(), }`; !strings.Contains(text, want) {
		t.Error(text)
	}
}
