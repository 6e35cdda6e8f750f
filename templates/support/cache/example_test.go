package cache_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/cache"
)

func Example() {
	caching, err := cache.New(cache.Options{
		Policies: map[string]cache.Policy{
			"getLogo":   {Class: cache.Static, MaxAge: 24 * time.Hour},
			"listRates": {Class: cache.API, MaxAge: time.Minute},
			"getOrder":  {Class: cache.Private}, // any other operation: no-store
		},
		Operation: func(r *http.Request) string { return r.Pattern[len("GET /"):] }, // a generated server's router says it itself
	})
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	for _, operation := range []string{"getLogo", "listRates", "getOrder", "getSecret"} {
		mux.Handle("GET /"+operation, caching(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, operation)
		})))
	}
	get := func(operation, known, authorization string) http.Header {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/"+operation, nil)
		r.Header["If-None-Match"], r.Header["Authorization"] = []string{known}, []string{authorization}[:min(len(authorization), 1)]
		mux.ServeHTTP(w, r)
		fmt.Printf("%-9s %d %s\n", operation, w.Code, w.Header().Get("Cache-Control"))
		return w.Header()
	}
	tag := get("getLogo", "", "").Get("ETag")
	get("getLogo", tag, "")
	get("listRates", "", "")
	get("listRates", "", "Bearer alice")
	get("getOrder", "", "Bearer alice")
	get("getSecret", "", "")
	// Output:
	// getLogo   200 public, max-age=86400
	// getLogo   304 public, max-age=86400
	// listRates 200 public, max-age=60, must-revalidate
	// listRates 200 private, max-age=60, must-revalidate
	// getOrder  200 private, no-cache
	// getSecret 200 no-store
}

// A handler that changes something holds the caller's If-Match against what is there, under the lock that it changes it
// under.
func ExampleCheck() {
	update := func(h http.Header, version *int) error {
		if err := cache.Check(h, cache.Version("orders/1", fmt.Sprint(*version))); err != nil {
			return err // 412
		}
		*version++
		return nil
	}
	version := 7
	read := http.Header{"If-Match": {cache.Version("orders/1", "7")}} // two callers have read the same
	fmt.Println(update(read, &version))
	fmt.Println(update(read, &version))
	// Output:
	// <nil>
	// precondition_failed: what is there now isn't what the request's If-Match or If-None-Match says: read it again
}
