package match_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
	"github.com/bylaw-dev/bylaw/spec"
)

// TestAnythingLikeTheOfficialVerifier holds made up bodies against made up rules: what nobody thought of.
func TestAnythingLikeTheOfficialVerifier(t *testing.T) {
	pactcore.Folder(t)
	var all []exchange
	d := &dreamer{Rand: rand.New(rand.NewPCG(5, 6))}
	for range 600 {
		d.collections = len(all) >= 300
		all = append(all, d.exchange(t))
	}
	verdicts := official(t, all, pact.WriteV4)
	agreed, held := 0, 0
	for i, e := range all {
		found := match.Response(e.expected, e.actual)
		if verdicts[i] {
			held++
		}
		switch ours := len(found) == 0; {
		case ours == verdicts[i]:
			agreed++
		case verdicts[i] && strings.Contains(e.name, "[]"):
			// It takes any array for an empty one, whatever is asked of that.
		case verdicts[i] && (strings.Contains(e.name, "eachValue") || strings.Contains(e.name, `"values"`)):
			// It looks at no other rules for what is in the values, and at no number of items.
		case verdicts[i] && strings.Contains(e.name, `"include"`):
			// It looks for a part of an object's text, too.
		case ours && strings.Contains(e.name, `"null"`) && strings.Contains(e.name, "null}"):
			// It has null be none where the contract has an array.
		case ours && strings.Contains(e.name, `}, {"match"`) && strings.Contains(e.name, `"OR"`):
			// Of an object it has all matchers hold, though one of them would do.
		default:
			t.Errorf("%s: the official verdict is %v, ours: %s", e.name, verdicts[i], says(found))
		}
	}
	if t.Logf("%d of %d verdicts agree, %d hold", agreed, len(all), held); agreed < len(all)*95/100 || held < len(all)/4 {
		t.Error("that is too few")
	}
}

// dreamer makes things up.
type dreamer struct {
	*rand.Rand
	collections bool // matchers of them are asked for, too
}

func (d *dreamer) one(of ...string) string { return of[d.IntN(len(of))] }

func (d *dreamer) exchange(t *testing.T) exchange {
	expected := d.value(3)
	var rules []string
	for _, p := range d.places(expected) {
		rule := d.rule()
		if d.collections && !strings.Contains(p.path, "*") && d.IntN(2) == 0 {
			rule = d.ofCollection(p.value, rule)
		}
		rules = append(rules, strconv.Quote(p.path)+": "+rule)
	}
	text := strings.Join(rules, ", ")
	actual := d.changed(expected, 3)
	name := fmt.Sprintf("%s {%s} → %s", contract.AppendJSON(nil, expected), text, contract.AppendJSON(nil, actual))
	e := exchange{name, response(t, string(contract.AppendJSON(nil, expected)), text), response(t, string(contract.AppendJSON(nil, actual)), "")}
	e.actual.Headers = []contract.Values{{Name: "Content-Type", Values: []string{"application/json"}}}
	e.expected.Headers = e.actual.Headers
	return e
}

func (d *dreamer) value(depth int) *spec.Value {
	switch kind := d.IntN(4); {
	case kind == 0 && depth > 0:
		list := contract.Array()
		for range d.IntN(4) {
			list.Items = append(list.Items, d.value(depth-1))
		}
		return list
	case kind <= 2 && depth > 0:
		object := contract.Object()
		for _, key := range []string{"a", "b", "c"}[:1+d.IntN(3)] {
			object.Members = append(object.Members, spec.Member{Key: key, Value: d.value(depth - 1)})
		}
		return object
	}
	return d.scalar()
}

func (d *dreamer) scalar() *spec.Value {
	switch d.IntN(5) {
	case 0:
		return contract.Whole(int64(d.IntN(20)))
	case 1:
		return &spec.Value{Kind: spec.Num, Text: d.one("0.5", "1.25", "10.75")}
	case 2:
		return contract.Flag(d.IntN(2) == 0)
	case 3:
		return &spec.Value{Kind: spec.Null}
	}
	return contract.Text(d.one("x", "abc", "12", ""))
}

// dreamed is a value and a path that leads to it.
type dreamed struct {
	path  string
	value *spec.Value
}

// places are some of the values, some of them by stars.
func (d *dreamer) places(v *spec.Value) []dreamed {
	var all []dreamed
	seen := map[string]bool{}
	var walk func(v *spec.Value, path string)
	walk = func(v *spec.Value, path string) {
		if d.IntN(3) == 0 && !seen[path] {
			seen[path] = true
			all = append(all, dreamed{path, v})
		}
		for _, m := range v.Members {
			walk(m.Value, path+"."+d.one(m.Key, m.Key, m.Key, "*"))
		}
		for i, item := range v.Items {
			walk(item, path+"["+d.one(strconv.Itoa(i), "*", "*")+"]")
		}
	}
	walk(v, "$.v")
	return all
}

func (d *dreamer) rule() string {
	matchers := []string{d.matcher()}
	if d.IntN(5) == 0 {
		matchers = append(matchers, d.matcher())
	}
	return `{"combine": "` + d.one("AND", "AND", "OR") + `", "matchers": [` + strings.Join(matchers, ", ") + `]}`
}

// ofCollection is a rule that makes sense for the value, if it is an object or array that is not empty; the other one if not.
func (d *dreamer) ofCollection(v *spec.Value, other string) string {
	m := ""
	switch {
	case len(v.Members) > 0:
		m = d.one(`"values"`, `"eachKey", "rules": [{"match": "regex", "regex": "[ab]"}]`, `"eachValue", "rules": [{"match": "type"}]`)
	case len(v.Items) > 0:
		m = d.one(`"eachValue", "rules": [{"match": "type"}]`, `"arrayContains", "variants": [{"index": 0, "rules": {}}]`,
			`"arrayContains", "variants": [{"index": 0, "rules": {"$": {"matchers": [{"match": "type"}]}}}]`)
	default:
		return other
	}
	return `{"matchers": [{"match": ` + m + `}]}`
}

func (d *dreamer) matcher() string {
	return `{"match": ` + d.one(`"type"`, `"type"`, `"type", "min": 1`, `"type", "max": 2`, `"type", "min": 1, "max": 3`, `"regex", "regex": "[a-z0-9]+"`,
		`"integer"`, `"number"`, `"decimal"`, `"include", "value": "a"`, `"equality"`, `"notEmpty"`, `"null"`) + `}`
}

// changed is the value, often with something else in it.
func (d *dreamer) changed(v *spec.Value, chances int) *spec.Value {
	if d.IntN(12) == 0 {
		return d.value(1)
	}
	made := &spec.Value{Kind: v.Kind, Text: v.Text}
	for _, m := range v.Members {
		if d.IntN(15) > 0 {
			made.Members = append(made.Members, spec.Member{Key: m.Key, Value: d.changed(m.Value, chances-1)})
		}
	}
	if v.Kind == spec.Map && d.IntN(10) == 0 {
		made.Members = append(made.Members, spec.Member{Key: "more", Value: d.value(1)})
	}
	for _, item := range v.Items {
		if d.IntN(10) > 0 {
			made.Items = append(made.Items, d.changed(item, chances-1))
		}
	}
	if len(v.Items) > 0 && d.IntN(6) == 0 {
		made.Items = append(made.Items, d.changed(v.Items[0], chances-1))
	}
	if v.Kind < spec.List && d.IntN(3) == 0 {
		if other := d.scalar(); other.Kind == v.Kind {
			return other
		}
	}
	return made
}
