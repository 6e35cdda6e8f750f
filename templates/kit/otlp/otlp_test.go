package otlp_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/otlp"
	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
)

// spans takes what a collector would.
type spans struct {
	path  string
	names []string
	calls atomic.Int64
}

func (s *spans) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var all collector.ExportTraceServiceRequest
	if err := proto.Unmarshal(body, &all); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.path = r.URL.Path
	for _, resource := range all.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, span := range scope.Spans {
				s.names = append(s.names, span.Name)
			}
		}
	}
	s.calls.Add(1)
	w.Header().Set("Content-Type", "application/x-protobuf")
}

func TestSpansArrive(t *testing.T) {
	for path, want := range map[string]string{"": "/v1/traces", "/": "/v1/traces", "/otel/": "/otel/v1/traces"} {
		var got spans
		server := httptest.NewServer(&got)
		exporter, err := otlp.Spans(t.Context(), server.URL+path)
		if err != nil {
			t.Fatal(err)
		}
		all, err := telemetry.New(telemetry.Options{Service: "shop", Spans: exporter, Log: io.Discard})
		if err != nil {
			t.Fatal(err)
		}
		_, span := all.Tracers.Tracer("test").Start(t.Context(), "GetOrder")
		span.End()
		if err := all.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
		server.Close()
		if got.path != want || fmt.Sprint(got.names) != "[GetOrder]" {
			t.Errorf("%q: %s %s", path, got.path, got.names)
		}
	}
}

// A collector that isn't there costs spans: neither the start nor a call waits for it, and the end no longer than it may.
func TestCollectorIsDown(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	exporter, err := otlp.Spans(t.Context(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	all, err := telemetry.New(telemetry.Options{Service: "shop", Spans: exporter, Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	_, span := all.Tracers.Tracer("test").Start(t.Context(), "GetOrder")
	span.End()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_ = all.Shutdown(ctx) // the library logs what is lost
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("the end waits for the collector: %s", took)
	}
}

func TestEndpoints(t *testing.T) {
	if s, err := otlp.Spans(t.Context(), ""); s != nil || err != nil {
		t.Errorf("%v %v", s, err)
	}
	for _, endpoint := range []string{"collector:4318", "grpc://collector:4317", "http://", "http://:4318", "/v1/traces", "http://collector/?a=b", "http://collector/#a", "http://ada:hunter2@collector", "http://a b", "\x00hunter2"} {
		if s, err := otlp.Spans(t.Context(), endpoint); s != nil || err == nil || !strings.Contains(err.Error(), "such as http://collector:4318") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v %v", endpoint, s, err)
		}
	}
}

func Example() {
	ctx := context.Background()
	exporter, err := otlp.Spans(ctx, "") // OTEL_EXPORTER_OTLP_ENDPOINT, such as http://collector:4318
	if err != nil {
		panic(err)
	}
	all, err := telemetry.New(telemetry.Options{Service: "shop", Spans: exporter, Log: io.Discard})
	if err != nil {
		panic(err)
	}
	fmt.Println(exporter, all.Shutdown(ctx))
	// Output: <nil> <nil>
}
