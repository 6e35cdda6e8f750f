package replay_test

import (
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/replay"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
)

// TestTheOfficialVerifierTakesIt has Pact's own verifier ask a provider that is made of a contract: it holds
// all of it, with states and messages by the provider's hooks.
func TestTheOfficialVerifierTakesIt(t *testing.T) {
	pactcore.Folder(t)
	c := read(t, shop+lines("GET /a -> 200 1 given x", "GET /a -> 404 given y", "GET /list -> 200 []", "PUT /things/1 {\"a\":1} -> 200 {\"a\":1}")+`
  - description: a thing was made
    states: [x]
    message: {metadata: {topic: things}, contentType: application/json, body: {id: '{{positive_integer}}'}}
`)
	written, findings := pact.WriteV4(c)
	if len(findings) > 0 {
		t.Fatal(findings[0].Message)
	}
	file := filepath.Join(t.TempDir(), "web.json")
	if err := os.WriteFile(file, written, 0o600); err != nil {
		t.Fatal(err)
	}
	server := replay.New([]*contract.Contract{c}, replay.Options{})
	listening := httptest.NewServer(server)
	defer listening.Close()
	at, err := url.Parse(listening.URL)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(at.Port())
	if err != nil {
		t.Fatal(err)
	}
	var descriptions []string
	for _, i := range c.Interactions {
		descriptions = append(descriptions, i.Description)
	}
	verdicts := pactcore.Verify(t, pactcore.Options{
		Provider: "orders", ProviderBaseURL: listening.URL, PactURLs: []string{file}, StatesURL: listening.URL + "/_bylaw/states", Teardown: true,
		Transports: []pactcore.Transport{{Protocol: "message", Scheme: "http", Port: port, Path: "/_bylaw/messages"}},
	}, descriptions)
	for _, d := range descriptions {
		if !verdicts[d] {
			t.Errorf("it breaks %q", d)
		}
	}
	for _, u := range server.Uses() {
		if u.Asked == 0 {
			t.Errorf("%q was never asked for", u.Description)
		}
	}
}
