package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/contract/broker/brokertest"
)

func TestBrokersIn(t *testing.T) {
	local, brokers := brokersIn([]string{"contracts/", "https://broker.example.com", "https.json", "http://localhost:9292/x"})
	if strings.Join(local, " ") != "contracts/ https.json" || strings.Join(brokers, " ") != "https://broker.example.com http://localhost:9292/x" {
		t.Errorf("files %q, brokers %q", local, brokers)
	}
}

// sharedContracts is a broker that billing and crm have published what they expect of orders and mail to.
func sharedContracts(t *testing.T) *brokertest.Server {
	t.Helper()
	server := brokertest.New()
	t.Cleanup(server.Close)
	server.Token = "s3cret"
	t.Setenv(envBrokerToken, "s3cret")
	b, err := openBroker(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{{"billing", "orders"}, {"crm", "mail"}} {
		text := strings.NewReplacer("NAME", pair[0], `"orders"`, strconv.Quote(pair[1]), "BODY", `"id": 7, "total": 12.5`).Replace(verifiedContracts)
		_, err := b.Publish(t.Context(), broker.Publication{
			Consumer: pair[0], Version: "1", Branch: "main", Contracts: []broker.Contract{{Provider: pair[1], Content: []byte(text)}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return server
}

func TestContractCheckOfBroker(t *testing.T) {
	shared := sharedContracts(t)
	spec := filepath.Join(t.TempDir(), "openapi.yaml")
	content := `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200':
          description: the order
          content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}}}
`
	if err := os.WriteFile(spec, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	check := func(args ...string) (string, int) {
		var out bytes.Buffer
		code := run(append([]string{"contract", "check", "--spec", spec}, args...), streams{out: &out, err: &out})
		return out.String(), code
	}
	said, code := check(shared.URL, "--provider-name", "orders")
	if code != exitFindings || !strings.Contains(said, `billing, "an order": the consumer needs $.total`) || strings.Contains(said, "crm") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
	if !strings.Contains(said, shared.URL+"/pacts/provider/orders/consumer/billing/") {
		t.Errorf("the contract is not named by its address:\n%s", said)
	}
	if said, code = check(shared.URL, "--provider-name", "nobody"); code != exitUsage || !strings.Contains(said, "nobody") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
	t.Setenv(envBrokerToken, "wrong")
	if said, code = check(shared.URL); code != exitUsage || !strings.Contains(said, "set PACT_BROKER_TOKEN") || strings.Contains(said, "wrong") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
}

// Consumers that name no branch are no less relied on.
func TestContractsOfBrokerWithoutBranches(t *testing.T) {
	shared := sharedContracts(t)
	b, err := openBroker(shared.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"1", "2"} {
		text := strings.NewReplacer("NAME", "shop", `"orders"`, `"stock"`, "BODY", `"id": `+version).Replace(verifiedContracts)
		_, err = b.Publish(t.Context(), broker.Publication{Consumer: "shop", Version: version, Contracts: []broker.Contract{{Provider: "stock", Content: []byte(text)}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	for provider, want := range map[string]int{"stock": 1, "orders": 1, "": 3} {
		set := &contractSet{provider: provider}
		if err := set.fetch(t.Context(), shared.URL); err != nil || len(set.read) != want {
			t.Errorf("%q: %d contracts, %v", provider, len(set.read), err)
		}
	}
}
