package ratelimit_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

func Example() {
	perAddress, _ := ratelimit.ParseQuota("20/s")
	perCaller, _ := ratelimit.ParseQuota("1000/h")
	exports, _ := ratelimit.ParseQuota("1/day") // what the contract says of the operation: x-bylaw-quota
	proxies, _ := ratelimit.ParseProxies("10.0.0.0/8", "X-Forwarded-For")

	limiter, err := ratelimit.New(ratelimit.Config{
		Address: perAddress, Caller: perCaller, Proxies: proxies,
		Operations: map[string]ratelimit.Quota{"exportOrders": exports},
	}, ratelimit.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	service := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "every order there is") })
	who := func(*http.Request) (caller, operation string) { return "ada", "exportOrders" } // from authentication and routing
	handler := limiter.Addresses( /* authentication */ limiter.Callers(who)(service))

	for range 2 {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest("GET", "/orders:export", nil))
		fmt.Println(w.Code, w.Header().Get("RateLimit"))
	}
	// Output:
	// 200 "exportOrders";r=0;t=86400, "caller";r=999;t=4
	// 429 "exportOrders";r=0;t=86400
}
