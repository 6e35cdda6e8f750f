package idempotency_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// TestTwoHonestPayments pays the same sum to the same place twice, as people do: what tells a repetition from a second
// payment is the key that the caller has chosen, and never the request, be there a key or not.
func TestTwoHonestPayments(t *testing.T) {
	s := newSite(t, echo, idempotency.HTTPOptions{})
	for _, key := range []string{"monday", "tuesday"} {
		if w := s.call(http.MethodPost, "/payments", "100", "Idempotency-Key", key); w.Code != 201 || w.Header().Get(idempotency.HeaderReplayed) != "" {
			t.Error(key, w.Code, w.Header())
		}
	}
	for range 2 {
		if w := s.call(http.MethodPost, "/payments", "100"); w.Code != 201 || w.Header().Get(idempotency.HeaderReplayed) != "" {
			t.Error("without a key:", w.Code, w.Header())
		}
	}
	if s.n != 4 {
		t.Errorf("four payments are executed %d times", s.n)
	}
}

// TestHTTPSlow bounds how long a body may take, which is read before anybody else sees it.
func TestHTTPSlow(t *testing.T) {
	s := newSite(t, echo, idempotency.HTTPOptions{Caller: idempotency.Anyone, Timeout: 200 * time.Millisecond})
	server := httptest.NewServer(s.served)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "POST / HTTP/1.1\r\nHost: a\r\nIdempotency-Key: k\r\nContent-Length: 2\r\n\r\nx")
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if answer, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || answer.StatusCode != http.StatusGatewayTimeout || s.n != 0 {
		t.Errorf("%+v %v, executed %d times", answer, err, s.n)
	}
}
