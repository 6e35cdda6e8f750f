package patience_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/patience"
)

// limit is short for those who never come to an end, and long for those who do.
const limit = 300 * time.Millisecond

// serve reads bodies, and then works for longer than a body may take.
func serve(t *testing.T, change func(*http.Server)) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		whole := patience.Body(w, r, limit)
		if _, err := io.ReadAll(r.Body); err != nil {
			http.Error(w, "too slow", http.StatusBadRequest)
			return
		}
		whole()
		select {
		case <-r.Context().Done():
			http.Error(w, "its context has ended", http.StatusInternalServerError)
		case <-time.After(limit + limit/3):
		}
	}))
	if change != nil {
		change(s.Config)
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// half sends half of a body, and nothing after it.
func half(t *testing.T, s *httptest.Server) (*bufio.Reader, net.Conn) {
	t.Helper()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprint(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return bufio.NewReader(conn), conn
}

func TestBody(t *testing.T) {
	s := serve(t, nil)
	in, _ := half(t, s)
	answer, err := http.ReadResponse(in, nil)
	if err != nil || answer.StatusCode != http.StatusBadRequest || !answer.Close {
		t.Errorf("half a body: %+v %v", answer, err)
	}
	in, conn := half(t, s)
	for i := range 2 { // the connection is good for more
		fmt.Fprint(conn, "y")
		if answer, err = http.ReadResponse(in, nil); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("a whole body: %d %+v %v", i, answer, err)
		}
		fmt.Fprint(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")
	}
}

func TestLeftAlone(t *testing.T) {
	in, conn := half(t, serve(t, func(s *http.Server) { s.ReadTimeout = time.Minute }))
	time.Sleep(limit + limit/3)
	fmt.Fprint(conn, "y")
	if answer, err := http.ReadResponse(in, nil); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("a server that has a time-out of its own: %+v %v", answer, err)
	}
	r := httptest.NewRequest("POST", "/", nil)
	if n := testing.AllocsPerRun(100, func() { patience.Body(httptest.NewRecorder(), r, limit)() }); n > 3 { // the recorder's
		t.Errorf("%v allocations where there is no server", n)
	}
}
