package replay_test

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/replay"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// Calls with a token are executed once, whatever protocol they come by.
func Example() {
	executor, err := idempotency.New(idempotency.Options{
		Store: idempotency.NewMemory(idempotency.MemoryOptions{}), // in production package sqlstore
	})
	if err != nil {
		panic(err)
	}
	once, err := replay.Unary(executor, replay.Options{
		Caller: func(context.Context) string { return "acme" }, // in production who has been authenticated
	})
	if err != nil {
		panic(err)
	}
	runtime, err := celvalid.New()
	if err != nil {
		panic(err)
	}
	server := edge.New(edge.Options{Runtime: runtime, Unary: []grpc.UnaryServerInterceptor{once}}) // behind authentication
	orders := &service{}
	shop.RegisterOrdersServer(server, orders)
	methods, err := server.Methods()
	if err != nil {
		panic(err)
	}
	for range 3 {
		answer, err := call(methods, order("tea"))
		fmt.Println(answer.(*shop.Order).GetName(), err)
	}
	fmt.Println("executed:", orders.n.Load())
	// Output:
	// customers/1/orders/1 <nil>
	// customers/1/orders/1 <nil>
	// customers/1/orders/1 <nil>
	// executed: 1
}

// call stands for a protocol: gRPC, REST and Connect call methods like this.
func call(methods []*edge.Method, request proto.Message) (proto.Message, error) {
	for _, m := range methods {
		if m.Desc.Input().FullName() == request.ProtoReflect().Descriptor().FullName() && !m.Streams() {
			return m.Unary(context.Background(), &edge.Call{Protocol: "grpc"}, func(to proto.Message) error {
				proto.Merge(to, request)
				return nil
			})
		}
	}
	return nil, fmt.Errorf("no method takes a %T", request)
}
