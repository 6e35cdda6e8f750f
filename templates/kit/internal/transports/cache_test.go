package transports_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/support/cache"
)

// TestCache has the cache before REST: it learns from the router which method a request is of, and what isn't declared, an
// error and a stream aren't kept.
func TestCache(t *testing.T) {
	caching, err := cache.New(cache.Options{Policies: map[string]cache.Policy{
		shop.Orders_GetOrder_FullMethodName:    {Class: cache.API, MaxAge: time.Minute},
		shop.Orders_WatchOrders_FullMethodName: {Class: cache.Private},
	}})
	if err != nil {
		t.Fatal(err)
	}
	h, err := rest.New(server(t), rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := serve(t, caching(h), false)
	get := func(path string, pairs ...string) (*http.Response, string) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", web.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(pairs); i += 2 {
			r.Header.Set(pairs[i], pairs[i+1])
		}
		res, err := web.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(body)
	}
	const order = "/v1/customers/1/orders/2"
	first, body := get(order)
	tag := first.Header.Get("ETag")
	if first.StatusCode != 200 || first.Header.Get("Cache-Control") != "public, max-age=60, must-revalidate" || tag == "" || !strings.Contains(body, "orders/2") {
		t.Fatal(first.StatusCode, first.Header, body)
	}
	if again, body := get(order, "If-None-Match", tag); again.StatusCode != 304 || body != "" || again.Header.Get("X-Request-Id") == "" {
		t.Error(again.StatusCode, again.Header, body)
	}
	if mine, _ := get(order, "Authorization", "Bearer t", "If-None-Match", tag); mine.StatusCode != 200 || mine.Header.Get("Cache-Control") != "private, max-age=60, must-revalidate" {
		t.Error(mine.StatusCode, mine.Header) // the service shows what it sees of headers
	}
	for _, path := range []string{"/v1/customers/1/orders/missing", "/v1/nowhere", "/v1/customers/1/orders"} {
		if res, _ := get(path); res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("ETag") != "" {
			t.Error(path, res.StatusCode, res.Header)
		}
	}
	// what REST itself says of a stream is stricter than the policy
	if stream, body := get("/v1/customers/1/orders:watch?pageSize=2"); stream.StatusCode != 200 || stream.Header.Get("ETag") != "" || stream.Header.Get("Cache-Control") != "no-store" || strings.Count(body, "\n") != 2 {
		t.Error("a stream:", stream.StatusCode, stream.Header, body)
	}
}
