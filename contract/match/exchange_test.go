package match_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
)

// says writes mismatches as lines: kind, path, message.
func says(found []match.Mismatch) string {
	var lines []string
	for _, f := range found {
		lines = append(lines, fmt.Sprintf("%s %s: %s", f.Kind, f.Path, f.Message))
	}
	return strings.Join(lines, "\n")
}

func expect(t *testing.T, found []match.Mismatch, want ...string) {
	t.Helper()
	if got := says(found); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func TestEverythingIsSaidAtOnce(t *testing.T) {
	expected := requestWith(t, `"method": "POST", "path": "/a", "query": {"q": ["1"], "gone": ["x"]}, "headers": {"X-A": ["1"], "X-B": ["2"]},
		"body": {"contentType": "application/json", "content": {"a": 1, "b": [1, 2]}}`)
	actual := requestWith(t, `"method": "PUT", "path": "/b", "query": {"q": ["1", "2"], "new": ["y"]}, "headers": {"x-a": ["9"]},
		"body": {"contentType": "application/json", "content": {"a": "1", "b": [1], "c": 0}}`)
	found := match.Request(expected, actual)
	expect(t, found,
		"method : expected the method POST, but got PUT",
		`path : expected "/a", but got "/b"`,
		`query q: expected 1 items, but there are 2`,
		`query gone: the query parameter "gone" is missing`,
		`query new: the query parameter "new" is not expected`,
		"header X-A: expected 1, but got 9",
		`header X-B: the header "X-B" is missing`,
		"body $.a: expected a number, but got a string",
		"body $.b: expected 2 items, but there are 1",
		`body $.c: the key "c" is not expected`,
	)
	for _, f := range found {
		if f.Span.IsZero() {
			t.Errorf("without a place in the contract: %+v", f)
		}
	}
	if got := found[7].Span.Text(); got != "1" {
		t.Errorf("the mismatch at $.a points at %q", got)
	}
}

func TestRulesOutsideBodies(t *testing.T) {
	expected := requestWith(t, `"method": "GET", "path": "/orders/7", "query": {"n": ["1"], "ids": ["1", "2"]}, "headers": {"X-Id": ["7"], "Cache-Control": ["no-cache"]},
		"matchingRules": {
			"path": {"matchers": [{"match": "regex", "regex": "/orders/\\d+"}]},
			"query": {"n": {"matchers": [{"match": "integer"}]}, "$.ids[*]": {"matchers": [{"match": "integer"}]}},
			"header": {"x-id": {"matchers": [{"match": "integer"}]}, "$['Cache-Control']": {"matchers": [{"match": "include", "value": "no"}]}}
		}`)
	good := requestWith(t, `"method": "get", "path": "/orders/123", "query": {"n": ["-5"], "ids": ["3", "4"]}, "headers": {"X-ID": ["99"], "cache-control": ["private", "no-store"]}`)
	expect(t, match.Request(expected, good))
	bad := requestWith(t, `"method": "GET", "path": "/orders/x", "query": {"n": ["x"], "ids": ["3", "y"]}, "headers": {"X-ID": ["a"], "cache-control": ["private"]}`)
	expect(t, match.Request(expected, bad),
		`path : expected a text that matches "/orders/\\d+" as a whole, but got "/orders/x"`,
		`query n[0]: expected an integer, but got "x"`,
		`query ids[1]: expected an integer, but got "y"`,
		`header X-Id: expected an integer, but got "a"`,
		`header Cache-Control: expected a text with "no" in it, but got "private"`,
	)
}

func TestRulesForOneValueOfAHeader(t *testing.T) {
	expected := responseWith(t, `"headers": {"X-A": ["1", "2"]}, "matchingRules": {"header": {"$['X-A'][0]": {"matchers": [{"match": "integer"}]}}}`)
	header := func(values ...string) *contract.Response {
		return &contract.Response{Headers: []contract.Values{{Name: "x-a", Values: values}}}
	}
	expect(t, match.Response(expected, header("7, 2")))
	expect(t, match.Response(expected, header("7", "3")), `header X-A: expected "2", but got "3"`)
	expect(t, match.Response(expected, header("x", "2")), `header X-A: expected an integer, but got "x"`)
	expect(t, match.Response(expected, header("7")), "header X-A: expected 2 values of the header, but there are 1")
}

func TestMessages(t *testing.T) {
	expected := payload(t, `"contents": {"contentType": "application/json", "content": {"a": 1}}, "metadata": {"contentType": "application/json", "topic": "orders", "n": 3},
		"matchingRules": {"metadata": {"topic": {"matchers": [{"match": "regex", "regex": "\\w+"}]}}, "body": {"$.a": {"matchers": [{"match": "type"}]}}}`)
	good := payload(t, `"contents": {"contentType": "application/json", "content": {"a": 2, "b": 1}}, "metadata": {"contentType": "application/json;charset=utf-8", "topic": "other", "n": 3, "more": 1}`)
	expect(t, match.Message(expected, good))
	bad := payload(t, `"contents": {"contentType": "application/json", "content": {"a": "2"}}, "metadata": {"contentType": "text/plain", "topic": "a b"}`)
	expect(t, match.Message(expected, bad),
		`metadata $.contentType: expected "application/json", but got "text/plain"`,
		`metadata $.topic: expected a text that matches "\\w+" as a whole, but got "a b"`,
		`metadata $.n: the metadata entry "n" is missing`,
		"body $.a: expected a number, but got a string",
	)
}

func payload(t *testing.T, members string) *contract.Payload {
	t.Helper()
	return contractOf(t, `{"type": "Asynchronous/Messages", "description": "d", `+members+`}`).Interactions[0].Contents
}

// body makes a response with a body as it travels.
func body(kind, text string) *contract.Response {
	return &contract.Response{
		Headers: []contract.Values{{Name: "Content-Type", Values: []string{kind}}},
		Body:    contract.Body{Presence: contract.Present, Content: []byte(text)},
	}
}

func ruled(t *testing.T, r *contract.Response, rules string) *contract.Response {
	t.Helper()
	r.Rules = responseWith(t, `"matchingRules": {"body": {`+rules+`}}`).Rules
	return r
}

func TestXML(t *testing.T) {
	expected := ruled(t, body("application/xml", `<o id="1" x="y"><item sku="a">one</item><note/></o>`),
		`"$.o.item": {"matchers": [{"match": "type"}]}, "$.o['@id']": {"matchers": [{"match": "integer"}]}, "$.o.item['@sku']": {"matchers": [{"match": "regex", "regex": "[a-c]"}]}, "$.o.item[1]['#text']": {"matchers": [{"match": "include", "value": "w"}]}`)
	expect(t, match.Response(expected, body("application/xml", `<?xml version="1.0"?><o x="y" id="42" more="1"><item sku="b">1</item>
		<note/><item sku="c">two</item></o>`)))
	expect(t, match.Response(expected, body("application/xml", `<o id="z"><item sku="d">1</item><item>no</item></o>`)),
		`body $.o['@id']: expected an integer, but got "z"`,
		`body $.o['@x']: the attribute "x" is missing`,
		`body $.o.item[0]['@sku']: expected a text that matches "[a-c]" as a whole, but got "d"`,
		`body $.o.item[1]['@sku']: the attribute "sku" is missing`,
		`body $.o.item[1]['#text']: expected a text with "w" in it, but got "no"`,
		"body $.o.note: the element note is missing",
	)
	expect(t, match.Response(expected, body("application/xml", `<p/>`)), "body $.o: expected the element o, but got p")
	found := match.Response(expected, body("application/xml", `<o>`))
	if len(found) != 1 || !strings.Contains(found[0].Message, "not XML that can be read") {
		t.Errorf("got %s", says(found))
	}
}

func TestHostileXML(t *testing.T) {
	expected := body("application/xml", "<a/>")
	for name, text := range map[string]string{
		"entities": `<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>`,
		"cut deep": strings.Repeat("<a>", 100_000),
		"deep":     "<a>" + strings.Repeat("<b>", 2000) + strings.Repeat("</b>", 2000) + "</a>",
		"none":     "",
		"two":      "<a/><a/>",
		"encoding": `<?xml version="1.0" encoding="x-unknown"?><a/>`,
	} {
		if found := match.Response(expected, body("application/xml", text)); len(found) == 0 {
			t.Errorf("%s: passes", name)
		}
	}
}

func TestForm(t *testing.T) {
	kind := "application/x-www-form-urlencoded"
	expected := ruled(t, body(kind, "a=1&b=x+y&b=z"), `"$.a": {"matchers": [{"match": "integer"}]}`)
	expect(t, match.Response(expected, body(kind, "b=x%20y&b=z&a=77&c=1")))
	expect(t, match.Response(expected, body(kind, "b=z&a=q")),
		`body $.a[0]: expected an integer, but got "q"`,
		"body $.b: expected 2 items, but there are 1",
		`body $.b[0]: expected "x y", but got "z"`,
	)
	expect(t, match.Response(expected, body(kind, "a=%zz")), `body $: the body is no form: invalid URL escape "%zz"`)
}

func TestMultipart(t *testing.T) {
	expected := ruled(t, body("multipart/form-data; boundary=A", part("A", "json", "application/json", `{"a": 1}`)+part("A", "image", "image/png", "x")+"--A--\r\n"),
		`"$.image": {"matchers": [{"match": "contentType", "value": "image/png"}]}, "$.json.a": {"matchers": [{"match": "type"}]}`)
	png := "\x89PNG\r\n\x1a\n more"
	expect(t, match.Response(expected, body("multipart/form-data; boundary=BBB", part("BBB", "image", "image/png", png)+part("BBB", "json", "application/json", `{"a":2}`)+"--BBB--\r\n")))
	expect(t, match.Response(expected, body("multipart/form-data; boundary=B", part("B", "json", "application/json", `{"a":"2"}`)+"--B--\r\n")),
		"body $.json.a: expected a number, but got a string",
		`body $.image: the part "image" is missing`,
	)
	twice := body("multipart/form-data; boundary=A", part("A", "t", "text/plain", "1")+part("A", "t", "text/plain", "2")+"--A--\r\n")
	expect(t, match.Response(twice, twice))
	found := match.Response(expected, body("multipart/form-data; boundary=B", part("B", "json", "text/plain", `{"a":2}`)+part("B", "image", "image/png", "GIF89a")+"--B--\r\n"))
	expect(t, found,
		"body type $.json: expected a part of the type application/json, but it is text/plain",
		"body $.image: expected content of the type image/png, but it is image/gif",
	)
}

func TestBytes(t *testing.T) {
	expected := ruled(t, body("application/octet-stream", "\x00"), `"$": {"matchers": [{"match": "contentType", "value": "image/jpeg"}]}`)
	expect(t, match.Response(expected, body("application/octet-stream", "\xff\xd8\xff\xe0 and so on")))
	expect(t, match.Response(expected, body("application/octet-stream", "%PDF-1.4")), "body $: expected content of the type image/jpeg, but it is application/pdf")
	plain := body("application/octet-stream", "\x00\x01")
	expect(t, match.Response(plain, body("application/octet-stream", "\x00\x01")))
	expect(t, match.Response(plain, body("application/octet-stream", "\x00\x02")), "body $: the body differs")
	expect(t, match.Response(plain, body("text/plain", "x")),
		"header Content-Type: expected application/octet-stream, but got text/plain",
		"body type $: expected a body of the type application/octet-stream, but it is text/plain")
}

func TestHostileJSON(t *testing.T) {
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	expect(t, match.Response(body("application/json", deep), body("application/json", deep)))
	for name, text := range map[string]string{
		"too deep":  strings.Repeat("[", 20_000),
		"cut":       `{"a": `,
		"two":       "1 2",
		"no UTF-8":  "\"\xff\"",
		"not there": " ",
	} {
		if found := match.Response(body("application/json", `{"a": 1}`), body("application/json", text)); len(found) != 1 || !strings.Contains(found[0].Message, "not JSON") {
			t.Errorf("%s: %s", name, says(found))
		}
	}
	many := match.Response(body("application/json", "["+strings.Repeat("1,", 5000)+"1]"), body("application/json", "["+strings.Repeat("2,", 5000)+"2]"))
	if len(many) != 1001 || many[1000].Message != "4001 more differences are not listed" {
		t.Errorf("%d mismatches, the last: %s", len(many), many[len(many)-1].Message)
	}
}

func TestTheMostPreciseRuleHolds(t *testing.T) {
	expected := response(t, `{"a": {"b": "1"}, "list": [{"c": 1}]}`, `
		"$": {"matchers": [{"match": "type"}]},
		"$.v.*": {"matchers": [{"match": "regex", "regex": "never"}]},
		"$.v.a.b": {"matchers": [{"match": "regex", "regex": "\\d"}]},
		"$.v.list": {"matchers": [{"match": "type", "max": 2}]},
		"$.v.list[1].c": {"matchers": [{"match": "equality"}]}`)
	expect(t, match.Response(expected, response(t, `{"a": {"b": "7"}, "list": [{"c": 5}, {"c": 1}]}`, "")))
	expect(t, match.Response(expected, response(t, `{"a": {"b": "x"}, "list": [{"c": 5}, {"c": 2}, {"c": "x"}]}`, "")),
		`body $.v.a.b: expected a text that matches "\\d" as a whole, but got "x"`,
		"body $.v.list: expected at most 2 items, but there are 3",
		"body $.v.list[1].c: expected exactly 1, but got 2",
		"body $.v.list[2].c: expected a number, but got a string",
	)
}

// What is asked of scalars is not asked of objects: the contract contradicts itself, and nothing holds.
func TestScalarsAreNoObjects(t *testing.T) {
	for matcher, example := range map[string]string{`"number"`: `{"a": 1}`, `"include", "value": "a"`: `{"a": 1}`, `"semver"`: `{}`, `"null"`: `[null]`} {
		rules := `"$.v": {"matchers": [{"match": ` + matcher + `}]}, "$.v.a": {"matchers": [{"match": "type"}]}`
		if found := match.Response(response(t, example, rules), response(t, example, "")); len(found) != 1 || found[0].Path != "$.v" {
			t.Errorf("%s of %s: %s", matcher, example, says(found))
		}
	}
}

// What is to be equal as a whole has no rules for its parts.
func TestEqualityGoesBeforeRulesInside(t *testing.T) {
	rules := `"$.v": {"matchers": [{"match": "equality"}]}, "$.v.list[0].a": {"matchers": [{"match": "type"}]}`
	expect(t, match.Response(response(t, `{"list": [{"a": 1}]}`, rules), response(t, `{"list": [{"a": 2}, {}]}`, "")),
		"body $.v.list: expected 1 items, but there are 2", "body $.v.list[0].a: expected exactly 1, but got 2")
}

func TestEitherEqualOrLoose(t *testing.T) {
	rules := `"$.v": {"combine": "OR", "matchers": [{"match": "type", "min": 1}, {"match": "equality"}]}`
	expect(t, match.Response(response(t, "[1, 2]", rules), response(t, "[1]", "")))
	rules = `"$.v": {"combine": "OR", "matchers": [{"match": "null"}, {"match": "equality"}]}`
	expect(t, match.Response(response(t, "[1, 2]", rules), response(t, "[1]", "")),
		"body $.v: none of the 2 matchers holds: expected null, but got [1]; expected 2 items, but there are 1")
	expect(t, match.Response(response(t, "[1, 2]", rules), response(t, "null", "")))
}

func TestContractsThatTakeForever(t *testing.T) {
	rules := `"$": {"combine": "OR", "matchers": [{"match": "type"}, {"match": "type"}]}`
	for i := range 40 { // each level would be compared three times as often as the one above
		rules += `, "$` + strings.Repeat(".*", i+1) + `": {"matchers": [{"match": "values"}, {"match": "values"}, {"match": "eachValue", "rules": []}]}`
	}
	value := strings.Repeat(`{"a": `, 40) + "1" + strings.Repeat("}", 40)
	found := match.Response(response(t, value, rules), response(t, value, ""))
	expect(t, found, "unchecked $: there is too much to compare: the rest was not looked at")
	deep := `"$": {"combine": "AND", "matchers": [{"match": "type"}, {"match": "notEmpty"}, {"min": 0}]}`
	expect(t, match.Response(response(t, value, deep), response(t, value, "")))
	expect(t, match.Response(response(t, value, strings.Replace(deep, "AND", "OR", 1)), response(t, value, "")))
}

func TestLongValuesAreCut(t *testing.T) {
	long := `["` + strings.Repeat("é", 1_000_000) + `"]`
	found := match.Response(response(t, `"a"`, ""), response(t, long, ""))
	if len(found) != 1 || len(found[0].Actual) > 500 || !strings.HasSuffix(found[0].Actual, "é…") {
		t.Errorf("got %d bytes: %.500s", len(found[0].Actual), found[0].Actual)
	}
}

func TestARuleWithoutMatchersIsNone(t *testing.T) {
	found := match.Response(response(t, "1", `"$.v": {"matchers": []}`), response(t, "2", ""))
	expect(t, found, "body $.v: expected 1, but got 2")
}

func TestRulesForValuesUnderRulesForKeys(t *testing.T) {
	expected := response(t, `{"k1": {"n": 1, "free": 1}}`, `
		"$.v": {"matchers": [{"match": "eachKey", "rules": [{"match": "regex", "regex": "k\\d"}]}]},
		"$.v.*.n": {"matchers": [{"match": "integer"}]}`)
	expect(t, match.Response(expected, response(t, `{"k7": {"n": 5, "free": 1}}`, "")))
	expect(t, match.Response(expected, response(t, `{"k7": {"n": "x", "free": 1}, "y": {"n": 1, "free": 1}}`, "")),
		"body $.v.y: the key does not fit: expected a text that matches \"k\\\\d\" as a whole, but got \"y\"",
		`body $.v.k7.n: expected an integer, but got "x"`,
	)
}
