package lifecycle

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// newborn knows the connections that have brought no request yet. net/http's Shutdown drops what it reads from then on: a
// client that has just connected would be hung up on.
type newborn struct {
	mu    sync.Mutex
	conns map[net.Conn]bool
	none  chan struct{} // closed when there are no more; nil: nobody waits
}

// birth is whether a connection has brought a request.
type birth struct {
	over atomic.Bool
	conn net.Conn
}

type birthKey struct{}

// infancy is how long connections that bring nothing are waited for.
const infancy = time.Second

// attach lets it learn of the server's connections.
func (n *newborn) attach(s *http.Server) {
	n.conns = make(map[net.Conn]bool)
	givenContext, givenState := s.ConnContext, s.ConnState
	s.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		if givenContext != nil {
			ctx = givenContext(ctx, conn)
		}
		return context.WithValue(ctx, birthKey{}, n.add(conn))
	}
	s.ConnState = func(conn net.Conn, state http.ConnState) {
		if state == http.StateClosed || state == http.StateHijacked {
			n.remove(conn)
		}
		if givenState != nil {
			givenState(conn, state)
		}
	}
}

func (n *newborn) add(conn net.Conn) *birth {
	n.mu.Lock()
	defer n.mu.Unlock()
	b := &birth{conn: conn}
	n.conns[conn] = true
	return b
}

// asks notes that the request's connection has brought one.
func (n *newborn) asks(r *http.Request) {
	b, ok := r.Context().Value(birthKey{}).(*birth)
	if ok && !b.over.Load() && !b.over.Swap(true) {
		n.remove(b.conn)
	}
}

func (n *newborn) remove(conn net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.conns, conn)
	if len(n.conns) == 0 && n.none != nil {
		close(n.none)
		n.none = nil
	}
}

// wait returns when every connection has brought a request, or was closed, or it has taken too long.
func (n *newborn) wait(ctx context.Context) {
	n.mu.Lock()
	none := make(chan struct{})
	if len(n.conns) == 0 {
		close(none)
	} else {
		n.none = none
	}
	n.mu.Unlock()
	select {
	case <-none:
	case <-ctx.Done():
	case <-time.After(infancy):
	}
}
