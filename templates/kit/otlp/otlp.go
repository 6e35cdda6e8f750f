// Package otlp sends traces to a collector of OpenTelemetry, over HTTP with protobuf. It is apart from package telemetry, so that
// a service that sends none doesn't link it. It must not know what spans are about.
package otlp

import (
	"context"
	"fmt"
	"net/url"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// Spans returns what sends spans to a collector, for telemetry.Options.Spans; nil for the endpoint "". endpoint is the
// collector's base URL as OTEL_EXPORTER_OTLP_ENDPOINT has it, http://collector:4318, below which they go to /v1/traces. It
// connects to nothing yet, and a collector that is down costs spans, never calls. What else OpenTelemetry's specification
// names (OTEL_EXPORTER_OTLP_HEADERS, _TIMEOUT, _COMPRESSION, _CERTIFICATE) is read from the environment.
//
// The error tells of an endpoint that is no URL.
func Spans(ctx context.Context, endpoint string) (sdktrace.SpanExporter, error) {
	if endpoint == "" {
		return nil, nil
	}
	base, err := url.Parse(endpoint)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Hostname() == "" || base.RawQuery != "" || base.Fragment != "" || base.User != nil {
		return nil, fmt.Errorf("otlp: the endpoint %s is no base URL such as http://collector:4318", shown(base))
	}
	out, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(base.JoinPath("v1", "traces").String()))
	if err != nil {
		return nil, fmt.Errorf("otlp: %w", err)
	}
	return out, nil
}

// shown is the endpoint as it may be told: without a password.
func shown(u *url.URL) string {
	if u == nil {
		return "(which can't be read)"
	}
	return fmt.Sprintf("%q", u.Redacted())
}
