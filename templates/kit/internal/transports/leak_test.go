package transports_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// settled waits until there are no more goroutines than before, and a few that idle connections have.
func settled(t *testing.T, before int) {
	t.Helper()
	const idle = 20
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		n := runtime.NumGoroutine()
		if n <= before+idle {
			return
		}
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before:\n%.5000s", n, before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// errBegin is of a call that the server was too busy for: HTTP/2 servers defend themselves against callers
// that cancel much.
var errBegin = errors.New("not begun")

// TestCancelledCallsLeaveNothing cancels 1,000 calls of each kind while they wait, 100 at a time.
func TestCancelledCallsLeaveNothing(t *testing.T) {
	for i, way := range transports {
		calls := 1000
		if i >= 5 { // the rest differ in how they spell messages
			calls = 100
		}
		for name, begin := range map[string]func(context.Context, shop.OrdersClient) (end func() error){
			"unary": func(ctx context.Context, c shop.OrdersClient) func() error {
				return func() error {
					_, err := c.GetOrder(ctx, &shop.GetOrderRequest{Name: "customers/1/orders/slow"})
					return err
				}
			},
			"server stream": func(ctx context.Context, c shop.OrdersClient) func() error {
				s, err := c.WatchOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1", PageSize: 1, PageToken: "hangs"})
				if err == nil {
					_, err = s.Recv()
				}
				return func() error {
					if err != nil {
						return errBegin
					}
					_, err := s.Recv()
					return err
				}
			},
			"client stream": func(ctx context.Context, c shop.OrdersClient) func() error {
				s, err := c.ImportOrders(ctx)
				if err == nil {
					err = s.Send(&shop.CreateOrderRequest{Parent: "customers/1", Order: order("")})
				}
				return func() error {
					if err != nil {
						return errBegin
					}
					return s.RecvMsg(&shop.ImportOrdersResponse{})
				}
			},
		} {
			t.Run(way.name+"/"+name, func(t *testing.T) {
				if way.http1 && name == "client stream" {
					t.Skip("the connect library's client itself keeps three goroutines for each")
				}
				before := runtime.NumGoroutine()
				if t.Run("calls", func(t *testing.T) { cancelled(t, way, calls, begin) }) {
					settled(t, before) // the server and all connections are closed
				}
			})
		}
	}
}

// cancelled makes calls, 100 at a time, and cancels each while it waits.
func cancelled(t *testing.T, way transport, calls int, begin func(context.Context, shop.OrdersClient) (end func() error)) {
	conn := way.dial(t, server(t))
	client := shop.NewOrdersClient(rpcclient.New(conn, rpcclient.Options{Retry: retry.Policy{Attempts: 1}}))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var group sync.WaitGroup
	var unbegun atomic.Int32
	slots := make(chan bool, 100)
	for range calls {
		slots <- true
		group.Go(func() {
			own, stop := context.WithCancel(ctx)
			defer stop()
			end := begin(own, client)
			time.AfterFunc(5*time.Millisecond, stop)
			switch err := end(); {
			case err == errBegin:
				unbegun.Add(1)
			case status.Code(err) != codes.Canceled:
				t.Errorf("%v, want CANCELLED", err)
			}
			<-slots
		})
	}
	group.Wait()
	if int(unbegun.Load()) > calls/10 {
		t.Errorf("%d calls have not even begun", unbegun.Load())
	}
}

// TestStreamsThatAreLeft has callers leave endless streams after a message, by their context.
func TestStreamsThatAreLeft(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		before := runtime.NumGoroutine()
		for range 50 {
			ctx, cancel := context.WithCancel(t.Context())
			s, err := client.WatchOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1", PageToken: "endless"})
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, err := s.Recv(); err != nil {
					t.Fatal(err)
				}
			}
			cancel()
		}
		settled(t, before)
	})
}

// TestStreamsThatAreFinished leaves nothing though no context is ever cancelled.
func TestStreamsThatAreFinished(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		before := runtime.NumGoroutine()
		for range 50 {
			s, err := client.WatchOrders(context.Background(), &shop.ListOrdersRequest{Parent: "customers/1", PageSize: 3})
			for err == nil {
				_, err = s.Recv()
			}
			if err != io.EOF {
				t.Fatal(err)
			}
			in, err := client.ImportOrders(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if m, err := in.CloseAndRecv(); err != nil || m.Count != 0 {
				t.Fatal(m, err)
			}
		}
		settled(t, before)
	})
}
