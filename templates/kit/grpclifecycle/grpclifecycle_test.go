package grpclifecycle_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"testing"
	"time"

	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/bylaw-dev/bylaw/templates/kit/grpchealth"
	"github.com/bylaw-dev/bylaw/templates/kit/grpclifecycle"
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

func state(t *testing.T) *health.State {
	t.Helper()
	s, err := health.New(health.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A watcher of health is a stream that never ends by itself: whoever forgets to end it waits for it until the bound.
func TestWatchersHoldNothingUp(t *testing.T) {
	g, l := grpc.NewServer(), listen(t)
	h := grpchealth.Register(g, state(t))
	s := grpclifecycle.Server(g, l, h.Stop)
	served := make(chan error, 1)
	go func() { served <- s.Serve() }()
	stream, err := healthpb.NewHealthClient(dial(t, "passthrough:///"+l.Addr().String())).Watch(t.Context(), &healthpb.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Recv(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// Who connects and says nothing is cut off, too: gRPC itself would wait for him.
func TestASilentConnectionIsCut(t *testing.T) {
	g, l := grpc.NewServer(), listen(t)
	s := grpclifecycle.Server(g, l)
	served := make(chan error, 1)
	go func() { served <- s.Serve() }()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.ReadFull(conn, make([]byte, 9)); err != nil { // the server's settings: it has been accepted
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	done := make(chan error, 1)
	go func() { done <- s.Shutdown(ctx) }()
	select {
	case err := <-done:
		if err == nil || err.Error() != "calls in flight were cut off" {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it is waited for")
	}
}

func TestAListenerThatBreaks(t *testing.T) {
	l := listen(t)
	l.Close()
	if err := grpclifecycle.Server(grpc.NewServer(), l).Serve(); err == nil {
		t.Error("nobody is told")
	}
}

func TestStoppedBeforeItServes(t *testing.T) {
	s := grpclifecycle.Server(grpc.NewServer(), listen(t))
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Serve(); err != nil {
		t.Error(err)
	}
}

// A gRPC service whose clients see over the health service that it stops, before it does.
func Example() {
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	state, err := health.New(health.Options{Logger: quiet})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := grpc.NewServer() // or edge.Server's GRPC
	service := grpchealth.Register(server, state)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	process := lifecycle.New(lifecycle.Options{OnReady: state.Ready, OnDrain: state.Drain, Logger: quiet, Drain: -1})
	process.Internal("checks", lifecycle.Worker(state.Run))
	process.Serve("api", grpclifecycle.Server(server, listener, service.Stop))

	ctx, stop := context.WithCancel(context.Background()) // a main passes context.Background(), and waits for a signal
	process.Warm("nothing", func(context.Context) error { stop(); return nil })
	fmt.Println(process.Run(ctx) == lifecycle.ExitOK, state.Status())
	// Output: true draining
}
