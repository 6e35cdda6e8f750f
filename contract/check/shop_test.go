package check_test

import (
	"os"
	"strings"
	"testing"
)

// edits are changes of the order service's spec, and what they do to the contract of its consumer billing.
var edits = []struct {
	name, old, new string
	want           []string // beside what is always told
}{
	{"nothing", "", "", nil},
	{"field removed", `        total: {type: string, pattern: "^[0-9]+[.][0-9]{2}$", maxLength: 20, description: What it costs.}` + "\n", "",
		[]string{`error undeclared-field billing, "get an order": the consumer needs $.total`}},
	{"field renamed", "        create_time: {type: string, format: date-time, description: When it was placed.}", "        created_time: {type: string, format: date-time}",
		[]string{"error undeclared-field … $.create_time … did the spec rename it to created_time?"}},
	{"string to number", `        total: {type: string, pattern: "^[0-9]+[.][0-9]{2}$", maxLength: 20,`, "        total: {type: number,",
		[]string{"error response … $.total must be a number, not a string"}},
	{"other pattern", `total: {type: string, pattern: "^[0-9]+[.][0-9]{2}$"`, `total: {type: string, pattern: "^[0-9]+ EUR$"`,
		[]string{"error response … $.total must match the pattern … no value was found"}},
	{"other format, which the matcher takes", "create_time: {type: string, format: date-time, description: When it was placed.}", "create_time: {type: string, format: date}",
		[]string{"warning example … $.create_time must be a date"}},
	{"made optional", "required: [order_id, customer_id, status, lines, total, create_time]", "required: [order_id, customer_id, status, lines, create_time]",
		[]string{"warning not-promised … $.total … the field is optional"}},
	{"made nullable", `        total: {type: string, pattern: "^[0-9]+[.][0-9]{2}$"`, `        total: {nullable: true, type: string, pattern: "^[0-9]+[.][0-9]{2}$"`,
		[]string{"warning not-promised … $.total … may be null too"}},
	{"nullable where any string is taken", "        create_time: {type: string, format: date-time, description: When it was placed.}", "        create_time: {nullable: true, type: string, format: date-time}",
		[]string{"warning not-promised … needs a string at $.create_time … may be null too"}},
	{"enum narrowed", "enum: [open, paid, shipped, cancelled]", "enum: [new, paid, shipped, cancelled]", []string{
		`warning example billing, "get an order" … $.status must be one of new, paid, shipped, cancelled; the matcher takes others`,
		`error request billing, "list open orders" … query status must be one of new`,
		`error response billing, "create an order" … $.status must be one of new`,
	}},
	{"list emptied", "          minItems: 1\n          maxItems: 100\n          description: The positions.\n          items: {$ref: \"#/components/schemas/OrderLine\"}\n        ship_to: {$ref: \"#/components/schemas/Address\"}\n        gift: {type: boolean, desc",
		"          maxItems: 0\n          description: The positions.\n          items: {$ref: \"#/components/schemas/OrderLine\"}\n        ship_to: {$ref: \"#/components/schemas/Address\"}\n        gift: {type: boolean, desc",
		[]string{"error response … needs 1 or more items at $.lines, but the spec allows 0 at most"}},
	{"required field added to the request", "      required: [customer_id, lines]", "      required: [customer_id, lines, channel]",
		[]string{`error request billing, "create an order" … body channel is required`}},
	{"field of the request removed", "        customer_id: {type: string, format: uuid, description: Who pays.}\n        lines:\n          type: array\n          minItems: 1\n          maxItems: 100\n          description: The positions.\n          items: {$ref: \"#/components/schemas/OrderLine\"}\n        ship_to: {$ref: \"#/components/schemas/Address\"}\n        gift: {type: boolean, default",
		"        customer_id: {type: string, format: uuid, description: Who pays.}\n        ship_to: {$ref: \"#/components/schemas/Address\"}\n        gift: {type: boolean, default",
		[]string{"error request … body lines is not a field of this object"}},
	{"status removed", `        "404": {$ref: "#/components/responses/NotFound"}` + "\n    put:", "    put:",
		[]string{`error status billing, "get an order that there isn't" … expects the status 404 … are 200, 400`}},
	{"path moved", "  /v1/orders/{order_id}:\n", "  /v2/orders/{order_id}:\n", []string{
		`error unknown-operation billing, "get an order": the spec has no operation GET /v1/orders/9b2d3f4e`,
		`error unknown-operation billing, "get an order that there isn't"`,
	}},
	{"method changed", "    post:\n      operationId: createOrder", "    put:\n      operationId: createOrder",
		[]string{"error unknown-operation … no operation POST /v1/orders: this path knows only GET, PUT"}},
	{"parameter removed", "        - name: status\n          in: query\n          description: Only orders in this state.\n          schema: {$ref: \"#/components/schemas/OrderStatus\"}\n", "",
		[]string{`warning undeclared-input … no query parameter "status"`}},
	{"parameter narrowed", "maximum: 200, default: 50", "maximum: 10, default: 10", []string{"error request … query page_size must be at most 10"}},
	{"parameter required", "        - name: page_token\n          in: query\n", "        - name: page_token\n          in: query\n          required: true\n",
		[]string{"error request … query page_token is required"}},
	{"operations behind a base path", "  - url: https://orders.shop.example\n", "  - url: https://orders.shop.example/api\n", nil},
}

func TestShop(t *testing.T) {
	spec, contract := read(t, "../../golden/shop/orders.yaml"), read(t, "testdata/billing.json")
	for _, e := range edits {
		t.Run(e.name, func(t *testing.T) {
			if !strings.Contains(spec, e.old) {
				t.Fatalf("the spec has no longer %q", e.old)
			}
			i := strings.LastIndex(spec, e.old)
			if strings.HasPrefix(e.old, "  /") || strings.HasPrefix(e.old, "    post") {
				i = strings.Index(spec, e.old)
			}
			result := hold(t, spec[:i]+e.new+spec[i+len(e.old):], contract)
			if result.Checked != 5 {
				t.Errorf("%d interactions are checked", result.Checked)
			}
			var got []string
			for _, line := range told(result) {
				if !strings.Contains(line, "$.lines[0].note") && !strings.Contains(line, "header Location") {
					got = append(got, line)
				}
			}
			expect(t, got, e.want...)
		})
	}
}

func read(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(content), "\r\n", "\n")
}
