package verify_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/spec"
)

// raw is a provider that reads a request and then does with its connection what it likes. It counts the
// connections.
func raw(t *testing.T, do func(c *net.TCPConn, stop <-chan struct{})) (*url.URL, *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop); _ = listener.Close() })
	var calls atomic.Int32
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			calls.Add(1)
			go func() {
				defer c.Close()
				_, _ = c.Read(make([]byte, 4096))
				do(c.(*net.TCPConn), stop)
			}()
		}
	}()
	return parse(t, "http://"+listener.Addr().String()), &calls
}

// Whatever a provider does to its connections, nothing is known of it, once, in bounded time and memory.
func TestHostileProviders(t *testing.T) {
	say := func(text string) func(*net.TCPConn, <-chan struct{}) {
		return func(c *net.TCPConn, _ <-chan struct{}) { _, _ = io.WriteString(c, text) }
	}
	const (
		late   = "no whole answer came within 300ms"
		closed = "the connection was closed before there was a whole answer"
	)
	for name, test := range map[string]struct {
		do   func(c *net.TCPConn, stop <-chan struct{})
		want string
	}{
		"hangs": {func(_ *net.TCPConn, stop <-chan struct{}) { <-stop }, late},
		"hangs after the head": {func(c *net.TCPConn, stop <-chan struct{}) {
			say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")(c, stop)
			<-stop
		}, late},
		"drips a head":          {drip("HTTP/1.1 200 OK\r\n", "X-A: b\r\n"), late},
		"drips a body":          {drip("HTTP/1.1 200 OK\r\n\r\n", "a"), late},
		"resets":                {func(c *net.TCPConn, _ <-chan struct{}) { _ = c.SetLinger(0) }, "the connection was reset before there was a whole answer"},
		"closes":                {say(""), closed},
		"closes in the head":    {say("HTTP/1.1 200 OK\r\nX-A: b"), closed},
		"closes in the body":    {say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), closed},
		"closes in a chunk":     {say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"), closed},
		"speaks something else": {say("220 smtp.example ESMTP\r\n"), `the answer is not HTTP: malformed HTTP status code "smtp.example"`},
		"never ends its head":   {endless("HTTP/1.1 200 OK\r\n", "X-A: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n"), "server response headers exceeded 1048576 bytes"},
		"never ends its body":   {endless("HTTP/1.1 200 OK\r\n\r\n", strings.Repeat("a", 1<<12)), "the body is longer than 65536 bytes"},
		"sends a bomb":          {say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + zipped(strings.Repeat("a", 1<<24))), "the body is longer than 65536 bytes"},
		"lies about gzip":       {say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n{\"id\": 7, \"a\": \"b\"}"), "the body is no gzip, though its Content-Encoding says so"},
		"has its own encoding":  {say("HTTP/1.1 200 OK\r\nContent-Encoding: zeta\r\n\r\nabc"), `the body is encoded as "zeta", which is not unpacked here`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider, calls := raw(t, test.do)
			o := verify.Options{MaxBody: 1 << 16}
			if test.want == late {
				o.Timeout = 300 * time.Millisecond
			}
			got := against(t, provider, o, get("d", "/", "", `"id": 7`))[0]
			if got.Verdict != verify.NotVerified || !strings.Contains(got.Why, test.want) {
				t.Errorf("%s: %q, want %q", got.Verdict, got.Why, test.want)
			}
			if calls.Load() != 1 {
				t.Errorf("called %d times", calls.Load())
			}
		})
	}
}

// drip sends some text, and then a little again and again.
func drip(first, again string) func(*net.TCPConn, <-chan struct{}) {
	return func(c *net.TCPConn, stop <-chan struct{}) {
		_, err := io.WriteString(c, first)
		for err == nil {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				_, err = io.WriteString(c, again)
			}
		}
	}
}

// endless sends as much as is taken.
func endless(first, again string) func(*net.TCPConn, <-chan struct{}) {
	return func(c *net.TCPConn, _ <-chan struct{}) {
		_, err := io.WriteString(c, first)
		for err == nil {
			_, err = io.WriteString(c, again)
		}
	}
}

func zipped(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return out.String()
}

func TestNobodyListens(t *testing.T) {
	o := against(t, parse(t, "http://127.0.0.1:1"), verify.Options{}, get("a", "/", "", ""), get("b", "/", "", ""))
	if want := "nobody listens there: the connection was refused"; o[0].Why != want || o[1].Why != want {
		t.Errorf("%q, want %q", o[0].Why, want)
	}
	if found := verify.Findings(o); len(found) != 1 || !strings.Contains(found[0].Message, `"a" of billing and 1 more are not verified`) {
		t.Errorf("said more than once, or not at all: %+v", found)
	}
}

// Honest answers that look odd are answers.
func TestOddAnswers(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"packed": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = io.WriteString(w, zipped(`{"id": 7}`))
		},
		"not packed, and says so": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "identity")
			_, _ = io.WriteString(w, `{"id": 7}`)
		},
	} {
		if o := against(t, serve(t, handler), verify.Options{}, get("d", "/", "", `"id": 7`))[0]; o.Verdict != verify.Held {
			t.Errorf("%s: %s: %s", name, o.Verdict, o.Why)
		}
	}
	moved := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) })
	o := against(t, moved, verify.Options{}, `{"description": "d", "request": {}, "response": {"status": 302, "headers": {"Location": ["/elsewhere"]}}}`)[0]
	if o.Verdict != verify.Held {
		t.Errorf("a redirect was followed: %s %+v", o.Verdict, o.Mismatches)
	}
}

// Once a run is stopped nothing is sent any more, what was under way is not verified, and its state is
// taken back.
func TestStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	provider, calls := raw(t, func(_ *net.TCPConn, ended <-chan struct{}) { stop(); <-ended })
	var j journal
	states := watched{func(name string) { j.write("up %s", name) }, func(name string) { j.write("down %s", name) }}
	c := billing(t, get("a", "/", state("s"), ""), get("b", "/", state("s"), ""))
	o := verify.Verify(ctx, []*contract.Contract{c}, verify.Options{Provider: provider, States: states, Timeout: time.Hour})
	if o[0].Why != "the run was stopped before there was a whole answer" || o[1].Why != "the run was stopped before its turn" {
		t.Errorf("%q, %q", o[0].Why, o[1].Why)
	}
	if j.read() != "up s; down s" || calls.Load() != 1 || o[0].Left != "" {
		t.Errorf("%s, %d calls: %s", j.read(), calls.Load(), o[0].Left)
	}
}

// A hook that hangs once the run is stopped holds nobody up for long.
func TestStopWithAHookThatHangs(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	provider, _ := raw(t, func(_ *net.TCPConn, ended <-chan struct{}) { stop(); <-ended })
	begun := time.Now()
	o := verify.Verify(ctx, []*contract.Contract{billing(t, get("a", "/", state("s"), ""))}, verify.Options{Provider: provider, States: hanging{}, Timeout: time.Minute})
	if waited := time.Since(begun); waited > time.Minute/2 || o[0].Left != `the state "s" was not taken back: no whole answer came within 3s` {
		t.Errorf("waited %s: %q", waited, o[0].Left)
	}
}

type hanging struct{}

func (hanging) Setup(context.Context, contract.State) (map[string]*spec.Value, error) {
	return nil, nil
}

func (hanging) Teardown(ctx context.Context, _ contract.State) error {
	<-ctx.Done()
	return ctx.Err()
}

// A request that a provider cut off is not sent again, even one that HTTP would allow to be repeated.
func TestNothingIsSentTwice(t *testing.T) {
	var calls atomic.Int32
	provider := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) == 2 {
			panic(http.ErrAbortHandler)
		}
		answer(200, `{"id": 7}`)(w, r)
	})
	o := against(t, provider, verify.Options{}, get("a", "/", "", `"id": 7`), get("b", "/", "", `"id": 7`))
	if calls.Load() != 2 || o[0].Verdict != verify.Held || o[1].Verdict != verify.NotVerified {
		t.Errorf("%d calls: %s, %s", calls.Load(), o[0].Verdict, o[1].Verdict)
	}
}
