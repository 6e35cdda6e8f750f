package rest_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// A condition that nobody holds the resource against is refused: who sends it relies on it.
func TestConditions(t *testing.T) {
	const order, cancel = "/v1/customers/7/orders/8", "/v1/customers/7/orders/8:cancel"
	impl := &orders{}
	s := serve(t, impl, edge.Options{})
	for _, c := range []struct {
		method, target, body, header, value string
		status                              int
		says                                string
	}{
		{"DELETE", order, "", "If-Match", `"x"`, 412, "as etag"},
		{"DELETE", order, "", "If-Match", `*`, 412, "as etag"},
		{"DELETE", order, "", "If-None-Match", `*`, 412, "as etag"},
		{"DELETE", order, "", "If-Modified-Since", `Mon, 01 Jan 2024 00:00:00 GMT`, 200, ""},
		{"PATCH", order, `{"title":"x"}`, "If-Match", `"x"`, 412, "as order.etag"},
		{"POST", cancel, `{"code":1}`, "If-Match", `"x"`, 412, "nor any version"},
		{"GET", order, "", "If-Match", `"x"`, 200, ""},
		{"GET", order, "", "If-None-Match", `"x"`, 200, ""},
	} {
		impl.keep(nil)
		got := ask(t, s, c.method, c.target, c.body, c.header, c.value)
		if got.status != c.status || !strings.Contains(got.body, c.says) || (impl.last != nil) != (c.status == 200) {
			t.Errorf("%s %s, %s: %s: %d %s", c.method, c.target, c.header, c.value, got.status, got.body)
		}
	}
	declared := serve(t, impl, edge.Options{Headers: []edge.Header{{Name: "If-Match"}}})
	if got := ask(t, declared, "DELETE", order, "", "If-Match", `"x"`); got.status != 200 {
		t.Errorf("what is declared is the implementation's: %d %s", got.status, got.body)
	}
}
