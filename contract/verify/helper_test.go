package verify_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// billing reads a contract of billing with these interactions.
func billing(t *testing.T, interactions ...string) *contract.Contract {
	t.Helper()
	text := `{"consumer": {"name": "billing"}, "provider": {"name": "orders"}, "metadata": {"pactSpecification": {"version": "4.0"}}, "interactions": [
` + strings.Join(interactions, ",\n") + "\n]}\n"
	c, findings := pact.Read(source.NewFile("billing.json", []byte(text)))
	for _, f := range findings {
		t.Fatalf("%v: %s", f.Span.Position(), f.Message)
	}
	return c
}

// get is an interaction that gets a path in some states, and expects the members of a JSON object.
func get(description, path, states, body string) string {
	return `{"description": "` + description + `", "providerStates": [` + states + `],
  "request": {"method": "GET", "path": "` + path + `"},
  "response": {"status": 200, "body": {"contentType": "application/json", "content": {` + body + `}}}}`
}

func state(name string) string { return `{"name": "` + name + `"}` }

func serve(t *testing.T, handler http.HandlerFunc) *url.URL {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return parse(t, server.URL)
}

func parse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// answer is a provider that always answers the same.
func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// against returns what came of the interactions of one contract.
func against(t *testing.T, provider *url.URL, o verify.Options, interactions ...string) []*verify.Outcome {
	t.Helper()
	o.Provider, o.Now = provider, time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC)
	if o.Timeout == 0 {
		o.Timeout = time.Minute // that nothing is late on a machine that has much to do
	}
	return verify.Verify(t.Context(), []*contract.Contract{billing(t, interactions...)}, o)
}
