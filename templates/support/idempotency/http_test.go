package idempotency_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// site is a handler behind the middleware, which counts how often it is reached.
type site struct {
	rig
	handler http.HandlerFunc
	n       int
	served  http.Handler
}

func newSite(t testing.TB, handler http.HandlerFunc, o idempotency.HTTPOptions, change ...func(*idempotency.Options)) *site {
	t.Helper()
	s := &site{rig: newRig(t, memory(), change...), handler: handler}
	if o.Caller == nil {
		o.Caller = func(r *http.Request) string { return r.Header.Get("Authorization") }
	}
	middleware, err := s.HTTP(o)
	if err != nil {
		t.Fatal(err)
	}
	s.served = middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.n++
		s.handler(w, r)
	}))
	return s
}

// call makes a request, with headers in pairs.
func (s *site) call(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Authorization", "ann")
	for i := 0; i < len(headers); i += 2 {
		r.Header[headers[i]] = append(r.Header[headers[i]], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.served.ServeHTTP(w, r)
	return w
}

func (s *site) post(body string, headers ...string) *httptest.ResponseRecorder {
	return s.call(http.MethodPost, "/payments", body, append([]string{"Idempotency-Key", "k"}, headers...)...)
}

func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Location", "/payments/1")
	w.Header().Add("Set-Cookie", "a=1")
	w.Header().Add("Set-Cookie", "b=2")
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintf(w, "paid %s", body)
}

func TestHTTP(t *testing.T) {
	s := newSite(t, echo, idempotency.HTTPOptions{})
	first := s.post("100")
	for range 2 {
		w := s.post("100")
		if w.Code != 201 || w.Body.String() != "paid 100" || w.Header().Get("Location") != "/payments/1" || len(w.Header()["Set-Cookie"]) != 2 ||
			w.Header().Get(idempotency.HeaderReplayed) != "true" || w.Header().Get("Content-Length") != "8" || s.n != 1 {
			t.Error(w.Code, w.Header(), w.Body, s.n)
		}
	}
	if first.Code != 201 || first.Body.String() != "paid 100" || first.Header().Get(idempotency.HeaderReplayed) != "" {
		t.Error(first.Code, first.Header(), first.Body)
	}
	for want, w := range map[int]*httptest.ResponseRecorder{
		1: s.post("200"), 2: s.post("100", "Content-Type", "text/plain"), 3: s.call(http.MethodPost, "/payments?a=1", "100", "Idempotency-Key", "k"),
	} {
		if w.Code != 422 || w.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(w.Body.String(), idempotency.CodeMismatch) || s.n != 1 {
			t.Error(want, w.Code, w.Body, s.n)
		}
	}
}

func TestHTTPScope(t *testing.T) {
	s := newSite(t, echo, idempotency.HTTPOptions{Caller: func(r *http.Request) string { return r.Header.Get("X-Caller") }})
	for i, w := range []*httptest.ResponseRecorder{
		s.post("100", "X-Caller", "ann"), s.post("100", "X-Caller", "bob"),
		s.call(http.MethodPost, "/refunds", "100", "Idempotency-Key", "k", "X-Caller", "ann"),
		s.call(http.MethodPatch, "/payments", "100", "Idempotency-Key", "k", "X-Caller", "ann"),
		s.call(http.MethodPost, "/payments", "100", "Idempotency-Key", "l", "X-Caller", "ann"),
		s.call(http.MethodPost, "/payments", "100", "X-Caller", "ann"), // no key
	} {
		if w.Code != 201 || w.Header().Get(idempotency.HeaderReplayed) != "" {
			t.Error(i, w.Code, w.Header())
		}
	}
	if w := s.post("100"); w.Code != 401 || s.n != 6 {
		t.Error("without a caller:", w.Code)
	}
	for range 2 {
		if w := s.call(http.MethodGet, "/payments", "", "Idempotency-Key", "k", "X-Caller", "ann"); w.Code != 201 {
			t.Error(w.Code)
		}
	}
	if s.n != 8 {
		t.Error("what only reads is stored")
	}
}

func TestHTTPRefuses(t *testing.T) {
	s := newSite(t, echo, idempotency.HTTPOptions{MaxBody: 10, Required: func(*http.Request) bool { return true }})
	for name, test := range map[string]struct {
		w      *httptest.ResponseRecorder
		status int
		says   string
	}{
		"no key":     {s.call(http.MethodPost, "/", ""), 400, `"location":"header","field":"Idempotency-Key","code":"required"`},
		"two keys":   {s.post("", "Idempotency-Key", "l"), 400, "max_items"},
		"long key":   {s.call(http.MethodPost, "/", "", "Idempotency-Key", strings.Repeat("x", 256)), 400, "max_length"},
		"large body": {s.post(strings.Repeat("x", 11)), 413, "payload_too_large"},
	} {
		if test.w.Code != test.status || !strings.Contains(test.w.Body.String(), test.says) {
			t.Error(name, test.w.Code, test.w.Body)
		}
	}
	chunked := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(strings.Repeat("x", 11))))
	chunked.Header.Set("Idempotency-Key", "k")
	w := httptest.NewRecorder()
	if s.served.ServeHTTP(w, chunked); w.Code != 413 || s.n != 0 {
		t.Error(w.Code, s.n)
	}
	if _, err := s.HTTP(idempotency.HTTPOptions{}); err == nil {
		t.Error("callers that aren't told apart are taken")
	}
}

// TestHTTPStatuses tells what is stored from what another try may better.
func TestHTTPStatuses(t *testing.T) {
	for _, test := range []struct {
		status int
		header string
		body   string
		once   bool
	}{
		{200, "", "", true}, {204, "", "", true}, {303, "", "", true}, {400, "", "", true}, {404, "", "", true}, {422, "", "", true},
		{401, "", "", false}, {403, "", "", false}, {408, "", "", false}, {409, "", "", false}, {425, "", "", false}, {429, "", "", false},
		{500, "", "", false}, {503, "", "", false}, {504, "", "", false},
		{404, "Retry-After", "", false}, {422, "", `{"retryable":true}`, false}, {422, "", `{"retryable":false}`, true},
	} {
		s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			if test.header != "" {
				w.Header().Set(test.header, "1")
			}
			w.WriteHeader(test.status)
			_, _ = io.WriteString(w, test.body)
		}, idempotency.HTTPOptions{})
		s.post("")
		if w := s.post(""); (s.n == 1) != test.once || w.Code != test.status || w.Body.String() != test.body {
			t.Errorf("%+v: executed %d times, %d %s", test, s.n, w.Code, w.Body)
		}
	}
}

// TestHTTPStreams sends answers that can't be held back; they aren't stored, and not executed again either.
func TestHTTPStreams(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"flushed": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "a")
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, "b")
		},
		"by the controller": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "a")
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, "b")
		},
		"large": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat("a", 90))
			_, _ = io.WriteString(w, strings.Repeat("b", 90))
		},
		"with a trailer": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Trailer", "X-Sum")
			_, _ = io.WriteString(w, "ab")
			w.Header().Set("X-Sum", "1")
		},
	} {
		s := newSite(t, handler, idempotency.HTTPOptions{}, func(o *idempotency.Options) { o.MaxAnswer = 100 })
		if w := s.post(""); w.Code != 200 || !strings.HasPrefix(w.Body.String(), "a") || !strings.HasSuffix(w.Body.String(), "b") {
			t.Error(name, w.Code, w.Body)
		}
		if w := s.post(""); w.Code != 409 || !strings.Contains(w.Body.String(), idempotency.CodeUnkept) || w.Header().Get("Retry-After") != "" || s.n != 1 {
			t.Error(name, w.Code, w.Body, s.n)
		}
	}
}

// TestHTTPRunning refuses 63 of 64 over a real connection, while the first runs.
func TestHTTPRunning(t *testing.T) {
	begun, end := make(chan struct{}), make(chan struct{})
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-end
	}, idempotency.HTTPOptions{Caller: idempotency.Anyone})
	server := httptest.NewServer(s.served)
	defer server.Close()
	post := func(want int) {
		r, _ := http.NewRequest(http.MethodPost, server.URL, strings.NewReader("100"))
		r.Header.Set("Idempotency-Key", "k")
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		defer w.Body.Close()
		if w.StatusCode != want || want == 409 && w.Header.Get("Retry-After") != "1" {
			t.Error(w.StatusCode, w.Header)
		}
	}
	var first, others sync.WaitGroup
	first.Add(1)
	go func() { defer first.Done(); post(200) }()
	<-begun
	for range 63 {
		others.Add(1)
		go func() { defer others.Done(); post(409) }()
	}
	others.Wait()
	close(end)
	first.Wait()
	if s.n != 1 {
		t.Error(s.n)
	}
}

func TestHTTPHijack(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, rw, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = rw.WriteString("HTTP/1.1 101 Switching Protocols\r\n\r\n")
		_ = rw.Flush()
	}, idempotency.HTTPOptions{Caller: idempotency.Anyone})
	server := httptest.NewServer(s.served)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k\r\nContent-Length: 0\r\n\r\n")
	if line, _ := bufio.NewReader(conn).ReadString('\n'); !strings.Contains(line, "101") {
		t.Error(line)
	}
}

// TestHTTPHeaders keeps what others have set on this request's own answer.
func TestHTTPHeaders(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Vary", "Accept")
		w.Header().Del("X-Gone")
		w.Header().Set("Date", "Mon, 01 Jan 2024 00:00:00 GMT")
	}, idempotency.HTTPOptions{})
	inner, id := s.served, 0
	s.served = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id++
		w.Header().Set("X-Request-Id", fmt.Sprint(id))
		w.Header().Set("Vary", "Origin")
		inner.ServeHTTP(w, r)
	})
	for i := range 2 {
		h := s.post("").Header()
		if got := h["Vary"]; len(got) != 2 || got[0] != "Origin" || got[1] != "Accept" || h.Get("X-Request-Id") != fmt.Sprint(i+1) || i == 1 && h.Get("Date") != "" {
			t.Error(i, h)
		}
	}
}

func TestHTTPProblem(t *testing.T) {
	s := newSite(t, echo, idempotency.HTTPOptions{})
	s.post("100")
	r, w := httptest.NewRequest(http.MethodPost, "/payments", strings.NewReader("200")), httptest.NewRecorder()
	r.Header.Set("Authorization", "ann")
	r.Header.Set("Idempotency-Key", "k")
	w.Header().Set("X-Request-Id", "r-7")
	s.served.ServeHTTP(w, r)
	if w.Code != 422 || !strings.Contains(w.Body.String(), `"request_id":"r-7"`) || w.Header().Get("Cache-Control") != "no-store" {
		t.Error(w.Code, w.Header(), w.Body)
	}
}

// TestHTTPDown shows both policies, and what an own error body gets.
func TestHTTPDown(t *testing.T) {
	for _, pass := range []bool{false, true} {
		x := newRig(t, &broken{Store: memory(), method: "begin", times: 1}, func(o *idempotency.Options) { o.Pass = pass })
		middleware, err := x.HTTP(idempotency.HTTPOptions{Caller: idempotency.Anyone, Fail: func(w http.ResponseWriter, _ *http.Request, e *errors.Error) {
			http.Error(w, e.Code, e.Status)
		}})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.Header.Set("Idempotency-Key", "k")
		w := httptest.NewRecorder()
		middleware(http.HandlerFunc(echo)).ServeHTTP(w, r)
		if pass && w.Code != 201 || !pass && (w.Code != 503 || strings.TrimSpace(w.Body.String()) != "unavailable") {
			t.Error(pass, w.Code, w.Body)
		}
	}
}

// TestHTTPAborted frees the key of a handler that gives up in the middle.
func TestHTTPAborted(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, idempotency.HTTPOptions{})
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("the panic is swallowed")
			}
		}()
		s.post("")
	}()
	s.handler = echo
	if w := s.post(""); w.Code != 201 {
		t.Error(w.Code)
	}
}
