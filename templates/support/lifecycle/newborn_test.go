package lifecycle

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Whoever leaves is forgotten, whether he has asked for something or not; and the server's own hooks are called.
func TestTheNewbornAreForgotten(t *testing.T) {
	type key struct{}
	var states []http.ConnState
	s := &http.Server{
		ConnContext: func(ctx context.Context, _ net.Conn) context.Context { return context.WithValue(ctx, key{}, "given") },
		ConnState:   func(_ net.Conn, state http.ConnState) { states = append(states, state) },
	}
	var n newborn
	n.attach(s)
	for _, end := range []func(net.Conn, context.Context){
		func(c net.Conn, _ context.Context) { s.ConnState(c, http.StateClosed) },
		func(c net.Conn, _ context.Context) { s.ConnState(c, http.StateHijacked) },
		func(_ net.Conn, ctx context.Context) { n.asks(httptest.NewRequest("GET", "/", nil).WithContext(ctx)) },
	} {
		conn, other := net.Pipe()
		defer conn.Close()
		defer other.Close()
		ctx := s.ConnContext(context.Background(), conn)
		s.ConnState(conn, http.StateActive)
		if len(n.conns) != 1 || ctx.Value(key{}) != "given" {
			t.Errorf("%d are known, and the context has %v", len(n.conns), ctx.Value(key{}))
		}
		if end(conn, ctx); len(n.conns) != 0 {
			t.Errorf("%d are still known", len(n.conns))
		}
	}
	if len(states) != 5 {
		t.Error(states)
	}
	n.wait(context.Background()) // for nobody
}
