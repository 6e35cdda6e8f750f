package matrix_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/matrix"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// api is a document of orders: what a request has, and what an order has, as JSON schemas.
func api(request, order string) string {
	return `
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    post:
      requestBody: {required: true, content: {application/json: {schema: ` + request + `}}}
      responses: {'201': {description: made}}
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200': {description: one, content: {application/json: {schema: ` + order + `}}}
        '404': {description: none}
`
}

const (
	anyRequest = "{type: object, required: [sku], properties: {sku: {type: string}}}"
	anyOrder   = "{type: object, required: [id, total], properties: {id: {type: integer}, total: {type: number}, state: {enum: [new, paid]}}}"
)

// consumer is a contract of billing, which reads fields of an order and sends a body.
func consumer(sends, reads string) string {
	return `bylaw: contract/v1
consumer: billing
provider: orders
interactions:
  - description: makes an order
    request: {method: POST, path: /orders, headers: {Content-Type: application/json}, body: ` + sends + `}
    response: {status: 201}
  - description: reads an order
    request: {method: GET, path: /orders/7}
    response: {status: 200, headers: {Content-Type: application/json}, body: ` + reads + `}
`
}

func version(t *testing.T, name, api string, contracts ...string) *matrix.Version {
	t.Helper()
	v := &matrix.Version{Name: name}
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": api}), Roots: []string{"api.yaml"}})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatal(f.Message)
		}
	}
	v.Specs = []check.Spec{{API: apis[0]}}
	for _, c := range contracts {
		read, findings := text.Read(source.NewFile(name+":billing.yaml", []byte(c)))
		if len(findings) > 0 {
			t.Fatal(findings[0].Message)
		}
		v.Contracts = append(v.Contracts, read)
	}
	return v
}

func run(t *testing.T, versions ...*matrix.Version) *matrix.Matrix {
	t.Helper()
	m, err := matrix.Run(t.Context(), versions, verify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// grid is the table for people: a line for each row.
func grid(m *matrix.Matrix) string {
	var lines []string
	for _, row := range m.Tables()[0].Rows {
		lines = append(lines, strings.Join(row, " | "))
	}
	return strings.Join(lines, "\n")
}

func TestOrders(t *testing.T) {
	renamed := strings.ReplaceAll(anyOrder, "total", "amount")
	both := "{type: object, required: [id, total, amount], properties: {id: {type: integer}, total: {type: number}, amount: {type: number}}}"
	needsCount := "{type: object, required: [sku, count], properties: {sku: {type: string}, count: {type: integer}}}"
	mayCount := "{type: object, required: [sku], additionalProperties: false, properties: {sku: {type: string}, count: {type: integer}}}"
	strict := "{type: object, required: [sku], additionalProperties: false, properties: {sku: {type: string}}}"
	old, moved := consumer("{sku: a}", "{id: 7, total: 10.5}"), consumer("{sku: a}", "{id: 7, amount: 10.5}")
	for _, test := range []struct {
		name       string
		old, new   string
		was, is    []string
		order      matrix.Order
		grid, said string
	}{
		{"nothing has changed", api(anyRequest, anyOrder), api(anyRequest, anyOrder), []string{old}, []string{old}, matrix.AnyOrder,
			"v1 | holds | holds\nv2 | holds | holds", "From v1 to v2 either side may be deployed first."},
		{"a field is added that the new consumer reads", api(anyRequest, anyOrder), api(anyRequest, both), []string{old}, []string{moved}, matrix.ProviderFirst,
			"v1 | holds | holds\nv2 | breaks billing | holds", "From v1 to v2 deploy the provider first, and then the consumers."},
		{"a field is taken away that the new consumer doesn't read", api(anyRequest, both), api(anyRequest, renamed), []string{old}, []string{moved}, matrix.ConsumersFirst,
			"v1 | holds | breaks billing\nv2 | holds | holds", "From v1 to v2 deploy the consumers first, and then the provider."},
		{"a field is renamed", api(anyRequest, anyOrder), api(anyRequest, renamed), []string{old}, []string{moved}, matrix.NoOrder,
			"v1 | holds | breaks billing\nv2 | breaks billing | holds", "From v1 to v2 no order is safe: do it in two steps."},
		{"a new request is sent", api(strict, anyOrder), api(mayCount, anyOrder), []string{old}, []string{consumer("{sku: a, count: 1}", "{id: 7}")}, matrix.ProviderFirst,
			"v1 | holds | holds\nv2 | breaks billing | holds", "From v1 to v2 deploy the provider first, and then the consumers."},
		{"a request needs more", api(mayCount, anyOrder), api(needsCount, anyOrder), []string{old}, []string{consumer("{sku: a, count: 1}", "{id: 7}")}, matrix.ConsumersFirst,
			"v1 | holds | breaks billing\nv2 | holds | holds", "From v1 to v2 deploy the consumers first, and then the provider."},
		{"only schemas are known, and a field is gone", api(anyRequest, both), api(anyRequest, anyOrder), nil, nil, matrix.ConsumersFirst,
			"v1 | not known | breaks 1 operation (schemas)\nv2 | holds (schemas) | not known", "From v1 to v2 deploy the consumers first, and then the provider."},
		{"nobody uses the field that is gone", api(anyRequest, both), api(anyRequest, anyOrder), []string{old}, []string{old}, matrix.AnyOrder,
			"v1 | holds | holds, schemas differ\nv2 | holds | holds", "From v1 to v2 either side may be deployed first."},
		{"the new version breaks its own consumers", api(anyRequest, anyOrder), api(anyRequest, anyOrder), []string{old}, []string{moved}, matrix.NoOrder,
			"v1 | holds | holds\nv2 | breaks billing | breaks billing", "From v1 to v2 no order is safe: v2 breaks its own consumers."},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := run(t, version(t, "v1", test.old, test.was...), version(t, "v2", test.new, test.is...))
			if got := m.Steps()[0].Order; got != test.order {
				t.Errorf("%s, and not %s", got, test.order)
			}
			if got := grid(m); got != test.grid {
				t.Errorf("the table is\n%s", got)
			}
			if got := m.Headline(); got != test.said {
				t.Errorf("it says %s", got)
			}
		})
	}
}

// What each version's schemas allow is read by the other's: the smallest difference is found.
func TestSchemas(t *testing.T) {
	order := func(state string) string {
		return "{type: object, required: [state], properties: {state: " + state + "}}"
	}
	for _, test := range []struct{ name, old, new, want string }{
		{"an enum has a new value", order("{enum: [a, b, c, d, e, f, g]}"), order("{enum: [a, b, c, d, e, f, g, h]}"), "$.state must be one of"},
		{"null is new", order("{type: string}"), order("{type: [string, 'null']}"), "$.state must be a string"},
		{"a field may be missing", order("{type: string}"), strings.Replace(order("{type: string}"), "required: [state], ", "", 1), "$.state is required"},
		{"another type", order("{type: string}"), order("{type: integer}"), "$.state must be a string"},
		{"an item is another", order("{type: array, items: {enum: [a]}}"), order("{type: array, items: {enum: [a, b]}, minItems: 1}"), "$.state[0] must be"},
		{"any one may be missing", "{type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}", "{type: object, minProperties: 1, properties: {a: {type: string}, b: {type: string}}}", "$.a is required"},
		{"behind a union", order("{oneOf: [{type: object, required: [a], properties: {a: {enum: [x]}}}]}"), order("{oneOf: [{type: object, required: [a], properties: {a: {enum: [x, y]}}}]}"), "$.state.a must be"},
	} {
		m := run(t, version(t, "v1", api(anyRequest, test.old)), version(t, "v2", api(anyRequest, test.new)))
		side := m.Pair(0, 1).Schemas
		if side.Broken != 1 || side.Held != 1 || !strings.Contains(fmt.Sprint(side.Breaks), test.want) {
			t.Errorf("%s: %+v", test.name, side)
		}
		m = run(t, version(t, "v1", api(test.new, anyOrder)), version(t, "v2", api(test.old, anyOrder)))
		if side := m.Pair(0, 1).Schemas; side.Broken != 1 || side.Breaks[0].What != "POST /orders" {
			t.Errorf("%s, in a request: %+v", test.name, side)
		}
	}
	sorted := func(by string) string {
		return strings.Replace(api(anyRequest, anyOrder), "schema: {type: integer}}]", "schema: {type: integer}}, {name: sort, in: query, schema: {enum: "+by+"}}]", 1)
	}
	for _, left := range []string{"[name]", "[date]"} {
		m := run(t, version(t, "v1", sorted("[name, date]")), version(t, "v2", sorted(left)))
		if side := m.Pair(0, 1).Schemas; side.Broken != 1 || !strings.Contains(side.Breaks[0].Message, "query sort must be") {
			t.Errorf("only %s is left: %+v", left, side)
		}
	}
	gone := strings.Replace(api(anyRequest, anyOrder), "/orders:", "/order:", 1)
	m := run(t, version(t, "v1", api(anyRequest, anyOrder)), version(t, "v2", gone))
	if side := m.Pair(0, 1).Schemas; side.Broken != 1 || !strings.Contains(side.Breaks[0].Message, "no operation POST /orders") {
		t.Errorf("the operation is gone: %+v", side)
	}
	accepted := strings.Replace(api(anyRequest, anyOrder), "'201'", "'202'", 1)
	m = run(t, version(t, "v1", api(anyRequest, anyOrder)), version(t, "v2", accepted))
	if side := m.Pair(0, 1).Schemas; side.Broken != 1 || !strings.Contains(side.Breaks[0].Message, "answered with 202") {
		t.Errorf("another success: %+v", side)
	}
}

// Of what can't be read nothing is known, and that is said.
func TestUnknown(t *testing.T) {
	broken := version(t, "v2", api(anyRequest, anyOrder), consumer("{sku: a}", "{id: 7}"))
	broken.Specs, broken.Malformed = nil, "the spec of v2 is malformed"
	m := run(t, version(t, "v1", api(anyRequest, anyOrder), consumer("{sku: a}", "{id: 7}")), broken)
	if got := grid(m); got != "v1 | holds | not known\nv2 | holds | not known" {
		t.Errorf("the table is\n%s", got)
	}
	if got := m.Headline(); got != "From v1 to v2 deploy the consumers first, and then the provider." {
		t.Error(got)
	}
	if skipped := m.NotChecked(); len(skipped) != 2 || skipped[0].Why != "the spec of v2 is malformed" {
		t.Errorf("%+v", skipped)
	}
}

// Older consumers are still in use: the provider can't go first if it breaks one of them.
func TestOlderConsumers(t *testing.T) {
	both := "{type: object, required: [id, total, amount], properties: {id: {type: integer}, total: {type: number}, amount: {type: number}}}"
	m := run(t,
		version(t, "v1", api(anyRequest, anyOrder), consumer("{sku: a}", "{total: 10.5}")),
		version(t, "v2", api(anyRequest, both), consumer("{sku: a}", "{amount: 10.5}")),
		version(t, "v3", api(anyRequest, strings.ReplaceAll(anyOrder, "total", "amount")), consumer("{sku: a}", "{amount: 10.5}")))
	steps := m.Steps()
	if steps[0].Order != matrix.ProviderFirst || steps[1].Order != matrix.ConsumersFirst || steps[1].ProviderFirst != matrix.Breaks {
		t.Errorf("%+v", steps)
	}
	for _, f := range m.Findings() {
		if f.Severity >= report.Error {
			t.Errorf("%s", f.Message)
		}
	}
}

func TestFindings(t *testing.T) {
	m := run(t, version(t, "v1", api(anyRequest, anyOrder), consumer("{sku: a}", "{total: 10.5}")),
		version(t, "v2", api(anyRequest, strings.ReplaceAll(anyOrder, "total", "amount")), consumer("{sku: a}", "{amount: 10.5}")))
	var said []string
	for _, f := range m.Findings() {
		said = append(said, fmt.Sprintf("%s %s %s %s", f.Span.Path(), f.Severity, f.Rule, f.Message))
	}
	want := []string{
		" error contract/no-safe-order from v1 to v2 no order is safe: with the provider first it breaks billing of v1 with the provider of v2; with the consumers first it breaks billing of v2 with the provider of v1",
		`v1:billing.yaml warning contract/versions-apart billing of v1 breaks with the provider of v2 in "reads an order": `,
		`v2:billing.yaml warning contract/versions-apart billing of v2 breaks with the provider of v1 in "reads an order": `,
	}
	for i, line := range said {
		if i >= len(want) || !strings.HasPrefix(line, want[i]) {
			t.Errorf("%s", line)
		}
	}
	if len(said) != len(want) {
		t.Errorf("%d findings", len(said))
	}
}

// What is the same is told once.
func TestSameBreaks(t *testing.T) {
	more := strings.Replace(consumer("{sku: a}", "{total: 10.5}"), "interactions:\n", `interactions:
  - description: reads another order
    request: {method: GET, path: /orders/8}
    response: {status: 200, headers: {Content-Type: application/json}, body: {total: 10.5}}
`, 1)
	m := run(t, version(t, "v1", api(anyRequest, anyOrder), more), version(t, "v2", api(anyRequest, strings.ReplaceAll(anyOrder, "total", "amount"))))
	found := slices.DeleteFunc(m.Findings(), func(f report.Finding) bool { return !strings.HasPrefix(f.Message, "billing") })
	if len(found) != 1 || !strings.Contains(found[0].Message, `in "reads another order"`) || !strings.HasSuffix(found[0].Message, "(so it does in 1 more)") {
		t.Errorf("%+v", found)
	}
	if m.Pair(0, 1).Contracts.Broken != 2 {
		t.Errorf("%+v", m.Pair(0, 1).Contracts)
	}
}

// store is what two providers share: each writes and reads by its own name of the field.
type store struct {
	mutex  sync.Mutex
	orders []map[string]any
}

// provider runs a version that keeps what is paid under a name of its own.
func (s *store) provider(t *testing.T, field string) *url.URL {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		if r.Method == http.MethodPost {
			s.orders = append(s.orders, map[string]any{"id": 7, field: 10.5})
			w.WriteHeader(http.StatusCreated)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		last := map[string]any{"id": 7}
		if n := len(s.orders); n > 0 && s.orders[n-1][field] != nil {
			last["total"] = s.orders[n-1][field]
		}
		_ = json.NewEncoder(w).Encode(last)
	}))
	t.Cleanup(server.Close)
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Each version works alone, and neither reads what the other has written.
func TestSideBySide(t *testing.T) {
	for _, test := range []struct {
		name          string
		first, second string
		want          matrix.Verdict
	}{{"the column was renamed", "total", "amount", matrix.Breaks}, {"the same data", "total", "total", matrix.Holds}} {
		t.Run(test.name, func(t *testing.T) {
			var shared store
			c := consumer("{sku: a}", "{id: 7, total: 10.5}")
			old, new := version(t, "v1", api(anyRequest, anyOrder), c), version(t, "v2", api(anyRequest, anyOrder), c)
			old.Provider, new.Provider = shared.provider(t, test.first), shared.provider(t, test.second)
			m := run(t, old, new)
			if got := grid(m); got != "v1 | holds | holds\nv2 | holds | holds" {
				t.Errorf("alone it is\n%s", got)
			}
			if got := m.Steps()[0].SideBySide; got != test.want || len(m.Shared) != 4 {
				t.Errorf("side by side: %s, %d tried", got, len(m.Shared))
			}
			if said := strings.HasSuffix(m.Headline(), "can't run side by side on the same data."); said != (test.want == matrix.Breaks) {
				t.Error(m.Headline())
			}
			failing := 0
			for _, f := range m.Findings() {
				if f.Severity == report.Error && strings.Contains(f.Message, "written with") {
					failing++
				}
			}
			if (failing > 0) != (test.want == matrix.Breaks) {
				t.Errorf("%d errors", failing)
			}
		})
	}
}

// A provider that doesn't answer leaves its pairs as unknown as they are.
func TestNobodyListens(t *testing.T) {
	c := consumer("{sku: a}", "{id: 7}")
	v := version(t, "v1", api(anyRequest, anyOrder), c)
	v.Provider = &url.URL{Scheme: "http", Host: "127.0.0.1:1"}
	m := run(t, v)
	if side := m.Pair(0, 0).Live; side.Verdict() != matrix.Unknown || len(side.Unsure) != 2 || !m.Unverified() {
		t.Errorf("%+v", side)
	}
	if p := m.Pair(0, 0); p.Verdict() != matrix.Unknown || p.Contracts.Verdict() != matrix.Holds {
		t.Errorf("nobody has answered, but it %s", p.Verdict())
	}
	if m.Headline() != "There is one version, which needs no order." {
		t.Error(m.Headline())
	}
}

func TestPendingBreaksNobody(t *testing.T) {
	pending := func(c *contract.Contract) *contract.Contract {
		for _, i := range c.Interactions {
			i.Pending = true
		}
		return c
	}
	v := version(t, "v1", api(anyRequest, anyOrder), consumer("{sku: 1}", "{none: 7}"))
	pending(v.Contracts[0])
	if side := run(t, v).Pair(0, 0).Contracts; side.Verdict() != matrix.Unknown || len(side.Unsure) != 0 || len(side.Pending) != 2 {
		t.Errorf("%+v", side)
	}
}

// hooked is a service that remembers who has asked for which state.
func hooked(name string, log *[]string) verify.States {
	note := func(what string) func(context.Context, []spec.Member) (map[string]*spec.Value, error) {
		return func(context.Context, []spec.Member) (map[string]*spec.Value, error) {
			*log = append(*log, name+" "+what)
			return nil, nil
		}
	}
	return verify.Functions{"there is one": {Setup: note("sets up"), Teardown: func(ctx context.Context, p []spec.Member) error {
		_, err := note("takes back")(ctx, p)
		return err
	}}}
}

// Both services know the state, and the one that is written comes last.
func TestStatesOfBoth(t *testing.T) {
	var log []string
	var shared store
	c := strings.Replace(consumer("{sku: a}", "{id: 7}"), "    request: {method: GET", "    states: [there is one]\n    request: {method: GET", 1)
	old, new := version(t, "v1", api(anyRequest, anyOrder), c), version(t, "v2", api(anyRequest, anyOrder))
	old.Provider, new.Provider = shared.provider(t, "total"), shared.provider(t, "total")
	old.States, new.States = hooked("v1", &log), hooked("v2", &log)
	run(t, old, new)
	want := "v1 sets up, v1 takes back, v2 sets up, v2 takes back, v2 sets up, v1 sets up, v1 takes back, v2 takes back, v1 sets up, v2 sets up, v2 takes back, v1 takes back"
	if got := strings.Join(log, ", "); got != want {
		t.Errorf("%s", got)
	}
}
