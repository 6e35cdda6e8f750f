package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
)

// safe is a buffer for several goroutines.
type safe struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// lines are what has been logged.
func (s *safe) lines(t testing.TB) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(s.String()) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, one)
	}
	return all
}

type told struct {
	*telemetry.Telemetry
	log   *safe
	spans *tracetest.InMemoryExporter
}

func start(t testing.TB, o telemetry.Options) told {
	t.Helper()
	out := told{log: new(safe), spans: tracetest.NewInMemoryExporter()}
	o.Service, o.Log = "shop", out.log
	if o.Spans == nil {
		o.Spans = out.spans
	}
	var err error
	if out.Telemetry, err = telemetry.New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Shutdown(context.Background()) })
	return out
}

// metrics are the lines that Prometheus gets of one name.
func (x told) metrics(t testing.TB, name string) (all []string) {
	t.Helper()
	w := httptest.NewRecorder()
	x.Metrics.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for line := range strings.Lines(w.Body.String()) {
		if strings.HasPrefix(line, name) {
			all = append(all, strings.TrimSpace(line))
		}
	}
	slices.Sort(all)
	return all
}

func (x told) ended(t testing.TB) tracetest.SpanStubs {
	t.Helper()
	if err := x.Tracers.(*sdktrace.TracerProvider).ForceFlush(context.Background()); err != nil {
		t.Fatal(err)
	}
	return x.spans.GetSpans()
}

// api has one operation for each outcome.
func api(t testing.TB, x told) http.Handler {
	t.Helper()
	do := func(c *boundary.Call) {
		id := strings.TrimPrefix(c.Request().URL.Path, "/orders/")
		x.Logger.InfoContext(c.Context(), "working")
		switch id {
		case "missing":
			c.Fail(&problem.Error{Status: 404})
		case "broken":
			c.Fail(errors.New("db"))
		case "panic":
			panic("ada@example.com")
		case "abort":
			panic(http.ErrAbortHandler)
		default:
			c.SendText(200, "text/plain", "hello", nil)
		}
	}
	h, err := boundary.New([]boundary.Operation{{ID: "getOrder", Method: "GET", Template: "/orders/{order}", Statuses: []int{200, 404}, Produces: []string{"text/plain"}, Handle: do}},
		nil, boundary.Options{Logger: x.Logger})
	if err != nil {
		t.Fatal(err)
	}
	return x.Middleware(telemetry.HTTPOptions{})(h)
}

func get(h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r, w := httptest.NewRequest(method, "/", nil), httptest.NewRecorder()
	r.URL, _ = url.Parse(path)
	r.RequestURI = path
	for _, one := range headers {
		name, text, _ := strings.Cut(one, ": ")
		r.Header.Add(name, text)
	}
	func() {
		defer func() { _ = recover() }()
		h.ServeHTTP(w, r)
	}()
	return w
}

// However many paths, methods and IDs callers make up: the labels are those of the contract.
func TestLabelsAreBounded(t *testing.T) {
	x := start(t, telemetry.Options{})
	h := api(t, x)
	for i := range 300 {
		get(h, "GET", fmt.Sprintf("/orders/%d", i))
		get(h, "GET", fmt.Sprintf("/made/up/%d?a=%d", i, i))
		get(h, fmt.Sprintf("METHOD%d", i), "/orders/1")
	}
	get(h, "GET", "/orders/missing")
	get(h, "GET", "/orders/broken")
	want := []string{
		`http_server_request_duration_seconds_count{error_type="500",http_request_method="GET",http_response_status_code="500",http_route="/orders/{order}",operation="getOrder",service_name="shop"} 1`,
		`http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="200",http_route="/orders/{order}",operation="getOrder",service_name="shop"} 300`,
		`http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="404",http_route="/orders/{order}",operation="getOrder",service_name="shop"} 1`,
		`http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="404",service_name="shop"} 300`,
		`http_server_request_duration_seconds_count{http_request_method="_OTHER",http_response_status_code="405",service_name="shop"} 300`,
	}
	slices.Sort(want)
	got := x.metrics(t, "http_server_request_duration_seconds_count")
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, line := range x.metrics(t, "http_server_active_requests") {
		if !strings.HasSuffix(line, " 0") {
			t.Error(line)
		}
	}
	all := strings.Join(x.metrics(t, ""), "\n")
	for _, bad := range []string{"made", "METHOD", "orders/2"} {
		if strings.Contains(all, bad) {
			t.Errorf("%s is a label", bad)
		}
	}
	if !strings.Contains(all, `target_info{`) || !strings.Contains(all, "go_goroutines") || !strings.Contains(all, `service_name="shop"`) {
		t.Error("the service or its run time is missing")
	}
}

// Handlers with statuses of their own can't make series without end either.
func TestSeriesAreBounded(t *testing.T) {
	x := start(t, telemetry.Options{})
	for i := range telemetry.MostSeries + 500 {
		x.DeprecatedUse(context.Background(), fmt.Sprint("operation", i))
	}
	if n := len(x.metrics(t, "deprecated_calls_total")); n > telemetry.MostSeries {
		t.Errorf("%d series", n)
	}
}

const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

// A request's line, what its handler logs and its span have the same IDs, and nothing of path, query, header or body.
func TestRequestLog(t *testing.T) {
	x := start(t, telemetry.Options{})
	h := api(t, x)
	w := get(h, "GET", "/orders/ada@example.com?email=ada@example.com", "Traceparent: "+parent, "Authorization: Bearer hunter2", "X-Request-Id: r-1", "Cookie: a=hunter2")
	if w.Header().Get("X-Request-Id") != "r-1" {
		t.Error(w.Header())
	}
	lines := x.log.lines(t)
	if len(lines) != 2 {
		t.Fatal(x.log)
	}
	for _, line := range lines {
		if line["trace_id"] != "4bf92f3577b34da6a3ce929d0e0e4736" || line["request_id"] != "r-1" || line["span_id"] == "00f067aa0ba902b7" {
			t.Errorf("%v", line)
		}
	}
	last := lines[1]
	if last["msg"] != "request" || last["route"] != "/orders/{order}" || last["operation"] != "getOrder" || last["status"] != 200.0 || last["http_method"] != "GET" || last["response_bytes"] != 5.0 {
		t.Errorf("%v", last)
	}
	spans := x.ended(t)
	if len(spans) != 1 || spans[0].Name != "GET /orders/{order}" || spans[0].SpanContext.TraceID().String() != "4bf92f3577b34da6a3ce929d0e0e4736" || spans[0].Parent.SpanID().String() != "00f067aa0ba902b7" {
		t.Fatalf("%+v", spans)
	}
	everything := x.log.String() + fmt.Sprint(spans) + strings.Join(x.metrics(t, ""), "\n")
	for _, secret := range []string{"ada@", "hunter2", "hello"} {
		if strings.Contains(everything, secret) {
			t.Errorf("%s is told:\n%s", secret, everything)
		}
	}
}

// A request without an ID gets one, each its own, and everybody the same; what would do harm in logs isn't kept.
func TestRequestIDs(t *testing.T) {
	x := start(t, telemetry.Options{})
	h := api(t, x)
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for _, given := range [][]string{nil, nil, {"X-Request-Id: a\tb"}, {"X-Request-Id: " + strings.Repeat("a", 65)}, {"X-Request-Id: a", "X-Request-Id: b"}, {`X-Request-Id: "}`}} {
		id := get(h, "GET", "/orders/1", given...).Header().Get("X-Request-Id")
		if !uuid.MatchString(id) || seen[id] {
			t.Errorf("%q: %q", given, id)
		}
		seen[id] = true
	}
	lines := x.log.lines(t)
	for i := 0; i < len(lines); i += 2 {
		if lines[i]["request_id"] != lines[i+1]["request_id"] || !seen[fmt.Sprint(lines[i]["request_id"])] {
			t.Errorf("%v %v", lines[i], lines[i+1])
		}
	}
}

// Failures are errors in log and trace; what is the caller's mistake isn't. A panic goes on, and its text isn't told.
func TestOutcomes(t *testing.T) {
	for _, row := range []struct {
		path, level, failure string
		status               float64
	}{
		{"/orders/1", "INFO", "", 200}, {"/orders/missing", "INFO", "", 404}, {"/orders/broken", "ERROR", "500", 500},
		{"/orders/panic", "ERROR", "500", 500}, {"/orders/abort", "ERROR", "aborted", 500}, {"/nothing", "INFO", "", 404},
	} {
		x := start(t, telemetry.Options{})
		get(api(t, x), "GET", row.path)
		lines := x.log.lines(t)
		last := lines[len(lines)-1]
		if last["level"] != row.level || last["status"] != row.status {
			t.Errorf("%s: %v", row.path, last)
		}
		span := x.ended(t)[0]
		failure := ""
		for _, a := range span.Attributes {
			if a.Key == "error.type" {
				failure = a.Value.AsString()
			}
		}
		if failure != row.failure || (span.Status.Code.String() == "Error") != (row.failure != "") {
			t.Errorf("%s: %v %q", row.path, span.Status, failure)
		}
	}
	x := start(t, telemetry.Options{})
	h := x.Middleware(telemetry.HTTPOptions{})(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("ada@example.com") }))
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is swallowed")
			}
		}()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
	}()
	if strings.Contains(x.log.String(), "ada@") || len(x.ended(t)) != 1 {
		t.Error(x.log)
	}
}

func TestQuiet(t *testing.T) {
	x := start(t, telemetry.Options{})
	status := 200
	h := x.Middleware(telemetry.HTTPOptions{Quiet: func(r *http.Request) bool { return r.URL.Path == "/health/live" }})(
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	get(h, "GET", "/health/live")
	if x.log.String() != "" || len(x.metrics(t, "http_server_request_duration_seconds_count")) != 1 {
		t.Error(x.log)
	}
	status = 503
	if get(h, "GET", "/health/live"); len(x.log.lines(t)) != 1 {
		t.Error("a failure is quiet")
	}
}

// A public service doesn't let callers say what is kept, but links their traces.
func TestPublic(t *testing.T) {
	x := start(t, telemetry.Options{Public: true})
	get(api(t, x), "GET", "/orders/1", "Traceparent: "+parent)
	span := x.ended(t)[0]
	if span.SpanContext.TraceID().String() == "4bf92f3577b34da6a3ce929d0e0e4736" || span.Parent.IsValid() || len(span.Links) != 1 || span.Links[0].SpanContext.TraceID().String() != "4bf92f3577b34da6a3ce929d0e0e4736" {
		t.Errorf("%+v", span)
	}
	kept := start(t, telemetry.Options{Public: true, Sample: -1})
	get(api(t, kept), "GET", "/orders/1", "Traceparent: "+parent)
	if n := len(kept.ended(t)); n != 0 {
		t.Errorf("%d spans are kept because the caller says so", n)
	}
}

func TestBadTraceparent(t *testing.T) {
	x := start(t, telemetry.Options{})
	for _, text := range []string{"", "00-0-0-01", "zz", "00-00000000000000000000000000000000-0000000000000000-01", strings.Repeat("a", 10000)} {
		if w := get(api(t, x), "GET", "/orders/1", "Traceparent: "+text); w.Code != 200 {
			t.Errorf("%q: %d", text, w.Code)
		}
	}
	for _, s := range x.ended(t) {
		if !s.SpanContext.IsValid() || s.Parent.IsValid() {
			t.Errorf("%+v", s)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, o := range []telemetry.Options{{}, {Service: "shop", Sample: 2}} {
		if _, err := telemetry.New(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

// Two in one program don't meddle with one another: nothing is global.
func TestTwo(t *testing.T) {
	a, b := start(t, telemetry.Options{}), start(t, telemetry.Options{})
	get(api(t, a), "GET", "/orders/1")
	if len(a.metrics(t, "http_server_request_duration_seconds_count")) != 1 || len(b.metrics(t, "http_server_request_duration_seconds_count")) != 0 || b.log.String() != "" {
		t.Error("b has seen a's request")
	}
}

func TestRace(t *testing.T) {
	x := start(t, telemetry.Options{})
	h := api(t, x)
	var done sync.WaitGroup
	for range 8 {
		done.Go(func() {
			for range 20 {
				get(h, "GET", "/orders/1")
				x.Metrics.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/metrics", nil))
			}
		})
	}
	done.Wait()
}

// Every series says whose it is, those of the runtime too, so that rules need not know how Prometheus was told to scrape.
func TestSeriesAreNamed(t *testing.T) {
	x := start(t, telemetry.Options{})
	ready := false
	if err := x.Readiness(func() bool { return ready }); err != nil {
		t.Fatal(err)
	}
	get(api(t, x), "GET", "/orders/1")
	all := x.metrics(t, "")
	if len(all) < 50 {
		t.Fatalf("only %d lines", len(all))
	}
	for _, line := range all {
		if line[0] != '#' && strings.Count(line, `service_name="shop"`) != 1 {
			t.Error(line)
		}
	}
	if got := x.metrics(t, "health_ready"); len(got) != 1 || got[0] != `health_ready{service_name="shop"} 0` {
		t.Error(got)
	}
	ready = true
	if got := x.metrics(t, "health_ready"); len(got) != 1 || got[0] != `health_ready{service_name="shop"} 1` {
		t.Error(got)
	}
}
