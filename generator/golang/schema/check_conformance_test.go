package schema

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
)

// TestChecks reads what is written for schemas of each keyword, as a user would.
func TestChecks(t *testing.T) {
	for schema, want := range map[string]string{
		`{"type": ["string", "null"], "minLength": 1, "maxLength": 2}`:                                                                                         `r.Type(n, wire.KindString|wire.KindNull); r.MinLength(n, 1); r.MaxLength(n, 2)`,
		`{"enum": ["a", null, {"b": [1.0, "\""]}], "const": true}`:                                                                                             "r.Const(n, \"true\"); r.In(n, `\"a\"`, \"null\", `{\"b\":[1.0,\"\\\"\"]}`)",
		`{"minimum": 1, "exclusiveMaximum": 1e3, "multipleOf": 0.01}`:                                                                                          `r.Minimum(n, "1"); r.ExclusiveMaximum(n, "1e3"); r.MultipleOf(n, "0.01")`,
		`{"minItems": 0, "maxItems": 99999999999, "uniqueItems": true}`:                                                                                        `r.UniqueItems(n)`,
		`{"required": ["a", "b", "a"], "minProperties": 1}`:                                                                                                    `r.MinProperties(n, 1); r.Require(n, "a", "b")`,
		`{"properties": {"a": {"type": "null"}, "b": {}}, "additionalProperties": false}`:                                                                      `for m := r.Members(n); m.Next(); {; switch m.Key {; case "a":; r.Type(m.Value, wire.KindNull); case "b":; default:; m.Unknown(); }; }`,
		`{"prefixItems": [{}, false], "items": {"minimum": 0}}`:                                                                                                `for e := r.Items(n); e.Next(); {; switch e.Index {; case 0:; case 1:; r.False(e.Value); default:; r.Minimum(e.Value, "0"); }; }`,
		`{"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"required": ["d"]}}}`:                                                                  `r.DependentRequired(n, "a", "b"); if r.Has(n, "c") {; checkSchemaWithC(r, n); }`,
		`{"allOf": [{"minimum": 1}, true], "anyOf": [{"type": "null"}]}`:                                                                                       `r.Minimum(n, "1"); r.Type(n, wire.KindNull)`,
		`{"if": {"minimum": 1}, "else": false, "then": {}}`:                                                                                                    `r.If(n, checkSchemaIf, nil, checkNothing)`,
		`{"contains": {}, "maxContains": 2}`:                                                                                                                   `r.Contains(n, checkAnything, 1, 2)`,
		`{"unevaluatedItems": false, "unevaluatedProperties": {"type": "null"}}`:                                                                               `items := r.Track(); mark := r.Track(); r.UnevaluatedProperties(n, mark, checkSchemaRest); r.UnevaluatedItems(n, items, nil)`,
		`{"required": ["a", "b"], "properties": {"a": {"readOnly": true}, "b": {"writeOnly": true}}}`:                                                          `if r.Direction() != wire.Request {; r.Require(n, "a"); }; if r.Direction() != wire.Response {; r.Require(n, "b"); }; for m := r.Members(n); m.Next(); {; switch m.Key {; case "a":; r.ReadOnly(m.Value); case "b":; r.WriteOnly(m.Value); }; }`,
		`{"title": "T", "description": "D", "default": 1, "format": "date", "deprecated": true, "contentEncoding": "base64", "x-y": 1, "$defs": {"a": false}}`: ``,
	} {
		api, findings := new(conformanceSuite).load([]byte(schema))
		if f := firstError(findings); f != nil {
			t.Fatal(shown(f))
		}
		types := New(api, naming.NewScope(), Options{Strict: true, Annotate: true})
		types.checkOf(api.Types[0], "Subject")
		if got := strings.Join(types.checks(api.Types[0].Resolve(), "n", 0), "; "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", schema, got, want)
		}
	}
}

// TestRefusals holds what can't be generated to the place and the words of the refusal.
func TestRefusals(t *testing.T) {
	for _, test := range []struct{ schema, at, want string }{
		{`{"pattern": "^a(?=b)$"}`, `(?=b)$`, "this pattern can't be expressed in Go: Go's regexp has no lookahead; say it without, or with several schemas in allOf or not"},
		{`{"pattern": "\\d(a)\\1"}`, `"\\d(a)\\1"`, "this pattern can't be expressed in Go: Go's regexp has no backreferences"},
		{`{"patternProperties": {"x\\c": {}}, "additionalProperties": false}`, `x\\c`, "this pattern can't be expressed in Go: \\c wants a letter, as in \\cJ"},
		{`{"$schema": "https://example.com/mine", "minimum": 1}`, `"https://example.com/mine"`, "the schema is written in a dialect of JSON Schema that is not 2020-12, so that its keywords may mean something else"},
		{`{"format": "unheard-of"}`, `"format"`, "nothing is known of this format, so that it can't be asserted"},
		{`{"items": {"anyOf": [{"$ref": "#/items"}]}}`, ``, "checking a value against this schema leads back to the schema itself, so that it never ends"},
	} {
		api, findings := new(conformanceSuite).load([]byte(test.schema))
		if f := firstError(findings); f != nil {
			t.Fatal(shown(f))
		}
		_, f := new(trialModule).addAll(api, trialNames(), Options{Strict: true})
		if f == nil {
			t.Errorf("%s is not refused", test.schema)
			continue
		}
		if f.Message != test.want || f.Span.Text() != test.at && test.at != "" {
			t.Errorf("%s: %s at %q", test.schema, shown(f), f.Span.Text())
		}
	}
}
