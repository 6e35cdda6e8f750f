package headers_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/headers"
)

func middleware(t testing.TB, o headers.Options) func(http.Handler) http.Handler {
	t.Helper()
	m, err := headers.HTTP(o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ask sends a request through a real server.
func ask(t *testing.T, h http.Handler, path string, lines ...string) (*http.Response, string) {
	t.Helper()
	s := httptest.NewServer(h)
	defer s.Close()
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res, string(body)
}

var rules = []headers.Rule{
	{Name: "X-Tenant", As: "Tenant", Required: true, Into: headers.Into[tenantID]()},
	{Name: "X-Batch", Methods: []string{"/import"}, Required: true},
	{Name: "X-Cost", As: "Cost", Response: true, Transform: []headers.Transform{headers.Suffix(" ct")}},
	{Name: "X-Served-By", Response: true, Default: headers.Constant("eu")},
}

func operation(r *http.Request) string { return r.URL.Path }

func TestHTTP(t *testing.T) {
	var inside http.Header
	var tenant tenantID
	h := middleware(t, headers.Options{Rules: rules, Operation: operation})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inside = r.Header
		tenant, _ = headers.From[tenantID](r.Context())
		w.Header().Set("Cost", "5")
		w.Header().Set("X-Host", "10.0.0.3")
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("ETag", `"1"`)
		switch r.URL.Path {
		case "/empty":
		case "/fail":
			http.Error(w, "no", http.StatusNotFound)
		case "/flush":
			http.NewResponseController(w).Flush()
		case "/copy":
			io.Copy(w, strings.NewReader("hello"))
		default:
			io.WriteString(w, "hello")
		}
	}))
	for path, want := range map[string]string{"/": "200 hello", "/empty": "200 ", "/fail": "404 no\n", "/flush": "200 ", "/copy": "200 hello"} {
		res, body := ask(t, h, path, "X-Tenant: acme", "Accept: */*", "Authorization: Bearer x", "Cookie: c=d", "X-Forwarded-For: 1.2.3.4", "Tenant: evil", "X-Request-Id: r-1")
		if got := fmt.Sprint(res.StatusCode, " ", body); got != want {
			t.Errorf("%s: %s", path, got)
		}
		if got := fmt.Sprint(inside); got != "map[Accept:[*/*] Accept-Encoding:[gzip] Authorization:[Bearer x] Tenant:[acme] X-Request-Id:[r-1]]" || tenant != "acme" {
			t.Errorf("%s: the handler sees %s of %s", path, got, tenant)
		}
		out := res.Header
		if out.Get("X-Cost") != "5 ct" || out.Get("X-Served-By") != "eu" || out.Get("ETag") != `"1"` || out.Get("X-Request-Id") != "r-1" ||
			out.Get("Cost")+out.Get("X-Host")+out.Get("Set-Cookie") != "" {
			t.Errorf("%s: the caller sees %v", path, out)
		}
	}
}

// What lacks is refused, with all of it, and the handler isn't called.
func TestHTTPRefuses(t *testing.T) {
	h := middleware(t, headers.Options{Rules: rules, Operation: operation})(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the handler is called")
	}))
	res, body := ask(t, h, "/import")
	var problem struct {
		Status     int
		Code       string
		ID         string `json:"request_id"`
		Violations []struct{ Location, Field, Code string }
	}
	if err := json.Unmarshal([]byte(body), &problem); err != nil || res.StatusCode != 400 || problem.Status != 400 || problem.Code != "invalid_request" || problem.ID == "" || problem.ID != res.Header.Get("X-Request-Id") {
		t.Error(res.StatusCode, body, err)
	}
	if fmt.Sprint(problem.Violations) != "[{header X-Batch required} {header X-Tenant required}]" {
		t.Error(problem.Violations)
	}
	if res.Header.Get("Content-Type") != "application/problem+json" || res.Header.Get("X-Served-By") != "eu" || res.Header.Get("Cache-Control") != "no-store" {
		t.Error("headers are lost on errors:", res.Header)
	}
}

// IDs are made for each request, unless the caller's does no harm.
func TestHTTPRequestID(t *testing.T) {
	var inside string
	h := middleware(t, headers.Options{})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inside = r.Header.Get("X-Request-Id")
		w.WriteHeader(http.StatusTeapot)
	}))
	seen := map[string]bool{}
	for _, given := range []string{"", "", "a b", strings.Repeat("x", 65), "<script>"} {
		res, _ := ask(t, h, "/", "X-Request-Id: "+given)
		id := res.Header.Get("X-Request-Id")
		if len(id) != 36 || seen[id] || inside != id {
			t.Errorf("%q becomes %q, %q inside", given, id, inside)
		}
		seen[id] = true
	}
	if res, _ := ask(t, h, "/", "X-Request-Id: a", "X-Request-Id: b"); len(res.Header.Get("X-Request-Id")) != 36 {
		t.Error("of two, none is the ID")
	}
	if res, _ := ask(t, h, "/", "X-Request-Id: trace/1"); res.Header.Get("X-Request-Id") != "trace/1" {
		t.Error("a harmless ID isn't kept")
	}
}

// Those before the middleware set what they like, and see what it filters.
func TestHTTPAmongOthers(t *testing.T) {
	var inside string
	inner := middleware(t, headers.Options{})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inside = r.Header.Get("X-Request-Id")
		w.Header().Set("X-Secret", "s")
		if r.URL.Path == "/panic" {
			panic("no")
		}
	}))
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if recover() != nil {
				w.WriteHeader(500)
			}
		}()
		w.Header().Set("X-Frame-Options", "DENY")
		w.Header().Set("X-Request-Id", "settled")
		inner.ServeHTTP(w, r)
	})
	for path, want := range map[string]int{"/": 200, "/panic": 500} {
		if res, _ := ask(t, h, path); res.StatusCode != want || res.Header.Get("X-Frame-Options") != "DENY" || res.Header.Get("X-Secret") != "" || fmt.Sprint(res.Header["X-Request-Id"], inside) != "[settled]settled" {
			t.Error(path, res.StatusCode, res.Header)
		}
	}
}

func TestHTTPTrailersAndHints(t *testing.T) {
	declared := []headers.Rule{{Name: "X-Sum", Response: true, Transform: []headers.Transform{headers.Prefix("=")}},
		{Name: "X-Cost", As: "Cost", Response: true}, {Name: "X-Price", Response: true, Transform: []headers.Transform{headers.Suffix(" ct")}}}
	h := middleware(t, headers.Options{Rules: declared})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "</a>; rel=preload")
		w.Header().Set("X-Sum", "0")
		w.Header().Set("X-Hidden", "h")
		w.Header().Set("Cost", "5")
		w.Header().Set("X-Price", "7")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Del("X-Sum")
		w.Header().Set("Trailer", "X-Sum, X-Host")
		io.WriteString(w, "x")
		w.Header().Set("X-Sum", "9")
		w.Header().Set("X-Host", "10.0.0.3")
		w.Header().Set(http.TrailerPrefix+"X-Other", "10.0.0.3")
	}))
	res, _ := ask(t, h, "/")
	if fmt.Sprint(res.Trailer) != "map[X-Host:[] X-Sum:[=9]]" && fmt.Sprint(res.Trailer) != "map[X-Sum:[=9]]" || res.Header.Get("X-Sum") != "" || res.Header.Get("Link") == "" || res.Header.Get("X-Hidden") != "" {
		t.Error(res.Header, res.Trailer)
	}
	if res.Header.Get("X-Cost") != "5" || res.Header.Get("X-Price") != "7 ct" {
		t.Error("after an informational answer:", res.Header)
	}
}

func TestHTTPConnection(t *testing.T) {
	h := middleware(t, headers.Options{})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Error(err)
		}
		w.Header().Set("X-Secret", "s")
		w.(http.Flusher).Flush()
		conn, rw, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		var _ *bufio.ReadWriter = rw
	}))
	s := httptest.NewServer(h)
	defer s.Close()
	res, err := http.Get(s.URL)
	if err != nil || res.Header.Get("X-Secret") != "" {
		t.Error(res, err)
	}
}

func TestHTTPRulesThatAreRefused(t *testing.T) {
	for name, o := range map[string]headers.Options{
		"a rule":                     {Rules: []headers.Rule{{Name: ""}}},
		"methods without operations": {Rules: []headers.Rule{{Name: "X-A", Methods: []string{"m"}}}},
		"the request's ID":           {Rules: []headers.Rule{{Name: "x-request-id", Default: headers.Constant("1")}}},
		"as the request's ID":        {Rules: []headers.Rule{{Name: "X-A", As: "x-request-id"}}},
		"as the answer's type":       {Rules: []headers.Rule{{Name: "Content-Type", As: "X-A", Response: true}}},
	} {
		if _, err := headers.HTTP(o); err == nil {
			t.Error(name, "is taken")
		}
	}
}

// The names that always pass are spelt as net/http spells them, or they wouldn't.
func TestNamesAreCanonical(t *testing.T) {
	var inside http.Header
	h := middleware(t, headers.Options{})(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { inside = r.Header }))
	for _, name := range []string{"traceparent", "tracestate", "idempotency-key", "if-match", "if-none-match", "last-event-id", "range", "origin", "te", "accept-language", "content-disposition"} {
		ask(t, h, "/", name+": x")
		if !slices.Equal(inside.Values(name), []string{"x"}) {
			t.Errorf("%s doesn't reach the handler: %v", name, inside)
		}
	}
}
