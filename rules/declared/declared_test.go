package declared

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/report"
)

const protoSpec = `syntax = "proto3";
package acme.orders.v1;
import "google/api/annotations.proto";
import "google/api/field_behavior.proto";
// Keeps orders.
service Orders {
  // Reads one.
  rpc GetOrder(GetOrderRequest) returns (Order) { option (google.api.http) = {get: "/v1/{name=orders/*}"}; }
  rpc ListOrders(ListOrdersRequest) returns (stream Order) { option deprecated = true; }
}
message GetOrderRequest { string name = 1 [(google.api.field_behavior) = REQUIRED]; }
message ListOrdersRequest { int32 page_size = 1; }
message Order { string name = 1; State state = 2; repeated string tags = 3; string etag = 4 [(google.api.field_behavior) = OUTPUT_ONLY]; }
enum State { STATE_UNSPECIFIED = 0; STATE_OPEN = 1; }
`

const openAPISpec = `openapi: 3.1.0
info: {title: Orders, version: 1.2.0}
servers: [{url: 'https://api.example.com'}]
paths:
  /v1/orders/{id}:
    get:
      operationId: getOrder
      tags: [shop]
      x-owner: {team: fulfilment, level: 2}
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, maxLength: 36}}
        - {name: X-Trace, in: header, schema: {type: string}}
      responses:
        '200':
          description: ok
          headers: {ETag: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
        '404': {description: gone}
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: {type: string, maxLength: 36}
        total: {type: number, minimum: 0.5, default: 1}
        tags: {type: array, maxItems: 5, items: {type: string}}
        state: {type: string, enum: [open, closed], deprecated: true}
`

// TestProperties asks each kind of element for what it is, in both formats: the elements for which
// the expression is not true are those that are named.
func TestProperties(t *testing.T) {
	for _, c := range []struct{ spec, kind, assert, want string }{
		{protoSpec, "api", `api.format == "openapi"`, "acme.orders.v1"},
		{protoSpec, "api", `api.version == "v1" && api.services.size() == 1 && api.types.size() == 4`, ""},
		{openAPISpec, "api", `api.servers.all(s, s.startsWith("https:")) && api.version.matches("^[0-9.]+$")`, ""},
		{protoSpec, "service", `service.operations.all(o, o.doc != "")`, "Orders"},
		{protoSpec, "operation", `operation.standard_method == "Get"`, "ListOrders"},
		{protoSpec, "operation", `!operation.server_streaming && !operation.deprecated`, "ListOrders"},
		{protoSpec, "operation", `operation.path.contains("orders/") && operation.method == "GET"`, "ListOrders"},
		{protoSpec, "operation", `operation.inputs.exists(f, f.required)`, "ListOrders"},
		{protoSpec, "operation", `operation.response.fields.exists(f, f.name == "etag" && f.read_only)`, ""},
		{protoSpec, "operation", `"deprecated" in operation.attributes`, "GetOrder"},
		{openAPISpec, "operation", `operation.attributes["x-owner"].team == "fulfilment" && operation.attributes["x-owner"].level == 2`, ""},
		{openAPISpec, "operation", `operation.tags == ["shop"] && !operation.webhook && operation.file == "api.yaml"`, ""},
		{openAPISpec, "operation", `operation.responses.exists(r, r.status == "429")`, "getOrder"},
		{openAPISpec, "operation", `has(operation.request)`, "getOrder"},
		{openAPISpec, "parameter", `parameter.location == "path" || words(parameter.name)[0] == "acme"`, "ETag X-Trace"},
		{openAPISpec, "parameter", `has(parameter.max_length)`, "ETag X-Trace"},
		{openAPISpec, "response", `response.media_types == ["application/json"] && response.headers == ["ETag"] && response.types[0].name == "Order"`, "404"},
		{openAPISpec, "type", `type.kind == "object" && type.in_response && !type.in_request || type.name == ""`, ""},
		{openAPISpec, "field", `field.required || has(field.default) && field.default == 1 && field.minimum >= 0.5`, "state tags"},
		{openAPISpec, "field", `!field.repeated || field.max_items == 5 && field.type.items.kind == "string"`, ""},
		{openAPISpec, "field", `field.owner.name == "Order" && field.id.startsWith("#/components/schemas/Order/properties/")`, ""},
		{protoSpec, "field", `field.number > 1`, "name name page_size"},
		{protoSpec, "field", `field.kind != "enum" || field.type.values.exists(v, v.number == 0)`, ""},
		{protoSpec, "enum_value", `value_of(1)`, "compile"},
		{protoSpec, "enum_value", `enum_value.name.startsWith(enum_value.owner.name.upperAscii() + "_")`, ""},
		{openAPISpec, "enum_value", `enum_value.name == "open"`, "closed"},
	} {
		rule := &config.CustomRule{ID: said("x-rule"), Title: said("it is so"), For: said(c.kind), Assert: said(c.assert), Message: said("{" + c.kind + ".name}"), Severity: report.Warning}
		if mistakes := Check(rule); len(mistakes) > 0 {
			if c.want != "compile" {
				t.Errorf("%s: %s", c.assert, mistakes[0].Message)
			}
			continue
		}
		var got []string
		for _, f := range run(t, rule, c.spec) {
			got = append(got, strings.TrimSuffix(f.Message, "Response"))
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: found %q, want %q", c.assert, got, c.want)
		}
	}
}

func said(text string) config.Text { return config.Text{Value: text} }

func run(t *testing.T, c *config.CustomRule, text string) []report.Finding {
	t.Helper()
	name := "api.yaml"
	if strings.HasPrefix(text, "syntax") {
		name = "acme/orders/v1/orders.proto"
	}
	set := lint.NewSet(nil)
	set.Custom = Rule
	profile := &config.Profile{Settings: []config.Setting{{Rule: c.ID.Value, Severity: report.Warning, Custom: c}}}
	findings, err := lint.Run(t.Context(), linttest.Load(t, map[string]string{name: text}), set, func(string) *config.Profile { return profile })
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// TestMistakes holds what is said of expressions that are wrong, and where.
func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		rule config.CustomRule
		at   string // the text from the offset on
		want string
	}{
		{config.CustomRule{For: said("field"), Assert: said("field.nmae == 'x'")}, ".nmae == 'x'", "undefined field 'nmae'"},
		{config.CustomRule{For: said("field"), Assert: said("true &&\n  field.name == 1")}, "== 1", "found no matching overload for '_==_' applied to '(string, int)'"},
		{config.CustomRule{For: said("field"), Assert: said("field.name")}, "field.name", "the expression is a string, and has to be true or false"},
		{config.CustomRule{For: said("field"), Assert: said("operation.name == ''")}, "operation.name == ''", "undeclared reference to 'operation'"},
		{config.CustomRule{For: said("field"), Assert: said("field.name ==")}, "", "Syntax error: mismatched input '<EOF>'"},
		{config.CustomRule{For: said("field"), When: said("1"), Assert: said("true")}, "1", "the expression is an int, and has to be true or false"},
		{config.CustomRule{For: said("field"), Assert: said("true"), Message: said("näh {field.nme}")}, ".nme}", "undefined field 'nme'"},
		{config.CustomRule{For: said("field"), Assert: said("true"), Cure: said("write {field.name")}, "{field.name", "this brace opens an expression that nothing closes"},
		{config.CustomRule{For: said("field"), Assert: said("field{name: 'x'}.name == 'x'")}, "", ""},
	} {
		mistakes := Check(&c.rule)
		if c.want == "" {
			continue // an element can be written down, and is refused when it is asked for
		}
		if len(mistakes) != 1 || !strings.HasPrefix(mistakes[0].Message, c.want) || mistakes[0].Text.Value[mistakes[0].Offset:] != c.at {
			t.Errorf("%q: got %+v, want %q at %q", c.rule.Assert.Value, mistakes, c.want, c.at)
		}
	}
}

// TestCannotBeAsked: what an expression stumbles over is a finding, as is one that would never end.
func TestCannotBeAsked(t *testing.T) {
	unguarded := &config.CustomRule{ID: said("x-rule"), For: said("field"), When: said("field.name == 'tags'"), Assert: said("field.max_length < 5")}
	if found := run(t, unguarded, openAPISpec); len(found) != 1 || found[0].Message != "this rule can't be asked about tags: max_length is not declared" {
		t.Errorf("got %v", found)
	}
	endless := "api.types.all(t, t.fields.all(f, f.type.kind != 'x'))"
	for range 12 {
		endless = "[1,2,3,4,5,6,7,8,9,10].all(i, " + endless + ")"
	}
	bomb := &config.CustomRule{ID: said("x-rule"), For: said("api"), Assert: said(endless)}
	if found := run(t, bomb, openAPISpec); len(found) != 1 || !strings.Contains(found[0].Message, "cost") {
		t.Errorf("got %v", found)
	}
}

func TestTemplate(t *testing.T) {
	c := &config.CustomRule{
		ID: said("x-rule"), For: said("api"), Assert: said("false"), At: said("title"),
		Message: said(`{{{api.name}}} has {api.types.size()} types: { {"a": "}"}["a"]} {api}`), Cure: said("read\n  it"),
	}
	found := run(t, c, openAPISpec)
	if len(found) != 1 || found[0].Message != `{Orders} has 1 types: } Orders` || found[0].Cure != "read it" {
		t.Errorf("got %+v", found)
	}
}

func TestKindsAgree(t *testing.T) {
	for _, k := range newModel().kinds {
		names := map[string]bool{}
		for _, p := range k.properties {
			if names[p.name] {
				t.Errorf("%s has %s twice", k.name, p.name)
			}
			names[p.name] = true
		}
		if len(k.properties) <= len(ofAll()) {
			t.Errorf("%s has no properties of its own", k.name)
		}
	}
}
