package cache_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/cache"
)

var policies = map[string]cache.Policy{
	"static":  {Class: cache.Static, MaxAge: 24 * time.Hour},
	"api":     {Class: cache.API, MaxAge: time.Minute, Vary: []string{"Accept-Language"}},
	"fresh":   {Class: cache.API},
	"private": {Class: cache.Private, MaxAge: 30 * time.Second},
	"denied":  {Class: cache.Deny, MaxAge: time.Hour},
}

// operation is the first segment of the path.
func operation(r *http.Request) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return name
}

func middleware(t testing.TB, o cache.Options) func(http.Handler) http.Handler {
	t.Helper()
	if o.Policies == nil {
		o.Policies, o.Operation = policies, operation
	}
	m, err := cache.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// serve is a real server: Content-Length, HEAD and cut connections are those of net/http.
func serve(t testing.TB, o cache.Options, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(middleware(t, o)(h))
	t.Cleanup(s.Close)
	return s
}

type answer struct {
	*http.Response
	body string
	err  error
}

func ask(t testing.TB, s *httptest.Server, method, path string, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return answer{err: err, Response: &http.Response{Header: http.Header{}}}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return answer{res, string(body), err}
}

func hello(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	io.WriteString(w, "hel")
	io.WriteString(w, "lo")
}

func TestPolicies(t *testing.T) {
	s := serve(t, cache.Options{Credentials: []string{"x-api-key"}, Policies: policies, Operation: operation}, hello)
	const all = "Authorization, Cookie, X-Api-Key"
	for _, c := range []struct {
		method, path  string
		headers       []string
		control, vary string
	}{
		{"GET", "/static", nil, "public, max-age=86400", ""},
		{"GET", "/api", nil, "public, max-age=60, must-revalidate", "Accept-Language, " + all},
		{"GET", "/fresh", nil, "public, no-cache", all},
		{"GET", "/private", nil, "private, max-age=30, must-revalidate", all},
		{"GET", "/denied", nil, "no-store", ""},
		{"GET", "/unknown", nil, "no-store", ""},
		{"GET", "/static", []string{"Authorization", "Bearer a"}, "private, max-age=86400", ""},
		{"GET", "/static", []string{"Cookie", "session=1"}, "private, max-age=86400", ""},
		{"GET", "/static", []string{"X-Api-Key", ""}, "private, max-age=86400", ""},
		{"GET", "/api", []string{"Authorization", "Bearer a"}, "private, max-age=60, must-revalidate", "Accept-Language, " + all},
		{"GET", "/fresh", []string{"Cookie", "a=b"}, "private, no-cache", all},
		{"HEAD", "/static", nil, "public, max-age=86400", ""},
		{"POST", "/static", nil, "no-store", ""},
		{"PUT", "/api", nil, "no-store", ""},
		{"DELETE", "/static", nil, "no-store", ""},
	} {
		got := ask(t, s, c.method, c.path, c.headers...)
		if control, vary := got.Header.Get("Cache-Control"), strings.Join(got.Header["Vary"], ", "); control != c.control || vary != c.vary {
			t.Errorf("%s %s %v: %q, Vary %q", c.method, c.path, c.headers, control, vary)
		}
		if c.method == "GET" && (got.body != "hello" || got.ContentLength != 5) {
			t.Errorf("%s: %q of %d bytes", c.path, got.body, got.ContentLength)
		}
		if tag := got.Header.Get("Etag"); (tag != "") != (c.control != "no-store") {
			t.Errorf("%s %s: ETag %q", c.method, c.path, tag)
		}
	}
}

// A certificate tells who the caller is, too.
func TestCertificate(t *testing.T) {
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/static", nil)
	r.TLS = &tls.ConnectionState{PeerCertificates: make([]*x509.Certificate, 1)}
	middleware(t, cache.Options{})(http.HandlerFunc(hello)).ServeHTTP(w, r)
	if got := w.Header().Get("Cache-Control"); got != "private, max-age=86400" {
		t.Error(got)
	}
}

// Two principals never get each other's answer out of a shared cache: it may not store either, nor give what it has stored
// for nobody to somebody.
func TestTwoPrincipals(t *testing.T) {
	s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept") // overwrites
		fmt.Fprintf(w, "orders of %q", r.Header.Get("Authorization"))
	})
	nobody, alice, bob := ask(t, s, "GET", "/api"), ask(t, s, "GET", "/api", "Authorization", "alice"), ask(t, s, "GET", "/api", "Authorization", "bob")
	for _, got := range []answer{alice, bob} {
		if strings.Contains(got.Header.Get("Cache-Control"), "public") {
			t.Error("a shared cache may store what is somebody's")
		}
	}
	if vary := strings.Join(nobody.Header["Vary"], ","); !strings.Contains(vary, "Authorization") || !strings.Contains(vary, "Cookie") || !strings.Contains(vary, "Accept") {
		t.Error("a shared cache may give nobody's answer to somebody:", vary)
	}
	if alice.Header.Get("Etag") == bob.Header.Get("Etag") {
		t.Error("different answers have the same ETag")
	}
	if again := ask(t, s, "GET", "/api", "Authorization", "bob", "If-None-Match", alice.Header.Get("Etag")); again.StatusCode != 200 || again.body != bob.body {
		t.Error("bob is told that he has alice's answer:", again.StatusCode, again.body)
	}
}

func TestVaryIsAppended(t *testing.T) {
	inner := middleware(t, cache.Options{})
	for _, c := range []struct {
		outer, set, add []string
		want            string
	}{
		{want: "Accept-Language, Authorization, Cookie"},
		{set: []string{"Origin"}, want: "Origin, Accept-Language, Authorization, Cookie"},
		{outer: []string{"Origin"}, set: []string{"Accept, cookie"}, want: "Accept, cookie, Origin, Accept-Language, Authorization"},
		{outer: []string{"Origin"}, add: []string{"ACCEPT-LANGUAGE"}, want: "Origin, ACCEPT-LANGUAGE, Authorization, Cookie"},
		{set: []string{"*"}, want: "*"},
	} {
		w := httptest.NewRecorder()
		w.Header()["Vary"] = c.outer
		inner(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for _, one := range c.set {
				w.Header().Set("Vary", one)
			}
			for _, one := range c.add {
				w.Header().Add("Vary", one)
			}
			io.WriteString(w, "x")
		})).ServeHTTP(w, httptest.NewRequest("GET", "/api", nil))
		if got := strings.Join(w.Header()["Vary"], ", "); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// What a handler says counts where it is stricter, and never where it is laxer.
func TestHandlersControl(t *testing.T) {
	for _, c := range [][3]string{
		{"/api", "no-store", "no-store"}, {"/api", "Private", "private, max-age=60, must-revalidate"}, {"/api", "max-age=9, no-cache", "public, no-cache"},
		{"/private", "public, max-age=999", "private, max-age=30, must-revalidate"}, {"/denied", "public, max-age=999", "no-store"}, {"/other", "public", "no-store"},
		{"/private", `private="x", no-cache`, "private, no-cache"},
	} {
		s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
			for _, name := range []string{"Expires", "Pragma", "CDN-Cache-Control", "Surrogate-Control"} {
				w.Header().Set(name, "public")
			}
			w.Header().Set("Cache-Control", c[1])
			hello(w, r)
		})
		got := ask(t, s, "GET", c[0])
		if got.Header.Get("Cache-Control") != c[2] || got.Header.Get("Expires")+got.Header.Get("Pragma")+got.Header.Get("CDN-Cache-Control")+got.Header.Get("Surrogate-Control") != "" {
			t.Errorf("%v: %v", c, got.Header)
		}
	}
}

func TestErrorsAndCookies(t *testing.T) {
	for _, status := range []int{201, 202, 204, 301, 302, 308, 400, 401, 404, 405, 410, 414, 500, 501, 503} {
		s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "public, max-age=99")
			w.WriteHeader(status)
		})
		got := ask(t, s, "GET", "/static", "If-None-Match", "*", "If-Match", `"x"`)
		if got.StatusCode != status || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d: %d %s", status, got.StatusCode, got.Header.Get("Cache-Control"))
		}
	}
	s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "secret"})
		hello(w, r)
	})
	if got := ask(t, s, "GET", "/static", "If-None-Match", "*"); got.StatusCode != 200 || got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("Etag") != "" {
		t.Error("an answer that sets a cookie may be kept:", got.Header)
	}
}

func TestConditions(t *testing.T) {
	s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "r-1")
		w.Header().Set("Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT")
		hello(w, r)
	})
	own := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"v,1"`)
		w.Header().Set("Content-Length", "5")
		w.Header().Set("X-Request-Id", "r-1")
		hello(w, r)
	})
	tag := ask(t, s, "GET", "/api").Header.Get("Etag")
	for _, c := range []struct {
		server  *httptest.Server
		headers []string
		want    int
	}{
		{s, []string{"If-None-Match", tag}, 304},
		{s, []string{"If-None-Match", "W/" + tag}, 304}, // weak comparison
		{s, []string{"If-None-Match", `"a", W/"b,c" ,` + tag}, 304},
		{s, []string{"If-None-Match", `"a"`, "If-None-Match", tag}, 304},
		{s, []string{"If-None-Match", "*"}, 304},
		{s, []string{"If-None-Match", " * "}, 304},
		{s, []string{"If-None-Match", `"a"`}, 200},
		{s, []string{"If-None-Match", strings.Trim(tag, `"`)}, 200},
		{s, []string{"If-None-Match", `"a` + tag}, 200},
		{s, []string{"If-None-Match", `w/` + tag}, 200},
		{s, []string{"If-None-Match", `"a" ` + tag}, 200},
		{s, []string{"If-None-Match", ""}, 200},
		{s, []string{"If-Match", tag}, 200},
		{s, []string{"If-Match", "*"}, 200},
		{s, []string{"If-Match", `"a",` + tag}, 200},
		{s, []string{"If-Match", "W/" + tag}, 412}, // strong comparison
		{s, []string{"If-Match", `"a"`}, 412},
		{s, []string{"If-Match", ""}, 412},
		{s, []string{"If-Match", "nonsense"}, 412},
		{s, []string{"If-Match", `"a"`, "If-None-Match", tag}, 412}, // in that order
		{s, []string{"If-Match", tag, "If-None-Match", tag}, 304},
		{own, []string{"If-None-Match", `"v,1"`}, 304},
		{own, []string{"If-None-Match", `"x", W/"v,1"`}, 304},
		{own, []string{"If-None-Match", `"v"`}, 200},
		{own, []string{"If-Match", `W/"v,1"`}, 412},
		{own, []string{"If-Match", `*`}, 200},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			got := ask(t, c.server, method, "/api", c.headers...)
			if got.StatusCode != c.want {
				t.Errorf("%s %q: %d", method, c.headers, got.StatusCode)
				continue
			}
			checkParts(t, got, method)
		}
	}
}

// checkParts holds what goes with a status against RFC 9110.
func checkParts(t *testing.T, got answer, method string) {
	t.Helper()
	h := got.Header
	if h.Get("Etag") == "" || h.Get("X-Request-Id") != "r-1" || (h.Get("Vary") == "") != (got.StatusCode == 412) {
		t.Errorf("%d %s: %v", got.StatusCode, method, h)
	}
	switch got.StatusCode {
	case 200:
		if got.ContentLength != 5 || (method == "GET") != (got.body == "hello") || h.Get("Cache-Control") != "public, max-age=60, must-revalidate" {
			t.Errorf("200 %s: %q %v", method, got.body, h)
		}
	case 304:
		if got.body != "" || h.Get("Content-Type")+h.Get("Content-Length")+h.Get("Last-Modified") != "" || h.Get("Cache-Control") != "public, max-age=60, must-revalidate" {
			t.Errorf("304 %s: %q %v", method, got.body, h)
		}
	case 412:
		var problem struct {
			Status int
			Code   string
			ID     string `json:"request_id"`
		}
		if method == "GET" && (json.Unmarshal([]byte(got.body), &problem) != nil || problem.Status != 412 || problem.Code != "precondition_failed" || problem.ID != "r-1") {
			t.Errorf("412: %s", got.body)
		}
		if h.Get("Cache-Control") != "no-store" || h.Get("Content-Type") != "application/problem+json" || got.ContentLength <= 5 {
			t.Errorf("412: %v", h)
		}
	}
}
