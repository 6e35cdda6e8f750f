package mutate_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/mutate"
	"github.com/bylaw-dev/bylaw/report"
)

// bare is an interaction with the order that says of each of its fields only that it is there.
const bare = `  - description: an order is read
    request: {method: GET, path: /orders/7}
    response:
      status: 200
      headers: {Content-Type: application/json, ETag: '{{regex "\"[0-9]+\"" = "\"7\""}}'}
      body:
`

// What survivors advise is what helps: a contract that follows it has none of them left.
func TestAdviceHelps(t *testing.T) {
	empty := bare + "        gift: true\n"
	r := run(t, shop, mutate.Options{}, contractOf(t, empty, notFound))
	body := "        gift: '{{boolean}}'\n"
	for _, f := range r.Findings() {
		_, advice, found := strings.Cut(f.Cure, ", as in ")
		switch {
		case strings.Contains(f.Cure, "$.lines[*]"):
		case !found && f.Cure != "":
			t.Errorf("no advice for: %s (%s)", f.Message, f.Cure)
		case strings.HasPrefix(advice, "lines"):
			body += "        " + advice + "\n          - sku: '{{non_empty_string}}'\n            gross: '{{boolean}}'\n"
		case f.Rule == mutate.Survivor:
			body += "        " + advice + "\n"
		}
	}
	examples := strings.NewReplacer(`[0-9]{2}$"}}`, `[0-9]{2}$" = "19.90"}}`)
	r = run(t, shop, mutate.Options{}, contractOf(t, bare+examples.Replace(body), notFound))
	if got := survivors(r); len(got) > 0 {
		t.Errorf("it has left %v of\n%s", got, body)
	}
}

// A schema that holds itself, and one of several shapes: each arm is mutated as its interaction has it.
func TestShapes(t *testing.T) {
	const tree = `openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /nodes/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      responses:
        "200":
          description: A node.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Node"}
components:
  schemas:
    Node:
      type: object
      required: [name, pay]
      properties:
        name: {type: string}
        children: {type: array, items: {$ref: "#/components/schemas/Node"}}
        prices: {type: object, additionalProperties: {type: number}}
        pay:
          oneOf:
            - {$ref: "#/components/schemas/Card"}
            - {$ref: "#/components/schemas/Cash"}
    Card:
      allOf:
        - {type: object, required: [kind], properties: {kind: {type: string, enum: [card]}}}
        - {type: object, required: [last4], properties: {last4: {type: string}, brand: {type: string}}}
    Cash:
      type: object
      required: [kind, amount]
      properties: {kind: {type: string, enum: [cash]}, amount: {type: number}}
`
	node := func(what, pay string) string {
		return "  - description: " + what + "\n    request: {path: /nodes/1}\n    response: {status: 200, headers: {Content-Type: application/json}, body: {name: a, pay: " + pay + "}}\n"
	}
	r := run(t, tree, mutate.Options{}, contractOf(t, node("by card", "{kind: card, last4: '1234'}"), node("in cash", "{kind: cash, amount: 7}")))
	killed := map[string]bool{}
	for _, one := range r.Tried() {
		key := one.Side.String() + " " + one.Mutant + " " + one.Path
		killed[key] = killed[key] || one.Killed
	}
	for _, want := range []string{
		"answer drop-field $.pay.last4", "answer drop-field $.pay.amount", "answer new-enum-value $.pay.kind",
		"spec drop-field $.pay.last4", "spec drop-field $.pay.amount", "spec retype $.pay.amount",
	} {
		if !killed[want] {
			t.Errorf("%s is not killed", want)
		}
	}
	for _, want := range []string{"answer drop-field $.pay.brand", "spec drop-field $.pay.brand", "answer retype $.prices"} {
		if is, made := killed[want]; is || !made {
			t.Errorf("%s: made %v, killed %v", want, made, is)
		}
	}
}

// Findings point at the contract where it speaks of the value, and at the spec.
func TestFindings(t *testing.T) {
	c := contractOf(t, strings.Replace(strict, `status: '{{regex "open|paid" = "open"}}'`, `status: '{{type = "open"}}'`, 1), notFound)
	r := run(t, shop, mutate.Options{}, c)
	found := append(r.Findings(), r.Gate(99.5)...)
	if len(found) != 2 {
		t.Fatalf("%v", found)
	}
	f := found[0]
	if f.Message != "no contract notices if $.status in the answer 200 of GET /orders/{} has a value that nobody has heard of or is an empty text" ||
		f.Cure != `say more of $.status, as in status: '{{regex "open|paid"}}'` || f.Severity != report.Warning {
		t.Errorf("%+v", f)
	}
	if f.Span.Text() != "status" || len(f.Related) != 1 || f.Related[0].Span.Text() != "status" || f.Element != "#/components/schemas/Order/properties/status" {
		t.Errorf("%q, %q, %v", f.Span.Text(), f.Element, f.Related)
	}
	if gate := found[1]; gate.Severity != report.Error || !strings.Contains(gate.Message, "below the 99.5 %") {
		t.Errorf("%+v", gate)
	}
	if len(r.Gate(97)) > 0 {
		t.Error("the score is high enough")
	}
}

func TestDiagnosticsAreSorted(t *testing.T) {
	var ids []string
	for _, d := range mutate.Diagnostics() {
		ids = append(ids, d.ID)
	}
	if !slices.IsSorted(ids) {
		t.Error(ids)
	}
}

// Where the default says the same of any status, another one in the spec is no mistake, and isn't made.
func TestDefault(t *testing.T) {
	made := func(spec string) (found []string) {
		for _, one := range run(t, spec, mutate.Options{}, contractOf(t, strict, notFound)).Tried() {
			if one.Mutant == "other-status" && one.Side == mutate.InSpec {
				found = append(found, one.Kind.Response.Status)
			}
		}
		return found
	}
	expect(t, made(shop), "200", "404")
	expect(t, made(strings.Replace(shop, `        "404":`, `        default: {description: Else., content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}`+"\n"+`        "404":`, 1)), "200")
}

// There is an end to the mutants of one answer, and it is told.
func TestMany(t *testing.T) {
	fields := ""
	for i := range 1500 {
		fields += "        f" + strconv.Itoa(i) + ": {type: string}\n"
	}
	r := run(t, shop+"    Big:\n      type: object\n      properties:\n"+fields, mutate.Options{})
	if n := len(r.Tried()); n > 500 || len(r.NotCounted) > 0 {
		t.Errorf("%d mutants, %v", n, r.NotCounted)
	}
	big := strings.Replace(shop, `              schema: {$ref: "#/components/schemas/Order"}`, `              schema: {$ref: "#/components/schemas/Big"}`, 1)
	r = run(t, big+"    Big:\n      type: object\n      properties:\n"+fields, mutate.Options{})
	if n := len(r.Tried()); n != 2000 || len(r.NotCounted) != 1 || r.NotCounted[0].Why != "it has more mutants than are tried" {
		t.Errorf("%d mutants, %v", n, r.NotCounted)
	}
}
