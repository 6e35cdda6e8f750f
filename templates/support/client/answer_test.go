package client_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/client"
	problems "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
)

func TestAnswers(t *testing.T) {
	for _, test := range []struct {
		name string
		step http.HandlerFunc
		id   string
		code string // of the error
		err  string // what it says
	}{
		{"good", answer(200, good), "o-1", "", ""},
		{"with fields that nobody knows", answer(200, `{"id":"o-1","new":[1,{}]}`), "o-1", "", ""},
		{"another JSON", answer(200, good, "Content-Type", "application/vnd.shop+json; v=1"), "o-1", "", ""},
		{"not JSON", answer(200, "<html>"), "", "invalid_answer", "body"},
		{"empty", answer(200, ""), "", "invalid_answer", "body"},
		{"not as the contract has it", answer(200, `{"id":""}`), "", "invalid_answer", "body id"},
		{"without what is required", answer(200, `{}`), "", "invalid_answer", "body id is required"},
		{"of another media type", answer(200, good, "Content-Type", "text/html"), "", "invalid_answer", "text/html where the contract declares application/json"},
		{"of no media type", hangUp("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), "", "invalid_answer", "no media type"},
		{"of a status that nobody knows", answer(202, good), "", "undeclared_status", "GET /orders/{id} answered 202"},
		{"as long as allowed", answer(200, `{"id":"o-1"}`+strings.Repeat(" ", 88)), "o-1", "", ""},
		{"too long", answer(200, `{"id":"o-1"}`+strings.Repeat(" ", 89)), "", "unavailable", "longer than 100 bytes"},
		{"too long, length unknown", streaming("application/json", good, strings.Repeat(" ", 89)), "", "unavailable", "longer than 100 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, test.step)
			got, err := get(t.Context(), s.core(t, client.Options{MaxBody: 100}))
			if test.code == "" {
				if err != nil || got.ID != test.id {
					t.Errorf("got %+v, %v", got, err)
				}
				return
			}
			var e *problems.Error
			if !errors.As(err, &e) || e.Code != test.code || !strings.Contains(err.Error(), test.err) {
				t.Errorf("error %v, want %s that says %q", err, test.code, test.err)
			}
			if n := len(s.requests()); n != 1 {
				t.Errorf("%d requests: it won't get better", n)
			}
		})
	}
}

func TestAnswerWithoutEnd(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			io.WriteString(w, strings.Repeat(" ", 1<<16))
		}
	})
	if _, err := get(t.Context(), s.core(t, client.Options{MaxBody: 1000})); err == nil || !strings.Contains(err.Error(), "1000 bytes") {
		t.Errorf("error %v", err)
	}
}

func TestWhichMediaType(t *testing.T) {
	for _, test := range []struct {
		got  string
		want int
	}{
		{"application/json", 1}, {"Application/JSON; charset=UTF-8", 1}, {"application/problem+json", 0},
		{"application/hal+json", 1}, {"text/json", 1}, {"image/png", 2}, {"image/jpeg", 3}, {"text/plain", -1}, {"", -1},
	} {
		s := serve(t, answer(200, "{}", "Content-Type", test.got))
		call := s.core(t, client.Options{}).Call(t.Context(), createOrder)
		call.Do()
		if got := call.Is("application/problem+json", "application/json", "image/png", "image/*"); got != test.want {
			t.Errorf("%q is taken for type %d, want %d", test.got, got, test.want)
		}
		call.Close()
	}
}

func TestHeadersAndText(t *testing.T) {
	s := serve(t, answer(200, "häuser", "Content-Type", "text/plain", "X-Left", "12"))
	call := s.core(t, client.Options{}).Call(t.Context(), &client.Operation{Method: "GET", Template: "/", Accept: []string{"text/*"}})
	defer call.Close()
	if !call.Do() {
		t.Fatal(call.Err())
	}
	if n, ok := call.Header("X-Left", param.Simple, param.Integer); !ok || call.Reader().Int64(n) != 12 {
		t.Errorf("X-Left isn't read: %v", call.Err())
	}
	if _, ok := call.Header("X-Right", param.Simple, param.Integer); ok || call.Err() != nil {
		t.Errorf("a header that may be missing is: %v", call.Err())
	}
	if n, ok := call.Text(param.Text); !ok || call.Reader().String(n) != "häuser" {
		t.Errorf("the text isn't read: %v", call.Err())
	}
	if _, ok := call.Header("X-Right", param.Simple|param.Required, param.Integer); ok || call.Err() == nil {
		t.Error("a header that must be there may be missing")
	}
}

// TestNothingIsLeftOpen goes through what may happen to a call, and looks whether the bodies of all
// answers have been closed.
func TestNothingIsLeftOpen(t *testing.T) {
	s := serve(t, answer(503, "{}"), answer(200, "<html>"), answer(404, "{}"), answer(200, good), answer(200, strings.Repeat(" ", 200)), answer(302, "", "Location", "/x"))
	spy := &spy{next: http.DefaultTransport}
	core := s.core(t, client.Options{MaxBody: 100, HTTP: &http.Client{Transport: spy}})
	for range 10 {
		get(t.Context(), core)
	}
	streams := serve(t, streaming("application/jsonl", "{\"id\":\"a\"}\n{\"id\":\"b\"}\n"))
	core = streams.core(t, client.Options{HTTP: &http.Client{Transport: spy}})
	collect(orders(t, t.Context(), core))
	for range orders(t, t.Context(), core) {
		break
	}
	unread := core.Call(t.Context(), watch)
	unread.Do()
	unread.Close()
	if spy.opened.Load() < 13 || spy.opened.Load() != spy.closed.Load() {
		t.Errorf("%d answers, of which %d were closed", spy.opened.Load(), spy.closed.Load())
	}
}

// spy counts the bodies of answers.
type spy struct {
	next           http.RoundTripper
	opened, closed atomic.Int64
}

func (s *spy) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := s.next.RoundTrip(r)
	if err == nil {
		s.opened.Add(1)
		response.Body = &spied{ReadCloser: response.Body, spy: s}
	}
	return response, err
}

type spied struct {
	io.ReadCloser
	spy  *spy
	once sync.Once
}

func (s *spied) Close() error {
	s.once.Do(func() { s.spy.closed.Add(1) })
	return s.ReadCloser.Close()
}

func TestConnectionsAreReused(t *testing.T) {
	s := serve(t, answer(503, "{}"), answer(404, `{"message":"no"}`), answer(200, "<html>"), answer(200, good))
	core := s.core(t, client.Options{})
	for range 20 {
		get(t.Context(), core)
	}
	if n := len(s.requests()); n != 21 || s.conns != 1 {
		t.Errorf("%d requests over %d connections, want 21 over one", n, s.conns)
	}
}

func TestTimeouts(t *testing.T) {
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	slow := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			io.WriteString(w, " ")
			http.NewResponseController(w).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	}
	for name, step := range map[string]http.HandlerFunc{"no answer": silent, "a slow body": slow} {
		s := serve(t, step)
		core := s.core(t, client.Options{Timeout: 150 * time.Millisecond})
		if _, err := get(t.Context(), core); !failed(err, problems.CodeDeadlineExceeded, context.DeadlineExceeded) {
			t.Errorf("%s: %v at the client's deadline", name, err)
		}
		core = s.core(t, client.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
		if _, err := get(ctx, core); !failed(err, problems.CodeDeadlineExceeded, context.DeadlineExceeded) {
			t.Errorf("%s: %v at the caller's deadline", name, err)
		}
		cancel()
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(150*time.Millisecond, cancel)
		if _, err := get(ctx, core); !failed(err, client.CodeCanceled, context.Canceled) {
			t.Errorf("%s: %v when the caller gave up", name, err)
		}
		if n := len(s.requests()); n > 3 {
			t.Errorf("%s: %d requests for three calls: nobody waits for a repetition", name, n)
		}
	}
}

// The time-out of the HTTP client is one attempt's, so it is one of the transport's errors.
func TestTimeoutOfOneAttempt(t *testing.T) {
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, answer(200, good))
	core := s.core(t, client.Options{HTTP: &http.Client{Timeout: time.Second}})
	if _, err := get(t.Context(), core); err != nil || len(s.requests()) != 2 {
		t.Errorf("%d requests, %v", len(s.requests()), err)
	}
}

func failed(err error, code string, cause error) bool {
	var e *problems.Error
	return errors.As(err, &e) && e.Code == code && errors.Is(err, cause)
}

func TestManyCallsAtOnce(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(200, `{"id":"`+r.URL.Query().Get("q")+`"}`)(w, r) })
	core := s.core(t, client.Options{})
	var group sync.WaitGroup
	for i := range 50 {
		group.Add(1)
		go func() {
			defer group.Done()
			call := core.Call(context.Background(), createOrder)
			defer call.Close()
			call.PutQuery("q", param.Form)
			want := string(bytes.Repeat([]byte{byte('a' + i%26)}, i+1))
			call.Writer().String(want)
			if got, err := finish(call, 200); err != nil || got.ID != want {
				t.Errorf("got %v, %v; want %s", got, err, want)
			}
		}()
	}
	group.Wait()
}
