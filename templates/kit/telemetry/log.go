package telemetry

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/trace"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/redact"
)

// Redacted stands where a value isn't written.
const Redacted = "[redacted]"

// suspects are names of attributes whose values are never written, or end so: secrets, and what holds them.
var suspects = [...]string{"authorization", "cookie", "set-cookie", "password", "passwd", "secret", "token", "api_key", "apikey", "api-key", "credential", "credentials", "private_key", "body"}

// handler adds the IDs of trace and request to what is logged with a context. They stand at the top, whatever groups a
// logger has been given.
type handler struct {
	root, now slog.Handler // without and with what the logger has been given,
	given     []func(slog.Handler) slog.Handler
	grouped   bool
	requestID func(context.Context) string
}

func newHandler(o Options) slog.Handler {
	r := &redaction{names: slices.Concat(suspects[:], lower(o.Redact)), replace: o.Replace, messages: redact.New()}
	common := &slog.HandlerOptions{Level: o.Level, ReplaceAttr: r.attr}
	root := slog.Handler(slog.NewJSONHandler(o.Log, common))
	if o.Text {
		root = slog.NewTextHandler(o.Log, common)
	}
	return &handler{root: root, now: root, requestID: o.RequestID}
}

func lower(names []string) (out []string) {
	for _, n := range names {
		out = append(out, strings.ToLower(n))
	}
	return out
}

// Enabled implements slog.Handler.
func (h *handler) Enabled(ctx context.Context, l slog.Level) bool { return h.root.Enabled(ctx, l) }

// WithAttrs implements slog.Handler.
func (h *handler) WithAttrs(all []slog.Attr) slog.Handler {
	return h.with(false, func(to slog.Handler) slog.Handler { return to.WithAttrs(all) })
}

// WithGroup implements slog.Handler.
func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return h.with(true, func(to slog.Handler) slog.Handler { return to.WithGroup(name) })
}

func (h *handler) with(group bool, give func(slog.Handler) slog.Handler) *handler {
	out := *h
	out.now, out.grouped = give(h.now), h.grouped || group
	out.given = append(slices.Clip(h.given), give)
	return &out
}

// Handle implements slog.Handler.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	ids := h.ids(ctx, &r)
	switch {
	case len(ids) == 0:
		return h.now.Handle(ctx, r)
	case !h.grouped:
		r = r.Clone()
		r.AddAttrs(ids...)
		return h.now.Handle(ctx, r)
	}
	to := h.root.WithAttrs(ids)
	for _, give := range h.given {
		to = give(to)
	}
	return to.Handle(ctx, r)
}

// ids are those of the context, save the request's where the record tells it itself.
func (h *handler) ids(ctx context.Context, r *slog.Record) []slog.Attr {
	var out []slog.Attr
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		out = append(out, slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	if id := h.request(ctx); id != "" && (h.grouped || !told(r)) {
		out = append(out, slog.String("request_id", id))
	}
	return out
}

func (h *handler) request(ctx context.Context) string {
	if id := RequestID(ctx); id != "" || h.requestID == nil {
		return id
	}
	return h.requestID(ctx)
}

func told(r *slog.Record) (found bool) {
	r.Attrs(func(a slog.Attr) bool {
		found = a.Key == "request_id"
		return !found
	})
	return found
}

// redaction leaves out what mustn't be in a log, wherever it stands.
type redaction struct {
	names    []string
	replace  []Replace
	messages *redact.Redactor
}

func (r *redaction) attr(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey || a.Key == slog.MessageKey) {
		return a
	}
	if r.suspect(a.Key) {
		return slog.String(a.Key, Redacted)
	}
	for _, replace := range r.replace {
		a = replace(groups, a)
	}
	if a.Value.Kind() == slog.KindAny {
		a.Value = r.harmless(a.Value)
	}
	return a
}

// suspect says whether a name is that of a secret, or ends like one: access_token and accessToken, but not token_count.
func (r *redaction) suspect(key string) bool {
	small := strings.ToLower(key)
	return slices.ContainsFunc(r.names, func(name string) bool {
		rest, ok := strings.CutSuffix(small, name)
		return ok && (rest == "" || strings.ContainsRune("_-. ", rune(rest[len(rest)-1])) || len(rest) < len(key) && key[len(rest)] != small[len(rest)])
	})
}

// harmless replaces what whole messages come in, for somebody's data is in them: messages by their fields that may be seen,
// other structs by the names of their types.
func (r *redaction) harmless(v slog.Value) slog.Value {
	switch x := v.Any().(type) {
	case proto.Message:
		return r.messages.Value(x)
	case []byte:
		return bytes(len(x))
	case json.RawMessage:
		return bytes(len(x))
	case http.Header, url.Values, *http.Cookie, []*http.Cookie, *url.Userinfo:
		return slog.StringValue(Redacted)
	case *http.Request:
		return slog.StringValue(methodOf(x.Method) + " " + Redacted)
	case *http.Response:
		return slog.StringValue(x.Status)
	case *url.URL:
		return slog.StringValue((&url.URL{Scheme: x.Scheme, Host: x.Host}).String())
	case error:
		return v
	case fmt.Stringer:
		return slog.StringValue(x.String())
	}
	return plain(v)
}

// mostJSON is how many bytes of a value are written.
const mostJSON = 4 << 10

// plain keeps values without members. A type that has some, and something to say in logs, is a slog.LogValuer.
func plain(v slog.Value) slog.Value {
	text, err := json.Marshal(v.Any())
	if err != nil || len(text) > mostJSON || strings.Contains(string(text), "{") {
		return slog.StringValue(fmt.Sprintf("[%T]", v.Any()))
	}
	return v
}

func bytes(n int) slog.Value { return slog.StringValue("[" + strconv.Itoa(n) + " bytes]") }

// Personal is a value that logs mustn't show: slog writes [redacted] in its place. Generated types use it for fields that
// the contract classifies.
type Personal struct{}

// LogValue implements slog.LogValuer.
func (Personal) LogValue() slog.Value { return slog.StringValue(Redacted) }
