package check_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const orders = `syntax = "proto3";
package shop.v1;
import "buf/validate/validate.proto";
service Orders {
  rpc Get(GetRequest) returns (Order);
  rpc Watch(GetRequest) returns (stream Order);
}
message GetRequest {
  string name = 1 [(buf.validate.field).string.min_len = 3];
  option (buf.validate.message).cel = {id: "never", message: "no", expression: "this.name != 'never'"};
}
message Order {
  string name = 1 [(buf.validate.field).string.min_len = 3];
  int32 count = 2 [(buf.validate.field).int32.lte = 10];
  repeated Line lines = 3;
  map<string, Line> marks = 4;
}
message Line { string sku = 1 [(buf.validate.field).required = true]; }
`

// calling returns a contract with one call, whose messages are JSON values or bytes of the message that is named.
func calling(service, request, response, rules string) string {
	return fmt.Sprintf(`{"consumer": {"name": "c"}, "provider": {"name": "p"}, "metadata": {"pactSpecification": {"version": "4.0"}}, "interactions": [
  {"type": "Synchronous/Messages", "description": "d", "transport": "grpc", "pluginConfiguration": {"protobuf": {"service": %q}},
   "request": {"contents": %s}, "response": [{"contents": %s, "matchingRules": {"body": {%s}}}]}]}`, service, request, response, rules)
}

func inJSON(value string) string {
	return fmt.Sprintf(`{"contentType": "application/json", "encoded": false, "content": %s}`, value)
}

func inBytes(message, bytes string) string {
	return fmt.Sprintf(`{"contentType": "application/protobuf;message=.shop.v1.%s", "encoded": "base64", "content": %q}`, message, base64.StdEncoding.EncodeToString([]byte(bytes)))
}

// callable returns a checker for the calls of orders.
func callable(t *testing.T) *check.Checker {
	t.Helper()
	_, sets, findings := proto.LoadLinked(t.Context(), proto.Config{Tree: memtree.New(map[string]string{"shop.proto": orders}), Files: []string{"shop.proto"}, Descriptors: true})
	if len(sets) != 1 {
		t.Fatal(findings)
	}
	files, err := sets[0].Registry()
	if err != nil {
		t.Fatal(err)
	}
	checker, err := check.New(nil, check.Options{Files: files})
	if err != nil {
		t.Fatal(err)
	}
	return checker
}

// A call that expects to be refused may break the spec.
func TestRefusedCall(t *testing.T) {
	text := calling("Orders/Get", inJSON(`{"name": "x"}`), inJSON(`{}`), "")
	text = strings.Replace(text, `"matchingRules": {"body": {}}`, `"metadata": {"grpc-status": "INVALID_ARGUMENT"}`, 1)
	k, _ := pact.Read(source.NewFile("pact.json", []byte(text)))
	expect(t, told(callable(t).Check(k)), "not checked rules of")
}

// A run that is stopped says nothing.
func TestStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	k, _ := pact.Read(source.NewFile("pact.json", []byte(calling("Orders/Get", inJSON(`{}`), inJSON(`{}`), ""))))
	if result, err := callable(t).Run(ctx, k); err == nil || len(result.Findings) > 0 {
		t.Errorf("got %v and %d findings", err, len(result.Findings))
	}
}

func TestCalls(t *testing.T) {
	checker := callable(t)
	asked := inJSON(`{"name": "one"}`)
	const cel = "not checked rules of shop.v1.GetRequest: "
	for name, c := range map[string]struct {
		contract string
		want     []string
	}{
		"good":                 {calling("shop.v1.Orders/Get", asked, inJSON(`{"name": "one", "count": 5}`), ""), []string{cel}},
		"good bytes":           {calling(".shop.v1.Orders/Get", inBytes("GetRequest", "\x0a\x03one"), inBytes("Order", "\x0a\x03one\x10\x05"), ""), []string{cel}},
		"short name":           {calling("Orders/Get", asked, inJSON(`{"count": 5}`), ""), []string{cel}},
		"no such method":       {calling("Orders/Cancel", asked, inJSON(`{}`), ""), []string{"error unknown-operation … no method Orders/Cancel"}},
		"nothing said":         {calling("", asked, inJSON(`{}`), ""), []string{"not checked the contract doesn't say which method"}},
		"request breaks rule":  {calling("Orders/Get", inJSON(`{"name": "x"}`), inJSON(`{}`), ""), []string{"error request … name: must be at least 3 characters", cel}},
		"request is empty":     {calling("Orders/Get", inBytes("GetRequest", ""), inJSON(`{}`), ""), []string{"error request … name: must be at least 3 characters", cel}},
		"request, unknown":     {calling("Orders/Get", inJSON(`{"name": "one", "id": 1}`), inJSON(`{}`), ""), []string{"error request … id is not a field of shop.v1.GetRequest", cel}},
		"request, number":      {calling("Orders/Get", inBytes("GetRequest", "\x0a\x03one\x10\x05"), inJSON(`{}`), ""), []string{"warning undeclared-input … no field 2 of shop.v1.GetRequest", cel}},
		"answer, unknown":      {calling("Orders/Get", asked, inJSON(`{"total": 1}`), ""), []string{"error undeclared-field … total, which is not a field of shop.v1.Order", cel}},
		"answer, type":         {calling("Orders/Get", asked, inJSON(`{"count": "many"}`), ""), []string{"error response … count must be", cel}},
		"answer, rule":         {calling("Orders/Get", asked, inJSON(`{"count": 11}`), ""), []string{"error response … count: must be less than or equal to 10", cel}},
		"contradiction":        {calling("Orders/Get", asked, inJSON(`{"name": "one"}`), rule("$.name", `{"match": "regex", "regex": "two"}`)), []string{"error contradiction … $.name", cel}},
		"contradiction, bytes": {calling("Orders/Get", asked, inBytes("Order", "\x0a\x03one\x10\x05"), rule("$.name", `{"match": "regex", "regex": "two"}`)+", "+rule("$.count", `{"match": "integer"}`)), []string{"error contradiction … at $.name", cel}},
		"answer, by matcher":   {calling("Orders/Get", asked, inJSON(`{"count": 11}`), rule("$.count", `{"match": "type"}`)), []string{"warning example … count: must be less than", cel}},
		"answer, number":       {calling("Orders/Get", asked, inBytes("Order", "\x0a\x03one\x30\x05"), ""), []string{"error undeclared-field … field 6 of shop.v1.Order", cel}},
		"answer, nested":       {calling("Orders/Get", asked, inBytes("Order", "\x1a\x02\x10\x05\x22\x07\x0a\x01a\x12\x02\x18\x05"), ""), []string{"error undeclared-field … field 2 of shop.v1.Line", "error undeclared-field … field 3 of shop.v1.Line", cel}},
		"answer, wire type":    {calling("Orders/Get", asked, inBytes("Order", "\x12\x01x"), ""), []string{"error undeclared-field … field 2 of shop.v1.Order … as another type", cel}},
		"answer, torn":         {calling("Orders/Get", asked, inBytes("Order", "\x0a\x09x"), ""), []string{"error response … the bytes are no shop.v1.Order", cel}},
		"other message":        {calling("Orders/Get", asked, inBytes("GetRequest", "\x0a\x03one"), ""), []string{"error response … a shop.v1.GetRequest, but shop.v1.Orders.Get has a shop.v1.Order", cel}},
		"other type":           {calling("Orders/Get", asked, `{"contentType": "text/plain", "encoded": false, "content": "x"}`, ""), []string{"not checked what is in a message of the type text/plain", cel}},
	} {
		t.Run(name, func(t *testing.T) {
			k, findings := pact.Read(source.NewFile("pact.json", []byte(c.contract)))
			for _, f := range findings {
				t.Fatalf("the contract: %s at %s", f.Message, f.Span.Text())
			}
			expect(t, told(checker.Check(k)), c.want...)
		})
	}
}
