package rpclimit_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

const prefix = "/shop.v1.Orders/"

// orders holds calls that ask for it until it is opened.
type orders struct {
	shop.UnimplementedOrdersServer
	entered, open chan struct{}
}

func newOrders() *orders {
	return &orders{entered: make(chan struct{}, 1000), open: make(chan struct{})}
}

func (o *orders) GetOrder(ctx context.Context, r *shop.GetOrderRequest) (*shop.Order, error) {
	switch r.GetName() {
	case "panic":
		panic("broken")
	case held:
		o.entered <- struct{}{}
		select {
		case <-o.open:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return &shop.Order{Name: r.GetName(), Title: "tea"}, nil
}

func (o *orders) WatchOrders(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	o.entered <- struct{}{}
	<-o.open
	return s.Send(&shop.Order{Title: "tea"})
}

const (
	held  = "customers/1/orders/held"
	quick = "customers/1/orders/quick"
)

func newEdge(t testing.TB, o edge.Options, impl shop.OrdersServer) *edge.Server {
	t.Helper()
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	o.Runtime, o.Logger = runtime, slog.New(slog.NewTextHandler(io.Discard, nil))
	s := edge.New(o)
	shop.RegisterOrdersServer(s, impl)
	return s
}

func serve(t testing.TB, s *edge.Server) (*grpc.Server, *grpc.ClientConn) {
	t.Helper()
	g, err := s.GRPC()
	if err != nil {
		t.Fatal(err)
	}
	return g, dial(t, g)
}

func dial(t testing.TB, g *grpc.Server, o ...grpc.DialOption) *grpc.ClientConn {
	t.Helper()
	at := bufconn.Listen(1 << 20)
	conn, err := grpc.NewClient("passthrough:///shop", append(o, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return at.DialContext(ctx) }))...)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	t.Cleanup(func() { conn.Close(); g.Stop(); <-ended })
	go func() { defer close(ended); g.Serve(at) }()
	return conn
}

// clock stands until it is moved.
type clock struct{ now time.Time }

func limiter(t testing.TB, c ratelimit.Config, at *clock) *ratelimit.Limiter {
	t.Helper()
	if at == nil {
		at = &clock{time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	}
	l, err := ratelimit.New(c, ratelimit.Options{Now: func() time.Time { return at.now }})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func quota(t testing.TB, text string) ratelimit.Quota {
	t.Helper()
	q, err := ratelimit.ParseQuota(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// get makes a call, and returns what it was answered besides.
func get(ctx context.Context, c grpc.ClientConnInterface, name string) (metadata.MD, error) {
	var md metadata.MD
	_, err := shop.NewOrdersClient(c).GetOrder(ctx, &shop.GetOrderRequest{Name: name}, grpc.Header(&md))
	return md, err
}

// details are what an error says to programs.
func details(err error) (retry time.Duration, asked bool, id, reason string) {
	for _, d := range status.Convert(err).Details() {
		switch d := d.(type) {
		case *errdetails.RetryInfo:
			retry, asked = d.GetRetryDelay().AsDuration(), true
		case *errdetails.RequestInfo:
			id = d.GetRequestId()
		case *errdetails.ErrorInfo:
			reason = d.GetReason()
		}
	}
	return retry, asked, id, reason
}
