package replay_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/replay"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/internal/rpctest"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// callText is an interaction over gRPC.
func callText(t *testing.T, set *rpctest.Set, method, states, request, bylaw string, replies ...string) string {
	t.Helper()
	var answers []string
	for _, reply := range replies {
		if strings.HasPrefix(reply, "{\"metadata") {
			answers = append(answers, reply)
		} else {
			answers = append(answers, contents(t, set, "Order", reply))
		}
	}
	sends := map[string]string{"Get": "GetRequest", "List": "GetRequest"}[method]
	if sends == "" {
		sends = "Order"
	}
	return `{"type": "Synchronous/Messages", "transport": "grpc", "description": "` + method + " " + base64.StdEncoding.EncodeToString([]byte(request+states)) + `", "providerStates": [` + states + `],
  "pluginConfiguration": {"protobuf": {"descriptorKey": "k", "service": "Orders/` + method + `"}` + bylaw + `},
  "request": ` + contents(t, set, sends, request) + `, "response": [` + strings.Join(answers, ", ") + `]}`
}

func contents(t *testing.T, set *rpctest.Set, kind, text string) string {
	text, more, _ := strings.Cut(text, " with ")
	if more != "" {
		more = ", " + more
	}
	return `{"contents": {"content": "` + base64.StdEncoding.EncodeToString(set.Bytes(t, kind, text)) + `", "encoded": "base64", "contentType": "application/protobuf;message=` + kind + `"}` + more + `}`
}

func readCalls(t *testing.T, set *rpctest.Set, interactions ...string) *contract.Contract {
	t.Helper()
	text := `{"consumer": {"name": "billing"}, "provider": {"name": "orders"}, "metadata": {"pactSpecification": {"version": "4.0"},
 "plugins": [{"name": "protobuf", "version": "0.4.0", "configuration": {"k": {"protoDescriptors": "` + set.Encoded(t) + `"}}}]}, "interactions": [
` + strings.Join(interactions, ",\n") + "\n]}\n"
	c, findings := pact.Read(source.NewFile("billing.json", []byte(text)))
	for _, f := range findings {
		t.Fatalf("%v: %s", f.Span.Position(), f.Message)
	}
	return c
}

// serveCalls starts the provider of a contract for gRPC as well.
func serveCalls(t *testing.T, c *contract.Contract, o replay.Options) (*replay.Server, string) {
	t.Helper()
	server := replay.New([]*contract.Contract{c}, o)
	listening := httptest.NewUnstartedServer(server)
	listening.Config.Protocols = new(http.Protocols)
	listening.Config.Protocols.SetHTTP1(true)
	listening.Config.Protocols.SetUnencryptedHTTP2(true)
	listening.Start()
	t.Cleanup(listening.Close)
	return server, listening.URL
}

// invoke calls a method, and returns the answers as JSON, or the code and message of the error.
func invoke(t *testing.T, set *rpctest.Set, base, method string, requests ...string) string {
	t.Helper()
	with := []string{"x-tenant", "a"}
	if n := len(requests); n > 2 && requests[n-2] == "x-mock-status" {
		with, requests = append(with, requests[n-2:]...), requests[:n-2]
	}
	connection, err := grpc.NewClient(strings.TrimPrefix(base, "http://"), grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.ForceCodec(rpctest.Codec{})))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	stream, err := connection.NewStream(metadata.AppendToOutgoingContext(t.Context(), with...), &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, "/shop.v1.Orders/"+method)
	if err != nil {
		t.Fatal(err)
	}
	kind := map[string]string{"Get": "GetRequest", "List": "GetRequest"}[method]
	if kind == "" {
		kind = "Order"
	}
	for _, request := range requests {
		message := set.Bytes(t, kind, request)
		if err := stream.SendMsg(&message); err != nil {
			break
		}
	}
	if method != "Talk" { // which is answered before its client has ended
		_ = stream.CloseSend()
	}
	var all []string
	for {
		var message []byte
		if err := stream.RecvMsg(&message); err != nil {
			if s := status.Convert(err); err.Error() != "EOF" {
				return strings.TrimSpace(strings.Join(append(all, s.Code().String(), s.Message()), " "))
			}
			return strings.Join(all, " ")
		}
		v, _, err := rpc.Decode(set.Message(t, "shop.v1.Order"), message, false)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(contract.AppendJSON(nil, v)))
	}
}

func shopCalls(t *testing.T, set *rpctest.Set) *contract.Contract {
	return readCalls(t, set,
		callText(t, set, "Get", "", `{"id":"a"} with "matchingRules": {"body": {"$.id": {"matchers": [{"match": "regex", "regex": "[a-z]"}]}}}`, "", `{"id":"a","total_cents":5}`),
		callText(t, set, "Get", `{"name": "there is none"}`, `{"id":"z"}`, "", `{"metadata": {"grpc-status": "NOT_FOUND", "grpc-message": "there is no z – ever"}}`),
		callText(t, set, "Get", `{"name": "there is one"}`, `{"id":"z"}`, "", `{"id":"z"}`),
		callText(t, set, "List", "", `{"count":2}`, "", `{"id":"a"}`, `{"id":"b"}`),
		callText(t, set, "List", "", `{"count":7} with "metadata": {"x-tenant": "b"}`, "", `{"id":"b"}`),
		callText(t, set, "List", "", `{"count":8} with "metadata": {"X-Tenant": "a"}`, "", `{"id":"a"}`),
		callText(t, set, "Place", "", `{"id":"p"}`, `, "bylaw": {"stream": {"requests": [`+contents(t, set, "Order", `{"id":"q"}`)+`]}}`, `{"id":"p"}`),
		callText(t, set, "Talk", "", `{"id":"t"}`, "", `{"id":"t"}`, `{"id":"u"}`))
}

func TestCalls(t *testing.T) {
	set := rpctest.Load(t, rpctest.Shop)
	server, base := serveCalls(t, shopCalls(t, set), replay.Options{})
	if len(server.Skipped()) > 0 || !server.Calls() {
		t.Fatalf("skipped %+v", server.Skipped())
	}
	for _, test := range []struct {
		method   string
		requests []string
		want     string
	}{
		{"Get", []string{`{"id":"a"}`}, `{"id":"a","total_cents":5}`},
		{"Get", []string{`{"id":"c"}`}, `{"id":"a","total_cents":5}`},
		{"Get", []string{`{"id":"z"}`}, "NotFound there is no z – ever"},
		{"List", []string{`{"count":2}`}, `{"id":"a"} {"id":"b"}`},
		{"Place", []string{`{"id":"p"}`, `{"id":"q"}`}, `{"id":"p"}`},
		{"Talk", []string{`{"id":"t"}`}, `{"id":"t"} {"id":"u"}`},
		{"Place", []string{`{"id":"p"}`}, `Unimplemented no contract has this call: the nearest is "Place`},
		{"List", []string{`{"count":3}`}, `Unimplemented no contract has this call: the nearest is "List eyJjb3VudCI6Mn0=" of billing, which differs at $.count: `},
		{"List", []string{`{"count":7}`}, "Unimplemented"},
		{"List", []string{`{"count":8}`}, `{"id":"a"}`},
		{"Missing", []string{`{}`}, "Unimplemented no contract has this call"},
	} {
		if got := invoke(t, set, base, test.method, test.requests...); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s %v: it answers\n%s\nand not\n%s", test.method, test.requests, got, test.want)
		}
	}
	if server.Missed() != 4 {
		t.Errorf("%d missed", server.Missed())
	}
	for name, want := range map[string]string{"not_found": "NotFound there is no z – ever", "5": "NotFound there is no z – ever", "0": `{"id":`, "nonsense": "NotFound", "INTERNAL": "Unimplemented"} {
		if got := invoke(t, set, base, "Get", `{"id":"z"}`, "x-mock-status", name); !strings.HasPrefix(got, want) {
			t.Errorf("asked for %s it answers %s", name, got)
		}
	}
	control(t, base, "POST", "there is one", "setup")
	if got := invoke(t, set, base, "Get", `{"id":"z"}`); got != `{"id":"z"}` {
		t.Errorf("the state is set, but %s", got)
	}
	if got := ask(t, base, "GET /_bylaw/interactions"); !strings.Contains(got, `"request": "gRPC Orders/Get"`) {
		t.Error(got)
	}
}

// What the provider made of contracts answers over gRPC, and the messages that it makes, verify takes.
func TestItHoldsItsCallsAndMessages(t *testing.T) {
	set := rpctest.Load(t, rpctest.Shop)
	c := shopCalls(t, set)
	messages := read(t, `
  - description: an order was placed
    states: [there is an order]
    message:
      metadata: {topic: '{{regex "orders\\..+" = "orders.placed"}}'}
      contentType: application/json
      body: {id: '{{uuid <- random_uuid}}'}
  - description: an order was placed
    states: [there is a gift]
    message: {contentType: application/json, body: {gift: true}}
`)
	c.Interactions = append(c.Interactions, messages.Interactions...)
	server, base := serveCalls(t, c, replay.Options{})
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := verify.Verify(t.Context(), []*contract.Contract{c}, verify.Options{
		Provider: at, States: verify.NewHook(at.JoinPath("_bylaw/states"), nil), Messages: verify.NewMessageHook(at.JoinPath("_bylaw/messages"), nil, verify.Options{}),
	})
	for _, o := range outcomes {
		if o.Verdict != verify.Held {
			t.Errorf("%s: %s %s %v", o.Interaction.Description, o.Verdict, o.Why, o.Mismatches)
		}
	}
	for _, u := range server.Uses() {
		if u.Asked != 1 {
			t.Errorf("%s was asked for %d times", u.Description, u.Asked)
		}
	}
	if got := ask(t, base, `POST /_bylaw/messages {"description":"none"}`); !strings.HasPrefix(got, "404") {
		t.Error(got)
	}
}

// What the contracts don't have goes to whoever takes calls, with all that was sent.
func TestNextTakesCalls(t *testing.T) {
	set := rpctest.Load(t, rpctest.Shop)
	next := rpctest.Serve(t, func(_ string, stream grpc.ServerStream) error {
		var message []byte
		if err := stream.RecvMsg(&message); err != nil {
			return err
		}
		return status.Error(codes.Aborted, string(message))
	})
	proxied := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		transport := &http.Transport{Protocols: new(http.Protocols)}
		transport.Protocols.SetUnencryptedHTTP2(true)
		out := r.Clone(r.Context())
		out.URL.Scheme, out.URL.Host, out.RequestURI = "http", next, ""
		response, err := transport.RoundTrip(out)
		if err != nil {
			t.Error(err)
			return
		}
		defer response.Body.Close()
		for name, values := range response.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(response.StatusCode)
	})
	_, base := serveCalls(t, shopCalls(t, set), replay.Options{Next: proxied, NextCalls: true})
	if got := invoke(t, set, base, "Get", `{"id":"other"}`); !strings.HasPrefix(got, "Aborted") || !strings.Contains(got, "other") {
		t.Error(got)
	}
	if got := invoke(t, set, base, "Get", `{"id":"a"}`); got != `{"id":"a","total_cents":5}` {
		t.Error(got)
	}
}

// A contract that doesn't say what its messages look like is left out, and why.
func TestCallsWithoutDescriptors(t *testing.T) {
	set := rpctest.Load(t, rpctest.Shop)
	c := shopCalls(t, set)
	c.Metadata = nil
	server := replay.New([]*contract.Contract{c}, replay.Options{})
	if skipped := server.Skipped(); len(skipped) != 8 || !strings.Contains(skipped[0].Why, "nothing says what its messages look like") {
		t.Errorf("%+v", skipped)
	}
	if other := replay.New([]*contract.Contract{c}, replay.Options{Files: set.Files}); len(other.Skipped()) > 0 || !other.Calls() {
		t.Errorf("%+v", other.Skipped())
	}
}
