package record_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/record"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/internal/rpctest"
)

// ledger is a service with fields that must not be written.
const ledger = `syntax = "proto3";
package shop.v1;
import "bylaw/options.proto";
import "buf/validate/validate.proto";
import "google/api/field_behavior.proto";
import "google/api/resource.proto";
service Orders {
  rpc Get(GetRequest) returns (Order);
  rpc List(GetRequest) returns (stream Order);
  rpc Place(stream Order) returns (Order);
  rpc Talk(stream Order) returns (stream Order);
}
enum State { STATE_UNSPECIFIED = 0; STATE_OPEN = 1; STATE_PAID = 2; }
message GetRequest { string id = 1; string request_id = 2; int32 count = 3 [(buf.validate.field).int32.lte = 10]; string api_token = 4; }
message Order {
  option (google.api.resource) = {type: "shop.example.com/Order" pattern: "shops/{shop}/orders/{order}"};
  string id = 1;
  int64 total_cents = 2;
  State state = 3;
  string name = 4;
  repeated string tags = 5;
  repeated Line lines = 6;
  map<string, int32> stock = 7;
  optional string note = 8;
  string customer = 9 [POLICY.pii = "contact"];
  bytes picture = 10;
  string hint = 11 [(google.api.field_behavior) = INPUT_ONLY];
  optional string code = 12 [(buf.validate.field).string.pattern = "^[A-Z]{2}-[0-9]{4}$"];
  Address address = 13 [POLICY.pii = "contact"];
  double price = 14;
}
message Line { string sku = 1; sint32 quantity = 2; }
message Address { string street = 1; int32 floor = 2; }
`

// calling is a recorder of calls, and the consumer before it.
type calling struct {
	*recording
	set    *rpctest.Set
	client *grpc.ClientConn
	serve  func(string, grpc.ServerStream) error
	served string // the provider's address
}

func startCalls(t *testing.T, text string, serve func(*rpctest.Set, string, grpc.ServerStream) error, o record.Options) *calling {
	t.Helper()
	c := &calling{recording: &recording{t: t, file: filepath.Join(t.TempDir(), "contract.json")}, set: rpctest.Load(t, text)}
	file, err := record.Create(c.file, false)
	if err != nil {
		t.Fatal(err)
	}
	c.serve = func(method string, stream grpc.ServerStream) error { return serve(c.set, method, stream) }
	c.served = "http://" + rpctest.Serve(t, c.serve)
	o.Consumer, o.Provider, o.Save, o.Files, o.Protos = "web", "orders", file.Write, c.set.Files, c.set.APIs
	o.Tell = func(line string) { c.told = append(c.told, line) }
	if c.Recorder, err = record.New(nil, o); err != nil {
		t.Fatal(err)
	}
	if err := file.Write(c.Bytes()); err != nil {
		t.Fatal(err)
	}
	upstream, err := url.Parse(c.served)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	t.Cleanup(transport.CloseIdleConnections)
	proxy := httptest.NewUnstartedServer(c.CallProxy(upstream, transport))
	proxy.Config.Protocols = new(http.Protocols)
	proxy.Config.Protocols.SetUnencryptedHTTP2(true)
	proxy.Start()
	t.Cleanup(proxy.Close)
	c.client, err = grpc.NewClient(strings.TrimPrefix(proxy.URL, "http://"), grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.ForceCodec(rpctest.Codec{})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.client.Close() })
	return c
}

// say makes a call of messages of a kind, and returns the answers and how it ended.
func (c *calling) say(method, kind string, messages ...string) ([]string, error) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), 20*time.Second)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer t0psecret-bearer-value")
	stream, err := c.client.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, "/shop.v1.Orders/"+method)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, text := range messages {
		content := c.set.Bytes(c.t, kind, text)
		if err := stream.SendMsg(&content); err != nil {
			break
		}
	}
	_ = stream.CloseSend()
	var answers []string
	for {
		var answer []byte
		if err := stream.RecvMsg(&answer); errors.Is(err, io.EOF) {
			return answers, nil
		} else if err != nil {
			return answers, err
		}
		answers = append(answers, string(answer))
	}
}

// verified plays the contract against a new provider of the same kind.
func (c *calling) verified() []*verify.Outcome {
	c.t.Helper()
	provider, err := url.Parse("http://" + rpctest.Serve(c.t, c.serve))
	if err != nil {
		c.t.Fatal(err)
	}
	return verify.Verify(c.t.Context(), []*contract.Contract{c.read()}, verify.Options{Provider: provider, Timeout: 20 * time.Second})
}

// asked reads all messages of the consumer.
func asked(stream grpc.ServerStream) (all []string) {
	for {
		var message []byte
		if err := stream.RecvMsg(&message); err != nil {
			return all
		}
		all = append(all, string(message))
	}
}

// replying says that a provider answers so, whatever it is asked.
func replying(kind string, all ...string) func(*rpctest.Set, string, grpc.ServerStream) error {
	return func(set *rpctest.Set, _ string, stream grpc.ServerStream) error {
		messages := asked(stream)
		if strings.Contains(strings.Join(messages, ""), "gone") {
			return status.Error(codes.NotFound, "there is no order of ada@lovelace.example")
		}
		for _, text := range all {
			content := set.Bytes(&testing.T{}, kind, text)
			if err := stream.SendMsg(&content); err != nil {
				return err
			}
		}
		return nil
	}
}

var policy = strings.NewReplacer("POLICY", "(bylaw.field)")

// TestCallsAreRecorded records calls of all kinds, and verifies what was written against the service that was recorded.
func TestCallsAreRecorded(t *testing.T) {
	one := `{"id":"` + ulid + `","total_cents":7,"state":"STATE_OPEN","tags":["a","b"],"lines":[{"sku":"A","quantity":-1},{"sku":"B"}],"code":"AB-1234","price":1.5,"name":"shops/a/orders/` + ulid + `"}`
	other := `{"id":"` + other + `","total_cents":8,"state":"STATE_PAID"}`
	for _, test := range []struct {
		method, kind string
		sent         []string
		answers      []string
		description  string
		kept         []string
	}{
		{"Get", "GetRequest", []string{`{"id":"` + ulid + `","request_id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}`}, []string{one}, "Orders/Get answered OK", []string{`"$.code"`, `"^[A-Z]{2}-[0-9]{4}$"`, `"$.lines[*].sku"`, `"regex": "^(?:STATE_UNSPECIFIED|STATE_OPEN|STATE_PAID)$"`, `"Uuid"`}},
		{"Get", "GetRequest", []string{`{"id":"gone"}`}, nil, "Orders/Get answered NOT_FOUND", []string{`"grpc-status": "NOT_FOUND"`}},
		{"Get", "GetRequest", []string{`{}`}, []string{`{}`}, "Orders/Get answered OK", nil},
		{"List", "GetRequest", []string{`{"count":2}`}, []string{one, other, one}, "Orders/List answered OK", []string{`"replies": "each"`, `"$.total_cents"`}},
		{"List", "GetRequest", []string{`{"count":2}`}, nil, "Orders/List answered OK", nil},
		{"Place", "Order", []string{`{"id":"a"}`, `{"id":"b","tags":["x"]}`, `{}`}, []string{one}, "Orders/Place answered OK", []string{`"requests": [`}},
		{"Talk", "Order", []string{`{"id":"a"}`, `{"id":"b"}`}, []string{one, one}, "Orders/Talk answered OK", []string{`"requests": [`, `"replies": "each"`}},
		{"Place", "Order", nil, []string{one}, "Orders/Place answered OK", []string{`"requests": []`}},
	} {
		c := startCalls(t, policy.Replace(ledger), replying("Order", test.answers...), record.Options{})
		got, err := c.say(test.method, test.kind, test.sent...)
		if len(got) != len(test.answers) || (status.Code(err) == codes.NotFound) != strings.HasSuffix(test.description, "NOT_FOUND") || err != nil && status.Code(err) != codes.NotFound {
			t.Errorf("%s: %d answers came, %v", test.description, len(got), err)
		}
		content, _ := os.ReadFile(c.file)
		all := c.read().Interactions
		if len(all) != 1 || all[0].Description != test.description {
			t.Errorf("%s: not recorded: %s", test.description, strings.Join(c.told, "\n"))
			continue
		}
		for _, kept := range test.kept {
			if !strings.Contains(string(content), kept) {
				t.Errorf("%s lacks %s:\n%s", test.description, kept, content)
			}
		}
		for _, o := range c.verified() {
			if o.Verdict != verify.Held {
				t.Errorf("%s: %s %s %+v", test.description, o.Verdict, o.Why, o.Mismatches)
			}
		}
		c.lacks("t0psecret", "lovelace")
	}
}

// TestCallsThatChange records samples that differ, and finds a service that breaks them.
func TestCallsThatChange(t *testing.T) {
	next := []string{`{"id":"a","total_cents":7,"note":"x"}`, `{"id":"b","total_cents":8}`}
	n := 0
	c := startCalls(t, policy.Replace(ledger), func(set *rpctest.Set, method string, stream grpc.ServerStream) error {
		n++
		return replying("Order", next[min(n, len(next))-1])(set, method, stream)
	}, record.Options{States: []string{"there are orders"}})
	_, _ = c.say("Get", "GetRequest", `{"id":"a"}`)
	_, _ = c.say("Get", "GetRequest", `{"id":"b"}`)
	all := c.read().Interactions
	if len(all) != 1 || !strings.Contains(all[0].Comments.Get("text").Items[0].Text, "differs between samples: request $.id, response $.id, response $.total_cents") || len(all[0].States) != 1 {
		t.Fatalf("%+v", all)
	}
	if o := c.verified()[0]; o.Verdict != verify.Held {
		t.Errorf("what not all answers have is relied on: %+v", o.Mismatches)
	}
	next = []string{`{"id":"b"}`, `{"id":"b"}`}
	c.serve = func(method string, stream grpc.ServerStream) error {
		return replying("Line", `{"sku":"x"}`)(c.set, method, stream)
	}
	if o := c.verified()[0]; o.Verdict != verify.Held { // the same bytes mean the same
		t.Errorf("%+v", o.Mismatches)
	}
	c.serve = func(string, grpc.ServerStream) error { return status.Error(codes.Unimplemented, "no") }
	if o := c.verified()[0]; o.Verdict != verify.Broken {
		t.Error(o.Verdict)
	}
}

// TestCallsLeakNothing plants secrets wherever .proto files or looks tell them from data.
func TestCallsLeakNothing(t *testing.T) {
	secrets := []string{"t0psecret", "tok-9f8e7d", "Grace Hopper", "Elm Street", "ghp_0123456789abcdefghij", "R2VoZWltbmlz", "stock-key", "4111 1111 1111 1111", "grace@hopper.example", "hint-of-it", "987654"}
	order := `{"id":"stock-key","name":"for Grace Hopper","customer":"Grace Hopper","address":{"street":"Elm Street","floor":3},"note":"says ghp_0123456789abcdefghijABCDEFGHIJ","picture":"R2VoZWltbmlz","stock":{"stock-key":987654},
		"tags":["plain","4111 1111 1111 1111","grace@hopper.example","to Grace Hopper"],"hint":"hint-of-it"}`
	c := startCalls(t, policy.Replace(ledger), replying("Order", order), record.Options{})
	_, _ = c.say("Get", "GetRequest", `{"id":"plainword","api_token":"tok-9f8e7d"}`)
	_, _ = c.say("Place", "Order", order)
	all := c.read().Interactions
	if len(all) != 2 {
		t.Fatalf("not recorded: %s", strings.Join(c.told, "\n"))
	}
	c.lacks(secrets...)
	for _, i := range all {
		var bodies [][]byte
		bodies = append(bodies, i.Contents.Body.Content)
		for _, p := range i.Replies {
			bodies = append(bodies, p.Body.Content)
		}
		for _, body := range bodies {
			for _, secret := range secrets {
				if strings.Contains(string(body), secret) || strings.Contains(string(body), "Geheimnis") {
					t.Errorf("%q is in the message %q", secret, body)
				}
			}
		}
	}
	told := strings.Join(c.told, "\n")
	for _, want := range []string{
		"the metadata authorization of the call is not written (a credential)", "$.customer of the answer is not written (personal data: contact)", "$.address.street of the request is not written (personal data: contact)",
		"$.api_token of the request is not written (by its name)", "$.picture of the answer is not written (bytes", "$.hint of the answer is not written (write-only)",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("it isn't told: %s\n%s", want, told)
		}
	}
	for _, o := range c.verified() {
		if o.Verdict != verify.Held {
			t.Errorf("%s %+v", o.Why, o.Mismatches)
		}
	}
}

// TestCallsThatAreRefused tells what can't be recorded, without what is in it.
func TestCallsThatAreRefused(t *testing.T) {
	c := startCalls(t, policy.Replace(ledger), replying("Order", `{"id":"a"}`), record.Options{MaxBody: 2000})
	_, _ = c.say("Get", "GetRequest", `{"count":11}`)
	_, _ = c.say("Get", "Order", `{"customer":"s3cret field 9"}`) // which requests don't have
	_, _ = c.say("Nowhere", "GetRequest", `{}`)
	_, _ = c.say("Get", "GetRequest", `{"id":"`+strings.Repeat("s3cret", 500)+`"}`)
	if n := len(c.read().Interactions); n != 0 {
		t.Errorf("%d were recorded", n)
	}
	c.lacks("s3cret")
	told := strings.Join(c.told, "\n")
	for _, want := range []string{
		"Orders/Get: the request breaks the spec: count int32.lte; not recorded", "the consumer sends a field of shop.v1.GetRequest that the spec doesn't declare; not recorded",
		"/shop.v1.Orders/…: the spec has no such method; not recorded", "POST /shop.v1.Orders/Get is not recorded: its messages are too large",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("it isn't told: %s\n%s", want, told)
		}
	}
}

// TestCallsThatAreCut records the first answers of a stream that the consumer ends, and none of one that breaks off.
func TestCallsThatAreCut(t *testing.T) {
	c := startCalls(t, policy.Replace(ledger), func(set *rpctest.Set, _ string, stream grpc.ServerStream) error {
		content := set.Bytes(&testing.T{}, "Order", `{"id":"a"}`)
		if err := stream.SendMsg(&content); err != nil {
			return err
		}
		<-stream.Context().Done()
		return nil
	}, record.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	stream, err := c.client.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, "/shop.v1.Orders/List")
	if err != nil {
		t.Fatal(err)
	}
	request, answer := []byte{}, []byte{}
	if err := errors.Join(stream.SendMsg(&request), stream.CloseSend(), stream.RecvMsg(&answer)); err != nil {
		t.Fatal(err)
	}
	cancel()
	for range 200 {
		if c.Result().Interactions > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	all := c.read().Interactions
	if len(all) != 1 || all[0].Plugins.Get("bylaw").Get("stream").Get("replies").String() != "first" {
		t.Fatalf("%+v %v", all, c.told)
	}
	if o := c.verified()[0]; o.Verdict != verify.Held {
		t.Errorf("%s %+v", o.Why, o.Mismatches)
	}
}

// TestNoUpstream answers as gRPC does where nobody listens.
func TestNoUpstream(t *testing.T) {
	r, err := record.New(nil, record.Options{Consumer: "web", Provider: "orders"})
	if err != nil {
		t.Fatal(err)
	}
	q := httptest.NewRequest(http.MethodPost, "/shop.v1.Orders/Get", http.NoBody)
	q.ProtoMajor, q.Header = 2, http.Header{"Content-Type": {"application/grpc"}}
	w := httptest.NewRecorder()
	r.CallProxy(&url.URL{Scheme: "http", Host: "127.0.0.1:1"}, http.DefaultTransport).ServeHTTP(w, q)
	if w.Code != 200 || w.Header().Get("Grpc-Status") != "14" || !record.IsCall(q) {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
