package telemetry_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
)

// What goes out carries the trace on, whether or not anybody keeps it, and leaves the caller's request as it was.
func TestTransport(t *testing.T) {
	var got http.Header
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { got = r.Header.Clone(); w.WriteHeader(418) }))
	defer s.Close()
	for name, o := range map[string]telemetry.Options{"kept": {}, "kept by nobody": {Spans: discard{}}} {
		x := start(t, o)
		client := http.Client{Transport: x.Transport(nil)}
		inside := ""
		h := x.Middleware(telemetry.HTTPOptions{})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			out, _ := http.NewRequestWithContext(r.Context(), "POST", s.URL+"/secret/path?q=1", strings.NewReader("hunter2"))
			answer, err := client.Do(out)
			if err != nil {
				t.Error(err)
				return
			}
			answer.Body.Close()
			if len(out.Header) > 0 {
				t.Errorf("the request has been changed: %v", out.Header)
			}
			inside = trace.SpanContextFromContext(r.Context()).TraceID().String()
		}))
		get(h, "GET", "/", "Traceparent: "+parent, "Tracestate: a=b", "Baggage: user=ada")
		if p := got.Get("Traceparent"); !strings.HasPrefix(p, "00-"+inside+"-") || p[36:52] == parent[36:52] || got.Get("Tracestate") != "a=b" || got.Get("Baggage") != "" {
			t.Errorf("%s: %v, inside %s", name, got, inside)
		}
		want := `http_client_request_duration_seconds_count{error_type="418",http_request_method="POST",http_response_status_code="418",server_address="127.0.0.1",service_name="shop"} 1`
		if lines := x.metrics(t, "http_client_request_duration_seconds_count"); len(lines) != 1 || lines[0] != want {
			t.Error(lines)
		}
	}
	x := start(t, telemetry.Options{})
	if _, err := (&http.Client{Transport: x.Transport(fails{})}).Get("http://nowhere.example/"); err == nil {
		t.Error("no error")
	}
	if lines := x.metrics(t, "http_client_request_duration_seconds_count"); len(lines) != 1 || !strings.Contains(lines[0], `error_type="transport"`) {
		t.Error(lines)
	}
}

type discard struct{}

func (discard) ExportSpans(context.Context, []sdktrace.ReadOnlySpan) error { return nil }
func (discard) Shutdown(context.Context) error                             { return nil }

type fails struct{}

func (fails) RoundTrip(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }

// Without an exporter there are IDs all the same, and they go out.
func TestNoExporter(t *testing.T) {
	x, err := telemetry.New(telemetry.Options{Service: "shop", Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Shutdown(t.Context())
	h := x.Middleware(telemetry.HTTPOptions{})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := http.Header{}
		x.Propagator.Inject(r.Context(), carrier(out))
		fmt.Fprint(w, out.Get("traceparent"))
	}))
	if got := get(h, "GET", "/").Body.String(); len(got) != 55 || !strings.HasSuffix(got, "-00") {
		t.Errorf("%q", got)
	}
	if got := get(h, "GET", "/", "Traceparent: "+parent).Body.String(); !strings.HasPrefix(got, parent[:36]) || got == parent || !strings.HasSuffix(got, "-01") {
		t.Errorf("%q", got)
	}
}

type carrier http.Header

func (c carrier) Get(key string) string { return http.Header(c).Get(key) }
func (c carrier) Set(key, value string) { http.Header(c).Set(key, value) }
func (c carrier) Keys() []string        { return nil }
