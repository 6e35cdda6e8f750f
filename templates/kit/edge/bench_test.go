package edge_test

import (
	"context"
	"testing"

	"buf.build/go/protovalidate"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// cases are calls whose answers the implementation makes out of nothing: what is measured is the boundary.
var cases = []struct {
	name, method string
	request      proto.Message
	budget       float64 // allocations of ours, the glue's and the implementation's among them
}{
	{"NoRules", "DeleteOrder", &shop.DeleteOrderRequest{Name: "customers/1/orders/2"}, 19},
	{"Compiled", "CreateOrder", create(), 28},
	{"Interpreted", "CancelOrder", &shop.CancelOrderRequest{Name: "customers/1/orders/2", Code: 1}, 40},
}

// ours calls a method through the boundary.
func ours(t testing.TB, name string, request proto.Message) func() {
	s, _ := newServer(t, &orders{}, edge.Options{SkipResponseValidation: true})
	m := methodOf(t, s, "/shop.v1.Orders/"+name)
	b, err := proto.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	header := metadata.Pairs("authorization", "me")
	return func() {
		c := edge.Call{Protocol: "rest", Header: header}
		_, err := m.Unary(context.Background(), &c, func(m proto.Message) error { return proto.Unmarshal(b, m) })
		if err != nil {
			t.Fatal(err)
		}
	}
}

// bare calls the glue alone, with protovalidate as an interceptor: no headers, no deadline, no behaviour, no errors in a
// form, no ID.
func bare(t testing.TB, name string, request proto.Message) func() {
	validator, err := protovalidate.New()
	if err != nil {
		t.Fatal(err)
	}
	b, err := proto.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var handle grpc.MethodHandler
	for _, m := range shop.Orders_ServiceDesc.Methods {
		if m.MethodName == name {
			handle = m.Handler
		}
	}
	check := func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if err := validator.Validate(req.(proto.Message)); err != nil {
			return nil, err
		}
		return next(ctx, req)
	}
	return func() {
		_, err := handle(&orders{}, context.Background(), func(v any) error { return proto.Unmarshal(b, v.(proto.Message)) }, check)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkUnary(b *testing.B) {
	for _, c := range cases {
		for name, run := range map[string]func(){"edge": ours(b, c.method, c.request), "bare": bare(b, c.method, c.request)} {
			b.Run(c.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run()
				}
			})
		}
	}
}

// BenchmarkGRPC is a call over a connection in memory: ours, and grpc-go's own with protovalidate as an interceptor.
func BenchmarkGRPC(b *testing.B) {
	clients := map[string]shop.OrdersClient{
		"edge": serve(b, &orders{}, edge.Options{SkipResponseValidation: true}), "bare": plain(b),
	}
	request := create()
	for name, client := range clients {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := client.CreateOrder(context.Background(), request); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// plain is grpc-go's own server.
func plain(b *testing.B) shop.OrdersClient {
	validator, err := protovalidate.New()
	if err != nil {
		b.Fatal(err)
	}
	g := grpc.NewServer(grpc.UnaryInterceptor(func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if err := validator.Validate(req.(proto.Message)); err != nil {
			return nil, err
		}
		return next(ctx, req)
	}))
	shop.RegisterOrdersServer(g, &orders{})
	return shop.NewOrdersClient(connect(b, g))
}

// TestAllocations holds the good path to its budget, which doesn't depend on the machine.
func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates for itself")
	}
	for _, c := range cases {
		if got := testing.AllocsPerRun(200, ours(t, c.method, c.request)); got > c.budget {
			t.Errorf("%s allocates %v times, more than %v", c.name, got, c.budget)
		}
	}
}
