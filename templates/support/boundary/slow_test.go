package boundary_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
)

// Whoever sends half a body, or the beginning of one without a length, keeps no place for ever.
func TestSlowBodies(t *testing.T) {
	s := httptest.NewServer(serve(t, boundary.Options{BodyTimeout: 200 * time.Millisecond}, createOrder(never(t))))
	defer s.Close()
	for name, sent := range map[string]string{
		"half of it": "Content-Length: 100\r\n\r\n{",
		"nothing":    "Content-Length: 100\r\n\r\n",
		"no chunk":   "Transfer-Encoding: chunked\r\n\r\n",
		"no end":     "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
	} {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprint(conn, "POST /orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"+sent)
		_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || answer.StatusCode != http.StatusGatewayTimeout || !answer.Close {
			t.Errorf("%s: %+v %v", name, answer, err)
		}
	}
}
