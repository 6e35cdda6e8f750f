// Package grpclifecycle is the adapter that lets package lifecycle start and stop a gRPC server. It must not know which
// services the server has.
package grpclifecycle

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"

	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

type server struct {
	grpc     *grpc.Server
	listener *lifecycle.Listener
	ending   []func()
	stopping atomic.Bool
}

// Server returns a lifecycle.Server that serves g on l. When it stops, it first calls ending: whatever ends streams that
// would last for ever, such as grpchealth's Stop. Then clients are told to leave, and those that are in the middle of a
// call finish it, until the context ends and cuts them off. What their handlers still do then is not waited for.
func Server(g *grpc.Server, l net.Listener, ending ...func()) lifecycle.Server {
	return &server{grpc: g, listener: lifecycle.Listen(l), ending: ending}
}

// Serve implements lifecycle.Server.
func (s *server) Serve() error {
	err := s.grpc.Serve(s.listener)
	if s.stopping.Load() || errors.Is(err, grpc.ErrServerStopped) {
		return nil
	}
	return err
}

// Shutdown implements lifecycle.Server.
func (s *server) Shutdown(ctx context.Context) error {
	s.stopping.Store(true)
	for _, end := range s.ending {
		end()
	}
	s.listener.Finish()
	if ended(s.grpc.GracefulStop, ctx.Done()) {
		return nil
	}
	ended(s.grpc.Stop, time.After(cutting)) // it waits for connections that haven't said a word
	return errors.New("calls in flight were cut off")
}

// cutting is how long is waited for connections to be closed, by the system's own clock.
const cutting = 500 * time.Millisecond

// ended waits for what is done, but no longer than until.
func ended[T any](do func(), until <-chan T) bool {
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
		return true
	case <-until:
		return false
	}
}
