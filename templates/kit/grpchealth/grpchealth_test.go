package grpchealth_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/grpchealth"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/support/health"
)

const (
	serving    = healthpb.HealthCheckResponse_SERVING
	notServing = healthpb.HealthCheckResponse_NOT_SERVING
	unknown    = healthpb.HealthCheckResponse_SERVICE_UNKNOWN
	orders     = "shop.v1.Orders"
)

// served is an edge server with the health service beside its own.
type served struct {
	healthpb.HealthClient
	orders shop.OrdersClient
	state  *health.State
	health *grpchealth.Server
	grpc   *grpc.Server
}

func serve(t *testing.T) *served {
	t.Helper()
	state, err := health.New(health.Options{RetryAfter: 7 * time.Second, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	e := edge.New(edge.Options{
		Runtime: runtime,
		Unary:   []grpc.UnaryServerInterceptor{grpchealth.UntilReady(state)},
		Stream:  []grpc.StreamServerInterceptor{grpchealth.StreamUntilReady(state)},
	})
	shop.RegisterOrdersServer(e, implementation{})
	g, err := e.GRPC()
	if err != nil {
		t.Fatal(err)
	}
	h := grpchealth.Register(g, state)
	conn := connect(t, g)
	return &served{healthpb.NewHealthClient(conn), shop.NewOrdersClient(conn), state, h, g}
}

func connect(t *testing.T, g *grpc.Server) *grpc.ClientConn {
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

type implementation struct{ shop.UnimplementedOrdersServer }

func (implementation) GetOrder(_ context.Context, in *shop.GetOrderRequest) (*shop.Order, error) {
	return &shop.Order{Name: in.GetName(), Title: "Tea", Items: []*shop.Item{{Sku: "abc", Quantity: 2}}}, nil
}

func (implementation) WatchOrders(*shop.ListOrdersRequest, grpc.ServerStreamingServer[shop.Order]) error {
	return nil
}

func TestCheckAndListSayTheSameAsHTTP(t *testing.T) {
	s := serve(t)
	for _, step := range []struct {
		do    func()
		ready healthpb.HealthCheckResponse_ServingStatus
	}{
		{func() {}, notServing},
		{s.state.Ready, serving},
		{s.state.Drain, notServing},
		{s.health.Stop, notServing},
		{s.health.Stop, notServing},
	} {
		step.do()
		want := map[string]healthpb.HealthCheckResponse_ServingStatus{"": step.ready, orders: step.ready, grpchealth.Ready: step.ready, grpchealth.Live: serving}
		list, err := s.List(t.Context(), &healthpb.HealthListRequest{})
		if err != nil || len(list.GetStatuses()) != len(want) {
			t.Fatal(list, err)
		}
		for name, status := range want {
			got, err := s.Check(t.Context(), &healthpb.HealthCheckRequest{Service: name})
			if err != nil || got.GetStatus() != status || list.GetStatuses()[name].GetStatus() != status {
				t.Errorf("%v: %q: %v %v, want %v", s.state.Status(), name, got, err, status)
			}
		}
	}
	if _, err := s.Check(t.Context(), &healthpb.HealthCheckRequest{Service: "shop.v2.Orders"}); status.Code(err) != codes.NotFound {
		t.Error(err)
	}
}

func (s *served) watch(t *testing.T, name string) grpc.ServerStreamingClient[healthpb.HealthCheckResponse] {
	t.Helper()
	stream, err := s.Watch(t.Context(), &healthpb.HealthCheckRequest{Service: name})
	if err != nil {
		t.Fatal(err)
	}
	return stream
}

func TestWatchTellsEachChangeAndEnds(t *testing.T) {
	s := serve(t)
	all := map[string]grpc.ServerStreamingClient[healthpb.HealthCheckResponse]{}
	for _, name := range []string{"", orders, grpchealth.Live, "shop.v2.Orders"} {
		all[name] = s.watch(t, name)
	}
	expect := func(name string, want healthpb.HealthCheckResponse_ServingStatus) {
		t.Helper()
		if got, err := all[name].Recv(); err != nil || got.GetStatus() != want {
			t.Errorf("%q: %v %v, want %v", name, got, err, want)
		}
	}
	expect(grpchealth.Live, serving)
	expect("shop.v2.Orders", unknown)
	for _, step := range []struct {
		do   func()
		want healthpb.HealthCheckResponse_ServingStatus
	}{{func() {}, notServing}, {s.state.Ready, serving}, {s.state.Drain, notServing}} {
		step.do()
		expect("", step.want)
		expect(orders, step.want)
	}
	stopped := make(chan struct{})
	s.health.Stop()
	go func() { s.grpc.GracefulStop(); close(stopped) }() // which waits for all streams
	for name, stream := range all {
		_, err := stream.Recv()
		if status.Code(err) != codes.Unavailable || status.Convert(err).Message() != "the instance is stopping" {
			t.Errorf("%q ends with %v", name, err)
		}
	}
	select {
	case <-stopped:
	case <-time.After(10 * time.Second):
		t.Error("streams hold up the server")
	}
}

// Stop and Drain may come at once: the last state is told all the same.
func TestTheLastStateIsTold(t *testing.T) {
	for range 50 {
		s := serve(t)
		s.state.Ready()
		stream := s.watch(t, "")
		if got, err := stream.Recv(); err != nil || got.GetStatus() != serving {
			t.Fatal(got, err)
		}
		s.state.Drain()
		s.health.Stop()
		if got, err := stream.Recv(); err != nil || got.GetStatus() != notServing {
			t.Fatal(got, err)
		}
	}
}

func TestWatchersAreBounded(t *testing.T) {
	s := serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	h := &stream{ctx: ctx, sent: make(chan struct{}, grpchealth.MostWatchers)}
	ended := make(chan error, grpchealth.MostWatchers)
	for range grpchealth.MostWatchers {
		go func() { ended <- s.health.Watch(&healthpb.HealthCheckRequest{}, h) }()
	}
	for range grpchealth.MostWatchers {
		<-h.sent
	}
	_, err := s.watch(t, "").Recv()
	if status.Code(err) != codes.ResourceExhausted || retryDelay(err) != 7*time.Second {
		t.Error(err)
	}
	cancel()
	for range grpchealth.MostWatchers {
		if err := <-ended; status.Code(err) != codes.Canceled {
			t.Error(err)
		}
	}
	if got, err := s.watch(t, "").Recv(); err != nil || got.GetStatus() != notServing {
		t.Error("their places aren't free: ", err)
	}
}

// stream is one that nobody listens to.
type stream struct {
	grpc.ServerStream
	ctx  context.Context
	sent chan struct{}
}

func (s *stream) Context() context.Context                 { return s.ctx }
func (s *stream) Send(*healthpb.HealthCheckResponse) error { s.sent <- struct{}{}; return nil }

func retryDelay(err error) time.Duration {
	for _, d := range status.Convert(err).Details() {
		if d, ok := d.(*errdetails.RetryInfo); ok {
			return d.GetRetryDelay().AsDuration()
		}
	}
	return 0
}

func TestUntilReady(t *testing.T) {
	s := serve(t)
	get := func() error {
		_, err := s.orders.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "customers/1/orders/2"})
		return err
	}
	watch := func() error {
		stream, err := s.orders.WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "customers/1"})
		if err == nil {
			_, err = stream.Recv()
		}
		if err == io.EOF {
			err = nil
		}
		return err
	}
	for name, call := range map[string]func() error{"unary": get, "stream": watch} {
		if err := call(); status.Code(err) != codes.Unavailable || retryDelay(err) != 7*time.Second {
			t.Errorf("%s while it starts: %v", name, err)
		}
	}
	for _, step := range []func(){s.state.Ready, s.state.Drain} { // what comes while it drains is served
		step()
		for name, call := range map[string]func() error{"unary": get, "stream": watch} {
			if err := call(); err != nil {
				t.Errorf("%s while it is %v: %v", name, s.state.Status(), err)
			}
		}
	}
}

// As interceptors of the gRPC server itself they see the health service, too.
func TestHealthPassesItsOwnInterceptors(t *testing.T) {
	state, err := health.New(health.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := grpc.NewServer(grpc.UnaryInterceptor(grpchealth.UntilReady(state)), grpc.StreamInterceptor(grpchealth.StreamUntilReady(state)))
	grpchealth.Register(g, state)
	client := healthpb.NewHealthClient(connect(t, g))
	got, err := client.Check(t.Context(), &healthpb.HealthCheckRequest{Service: grpchealth.Live})
	if err != nil || got.GetStatus() != serving {
		t.Error(got, err)
	}
	list, err := client.List(t.Context(), &healthpb.HealthListRequest{})
	if err != nil || len(list.GetStatuses()) != 3 {
		t.Error(list, err)
	}
	stream, err := client.Watch(t.Context(), &healthpb.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := stream.Recv(); err != nil || got.GetStatus() != notServing {
		t.Error(got, err)
	}
}

func TestUntilReadyAllocatesNothing(t *testing.T) {
	state, err := health.New(health.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	state.Ready()
	check, info := grpchealth.UntilReady(state), &grpc.UnaryServerInfo{FullMethod: "/a/b"}
	next := func(context.Context, any) (any, error) { return nil, nil }
	if n := testing.AllocsPerRun(1000, func() { check(context.Background(), nil, info, next) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// A gRPC server shows the same state as /health/ready does.
func Example() {
	state, err := health.New(health.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := grpc.NewServer()
	// Services are registered here.
	service := grpchealth.Register(server, state)

	ask := func(name string) {
		answer, err := service.Check(context.Background(), &healthpb.HealthCheckRequest{Service: name})
		fmt.Println(answer.GetStatus(), err)
	}
	ask("")
	state.Ready()
	ask("")
	state.Drain()
	ask(grpchealth.Ready)
	ask(grpchealth.Live)
	// Output:
	// NOT_SERVING <nil>
	// SERVING <nil>
	// NOT_SERVING <nil>
	// SERVING <nil>
}
