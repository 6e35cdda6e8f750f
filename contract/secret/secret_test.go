package secret_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestNamed(t *testing.T) {
	for _, name := range []string{
		"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "api_key", "apikey", "X-Auth-Token", "access_token",
		"refreshToken", "client_secret", "password", "PASSWORD", "new-password", "X-CSRF-Token", "JSESSIONID", "sig", "X-Amz-Signature",
		"X-Amz-Credential", "key", "private_key", "cardNumber", "cvv", "code_verifier", "X-Amz-Security-Token", "WWW-Authenticate",
	} {
		if !secret.Named(name) {
			t.Errorf("%s is not taken for a secret", name)
		}
	}
	for _, name := range []string{"Content-Type", "Accept", "id", "name", "total", "keyword", "business_name", "hotplate", "pinned", "author", "Location", "ETag", "currency", "passenger", ""} {
		if secret.Named(name) {
			t.Errorf("%s is taken for a secret", name)
		}
	}
}

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"see eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl.": "see REDACTED.",
		"Bearer abcdefghijkl":                               "REDACTED",
		"Basic dXNlcjpwYXNz":                                "REDACTED",
		"https://ada:pw123@example.com/x":                   "https://REDACTED@example.com/x",
		"AKIAIOSFODNN7EXAMPLE":                              "REDACTED",
		"ghp_abcdefghijklmnopqrstuvwxyz":                    "REDACTED",
		"sk_test_4eC39HqLyjWD":                              "REDACTED",
		"-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc":        "REDACTED",
		"<password>hunter22</password>":                     "<password>REDACTED</password>",
		`{"token": "abc123", broken`:                        `{"token": "REDACTED", broken`,
		"user=ada&password=hunter22&x=1":                    "user=ada&password=REDACTED&x=1",
		`<input name="csrf_token" value="abcdef">`:          `<input name="csrf_token" value="REDACTED">`,
		"the bearer of news, a basic text and a token ring": "the bearer of news, a basic text and a token ring",
		"10:30 in https://example.com:8080/a@b":             "10:30 in https://example.com:8080/a@b",
		"":                                                  "",
	} {
		got, found := secret.Text(text)
		if got != want || found != (text != want) {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestValue(t *testing.T) {
	document, _ := tree.Parse(source.NewFile("", []byte(`{"id": 7, "password": "hunter22", "tokens": {"a": "x", "n": 42, "ok": true}, "list": [{"note": "Bearer abcdefghijkl"}], "empty_secret": ""}`)))
	clean, found := secret.Value(document.Root)
	want := `{"id":7,"password":"REDACTED","tokens":{"a":"REDACTED","n":0,"ok":true},"list":[{"note":"REDACTED"}],"empty_secret":""}`
	if got := string(contract.AppendJSON(nil, clean)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var paths []string
	for _, f := range found {
		path := ""
		for _, s := range f.Path {
			path += "/" + s.Name
		}
		paths = append(paths, path)
	}
	if got := strings.Join(paths, " "); got != "/password /tokens/a /tokens/n /list//note" {
		t.Errorf("found at %s", got)
	}
}
