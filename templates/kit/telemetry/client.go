package telemetry

import (
	"net/http"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// Transport traces and measures requests to others, and tells them the trace (traceparent, tracestate). It measures until
// the head of the answer is there. next is nil for http.DefaultTransport. Labels are method, host and status, so the
// hosts should be those of a configuration, not of callers.
func (t *Telemetry) Transport(next http.RoundTripper) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	return &transport{t, next}
}

type transport struct {
	telemetry *Telemetry
	next      http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (x *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t, method, start := x.telemetry, methodOf(r.Method), time.Now()
	ctx, span := t.tracer.Start(r.Context(), method, trace.WithSpanKind(trace.SpanKindClient))
	defer span.End()
	out := r.Clone(ctx)
	t.Propagator.Inject(ctx, propagation.HeaderCarrier(out.Header))
	answer, err := x.next.RoundTrip(out)
	labels := []attribute.KeyValue{attribute.String("http.request.method", method), attribute.String("server.address", r.URL.Hostname())}
	switch {
	case err != nil:
		labels = append(labels, attribute.String("error.type", "transport"))
		span.SetStatus(codes.Error, "")
	case answer.StatusCode >= 400:
		labels = append(labels, attribute.Int("http.response.status_code", answer.StatusCode), attribute.String("error.type", strconv.Itoa(answer.StatusCode)))
		span.SetStatus(codes.Error, "")
	default:
		labels = append(labels, attribute.Int("http.response.status_code", answer.StatusCode))
	}
	span.SetAttributes(labels...)
	t.client.Record(ctx, time.Since(start).Seconds(), metric.WithAttributeSet(attribute.NewSet(labels...)))
	return answer, err
}
