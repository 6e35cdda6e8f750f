package wire_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// broken applies a check to a text and gives the violations as lines.
func broken(t *testing.T, text string, check wire.Check) string {
	t.Helper()
	var r wire.Reader
	r.Reset(wire.Request)
	n, ok := r.ParseJSON([]byte(text), wire.Limits{})
	if !ok {
		t.Fatalf("%s: %s", text, describe(&r))
	}
	check(&r, n)
	if r.OK() != (len(r.Violations()) == 0) {
		t.Errorf("%s: ok is %v with %d violations", text, r.OK(), len(r.Violations()))
	}
	return describe(&r)
}

// keyword makes a check of one keyword. What it returns must agree with what it records.
func keyword[L any](limit L, check func(*wire.Reader, wire.Node, L) bool) wire.Check {
	return func(r *wire.Reader, n wire.Node) {
		if check(r, n, limit) != r.OK() {
			r.Violate(n, "disagreement", "what is returned and what is recorded differ")
		}
	}
}

func TestKeywords(t *testing.T) {
	pattern := regexp.MustCompile("^a+$")
	for _, c := range []struct {
		name  string
		check wire.Check
		good  []string
		bad   string // texts that break it, parted by spaces
		text  string // of the violation
	}{
		{"minLength", keyword(2, (*wire.Reader).MinLength), []string{`"ab"`, `"𝄞𝄞"`, `"é\u00e9"`, `1`, `[]`}, `"" "a" "𝄞" "\ud834\udd1e"`, "min_length: must have at least 2 characters"},
		{"maxLength", keyword(2, (*wire.Reader).MaxLength), []string{`"ab"`, `"𝄞𝄞"`, `""`, `12345`}, `"abc" "𝄞𝄞𝄞"`, "max_length: must have at most 2 characters"},
		{"minItems", keyword(1, (*wire.Reader).MinItems), []string{`[0]`, `"x"`, `{}`}, `[]`, "min_items: must have at least 1 item"},
		{"maxItems", keyword(2, (*wire.Reader).MaxItems), []string{`[0,[1,2,3]]`, `"xxx"`, `{"a":0,"b":0,"c":0}`}, `[[],[],[]]`, "max_items: must have at most 2 items"},
		{"minProperties", keyword(2, (*wire.Reader).MinProperties), []string{`{"a":0,"b":0}`, `[]`}, `{} {"a":{"b":0,"c":0}}`, "min_properties: must have at least 2 members"},
		{"maxProperties", keyword(1, (*wire.Reader).MaxProperties), []string{`{"a":{"b":0,"c":0}}`, `[1,2]`}, `{"a":0,"b":0}`, "max_properties: must have at most 1 member"},
		{"minimum", keyword("1.1", (*wire.Reader).Minimum), []string{`1.1`, `2`, `11e-1`, `1e400`, `"0"`, `null`}, `1.0999999999999999999999 1 -5 0 -1e400 1e-999999999`, "minimum: must be at least 1.1"},
		{"maximum", keyword("300", (*wire.Reader).Maximum), []string{`300`, `300.00`, `-1e999999999`, `3e2`}, `300.0000000000000000001 301 1e999999999`, "maximum: must be at most 300"},
		{"exclusiveMinimum", keyword("0", (*wire.Reader).ExclusiveMinimum), []string{`1e-999999999`, `1`}, `0 -0.0 -1`, "exclusive_minimum: must be more than 0"},
		{"exclusiveMaximum", keyword("9007199254740993", (*wire.Reader).ExclusiveMaximum), []string{`9007199254740992`, `9007199254740992.9`}, `9007199254740993 9007199254740994`, "exclusive_maximum: must be less than 9007199254740993"},
		{"multipleOf", keyword("0.01", (*wire.Reader).MultipleOf), []string{`19.99`, `4.35`, `0`, `-1`, `1e999999999`, `"x"`}, `0.001 19.999 1e-999999999`, "multiple_of: must be a multiple of 0.01"},
		{"multipleOf of integers", keyword("3", (*wire.Reader).MultipleOf), []string{`9`, `-9`, `0`, `9.0`, `999999999999999999999999`}, `10 -10 1e20`, "multiple_of: must be a multiple of 3"},
		{"type", keyword(wire.KindInteger|wire.KindNull, (*wire.Reader).Type), []string{`1`, `1.0`, `1e3`, `-0.0`, `null`, `1e999999999`}, `1.5`, "type: must be an integer or null, not a fraction"},
		{"type number", keyword(wire.KindNumber, (*wire.Reader).Type), []string{`1`, `1.5`}, `"1"`, "type: must be a number, not a string"},
		{"type any but objects", keyword(wire.KindAny&^wire.KindObject, (*wire.Reader).Type), []string{`1`, `true`, `[]`}, `{}`, "type: must be a boolean or a number or a string or an array or null, not an object"},
		{"pattern", func(r *wire.Reader, n wire.Node) { r.Pattern(n, pattern, "^a+$") }, []string{`"aaa"`, `"\u0061"`, `7`}, `"" "ab"`, "pattern: must match the pattern ^a+$"},
		{"format", keyword("date", (*wire.Reader).Format), []string{`"2024-02-29"`, `5`}, `"2023-02-29"`, "format: must be of the format date"},
		{"format that nobody knows", keyword("colour", (*wire.Reader).Format), []string{`"x"`}, ``, ""},
		{"const", keyword(`{"a":[1,{"b":"\n"}],"c":null}`, (*wire.Reader).Const), []string{`{"c":null,"a":[1.0,{"b":"\u000a"}]}`}, `{"a":[1,{"b":"\n"}]} [] {"a":[1,{"b":"n"}],"c":null}`, `const: must be {"a":[1,{"b":"\n"}],"c":null}`},
		{"const false", keyword(`false`, (*wire.Reader).Const), []string{`false`}, `0 true "false" null [] {}`, "const: must be false"},
		{"const 1", keyword(`1`, (*wire.Reader).Const), []string{`1`, `1.0`, `10e-1`}, `true "1" 2 1.01`, "const: must be 1"},
		{"const of a string", keyword(`"\u0061"`, (*wire.Reader).Const), []string{`"a"`, `"\u0061"`}, `"b" ["a"]`, `const: must be "\u0061"`},
		{"false", func(r *wire.Reader, n wire.Node) { r.False(n) }, nil, `null`, "false_schema: is not allowed here"},
		{"uniqueItems", func(r *wire.Reader, n wire.Node) { r.UniqueItems(n) },
			[]string{`[]`, `[1]`, `[1,true,"1",[1],{"1":1},null,0,false,"",[],{}]`, `[{"a":1,"b":2},{"a":2,"b":1}]`, `[[1,2],[2,1]]`, `"aa"`, `{"a":1,"b":1}`, `[1e999999999,1e999999998]`},
			`[1,1.0] [{"a":1,"b":2.0},{"b":2,"a":1}] ["a","\u0061"] [[[0]],[[-0.0]]] [null,1,null] [1,2,3,4,5,6,7,8,9,10,11,12,1]`, "unique_items: must not hold the same item twice"},
		{"in", func(r *wire.Reader, n wire.Node) { r.In(n, `"a"`, `6`, `[true]`) }, []string{`"a"`, `6.0`, `[true]`}, `"b" 5 [false] null`, `enum: must be one of "a", 6, [true]`},
	} {
		for _, text := range c.good {
			if got := broken(t, text, c.check); got != "" {
				t.Errorf("%s: %s is refused: %s", c.name, text, got)
			}
		}
		for text := range strings.FieldsSeq(c.bad) {
			if got := broken(t, text, c.check); got != c.text {
				t.Errorf("%s: %s is told as %q", c.name, text, got)
			}
		}
	}
}

func TestDependentRequired(t *testing.T) {
	check := func(r *wire.Reader, n wire.Node) { r.DependentRequired(n, "card", "name", "expiry") }
	for text, want := range map[string]string{
		`{}`:                               "",
		`[]`:                               "",
		`{"name":1}`:                       "",
		`{"card":1,"name":1,"expiry":1}`:   "",
		`{"card":1,"name":1,"ex piry":""}`: "expiry dependent_required: is required beside card",
	} {
		if got := broken(t, text, check); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestPropertyNames(t *testing.T) {
	check := func(r *wire.Reader, n wire.Node) {
		r.PropertyNames(n, func(r *wire.Reader, n wire.Node) { r.MaxLength(n, 2) })
	}
	want := "abc property_names: has a name that is not allowed\n[\"x y z\"] property_names: has a name that is not allowed"
	if got := broken(t, `{"a":"long enough","abc":{},"x y z":0}`, check); got != want {
		t.Error(got)
	}
}

func TestDirections(t *testing.T) {
	read := func(r *wire.Reader, n wire.Node) {
		var seen uint64
		m := r.Object(n)
		for m.Next() {
			switch m.Key {
			case "id":
				seen |= 1
				r.ReadOnly(m.Value)
			case "password":
				seen |= 2
				r.WriteOnly(m.Value)
			}
		}
		m.Require(seen|r.Skip(wire.Request, 1)|r.Skip(wire.Response, 2), "id", "password")
	}
	for _, c := range []struct {
		direction  wire.Direction
		text, want string
	}{
		{wire.Request, `{"id":1}`, "password required: is required\nid read_only: is read-only"},
		{wire.Response, `{"password":1}`, "id required: is required\npassword write_only: is write-only"},
		{wire.Neutral, `{"id":1,"password":1}`, ""},
		{wire.Neutral, `[]`, "type: must be an object, not an array"},
		{wire.Neutral, `{}`, "id required: is required\npassword required: is required"},
	} {
		var r wire.Reader
		r.Reset(c.direction)
		n, _ := r.ParseJSON([]byte(c.text), wire.Limits{})
		read(&r, n)
		if got := describe(&r); got != c.want {
			t.Errorf("%s: %s", c.text, got)
		}
	}
}
