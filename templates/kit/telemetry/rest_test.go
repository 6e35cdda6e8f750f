package telemetry_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
)

// The same with the handlers of a .proto: the label is the binding's template, and the method.
func TestREST(t *testing.T) {
	x := start(t, telemetry.Options{})
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	s := edge.New(edge.Options{Runtime: runtime, Logger: x.Logger})
	shop.RegisterOrdersServer(s, &shop.FakeOrders{})
	over, err := rest.New(s, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := x.Middleware(telemetry.HTTPOptions{})(over)
	w := get(h, "GET", "/v1/customers/1/orders/2", "X-Request-Id: r-1")
	get(h, "GET", "/v1/nothing")
	get(h, "POST", "/v1/customers/1/orders")
	line := x.log.lines(t)[0]
	if w.Code != 200 || line["route"] != "/v1/{name=customers/*/orders/*}" || line["operation"] != "/shop.v1.Orders/GetOrder" || w.Header().Get("X-Request-Id") != "r-1" || len(w.Header()["X-Request-Id"]) != 1 {
		t.Errorf("%d %v %v", w.Code, line, w.Header())
	}
	if n := len(x.metrics(t, "http_server_request_duration_seconds_count")); n != 3 {
		t.Errorf("%d series", n)
	}
	// A stream goes through: flushes, full duplex and deadlines are found below.
	server := httptest.NewServer(h)
	defer server.Close()
	answer, err := http.Get(server.URL + "/v1/customers/1/orders:watch")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != 200 || len(body) == 0 {
		t.Errorf("%d %q %v", answer.StatusCode, body, err)
	}
}
