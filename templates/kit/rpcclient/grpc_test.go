package rpcclient_test

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
)

// failing counts its calls, which all fail in a way that may pass.
type failing struct {
	shop.UnimplementedOrdersServer
	calls  atomic.Int32
	tokens []string
}

func (f *failing) GetOrder(context.Context, *shop.GetOrderRequest) (*shop.Order, error) {
	f.calls.Add(1)
	return nil, status.Error(codes.Unavailable, "down")
}

func (f *failing) CreateOrder(_ context.Context, r *shop.CreateOrderRequest) (*shop.Order, error) {
	f.calls.Add(1)
	f.tokens = append(f.tokens, r.RequestId)
	return nil, status.Error(codes.Unavailable, "down")
}

func (f *failing) WatchOrders(r *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	n := f.calls.Add(1)
	if r.PageSize > 0 && n == 2 {
		return nil
	}
	return status.Error(codes.Unavailable, "down")
}

// dial connects to a server whose service config asks grpc-go for repetitions of its own.
func dial(t *testing.T, server shop.OrdersServer, options ...grpc.DialOption) *grpc.ClientConn {
	t.Helper()
	g := grpc.NewServer()
	shop.RegisterOrdersServer(g, server)
	listener := bufconn.Listen(1 << 20)
	go g.Serve(listener)
	t.Cleanup(g.Stop)
	conn, err := grpc.NewClient("passthrough:///bufconn", append(options, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithDefaultServiceConfig(`{"methodConfig":[{"name":[{}],"retryPolicy":{"maxAttempts":4,"initialBackoff":"0.001s","maxBackoff":"0.001s","backoffMultiplier":1,"retryableStatusCodes":["UNAVAILABLE"]}}]}`))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func TestOneLayerOverGRPC(t *testing.T) {
	for _, test := range []struct {
		name    string
		options []grpc.DialOption
		want    int32 // calls
	}{
		{"with DialOptions", rpcclient.DialOptions(), 3},
		{"without", nil, 12}, // which is what they are there for
	} {
		server, c := &failing{}, &clock{}
		client := shop.NewOrdersClient(rpcclient.New(dial(t, server, test.options...), rpcclient.Options{Retry: c.policy()}))
		if _, err := client.GetOrder(t.Context(), &shop.GetOrderRequest{}); status.Code(err) != codes.Unavailable || server.calls.Load() != test.want {
			t.Errorf("%s: %v after %d calls, want %d", test.name, err, server.calls.Load(), test.want)
		}
	}
}

func TestTokenOverGRPC(t *testing.T) {
	server, c := &failing{}, &clock{}
	client := shop.NewOrdersClient(rpcclient.New(dial(t, server, rpcclient.DialOptions()...), rpcclient.Options{Retry: c.policy()}))
	_, err := client.CreateOrder(t.Context(), &shop.CreateOrderRequest{})
	if status.Code(err) != codes.Unavailable || len(server.tokens) != 3 || !uuid4.MatchString(server.tokens[0]) || strings.Join(server.tokens, "") != strings.Repeat(server.tokens[0], 3) {
		t.Errorf("%v, tokens %q", err, server.tokens)
	}
}

func TestServerStreamIsOpenedAgain(t *testing.T) {
	for size, want := range map[int32]codes.Code{0: codes.Unavailable, 1: codes.OK} {
		server, c := &failing{}, &clock{}
		client := shop.NewOrdersClient(rpcclient.New(dial(t, server, rpcclient.DialOptions()...), rpcclient.Options{Retry: c.policy()}))
		stream, err := client.WatchOrders(t.Context(), &shop.ListOrdersRequest{PageSize: size})
		if err != nil {
			t.Fatal(err)
		}
		n, err := drain(func() error { _, err := stream.Recv(); return err })
		if n != 0 || want != codes.OK && status.Code(err) != want || server.calls.Load() != 3-size {
			t.Errorf("%d messages, %v, %d calls", n, err, server.calls.Load())
		}
	}
}
