package shed_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/bylaw-dev/bylaw/templates/support/shed"
)

func Example() {
	limiter := shed.New(shed.Options{Limit: 1})
	var handler http.Handler
	handler = limiter.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/orders" {
			return
		}
		for _, path := range []string{"/invoices", "/health/live"} { // what comes while this request is served
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
			fmt.Println(path, w.Code)
		}
	}))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/orders", nil))
	fmt.Println("/orders", w.Code, limiter.Refused(), "refused")
	// Output:
	// /invoices 503
	// /health/live 200
	// /orders 200 1 refused
}
