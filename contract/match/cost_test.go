package match_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/match"
)

// A contract of 20,000 rules and a body of 100,000 items are compared to the end: one by one it would be some ten
// thousand million looks at steps of paths.
func TestManyRulesAndItems(t *testing.T) {
	const many, more = 20_000, 100_000
	var rules, items []string
	for i := range many {
		rules = append(rules, fmt.Sprintf(`"$.v[%d].id": {"matchers": [{"match": "regex", "regex": "[a-z]\\d*"}]}`, i))
	}
	for i := range more {
		items = append(items, fmt.Sprintf(`{"id": "x%d", "name": "some name"}`, i))
	}
	expected := response(t, "["+strings.Join(items, ",")+"]", strings.Join(rules, ","))
	expect(t, match.Response(expected, response(t, "["+strings.ReplaceAll(strings.Join(items, ","), `"x19999"`, `"z"`)+"]", "")))
	expect(t, match.Response(expected, response(t, "["+strings.NewReplacer(`"x19999"`, `"9"`, `"x50000"`, `"z"`).Replace(strings.Join(items, ","))+"]", "")),
		`body $.v[19999].id: expected a text that matches "[a-z]\\d*" as a whole, but got "9"`,
		`body $.v[50000].id: expected "x50000", but got "z"`,
	)
}

// The keys of an object are many, too.
func TestManyRulesAndKeys(t *testing.T) {
	const many = 20_000
	rules, members := []string{`"$.v": {"matchers": [{"match": "eachKey", "rules": [{"match": "regex", "regex": "k\\d+"}]}]}`}, []string{}
	for i := range many {
		rules = append(rules, fmt.Sprintf(`"$.v.k%d": {"matchers": [{"match": "integer"}]}`, i))
		members = append(members, fmt.Sprintf(`"k%d": %d`, i, i))
	}
	expected := response(t, "{"+strings.Join(members, ",")+"}", strings.Join(rules, ","))
	expect(t, match.Response(expected, response(t, `{"k7": 8, "k19999": 2}`, "")))
	expect(t, match.Response(expected, response(t, `{"k7": "8"}`, "")), `body $.v.k7: expected an integer, but got "8"`)
	expect(t, match.Response(expected, response(t, "{"+strings.Join(members, ",")+"}", "")))
}
