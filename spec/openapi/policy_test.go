package openapi

import (
	"fmt"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
)

func TestVocabulary(t *testing.T) {
	api := clean(t, schemaDocument("3.0.3", `
x-bylaw-pii: contact
x-bylaw-tier: internal
x-bylaw-cache: private
x-bylaw-quota: 100/min
x-bylaw-retryable: false
x-bylaw-idempotency-ttl: 24h
x-bylaw-slo: 99.9% < 300ms
x-bylaw-owner: team-orders
x-bylaw-sunset: 2027-03-01
x-bylaw-replacement: Other
x-bylaw-bounded: true
x-bylaw-max-items: 20
x-bylaw-ignore:
  - {rules: [a-rule, b-rule], until: 2027-03-01, owner: me, reason: because}
  - {rule: c-rule}
`, ""))
	p := named(t, api, "S").Policy
	got := fmt.Sprint(p.PII, p.Tier, p.Cache, p.Quota, *p.Retryable, p.IdempotencyTTL, p.SLO, p.Owner, p.Sunset, p.Replacement, *p.Bounded, p.MaxItems)
	want := fmt.Sprint("contact", "internal", "private", "100/min", false, "24h", "99.9% < 300ms", "team-orders", "2027-03-01", "Other", true, 20)
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	for i, want := range []string{"[a-rule b-rule] 2027-03-01 me because", "[c-rule]   "} {
		ignore := p.Ignores[i]
		if got := fmt.Sprint(ignore.Rules, " ", ignore.Until, " ", ignore.Owner, " ", ignore.Reason); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestMappedVocabulary reads a company's own extensions, which go before other conventions and behind ours.
func TestMappedVocabulary(t *testing.T) {
	tree := memtree.New(map[string]string{"openapi.yaml": schemaDocument("3.0.3", "{x-bylaw-owner: us, x-pii: contact, x-own: them, x-internal: partners, x-acme-limit: many}", "")})
	apis, findings := Load(t.Context(), Config{Tree: tree, Roots: []string{"openapi.yaml"}, Extensions: map[string]string{
		"x-pii": "x-bylaw-pii", "x-own": "x-bylaw-owner", "x-internal": "x-bylaw-tier", "x-acme-limit": "x-bylaw-max-items", "x-nothing": "x-bylaw-nothing",
	}})
	expectFindings(t, findings, "openapi.yaml:7:92 invalid-structure [#/components/schemas/S] x-acme-limit is a count, not \"many\"")
	if p := named(t, apis[0], "S").Policy; p.PII != "contact" || p.Owner != "us" || p.Tier != "partners" {
		t.Errorf("got %+v", *p)
	}
}

func TestBadVocabulary(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"x-bylaw-pi: contact", "7:7 invalid-structure [#/components/schemas/S] there is no extension x-bylaw-pi; did you mean x-bylaw-pii?"},
		{"x-bylaw-colour: red", "7:7 invalid-structure [#/components/schemas/S] there is no extension x-bylaw-colour; the names are listed in docs/vocabulary.md"},
		{"x-bylaw-retryable: sometimes", "7:26 invalid-structure [#/components/schemas/S] x-bylaw-retryable is true or false, not \"sometimes\""},
		{"x-bylaw-max-items: -1", "7:26 invalid-structure [#/components/schemas/S] x-bylaw-max-items is a count, not -1"},
		{"x-bylaw-owner: [me]", "7:22 invalid-structure [#/components/schemas/S] x-bylaw-owner is a string, not a list"},
		{"x-bylaw-ignore: a-rule", "7:23 invalid-structure [#/components/schemas/S] x-bylaw-ignore is an object (or a list of objects) with the fields rules, reason, until and owner, not \"a-rule\""},
	} {
		_, findings := loadFiles(t, map[string]string{"openapi.yaml": schemaDocument("3.0.3", test.line, "")})
		expectFindings(t, findings, "openapi.yaml:"+test.want)
	}
}

// TestDeprecation pins how the conventions in use for a removal are read together.
func TestDeprecation(t *testing.T) {
	for _, test := range []struct{ keys, want string }{
		{"deprecated: true", "deprecated, sunset , replacement , reason "},
		{"deprecated: false", "in use"},
		{"{deprecated: true, x-sunset: 2027-01-01}", "deprecated, sunset 2027-01-01, replacement , reason "},
		{"{x-deprecated: too old}", "deprecated, sunset , replacement , reason too old"},
		{"{x-deprecated: {reason: old, sunset: 2027-01-01, replacement: New}}", "deprecated, sunset 2027-01-01, replacement New, reason old"},
		{"{x-deprecated: false}", "in use"},
		{"{deprecated: true, x-deprecation-reason: old, x-replaced-by: New}", "deprecated, sunset , replacement New, reason old"},
		{"{deprecated: true, x-bylaw-sunset: 2027-02-02, x-sunset: 2027-01-01, x-bylaw-replacement: B}", "deprecated, sunset 2027-02-02, replacement B, reason "},
		{"x-sunset: 2027-01-01", "in use"}, // a day is set, but it may still be used without warning
	} {
		api := clean(t, schemaDocument("3.0.3", test.keys, ""))
		got := "in use"
		if d := named(t, api, "S").Deprecated; d != nil {
			got = fmt.Sprintf("deprecated, sunset %s, replacement %s, reason %s", d.Sunset, d.Replacement, d.Reason)
		}
		if got != test.want {
			t.Errorf("%s: got %s, want %s", test.keys, got, test.want)
		}
	}
}

// TestVisibility pins that x-internal holds for an operation, wherever it stands.
func TestVisibility(t *testing.T) {
	api := clean(t, head("3.0.3")+`paths:
  /a: {get: {x-internal: true}, put: {}}
  /b: {x-internal: true, x-bylaw-owner: us, x-bylaw-ignore: {rules: [r], reason: why}, get: {}, put: {x-bylaw-owner: them}}
`)
	if ignores := operation(t, api, "GET /b").Policy.Ignores; len(ignores) > 0 {
		t.Errorf("an operation took over the suppression beside its path: %v", ignores)
	}
	for id, want := range map[spec.ID]string{"GET /a": "INTERNAL internal ", "PUT /a": "", "GET /b": "INTERNAL internal us", "PUT /b": "INTERNAL internal them"} {
		o, got := operation(t, api, id), ""
		if o.Policy != nil {
			got = o.Visibility + " " + o.Policy.Tier + " " + o.Policy.Owner
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
}
