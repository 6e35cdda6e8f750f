package linttest

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestWrapProto(t *testing.T) {
	got := wrapProto(`
// Lists orders.
rpc ListOrders(ListOrdersRequest) returns (stream Order) {
  option (google.api.http) = {get: "/v1/orders"};
}
message ListOrdersRequest {
  google.protobuf.Timestamp since = 1;
}
// A field alone.
string customerId = 1;
`)
	want := `syntax = "proto3";
package example.v1;
import "google/api/annotations.proto";
import "google/protobuf/timestamp.proto";
message ListOrdersRequest {
  google.protobuf.Timestamp since = 1;
}
message Example {
// A field alone.
string customerId = 1;
}
service ExampleService {
// Lists orders.
rpc ListOrders(ListOrdersRequest) returns (stream Order) {
  option (google.api.http) = {get: "/v1/orders"};
}
}
message Order {}
`
	if got != want {
		t.Errorf("wrapped:\n%s\nwant:\n%s", got, want)
	}
}

func TestWrapYAML(t *testing.T) {
	got := wrapYAML(`
# The orders.
/v1/orders:
  get: {responses: {}}
post:
  responses: {}
Order:
  type: object
servers: []
`)
	want := `openapi: 3.1.0
info: {title: Example, version: 1.0.0}
paths:
  # The orders.
  /v1/orders:
    get: {responses: {}}
  /v1/examples:
    post:
      responses: {}
components:
  schemas:
    Order:
      type: object
servers: []
`
	if got != want {
		t.Errorf("wrapped:\n%s\nwant:\n%s", got, want)
	}
	var parsed any
	if err := yaml.Unmarshal([]byte(got), &parsed); err != nil {
		t.Error(err)
	}
}

func TestCompleteSnippetsStay(t *testing.T) {
	for _, block := range []Block{
		{"proto", "syntax = \"proto2\";\n"}, {"proto", "edition = \"2023\";\n"},
		{"yaml", "openapi: 3.0.3\npaths: {}\n"}, {"json", "{}\n"},
	} {
		c := snippet("block", block)
		for _, text := range c.files {
			if text != block.Text {
				t.Errorf("%q became %q", block.Text, text)
			}
		}
	}
}

func TestExtractWants(t *testing.T) {
	text := "string a = 1; // want \"one\" `two`\n  # want:+2 \"three\"\nno want\n\"x-want\": \"\\\"four\\\"\",\n"
	wants, blanked := extractWants("f", text)
	var got []string
	for _, w := range wants {
		got = append(got, w.pattern.String()+"@"+string(rune('0'+w.line)))
	}
	if line := strings.Join(got, " "); line != "one@1 two@1 three@4 four@4" {
		t.Errorf("wants %s", line)
	}
	if len(blanked) != len(text) || strings.Contains(blanked, "one") || !strings.HasPrefix(blanked, "string a = 1; ") {
		t.Errorf("blanked to %q", blanked)
	}
}

func TestYAMLToJSON(t *testing.T) {
	got := yamlToJSON("b: &x [1, 1.5, true, null, 'a\"b', 2024-01-01]\na: *x\nempty: {}\nnone: []\n")
	want := `{
  "b": [
    1,
    1.5,
    true,
    null,
    "a\"b",
    "2024-01-01"
  ],
  "a": [
    1,
    1.5,
    true,
    null,
    "a\"b",
    "2024-01-01"
  ],
  "empty": {},
  "none": []
}
`
	if got != want {
		t.Errorf("got %s", got)
	}
}
