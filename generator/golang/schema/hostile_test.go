package schema_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/report"
)

// TestHostile lowers contracts that are meant to do harm. What is generated for them compiles, or
// they are refused with a place; nothing hangs and nothing is as large as the square of its cause.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct {
		schemas string
		refused string // the rule of an error; "": none
	}{
		"objects in objects":    {"A: " + strings.Repeat("{type: object, properties: {a: ", 900) + "{type: string}" + strings.Repeat("}}", 900), ""},
		"lists in lists":        {"A: " + strings.Repeat("{type: array, items: ", 900) + "{type: string}" + strings.Repeat("}", 900), "generate/too-deep"},
		"unions in unions":      {"A: " + strings.Repeat("{oneOf: [{type: string}, ", 300) + "{type: integer}" + strings.Repeat("]}", 300), ""},
		"bases of bases":        {chain(2000, "{allOf: [{$ref: '#/components/schemas/A%d'}, {type: object, properties: {p%[1]d: {type: string}}}]}"), "generate/too-many-parts"},
		"references":            {chain(60, "{$ref: '#/components/schemas/A%d'}"), ""},
		"diamonds":              {chain(60, "{allOf: [{$ref: '#/components/schemas/A%d'}, {$ref: '#/components/schemas/A%[2]d'}]}"), ""},
		"choices of choices":    {chain(60, "{anyOf: [{$ref: '#/components/schemas/A%d'}, {$ref: '#/components/schemas/A%[2]d'}]}"), ""},
		"many branches":         {"A: {oneOf: [" + strings.Repeat("{type: object, properties: {a: {type: string}}},", 500) + "]}", ""},
		"many values":           {"A: {type: string, enum: [" + numbered(5000, "v%d") + "]}", ""},
		"many properties":       {"A: {type: object, required: [" + numbered(300, "p%d") + "], properties: {" + numbered(300, "p%d: {type: string}") + "}}", ""},
		"names without letters": {"'': {type: object, properties: {'': {type: object, properties: {' ': {type: string}}}}}", ""},
		"a long name":           {"A: {type: object, properties: {" + strings.Repeat("x", 1000) + ": {type: object, properties: {a: {type: string}}}}}", ""},
		"numbers of a megabyte": {"A: {type: integer, enum: [1e999999999, 2]}\nB: {type: number, default: 1e999999999}\nC: {type: object, properties: {a: {type: integer, default: 1e400}}}", ""},
		"cycles in place":       {"A: {anyOf: [{$ref: '#/components/schemas/B'}]}\nB: {not: {$ref: '#/components/schemas/A'}}", "generate/cycle"},
		"a list of itself":      {"A: {type: object, properties: {a: {type: array, items: {$ref: '#/components/schemas/A/properties/a'}}}}", "generate/unnamed-recursion"},
		"a struct by every way": {"A: {type: object, required: [a, b], properties: {a: {allOf: [{$ref: '#/components/schemas/A'}, {minProperties: 1}]}, b: {type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}}}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			decls, findings := lowered(load(t, document("3.1.0", c.schemas)), schema.Options{})
			refused := ""
			for _, f := range findings {
				if f.Severity == report.Error {
					refused = f.Rule
					if f.Span.IsZero() {
						t.Errorf("without a place: %s", said(f))
					}
				}
			}
			if refused != c.refused {
				t.Fatalf("refused by %q, want %q", refused, c.refused)
			}
			if refused != "" {
				return
			}
			size := len(emitted(t, "types.go.tmpl", decls)) + len(emitted(t, "json.go.tmpl", decls))
			if size > 250*len(c.schemas)+20_000 {
				t.Errorf("%d bytes become %d", len(c.schemas), size)
			}
			compiles(t, packaged(t, decls))
		})
	}
}

// chain declares A0 to An, each of which refers to the one before.
func chain(n int, format string) string {
	var b strings.Builder
	b.WriteString("A0: {type: object, properties: {a: {type: string}}}\n")
	for i := range n {
		fmt.Fprintf(&b, "A%d: "+format+"\n", i+1, i)
	}
	return b.String()
}

func numbered(n int, format string) string {
	var parts []string
	for i := range n {
		parts = append(parts, fmt.Sprintf(format, i))
	}
	return strings.Join(parts, ", ")
}

// TestDeterminism lowers one contract several times: the same bytes come out.
func TestDeterminism(t *testing.T) {
	text := document("3.1.0", "A: {type: object, properties: {"+numbered(200, "p%d: {oneOf: [{type: string, pattern: 'a'}, {type: object, properties: {x: {type: integer}}}, {type: object, required: [y], properties: {y: {type: string, enum: [a, b]}}}]}")+"}}")
	var first []byte
	for i := range 5 {
		decls, _ := lowered(load(t, text), schema.Options{})
		got := append(emitted(t, "types.go.tmpl", decls), emitted(t, "json.go.tmpl", decls)...)
		if i == 0 {
			first = got
		} else if !bytes.Equal(got, first) {
			t.Fatal("the second time is not like the first")
		}
	}
}
