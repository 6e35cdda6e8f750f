package rest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// One call in process, from the request that net/http has read to the answer that it would send.
func BenchmarkCall(b *testing.B) {
	h := newHandler(b, &orders{}, edge.Options{})
	for _, c := range []struct{ name, method, target, body string }{
		{"get", "GET", "/v1/customers/7/orders/8", ""},
		{"query", "GET", "/v1/customers/7/orders?pageSize=3&states=STATE_OPEN&filter.tags=a", ""},
		{"create", "POST", "/v1/customers/7/orders", `{"title":"a title","items":[{"sku":"A-100","quantity":2},{"sku":"B-200","quantity":1}],"currency":"EUR"}`},
		{"refused", "POST", "/v1/customers/7/orders", `{"title":"","items":[{"sku":"A","quantity":0}],"currency":"EUR"}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			r, err := http.NewRequest(c.method, "http://x"+c.target, nil)
			if err != nil {
				b.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			body := strings.NewReader(c.body)
			if c.body != "" {
				r.Body, r.ContentLength = io.NopCloser(body), int64(len(c.body))
			}
			b.ReportAllocs()
			for b.Loop() {
				body.Reset(c.body)
				h.ServeHTTP(&recorder{header: http.Header{}}, r)
			}
		})
	}
}
