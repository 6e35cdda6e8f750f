package headers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/bylaw-dev/bylaw/templates/support/headers"
)

// Tenant is the identifier that handlers find in their contexts.
type Tenant string

func Example() {
	mapping, err := headers.HTTP(headers.Options{Rules: []headers.Rule{
		{Name: "X-Tenant", Required: true, Into: headers.Into[Tenant]()},
		{Name: "X-Api-Version", As: "Version", Default: headers.Constant("2026-03")},
		{Name: "X-Cost", Response: true},
	}})
	if err != nil {
		panic(err)
	}
	handler := mapping(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tenant, _ := headers.From[Tenant](r.Context())
		w.Header().Set("X-Cost", "7")
		w.Header().Set("X-Host", "db-3.internal") // isn't declared
		fmt.Fprintf(w, "%s at version %s, debug %q", tenant, r.Header.Get("Version"), r.Header.Get("X-Debug"))
	}))
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Tenant", "acme")
	r.Header.Set("X-Debug", "1")          // isn't declared
	r.Header.Set("X-Request-Id", "req-1") // without, one is made
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	fmt.Println(w.Body, w.Header())

	r.Header.Del("X-Tenant")
	w = httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
	// Output:
	// acme at version 2026-03, debug "" map[Content-Type:[text/plain; charset=utf-8] X-Cost:[7] X-Request-Id:[req-1]]
	// 400 {"type":"about:blank","title":"Bad Request","status":400,"detail":"the request's headers break the contract","code":"invalid_request","request_id":"req-1","violations":[{"location":"header","field":"X-Tenant","code":"required","description":"is required"}]}
}
