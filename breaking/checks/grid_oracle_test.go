package checks

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/lint/linttest"
)

// TestVerdictsHoldForValues asks a validator of JSON Schema that is not ours what the edits of the
// grid do to values of the schema Order, which is what a request takes and its answer holds. Where a
// value was valid and is not, callers must be said to break, or at least that it can't be told;
// where one was not and is, readers must.
func TestVerdictsHoldForValues(t *testing.T) {
	document := readRich(t)
	text, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	old := linttest.Load(t, map[string]string{"api.json": string(text)})
	before := orderSchema(string(text))
	asked, narrowed, widened := 0, 0, 0
	for _, e := range openAPIEdits(t, document) {
		property, inside := orderProperty(e.where)
		after := orderSchema(e.text)
		if !inside || after == nil {
			continue
		}
		now, mistakes := linttest.LoadAnyway(map[string]string{"api.json": e.text})
		if len(mistakes) > 0 {
			continue
		}
		asked++
		worst := breaking.Safe
		for _, c := range changesOf(t, old, now) {
			worst = max(worst, c.Backward.On(breaking.JSON|breaking.Behavior))
		}
		lost, won := compareValues(before, after, property)
		if lost != nil {
			narrowed++
		}
		if won != nil {
			widened++
		}
		switch {
		case worst != breaking.Safe, implied(e): // told, and safe by decision
		case lost != nil:
			t.Errorf("%s at %s: %s was valid and is not, and nobody is said to break", e.what, e.where, encode(lost))
		case won != nil:
			t.Errorf("%s at %s: %s is valid and was not, and no reader is said to risk anything", e.what, e.where, encode(won))
		}
	}
	t.Logf("%d edits asked, %d narrow and %d widen what is valid", asked, narrowed, widened)
	if narrowed < 100 || widened < 100 {
		t.Errorf("only %d edits narrow and %d widen: are the values still about the schema?", narrowed, widened)
	}
}

// implied reports whether an edit takes away a type that other keywords of the schema imply.
func implied(e edit) bool {
	implies := func(keyword string) bool { return e.in[keyword] != nil }
	return e.what == "schema.type removed" && slices.ContainsFunc([]string{
		"properties", "items", "prefixItems", "contains", "additionalProperties", "unevaluatedProperties",
	}, implies)
}

// orderProperty returns which property of Order a place lies in: "" for Order itself.
func orderProperty(where string) (property string, inside bool) {
	rest, inside := strings.CutPrefix(where, "/components/schemas/Order/")
	if below, ok := strings.CutPrefix(rest, "properties/"); ok {
		property, _, _ = strings.Cut(below, "/")
	}
	return property, inside
}

// orderSchema compiles the schema Order of a document; nil if the validator refuses it.
func orderSchema(document string) *jsonschema.Schema {
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		return nil
	}
	compiler := jsonschema.NewCompiler()
	const url = "https://example.com/api.json"
	if err := compiler.AddResource(url, parsed); err != nil {
		return nil
	}
	schema, err := compiler.Compile(url + "#/components/schemas/Order")
	if err != nil {
		return nil
	}
	return schema
}

// compareValues returns a value that only the first schema allows, and one that only the second does.
func compareValues(before, after *jsonschema.Schema, property string) (lost, won any) {
	for _, value := range values(property) {
		was, is := before.Validate(value) == nil, after.Validate(value) == nil
		switch {
		case was && !is && lost == nil:
			lost = value
		case is && !was && won == nil:
			won = value
		}
	}
	return lost, won
}

// values returns orders: plain ones, and for every sort of value one in which the property has it.
func values(property string) []any {
	base := map[string]any{"name": "abc", "kind": "a", "count": json.Number("4")}
	list := []any{base, map[string]any{}, map[string]any{"name": "abc"}, "text", json.Number("3"), nil}
	for _, key := range []string{"extra", "x-a", "added", property} {
		if key == "" {
			continue
		}
		for _, value := range pool() {
			changed := maps.Clone(base)
			changed[key] = value
			list = append(list, changed)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(base)) {
		without := maps.Clone(base)
		delete(without, key)
		list = append(list, without)
	}
	return list
}

func pool() []any {
	number := func(text string) any { return json.Number(text) }
	object := func(pairs ...any) any {
		made := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			made[pairs[i].(string)] = pairs[i+1]
		}
		return made
	}
	many := make([]any, 11)
	for i := range many {
		many[i] = fmt.Sprintf("item %d", i)
	}
	return []any{
		nil, true, number("-1"), number("0"), number("1"), number("2"), number("3"), number("98"), number("100"), number("101"),
		number("102"), number("0.5"), number("999.5"), number("1000"), number("1001"), "", "a", "ab", "abc2", "b", "one", "one2",
		"A", "1", strings.Repeat("a", 8), strings.Repeat("a", 10), strings.Repeat("a", 40), strings.Repeat("a", 41), "2026-01-31T00:00:00Z",
		[]any{}, []any{"a"}, []any{"a", "a"}, []any{"a", number("1")}, []any{"a", number("1"), true}, []any{"a", number("1"), "z"},
		[]any{"a", "b", "c", "d"}, many, many[:10], []any{number("1")}, []any{number("1"), "a", number("2")},
		object(), object("a", "x"), object("a", number("1")), object("b", "x"), object("a", "x", "b", "y"), object("a", "x", "b", "y", "c", "z"),
		object("species", "cat"), object("species", "cat", "lives", number("9")), object("species", "dog", "barks", true),
		object("name", "abc", "kind", "a", "count", number("2")),
	}
}

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
