package ratelimit_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

// ask sends a request of that caller from that address through the handler.
func ask(h http.Handler, address, caller, operation string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/"+operation, nil)
	r.RemoteAddr = address + ":1234"
	r.Header.Set("Caller", caller)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// identify stands for authentication and routing.
func identify(r *http.Request) (caller, operation string) {
	return r.Header.Get("Caller"), r.URL.Path[1:]
}

var fine = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "fine") })

// is says whether a header is that text; "" that it is absent.
func is(t *testing.T, w *httptest.ResponseRecorder, name, want string) {
	t.Helper()
	if got := w.Header().Get(name); got != want {
		t.Errorf("%s: %q, want %q", name, got, want)
	}
}

func TestCallers(t *testing.T) {
	c := &clock{now: start}
	l := limiter(t, ratelimit.Config{Caller: quota(t, "100/min"), Operations: map[string]ratelimit.Quota{"export": quota(t, "2/h")}}, c)
	h := l.Callers(identify)(fine)

	w := ask(h, "192.0.2.1", "ada", "getOrder")
	is(t, w, "RateLimit-Policy", `"caller";q=100;w=60`)
	is(t, w, "RateLimit", `"caller";r=99;t=1`)
	is(t, w, "RateLimit-Limit", "")
	w = ask(h, "192.0.2.1", "ada", "export")
	is(t, w, "RateLimit-Policy", `"export";q=2;w=3600, "caller";q=100;w=60`)
	is(t, w, "RateLimit", `"export";r=1;t=1800, "caller";r=98;t=1`)
	ask(h, "192.0.2.1", "ada", "export")

	w = ask(h, "192.0.2.7", "ada", "export")
	if w.Code != 429 || w.Body.String() != `{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"the quota export of 2/h is used up","code":"too_many_requests","retryable":true}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	is(t, w, "Content-Type", "application/problem+json")
	is(t, w, "Cache-Control", "no-store")
	is(t, w, "Retry-After", "1800")
	is(t, w, "RateLimit-Policy", `"export";q=2;w=3600, "caller";q=100;w=60`)
	is(t, w, "RateLimit", `"export";r=0;t=1800`)

	c.pass(1799*time.Second + time.Millisecond)
	is(t, ask(h, "192.0.2.7", "ada", "export"), "Retry-After", "1") // rounded up
	c.pass(time.Second)
	if w = ask(h, "192.0.2.7", "ada", "export"); w.Code != 200 || w.Body.String() != "fine" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestAnonymousCallersCountByAddress(t *testing.T) {
	h := limiter(t, ratelimit.Config{Caller: quota(t, "1/min")}, nil).Callers(identify)(fine)
	for _, row := range []struct {
		address, caller string
		want            int
	}{{"192.0.2.1", "", 200}, {"192.0.2.1", "", 429}, {"192.0.2.2", "", 200}, {"192.0.2.1", "ada", 200}, {"192.0.2.2", "ada", 429}} {
		if w := ask(h, row.address, row.caller, "getOrder"); w.Code != row.want {
			t.Errorf("%+v: %d", row, w.Code)
		}
	}
}

func TestAddresses(t *testing.T) {
	proxies, err := ratelimit.ParseProxies("10.0.0.1", "")
	if err != nil {
		t.Fatal(err)
	}
	h := limiter(t, ratelimit.Config{Address: quota(t, "2/s"), Proxies: proxies}, nil).Addresses(fine)
	for i, want := range []int{200, 200, 429} {
		w := ask(h, "192.0.2.1", "", "login")
		if w.Code != want {
			t.Errorf("request %d: %d", i, w.Code)
		}
		if want == 200 {
			is(t, w, "RateLimit", "") // whose it is may be several people's
		} else {
			is(t, w, "RateLimit", `"address";r=0;t=1`)
			is(t, w, "Retry-After", "1")
		}
	}
	r := httptest.NewRequest("GET", "/login", nil)
	r.RemoteAddr = "10.0.0.1:80"
	r.Header.Set("X-Forwarded-For", "203.0.113.9, 192.0.2.1")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != 429 {
		t.Errorf("the same client behind the proxy: %d", w.Code)
	}
}

func TestLegacyHeadersAndOwnRefusal(t *testing.T) {
	c := &clock{now: start}
	l, err := ratelimit.New(ratelimit.Config{Caller: quota(t, "3/min"), Operations: map[string]ratelimit.Quota{"export": quota(t, "100/min")}}, ratelimit.Options{
		Legacy: true, Now: func() time.Time { return c.now },
		Refuse: func(w http.ResponseWriter, _ *http.Request, e *errors.Error) { http.Error(w, e.Code, 420) },
	})
	if err != nil {
		t.Fatal(err)
	}
	h := l.Callers(identify)(fine)
	ask(h, "192.0.2.1", "ada", "export")
	w := ask(h, "192.0.2.1", "ada", "export")
	is(t, w, "RateLimit-Limit", "3") // of the one that is used up first
	is(t, w, "RateLimit-Remaining", "1")
	is(t, w, "RateLimit-Reset", "20")
	ask(h, "192.0.2.1", "ada", "export")
	if w = ask(h, "192.0.2.1", "ada", "export"); w.Code != 420 || w.Body.String() != "too_many_requests\n" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	is(t, w, "RateLimit-Remaining", "0")
	is(t, w, "RateLimit", `"export";r=97;t=1, "caller";r=0;t=20`)
}

// In a generated server the boundary knows the operation, and answers.
func TestBefore(t *testing.T) {
	l := limiter(t, ratelimit.Config{Operations: map[string]ratelimit.Quota{"getOrder": quota(t, "2/min")}}, nil)
	operation := boundary.Operation{ID: "getOrder", Method: "GET", Template: "/orders/{id}", Statuses: []int{204}, Handle: func(c *boundary.Call) {
		boundary.Handle(c, func(*struct{}, *boundary.Call) {}, func(context.Context, *struct{}) (*int, error) { return new(int), nil },
			func(_ *int, c *boundary.Call) { c.SendEmpty(204) })
	}}
	h, err := boundary.New([]boundary.Operation{operation}, nil, boundary.Options{
		Before: []boundary.Before{l.Before(func(ctx context.Context) string { return "ada" })},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`"getOrder";r=1;t=30`, `"getOrder";r=0;t=30`} {
		w := ask(h, "192.0.2.1", "", fmt.Sprint("orders/", i))
		is(t, w, "RateLimit", want)
		is(t, w, "RateLimit-Policy", `"getOrder";q=2;w=60`)
		if w.Code != 204 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	w := ask(h, "192.0.2.9", "", "orders/3")
	is(t, w, "RateLimit", `"getOrder";r=0;t=30`)
	is(t, w, "Retry-After", "30")
	if w.Code != 429 || !strings.Contains(w.Body.String(), `"code":"too_many_requests","request_id":"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestRefusalsHaveTheRequestID(t *testing.T) {
	l := limiter(t, ratelimit.Config{Address: quota(t, "1/min")}, nil)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "r-1")
		l.Addresses(fine).ServeHTTP(w, r)
	})
	ask(h, "192.0.2.1", "", "")
	if w := ask(h, "192.0.2.1", "", ""); !strings.Contains(w.Body.String(), `"request_id":"r-1"`) {
		t.Error(w.Body)
	}
}

func TestNoQuotaNoHeader(t *testing.T) {
	l := limiter(t, ratelimit.Config{Operations: map[string]ratelimit.Quota{"export": quota(t, "1/min")}}, nil)
	w := ask(l.Callers(identify)(fine), "192.0.2.1", "ada", "getOrder")
	is(t, w, "RateLimit", "")
	is(t, w, "RateLimit-Policy", "")
}
