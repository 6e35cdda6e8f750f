package cache_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/cache"
	house "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

func TestTags(t *testing.T) {
	tag := func(body string, headers ...string) string {
		s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			io.WriteString(w, body)
		})
		return ask(t, s, "GET", "/static").Header.Get("Etag")
	}
	if a, b := tag("one"), tag("one"); a != b || len(a) != 24 {
		t.Error("two nodes disagree about the same content:", a, b)
	}
	seen := map[string]bool{}
	for _, one := range []string{tag("one"), tag("two"), tag("one", "Content-Type", "text/html"), tag("one", "Content-Encoding", "x"), tag("one", "Content-Language", "x"), tag("")} {
		if seen[one] {
			t.Error("two representations share a tag")
		}
		seen[one] = true
	}
	if got := tag("one", "ETag", "unquoted"); got == "unquoted" || got != tag("one") {
		t.Error("a tag that is none:", got)
	}
}

// HEAD gives the tag of GET, or none; never that of nothing.
func TestHead(t *testing.T) {
	silent := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "5")
		w.Header().Set("Content-Type", "text/plain")
		if r.Method != "HEAD" {
			io.WriteString(w, "hello")
		}
	})
	got := ask(t, silent, "HEAD", "/static")
	if got.Header.Get("Etag") != "" || got.ContentLength != 5 || got.Header.Get("Cache-Control") != "public, max-age=86400" {
		t.Error(got.Header)
	}
	wordless := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {})
	if got := ask(t, wordless, "HEAD", "/static"); got.Header.Get("Etag") != "" {
		t.Error("HEAD has the tag of nothing:", got.Header)
	}
	loud := serve(t, cache.Options{}, hello)
	if a, b := ask(t, loud, "HEAD", "/static"), ask(t, loud, "GET", "/static"); a.Header.Get("Etag") != b.Header.Get("Etag") || a.ContentLength != 5 {
		t.Error(a.Header)
	}
}

func TestRangesAreLeftAlone(t *testing.T) {
	content := strings.Repeat("0123456789", 10)
	s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "a.txt", time.Unix(1e9, 0), strings.NewReader(content))
	})
	got := ask(t, s, "GET", "/static", "Range", "bytes=5-9")
	if got.StatusCode != 206 || got.body != "56789" || got.Header.Get("Content-Range") != "bytes 5-9/100" || got.ContentLength != 5 || got.Header.Get("Cache-Control") != "public, max-age=86400" {
		t.Error(got.StatusCode, got.body, got.Header)
	}
	for _, c := range []struct {
		headers []string
		want    int
	}{
		{[]string{"Range", "bytes=500-"}, 416}, {[]string{"Range", "bytes=0-1", "If-Range", `"v0"`}, 200}, {[]string{"Range", "bytes=0-1", "If-None-Match", `"v1"`}, 304},
		{[]string{"Range", "bytes=0-1", "If-Match", `"v0"`}, 412}, {[]string{"If-None-Match", `"v1"`}, 304}, {nil, 200},
	} {
		if got := ask(t, s, "GET", "/static", c.headers...); got.StatusCode != c.want || c.want == 200 && got.body != content || (c.want >= 400) != (got.Header.Get("Cache-Control") == "no-store") {
			t.Errorf("%v: %d %v", c.headers, got.StatusCode, got.Header)
		}
	}
	plain := serve(t, cache.Options{}, hello) // knows no ranges
	if got := ask(t, plain, "GET", "/static", "Range", "bytes=0-1"); got.StatusCode != 200 || got.body != "hello" || got.Header.Get("Etag") != "" {
		t.Error(got.StatusCode, got.body, got.Header)
	}
}

// What was held back goes out with its length, however long it is.
func TestContentLength(t *testing.T) {
	s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		for range 100 {
			io.WriteString(w, strings.Repeat("x", 1000))
		}
	})
	if got := ask(t, s, "GET", "/static"); got.ContentLength != 100_000 || len(got.body) != 100_000 {
		t.Error(got.ContentLength, len(got.body))
	}
}

// What is flushed arrives before the handler ends, and so does what says that it is a stream.
func TestStreams(t *testing.T) {
	for name, c := range map[string]struct {
		media string
		write func(w http.ResponseWriter)
	}{
		"controller": {"application/json", func(w http.ResponseWriter) { io.WriteString(w, "first\n"); http.NewResponseController(w).Flush() }},
		"flusher":    {"", func(w http.ResponseWriter) { io.WriteString(w, "first\n"); w.(http.Flusher).Flush() }},
		"head first": {"text/event-stream; charset=utf-8", func(w http.ResponseWriter) {
			http.NewResponseController(w).Flush()
			io.WriteString(w, "first\n")
			w.(http.Flusher).Flush()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			more := make(chan struct{})
			s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", c.media)
				c.write(w)
				<-more
				io.WriteString(w, "second\n")
			})
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			r, _ := http.NewRequestWithContext(ctx, "GET", s.URL+"/static", nil)
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				close(more)
				t.Fatal(err)
			}
			defer res.Body.Close()
			lines := bufio.NewReader(res.Body)
			first, err := lines.ReadString('\n')
			close(more)
			rest, _ := io.ReadAll(lines)
			if first != "first\n" || string(rest) != "second\n" || err != nil || res.Header.Get("Etag") != "" || res.Header.Get("Cache-Control") != "public, max-age=86400" || res.ContentLength != -1 {
				t.Error(first, rest, err, res.Header)
			}
		})
	}
	for _, media := range []string{"application/jsonl", "text/event-stream", "application/x-ndjson", "application/json-seq", "multipart/mixed; boundary=x"} {
		w := httptest.NewRecorder()
		middleware(t, cache.Options{})(http.HandlerFunc(func(inner http.ResponseWriter, r *http.Request) {
			inner.Header().Set("Content-Type", media)
			io.WriteString(inner, "x")
			if w.Body.Len() != 1 {
				t.Error(media, "is held back")
			}
		})).ServeHTTP(w, httptest.NewRequest("GET", "/static", nil))
	}
}

func TestHoldingIsBounded(t *testing.T) {
	part := strings.Repeat("x", 1000)
	for _, declared := range []string{"", "20000"} {
		s := serve(t, cache.Options{Policies: policies, Operation: operation, MaxBody: 4096}, func(w http.ResponseWriter, r *http.Request) {
			if declared != "" {
				w.Header().Set("Content-Length", declared)
			}
			for range 20 {
				if n, err := io.WriteString(w, part); n != 1000 || err != nil {
					t.Error(n, err)
				}
			}
		})
		got := ask(t, s, "GET", "/static", "If-None-Match", "*")
		if got.StatusCode != 200 || got.body != strings.Repeat(part, 20) || got.Header.Get("Etag") != "" || got.Header.Get("Cache-Control") != "public, max-age=86400" {
			t.Error(got.StatusCode, len(got.body), got.Header)
		}
	}
}

// A part never passes for the whole: neither of a handler that panics, nor of one that sends less than it has promised.
func TestPartsAreNoWhole(t *testing.T) {
	short := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "10")
		io.WriteString(w, "hello")
	})
	if got := ask(t, short, "GET", "/static"); got.err == nil {
		t.Error("half an answer is whole:", got.body, got.Header)
	}
	cut := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "hel")
		panic(http.ErrAbortHandler)
	})
	if got := ask(t, cut, "GET", "/static"); got.err == nil {
		t.Error("half an answer is whole:", got.body, got.Header)
	}
	w := httptest.NewRecorder()
	func() {
		defer func() { _ = recover() }() // as those do who answer 500 then
		middleware(t, cache.Options{})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "hel")
			panic("no")
		})).ServeHTTP(w, httptest.NewRequest("GET", "/static", nil))
	}()
	if w.Body.Len() > 0 {
		t.Error("what is held back is sent after a panic:", w.Body)
	}
}

func TestOtherParts(t *testing.T) {
	s := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "</a>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Set("Trailer", "X-Sum")
		io.WriteString(w, "hello")
		w.Header().Set("X-Sum", "9")
		if http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute)) != nil {
			t.Error("deadlines can't be set")
		}
		w.WriteHeader(500) // superfluous
	})
	if got := ask(t, s, "GET", "/static"); got.StatusCode != 200 || got.body != "hello" || got.Trailer.Get("X-Sum") != "9" {
		t.Error(got.StatusCode, got.body, got.Trailer)
	}
	hijack := serve(t, cache.Options{}, func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
	})
	if got := ask(t, hijack, "GET", "/static"); got.body != "ok" {
		t.Error(got.body, got.err)
	}
}

// Without Operation the router says what it has found, to those before it, too.
func TestOperationOfTheRouter(t *testing.T) {
	m := middleware(t, cache.Options{Policies: policies})
	handler := m(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route.MatchOf(r.Context()).Operation = strings.TrimPrefix(r.URL.Path, "/")
		hello(w, r)
	}))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/static", nil))
	if got := w.Header().Get("Cache-Control"); got != "public, max-age=86400" {
		t.Error(got)
	}
	var outer route.Match
	r := httptest.NewRequest("GET", "/private", nil)
	handler.ServeHTTP(httptest.NewRecorder(), r.WithContext(route.WithMatch(r.Context(), &outer)))
	if outer.Operation != "private" {
		t.Error("who asked before isn't told")
	}
}

func TestCheck(t *testing.T) {
	v1, v2 := cache.Version("orders/1", "1"), cache.Version("orders/1", "2")
	if v1 == v2 || v1 == cache.Version("orders/2", "1") || v1 != cache.Version("orders/1", "1") {
		t.Error("versions")
	}
	for _, c := range []struct {
		name, value, current string
		ok                   bool
	}{
		{"If-Match", v1, v1, true}, {"If-Match", v1, v2, false}, {"If-Match", "W/" + v1, v1, false}, {"If-Match", "*", v1, true}, {"If-Match", "*", "", false},
		{"If-Match", v2 + ", " + v1, v1, true}, {"If-Match", "", v1, false},
		{"If-None-Match", "*", "", true}, {"If-None-Match", "*", v1, false}, {"If-None-Match", v1, v1, false}, {"If-None-Match", v1, v2, true},
		{"X-Other", v1, v2, true},
	} {
		err := cache.Check(http.Header{c.name: {c.value}}, c.current)
		var known *house.Error
		if (err == nil) != c.ok || err != nil && (!errors.As(err, &known) || known.Status != 412 || known.Code != house.CodePreconditionFailed) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestOptionsThatAreRefused(t *testing.T) {
	for name, o := range map[string]cache.Options{
		"an age below 0":  {Policies: map[string]cache.Policy{"a": {Class: cache.API, MaxAge: -1}}},
		"a class":         {Policies: map[string]cache.Policy{"a": {Class: 9}}},
		"varies by all":   {Policies: map[string]cache.Policy{"a": {Class: cache.API, Vary: []string{"*"}}}},
		"two names":       {Policies: map[string]cache.Policy{"a": {Class: cache.API, Vary: []string{"A, B"}}}},
		"an empty header": {Credentials: []string{""}},
	} {
		if _, err := cache.New(o); err == nil {
			t.Error(name, "is taken")
		}
	}
}
