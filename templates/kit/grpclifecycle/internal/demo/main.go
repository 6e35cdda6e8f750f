// Command demo is a gRPC service as its author would wire it, for the tests that run a real process.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"time"

	"google.golang.org/grpc"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/grpchealth"
	"github.com/bylaw-dev/bylaw/templates/kit/grpclifecycle"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/support/health"
	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

func main() {
	drain := flag.Duration("drain", time.Second, "how long load balancers need")
	grace := flag.Duration("grace", 15*time.Second, "for what is in flight")
	flag.Parse()
	code, err := run(*drain, *grace)
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

func run(drain, grace time.Duration) (int, error) {
	state, err := health.New(health.Options{})
	if err != nil {
		return 0, err
	}
	server, err := server(state)
	if err != nil {
		return 0, err
	}
	healthService := grpchealth.Register(server, state)
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	process := lifecycle.New(lifecycle.Options{Drain: drain, Grace: grace, OnReady: state.Ready, OnDrain: state.Drain})
	process.Internal("checks", lifecycle.Worker(state.Run))
	process.Serve("api", grpclifecycle.Server(server, api, healthService.Stop))
	fmt.Println(api.Addr())
	return process.Run(context.Background()), nil
}

func server(state *health.State) (*grpc.Server, error) {
	runtime, err := celvalid.New()
	if err != nil {
		return nil, err
	}
	e := edge.New(edge.Options{Runtime: runtime, Unary: []grpc.UnaryServerInterceptor{grpchealth.UntilReady(state)}})
	shop.RegisterOrdersServer(e, orders{})
	return e.GRPC()
}

// orders takes its time.
type orders struct{ shop.UnimplementedOrdersServer }

func (orders) GetOrder(_ context.Context, in *shop.GetOrderRequest) (*shop.Order, error) {
	time.Sleep(5 * time.Millisecond)
	return &shop.Order{Name: in.GetName(), Title: "Tea", Items: []*shop.Item{{Sku: "abc", Quantity: 2}}}, nil
}

func (orders) Chat(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
	for {
		m, err := s.Recv()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.Send(m); err != nil {
			return err
		}
	}
}
