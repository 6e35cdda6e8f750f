package rest_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

const cancelPath = "/v1/customers/7/orders/8:cancel"

// raw sends bytes and reads the answer's head; the connection stays open.
func raw(t *testing.T, address, request string) (net.Conn, *http.Response) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return conn, answer
}

func head(target string, more ...string) string {
	return "POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + strings.Join(append(more, "\r\n"), "\r\n")
}

// Bodies that don't come as they should. None of these clients ever closes its side.
func TestBrokenBodies(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{Timeout: 50 * time.Millisecond})
	address := s.Listener.Addr().String()
	for _, c := range []struct {
		name, request string
		status        int
	}{
		{"100 MB that are never sent", head(cancelPath, "Content-Length: 104857600"), 413},
		{"a body that stops", head(cancelPath, "Content-Length: 20") + `{"reason`, 504},
		{"a chunk that stops", head(cancelPath, "Transfer-Encoding: chunked") + "5\r\n{\"re", 504},
		{"a broken chunk", head(cancelPath, "Transfer-Encoding: chunked") + "zz\r\n", 400},
		{"a stream that stops", strings.Replace(head(imports, "Grpc-Timeout: 50m", "Transfer-Encoding: chunked"), "application/json", "application/jsonl", 1), 504},
		{"an unknown path with a body that stops", head("/v1/none", "Transfer-Encoding: chunked") + "5\r\n{", 404},
		{"another type with a body that stops", strings.Replace(head(cancelPath, "Content-Length: 20"), "application/json", "text/plain", 1), 415},
		{"a target that is no path", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 200}, // net/http's own answer
		{"an escape that is none", "GET /v1/files/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
		{"a header too large", "GET /v1/none HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 2<<20) + "\r\n\r\n", 431},
		{"too many headers", "GET /v1/none HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-A: y\r\n", 200_000) + "\r\n", 431},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, answer := raw(t, address, c.request); answer.StatusCode != c.status {
				body, _ := io.ReadAll(answer.Body)
				t.Errorf("%s %s", answer.Status, body)
			}
		})
	}
}

// endless sends as long as anyone reads, and counts.
type endless struct{ sent atomic.Int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.sent.Add(int64(len(p)))
	return len(p), nil
}

// A body without a length is refused once it is longer than a message may be.
func TestEndlessBody(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{MaxMessage: 1 << 16})
	body := &endless{}
	r, _ := http.NewRequest("POST", s.URL+cancelPath, body)
	r.Header.Set("Content-Type", "application/json")
	answer, err := s.Client().Do(r)
	if err == nil {
		defer answer.Body.Close()
		if answer.StatusCode != 413 {
			t.Error(answer.Status)
		}
	}
	if sent := body.sent.Load(); sent > 64<<20 {
		t.Errorf("%d bytes were taken", sent)
	}
}

// Hostile JSON is refused in little time, whatever it is made of.
func TestHostileJSON(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{MaxMessage: 8 << 20})
	for name, body := range map[string]string{
		"deep arrays":                `{"title":"x","notes":{"a":` + strings.Repeat("[", 1_000_000),
		"deep objects":               strings.Repeat(`{"title":`, 500_000),
		"deep messages":              `{"title":"x","items":[` + strings.Repeat(`{"sku":"abc","quantity":1,"parts":[`, 5000) + strings.Repeat(`]}`, 5000) + `]}`,
		"many members":               `{"title":"x","labels":{` + strings.TrimSuffix(strings.Repeat(`"a":"b",`, 500_000), ",") + `}}`,
		"many unknown":               `{` + strings.TrimSuffix(strings.Repeat(`"zz":1,`, 500_000), ",") + `}`,
		"a large number":             `{"weightGrams":1e999999999}`,
		"digits":                     `{"weightGrams":` + strings.Repeat("9", 1_000_000) + `}`,
		"nulls":                      strings.Repeat("\x00", 100_000),
		"surrogates":                 `{"title":"\ud800"}`,
		"base64":                     `{"photo":"` + strings.Repeat("!", 1_000_000) + `"}`,
		"an Any of what isn't known": `{"title":"x","extra":{"@type":"type.googleapis.com/evil.Bomb"}}`,
	} {
		start := time.Now()
		got := ask(t, s, "POST", "/v1/customers/7/orders", body)
		if got.status != 400 || len(got.body) > 100_000 {
			t.Errorf("%s: %d, %d bytes: %.300s", name, got.status, len(got.body), got.body)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %s", name, took)
		}
	}
}

func TestHostileQuery(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{})
	for name, query := range map[string]string{
		"many parameters": strings.Repeat("a=b&", 20_000),
		"many values":     "pageSize=" + strings.Repeat("1&pageSize=", 5000),
		"deep":            strings.Repeat("filter.other.", 1) + strings.Repeat("other.", 20_000) + "tags=x",
	} {
		if got := ask(t, s, "GET", "/v1/customers/7/orders?"+query, ""); got.status != 400 || len(got.body) > 100_000 {
			t.Errorf("%s: %d %.300s", name, got.status, got.body)
		}
	}
	if got := ask(t, s, "GET", "/v1/customers/7/orders?"+strings.Repeat(".&=&%&;&[]&", 50), ""); got.status != 200 {
		t.Error(got)
	}
}

// Nothing of a panic, or of an error that wasn't meant for callers, gets out; the log has it.
func TestSecrets(t *testing.T) {
	var logged bytes.Buffer
	var mu sync.Mutex
	impl := &orders{}
	s := serve(t, impl, edge.Options{Logger: slog.New(slog.NewTextHandler(&locked{&logged, &mu}, nil))})
	for name, get := range map[string]func(context.Context, *shop.GetOrderRequest) (*shop.Order, error){
		"panic": func(context.Context, *shop.GetOrderRequest) (*shop.Order, error) { panic("secret") },
		"error": func(context.Context, *shop.GetOrderRequest) (*shop.Order, error) { return nil, errors.New("secret") },
		"internal": func(context.Context, *shop.GetOrderRequest) (*shop.Order, error) {
			return nil, status.Error(codes.Internal, "secret")
		},
		"bad answer": func(context.Context, *shop.GetOrderRequest) (*shop.Order, error) {
			return &shop.Order{Title: strings.Repeat("secret", 10)}, nil
		},
		"no UTF-8": func(context.Context, *shop.GetOrderRequest) (*shop.Order, error) {
			return &shop.Order{Title: "secret\xff"}, nil
		},
		"no answer": func(context.Context, *shop.GetOrderRequest) (*shop.Order, error) { return nil, nil },
	} {
		impl.get = get
		got := ask(t, s, "GET", "/v1/customers/7/orders/8", "")
		if got.status != 500 || strings.Contains(got.body, "secret") || !strings.Contains(got.body, `"code":"internal"`) || strings.Contains(got.body, "goroutine") {
			t.Errorf("%s: %+v", name, got)
		}
		mu.Lock()
		if logged.Len() == 0 {
			t.Errorf("%s: nothing is logged", name)
		}
		logged.Reset()
		mu.Unlock()
	}
	impl.doc = func(context.Context) (*httpbody.HttpBody, error) {
		return &httpbody.HttpBody{ContentType: "text/html\r\nSet-Cookie: a=b", Data: []byte("secret")}, nil
	}
	if got := ask(t, s, "GET", "/v1/customers/7/orders/8/receipt", ""); got.status != 500 || got.header.Get("Set-Cookie") != "" || strings.Contains(got.body, "secret") {
		t.Errorf("%+v", got)
	}
}

type locked struct {
	w  io.Writer
	mu *sync.Mutex
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// A thousand clients that go away in the middle of a stream leave nothing behind.
func TestClientsGone(t *testing.T) {
	const count = 1000
	var ended atomic.Int64
	impl := &orders{watch: func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
		if err := s.Send(good("customers/7/orders/1")); err != nil {
			return err
		}
		<-s.Context().Done()
		ended.Add(1)
		return s.Context().Err()
	}}
	s := serve(t, impl, edge.Options{})
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client := &http.Client{Transport: &http.Transport{}}
	var clients, started sync.WaitGroup
	started.Add(count)
	for range count {
		clients.Go(func() {
			r, _ := http.NewRequestWithContext(ctx, "GET", s.URL+watch, nil)
			answer, err := client.Do(r)
			started.Done()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
		})
	}
	started.Wait()
	cancel()
	clients.Wait()
	client.CloseIdleConnections()
	settle(t, func() error {
		if n := ended.Load(); n != count {
			return fmt.Errorf("%d of %d calls have ended", n, count)
		}
		if after := runtime.NumGoroutine(); after > before+10 {
			return fmt.Errorf("%d goroutines, before there were %d", after, before)
		}
		return nil
	})
}

// settle waits until check is content. Only the length of its patience depends on the clock.
func settle(t *testing.T, check func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); runtime.Gosched() {
		if err = check(); err == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error(err)
}

// A client that leaves in the middle of its own stream ends the call, too.
func TestSenderGone(t *testing.T) {
	ended := make(chan error, 1)
	s := serve(t, &orders{gather: func(s grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error {
		for {
			if _, err := s.Recv(); err != nil {
				ended <- err
				return err
			}
		}
	}}, edge.Options{})
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, strings.Replace(head(imports, "Transfer-Encoding: chunked"), "application/json", "application/jsonl", 1)+"30\r\n"+`{"parent":"customers/7","order":{"title":"abcd"}}`)
	conn.Close()
	select {
	case err := <-ended:
		if err == io.EOF {
			t.Error("half a stream has passed for a whole one")
		}
	case <-time.After(30 * time.Second):
		t.Error("the call goes on")
	}
}

// Whatever the path, the answer is a problem or comes from a method; nothing panics.
func FuzzRequest(f *testing.F) {
	h := newHandler(f, &orders{}, edge.Options{})
	for _, seed := range []struct{ method, target, body string }{
		{"GET", "/v1/customers/7/orders?filter.other.tags=x", ""}, {"POST", cancelPath, `{"code":1}`}, {"PATCH", "/v1/customers/7/orders/8", `{"name":"x"}`},
		{"GET", "/v1/files/%2e%2e/%00", ""}, {"POST", imports, "{}\n{"}, {"GET", watch, ""}, {"PUT", "/v1/customers/7/orders/8/receipt", "\xff"},
	} {
		f.Add(seed.method, seed.target, seed.body)
	}
	f.Fuzz(func(t *testing.T, method, target, body string) {
		r, err := http.NewRequest(method, "http://x"+target, strings.NewReader(body))
		if err != nil || r.URL.Host != "x" {
			return
		}
		r.Header.Set("Content-Type", "application/json")
		if strings.Contains(target, "import") || strings.Contains(target, "chat") {
			r.Header.Set("Content-Type", "application/jsonl")
		}
		w := &recorder{header: http.Header{}}
		func() {
			defer func() {
				if v := recover(); v != nil && v != http.ErrAbortHandler {
					t.Errorf("%v", v)
				}
			}()
			h.ServeHTTP(w, r)
		}()
		if w.status == 0 || w.status == 500 {
			t.Errorf("%s %s %q: %d %s", method, target, body, w.status, w.body.String())
		}
	})
}

// recorder is the least that a handler can write to.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }
func (w *recorder) WriteHeader(s int)   { w.status = s }
func (w *recorder) Write(p []byte) (int, error) {
	return w.body.Write(p)
}
