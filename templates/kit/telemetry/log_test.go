package telemetry_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
)

// card is a struct that somebody logs whole.
type card struct{ Number, Holder string }

type grade string

type safeCard struct{ card }

func (safeCard) LogValue() slog.Value {
	return slog.GroupValue(slog.String("last", "4242"), slog.Any("holder", telemetry.Personal{}))
}

// Whatever is given to the log: no secret, no body, no struct with members that nobody has looked at.
func TestLogRedacts(t *testing.T) {
	x := start(t, telemetry.Options{Redact: []string{"email"}, Replace: []telemetry.Replace{func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == "phone" {
			return slog.String("phone", "…")
		}
		return a
	}}})
	const secret = "hunter2"
	u, _ := url.Parse("https://ada:hunter2@example.com/hunter2?q=hunter2")
	request := httptest.NewRequest("POST", "/hunter2", strings.NewReader(secret))
	request.Header.Set("Authorization", secret)
	all := []any{
		"password", secret, "Authorization", secret, "access_token", secret, "accessToken", secret, "db.password", secret, "next_page_token", secret, "X-Api-Key", secret, "email", secret, "user_email", secret, "body", secret, "phone", secret,
		slog.Group("request", "cookie", secret, "client_secret", secret), slog.Group("token", "a", "b"),
		"bytes", []byte(secret), "raw", json.RawMessage(`"hunter2"`), "header", request.Header, "req", request, "url", u, "values", u.Query(), "struct", card{secret, secret}, "pointer", &card{secret, secret},
		"list", []card{{secret, secret}}, "map", map[string]string{"a": secret}, "cookieless", &http.Cookie{Name: "a", Value: secret}, "valuer", safeCard{card{secret, secret}},
		"message", &shop.Order{Name: "customers/1/orders/2", Photo: []byte(secret)}, "response", &http.Response{Status: "200 OK", Header: request.Header}, "func", func() {},
		"token_count", 7, "grade", grade("A"), "numbers", []int{1, 2}, "duration", time.Second, "err", errors.New("broken"), "nothing", nil,
	}
	x.Logger.With("secret", secret).WithGroup("g").With("credentials", secret).Info("m", all...)
	got := x.log.String()
	if strings.Contains(got, secret) {
		t.Error(got)
	}
	for _, want := range []string{`"token_count":7`, `"grade":"A"`, `"numbers":[1,2]`, `"err":"broken"`, `"bytes":"[7 bytes]"`, `"struct":"[telemetry_test.card]"`, `"url":"https://example.com"`, `"valuer":{"last":"4242","holder":"[redacted]"}`,
		`"message":{"name":"customers/1/orders/2","photo":"[7 bytes]"}`, `"response":"200 OK"`, `"phone":"…"`, `"nothing":null`, `"req":"POST [redacted]"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s isn't in %s", want, got)
		}
	}
}

// IDs stand at the top whatever the logger has been given, and once.
func TestLogIDs(t *testing.T) {
	x := start(t, telemetry.Options{RequestID: func(ctx context.Context) string { s, _ := ctx.Value(idKey{}).(string); return s }})
	ctx, span := x.Tracers.Tracer("t").Start(context.WithValue(context.Background(), idKey{}, "r-7"), "s")
	defer span.End()
	x.Logger.InfoContext(ctx, "a")
	x.Logger.With("k", 1).WithGroup("g").With("l", 2).WithGroup("").InfoContext(ctx, "b", "m", 3)
	x.Logger.InfoContext(ctx, "c", "request_id", "r-own")
	x.Logger.Info("d")
	lines := x.log.lines(t)
	for _, line := range lines[:2] {
		if line["trace_id"] != span.SpanContext().TraceID().String() || line["span_id"] != span.SpanContext().SpanID().String() || line["request_id"] != "r-7" {
			t.Error(line)
		}
	}
	if g, _ := lines[1]["g"].(map[string]any); g["l"] != 2.0 || g["m"] != 3.0 || lines[1]["k"] != 1.0 || len(g) != 2 {
		t.Error(lines[1])
	}
	if lines[2]["request_id"] != "r-own" || strings.Count(strings.Split(x.log.String(), "\n")[2], "request_id") != 1 {
		t.Error(lines[2])
	}
	if len(lines[3]) != 3 {
		t.Error(lines[3])
	}
	x.Logger.DebugContext(ctx, "e")
	if len(x.log.lines(t)) != 4 {
		t.Error("debug is logged")
	}
}

type idKey struct{}

// For people at a terminal: the same, and as little of what is secret, in lines without braces.
func TestText(t *testing.T) {
	x := start(t, telemetry.Options{Text: true, Redact: []string{"email"}})
	h := x.Middleware(telemetry.HTTPOptions{RequestID: func(string) string { return "r-1" }})(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		x.Logger.InfoContext(r.Context(), "charging", "amount", 7, "email", "hunter2", slog.Group("card", "number", "1", "token", "hunter2"), "struct", card{"hunter2", "hunter2"},
			"message", &shop.Order{Name: "customers/1", Photo: []byte("hunter2")})
	}))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/hunter2", nil))
	got := x.log.String()
	for _, want := range []string{"level=INFO msg=charging amount=7 email=[redacted] card.number=1 card.token=[redacted] struct=[telemetry_test.card] message.name=customers/1 message.photo=\"[7 bytes]\"", "request_id=r-1", "trace_id=", "msg=request http_method=GET route=\"\" operation=\"\" status=200"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s isn't in %s", want, got)
		}
	}
	if strings.Contains(got, "hunter2") || strings.Contains(got, `{"time"`) {
		t.Error(got)
	}
}
