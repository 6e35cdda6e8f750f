package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/pmezard/go-difflib/difflib"
)

const shopProto = `syntax = "proto3";

package shop.orders;

// Takes and changes orders.
service OrderService {
  // Returns the orders of a customer.
  rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse) {
    option (google.api.http) = {
      get: "/getOrders"
    };
  }
}

message ListOrdersRequest {
  string customerId = 1;
}

message ListOrdersResponse {
	repeated Order orders = 1;	// all of them
}

message Order {
  double total_price = 3;  // in €
  int64 created_at = 4;
}
`

// The document has the line endings of Windows.
var shopYAML = strings.ReplaceAll(`openapi: 3.1.0
info: {title: Größe 😀 und 価格, version: "1.0"}
paths:
  /orders/{order_id}/execute:
    post:
      operationId: executeOrder
      responses:
        "200": {description: The order.}
`, "\n", "\r\n")

func minifiedJSON() string {
	return `{"openapi":"3.0.3","paths":{` + strings.Repeat(`"/filler":{"get":{"responses":{}}},`, 2000) +
		`"/getUsers":{"get":{"operationId":"getUsers","responses":{"200":{"description":"ok"}}}},` +
		strings.Repeat(`"/more":{"get":{"responses":{}}},`, 2000) + `"/last":{}}}`
}

// at returns the span of the first place where the text stands.
func at(t testing.TB, file *source.File, text string) source.Span {
	t.Helper()
	offset := strings.Index(string(file.Content), text)
	if offset < 0 {
		t.Fatalf("%q does not stand in %s", text, file.Path)
	}
	return file.Span(offset, offset+len(text))
}

// shopSummary is a run over three specs with findings of every kind.
func shopSummary(t testing.TB) *Summary {
	proto := source.NewFile("api/shop/orders.proto", []byte(shopProto))
	yaml := source.NewFile("api/shop.yaml", []byte(shopYAML))
	minified := source.NewFile("api/users.json", []byte(minifiedJSON()))
	findings := []Finding{
		{
			Rule: "unpaginated-list", Severity: Error, Element: "shop.orders.OrderService.ListOrders",
			Message: "ListOrders returns every order at once, so it will time out for the customers who order most",
			Cure:    "add page_size and page_token to ListOrdersRequest, and next_page_token to ListOrdersResponse (https://google.aip.dev/158); if the list is bounded by nature, say so with (bylaw.bounded)",
			Span:    at(t, proto, "ListOrders"),
			Related: []Related{
				{Message: "the request has no page_token", Span: at(t, proto, "ListOrdersRequest {").Slice(0, 17)},
				{Message: "the response has no next_page_token", Span: at(t, proto, "repeated Order orders = 1;")},
			},
		},
		{
			Rule: "verb-in-path", Severity: Warning, Element: "shop.orders.OrderService.ListOrders",
			Message: `the path says "get", which the method GET says already`,
			Cure:    `name the collection: get: "/v1/orders"`,
			Span:    at(t, proto, "getOrders"),
			Fixes:   []Fix{{Title: "write /orders", Safety: DisplayOnly, Edits: []Edit{{at(t, proto, "getOrders"), "orders"}}}},
		},
		{
			Rule: "field-name-case", Severity: Warning, Element: "shop.orders.ListOrdersRequest.customerId",
			Message: "customerId is not in lower_snake_case, so generated code will read differently in every language",
			Span:    at(t, proto, "customerId"),
			Fixes:   []Fix{{Title: "rename to customer_id", Safety: Unsafe, Edits: []Edit{{at(t, proto, "customerId"), "customer_id"}}}},
		},
		{
			Rule: "float-money", Severity: Error, Element: "shop.orders.Order.total_price",
			Message: "total_price is a double, which can't hold 0.10 exactly, so totals will differ by cents",
			Cure:    "use google.type.Money:\ngoogle.type.Money total_price = 3;",
			Span:    at(t, proto, "double"),
		},
		{
			Rule: "missing-doc", Severity: Info, Element: "shop.orders.Order.created_at",
			Message: "created_at is not documented",
			Span:    at(t, proto, "created_at"),
			Fixes:   []Fix{{Title: "insert an empty comment", Safety: Safe, Edits: []Edit{{at(t, proto, "int64").Slice(0, 0), "// \n  "}}}},
		},
		{
			Rule: "missing-version", Severity: Warning, Element: "#",
			Message: "no version stands in the paths, so a breaking change has nowhere to go",
			Span:    at(t, yaml, "価格"),
		},
		{
			Rule: "execute-bag", Severity: Warning, Element: "POST /orders/{}/execute",
			Message: "executeOrder does whatever its body says, so no permission, metric or contract can tell the actions apart",
			Cure:    "write one operation for each action: POST /orders/{order_id}/cancel",
			Span:    at(t, yaml, shopYAML[strings.Index(shopYAML, "post:"):]),
		},
		{
			Rule: "verb-in-path", Severity: Warning, Element: "GET /getUsers",
			Message: `the path says "get", which the method GET says already`,
			Cure:    "name the collection: /users",
			Span:    at(t, minified, "/getUsers"),
		},
		{
			Rule: Syntax, Severity: Error, Message: "the object is not closed", Cure: "add the missing }",
			Span: minified.Span(len(minified.Content), len(minified.Content)),
		},
		{
			Rule: Internal, Severity: Error, Element: "shop.orders.Order",
			Message: "the rule raw-timestamp failed: index out of range",
		},
	}
	return &Summary{
		Version: "0.1.0", Findings: Sort(findings), Suppressed: 2, FailOn: Error,
		Checked:    Counts{Files: 3, Operations: 4003, Types: 5, Fields: 12},
		NotChecked: []NotChecked{{What: "api/legacy.yaml", Why: "it is Swagger 2.0"}},
		Rule:       shopRules,
	}
}

func shopRules(id string) (RuleInfo, bool) {
	if id != "unpaginated-list" && id != "verb-in-path" {
		return RuleInfo{}, false
	}
	return RuleInfo{
		ID: id, Title: "a title of " + id, Group: "design", Severity: Warning, AIP: []int{158, 122},
		Help: "# " + id + "\n\n**Why** it matters.", HelpURI: "https://example.com/rules/" + id, Fixable: true,
	}, true
}

// golden compares with a file of golden/report; BYLAW_BLESS=1 writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("..", "golden", "report", name)
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		diff, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
			A: difflib.SplitLines(string(want)), B: difflib.SplitLines(got), FromFile: path, ToFile: "got", Context: 3,
		})
		t.Errorf("the output changed (BYLAW_BLESS=1 blesses it after you have read it):\n%s", diff)
	}
}

// printed is what a reporter writes.
func printed(t testing.TB, write Reporter, s *Summary, o Options) string {
	t.Helper()
	var out strings.Builder
	if err := write(&out, s, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
