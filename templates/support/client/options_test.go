package client_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/client"
)

func TestBaseURL(t *testing.T) {
	for _, test := range []struct{ url, err string }{
		{"https://api.example.com", ""},
		{"http://localhost:8080/v1/", ""},
		{"https://[::1]:443/a%20b", ""},
		{"", "not absolute"},
		{"/v1", "not absolute"},
		{"api.example.com", "not absolute"},
		{"localhost:8080", "not absolute"},
		{"ftp://example.com", "not absolute"},
		{"https://", "not absolute"},
		{"https://joe:secret@example.com", "credentials"},
		{"https://example.com?key=secret", "query"},
		{"https://example.com?", "query"},
		{"https://example.com#top", "fragment"},
		{"https://exa mple.com", "can't be parsed"},
		{"https://example.com/%zz", "can't be parsed"},
	} {
		_, err := client.New(test.url, client.Options{})
		switch {
		case test.err == "" && err != nil:
			t.Errorf("%s: %v", test.url, err)
		case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
			t.Errorf("%s: error %v, want one that says %q", test.url, err, test.err)
		case err != nil && test.err != "query" && strings.Contains(err.Error(), "secret"):
			t.Errorf("%s: the error tells the password: %v", test.url, err)
		}
	}
}

var uuid4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestKey(t *testing.T) {
	core, err := client.New("https://example.com", client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	start := func() *client.Call {
		call := core.Call(t.Context(), &client.Operation{Method: "POST", Template: "/orders"})
		t.Cleanup(call.Close)
		return call
	}
	if got := start().Key("mine"); got != "mine" {
		t.Errorf("the key that was given became %q", got)
	}
	seen := map[string]bool{}
	for range 1000 {
		call := start()
		key := call.Key("")
		if !uuid4.MatchString(key) {
			t.Fatalf("%q is no UUID of version 4", key)
		}
		if again := call.Key(""); again != key {
			t.Fatalf("one call has the keys %q and %q", key, again)
		}
		seen[key] = true
	}
	if len(seen) != 1000 {
		t.Errorf("1000 calls, only %d different keys", len(seen))
	}
}
