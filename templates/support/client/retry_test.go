package client_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/client"
	problems "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

const good = `{"id":"o-1"}`

func TestRepeats(t *testing.T) {
	reset := hangUp("")
	cut := hangUp("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\":")
	for _, test := range []struct {
		name      string
		steps     []http.HandlerFunc // the good answer follows
		gets      int                // requests that a GET makes
		posts     int                // ... a POST without a key
		keyed     int                // ... a POST with one
		getStatus int                // of the error of the GET; 0: it succeeds
	}{
		{"nothing wrong", nil, 1, 1, 1, 0},
		{"unavailable once", []http.HandlerFunc{answer(503, "{}")}, 2, 1, 2, 0},
		{"unavailable twice", []http.HandlerFunc{answer(503, "{}"), answer(502, "")}, 3, 1, 3, 0},
		{"unavailable three times", []http.HandlerFunc{answer(503, "{}"), answer(503, "{}"), answer(504, "{}")}, 3, 1, 3, 504},
		{"too many", []http.HandlerFunc{answer(429, "{}", "Retry-After", "1")}, 2, 1, 2, 0},
		{"internal", []http.HandlerFunc{answer(500, `{"code":"internal"}`)}, 1, 1, 1, 500},
		{"internal, marked", []http.HandlerFunc{answer(500, `{"code":"internal","retryable":true}`)}, 2, 1, 2, 0},
		{"internal, marked as google does", []http.HandlerFunc{answer(500, `{"error":{"details":[{"retryDelay":"1s"}]}}`)}, 2, 1, 2, 0},
		{"internal, marked in vain", []http.HandlerFunc{answer(500, `{"retryable":"yes"}`)}, 1, 1, 1, 500},
		{"conflict", []http.HandlerFunc{answer(409, "{}")}, 1, 1, 1, 409},
		{"conflict that passes", []http.HandlerFunc{answer(409, "{}", "Retry-After", "1")}, 1, 1, 2, 409},
		{"invalid", []http.HandlerFunc{answer(400, `{"retryable":true}`)}, 1, 1, 1, 400},
		{"connection reset", []http.HandlerFunc{reset}, 2, 1, 2, 0},
		{"connection reset in the answer", []http.HandlerFunc{cut}, 2, 1, 2, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			do := func(status int, call func(*client.Core) error) (int, error) {
				s := serve(t, append(slices.Clone(test.steps), answer(status, good))...)
				err := call(s.core(t, client.Options{}))
				return len(s.requests()), err
			}
			gets, err := do(200, func(c *client.Core) error { _, err := get(t.Context(), c); return err })
			if gets != test.gets || statusOf(err) != test.getStatus {
				t.Errorf("GET: %d requests, %v; want %d and status %d", gets, err, test.gets, test.getStatus)
			}
			posts, _ := do(201, func(c *client.Core) error { _, err := create(t.Context(), c, "-"); return err })
			keyed, _ := do(201, func(c *client.Core) error { _, err := create(t.Context(), c, ""); return err })
			if posts != test.posts || keyed != test.keyed {
				t.Errorf("%d requests of a POST, %d of one with a key; want %d and %d", posts, keyed, test.posts, test.keyed)
			}
		})
	}
}

func statusOf(err error) int {
	var e *problems.Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

func TestKeyAndBodyAreTheSameEachTime(t *testing.T) {
	for _, key := range []string{"", "mine"} {
		s := serve(t, answer(503, ""), hangUp(""), answer(201, good))
		if _, err := create(t.Context(), s.core(t, client.Options{}), key); err != nil {
			t.Fatal(err)
		}
		got := s.requests()
		if len(got) != 3 {
			t.Fatalf("%d requests, want 3", len(got))
		}
		sent := got[0].header.Get("Idempotency-Key")
		if key != "" && sent != key || key == "" && !uuid4.MatchString(sent) {
			t.Errorf("key %q was sent where %q was given", sent, key)
		}
		for i, r := range got {
			if r.header.Get("Idempotency-Key") != sent || r.body != `{"customer":"c-1"}` {
				t.Errorf("request %d has key %q and body %q", i, r.header.Get("Idempotency-Key"), r.body)
			}
		}
	}
}

func TestKeysCanBeInjected(t *testing.T) {
	s := serve(t, answer(201, good))
	if _, err := create(t.Context(), s.core(t, client.Options{NewKey: func() string { return "k-1" }}), ""); err != nil {
		t.Fatal(err)
	}
	if got := s.requests()[0].header.Get("Idempotency-Key"); got != "k-1" {
		t.Errorf("key %q", got)
	}
}

func TestRetryAfterIsWaitedFor(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		header, body string
		want         time.Duration
	}{
		{"7", "", 7 * time.Second},
		{"Sun, 01 Mar 2026 12:00:30 GMT", "", 30 * time.Second},
		{"soon", "", 100 * time.Millisecond},
		{"", "", 100 * time.Millisecond},
		{"", `{"retry_after":5}`, 5 * time.Second},
		{"7", `{"retry_after":5}`, 7 * time.Second},
	} {
		var slept []time.Duration
		s := serve(t, answer(503, test.body, "Retry-After", test.header), answer(200, good))
		core := s.core(t, client.Options{Timeout: time.Hour, Retry: retry.Policy{
			Now:   func() time.Time { return now },
			Rand:  func() float64 { return 0.5 },
			Sleep: func(_ context.Context, d time.Duration) error { slept = append(slept, d); return nil },
		}})
		if _, err := get(t.Context(), core); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(slept, []time.Duration{test.want}) {
			t.Errorf("Retry-After %q, body %q: slept %v, want %v", test.header, test.body, slept, test.want)
		}
	}
}

func TestNoRepetitionAfterTheDeadline(t *testing.T) {
	s := serve(t, answer(503, "", "Retry-After", "60"), answer(200, good))
	began := time.Now()
	_, err := get(t.Context(), s.core(t, client.Options{Timeout: time.Second, Retry: retry.Policy{Sleep: nil}}))
	if statusOf(err) != 503 || len(s.requests()) != 1 {
		t.Errorf("%d requests, %v; want the 503 of the first", len(s.requests()), err)
	}
	var e *problems.Error
	if errors.As(err, &e) && (e.RetryAfter != time.Minute || !e.Retryable) {
		t.Errorf("the caller isn't told when to come back: %+v", e)
	}
	if took := time.Since(began); took > 900*time.Millisecond {
		t.Errorf("it took %v to see that there is no time left", took)
	}
}

func TestOneLayerOfRepetition(t *testing.T) {
	s := serve(t, answer(503, ""))
	if _, err := get(retry.Once(t.Context()), s.core(t, client.Options{})); statusOf(err) != 503 {
		t.Error(err)
	}
	if n := len(s.requests()); n != 1 {
		t.Errorf("%d requests although someone above repeats", n)
	}
}

func TestBudgetIsSharedByTheCallsOfAClient(t *testing.T) {
	s := serve(t, answer(503, ""))
	core := s.core(t, client.Options{Retry: retry.Policy{Budget: 4}})
	var group sync.WaitGroup
	for range 20 {
		group.Add(1)
		go func() { defer group.Done(); get(context.Background(), core) }()
	}
	group.Wait()
	if n := len(s.requests()); n != 24 {
		t.Errorf("%d requests for 20 calls, want 4 repetitions", n)
	}
}

func TestDeclaredRetryability(t *testing.T) {
	for _, test := range []struct {
		method   string
		declared retry.Declared
		want     int
	}{
		{"PATCH", retry.Undeclared, 1}, {"PATCH", retry.Retryable, 3}, {"GET", retry.NotRetryable, 1},
	} {
		s := serve(t, answer(503, ""))
		call := s.core(t, client.Options{}).Call(t.Context(), &client.Operation{Method: test.method, Template: "/", Declared: test.declared})
		call.Do()
		call.Close()
		if n := len(s.requests()); n != test.want {
			t.Errorf("%s, %v: %d requests, want %d", test.method, test.declared, n, test.want)
		}
	}
}

func TestBinaryBodiesAreSentAgain(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "upload"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	io.WriteString(file, "head content")
	file.Seek(5, io.SeekStart)
	offset := strings.NewReader("head content")
	offset.Seek(5, io.SeekStart)
	for _, test := range []struct {
		name   string
		body   io.Reader
		want   int
		length string
	}{
		{"buffer", bytes.NewBufferString("content"), 3, "7"},
		{"reader that seeks", offset, 3, "7"},
		{"file", file, 3, "7"},
		{"reader that doesn't", io.MultiReader(strings.NewReader("content")), 1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, answer(503, ""), hangUp(""), answer(204, ""))
			call := s.core(t, client.Options{}).Call(t.Context(), &client.Operation{Method: "PUT", Template: "/file"})
			defer call.Close()
			call.BodyBinary("application/octet-stream", test.body)
			call.Do()
			got := s.requests()
			if len(got) != test.want {
				t.Errorf("%d requests, want %d", len(got), test.want)
			}
			for i, r := range got {
				if r.body != "content" || r.header.Get("Content-Length") != test.length || r.header.Get("Content-Type") != "application/octet-stream" {
					t.Errorf("request %d has body %q and headers %v", i, r.body, r.header)
				}
			}
		})
	}
}

// TestEarlyAnswer has the server answer without reading the body, so that the transport may still be
// at it when the next attempt begins.
func TestEarlyAnswer(t *testing.T) {
	content := strings.Repeat("x", 8<<20)
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n++; n < 3 {
			w.WriteHeader(503)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != content {
			t.Errorf("attempt %d has %d bytes, %v", n, len(body), err)
		}
	}))
	defer server.Close()
	core, err := client.New(server.URL, client.Options{Retry: retry.Policy{Base: 1, Cap: 1}})
	if err != nil {
		t.Fatal(err)
	}
	call := core.Call(t.Context(), &client.Operation{Method: "PUT", Template: "/file"})
	defer call.Close()
	call.BodyBinary("text/plain", struct{ io.ReadSeeker }{strings.NewReader(content)})
	if !call.Do() || call.Status() != 200 {
		t.Error(call.Err())
	}
}
