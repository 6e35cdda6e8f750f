package coverage_test

import (
	"context"
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/coverage"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const orders = `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
service Orders {
  rpc Get(GetRequest) returns (Order);
  rpc List(GetRequest) returns (Order);
}
message GetRequest { string order_name = 1; }
message Order {
  string order_name = 1;
  repeated Line lines = 2;
  google.protobuf.Timestamp create_time = 3;
}
message Line { string sku = 1; string note = 2; }
`

// Calls over gRPC cover methods, and what is in their messages.
func TestCalls(t *testing.T) {
	apis, sets, findings := proto.LoadLinked(t.Context(), proto.Config{Tree: memtree.New(map[string]string{"shop.proto": orders}), Files: []string{"shop.proto"}, Descriptors: true})
	if len(sets) != 1 {
		t.Fatal(findings)
	}
	apis = slices.DeleteFunc(apis, func(api *spec.API) bool { return api.Imported })
	files, err := sets[0].Registry()
	if err != nil {
		t.Fatal(err)
	}
	calls := func(reply string) *contract.Contract {
		c, wrong := pact.Read(source.NewFile("calls.json", []byte(`{"consumer": {"name": "web"}, "provider": {"name": "p"}, "metadata": {"pactSpecification": {"version": "4.0"}}, "interactions": [
  {"type": "Synchronous/Messages", "description": "d", "transport": "grpc", "pluginConfiguration": {"protobuf": {"service": "shop.v1.Orders/Get"}},
   "request": {"contents": {"contentType": "application/json", "content": {"orderName": "orders/7"}}}, "response": [`+reply+`]}]}`)))
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		return c
	}
	for reply, want := range map[string][]string{
		`{"contents": {"contentType": "application/json", "content": {"lines": [{"sku": "A1"}], "createTime": "2026-01-31T09:30:00Z"}}}`: {
			"shop.v1.Orders.Get by web", "input $.order_name by web", "status OK by web", "field $.lines by web", "field $.lines[*].sku by web", "field $.create_time by web",
		},
		`{"metadata": {"grpc-status": "NOT_FOUND"}}`: {"shop.v1.Orders.Get by web"},
	} {
		r, err := coverage.Run(context.Background(), nil, []*contract.Contract{calls(reply)}, coverage.Options{Check: check.Options{Files: files}, RPC: apis})
		if err != nil {
			t.Fatal(err)
		}
		expect(t, covered(r), want...)
		if n := len(r.Operations[0].Things); n != 7 {
			t.Errorf("%d things", n)
		}
	}
}
