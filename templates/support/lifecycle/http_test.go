package lifecycle_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/health"
	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// get asks once, and tells the status, the body and whether the connection stays.
func get(t *testing.T, c *http.Client, url string) (status int, body string, stays bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text), !r.Close
}

// The listener is open, and probes are answered, while the process warms up; and until its end.
func TestListeningBeforeWarmUp(t *testing.T) {
	state, err := health.New(health.Options{})
	if err != nil {
		t.Fatal(err)
	}
	warm := make(chan struct{})
	b := newBench(lifecycle.Options{OnReady: state.Ready})
	api, probes := listen(t), listen(t)
	handler := state.UntilReady(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "served") }))
	b.Serve("api", lifecycle.HTTP(&http.Server{Handler: handler}, api))
	b.Internal("probes", lifecycle.HTTP(&http.Server{Handler: state.Handler()}, probes))
	b.Warm("cache", func(context.Context) error { <-warm; return nil })
	b.Flush("drained", func(context.Context) error {
		if status, _, _ := get(t, http.DefaultClient, "http://"+probes.Addr().String()+health.LivePath); status != 200 {
			t.Errorf("live is %d while it stops", status)
		}
		return nil
	})
	b.run(t.Context())
	base := "http://" + probes.Addr().String()
	for path, want := range map[string]int{health.LivePath: 200, health.ReadyPath: 503} {
		if status, body, _ := get(t, http.DefaultClient, base+path); status != want {
			t.Errorf("%s while it warms up: %d %s", path, status, body)
		}
	}
	if status, _, _ := get(t, http.DefaultClient, "http://"+api.Addr().String()); status != 503 {
		t.Errorf("served while it warms up: %d", status)
	}
	close(warm)
	for now, changed := state.Watch(); now != health.Serving; now, changed = state.Watch() {
		<-changed
	}
	if status, body, _ := get(t, http.DefaultClient, "http://"+api.Addr().String()); body != "served" {
		t.Errorf("%d %s", status, body)
	}
	b.signals <- syscall.SIGTERM
	b.advance(5*time.Second, 1)
	b.exits(t, lifecycle.ExitOK)
}

// While it drains it serves, and asks clients to go elsewhere: those that keep a connection see no load balancer.
func TestDrainingAsksClientsToLeave(t *testing.T) {
	certified := httptest.NewUnstartedServer(nil)
	certified.EnableHTTP2 = true
	certified.StartTLS()
	defer certified.Close()
	for _, row := range []struct {
		name   string
		tls    *tls.Config
		client *http.Client
	}{
		{"HTTP/1.1", nil, &http.Client{Transport: &http.Transport{}}},
		{"HTTP/2.0", certified.TLS.Clone(), certified.Client()},
	} {
		t.Run(row.name, func(t *testing.T) {
			var mu sync.Mutex
			var froms []string
			b, l := newBench(lifecycle.Options{}), listen(t)
			b.Serve("api", lifecycle.HTTP(&http.Server{TLSConfig: row.tls, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				froms = append(froms, r.RemoteAddr)
				fmt.Fprint(w, r.Proto)
			})}, l))
			b.run(t.Context())
			b.seen("ready")
			url := map[bool]string{false: "http://", true: "https://"}[row.tls != nil] + l.Addr().String()
			ask := func() {
				if status, body, _ := get(t, row.client, url); status != 200 || body != row.name {
					t.Errorf("%d %s", status, body)
				}
			}
			ask()
			ask()
			b.signals <- syscall.SIGTERM
			b.waits(5*time.Second, 1)
			ask() // on the old connection, for the last time
			for late := time.Now().Add(10 * time.Second); len(slices.Compact(slices.Clone(froms))) < 2 && time.Now().Before(late); {
				ask() // GOAWAY may be read after the answer
			}
			if all := slices.Compact(slices.Clone(froms)); len(all) < 2 || froms[0] != froms[1] || froms[1] != froms[2] {
				t.Errorf("connections: %v", froms)
			}
			b.advance(5*time.Second, 1)
			b.exits(t, lifecycle.ExitOK)
		})
	}
}

func TestHTTPIsFinishedOrCut(t *testing.T) {
	for _, row := range []struct {
		name string
		cut  bool
		code int
	}{{"finished", false, lifecycle.ExitOK}, {"cut", true, lifecycle.ExitForced}} {
		t.Run(row.name, func(t *testing.T) {
			b, l, finish := newBench(lifecycle.Options{Drain: -1}), listen(t), make(chan struct{})
			b.Serve("api", lifecycle.HTTP(&http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				b.note("in flight")
				select {
				case <-finish:
					io.WriteString(w, "whole")
				case <-r.Context().Done(): // cut off
				}
			})}, l))
			b.run(t.Context())
			b.seen("ready")
			conn, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			b.seen("in flight")
			b.signals <- syscall.SIGTERM
			b.waits(15*time.Second, 1)
			if row.cut {
				b.advance(15*time.Second, 1)
			} else {
				refused(t, l.Addr().String())
				close(finish)
			}
			r, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if row.cut != (err != nil) {
				t.Error(err)
			}
			if err == nil {
				if text, _ := io.ReadAll(r.Body); string(text) != "whole" || !r.Close {
					t.Errorf("%q, closes: %v", text, r.Close)
				}
			}
			b.exits(t, row.code)
			if text := b.logged(); strings.Contains(text, "context") || row.cut != strings.Contains(text, "requests in flight were cut off") {
				t.Error(text)
			}
			if conn, err := net.Dial("tcp", l.Addr().String()); err == nil {
				conn.Close()
				t.Error("it still listens")
			}
		})
	}
}

// refused waits until nobody listens.
func refused(t *testing.T, address string) {
	t.Helper()
	for late := time.Now().Add(10 * time.Second); time.Now().Before(late); {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		conn.Close()
	}
	t.Fatal("it still listens")
}

func TestAListenerThatBreaks(t *testing.T) {
	b, l := newBench(lifecycle.Options{Drain: -1}), listen(t)
	b.Serve("api", lifecycle.HTTP(&http.Server{}, l))
	l.Close()
	b.run(t.Context())
	b.exits(t, lifecycle.ExitFailed)
	if text := b.logged(); strings.Count(text, "level=ERROR") != 1 {
		t.Error(text)
	}
}

func TestACertificateThatIsMissing(t *testing.T) {
	b := newBench(lifecycle.Options{Drain: -1})
	b.Serve("api", lifecycle.HTTP(&http.Server{TLSConfig: &tls.Config{}}, listen(t)))
	b.run(t.Context())
	b.exits(t, lifecycle.ExitFailed)
}

// Who has connected before the listener is closed is served, though nobody has accepted him yet.
func TestThoseWhoWaitAreAccepted(t *testing.T) {
	const many = 50
	inner := listen(t)
	l := lifecycle.Listen(inner)
	for range many {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	finished := make(chan struct{})
	go func() { l.Finish(); close(finished) }()
	for accepted := 0; ; accepted++ {
		conn, err := l.Accept()
		if err != nil {
			if accepted != many {
				t.Errorf("%d are accepted: %v", accepted, err)
			}
			break
		}
		conn.Close()
	}
	<-finished
	if _, err := l.Accept(); err == nil {
		t.Error("it is still open")
	}
}

// gate is a listener that accepts nobody before it is told to finish, of which it learns by being asked where it is.
type gate struct {
	*net.TCPListener
	told func()
	open chan struct{}
	once sync.Once
}

func newGate(l net.Listener) *gate {
	g := &gate{TCPListener: l.(*net.TCPListener), open: make(chan struct{})}
	g.told = func() { close(g.open) }
	return g
}

func (g *gate) Addr() net.Addr {
	g.once.Do(g.told)
	return g.TCPListener.Addr()
}

func (g *gate) Close() error {
	g.Addr()
	return g.TCPListener.Close()
}

func (g *gate) Accept() (net.Conn, error) {
	<-g.open
	return g.TCPListener.Accept()
}

// A server that stops serves those who have connected, and tells each to come again elsewhere.
func TestHTTPServesThoseWhoWait(t *testing.T) {
	const many = 20
	l := listen(t)
	b := newBench(lifecycle.Options{Drain: -1})
	g := newGate(l)
	b.Serve("api", lifecycle.HTTP(&http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "served") })}, g))
	b.run(t.Context())
	b.seen("ready")
	var conns []net.Conn
	for range many {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		conns = append(conns, conn)
	}
	b.signals <- syscall.SIGTERM
	for _, conn := range conns {
		r, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r.Body); err != nil || string(text) != "served" || !r.Close {
			t.Errorf("%q %v, closes: %v", text, err, r.Close)
		}
	}
	b.exits(t, lifecycle.ExitOK)
}

// A request that was in flight before the drain, and ends just when the server stops, ends its connection as well.
func TestWhatEndsLateEndsItsConnection(t *testing.T) {
	l, finish, answered := listen(t), make(chan struct{}), make(chan struct{})
	b := newBench(lifecycle.Options{Drain: -1})
	late := newGate(l)
	close(late.open)
	late.told = func() { close(finish); <-answered }
	b.Serve("api", lifecycle.HTTP(&http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		b.note("in flight")
		<-finish
	})}, late))
	b.run(t.Context())
	b.seen("ready")
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	b.seen("in flight")
	b.signals <- syscall.SIGTERM
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || !r.Close {
		t.Errorf("%+v %v", r, err)
	}
	close(answered)
	b.exits(t, lifecycle.ExitOK)
}

func TestAListenerWakesWhoAccepts(t *testing.T) {
	l := lifecycle.Listen(listen(t))
	ended := make(chan error)
	go func() { _, err := l.Accept(); ended <- err }()
	l.Finish()
	if err := <-ended; err == nil {
		t.Error("somebody has come")
	}
	alone := lifecycle.Listen(listen(t)) // nobody accepts, and it is closed all the same
	alone.Finish()
	if conn, err := net.Dial("tcp", alone.Addr().String()); err == nil {
		conn.Close()
		t.Error("it still listens")
	}
	file := filepath.Join(t.TempDir(), "s")
	inner, err := net.Listen("unix", file)
	if err != nil {
		t.Fatal(err)
	}
	other := lifecycle.Listen(inner)
	other.Finish()
	if _, err := other.Accept(); err == nil {
		t.Error("it is still open")
	}
	everywhere, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	c := &counting{Listener: everywhere}
	wide := lifecycle.Listen(c)
	go func() { _, err := wide.Accept(); ended <- err }()
	wide.Finish()
	if err := <-ended; err == nil || c.accepted != 1 {
		t.Errorf("%v: it hasn't found itself", err)
	}
}

// counting is a listener that counts who is accepted.
type counting struct {
	net.Listener
	accepted int
}

func (c *counting) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.accepted++
	}
	return conn, err
}
