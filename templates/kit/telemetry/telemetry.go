// Package telemetry is what a service tells of itself: traces and metrics of OpenTelemetry, an endpoint for Prometheus,
// and logs as JSON with the IDs of trace and request. Labels are route templates and methods of the contract, never what
// a caller makes up; no body, header, query or raw path is recorded. It must not know gRPC, nor any operation.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/attribute"
	exporter "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Options configures New.
type Options struct {
	Service, Version string // service.name, which is required, and service.version

	// Spans go there, in batches; nil: nowhere, and traces are made for the sake of their IDs, and passed on. OTLP's
	// exporters are one.
	Spans sdktrace.SpanExporter
	// Sample is the share of traces that are kept of those that begin here, 0 to 1; 0: all; negative: none. Those that
	// come from elsewhere are kept if the sender does.
	Sample float64
	// Public services don't take over the traces of their callers, who could have everything kept, but begin their own
	// and link them.
	Public bool

	Log       io.Writer                    // nil: standard error
	Text      bool                         // logs key=value instead of JSON, for people at a terminal
	Level     slog.Leveler                 // nil: slog.LevelInfo
	Redact    []string                     // names of log attributes whose values aren't written, beside those that are always suspect; in any case
	Replace   []Replace                    // change attributes before they are written
	RequestID func(context.Context) string // of a context that no Middleware has seen; nil, "": unknown
}

// Replace changes an attribute of a log, as slog.HandlerOptions.ReplaceAttr does.
type Replace func(groups []string, a slog.Attr) slog.Attr

// MostSeries is how many combinations of labels one instrument has at most. What goes beyond is one series, labelled
// otel_metric_overflow.
const MostSeries = 2000

// Telemetry is all of it. Nothing of it is global.
type Telemetry struct {
	Logger  *slog.Logger
	Metrics http.Handler // for Prometheus; to be served to insiders only
	Tracers trace.TracerProvider
	Meters  metric.MeterProvider
	// Propagator reads and writes traceparent and tracestate (W3C). Baggage isn't passed on: nobody knows what is in it.
	Propagator propagation.TextMapPropagator

	public  bool
	tracer  trace.Tracer
	server  instruments
	client  metric.Float64Histogram
	uses    metric.Int64Counter
	stopAll []func(context.Context) error
}

type instruments struct {
	duration metric.Float64Histogram
	active   metric.Int64UpDownCounter
	methods  map[string][]metric.AddOption // labels of active, which are always the same
}

// scope is what made the spans and metrics.
const scope = "github.com/bylaw-dev/bylaw/telemetry"

// buckets are bounds of durations in seconds: fine enough for a p99.9 between 5 ms and 10 s, and those that promises of latency
// usually name, for alerts can count only what is below a bound.
var buckets = [...]float64{0.001, 0.0025, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 5, 7.5, 10, 30}

// Buckets returns the bounds of histograms of durations, in seconds.
func Buckets() []float64 { return append([]float64(nil), buckets[:]...) }

// New makes it. Shutdown ends it.
func New(o Options) (*Telemetry, error) {
	if o.Service == "" {
		return nil, errors.New("telemetry: Service is required: it is what all others tell this one by")
	}
	if o.Sample > 1 {
		return nil, fmt.Errorf("telemetry: Sample is %v, and may be 1", o.Sample)
	}
	if o.Log == nil {
		o.Log = os.Stderr
	}
	about := resource.NewSchemaless(attribute.String("service.name", o.Service), attribute.String("service.version", o.Version))
	t := &Telemetry{Logger: slog.New(newHandler(o)), Propagator: propagation.TraceContext{}, public: o.Public}
	t.trace(o, about)
	if err := t.measure(o, about); err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	return t, nil
}

func (t *Telemetry) trace(o Options, about *resource.Resource) {
	share := sdktrace.TraceIDRatioBased(o.Sample)
	if o.Sample == 0 {
		share = sdktrace.AlwaysSample()
	}
	options := []sdktrace.TracerProviderOption{sdktrace.WithResource(about), sdktrace.WithSampler(sdktrace.ParentBased(share))}
	if o.Spans == nil {
		options[1] = sdktrace.WithSampler(passing{}) // recording for nobody costs, and IDs are made all the same
	} else {
		options = append(options, sdktrace.WithBatcher(o.Spans))
	}
	p := sdktrace.NewTracerProvider(options...)
	t.Tracers, t.tracer = p, p.Tracer(scope)
	t.stopAll = append(t.stopAll, p.Shutdown)
}

// passing keeps no span itself; what the sender keeps it says to others.
type passing struct{}

// ShouldSample implements sdktrace.Sampler.
func (passing) ShouldSample(p sdktrace.SamplingParameters) sdktrace.SamplingResult {
	parent := trace.SpanContextFromContext(p.ParentContext)
	if parent.IsSampled() {
		return sdktrace.SamplingResult{Decision: sdktrace.RecordAndSample, Tracestate: parent.TraceState()}
	}
	return sdktrace.SamplingResult{Decision: sdktrace.Drop, Tracestate: parent.TraceState()}
}

// Description implements sdktrace.Sampler.
func (passing) Description() string { return "passing" }

func (t *Telemetry) measure(o Options, about *resource.Resource) error {
	registry := prometheus.NewRegistry()
	named := prometheus.WrapRegistererWith(prometheus.Labels{"service_name": o.Service}, registry) // so that rules know whose series they see
	named.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	reader, err := exporter.New(exporter.WithRegisterer(registry), exporter.WithoutScopeInfo(),
		exporter.WithResourceAsConstantLabels(attribute.NewAllowKeysFilter("service.name")))
	if err != nil {
		return err
	}
	p := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader), sdkmetric.WithResource(about), sdkmetric.WithCardinalityLimit(MostSeries))
	t.Meters = p
	t.stopAll = append(t.stopAll, p.Shutdown)
	t.Metrics = promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 10 * time.Second})
	return t.instruments(p.Meter(scope))
}

// instruments makes those that this package itself uses, named as OpenTelemetry's conventions for HTTP have them.
func (t *Telemetry) instruments(m metric.Meter) error {
	var wrong [4]error
	t.server.methods = make(map[string][]metric.AddOption, len(methods))
	for _, name := range methods {
		t.server.methods[name] = []metric.AddOption{metric.WithAttributeSet(attribute.NewSet(attribute.String("http.request.method", name)))}
	}
	bounds := metric.WithExplicitBucketBoundaries(buckets[:]...)
	t.server.duration, wrong[0] = m.Float64Histogram("http.server.request.duration", metric.WithUnit("s"), bounds, metric.WithDescription("How long requests take."))
	t.server.active, wrong[1] = m.Int64UpDownCounter("http.server.active_requests", metric.WithUnit("{request}"), metric.WithDescription("How many requests are being answered."))
	t.client, wrong[2] = m.Float64Histogram("http.client.request.duration", metric.WithUnit("s"), bounds, metric.WithDescription("How long requests to others take."))
	t.uses, wrong[3] = m.Int64Counter("deprecated_calls", metric.WithUnit("{call}"), metric.WithDescription("Calls of operations that go away."))
	return errors.Join(wrong[:]...)
}

// DeprecatedUse counts the use of an operation that goes away. It is made for deprecation.Options.OnUse.
func (t *Telemetry) DeprecatedUse(ctx context.Context, operation string) {
	t.uses.Add(ctx, 1, metric.WithAttributes(attribute.String("operation", operation)))
}

// Readiness has the metric health_ready say whether the process wants requests, 1 or 0, each time that Prometheus asks. ready
// is called by several goroutines.
func (t *Telemetry) Readiness(ready func() bool) error {
	_, err := t.Meters.Meter(scope).Int64ObservableGauge("health_ready", metric.WithDescription("Whether the process wants requests."),
		metric.WithInt64Callback(func(_ context.Context, o metric.Int64Observer) error {
			value := int64(0)
			if ready() {
				value = 1
			}
			o.Observe(value)
			return nil
		}))
	if err != nil {
		return fmt.Errorf("telemetry: %w", err)
	}
	return nil
}

// Shutdown sends what is left, within the context's time, and ends the goroutines. It is the last that a service does.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	var wrong []error
	for _, stop := range t.stopAll {
		wrong = append(wrong, stop(ctx))
	}
	return errors.Join(wrong...)
}
