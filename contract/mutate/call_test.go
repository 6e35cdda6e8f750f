package mutate_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/mutate"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const orders = `syntax = "proto3";
package shop.v1;
service Orders {
  rpc Get(GetRequest) returns (Order);
  rpc Delete(GetRequest) returns (GetRequest);
}
message GetRequest { string name = 1; }
enum State { STATE_UNSPECIFIED = 0; STATE_OPEN = 1; STATE_PAID = 2; }
message Order {
  string name = 1;
  State state = 2;
  repeated Line lines = 3;
  optional string note = 4;
  oneof paid { Line card = 5; Line cash = 6; }
}
message Line { string sku = 1; int32 count = 2; }
`

// called is an interaction with Get that says all that there is to say.
const called = `  - description: an order is got
    transport: grpc
    plugins: {protobuf: {service: shop.v1.Orders/Get}}
    call: {contentType: application/json, body: {name: orders/7}}
    replies:
      - contentType: application/json
        body:
          name: '{{non_empty_string}}'
          state: '{{regex "STATE_OPEN|STATE_PAID" = "STATE_OPEN"}}'
          lines {{each min 1}}:
            - sku: '{{non_empty_string = "A1"}}'
              count: '{{positive_integer}}'
          note: '{{non_empty_string}}'
          cash: {sku: '{{non_empty_string}}', count: 2}
`

const missing = `  - description: an order that there isn't is got
    transport: grpc
    plugins: {protobuf: {service: shop.v1.Orders/Get}}
    call: {contentType: application/json, body: {name: orders/8}}
    replies: [{metadata: {grpc-status: NOT_FOUND}}]
`

// rpcOptions are those of a run over the services of orders.
func rpcOptions(t *testing.T) mutate.Options {
	t.Helper()
	apis, sets, findings := proto.LoadLinked(t.Context(), proto.Config{Tree: memtree.New(map[string]string{"shop.proto": orders}), Files: []string{"shop.proto"}, Descriptors: true})
	if len(sets) != 1 {
		t.Fatal(findings)
	}
	files, err := sets[0].Registry()
	if err != nil {
		t.Fatal(err)
	}
	return mutate.Options{Check: check.Options{Files: files}, RPC: slices.DeleteFunc(apis, func(api *spec.API) bool { return api.Imported })}
}

func runCalls(t *testing.T, o mutate.Options, contracts ...*contract.Contract) *mutate.Result {
	t.Helper()
	r, err := mutate.Run(context.Background(), nil, contracts, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// of returns what survives of Get.
func of(r *mutate.Result) []string {
	var all []string
	for _, k := range r.Kinds {
		for _, one := range k.Tried {
			if !one.Killed && k.Method.Name() == "Get" {
				all = append(all, one.Mutant+" "+one.Path)
			}
		}
	}
	slices.Sort(all)
	return all
}

func TestCalls(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		want           []string
	}{
		{"all is said", "", "", nil},
		{"a text by its type", "name: '{{non_empty_string}}'\n", "name: '{{type = \"x\"}}'\n", []string{"drop-field $.name"}},
		{"an enum by its type", `state: '{{regex "STATE_OPEN|STATE_PAID" = "STATE_OPEN"}}'`, "state: '{{not_empty = \"STATE_OPEN\"}}'", []string{"drop-field $.state", "new-enum-value $.state"}},
		{"a field that may be missing", "          note: '{{non_empty_string}}'\n", "", []string{"drop-field $.note", "empty-string $.note"}},
		{"an item by its type", "sku: '{{non_empty_string = \"A1\"}}'", "sku: '{{type = \"A1\"}}'", []string{"drop-field $.lines[*].sku"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(called, test.old) {
				t.Fatal("the contract has no longer what is changed")
			}
			r := runCalls(t, rpcOptions(t), contractOf(t, strings.Replace(called, test.old, test.new, 1), missing))
			if r.Played != 2 || len(r.NotCounted) > 0 {
				t.Fatalf("%d count: %v", r.Played, r.NotCounted)
			}
			expect(t, of(r), test.want...)
		})
	}
}

// What descriptors declare is mutated once, wherever it is used, as far as REST doesn't have it.
func TestDescriptors(t *testing.T) {
	onSpec := func(interactions ...string) (killed, survive []string) {
		for _, s := range runCalls(t, rpcOptions(t), contractOf(t, interactions...)).Schemas {
			for _, one := range s.Tried {
				line := one.Mutant + " " + string(one.About.ID())
				if one.Killed {
					killed = append(killed, line)
				} else {
					survive = append(survive, line)
				}
			}
		}
		slices.Sort(killed)
		slices.Sort(survive)
		return killed, survive
	}
	deleted := "  - description: an order is deleted\n    transport: grpc\n    plugins: {protobuf: {service: shop.v1.Orders/Delete}}\n" +
		"    call: {contentType: application/json, body: {name: orders/7}}\n    replies: [{contentType: application/json, body: {name: x}}]\n"
	killed, survive := onSpec(called, deleted)
	expect(t, survive)
	expect(t, killed, "drop-field shop.v1.GetRequest.name", "drop-field shop.v1.Line.count", "drop-field shop.v1.Line.sku", "drop-field shop.v1.Order.cash", "drop-field shop.v1.Order.lines",
		"drop-field shop.v1.Order.name", "drop-field shop.v1.Order.note", "drop-field shop.v1.Order.state", "retype shop.v1.GetRequest.name", "retype shop.v1.Line.count", "retype shop.v1.Line.sku",
		"retype shop.v1.Order.cash", "retype shop.v1.Order.lines", "retype shop.v1.Order.name", "retype shop.v1.Order.note", "retype shop.v1.Order.state")
	_, survive = onSpec(strings.Replace(called, "          note: '{{non_empty_string}}'\n", "", 1), deleted)
	expect(t, survive, "drop-field shop.v1.Order.note", "retype shop.v1.Order.note")
}

// The published list says which mistakes are made over gRPC; of a oneof the arm that came is spoiled.
func TestMadeOfCalls(t *testing.T) {
	r := runCalls(t, rpcOptions(t), contractOf(t, called, missing))
	made := map[string]bool{}
	for _, one := range r.Tried() {
		made[one.Mutant] = true
		if strings.HasPrefix(one.Path, "$.card") {
			t.Errorf("%s of the other arm", one.Mutant)
		}
	}
	for _, id := range []string{"drop-field", "new-enum-value", "empty-string", "latin-1", "other-status", "no-body", "late", "retype"} {
		if !made[id] {
			t.Errorf("%s is not made", id)
		}
		delete(made, id)
	}
	if len(made) > 0 {
		t.Errorf("these are made, too: %v", made)
	}
	found := r.Findings()
	if len(found) != 1 || found[0].Rule != mutate.Unplayed || !strings.Contains(found[0].Message, "no contract plays shop.v1.Orders.Delete, answered with gRPC OK") {
		t.Errorf("%v", found)
	}
}

// What a provider has answered is mutated as it came.
func TestCallsOfProvider(t *testing.T) {
	o := rpcOptions(t)
	d, err := o.Check.Files.FindDescriptorByName("shop.v1.Order")
	if err != nil {
		t.Fatal(err)
	}
	value, _ := tree.Parse(source.NewFile("order.json", []byte(`{"name": "orders/7", "state": "STATE_PAID", "lines": [{"sku": "A1", "count": 1}, {"sku": "B2", "count": 2}], "note": "n", "cash": {"sku": "C3", "count": 2}}`)))
	content, err := rpc.Encode(d.(protoreflect.MessageDescriptor), value.Root)
	if err != nil {
		t.Fatal(err)
	}
	c := contractOf(t, called, missing)
	o.Answers = map[*contract.Interaction]mutate.Answer{
		c.Interactions[0]: {Call: &rpc.Answer{Messages: [][]byte{content}, Metadata: http.Header{}}},
		c.Interactions[1]: {Why: "the service breaks it"},
	}
	r := runCalls(t, o, c)
	expect(t, of(r))
	if r.Played != 1 || len(r.NotCounted) != 1 || r.NotCounted[0].Why != "the service breaks it" {
		t.Errorf("%d count: %v", r.Played, r.NotCounted)
	}

	// What is on the wire with its default can't be left out: nobody could tell.
	zero, _ := tree.Parse(source.NewFile("order.json", []byte(strings.Replace(string(contract.AppendJSON(nil, value.Root)), `"count":2}]`, `"count":0}]`, 1))))
	if content, err = rpc.Encode(d.(protoreflect.MessageDescriptor), zero.Root); err != nil {
		t.Fatal(err)
	}
	c = contractOf(t, strings.Replace(called, "count: '{{positive_integer}}'", "count: '{{integer = 1}}'", 1))
	o.Answers = map[*contract.Interaction]mutate.Answer{c.Interactions[0]: {Call: &rpc.Answer{Messages: [][]byte{content}, Metadata: http.Header{}}}}
	if r = runCalls(t, o, c); r.Played != 1 {
		t.Fatal(r.NotCounted)
	}
	expect(t, of(r))
}
