package wire_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

func typed(k wire.Kind) wire.Check { return func(r *wire.Reader, n wire.Node) { r.Type(n, k) } }

func atLeast(limit string) wire.Check {
	return func(r *wire.Reader, n wire.Node) { r.Minimum(n, limit) }
}

// member applies a check to one member and marks it as evaluated.
func member(name string, check wire.Check) wire.Check {
	return func(r *wire.Reader, n wire.Node) {
		if v, ok := r.Get(n, name); ok {
			check(r, v)
			r.Evaluated(v)
		}
	}
}

func nothing(*wire.Reader, wire.Node) {}

func TestCombinations(t *testing.T) {
	never := func(r *wire.Reader, n wire.Node) { r.False(n) }
	not := func(c wire.Check) wire.Check { return func(r *wire.Reader, n wire.Node) { r.Not(n, c) } }
	anyOf := func(c ...wire.Check) wire.Check { return func(r *wire.Reader, n wire.Node) { r.AnyOf(n, c...) } }
	oneOf := func(c ...wire.Check) wire.Check { return func(r *wire.Reader, n wire.Node) { r.OneOf(n, c...) } }
	const any, one, several, excluded = "any_of: must fit at least one of the schemas that are declared",
		"one_of: must fit one of the schemas that are declared, but fits none",
		"one_of: must fit one of the schemas that are declared, but fits several",
		"not: must not fit the schema that is excluded"
	for _, c := range []struct {
		name  string
		check wire.Check
		want  map[string]string
	}{
		{"anyOf", anyOf(typed(wire.KindString), atLeast("2")), map[string]string{`"x"`: "", `3`: "", `1`: "minimum: must be at least 2", `null`: ""}},
		{"anyOf of kinds", anyOf(typed(wire.KindString), typed(wire.KindNull)), map[string]string{`"x"`: "", `3`: any}},
		{"anyOf that nearly fits", anyOf(func(r *wire.Reader, n wire.Node) { r.Type(n, wire.KindNull); r.In(n, "null") }, member("a", typed(wire.KindNull)), typed(wire.KindArray)), map[string]string{`{"a":1}`: "a type: must be null, not an integer", `{"a":null}`: ""}},
		{"oneOf", oneOf(typed(wire.KindInteger), atLeast("2")), map[string]string{`1`: "", `2.5`: "", `3`: several, `1.5`: "minimum: must be at least 2"}},
		{"oneOf of kinds", oneOf(typed(wire.KindNull), typed(wire.KindString)), map[string]string{`1.5`: one}},
		{"not", not(typed(wire.KindString)), map[string]string{`1`: "", `"x"`: excluded}},
		{"not not", not(not(typed(wire.KindString))), map[string]string{`1`: excluded, `"x"`: ""}},
		{"anyOf in oneOf in not", not(oneOf(anyOf(typed(wire.KindString), typed(wire.KindNull)), never)), map[string]string{`1`: "", `"x"`: excluded, `null`: excluded}},
		{"oneOf in anyOf", anyOf(oneOf(nothing, nothing), not(nothing), oneOf(never, typed(wire.KindArray))), map[string]string{`[]`: "", `1`: any}},
		{"if then else", func(r *wire.Reader, n wire.Node) {
			r.If(n, typed(wire.KindInteger), atLeast("5"), typed(wire.KindNull))
		},
			map[string]string{`5`: "", `4`: "minimum: must be at least 5", `null`: "", `"x"`: "type: must be null, not a string"}},
		{"if alone", func(r *wire.Reader, n wire.Node) { r.If(n, never, never, nil) }, map[string]string{`5`: ""}},
		{"contains", func(r *wire.Reader, n wire.Node) { r.Contains(n, atLeast("5"), 1, -1) },
			map[string]string{`[1,5]`: "", `[]`: "contains: must contain an item that fits the schema that is declared", `{}`: "", `[4]`: "contains: must contain an item that fits the schema that is declared"}},
		{"contains 2 to 3", func(r *wire.Reader, n wire.Node) {
			r.Contains(n, anyOf(typed(wire.KindNull), oneOf(typed(wire.KindString), never)), 2, 3)
		},
			map[string]string{`[null,"x"]`: "", `[null,1]`: "min_contains: must contain at least 2 items of the kind that is declared", `[null,null,"x","x"]`: "max_contains: must contain at most 3 items of the kind that is declared"}},
		{"contains none", func(r *wire.Reader, n wire.Node) { r.Contains(n, atLeast("5"), 0, -1) }, map[string]string{`[]`: "", `[1]`: ""}},
		{"each", func(r *wire.Reader, n wire.Node) { r.Each(n, 1, typed(wire.KindNull)) }, map[string]string{`[1,null]`: "", `[1,null,2]`: "[2] type: must be null, not an integer", `1`: ""}},
	} {
		for text, want := range c.want {
			if got := broken(t, text, c.check); got != want {
				t.Errorf("%s: %s: %q", c.name, text, got)
			}
		}
	}
}

func TestIndexOfBranch(t *testing.T) {
	var r wire.Reader
	r.Reset(wire.Request)
	n, _ := r.ParseJSON([]byte(`"x"`), wire.Limits{})
	if i := r.AnyOf(n, typed(wire.KindNull), typed(wire.KindString), nothing); i != 1 {
		t.Error(i)
	}
	if i := r.OneOf(n, typed(wire.KindNull), typed(wire.KindArray), nothing); i != 2 {
		t.Error(i)
	}
	if !r.OK() || r.Valid(n, typed(wire.KindNull)) || !r.OK() {
		t.Error("looking silently records nothing")
	}
	mark := r.Track()
	if i := r.AnyOf(n, nothing, nothing); i != 0 {
		t.Error(i)
	}
	r.EndTrack(mark)
	if i := r.OneOf(n, nothing, nothing); i != -1 || r.OK() {
		t.Error(i)
	}
}

// TestUnevaluated follows the specification's own rule: what a branch evaluated counts only if the branch holds.
func TestUnevaluated(t *testing.T) {
	closed := func(inside wire.Check) wire.Check {
		return func(r *wire.Reader, n wire.Node) {
			mark := r.Track()
			inside(r, n)
			r.UnevaluatedProperties(n, mark, nil)
		}
	}
	both := func(checks ...wire.Check) wire.Check {
		return func(r *wire.Reader, n wire.Node) {
			for _, check := range checks {
				check(r, n)
			}
		}
	}
	any := func(checks ...wire.Check) wire.Check {
		return func(r *wire.Reader, n wire.Node) { r.AnyOf(n, checks...) }
	}
	need := func(name string, check wire.Check) wire.Check {
		return func(r *wire.Reader, n wire.Node) { r.Require(n, name); member(name, check)(r, n) }
	}
	refused := func(field string) string { return field + " unevaluated_properties: is not declared for this value" }
	a, b := member("a", nothing), member("b", nothing)
	for _, c := range []struct {
		name  string
		check wire.Check
		want  map[string]string
	}{
		{"alone", closed(nothing), map[string]string{`{}`: "", `{"a":0}`: refused("a"), `[1]`: "", `1`: ""}},
		{"properties", closed(a), map[string]string{`{"a":0}`: "", `{"a":0,"b":0}`: refused("b")}},
		{"every anyOf that holds", closed(any(need("a", nothing), need("b", nothing))), map[string]string{`{"a":0,"b":0}`: "", `{"b":0}`: "", `{"b":0,"c":0}`: refused("c")}},
		{"anyOf that fails", closed(any(both(need("a", nothing), member("b", typed(wire.KindNull))), need("a", nothing))),
			map[string]string{`{"a":0,"b":null}`: "", `{"a":0,"b":1}`: refused("b")}},
		{"not", closed(func(r *wire.Reader, n wire.Node) { r.Not(n, func(r *wire.Reader, n wire.Node) { r.Not(n, a) }) }), map[string]string{`{"a":0}`: refused("a")}},
		{"if that holds", closed(func(r *wire.Reader, n wire.Node) { r.If(n, need("a", nothing), nil, b) }),
			map[string]string{`{"a":0}`: "", `{"b":0}`: "", `{"a":0,"b":0}`: refused("b")}},
		{"cousins don't see each other", both(a, closed(b)), map[string]string{`{"a":0}`: refused("a"), `{"b":0}`: ""}},
		{"an inner one counts for an outer", closed(both(func(r *wire.Reader, n wire.Node) {
			mark := r.Track()
			r.UnevaluatedProperties(n, mark, typed(wire.KindInteger))
		}, a)), map[string]string{`{"a":0,"x":1}`: "", `{"x":"y"}`: "x type: must be an integer, not a string"}},
		{"levels", closed(member("a", closed(member("b", closed(nothing))))),
			map[string]string{`{"a":{"b":{}}}`: "", `{"a":{"b":{"c":0}}}`: refused("a.b.c"), `{"a":{"x":0,"b":{}}}`: refused("a.x"), `{"x":{"b":0}}`: refused("x")}},
	} {
		for text, want := range c.want {
			if got := broken(t, text, c.check); got != want {
				t.Errorf("%s: %s: %q", c.name, text, got)
			}
		}
	}
}

func TestUnevaluatedItems(t *testing.T) {
	check := func(r *wire.Reader, n wire.Node) {
		mark := r.Track()
		r.Contains(n, typed(wire.KindString), 1, -1)
		if first := r.Items(n); first.Next() {
			r.Evaluated(first.Value)
		}
		r.UnevaluatedItems(n, mark, typed(wire.KindNull))
	}
	for text, want := range map[string]string{
		`[1,"a",null,"b"]`: "",
		`[1,"a",2]`:        "[2] type: must be null, not an integer",
		`["a"]`:            "",
		`{"a":1}`:          "",
	} {
		if got := broken(t, text, check); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestDynamicScope(t *testing.T) {
	var tree wire.Check
	find := func(resource int) wire.Check {
		if resource == 2 {
			return typed(wire.KindNull)
		}
		return nil
	}
	in := func(resource int, check wire.Check) wire.Check {
		return func(r *wire.Reader, n wire.Node) {
			r.Enter(resource)
			check(r, n)
			r.Leave()
		}
	}
	tree = in(1, func(r *wire.Reader, n wire.Node) { r.Dynamic(find, typed(wire.KindString))(r, n) })
	if got := broken(t, `"x"`, tree); got != "" {
		t.Error(got)
	}
	if got := broken(t, `"x"`, in(2, tree)); got != "type: must be null, not a string" {
		t.Error(got)
	}
	silent := func(r *wire.Reader, n wire.Node) {
		r.AnyOf(n, in(2, tree), tree)
	}
	if got := broken(t, `"x"`, silent); got != "" {
		t.Error(got)
	}
}

// TestWorkIsBounded: schemas whose work doubles at every level end, and say why.
func TestWorkIsBounded(t *testing.T) {
	text := strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100)
	var twice, alternative wire.Check
	twice = func(r *wire.Reader, n wire.Node) {
		member("a", twice)(r, n)
		member("a", twice)(r, n)
	}
	alternative = func(r *wire.Reader, n wire.Node) {
		r.AnyOf(n, func(r *wire.Reader, n wire.Node) { member("a", alternative)(r, n); r.Type(n, wire.KindNull) }, member("a", alternative))
	}
	var reader wire.Reader
	for name, check := range map[string]wire.Check{"allOf": twice, "anyOf": alternative} {
		reader.Reset(wire.Request)
		n, _ := reader.ParseJSON([]byte(text), wire.Limits{})
		check(&reader, n)
		if got := describe(&reader); got != "too_complex: takes too much work to check" || !reader.Truncated() {
			t.Errorf("%s: %q", name, got)
		}
	}
}
