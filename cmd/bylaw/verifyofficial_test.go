package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/contract/broker/brokertest"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
)

// TestBrokerLikeTheOfficialVerifier has Pact's official verifier fetch what bylaw has published and publish what
// came of it, and bylaw do the same beside it: what the broker is told must be the same. It also shows that
// the broker of these tests talks as an independent client expects.
func TestBrokerLikeTheOfficialVerifier(t *testing.T) {
	pactcore.Folder(t)
	for name, test := range map[string]struct {
		body    string
		success bool
		at      [2]string // where it differs: the official verifier names what a key is missing from
	}{
		"it holds":      {`{"id": 7, "total": 12.5}`, true, [2]string{}},
		"a missing key": {`{"id": 7}`, false, [2]string{"$", "$.total"}},
		"another type":  {`{"id": "7", "total": 12.5}`, false, [2]string{"$.id$.id", "$.id$.id"}},
	} {
		t.Run(name, func(t *testing.T) {
			theirs, ours := sharedByBylaw(t), sharedByBylaw(t)
			url := orders(t, test.body)
			options, err := json.Marshal(map[string]any{
				"provider": "orders", "providerBaseUrl": url, "providerStatesSetupUrl": url + "/states", "pactBrokerUrl": theirs.URL, "pactBrokerToken": "s3cret", "logLevel": "error",
				"publishVerificationResult": true, "providerVersion": "4.5.6", "providerVersionBranch": "main", "providerVersionTags": []string{"ci"}, "enablePending": true,
				"consumerVersionSelectors": []broker.Selector{{MainBranch: true}}, "buildUrl": "https://ci.example.com/7",
			})
			if err != nil {
				t.Fatal(err)
			}
			out := pactcore.Node(t, "-e", `const {default: pact} = require("@pact-foundation/pact-core");
pact.verifyPacts(`+string(options)+`).catch(() => {}).finally(() => process.exit(0))`)
			said, _ := verified(t, ours.URL, test.body, append(publishing, "--pending", "--select", "main-branch", "--build-url", "https://ci.example.com/7")...)
			if len(theirs.Results()) != 1 || len(ours.Results()) != 1 {
				t.Fatalf("the official verifier has published %d, ours %d:\n%s\n%s\n%s", len(theirs.Results()), len(ours.Results()), out, strings.Join(theirs.Calls(), "\n"), said)
			}
			a, atA := published(t, theirs.Results()[0])
			b, atB := published(t, ours.Results()[0])
			if a != b || atA != test.at[0] || atB != test.at[1] || theirs.Results()[0].Success != test.success {
				t.Errorf("the official verifier has published\n%s at %s\nours\n%s at %s", a, atA, b, atB)
			}
			for _, server := range []*brokertest.Server{theirs, ours} {
				branches, tags, _ := server.Version("orders", "4.5.6")
				if fmt.Sprint(branches, tags) != "[main] [ci]" {
					t.Errorf("branches %q, tags %q", branches, tags)
				}
			}
		})
	}
}

// sharedByBylaw is a broker that billing has published at what it relies on, written as people do.
func sharedByBylaw(t *testing.T) *brokertest.Server {
	t.Helper()
	server := brokertest.New()
	t.Cleanup(server.Close)
	server.Token = "s3cret"
	t.Setenv(envBrokerToken, "s3cret")
	file := filepath.Join(t.TempDir(), "billing.yaml")
	if err := os.WriteFile(file, []byte(writtenByPeople), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if code := run([]string{"contract", "publish", "--broker", server.URL, "--consumer-version", "1", "--branch", "main", file}, streams{out: &out, err: &out}); code != exitClean {
		t.Fatalf("exit code %d:\n%s", code, &out)
	}
	return server
}

const writtenByPeople = `bylaw: contract/v1
consumer: billing
provider: orders
interactions:
  - description: an order
    states: [order 7 exists]
    request: {method: GET, path: /orders/7}
    response:
      status: 200
      headers: {Content-Type: application/json}
      body:
        id: '{{integer = 1}}'
        total: '{{decimal = 10.50}}'
  - description: an order by its number
    request: {method: GET, path: /orders/7}
    response:
      status: 200
      body: {id: 7}
`

// published is what two verifiers must have in common, all but their own names and words, and where values differ.
func published(t *testing.T, r brokertest.Result) (all, at string) {
	t.Helper()
	text, err := json.Marshal(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	var body struct {
		Success  bool
		Version  string `json:"providerApplicationVersion"`
		BuildURL string `json:"buildUrl"`
		Tests    []struct {
			ID         string `json:"interactionId"`
			Success    bool
			Mismatches []broker.Mismatch
		} `json:"testResults"`
	}
	if err := json.Unmarshal(text, &body); err != nil {
		t.Fatal(err)
	}
	for _, test := range body.Tests {
		for i, m := range test.Mismatches {
			at += m.Identifier
			test.Mismatches[i] = broker.Mismatch{Attribute: m.Attribute}
		}
	}
	return fmt.Sprintf("%+v", body), at
}
