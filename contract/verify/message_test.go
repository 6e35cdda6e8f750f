package verify_test

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/internal/rpctest"
	"github.com/bylaw-dev/bylaw/spec"
)

const placed = `{"type": "Asynchronous/Messages", "description": "an order was placed", "providerStates": [{"name": "there is an order", "params": {"id": 7}}],
  "metadata": {"contentType": "application/json", "topic": "orders"}, "contents": {"contentType": "application/json", "content": {"id": 7}}, "matchingRules": {"body": {"$.id": {"matchers": [{"match": "integer"}]}}}}`

const priced = `{"type": "Synchronous/Messages", "description": "a price is asked for", "request": {"contents": {"contentType": "application/json", "content": {"sku": "A"}}},
  "response": [{"contents": {"contentType": "application/json", "content": {"price": 5}}}]}`

// TestMessages has messages made by a hook, as verifiers of Pact ask for them.
func TestMessages(t *testing.T) {
	for _, c := range []struct {
		name, interaction, metadata, body, asked string
		status                                   int
		verdict                                  verify.Verdict
		where                                    string
	}{
		{"as expected", placed, `{"topic": "orders"}`, `{"id": 8, "more": 1}`, `{"description":"an order was placed","providerStates":[{"name":"there is an order","params":{"id":7}}]}`, 200, verify.Held, ""},
		{"other contents", placed, `{"topic": "orders"}`, `{"id": "8"}`, "", 200, verify.Broken, "body $.id"},
		{"other metadata", placed, `{"topic": "invoices"}`, `{"id": 8}`, "", 200, verify.Broken, "metadata $.topic"},
		{"no metadata", placed, ``, `{"id": 8}`, "", 200, verify.Broken, "metadata $.topic"},
		{"metadata that is none", placed, `[]`, `{"id": 8}`, "", 200, verify.NotVerified, ""},
		{"a failure", placed, ``, `out of order`, "", 500, verify.NotVerified, ""},
		{"a synchronous one", priced, ``, `{"price": 5}`, `{"description":"a price is asked for","request":{"contents":{"content":{"sku":"A"},"contentType":"application/json","encoded":false}}}`, 200, verify.Held, ""},
		{"a synchronous one that is another", priced, ``, `{"price": 6}`, "", 200, verify.Broken, "body $.price"},
	} {
		var asked string
		hook := serve(t, func(w http.ResponseWriter, q *http.Request) {
			content, _ := io.ReadAll(q.Body)
			asked = q.Method + " " + string(content)
			if c.metadata != "" {
				w.Header().Set("Pact-Message-Metadata", base64.StdEncoding.EncodeToString([]byte(c.metadata)))
			}
			answer(c.status, c.body)(w, q)
		})
		o := against(t, nil, verify.Options{Messages: verify.NewMessageHook(hook, nil, verify.Options{})}, c.interaction)[0]
		if o.Verdict != c.verdict || places(o.Mismatches) != c.where || (o.Why == "") != (o.Verdict != verify.NotVerified) {
			t.Errorf("%s: %s at %q, want %s at %q: %s %+v", c.name, o.Verdict, places(o.Mismatches), c.verdict, c.where, o.Why, o.Mismatches)
		}
		if c.asked != "" && asked != "POST "+c.asked {
			t.Errorf("%s: asked %s", c.name, asked)
		}
	}
}

// TestProtobufMessages compares messages by the descriptors that the contract holds.
func TestProtobufMessages(t *testing.T) {
	s := shopCalls{rpctest.Load(t, rpctest.Shop), t}
	expected := strings.TrimPrefix(s.contents("Order", `{"id":"a","total_cents":7}`, `, "metadata": {"topic": "orders"}, "matchingRules": {"body": {"$.total_cents": {"matchers": [{"match": "integer"}]}}}`), "{")
	c := s.contract(`{"type": "Asynchronous/Messages", "description": "placed", "pluginConfiguration": {"protobuf": {"descriptorKey": "k", "message": "Order"}}, ` + expected)
	for text, want := range map[string]string{`{"id":"a","total_cents":9}`: "", `{"id":"b","total_cents":9}`: "body $.id"} {
		hook := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/protobuf;message=Order")
			w.Header().Set("Pact-Message-Metadata", base64.StdEncoding.EncodeToString([]byte(`{"topic": "orders"}`)))
			_, _ = w.Write(s.message("Order", text))
		})
		o := verify.Verify(t.Context(), []*contract.Contract{c}, verify.Options{Messages: verify.NewMessageHook(hook, nil, verify.Options{})})[0]
		if places(o.Mismatches) != want || o.Verdict == verify.NotVerified {
			t.Errorf("%s: %s %s %+v", text, o.Verdict, o.Why, o.Mismatches)
		}
	}
}

// TestMessageFunctions has messages made by functions.
func TestMessageFunctions(t *testing.T) {
	functions := verify.MessageFunctions{"an order was placed": func(_ context.Context, asked verify.Asked) (*contract.Payload, error) {
		if len(asked.States) != 1 {
			return nil, errors.New("no states")
		}
		return &contract.Payload{
			Metadata: []spec.Member{{Key: "contentType", Value: contract.Text("application/json")}, {Key: "topic", Value: contract.Text("orders")}},
			Body:     contract.Body{Presence: contract.Present, Content: []byte(`{"id": 9}`)},
		}, nil
	}}
	o := against(t, nil, verify.Options{Messages: functions}, placed, strings.ReplaceAll(placed, "placed", "cancelled"))
	if o[0].Verdict != verify.Held || o[1].Verdict != verify.NotVerified || !strings.Contains(o[1].Why, "there is no function for it") {
		t.Errorf("%+v, %+v", o[0], o[1])
	}
}

// TestSpokenTo reaches providers that speak HTTP/2, with and without encryption, and gRPC beside HTTP.
func TestSpokenTo(t *testing.T) {
	var spoken []string
	handler := http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		spoken = append(spoken, q.Proto)
		answer(200, `{"id": 7}`)(w, q)
	})
	plain := httptest.NewUnstartedServer(handler)
	plain.Config.Protocols = new(http.Protocols)
	plain.Config.Protocols.SetUnencryptedHTTP2(true)
	plain.Start()
	defer plain.Close()
	secure := httptest.NewUnstartedServer(handler)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	defer secure.Close()
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	for _, o := range []verify.Options{{Provider: parse(t, plain.URL), HTTP2: true}, {Provider: parse(t, secure.URL), HTTP2: true, Roots: roots}, {Provider: parse(t, secure.URL), Roots: roots}} {
		if got := against(t, o.Provider, o, get("d", "/", "", `"id": 7`))[0]; got.Verdict != verify.Held {
			t.Error(got.Why)
		}
	}
	if got := strings.Join(spoken, " "); got != "HTTP/2.0 HTTP/2.0 HTTP/1.1" {
		t.Errorf("spoken %s", got)
	}
	if got := against(t, parse(t, secure.URL), verify.Options{}, get("d", "/", "", ""))[0]; got.Verdict != verify.NotVerified || !strings.Contains(got.Why, "certificate") {
		t.Errorf("nobody vouches for it: %s %s", got.Verdict, got.Why)
	}
	s := shopCalls{rpctest.Load(t, rpctest.Shop), t}
	c := s.contract(s.call("Get", s.contents("GetRequest", `{"id":"a"}`, ""), "", s.contents("Order", `{"id":"a"}`, "")), strings.Replace(get("d", "/", "", `"id": 7`), "{", `{"type": "Synchronous/HTTP", `, 1))
	address := rpctest.Serve(t, s.serve, grpc.Creds(credentials.NewServerTLSFromCert(&secure.TLS.Certificates[0])))
	for _, got := range verify.Verify(t.Context(), []*contract.Contract{c}, verify.Options{Provider: parse(t, secure.URL), GRPC: parse(t, "https://"+address), Roots: roots, Timeout: time.Minute}) {
		if got.Verdict != verify.Held {
			t.Errorf("%s: %s %+v", got.Interaction.Description, got.Why, got.Mismatches)
		}
	}
}
