package record

import (
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// TestMatchers holds what is inferred from a schema against texts that the schema allows and texts that it doesn't.
func TestMatchers(t *testing.T) {
	for schema, c := range map[string]struct {
		kind     wire.Kind
		raw      string
		want     contract.MatcherKind
		fit, not []string
	}{
		`{type: string}`:                                        {wire.KindString, "x", contract.Type, []string{"", "y"}, nil},
		`{type: string, enum: [a.c, b]}`:                        {wire.KindString, "b", contract.Regex, []string{"a.c"}, []string{"abc", "c", "bb"}},
		`{const: fix}`:                                          {wire.KindString, "fix", contract.Regex, []string{"fix"}, []string{"fixed"}},
		`{type: string, format: uuid}`:                          {wire.KindString, "3f2504e0-4f89-41d3-9a0c-0305e82c3301", contract.Regex, []string{"3F2504E0-4f89-41d3-9a0c-0305e82c3301"}, []string{"3f2504e0"}},
		`{type: string, format: date}`:                          {wire.KindString, "2026-01-31", contract.Date, []string{"2024-02-29"}, []string{"2026-02-30", "31.01.2026"}},
		`{type: string, format: date-time}`:                     {wire.KindString, "2026-01-31T09:30:00Z", contract.DateTime, []string{"2026-01-31T09:30:00.123456+02:00", "2026-01-31T09:30:00.5Z"}, []string{"2026-01-31 09:30", "1769851800", "2026-02-30T09:30:00Z", "2026-02-30T09:30:00.5Z"}},
		`{type: string, format: date-time} `:                    {wire.KindString, "2026-01-31t09:30:00.25z", contract.Regex, []string{"2026-01-31T09:30:00.123456+02:00"}, []string{"2026-01-31 09:30", "1769851800"}},
		`{type: string, format: time}`:                          {wire.KindString, "09:30:00Z", contract.Regex, []string{"09:30:00.5-01:00"}, []string{"9:30"}},
		`{type: string, pattern: '[0-9]{3}'}`:                   {wire.KindString, "a123b", contract.Regex, []string{"999", "x\n000"}, []string{"12"}},
		`{type: string, pattern: '^a|b$'}`:                      {wire.KindString, "ax", contract.Regex, []string{"xb", "a"}, []string{"xax"}},
		`{type: string, pattern: '^[A-Z]{2}$'}`:                 {wire.KindString, "DE", contract.Regex, []string{"FR"}, []string{"de", "DEU"}},
		`{type: string, minLength: 2, maxLength: 3}`:            {wire.KindString, "ab", contract.Regex, []string{"äöü"}, []string{"a", "abcd"}},
		`{type: string, minLength: 1, maxLength: 5000}`:         {wire.KindString, "ab", contract.Regex, []string{"x"}, []string{""}},
		`{type: string, maxLength: 5000}`:                       {wire.KindString, "ab", contract.Type, []string{""}, nil},
		`{type: string, pattern: '(?<!a)b'}`:                    {wire.KindString, "b", contract.Type, []string{"x"}, nil}, // RE2 has no look-behind
		`{allOf: [{type: string}, {enum: [x, y]}]}`:             {wire.KindString, "x", contract.Regex, []string{"y"}, []string{"z"}},
		`{type: integer}`:                                       {wire.KindInteger, "7", contract.Integer, nil, nil},
		`{type: integer, minimum: 1}`:                           {wire.KindInteger, "7.0", contract.Number, nil, nil}, // an integer to JSON Schema, none to Pact
		`{type: number}`:                                        {wire.KindInteger, "7", contract.Number, nil, nil},   // the next one may have a fraction
		`{type: [boolean, 'null']}`:                             {wire.KindBool, "true", contract.Boolean, nil, nil},
		`{oneOf: [{type: integer}, {type: string, enum: [a]}]}`: {wire.KindString, "a", contract.Regex, []string{"a"}, []string{"b"}},
	} {
		parts := partsOf(t, schema, c.kind, c.raw)
		all, _ := matchersOf(parts, c.kind, c.raw)
		if len(all) == 0 || slices.ContainsFunc(all, func(m *contract.Matcher) bool { return m.Kind != c.want }) {
			t.Errorf("%s: got %v", schema, all)
			continue
		}
		for _, text := range c.fit {
			if !oneHolds(all, c.raw, text) {
				t.Errorf("%s: %q doesn't fit", schema, text)
			}
		}
		for _, text := range c.not {
			if oneHolds(all, c.raw, text) {
				t.Errorf("%s: %q fits", schema, text)
			}
		}
	}
}

func oneHolds(all []*contract.Matcher, example, text string) bool {
	return slices.ContainsFunc(all, func(m *contract.Matcher) bool {
		return match.Holds(m, contract.Text(example), contract.Text(text)) == nil
	})
}

// partsOf returns the schemas that hold for a value of the schema.
func partsOf(t *testing.T, schema string, kind wire.Kind, raw string) []*spec.Type {
	t.Helper()
	document := "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {S: " + schema + "}}\n"
	apis, _ := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": document}), Roots: []string{"api.yaml"}})
	d := newDocument(apis[0])
	var r wire.Reader
	r.Reset(wire.Response)
	text := []byte(raw)
	if kind == wire.KindString {
		text = contract.AppendString(nil, raw)
	}
	n, ok := r.ParseJSON(text, wire.Limits{})
	if !ok || len(apis[0].Types) != 1 {
		t.Fatal(schema)
	}
	return (&walker{document: d, reader: &r}).parts(n, apis[0].Types)
}
