package match_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// matcherCase holds values against the matchers at $.v; the example is what the contract has there.
type matcherCase struct {
	matchers string
	example  string
	good     []string
	bad      map[string]string // value → what the mismatch says
}

var matcherCases = map[contract.MatcherKind][]matcherCase{
	contract.Equality: {
		{`{"match": "equality"}`, `"a"`, []string{`"a"`}, map[string]string{`"b"`: `expected exactly "a"`, `1`: `expected exactly "a"`}},
		{`{"match": "equality"}`, `10.50`, []string{`10.5`, `1.05e1`, `1050e-2`}, map[string]string{`10.500000000000000000001`: "expected exactly 10.50"}},
		{`{"match": "equality"}`, `-1.50`, []string{`-1.5`}, map[string]string{`1.5`: "expected exactly -1.50"}},
		{`{"match": "equality"}`, `100`, []string{`100`}, map[string]string{`100.0`: "expected exactly 100", `1e2`: "expected exactly 100"}},
		{`{"match": "equality"}`, `{"a": {"b": 1}}`, []string{`{"a": {"b": 1}}`}, map[string]string{`{"a": {"b": 1, "c": 2}}`: `the key "c" is not expected`, `{"a": {}}`: `the key "b" is missing`, `{"a": {"b": 2}}`: "expected exactly 1, but got 2"}},
		{`{"match": "equality"}`, `[1, 2]`, []string{`[1, 2]`}, map[string]string{`[1, 2, 3]`: "expected 2 items, but there are 3", `[2, 1]`: "expected exactly 1, but got 2"}},
	},
	contract.Regex: {
		{`{"match": "regex", "regex": "\\d{3}"}`, `"123"`, []string{`"456"`, `789`}, map[string]string{`"1234"`: "as a whole", `"abc"`: "as a whole", `null`: "as a whole"}},
		{`{"match": "regex", "regex": "(?i)abc|x"}`, `"abc"`, []string{`"ABC"`, `"X"`}, map[string]string{`"abcx"`: "as a whole"}},
	},
	contract.Type: {
		{`{"match": "type"}`, `"a"`, []string{`"b"`, `""`}, map[string]string{`1`: "expected a string, but got a number", `null`: "but got null"}},
		{`{"match": "type"}`, `1`, []string{`2.5`, `-1e9`}, map[string]string{`"1"`: "expected a number", `true`: "expected a number"}},
		{`{"match": "type"}`, `{"a": {"b": 1}}`, []string{`{"a": {"b": 9, "c": 1}}`}, map[string]string{`{"a": {"b": "9"}}`: "expected a number", `{"a": {}}`: `the key "b" is missing`, `[]`: "expected an object"}},
		{`{"match": "type", "min": 1, "max": 2}`, `{"a": 1}`, []string{`{"a": 2}`, `{"a": 2, "b": 3}`}, map[string]string{`{"a": 2, "b": 3, "c": 4}`: "expected at most 2 keys, but there are 3", `{}`: "expected at least 1 keys"}},
		{`{"match": "type"}`, `[{"a": 1}]`, []string{`[]`, `[{"a": 2}, {"a": 3}]`}, map[string]string{`[{"a": 1}, {"a": "x"}]`: "expected a number", `[{}]`: `"a" is missing`}},
		{`{"match": "type", "min": 2, "max": 3}`, `["x"]`, []string{`["a", "b"]`, `["a", "b", "c"]`}, map[string]string{`["a"]`: "expected at least 2 items", `["a", "b", "c", "d"]`: "expected at most 3 items", `"a"`: "expected an array"}},
		{`{"match": "type", "min": 2}`, `[["x"]]`, []string{`[["a"], ["b"]]`, `[[], ["b"]]`}, map[string]string{`[["a", "b"]]`: "at least 2 items"}},
		{`{"min": 1}`, `["x"]`, []string{`["a"]`}, map[string]string{`[]`: "at least 1"}},
	},
	contract.Number: {
		{`{"match": "number"}`, `[1]`, []string{`[2.5]`}, map[string]string{`["a"]`: "expected a number", `[[{}]]`: "expected a number"}},
		{`{"match": "number"}`, `1`, []string{`2`, `2.5`, `1e400`}, map[string]string{`"2"`: "expected a number", `null`: "expected a number"}},
	},
	contract.Integer: {
		{`{"match": "integer"}`, `1`, []string{`2`, `-9007199254740993`}, map[string]string{`2.5`: "expected an integer", `"2"`: "expected an integer"}},
	},
	contract.Decimal: {
		{`{"match": "decimal"}`, `1.5`, []string{`2.25`, `1e3`}, map[string]string{`2`: "expected a decimal number", `"2.5"`: "expected a decimal number"}},
	},
	contract.Boolean: {
		{`{"match": "boolean"}`, `true`, []string{`true`, `false`}, map[string]string{`"true"`: "expected a boolean", `0`: "expected a boolean"}},
	},
	contract.NullValue: {
		{`{"match": "null"}`, `null`, []string{`null`}, map[string]string{`""`: "expected null", `0`: "expected null"}},
	},
	contract.Date: {
		{`{"match": "date", "format": "yyyy-MM-dd"}`, `"2024-02-29"`, []string{`"1999-12-31"`, `"2000-02-29"`}, map[string]string{`"2023-02-29"`: "the month has no day 29", `"2023-13-01"`: "13 is not between 1 and 12", `"31.12.1999"`: "not built like that", `20240229`: "expected a text"}},
		{`{"match": "date", "format": "d.M.yy"}`, `"29.2.00"`, []string{`"29.2.24"`, `"01.02.03"`}, map[string]string{`"29.2.23"`: "no day 29"}},
		{`{"match": "date"}`, `"2024-02-29"`, []string{`"1999-12-31"`}, map[string]string{`"1999-12-31T00:00:00Z"`: "not built like that"}},
		{`{"match": "date", "format": "EEE, d MMM yyyy"}`, `"Mon, 1 Jan 2024"`, []string{`"Tue, 12 Dec 2023"`}, map[string]string{`"Tue, 32 Dec 2023"`: "32 is not between", `"Tue, 31 Nov 2023"`: "no day 31", `"Foo, 1 Jan 2024"`: "not built like that"}},
	},
	contract.Time: {
		{`{"match": "time", "format": "HH:mm"}`, `"23:59"`, []string{`"00:00"`}, map[string]string{`"24:00"`: "24 is not between 0 and 23", `"1:00"`: "not built like that"}},
		{`{"match": "time", "format": "h:mm a"}`, `"1:00 PM"`, []string{`"12:59 AM"`}, map[string]string{`"13:00 PM"`: "13 is not between 1 and 12", `"1:00"`: "not built like that"}},
		{`{"match": "time"}`, `"23:59:59"`, []string{`"00:00:00"`}, map[string]string{`"23:59"`: "not built like that"}},
	},
	contract.DateTime: {
		{`{"match": "timestamp", "timestamp": "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"}`, `"2024-01-01T00:00:00.000Z"`, []string{`"2024-06-30T23:59:59.123+02:00"`}, map[string]string{`"2024-06-30T23:59:59Z"`: "not built like that", `"2024-06-31T23:59:59.123Z"`: "no day 31"}},
		{`{"match": "datetime"}`, `"2024-01-01T00:00:00Z"`, []string{`"2024-01-01T00:00:00+01:00"`}, map[string]string{`"2024-01-01T00:00:00"`: "not built like that", `"1704067200"`: "not built like that", `1704067200`: "expected a text"}},
	},
	contract.Include: {
		{`{"match": "include", "value": "b.c"}`, `"ab.cd"`, []string{`"xxb.cxx"`}, map[string]string{`"bxc"`: `with "b.c" in it`}},
	},
	contract.ContentType: {
		{`{"match": "contentType", "value": "application/json"}`, `"{}"`, []string{`"[1]"`}, map[string]string{`"<a/>"`: "not JSON"}},
		{`{"match": "contentType", "value": "text/plain"}`, `"x"`, []string{`"hello"`}, map[string]string{`"\u0000\u0001"`: "bytes that are none"}},
	},
	contract.ArrayContains: {
		{`{"match": "arrayContains", "variants": [{"index": 0, "rules": {"$.n": {"matchers": [{"match": "integer"}]}}}, {"index": 1, "rules": {}}]}`, `[{"k": "a", "n": 1}, {"k": "b"}]`,
			[]string{`[{"k": "x"}, {"k": "b"}, {"k": "a", "n": 99}]`}, map[string]string{`[{"k": "a", "n": "1"}, {"k": "b"}]`: "no item fits variant 0", `[{"k": "a", "n": 1}]`: "no item fits variant 1", `{}`: "expected an array"}},
	},
	contract.ValuesOnly: {
		{`{"match": "values"}`, `{"a": 1}`, []string{`{"other": 1, "more": 1}`, `{}`}, map[string]string{`{"other": 2}`: "expected 1, but got 2", `[]`: ""}},
	},
	contract.NotEmpty: {
		{`{"match": "notEmpty"}`, `"a"`, []string{`"b"`, `0`, `false`}, map[string]string{`""`: "not empty", `null`: "not empty"}},
		{`{"match": "notEmpty"}`, `["a"]`, []string{`["b", "c"]`}, map[string]string{`[]`: "not empty", `[""]`: "not empty", `"a"`: "expected an array, but got a string"}},
	},
	contract.Semver: {
		{`{"match": "semver"}`, `"1.0.0"`, []string{`"1.2.3-rc.1+build.5"`, `"0.0.0"`}, map[string]string{`"1.2"`: "semantic version", `"01.2.3"`: "semantic version", `"v1.2.3"`: "semantic version", `1`: "semantic version"}},
	},
	contract.EachKey: {
		{`{"match": "eachKey", "rules": [{"match": "regex", "regex": "k\\d"}]}`, `{"k1": "a"}`, []string{`{"k2": "whatever", "k3": 1}`, `{"k1": "b"}`, `{}`}, map[string]string{`{"x": 1}`: "the key does not fit", `3`: "expected an object"}},
		{`{"match": "eachKey", "rules": [{"match": "regex", "regex": "[ab]"}]}`, `{"a": {"x": [{"y": 1}]}}`, []string{`{"a": {"x": [{"y": "z"}, {"y": 2, "z": 3}]}}`, `{"a": {"x": []}}`, `{"b": 1}`},
			map[string]string{`{"a": {}}`: `the key "x" is missing`, `{"a": {"x": [{}]}}`: `the key "y" is missing`, `{"a": {"x": {}}}`: "expected an array", `{"a": 1}`: "expected an object, but got a number"}},
	},
	contract.EachValue: {
		{`{"match": "eachValue", "rules": [{"match": "integer"}]}`, `{"a": 1}`, []string{`{"b": 2, "c": 3}`, `{}`}, map[string]string{`{"b": "2"}`: "expected an integer", `{"a": 1.5}`: "expected an integer"}},
		{`{"match": "eachValue", "rules": [{"match": "type"}]}`, `{"a": {"n": 1}}`, []string{`{"x": {"n": 5, "m": 1}}`}, map[string]string{`{"x": {}}`: `"n" is missing`, `{"x": 5}`: "expected an object"}},
		{`{"match": "eachKey", "rules": [{"match": "regex", "regex": "k\\d"}]}, {"match": "eachValue", "rules": [{"match": "type"}]}`, `{"k1": "a"}`, []string{`{"k2": "b"}`}, map[string]string{`{"k2": 1}`: "expected a string", `{"x": "b"}`: "the key does not fit"}},
	},
	contract.IgnoreOrder: {
		{`{"match": "ignore-order"}`, `[1, 2, 2]`, []string{`[2, 1, 2]`}, map[string]string{`[1, 1, 2]`: "no item is left", `[1, 2]`: "expected 3 items", `[1, 2, 2, 3]`: "expected 3 items"}},
		{`{"match": "ignore-order"}`, `[{"a": 1}, {"a": 1, "b": 2}]`, []string{`[{"a": 1, "b": 2}, {"a": 1}]`, `[{"a": 1}, {"a": 1, "b": 2}]`}, map[string]string{`[{"a": 1}, {"a": 1}]`: "at index 1"}},
		{`{"match": "min-equals-ignore-order", "min": 2}`, `[1, 2]`, []string{`[3, 2, 1]`}, map[string]string{`[1]`: "at least 2", `[3, 4]`: "no item is left"}},
		{`{"match": "max-equals-ignore-order", "max": 3}`, `[1, 2]`, []string{`[3, 2, 1]`}, map[string]string{`[1, 2, 3, 4]`: "at most 3", `[1]`: "fewer"}},
		{`{"match": "minmax-equals-ignore-order", "min": 1, "max": 3}`, `[1, 2]`, []string{`[1, 3, 2]`}, map[string]string{`[]`: "at least 1", `[1, 3]`: "no item is left"}},
	},
}

func TestEveryMatcher(t *testing.T) {
	for kind := contract.Equality; kind <= contract.IgnoreOrder; kind++ {
		if len(matcherCases[kind]) == 0 && kind != contract.StatusCode { // statuses have a test of their own
			t.Errorf("the matcher of kind %d has no case", kind)
		}
		for _, c := range matcherCases[kind] {
			expected := response(t, c.example, `"$.v": {"matchers": [`+c.matchers+`]}`)
			if got := expected.Rules[0].Matchers; got[len(got)-1].Kind != kind {
				t.Errorf("%s is read as kind %d, not %d", c.matchers, got[0].Kind, kind)
			}
			if len(c.good) == 0 || len(c.bad) == 0 {
				t.Errorf("%s lacks good or bad values", c.matchers)
			}
			for _, value := range c.good {
				if found := match.Response(expected, response(t, value, "")); len(found) > 0 {
					t.Errorf("%s refuses %s: %s", c.matchers, value, found[0].Message)
				}
			}
			for value, want := range c.bad {
				found := match.Response(expected, response(t, value, ""))
				if len(found) == 0 {
					t.Errorf("%s accepts %s", c.matchers, value)
					continue
				}
				if f := found[0]; !strings.Contains(f.Message, want) || f.Kind != match.Body || !strings.HasPrefix(f.Path, "$.v") || f.Span.IsZero() {
					t.Errorf("%s says of %s: %s %s %q, want %q", c.matchers, value, f.Kind, f.Path, f.Message, want)
				}
			}
		}
	}
}

// response reads a response whose body is {"v": value}, with rules for the body.
func response(t *testing.T, value, rules string) *contract.Response {
	t.Helper()
	return responseWith(t, `"status": 200, "body": {"contentType": "application/json", "content": {"v": `+value+`}}, "matchingRules": {"body": {`+rules+`}}`)
}

func responseWith(t *testing.T, members string) *contract.Response {
	t.Helper()
	return interaction(t, `"request": {"method": "GET", "path": "/"}, "response": {`+members+`}`).Response
}

func requestWith(t *testing.T, members string) *contract.Request {
	t.Helper()
	return interaction(t, `"response": {"status": 200}, "request": {`+members+`}`).Request
}

func interaction(t *testing.T, members string) *contract.Interaction {
	t.Helper()
	return contractOf(t, `{"type": "Synchronous/HTTP", "description": "d", `+members+`}`).Interactions[0]
}

func contractOf(t *testing.T, interaction string) *contract.Contract {
	t.Helper()
	text := fmt.Sprintf(`{"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [%s], "metadata": {"pactSpecification": {"version": "4.0"}}}`, interaction)
	c, findings := pact.Read(source.NewFile("case.json", []byte(text)))
	if len(findings) > 0 {
		t.Fatalf("%s: %v: %s", interaction, findings[0].Span.Text(), findings[0].Message)
	}
	return c
}

func TestStatusCodes(t *testing.T) {
	for matcher, c := range map[string]struct{ good, bad []int }{
		`"info"`:        {[]int{100, 199}, []int{200}},
		`"success"`:     {[]int{200, 204, 299}, []int{199, 300}},
		`"redirect"`:    {[]int{301}, []int{200, 400}},
		`"clientError"`: {[]int{400, 499}, []int{500}},
		`"serverError"`: {[]int{500, 599}, []int{499, 600}},
		`"nonError"`:    {[]int{100, 200, 399}, []int{400}},
		`"error"`:       {[]int{400, 500}, []int{399}},
		`[200, 201]`:    {[]int{200, 201}, []int{202}},
	} {
		expected := responseWith(t, `"status": 200, "matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": `+matcher+`}]}}`)
		for _, status := range c.good {
			if found := match.Response(expected, &contract.Response{Status: status}); len(found) > 0 {
				t.Errorf("%s refuses %d: %s", matcher, status, found[0].Message)
			}
		}
		for _, status := range c.bad {
			if found := match.Response(expected, &contract.Response{Status: status}); len(found) != 1 || found[0].Kind != match.Status {
				t.Errorf("%s accepts %d: %+v", matcher, status, found)
			}
		}
	}
}

func TestWhatCannotBeCheckedIsSaid(t *testing.T) {
	for matcher, want := range map[string]string{
		`{"match": "regex", "regex": "a(?=b)"}`:                               `the pattern "a(?=b)" can't be held`,
		`{"match": "regex", "regex": "("}`:                                    "can't be held",
		`{"match": "date", "format": "YYYY-'W'ww"}`:                           "YYYY is not known here",
		`{"match": "date", "format": "yyyy-MM-dd'"}`:                          "a quote is never closed",
		`{"match": "contentType", "value": "application/vnd.acme"}`:           "can't be told by its bytes",
		`{"match": "arrayContains", "variants": [{"index": 7}]}`:              "",
		`{"match": "eachValue", "rules": [{"match": "regex", "regex": "("}]}`: "",
	} {
		value := "\"\\u0000\\u0001\""
		if want == "" {
			value = `[1]`
		}
		found := match.Response(response(t, value, `"$.v": {"matchers": [`+matcher+`]}`), response(t, value, ""))
		if len(found) == 0 || found[0].Kind != match.Unchecked || !strings.Contains(found[0].Message, want) {
			t.Errorf("%s passes or fails as if it were known: %+v", matcher, found)
		}
	}
}

func TestCombined(t *testing.T) {
	expected := response(t, `"a"`, `"$.v": {"combine": "OR", "matchers": [{"match": "null"}, {"match": "regex", "regex": "\\w"}]}`)
	for _, value := range []string{`null`, `"b"`} {
		if found := match.Response(expected, response(t, value, "")); len(found) > 0 {
			t.Errorf("%s is refused: %+v", value, found)
		}
	}
	found := match.Response(expected, response(t, `"bb"`, ""))
	if len(found) != 1 || !strings.Contains(found[0].Message, "none of the 2 matchers holds: expected null") {
		t.Errorf("got %+v", found)
	}
	both := response(t, `"ab"`, `"$.v": {"combine": "AND", "matchers": [{"match": "include", "value": "a"}, {"match": "include", "value": "b"}]}`)
	if found := match.Response(both, response(t, `"c"`, "")); len(found) != 2 {
		t.Errorf("not all mismatches at once: %+v", found)
	}
}
