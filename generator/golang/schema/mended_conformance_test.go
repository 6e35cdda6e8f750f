package schema

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// TestMendedSchemas holds what random schemas have found, so that it stays mended.
func TestMendedSchemas(t *testing.T) {
	cases := []struct {
		schema     string
		yes, no    []string
		strictOnly bool
	}{
		{ // what arms evaluate is known to the union only
			schema: `{"type": "object", "anyOf": [{"minProperties": 1, "type": "object"}, {"properties": {"b": {"type": "array"}}}], "unevaluatedProperties": false}`,
			yes:    []string{`{}`, `{"b": []}`}, no: []string{`{"b": [], "c": 1}`, `{"c": 1}`},
		},
		{ // beside a reference, allOf
			schema: `{"$ref": "#/$defs/a", "allOf": [{"type": "object"}], "$defs": {"a": {"oneOf": [{"type": "string"}, {"type": "object", "required": ["a"]}]}}}`,
			yes:    []string{`{"a": 1}`}, no: []string{`"x"`, `{}`},
		},
		{ // an enum with checks besides
			schema: `{"type": "string", "enum": ["a", "bb"], "unevaluatedItems": false, "not": {"minLength": 2}}`,
			yes:    []string{`"a"`}, no: []string{`"bb"`, `"c"`, `1`},
		},
		{ // arms that nothing is left for
			schema: `{"type": "object", "oneOf": [{"type": "integer"}, {"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}]}`,
			yes:    []string{`{"a": "x"}`}, no: []string{`1`, `{"b": "x"}`, `{"a": 1}`},
		},
		{ // null that a condition refuses
			schema: `{"type": ["object", "null"], "properties": {"a": {"type": "string"}}, "not": {"type": ["null", "string"]}}`,
			yes:    []string{`{"a": "x"}`}, no: []string{`null`},
		},
		{ // a choice behind a reference with something beside it
			schema: `{"minProperties": 1, "$ref": "#/$defs/d", "$defs": {"d": {"type": "object", "anyOf": [{"type": "object", "oneOf": [{"type": ["integer", "object"]}]}, {"type": "object", "properties": {"a": {"type": "array"}}}]}}}`,
			yes:    []string{`{"b": {}}`}, no: []string{`{}`, `1`},
		},
		{ // a map of which only some values are what additionalProperties says
			schema: `{"type": "object", "patternProperties": {"^x": {"type": "object"}}, "additionalProperties": {"type": "object", "required": ["a"]}}`,
			yes:    []string{`{"x": {}, "b": {"a": 1}}`}, no: []string{`{"b": {}}`, `{"x": 1}`},
		},
		{ // items: true says nothing, and prefixItems still does
			schema: `{"type": "array", "prefixItems": [{"type": "boolean"}], "items": true}`,
			yes:    []string{`[true, 1]`, `[]`}, no: []string{`[1]`},
		},
		{ // one literal of the type among others
			schema: `{"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "enum": [[""], {"a": null}, 2]}}}`,
			yes:    []string{`{"a": 2}`, `{"a": 2.0}`}, no: []string{`{"a": {"a": null}}`, `{"a": 3}`},
		},
		{ // a member that is demanded and no property
			schema: `{"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "boolean"}}, "additionalProperties": {"type": "number", "enum": [[null], 0.5]}}`,
			yes:    []string{`{"a": true, "b": 0.5}`}, no: []string{`{"a": true, "b": null}`, `{"a": true, "b": 1}`},
		},
		{ // null of one alternative, a condition of the other
			schema: `{"anyOf": [{"type": "boolean", "not": {"properties": {"b": {"type": "string"}}, "maximum": 1}}, {"type": "null"}]}`,
			yes:    []string{`null`}, no: []string{`true`, `1`},
		},
		{ // items and additionalProperties of one schema
			schema: `{"items": {"type": "integer"}, "additionalProperties": {"type": "string"}}`, strictOnly: true,
			yes: []string{`[1]`, `{"a": "x"}`, `1`}, no: []string{`["x"]`, `{"a": 1}`},
		},
		{ // lists of a declared type, and a null that is optional
			schema: `{"type": "array", "items": {"type": "object", "properties": {"n": {"type": "null"}}}, "const": [{"n": null}]}`,
			yes:    []string{`[{"n": null}]`}, no: []string{`[]`, `[{"n": 1}]`},
		},
	}
	m, names := &trialModule{}, trialNames()
	var trials []trial
	var want []string
	for _, c := range cases {
		for _, o := range []Options{{Strict: true}, {}} {
			if c.strictOnly && !o.Strict {
				continue
			}
			api, findings := new(conformanceSuite).load([]byte(c.schema))
			if f := firstError(findings); f != nil {
				t.Fatal(shown(f))
			}
			checks, f := m.addAll(api, names, o)
			if f != nil {
				t.Fatal(shown(f))
			}
			for _, check := range checks {
				for i, data := range append(c.yes, c.no...) {
					trials = append(trials, trial{check, json.RawMessage(data)})
					verdict := "valid"
					if i >= len(c.yes) {
						verdict = "invalid"
					}
					want = append(want, verdict+" "+data+" "+c.schema)
				}
			}
		}
	}
	for i, verdict := range m.run(t, trials) {
		if strings.HasPrefix(verdict, "valid") != strings.HasPrefix(want[i], "valid") {
			t.Errorf("%s, want %s", verdict, want[i])
		}
	}
}

// TestDiscriminators holds checks to what reading decides: the value of the property names the
// alternative, though others would fit.
func TestDiscriminators(t *testing.T) {
	api, findings := loadDocument(`{"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": {
		"Subject": {"type": "object", "properties": {"pet": {"$ref": "#/components/schemas/Pet"}, "not": {"not": {"$ref": "#/components/schemas/Pet"}}}},
		"Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "kind"}},
		"Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
		"Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "barks": {"type": "boolean"}}}}}}`)
	if f := firstError(findings); f != nil {
		t.Fatal(shown(f))
	}
	m := &trialModule{}
	checks, f := m.addAll(api, trialNames(), Options{})
	if f != nil {
		t.Fatal(shown(f))
	}
	want := map[string]bool{
		`{"pet": {"kind": "Cat"}}`: true, `{"pet": {"kind": "Dog", "barks": true}}`: true, `{"pet": {"kind": "Dog", "barks": 1}}`: false, `{"pet": {"kind": "Cow"}}`: false,
		`{"not": {"kind": "Cat"}}`: false, `{"not": {"kind": "Dog", "barks": true}}`: false, `{"not": {"kind": "Dog", "barks": 1}}`: true, `{"not": {"kind": "Cow"}}`: true,
	}
	var trials []trial
	for data := range want {
		trials = append(trials, trial{checks[1], json.RawMessage(data)})
	}
	for i, verdict := range m.run(t, trials) {
		if data := string(trials[i].Data); strings.HasPrefix(verdict, "valid") != want[data] {
			t.Errorf("%s is %s", data, verdict)
		}
	}
}

// TestDialectOfDocument finds a dialect that a document gives all of its schemas.
func TestDialectOfDocument(t *testing.T) {
	api, _ := loadDocument(`{"openapi": "3.1.1", "jsonSchemaDialect": "https://example.com/mine", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": {"Subject": {"type": "string"}}}}`)
	_, f := new(trialModule).addAll(api, trialNames(), Options{})
	if f == nil || f.Rule != "generate/dialect" || f.Span.Text() != `"https://example.com/mine"` {
		t.Errorf("the dialect is not refused: %+v", f)
	}
}

func loadDocument(text string) (*spec.API, []report.Finding) {
	apis, findings := openapi.Load(context.Background(), openapi.Config{Tree: memtree.New(map[string]string{"openapi.json": text}), Roots: []string{"openapi.json"}})
	return apis[0], findings
}
