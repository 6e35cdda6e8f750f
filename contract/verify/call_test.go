package verify_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/internal/rpctest"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// shopCalls makes contracts about the service of rpctest, and serves it.
type shopCalls struct {
	*rpctest.Set
	t *testing.T
}

// message is a message of JSON, as it travels.
func (s shopCalls) message(kind, text string) []byte {
	s.t.Helper()
	return s.Bytes(s.t, kind, text)
}

// contents is a message of a contract; more are members beside it.
func (s shopCalls) contents(kind, text, more string) string {
	return `{"contents": {"content": "` + base64.StdEncoding.EncodeToString(s.message(kind, text)) + `", "encoded": "base64", "contentType": "application/protobuf;message=` + kind + `"}` + more + `}`
}

// call is an interaction of a contract.
func (s shopCalls) call(method, request, bylaw string, replies ...string) string {
	return `{"type": "Synchronous/Messages", "transport": "grpc", "description": "` + method + `",
  "pluginConfiguration": {"protobuf": {"descriptorKey": "k", "service": "Orders/` + method + `"}` + bylaw + `},
  "request": ` + request + `, "response": [` + strings.Join(replies, ", ") + `]}`
}

// contract reads a contract that holds its descriptors.
func (s shopCalls) contract(interactions ...string) *contract.Contract {
	s.t.Helper()
	text := `{"consumer": {"name": "billing"}, "provider": {"name": "orders"}, "metadata": {"pactSpecification": {"version": "4.0"},
 "plugins": [{"name": "protobuf", "version": "0.4.0", "configuration": {"k": {"protoDescriptors": "` + s.Encoded(s.t) + `"}}}]}, "interactions": [
` + strings.Join(interactions, ",\n") + "\n]}\n"
	c, findings := pact.Read(source.NewFile("billing.json", []byte(text)))
	for _, f := range findings {
		s.t.Fatalf("%v: %s", f.Span.Position(), f.Message)
	}
	return c
}

// serve answers each call with the order of the ID that is asked for, and as the ID says.
func (s shopCalls) serve(method string, stream grpc.ServerStream) error {
	var asked [][]byte
	for {
		var message []byte
		if err := stream.RecvMsg(&message); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		asked = append(asked, message)
	}
	incoming, _ := metadata.FromIncomingContext(stream.Context())
	if strings.Join(incoming.Get("authorization"), "") == "none" {
		return status.Error(codes.Unauthenticated, "who is it?")
	}
	_ = stream.SetHeader(metadata.Pairs("x-served-by", "shop"))
	stream.SetTrailer(metadata.Pairs("x-cost", "5"))
	switch first := string(asked[0]); {
	case strings.Contains(first, "gone"):
		return status.Error(codes.NotFound, "there is no order gone – ever")
	case strings.Contains(first, "late"):
		<-stream.Context().Done()
		return nil
	}
	answer := s.message("Order", `{"id":"a","total_cents":`+fmt.Sprint(len(asked))+`,"state":"STATE_OPEN"}`)
	times := map[string]int{"/shop.v1.Orders/List": 3, "/shop.v1.Orders/Talk": len(asked)}[method]
	for range max(times, 1) {
		if err := stream.SendMsg(&answer); err != nil {
			return err
		}
	}
	return nil
}

// TestCalls plays calls of all kinds against a server of gRPC's own library.
func TestCalls(t *testing.T) {
	s := shopCalls{rpctest.Load(t, rpctest.Shop), t}
	provider := parse(t, "http://"+rpctest.Serve(t, s.serve))
	get := func(id string) string { return s.contents("GetRequest", `{"id":"`+id+`"}`, "") }
	order := func(text, rules string) string {
		return s.contents("Order", text, `, "matchingRules": {"body": {`+rules+`}}`)
	}
	failed := func(code string) string {
		return `{"metadata": {"grpc-status": "` + code + `", "grpc-message": "x"}, "matchingRules": {"metadata": {"grpc-message": {"matchers": [{"match": "type"}]}}}}`
	}
	more := func(n int, replies string) string {
		requests := strings.TrimSuffix(strings.Repeat(s.contents("Order", `{"id":"a"}`, "")+",", n), ",")
		return `, "bylaw": {"stream": {"requests": [` + requests + `], "replies": "` + replies + `"}}`
	}
	for _, c := range []struct {
		name, interaction string
		verdict           verify.Verdict
		where             string
	}{
		{"unary", s.call("Get", get("a"), "", order(`{"id":"x","state":"STATE_OPEN"}`, `"$.id": {"matchers": [{"match": "type"}]}`)), verify.Held, ""},
		{"another value", s.call("Get", get("a"), "", order(`{"id":"x","state":"STATE_PAID"}`, ``)), verify.Broken, "body $.id, body $.state"},
		{"a value that is missing", s.call("Get", get("a"), "", order(`{"note":"x"}`, `"$.note": {"matchers": [{"match": "type"}]}`)), verify.Broken, "body $.note"},
		{"metadata", s.call("Get", get("a"), "", s.contents("Order", `{}`, `, "metadata": {"X-Served-By": "shop", "x-cost": "5"}`)), verify.Held, ""},
		{"other metadata", s.call("Get", get("a"), "", s.contents("Order", `{}`, `, "metadata": {"x-cost": "6"}`)), verify.Broken, "metadata $.x-cost"},
		{"metadata that is sent", s.call("Get", s.contents("GetRequest", `{}`, `, "metadata": {"authorization": "none"}`), "", failed("UNAUTHENTICATED")), verify.Held, ""},
		{"an error", s.call("Get", get("gone"), "", failed("NOT_FOUND")), verify.Held, ""},
		{"an error by its number", s.call("Get", get("gone"), "", failed("5")), verify.Held, ""},
		{"another error", s.call("Get", get("gone"), "", failed("ABORTED")), verify.Broken, "status "},
		{"an error where an answer is expected", s.call("Get", get("gone"), "", order(`{"id":"x"}`, ``)), verify.Broken, "status "},
		{"an answer where an error is expected", s.call("Get", get("a"), "", failed("NOT_FOUND")), verify.Broken, "status "},
		{"a stream of answers", s.call("List", get("a"), "", order(`{"id":"a"}`, ``), order(`{"id":"a"}`, ``), order(`{"id":"a"}`, ``)), verify.Held, ""},
		{"too few answers", s.call("List", get("a"), "", order(`{}`, ``), order(`{}`, ``), order(`{}`, ``), order(`{}`, ``)), verify.Broken, "body $"},
		{"too many answers", s.call("List", get("a"), "", order(`{}`, ``)), verify.Broken, "body $"},
		{"each answer", s.call("List", get("a"), `, "bylaw": {"stream": {"replies": "each"}}`, order(`{"id":"a"}`, ``)), verify.Held, ""},
		{"the first answers", s.call("List", get("a"), `, "bylaw": {"stream": {"replies": "first"}}`, order(`{"id":"a"}`, ``), order(`{"id":"b"}`, ``)), verify.Broken, "body $.id"},
		{"a stream of requests", s.call("Place", s.contents("Order", `{"id":"a"}`, ""), more(2, "exactly"), order(`{"total_cents":3}`, ``)), verify.Held, ""},
		{"both", s.call("Talk", s.contents("Order", `{"id":"a"}`, ""), more(1, "exactly"), order(`{"total_cents":2}`, ``), order(`{"total_cents":2}`, ``)), verify.Held, ""},
		{"requests that no method takes", s.call("Get", get("a"), more(1, ""), order(`{}`, ``)), verify.NotVerified, ""},
		{"a method that is not there", strings.Replace(s.call("Get", get("a"), "", order(`{}`, ``)), "Orders/Get", "Orders/Nope", 1), verify.NotVerified, ""},
		{"no answer in time", s.call("Get", get("late"), "", order(`{}`, ``)), verify.NotVerified, ""},
		{"JSON", `{"type": "Synchronous/Messages", "transport": "grpc", "description": "j", "pluginConfiguration": {"protobuf": {"descriptorKey": "k", "service": ".shop.v1.Orders/Get"}},
  "request": {"contents": {"contentType": "application/json", "content": {"id": "a"}}},
  "response": [{"contents": {"contentType": "application/json", "content": {"totalCents": "1", "state": "STATE_OPEN", "open": false}}}]}`, verify.Held, ""},
		{"a generated value", s.call("Get", s.contents("GetRequest", `{"id":"x"}`, `, "generators": {"body": {"$.id": {"type": "Regex", "regex": "gone"}}}`), "", failed("NOT_FOUND")), verify.Held, ""},
	} {
		o := verify.Verify(t.Context(), []*contract.Contract{s.contract(c.interaction)}, verify.Options{Provider: provider, Timeout: 2 * time.Second})[0]
		if o.Verdict != c.verdict || places(o.Mismatches) != c.where || (o.Why == "") != (o.Verdict != verify.NotVerified) {
			t.Errorf("%s: %s at %q, want %s at %q: %s %+v", c.name, o.Verdict, places(o.Mismatches), c.verdict, c.where, o.Why, o.Mismatches)
		}
	}
}

// TestCallsThatFail knows nothing of calls that have no whole answer of gRPC.
func TestCallsThatFail(t *testing.T) {
	s := shopCalls{rpctest.Load(t, rpctest.Shop), t}
	c := s.contract(s.call("Get", s.contents("GetRequest", `{"id":"a"}`, ""), "", s.contents("Order", `{"id":"a"}`, "")))
	grpcAnswer := func(body string, trailer http.Header) http.HandlerFunc {
		return func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Content-Type", "application/grpc")
			_, _ = io.WriteString(w, body)
			for name, values := range trailer {
				w.Header()[http.TrailerPrefix+name] = values
			}
		}
	}
	ended := http.Header{"Grpc-Status": {"0"}}
	for want, handler := range map[string]http.HandlerFunc{
		"the answer is not gRPC, but 404 text/plain": http.NotFound,
		"the call ended without a status":            grpcAnswer("", nil),
		"the answer is not gRPC, but 503 application/grpc": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/grpc")
			w.Header().Set("Grpc-Status", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		"a status that is no number":             grpcAnswer("", http.Header{"Grpc-Status": {"x"}}),
		"the answers are longer than 1000 bytes": grpcAnswer("\x00\x7f\xff\xff\xff", ended),
		"the connection was closed before there": grpcAnswer("\x00\x00\x00\x00\x09abc", ended),
		"the answer is no shop.v1.Order":         grpcAnswer("\x00\x00\x00\x00\x01\x0a", ended),
		`a message is compressed as ""`:          grpcAnswer("\x01\x00\x00\x00\x01\x0a", ended),
	} {
		server := httptest.NewUnstartedServer(handler)
		server.Config.Protocols = new(http.Protocols)
		server.Config.Protocols.SetUnencryptedHTTP2(true)
		server.Start()
		o := verify.Verify(t.Context(), []*contract.Contract{c}, verify.Options{Provider: parse(t, server.URL), MaxBody: 1000, Timeout: 5 * time.Second})[0]
		if o.Verdict != verify.NotVerified || !strings.Contains(o.Why, want) {
			t.Errorf("%s: %s %q", want, o.Verdict, o.Why)
		}
		server.Close()
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := parse(t, "http://"+listener.Addr().String())
	_ = listener.Close()
	if o := verify.Verify(t.Context(), []*contract.Contract{c}, verify.Options{Provider: nobody})[0]; o.Verdict != verify.NotVerified || !strings.Contains(o.Why, "nobody listens") {
		t.Errorf("%s %q", o.Verdict, o.Why)
	}
	http1 := serve(t, http.NotFound)
	if o := verify.Verify(t.Context(), []*contract.Contract{c}, verify.Options{Provider: http1})[0]; o.Verdict != verify.NotVerified {
		t.Errorf("%s %q", o.Verdict, o.Why)
	} else if !strings.Contains(o.Why, "HTTP/2, which gRPC needs, isn't spoken there") {
		t.Error(o.Why)
	}
}
