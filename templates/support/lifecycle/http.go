package lifecycle

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// httpServer is net/http's server as a Drainer.
type httpServer struct {
	server   *http.Server
	listener *Listener
	newborn  newborn
	draining atomic.Bool
	stopping atomic.Bool
}

// HTTP returns a Server that serves s on l: with TLS if s has a TLSConfig, in which the certificates are then. While it
// drains, every answer asks its client to connect anew, which then reaches another instance (Connection: close in
// HTTP/1.1, GOAWAY in HTTP/2). Without it those that keep their connection never leave, and the one that sends just when
// its idle connection is closed loses a request: that can only happen then to one who hasn't used his connection throughout
// the drain. Connections that were hijacked are neither waited for nor closed.
//
// The hooks of s are wrapped, its Handler among them, and a ReadHeaderTimeout of 10 s is set if there is none: who sends
// half a request would hold up the shutdown otherwise.
func HTTP(s *http.Server, l net.Listener) Server {
	h := &httpServer{server: s, listener: Listen(l)}
	if s.ReadHeaderTimeout == 0 && s.ReadTimeout == 0 {
		s.ReadHeaderTimeout = 10 * time.Second
	}
	h.newborn.attach(s)
	next := s.Handler
	if next == nil {
		next = http.DefaultServeMux
	}
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.newborn.asks(r)
		if h.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
	return h
}

// Serve implements Server.
func (h *httpServer) Serve() (err error) {
	if h.server.TLSConfig != nil {
		err = h.server.ServeTLS(h.listener, "", "")
	} else {
		err = h.server.Serve(h.listener)
	}
	if h.stopping.Load() || errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Drain implements Drainer.
func (h *httpServer) Drain() { h.draining.Store(true) }

// Shutdown implements Server.
func (h *httpServer) Shutdown(ctx context.Context) error {
	h.Drain()
	h.stopping.Store(true)
	h.server.SetKeepAlivesEnabled(false) // what was in flight before the drain closes its connection, too
	h.listener.Finish()
	h.newborn.wait(ctx)
	err := h.server.Shutdown(ctx)
	if ctx.Err() != nil && err != nil {
		h.server.Close()
		return errors.New("requests in flight were cut off")
	}
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
