package rpcclient_test

import (
	"context"
	"errors"
	"fmt"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
	"github.com/bylaw-dev/bylaw/templates/kit/rpclimit"
	"github.com/bylaw-dev/bylaw/templates/support/breaker"
	"github.com/bylaw-dev/bylaw/templates/support/bulkhead"
	"github.com/bylaw-dev/bylaw/templates/support/deadline"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// The client of one dependency: calls are repeated where that is safe, at most ten are made at once, none while it is down, and
// none that can't be done in the caller's time.
func Example() {
	server := grpc.NewServer()
	shop.RegisterOrdersServer(server, &failing{}) // which is down
	at := bufconn.Listen(1 << 20)
	go server.Serve(at)
	defer server.Stop()

	state := breaker.New(breaker.Options{Name: "orders", Calls: 3})
	limits := rpclimit.Client(bulkhead.New(bulkhead.Options{Name: "orders", Slots: 10}), state, deadline.New(deadline.Options{}))
	conn, err := grpc.NewClient("passthrough:///orders", append(append(rpcclient.DialOptions(), limits...),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return at.DialContext(ctx) }))...)
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	orders := shop.NewOrdersClient(rpcclient.New(conn, rpcclient.Options{Retry: retry.Policy{Base: 1, Cap: 1}}))

	for range 2 {
		_, err = orders.GetOrder(context.Background(), &shop.GetOrderRequest{Name: "customers/1/orders/1"})
		fmt.Println(status.Code(err) == codes.Unavailable, errors.Is(err, breaker.ErrOpen), state.Stats().State)
	}
	// Output:
	// true false open
	// true true open
}
