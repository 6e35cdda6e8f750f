package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// used returns the uses as lines: "field $.id of #/components/schemas/Order/properties/id", with a question
// mark where nothing is asserted.
func used(r check.Result) []string {
	var lines []string
	for _, u := range r.Uses {
		line := strings.TrimSpace(fmt.Sprintf("%s %s", u.Part, u.Path)) + " of " + string(u.Element)
		if !u.Asserted {
			line += "?"
		}
		if len(u.Schemas) > 0 {
			line += fmt.Sprint(" by ", u.Schemas)
		}
		lines = append(lines, line)
	}
	return lines
}

const usedSpec = `openapi: 3.1.0
info: {title: Orders, version: "1"}
paths:
  /orders/{id}:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {size: {type: integer}}}}
        - {name: unused, in: query, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
        - {name: X-Limit, in: header, schema: {$ref: "#/components/schemas/Limit"}}
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {note: {type: string}, other: {type: string}}}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {size: {type: integer}, other: {type: string}}}}
      responses:
        2XX:
          description: the order
          headers: {X-Total: {required: true, schema: {type: integer}}, X-Other: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
components:
  schemas:
    Limit: {type: integer}
    State: {type: string, enum: [open, paid]}
    Base: {type: object, required: [id], properties: {id: {type: integer}}}
    Order:
      allOf:
        - {$ref: "#/components/schemas/Base"}
        - type: object
          required: [state, lines]
          properties:
            state: {$ref: "#/components/schemas/State"}
            lines: {type: array, items: {$ref: "#/components/schemas/Line"}}
            unused: {type: string}
    Line: {type: object, required: [sku], properties: {sku: {type: string}}}
`

func TestUses(t *testing.T) {
	const post = "POST /orders/{}"
	const answer = `"status": 201, "headers": {"X-Total": "5"}, "body": {"id": 1, "state": "open", "lines": [{"sku": "a"}, {"sku": "b"}]}`
	got := used(hold(t, usedSpec, exchange(`"method": "POST", "path": "/orders/1", "query": {"filter[size]": ["1"]}, "headers": {"X-Limit": "5", "Cookie": "a=b; session=s"}, "body": {"note": "x"}`, answer)))
	const order = "#/components/schemas/Order/allOf/1/properties/"
	want := []string{
		"operation of " + post,
		"parameter id of " + post + "/parameters/path/id by [" + post + "/parameters/path/id/schema]",
		"parameter filter of " + post + "/parameters/query/filter by [" + post + "/parameters/query/filter/schema]",
		"parameter session of " + post + "/parameters/cookie/session by [" + post + "/parameters/cookie/session/schema]",
		"parameter X-Limit of " + post + "/parameters/header/X-Limit by [" + post + "/parameters/header/X-Limit/schema #/components/schemas/Limit]",
		"request body of " + post + "/requestBody/content/application~1json by [" + post + "/requestBody]",
		"request body $ of " + post + "/requestBody/content/application~1json/schema",
		"request body $.note of " + post + "/requestBody/content/application~1json/schema/properties/note",
		"status 2XX of " + post + "/responses/2XX",
		"header X-Total of " + post + "/responses/2XX/headers/X-Total by [" + post + "/responses/2XX/headers/X-Total/schema]",
		"media type application/json of " + post + "/responses/2XX/content/application~1json",
		"field $ of " + post + "/responses/2XX/content/application~1json/schema by [" +
			"#/components/schemas/Order #/components/schemas/Order/allOf/0 #/components/schemas/Base #/components/schemas/Order/allOf/1]",
		"field $.id of #/components/schemas/Base/properties/id",
		"field $.state of " + order + "state by [#/components/schemas/State]",
		"field $.lines of " + order + "lines",
		"field $.lines[*] of " + order + "lines/items by [#/components/schemas/Line]",
		"field $.lines[*].sku of #/components/schemas/Line/properties/sku",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	form := used(hold(t, usedSpec, exchange(`"method": "POST", "path": "/orders/1", "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": "size=5"`, answer)))
	if last := "request body $.size of " + post + "/requestBody/content/application~1x-www-form-urlencoded/schema/properties/size"; form[3] != last {
		t.Errorf("a form: got %s, want %s", form[3], last)
	}
}

// Where a contract only asks for a type of content, nothing in it is asserted.
func TestUsesOfAType(t *testing.T) {
	rules := `"$": {"combine": "AND", "matchers": [{"match": "contentType", "value": "application/json"}]}`
	got := used(hold(t, answering(`{type: object, properties: {a: {type: string}}}`, ""), expecting(`{"a": "x"}`, rules)))
	if last := got[len(got)-1]; last != "field $ of GET /things/responses/200/content/application~1json/schema?" {
		t.Errorf("got %s", last)
	}
}

func TestUsesOfCalls(t *testing.T) {
	checker := callable(t)
	want := []string{
		"operation of shop.v1.Orders.Get", "request body $.name of shop.v1.GetRequest.name", "field $.name of shop.v1.Order.name",
		"field $.lines of shop.v1.Order.lines by [shop.v1.Line]", "field $.lines[*].sku of shop.v1.Line.sku",
		"field $.marks of shop.v1.Order.marks by [shop.v1.Order.MarksEntry]", "field $.marks.*.sku of shop.v1.Line.sku",
	}
	for name, answer := range map[string]string{
		"json":  inJSON(`{"name": "one", "lines": [{"sku": "a"}], "marks": {"x": {"sku": "b"}}}`),
		"bytes": inBytes("Order", "\x0a\x03one\x1a\x03\x0a\x01a\x22\x08\x0a\x01x\x12\x03\x0a\x01b"),
	} {
		k, _ := pact.Read(source.NewFile("pact.json", []byte(calling("Orders/Get", inJSON(`{"name": "one"}`), answer, ""))))
		if got := used(checker.Check(k)); !slices.Equal(got, want) {
			t.Errorf("%s: got\n  %s\nwant\n  %s", name, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
		}
	}
}
