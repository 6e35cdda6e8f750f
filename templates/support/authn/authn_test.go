package authn_test

import (
	"context"
	"encoding/json"
	stderrors "errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
)

// tokens knows one token of each kind.
var tokens = authn.VerifierFunc(func(ctx context.Context, token string) (authn.Caller, error) {
	switch token {
	case "good":
		return authn.Caller{Issuer: "https://id.example", Subject: "ada", Scopes: []string{"orders.read"}}, nil
	case "old":
		return authn.Caller{}, fmt.Errorf("%w at noon", authn.ErrExpired)
	case "down":
		return authn.Caller{}, stderrors.New("dial tcp 10.0.0.3: refused")
	case "nobody":
		return authn.Caller{Issuer: "https://id.example"}, nil
	}
	return authn.Caller{}, fmt.Errorf("%w: signature of key 7", authn.ErrToken)
})

func ask(h http.Handler, target string, authorization ...string) *httptest.ResponseRecorder {
	r, w := httptest.NewRequest("GET", target, nil), httptest.NewRecorder()
	for _, a := range authorization {
		r.Header.Add("Authorization", a)
	}
	h.ServeHTTP(w, r)
	return w
}

// who answers with the caller.
var who = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	c, ok := authn.From(r.Context())
	fmt.Fprint(w, c.Subject, ok)
})

func TestMiddleware(t *testing.T) {
	const expired = `Bearer realm="shop", error="invalid_token", error_description="the token has expired"`
	const invalid = `Bearer realm="shop", error="invalid_token", error_description="the token isn't valid"`
	for _, row := range []struct {
		name          string
		authorization []string
		status        int
		challenge     string
	}{
		{"a good token", []string{"Bearer good"}, 200, ""},
		{"the scheme in any case, more spaces", []string{"bEARER   good "}, 200, ""},
		{"none: 401, never 403, and no error is named", nil, 401, `Bearer realm="shop"`},
		{"another scheme", []string{"Basic YTpi"}, 401, `Bearer realm="shop"`},
		{"an unknown token", []string{"Bearer other"}, 401, invalid},
		{"an old one", []string{"Bearer old"}, 401, expired},
		{"no token", []string{"Bearer"}, 400, `Bearer realm="shop", error="invalid_request"`},
		{"empty", []string{""}, 401, `Bearer realm="shop"`},
		{"two words", []string{"Bearer good good"}, 400, `Bearer realm="shop", error="invalid_request"`},
		{"two headers", []string{"Bearer good", "Bearer good"}, 400, `Bearer realm="shop", error="invalid_request"`},
		{"two in one", []string{"Bearer good, Bearer good"}, 400, `Bearer realm="shop", error="invalid_request"`},
		{"too long", []string{"Bearer " + strings.Repeat("a", 9<<10)}, 400, `Bearer realm="shop", error="invalid_request"`},
		{"bytes that no token has", []string{"Bearer go\x00od"}, 400, `Bearer realm="shop", error="invalid_request"`},
		{"only padding", []string{"Bearer ==="}, 400, `Bearer realm="shop", error="invalid_request"`},
		{"the verifier can't say", []string{"Bearer down"}, 503, ""},
		{"a caller without a subject isn't anybody", []string{"Bearer nobody"}, 500, ""},
	} {
		var log strings.Builder
		h := authn.Middleware(tokens, authn.Options{Realm: "shop", Logger: slog.New(slog.NewTextHandler(&log, nil))})(who)
		w := ask(h, "/", row.authorization...)
		if w.Code != row.status || w.Header().Get("WWW-Authenticate") != row.challenge {
			t.Errorf("%s: %d %q", row.name, w.Code, w.Header().Get("WWW-Authenticate"))
		}
		if row.status == 200 {
			continue
		}
		var p struct {
			Status int
			Code   string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != row.status || p.Code == "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s %v", row.name, w.Body, w.Header())
		}
		if body := w.Body.String(); strings.Contains(body, "10.0.0.3") || strings.Contains(body, "key 7") || strings.Contains(body, "at noon") {
			t.Errorf("%s: the caller is told why: %s", row.name, body)
		}
		if row.status >= 500 && log.Len() == 0 {
			t.Errorf("%s: the operator isn't told", row.name)
		}
		if strings.Contains(log.String(), "Bearer") {
			t.Errorf("%s: the token is logged: %s", row.name, log.String())
		}
	}
}

// A token in the query ends up in logs, so it is none.
func TestQueryIsNoCredential(t *testing.T) {
	if w := ask(authn.Middleware(tokens, authn.Options{})(who), "/?access_token=good"); w.Code != 401 {
		t.Error(w.Code)
	}
}

// Optional is about those who bring nothing; a bad token isn't nothing.
func TestOptional(t *testing.T) {
	h := authn.Middleware(tokens, authn.Options{Optional: true})(who)
	for authorization, want := range map[string]string{"": "200 false", "Bearer good": "200 adatrue", "Bearer other": "401"} {
		var given []string
		if authorization != "" {
			given = []string{authorization}
		}
		w := ask(h, "/", given...)
		if got := fmt.Sprint(w.Code, " ", w.Body); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s", authorization, got)
		}
	}
}

// The answer has the request's ID where something before has given it one, and none where HEAD asks.
func TestWrite(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "r-1")
		authn.Middleware(tokens, authn.Options{})(who).ServeHTTP(w, r)
	})
	s := httptest.NewServer(h)
	defer s.Close()
	for method, want := range map[string]bool{"GET": true, "HEAD": false} {
		r, _ := http.NewRequest(method, s.URL, nil)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if got := strings.Contains(string(body), `"request_id":"r-1"`); got != want || answer.StatusCode != 401 {
			t.Errorf("%s: %d %s", method, answer.StatusCode, body)
		}
	}
}

// No two callers share an ID, whatever stands in their names; the credential's other facts don't matter.
func TestID(t *testing.T) {
	seen := map[string]authn.Caller{}
	for _, c := range []authn.Caller{
		{Subject: "a"}, {Issuer: "a"}, {Tenant: "a"}, {Issuer: "a", Subject: "b"}, {Issuer: "ab"}, {Issuer: "a", Tenant: "b"}, {Tenant: "a", Subject: "b"},
		{Issuer: "a1:b", Subject: "c"}, {Issuer: "a", Tenant: "b", Subject: "c"}, {Issuer: "a", Tenant: "b1:c"}, {Issuer: "1:a"}, {},
	} {
		if other, ok := seen[c.ID()]; ok || c.ID() == "" {
			t.Errorf("%+v and %+v are both %q", c, other, c.ID())
		}
		seen[c.ID()] = c
	}
	for _, separator := range []string{":", "|", "/", " ", "0:", "1:", "3:", ",", "\x00"} {
		a, b := authn.Caller{Issuer: "a" + separator + "b", Tenant: "c", Subject: "d"}, authn.Caller{Issuer: "a", Tenant: "b" + separator + "c", Subject: "d"}
		if a.ID() == b.ID() {
			t.Errorf("%+v and %+v are both %q", a, b, a.ID())
		}
	}
	a, b := authn.Caller{Subject: "a", Scopes: []string{"x"}, Client: "web"}, authn.Caller{Subject: "a", Internal: true}
	if a.ID() != b.ID() {
		t.Error("one caller has two IDs")
	}
	if authn.IDFrom(context.Background()) != "" || authn.IDFrom(authn.With(context.Background(), a)) != a.ID() {
		t.Error("IDFrom")
	}
}

// What a verifier says can't add parameters to the challenge.
func TestChallengeIsQuoted(t *testing.T) {
	if got := authn.Challenge("a\", error=\"x\\\r\nSet-Cookie: y", "", authn.Missing()); got != `Bearer realm="a, error=xSet-Cookie: y"` {
		t.Error(got)
	}
	if got := authn.Challenge("r", "s", stderrors.New("other")); got != "" {
		t.Error(got)
	}
}

func Example() {
	verify := authn.VerifierFunc(func(_ context.Context, token string) (authn.Caller, error) { // jwtauth.New in earnest
		if token != "s3cret" {
			return authn.Caller{}, authn.ErrToken
		}
		return authn.Caller{Issuer: "https://id.example", Subject: "ada", Tenant: "acme"}, nil
	})
	h := authn.Middleware(verify, authn.Options{Realm: "shop"})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, _ := authn.From(r.Context())
		fmt.Println(caller.Subject, "of", caller.Tenant)
	}))
	ask(h, "/", "Bearer s3cret")
	fmt.Println(ask(h, "/").Header().Get("WWW-Authenticate"))
	// Output:
	// ada of acme
	// Bearer realm="shop"
}

func BenchmarkMiddleware(b *testing.B) {
	h := authn.Middleware(tokens, authn.Options{})(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
	r.Header.Set("Authorization", "Bearer good")
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(w, r)
	}
}

// The scopes of the verifier's own, the caller, the context and the request that has it.
func TestAllocations(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization", "Bearer good")
	w := httptest.NewRecorder()
	h := authn.Middleware(tokens, authn.Options{})(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	if n := testing.AllocsPerRun(100, func() { h.ServeHTTP(w, r) }); n > 4 {
		t.Errorf("%v allocations", n)
	}
}
