package rpclimit_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
	"github.com/bylaw-dev/bylaw/templates/kit/rpclimit"
	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/breaker"
	"github.com/bylaw-dev/bylaw/templates/support/bulkhead"
	"github.com/bylaw-dev/bylaw/templates/support/deadline"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
	"github.com/bylaw-dev/bylaw/templates/support/shed"
)

// A server that keeps its limits, and a client of it that keeps its own.
func Example() {
	perCaller, _ := ratelimit.ParseQuota("2/min")
	limiter, err := ratelimit.New(ratelimit.Config{Caller: perCaller}, ratelimit.Options{})
	if err != nil {
		panic(err)
	}
	runtime, _ := celvalid.New()
	unary, stream := rpclimit.Callers(limiter, authn.IDFrom)
	server := edge.New(edge.Options{
		Runtime: runtime,
		GRPC:    rpclimit.Server(shed.New(shed.Options{Limit: 100}), limiter),
		Unary:   []grpc.UnaryServerInterceptor{unary}, // behind rpcauth's
		Stream:  []grpc.StreamServerInterceptor{stream},
	})
	shop.RegisterOrdersServer(server, newOrders())
	g, err := server.GRPC()
	if err != nil {
		panic(err)
	}
	at := bufconn.Listen(1 << 20)
	go g.Serve(at)
	defer g.Stop()

	limits := rpclimit.Client(bulkhead.New(bulkhead.Options{Name: "shop"}), breaker.New(breaker.Options{Name: "shop"}), deadline.New(deadline.Options{}))
	conn, err := grpc.NewClient("passthrough:///shop", append(append(rpcclient.DialOptions(), limits...),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return at.DialContext(ctx) }))...)
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	client := shop.NewOrdersClient(rpcclient.New(conn, rpcclient.Options{Timeout: 5 * time.Second}))
	for range 3 {
		order, err := client.GetOrder(context.Background(), &shop.GetOrderRequest{Name: "customers/1/orders/1"})
		fmt.Println(order.GetTitle(), status.Code(err))
	}
	late, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond) // less than a call is worth
	defer cancel()
	_, err = client.GetOrder(late, &shop.GetOrderRequest{Name: "customers/1/orders/1"})
	fmt.Println(status.Code(err), errors.Is(err, context.DeadlineExceeded))
	// Output:
	// tea OK
	// tea OK
	//  ResourceExhausted
	// DeadlineExceeded true
}
