package telemetry

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/bylaw-dev/bylaw/templates/support/identifier"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// HTTPOptions configures Middleware.
type HTTPOptions struct {
	// Quiet requests leave no line in the log, unless they fail: probes, say.
	Quiet func(*http.Request) bool
	// RequestID keeps or replaces what the caller says; nil: one short plain text is kept, else it is a random UUID. It has
	// to suit the boundary, which keeps what it finds good itself.
	RequestID func(given string) string
	Now       func() time.Time
}

// request is what is known of one request, for all that log and measure it.
type request struct {
	match route.Match
	id    string
}

type requestKey struct{}

// RequestID returns the ID of the request that a context is of; "": neither Middleware nor Receive has seen it.
func RequestID(ctx context.Context) string {
	r, ok := ctx.Value(requestKey{}).(*request)
	switch {
	case !ok:
		return ""
	case r.match.RequestID != "": // the router had a better one
		return r.match.RequestID
	}
	return r.id
}

// Receive is what Middleware begins with, for calls that other protocols bring: a span, in the caller's trace or linked to
// it, and where whoever finds the operation leaves it.
func (t *Telemetry) Receive(ctx context.Context, from propagation.TextMapCarrier, name string) (context.Context, trace.Span, *route.Match) {
	ctx, span := t.start(ctx, from, name, trace.WithSpanKind(trace.SpanKindServer))
	x := new(request)
	return x.within(ctx), span, &x.match
}

func (x *request) within(ctx context.Context) context.Context {
	return context.WithValue(route.WithMatch(ctx, &x.match), requestKey{}, x)
}

// Middleware traces, measures and logs requests. It stands before all others: what they refuse counts as well. Its
// labels are the template and the operation that a router (boundary, rest, connected) leaves in route.Match; requests
// that none has found have none, whatever their paths. The request's ID is settled here, and the router's then.
func (t *Telemetry) Middleware(o HTTPOptions) func(http.Handler) http.Handler {
	if o.RequestID == nil {
		o.RequestID = keepOrMake
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			x := &exchange{telemetry: t, options: &o, start: o.Now(), w: recorder{ResponseWriter: w}, method: methodOf(r.Method)}
			r = x.begin(r)
			defer x.end(r)
			next.ServeHTTP(&x.w, r)
		})
	}
}

// exchange is one request and its answer.
type exchange struct {
	telemetry *Telemetry
	options   *HTTPOptions
	start     time.Time
	w         recorder
	method    string
	request   request
	span      trace.Span
}

const requestIDHeader = "X-Request-Id"

func (x *exchange) begin(r *http.Request) *http.Request {
	t := x.telemetry
	ctx, span := t.start(r.Context(), propagation.HeaderCarrier(r.Header), x.method, trace.WithSpanKind(trace.SpanKindServer))
	x.span = span
	given := ""
	if lines := r.Header[requestIDHeader]; len(lines) == 1 {
		given = lines[0]
	}
	x.request.id = x.options.RequestID(given)
	ctx = x.request.within(ctx)
	r = r.WithContext(ctx)
	if given != x.request.id {
		r.Header = r.Header.Clone()
		r.Header[requestIDHeader] = []string{x.request.id}
	}
	x.w.Header()[requestIDHeader] = []string{x.request.id}
	t.server.active.Add(ctx, 1, t.server.methods[x.method]...)
	return r
}

// start begins a span of a call that comes in, in the caller's trace or linked to it.
func (t *Telemetry) start(ctx context.Context, from propagation.TextMapCarrier, name string, options ...trace.SpanStartOption) (context.Context, trace.Span) {
	theirs := t.Propagator.Extract(ctx, from)
	if !t.public {
		return t.tracer.Start(theirs, name, options...)
	}
	if link := trace.SpanContextFromContext(theirs); link.IsValid() {
		options = append(options, trace.WithLinks(trace.Link{SpanContext: link}))
	}
	return t.tracer.Start(ctx, name, append(options, trace.WithNewRoot())...)
}

// end records what has become of the request. A panic goes on to net/http, which cuts the connection.
func (x *exchange) end(r *http.Request) {
	v := recover()
	defer func() {
		if v != nil {
			panic(v)
		}
	}()
	ctx, t := r.Context(), x.telemetry
	took := x.options.Now().Sub(x.start)
	status, failure := x.outcome(v)
	labels := make([]attribute.KeyValue, 0, 6)
	labels = append(labels, attribute.String("http.request.method", x.method), attribute.Int("http.response.status_code", status))
	if m := &x.request.match; m.Template != "" {
		labels = append(labels, attribute.String("http.route", m.Template))
		x.span.SetName(x.method + " " + m.Template)
	}
	if m := &x.request.match; m.Operation != "" {
		labels = append(labels, attribute.String("operation", m.Operation))
	}
	if failure != "" {
		labels = append(labels, attribute.String("error.type", failure))
		x.span.SetStatus(codes.Error, "")
	}
	t.server.active.Add(ctx, -1, t.server.methods[x.method]...)
	t.server.duration.Record(ctx, took.Seconds(), metric.WithAttributeSet(attribute.NewSet(labels...)))
	x.span.SetAttributes(labels...)
	x.span.End()
	x.log(r, status, failure, took, v)
}

// outcome is the status that the client has seen, and how the server has failed; "": it hasn't, for what is the client's
// mistake is no failure.
func (x *exchange) outcome(panicked any) (status int, failure string) {
	status = x.w.status
	switch {
	case panicked != nil && status == 0:
		return http.StatusInternalServerError, "aborted"
	case panicked != nil:
		return status, "aborted"
	case status == 0:
		return http.StatusOK, ""
	case status >= 500:
		return status, strconv.Itoa(status)
	}
	return status, ""
}

func (x *exchange) log(r *http.Request, status int, failure string, took time.Duration, panicked any) {
	level := slog.LevelInfo
	switch {
	case failure != "":
		level = slog.LevelError
	case x.options.Quiet != nil && x.options.Quiet(r):
		return
	}
	logger, ctx := x.telemetry.Logger, r.Context()
	if !logger.Enabled(ctx, level) {
		return
	}
	all := []slog.Attr{slog.String("http_method", x.method), slog.String("route", x.request.match.Template), slog.String("operation", x.request.match.Operation),
		slog.Int("status", status), slog.Float64("duration_ms", float64(took.Microseconds())/1000), slog.Int64("response_bytes", x.w.bytes)}
	if panicked != nil && panicked != http.ErrAbortHandler {
		all = append(all, slog.String("panic", fmt.Sprintf("%T", panicked))) // its text may hold anything
	}
	logger.LogAttrs(ctx, level, "request", all...)
}

// methods are those of HTTP.
var methods = [...]string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodConnect, http.MethodTrace, otherMethod}

const otherMethod = "_OTHER"

// methodOf is a request's method if it is one of HTTP's, for callers make up others.
func methodOf(method string) string {
	switch {
	case method == "":
		return http.MethodGet
	case slices.Contains(methods[:], method):
		return method
	}
	return otherMethod
}

// recorder sees what is answered. http.ResponseController finds what is below.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 || status == http.StatusSwitchingProtocols {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Flush implements http.Flusher.
func (w *recorder) Flush() { _ = w.FlushError() }

// FlushError is what http.ResponseController looks for first.
func (w *recorder) FlushError() error {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap is what http.ResponseController asks for the rest.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// keepOrMake keeps an ID that is one short plain text, for it ends up in logs, as boundary and edge do.
func keepOrMake(given string) string {
	if identifier.Harmless(given, identifier.Longest) {
		return given
	}
	return identifier.New()
}
