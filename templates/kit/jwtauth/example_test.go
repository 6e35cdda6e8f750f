package jwtauth_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/bylaw-dev/bylaw/templates/kit/jwtauth"
	"github.com/bylaw-dev/bylaw/templates/support/authn"
)

// The issuer's keys come from where it publishes them; a request then has a caller, or gets 401.
func Example() {
	idp := newIssuer()
	defer idp.Close()

	keys, err := jwtauth.Remote(idp.URL+"/keys", jwtauth.RemoteOptions{})
	if err != nil {
		panic(err)
	}
	verifier, err := jwtauth.New(jwtauth.Options{
		Issuer: "https://id.example", Audiences: []string{"shop"}, Keys: keys,
		Map: func(c jwtauth.Claims, caller *authn.Caller) error {
			caller.Tenant = c.Text("tenant")
			return nil
		},
	})
	if err != nil {
		panic(err)
	}
	orders := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, _ := authn.From(r.Context())
		fmt.Println(caller.Subject, "of", caller.Tenant, "may", caller.Scopes)
	})
	handler := authn.Middleware(verifier, authn.Options{Realm: "shop"})(orders)

	for _, token := range []string{idp.token(time.Now().Add(time.Minute)), idp.token(time.Now().Add(-time.Hour))} {
		r, w := httptest.NewRequest("GET", "/orders", nil), httptest.NewRecorder()
		r.Header.Set("Authorization", "Bearer "+token)
		handler.ServeHTTP(w, r)
		fmt.Printf("%d %q\n", w.Code, w.Header().Get("WWW-Authenticate"))
	}
	// Output:
	// ada of acme may [orders.read]
	// 200 ""
	// 401 "Bearer realm=\"shop\", error=\"invalid_token\", error_description=\"the token has expired\""
}

// anIssuer is what signs tokens in the example.
type anIssuer struct{ *httptest.Server }

func newIssuer() anIssuer {
	return anIssuer{httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(keySet(theEC.public())) }))}
}

func (anIssuer) token(end time.Time) string {
	return theEC.sign(object{"iss": "https://id.example", "sub": "ada", "aud": "shop", "exp": end.Unix(), "scope": "orders.read", "tenant": "acme"})
}
