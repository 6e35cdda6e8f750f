// Package rpctelemetry traces, measures and logs calls over gRPC as package telemetry does over HTTP: labelled by methods
// of the contract, with nothing of what messages hold. It must not know any service. What the edge serves over HTTP is
// telemetry's own.
package rpctelemetry

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	otelcodes "go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// scope is what made the spans and metrics.
const scope = "github.com/bylaw-dev/bylaw/rpctelemetry"

// Server returns what sees calls that come in: edge.Options{GRPC: []grpc.ServerOption{grpc.StatsHandler(h)}}. Methods that
// the edge doesn't know are one label, _OTHER, whatever callers ask for.
func Server(t *telemetry.Telemetry) (stats.Handler, error) {
	h, err := newHandler(t, "rpc.server.call.duration", "How long calls take.")
	return server{h}, err
}

// Client returns what sees calls that go out: grpc.WithStatsHandler(h). It tells others the trace (traceparent, tracestate).
func Client(t *telemetry.Telemetry) (stats.Handler, error) {
	h, err := newHandler(t, "rpc.client.call.duration", "How long calls of others take.")
	return client{h}, err
}

// handler is what both sides have in common.
type handler struct {
	telemetry *telemetry.Telemetry
	tracer    trace.Tracer
	duration  metric.Float64Histogram
}

func newHandler(t *telemetry.Telemetry, name, description string) (handler, error) {
	duration, err := t.Meters.Meter(scope).Float64Histogram(name, metric.WithUnit("s"), metric.WithDescription(description),
		metric.WithExplicitBucketBoundaries(telemetry.Buckets()...))
	if err != nil {
		return handler{}, fmt.Errorf("rpctelemetry: %w", err)
	}
	return handler{t, t.Tracers.Tracer(scope), duration}, nil
}

// TagConn implements stats.Handler.
func (handler) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

// HandleConn implements stats.Handler.
func (handler) HandleConn(context.Context, stats.ConnStats) {}

// call is one call on its way.
type call struct {
	span   trace.Span
	match  *route.Match // what the edge knows of it; nil: it goes out
	method string       // of one that goes out
}

type callKey struct{}

type server struct{ handler }

// TagRPC implements stats.Handler.
func (s server) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context {
	md, _ := metadata.FromIncomingContext(ctx)
	ctx, span, match := s.telemetry.Receive(ctx, carrier(md), other)
	return context.WithValue(ctx, callKey{}, &call{span: span, match: match})
}

// HandleRPC implements stats.Handler.
func (s server) HandleRPC(ctx context.Context, e stats.RPCStats) {
	end, ok := e.(*stats.End)
	c, known := ctx.Value(callKey{}).(*call)
	if !ok || !known {
		return
	}
	name := other
	if c.match.Operation != "" {
		name = strings.TrimPrefix(c.match.Operation, "/")
	}
	result := s.record(ctx, c, name, end)
	level := slog.LevelInfo
	if failure(result) {
		level = slog.LevelError
	}
	s.telemetry.Logger.LogAttrs(ctx, level, "call", slog.String("method", name), slog.String("code", nameOf(result)),
		slog.Float64("duration_ms", float64(end.EndTime.Sub(end.BeginTime).Microseconds())/1000))
}

type client struct{ handler }

// TagRPC implements stats.Handler.
func (x client) TagRPC(ctx context.Context, info *stats.RPCTagInfo) context.Context {
	method := strings.TrimPrefix(info.FullMethodName, "/")
	ctx, span := x.tracer.Start(ctx, method, trace.WithSpanKind(trace.SpanKindClient))
	md, _ := metadata.FromOutgoingContext(ctx)
	md = md.Copy()
	x.telemetry.Propagator.Inject(ctx, carrier(md))
	return context.WithValue(metadata.NewOutgoingContext(ctx, md), callKey{}, &call{span: span, method: method})
}

// HandleRPC implements stats.Handler.
func (x client) HandleRPC(ctx context.Context, e stats.RPCStats) {
	end, ok := e.(*stats.End)
	c, known := ctx.Value(callKey{}).(*call)
	if ok && known {
		x.record(ctx, c, c.method, end)
	}
}

// other stands for all methods that aren't known.
const other = "_OTHER"

// record ends a call's span and measures it.
func (h handler) record(ctx context.Context, c *call, method string, end *stats.End) codes.Code {
	result := status.Code(end.Error)
	labels := []attribute.KeyValue{attribute.String("rpc.system.name", "grpc"), attribute.String("rpc.method", method), attribute.String("rpc.response.status_code", nameOf(result))}
	if c.match != nil && c.match.Operation != "" { // by the name that HTTP's metrics have
		labels = append(labels, attribute.String("operation", c.match.Operation))
	}
	if c.match != nil && failure(result) || c.match == nil && result != codes.OK {
		labels = append(labels, attribute.String("error.type", nameOf(result)))
		c.span.SetStatus(otelcodes.Error, "")
	}
	c.span.SetName(method)
	c.span.SetAttributes(labels...)
	c.span.End(trace.WithTimestamp(end.EndTime))
	h.duration.Record(ctx, took(end).Seconds(), metric.WithAttributeSet(attribute.NewSet(labels...)))
	return result
}

func took(end *stats.End) time.Duration { return end.EndTime.Sub(end.BeginTime) }

// failure says whether an outcome is the server's fault.
func failure(c codes.Code) bool {
	switch c {
	case codes.Unknown, codes.DeadlineExceeded, codes.Internal, codes.Unavailable, codes.DataLoss:
		return true
	}
	return false
}

// nameOf is a code as the protocol calls it: NOT_FOUND.
func nameOf(c codes.Code) string {
	if name, ok := code.Code_name[int32(c)]; ok {
		return name
	}
	return "UNKNOWN"
}

// carrier reads and writes trace contexts in metadata.
type carrier metadata.MD

// Get implements propagation.TextMapCarrier.
func (c carrier) Get(key string) string {
	if values := metadata.MD(c).Get(key); len(values) > 0 {
		return values[0]
	}
	return ""
}

// Set implements propagation.TextMapCarrier.
func (c carrier) Set(key, value string) { metadata.MD(c).Set(key, value) }

// Keys implements propagation.TextMapCarrier.
func (c carrier) Keys() []string {
	keys := make([]string, 0, len(c))
	for key := range c {
		keys = append(keys, key)
	}
	return keys
}
