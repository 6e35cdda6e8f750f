package edge_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// orders is an implementation that does as its functions say.
type orders struct {
	shop.UnimplementedOrdersServer
	create func(context.Context, *shop.CreateOrderRequest) (*shop.Order, error)
	get    func(context.Context, *shop.GetOrderRequest) (*shop.Order, error)
	watch  func(*shop.ListOrdersRequest, grpc.ServerStreamingServer[shop.Order]) error
	load   func(grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error
	chat   func(grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error
}

func (o *orders) CreateOrder(ctx context.Context, r *shop.CreateOrderRequest) (*shop.Order, error) {
	if o.create != nil {
		return o.create(ctx, r)
	}
	return good(), nil
}

func (o *orders) GetOrder(ctx context.Context, r *shop.GetOrderRequest) (*shop.Order, error) {
	if o.get != nil {
		return o.get(ctx, r)
	}
	return good(), nil
}

func (o *orders) CancelOrder(context.Context, *shop.CancelOrderRequest) (*shop.Order, error) {
	return good(), nil
}

func (o *orders) DeleteOrder(context.Context, *shop.DeleteOrderRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (o *orders) GetReceipt(context.Context, *shop.GetOrderRequest) (*httpbody.HttpBody, error) {
	return &httpbody.HttpBody{}, nil
}

func (o *orders) WatchOrders(r *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	if o.watch != nil {
		return o.watch(r, s)
	}
	for range 3 {
		if err := s.Send(good()); err != nil {
			return err
		}
	}
	return nil
}

func (o *orders) ImportOrders(s grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error {
	if o.load != nil {
		return o.load(s)
	}
	for n := int32(0); ; n++ {
		_, err := s.Recv()
		if err == io.EOF {
			return s.SendAndClose(&shop.ImportOrdersResponse{Count: n})
		}
		if err != nil {
			return err
		}
	}
}

func (o *orders) Chat(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
	if o.chat != nil {
		return o.chat(s)
	}
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

func good() *shop.Order {
	return &shop.Order{Name: "customers/1/orders/2", Title: "Tea", Items: []*shop.Item{{Sku: "abc", Quantity: 2}}}
}

func create() *shop.CreateOrderRequest {
	return &shop.CreateOrderRequest{Parent: "customers/1", Order: good()}
}

// log keeps what the operator is told.
type log struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// served is a service over real gRPC.
type served struct {
	shop.OrdersClient
	conn   *grpc.ClientConn
	server *grpc.Server
	log    *log
}

func newServer(t testing.TB, impl shop.OrdersServer, o edge.Options) (*edge.Server, *log) {
	t.Helper()
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	l := new(log)
	if o.Runtime == nil {
		o.Runtime = runtime
	}
	o.Logger = slog.New(slog.NewTextHandler(l, nil))
	s := edge.New(o)
	shop.RegisterOrdersServer(s, impl)
	return s, l
}

func serve(t testing.TB, impl shop.OrdersServer, o edge.Options) *served {
	t.Helper()
	s, l := newServer(t, impl, o)
	g, err := s.GRPC()
	if err != nil {
		t.Fatal(err)
	}
	conn := connect(t, g)
	return &served{shop.NewOrdersClient(conn), conn, g, l}
}

// connect serves over a connection in memory.
func connect(t testing.TB, g *grpc.Server) *grpc.ClientConn {
	t.Helper()
	at := bufconn.Listen(1 << 20)
	go g.Serve(at)
	conn, err := grpc.NewClient("passthrough:///shop", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return at.DialContext(ctx) }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn.Close()
		g.Stop()
	})
	return conn
}

// facts is what a status says, one word a violation.
func facts(err error) (code codes.Code, violations []string, reason string) {
	s := status.Convert(err)
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				violations = append(violations, v.GetField()+" "+v.GetReason())
			}
		case *errdetails.ErrorInfo:
			reason = d.GetReason()
		}
	}
	return s.Code(), violations, reason
}

func TestUnary(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{RequestID: func() string { return "made" }})
	var header metadata.MD
	got, err := s.CreateOrder(t.Context(), create(), grpc.Header(&header))
	if err != nil || got.GetTitle() != "Tea" || !slices.Equal(header["x-request-id"], []string{"made"}) {
		t.Fatal(got, err, header)
	}
	r := create()
	r.Order.Title, r.Order.Items[0].Quantity, r.Order.Currency, r.Order.Priority, r.RequestId, r.Parent = "", 100, "eur", 9, "x", ""
	_, err = s.CreateOrder(t.Context(), r)
	code, violations, reason := facts(err)
	want := []string{"parent REQUIRED", "order.title REQUIRED", "order.priority ENUM", "order.items[0].quantity RANGE", "order.currency PATTERN", "request_id FORMAT"}
	if code != codes.InvalidArgument || reason != "INVALID_REQUEST" || !slices.Equal(violations, want) {
		t.Errorf("%v %s\n%q\n%q", code, reason, violations, want)
	}
}

func TestStreams(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{})
	chat, err := s.Chat(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"a", "b"} {
		if err := chat.Send(&shop.ChatMessage{Text: text}); err != nil {
			t.Fatal(err)
		}
		if m, err := chat.Recv(); err != nil || m.GetText() != text {
			t.Fatal(m, err)
		}
	}
	chat.CloseSend()
	if m, err := chat.Recv(); !errors.Is(err, io.EOF) {
		t.Fatal(m, err)
	}
}
