package main

import (
	"bytes"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/internal/rpctest"
)

const calledContract = `bylaw: contract/v1
consumer: billing
provider: orders
interactions:
  - description: an order
    transport: grpc
    plugins: {protobuf: {service: shop.v1.Orders/Get}}
    call: {contentType: application/json, body: {id: a}}
    replies:
      - contentType: application/json
        body: {id: '{{non_empty_string}}', totalCents: '{{regex "[0-9]+" = "7"}}', NAME: {quantity: 1}}
  - description: no order
    transport: grpc
    plugins: {protobuf: {service: shop.v1.Orders/Get}}
    call: {contentType: application/json, body: {id: gone}}
    replies: [{metadata: {grpc-status: NOT_FOUND}}]
  - description: an order was placed
    message: {contentType: application/json, body: {id: 7}}
`

// TestVerifyCalls verifies calls and messages as users do: by the .proto files, over TLS.
func TestVerifyCalls(t *testing.T) {
	dir := t.TempDir()
	set := rpctest.Load(t, rpctest.Shop)
	order := set.Bytes(t, "Order", `{"id": "a", "total_cents": 5, "cash": {"quantity": 1}}`)
	secure := httptest.NewTLSServer(nil)
	defer secure.Close()
	address := rpctest.Serve(t, func(_ string, stream grpc.ServerStream) error {
		var asked []byte
		if err := stream.RecvMsg(&asked); err != nil || strings.Contains(string(asked), "gone") {
			return status.Error(codes.NotFound, "there is none")
		}
		return stream.SendMsg(&order)
	}, grpc.Creds(credentials.NewServerTLSFromCert(&secure.TLS.Certificates[0])))
	for name, text := range map[string]string{
		"orders.proto": rpctest.Shop, "good.yaml": strings.Replace(calledContract, "NAME", "cash", 1), "bad.yaml": strings.Replace(calledContract, "NAME", "card", 1),
		"ca.pem": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})), "openapi.yaml": "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	hook := orders(t, "") // which answers without a body
	usual := []string{"--grpc-url", "https://" + address, "--spec", "orders.proto", "--ca", "ca.pem"}
	for _, test := range []struct {
		name string
		args []string
		code int
		said []string
	}{
		{"what holds, and a message that nobody makes", append(usual, "good.yaml"), exitUnverified, []string{"2 interactions of 3 held.", "= help: say who makes them, by --messages-url"}},
		{"a message that is another", append(usual, "--messages-url", hook+"/_messages", "good.yaml"), exitFindings, []string{"The service breaks billing (1 of 3 interactions)"}},
		{"a field that is missing", append(usual, "bad.yaml"), exitFindings, []string{`billing breaks in "an order" at $.card of the body`, "the call shop.v1.Orders/Get was answered with OK"}},
		{"nobody to trust", []string{"--grpc-url", "https://" + address, "--spec", "orders.proto", "good.yaml"}, exitUnverified, []string{"= help: trust who has signed it, by --ca"}},
		{"no descriptors", []string{"--grpc-url", "https://" + address, "good.yaml"}, exitUnverified, []string{"= help: name the service's .proto files, by --spec"}},
		{"not gRPC", []string{"--provider", hook, "--spec", "orders.proto", "good.yaml"}, exitUnverified, []string{"= help: say where gRPC is served, by --grpc-url"}},
		{"no .proto files", []string{"--grpc-url", "https://" + address, "--spec", "openapi.yaml", "good.yaml"}, exitUsage, []string{"--spec: there are no .proto files"}},
	} {
		var out, errs bytes.Buffer
		code := run(append([]string{"verify", "--color", "never"}, test.args...), streams{in: strings.NewReader(""), out: &out, err: &errs})
		for _, said := range test.said {
			if !strings.Contains(out.String()+errs.String(), said) {
				t.Errorf("%s: it doesn't say %q:\n%s%s", test.name, said, &out, &errs)
			}
		}
		if code != test.code {
			t.Errorf("%s: exit code %d, want %d\n%s%s", test.name, code, test.code, &out, &errs)
		}
	}
}

// TestVerifySeed says how to repeat a run that made values up, where a consumer broke.
func TestVerifySeed(t *testing.T) {
	url := orders(t, `{"id": 7}`)
	text := `{"consumer": {"name": "billing"}, "provider": {"name": "orders"}, "metadata": {"pactSpecification": {"version": "4.0"}}, "interactions": [
  {"description": "an order", "request": {"path": "/orders/7", "headers": {"X-Key": ["a"]}, "generators": {"header": {"X-Key": {"type": "Uuid"}}}},
   "response": {"status": 200, "body": {"contentType": "application/json", "content": {"id": ID}}}}]}`
	for _, test := range []struct {
		id, seed string
		told     bool
	}{{"8", "0", true}, {"7", "0", false}, {"8", "5", false}} {
		file := filepath.Join(t.TempDir(), "billing.json")
		if err := os.WriteFile(file, []byte(strings.Replace(text, "ID", test.id, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		run([]string{"verify", "--provider", url, "--seed", test.seed, file}, streams{in: strings.NewReader(""), out: &out, err: &errs})
		if told := strings.Contains(errs.String(), "values in requests were made up: --seed "); told != test.told {
			t.Errorf("%+v: %s%s", test, &out, &errs)
		}
	}
}

// TestVerifyPage reads the contract that the page shows, and holds it against the .proto files that it speaks of.
func TestVerifyPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "verify.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(page), "```yaml\n")
	text, _, whole := strings.Cut(text, "```")
	if !found || !whole {
		t.Fatal("the page shows no contract")
	}
	file := filepath.Join(t.TempDir(), "reader.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code := run([]string{"contract", "check", "--spec", filepath.Join("..", "..", "golden", "library", "proto"), file}, streams{in: strings.NewReader(""), out: &out, err: &out})
	if code != exitClean || !strings.Contains(out.String(), "2 interactions of 1 contract held against the spec.") {
		t.Errorf("exit code %d\n%s", code, &out)
	}
}
