package telemetry_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
	"github.com/bylaw-dev/bylaw/templates/support/boundary"
)

func Example() {
	t, err := telemetry.New(telemetry.Options{Service: "shop", Version: "1.2.3", Log: withoutTimes{}}) // Spans: an exporter of OTLP
	if err != nil {
		panic(err)
	}
	getOrder := boundary.Operation{ID: "getOrder", Method: "GET", Template: "/orders/{order}", Statuses: []int{200}, Handle: func(c *boundary.Call) {
		t.Logger.InfoContext(c.Context(), "looking", "password", "hunter2")
		c.SendEmpty(200)
	}}
	api, err := boundary.New([]boundary.Operation{getOrder}, nil, boundary.Options{Logger: t.Logger})
	if err != nil {
		panic(err)
	}
	handler := t.Middleware(telemetry.HTTPOptions{})(api)

	r := httptest.NewRequest("GET", "/orders/7", nil)
	r.Header.Set("X-Request-Id", "r-1")
	r.Header.Set("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	handler.ServeHTTP(httptest.NewRecorder(), r)

	w := httptest.NewRecorder()
	t.Metrics.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for line := range strings.Lines(w.Body.String()) {
		if strings.HasPrefix(line, "http_server_request_duration_seconds_count") {
			fmt.Print(line)
		}
	}
	// Output:
	// {"level":"INFO","msg":"looking","password":"[redacted]","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"…","request_id":"r-1"}
	// {"level":"INFO","msg":"request","http_method":"GET","route":"/orders/{order}","operation":"getOrder","status":200,"duration_ms":…,"response_bytes":0,"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"…","request_id":"r-1"}
	// http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="200",http_route="/orders/{order}",operation="getOrder",service_name="shop"} 1
}

// withoutTimes leaves out of a log what is different each time.
type withoutTimes struct{}

var (
	times = regexp.MustCompile(`"time":"[^"]*",`)
	spans = regexp.MustCompile(`"span_id":"[^"]*"`)
	takes = regexp.MustCompile(`"duration_ms":[0-9.]*`)
)

func (withoutTimes) Write(p []byte) (int, error) {
	text := times.ReplaceAllString(string(p), "")
	text = takes.ReplaceAllString(spans.ReplaceAllString(text, `"span_id":"…"`), `"duration_ms":…`)
	fmt.Fprint(os.Stdout, text)
	return len(p), nil
}
