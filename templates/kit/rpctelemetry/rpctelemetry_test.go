package rpctelemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/kit/rpctelemetry"
	"github.com/bylaw-dev/bylaw/templates/kit/telemetry"
	"github.com/bylaw-dev/bylaw/templates/support/deprecation"
)

// safe is a buffer for several goroutines.
type safe struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// orders logs its work, and does as names ask for.
type orders struct {
	shop.UnimplementedOrdersServer
	telemetry *telemetry.Telemetry
	seen      func(context.Context)
}

func (o orders) GetOrder(ctx context.Context, r *shop.GetOrderRequest) (*shop.Order, error) {
	o.telemetry.Logger.InfoContext(ctx, "working", "request", r)
	if o.seen != nil {
		o.seen(ctx)
	}
	switch r.GetName() {
	case "missing":
		return nil, status.Error(codes.NotFound, "none")
	case "broken":
		return nil, errors.New("db")
	case "bad answer":
		return &shop.Order{}, nil
	}
	return &shop.Order{Name: r.GetName(), Title: "tea"}, nil
}

func (o orders) WatchOrders(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	return s.Send(&shop.Order{Name: "a", Title: "tea"})
}

type world struct {
	*telemetry.Telemetry
	shop.OrdersClient
	conn   *grpc.ClientConn
	server *edge.Server
	log    *safe
	spans  *tracetest.InMemoryExporter
	stop   func()
}

func start(t testing.TB, o edge.Options, seen func(context.Context)) *world {
	t.Helper()
	w := &world{log: new(safe), spans: tracetest.NewInMemoryExporter()}
	var err error
	if w.Telemetry, err = telemetry.New(telemetry.Options{Service: "shop", Log: w.log, Spans: w.spans}); err != nil {
		t.Fatal(err)
	}
	incoming, err := rpctelemetry.Server(w.Telemetry)
	if err != nil {
		t.Fatal(err)
	}
	outgoing, err := rpctelemetry.Client(w.Telemetry)
	if err != nil {
		t.Fatal(err)
	}
	if o.Runtime, err = celvalid.New(); err != nil {
		t.Fatal(err)
	}
	o.Logger, o.GRPC = w.Logger, []grpc.ServerOption{grpc.StatsHandler(incoming)}
	w.server = edge.New(o)
	shop.RegisterOrdersServer(w.server, orders{telemetry: w.Telemetry, seen: seen})
	g, err := w.server.GRPC()
	if err != nil {
		t.Fatal(err)
	}
	at := bufconn.Listen(1 << 20)
	go g.Serve(at)
	w.conn, err = grpc.NewClient("passthrough:///shop", grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithStatsHandler(outgoing),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return at.DialContext(ctx) }))
	if err != nil {
		t.Fatal(err)
	}
	w.OrdersClient = shop.NewOrdersClient(w.conn)
	w.stop = sync.OnceFunc(func() { w.conn.Close(); g.GracefulStop() })
	t.Cleanup(func() { w.stop(); w.Shutdown(context.Background()) })
	return w
}

// metrics are the lines that Prometheus gets of one name.
func (w *world) metrics(t testing.TB, name string) (all []string) {
	t.Helper()
	a := httptest.NewRecorder()
	w.Metrics.ServeHTTP(a, httptest.NewRequest("GET", "/metrics", nil))
	for line := range strings.Lines(a.Body.String()) {
		if strings.HasPrefix(line, name) {
			all = append(all, strings.TrimSpace(line))
		}
	}
	slices.Sort(all)
	return all
}

func (w *world) lines(t testing.TB) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(w.log.String()) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, one)
	}
	return all
}

// Labels are methods of the contract, and the outcome is what the caller has seen.
func TestCalls(t *testing.T) {
	w := start(t, edge.Options{}, nil)
	for name, want := range map[string]codes.Code{"a": codes.OK, "": codes.InvalidArgument, "missing": codes.NotFound, "broken": codes.Internal, "bad answer": codes.Internal} {
		if _, err := w.GetOrder(t.Context(), &shop.GetOrderRequest{Name: name}); status.Code(err) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
	s, err := w.WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "p"})
	if err != nil {
		t.Fatal(err)
	}
	for _, err = s.Recv(); err == nil; _, err = s.Recv() {
	}
	for i := range 50 { // made up by callers
		_ = w.conn.Invoke(t.Context(), fmt.Sprintf("/made.up.S%d/M", i), &shop.File{}, &shop.File{})
		_ = w.conn.Invoke(t.Context(), fmt.Sprintf("/shop.v1.Orders/M%d", i), &shop.File{}, &shop.File{})
	}
	w.stop() // all calls have ended
	const head = `rpc_server_call_duration_seconds_count{`
	want := []string{
		head + `error_type="INTERNAL",operation="/shop.v1.Orders/GetOrder",rpc_method="shop.v1.Orders/GetOrder",rpc_response_status_code="INTERNAL",rpc_system_name="grpc",service_name="shop"} 2`,
		head + `operation="/shop.v1.Orders/GetOrder",rpc_method="shop.v1.Orders/GetOrder",rpc_response_status_code="INVALID_ARGUMENT",rpc_system_name="grpc",service_name="shop"} 1`,
		head + `operation="/shop.v1.Orders/GetOrder",rpc_method="shop.v1.Orders/GetOrder",rpc_response_status_code="NOT_FOUND",rpc_system_name="grpc",service_name="shop"} 1`,
		head + `operation="/shop.v1.Orders/GetOrder",rpc_method="shop.v1.Orders/GetOrder",rpc_response_status_code="OK",rpc_system_name="grpc",service_name="shop"} 1`,
		head + `operation="/shop.v1.Orders/WatchOrders",rpc_method="shop.v1.Orders/WatchOrders",rpc_response_status_code="OK",rpc_system_name="grpc",service_name="shop"} 1`,
		head + `rpc_method="_OTHER",rpc_response_status_code="UNIMPLEMENTED",rpc_system_name="grpc",service_name="shop"} 100`,
	}
	if got := w.metrics(t, head); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if strings.Contains(w.log.String(), "made.up") {
		t.Error(w.log)
	}
}

const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

// The trace goes in and out, and all that is logged of a call has its IDs; metadata and messages aren't told.
func TestTraceAndLog(t *testing.T) {
	var out metadata.MD
	var w *world
	w = start(t, edge.Options{}, func(ctx context.Context) {
		if out == nil { // calls itself, once
			out = metadata.MD{}
			_, _ = w.GetOrder(ctx, &shop.GetOrderRequest{Name: "missing"}, grpc.Header(&out))
		}
	})
	ctx := metadata.AppendToOutgoingContext(t.Context(), "tracestate", "a=b", "authorization", "Bearer hunter2", "x-request-id", "r-1", "baggage", "user=ada")
	if _, err := w.GetOrder(ctx, &shop.GetOrderRequest{Name: "a"}); err != nil {
		t.Fatal(err)
	}
	w.stop()
	if err := w.Tracers.(*sdktrace.TracerProvider).ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	spans := w.spans.GetSpans()
	if len(spans) != 4 { // client, server, client, server
		t.Fatalf("%d spans", len(spans))
	}
	for _, s := range spans {
		if s.SpanContext.TraceID() != spans[0].SpanContext.TraceID() || s.Name != "shop.v1.Orders/GetOrder" {
			t.Errorf("%s %v", s.Name, s.SpanContext)
		}
	}
	lines := w.lines(t)
	ids := map[any]int{}
	for _, line := range lines {
		if line["trace_id"] != spans[0].SpanContext.TraceID().String() || line["request_id"] == nil {
			t.Errorf("%v", line)
		}
		ids[line["request_id"]]++
	}
	if len(lines) != 4 || ids["r-1"] != 2 || len(ids) != 2 || lines[3]["msg"] != "call" || lines[3]["method"] != "shop.v1.Orders/GetOrder" || lines[3]["code"] != "OK" {
		t.Error(w.log)
	}
	if everything := w.log.String() + fmt.Sprint(spans); strings.Contains(everything, "hunter2") || strings.Contains(everything, "user=ada") {
		t.Error(everything)
	}
}

// Who calls with a trace of its own stays in it, over plain metadata too.
func TestIncomingTrace(t *testing.T) {
	w := start(t, edge.Options{}, nil)
	h, err := rpctelemetry.Server(w.Telemetry)
	if err != nil {
		t.Fatal(err)
	}
	ctx := h.TagRPC(metadata.NewIncomingContext(t.Context(), metadata.Pairs("traceparent", parent)), nil)
	w.Logger.InfoContext(ctx, "here")
	if !strings.Contains(w.log.String(), `"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"`) {
		t.Error(w.log)
	}
}

func notices(t testing.TB) *deprecation.Notices {
	n, err := deprecation.New(deprecation.Table{
		"/shop.v1.Orders/GetOrder":    {Since: time.Unix(1688169599, 0), Sunset: time.Unix(1719791999, 0), Link: "https://example.com/v2"},
		"/shop.v1.Orders/WatchOrders": {Since: time.Unix(1688169599, 0)},
	}, deprecation.Options{Caller: func(ctx context.Context) string { return "ada" }})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The same headers over gRPC and REST, on refusals too.
func TestDeprecated(t *testing.T) {
	n := notices(t)
	unary, stream := rpctelemetry.Deprecated(n)
	w := start(t, edge.Options{Unary: []grpc.UnaryServerInterceptor{unary}, Stream: []grpc.StreamServerInterceptor{stream}}, nil)
	for _, name := range []string{"a", "missing", ""} {
		var md metadata.MD
		_, _ = w.GetOrder(t.Context(), &shop.GetOrderRequest{Name: name}, grpc.Header(&md))
		if fmt.Sprint(md.Get("deprecation"), md.Get("sunset"), md.Get("link")) != `[@1688169599] [Sun, 30 Jun 2024 23:59:59 GMT] [<https://example.com/v2>; rel="deprecation"; type="text/html"]` {
			t.Errorf("%q: %v", name, md)
		}
	}
	s, err := w.WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "p"})
	if err != nil {
		t.Fatal(err)
	}
	if md, err := s.Header(); err != nil || len(md.Get("deprecation")) != 1 {
		t.Errorf("%v %v", md, err)
	}
	var md metadata.MD
	if _, err := w.GetFile(t.Context(), &shop.GetFileRequest{Path: "a"}, grpc.Header(&md)); status.Code(err) != codes.Unimplemented || md.Get("deprecation") != nil {
		t.Errorf("%v %v", md, err)
	}
	h, err := rest.New(w.server, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/v1/customers/1/orders/2": "@1688169599", "/v1/customers/1/orders:watch": "@1688169599", "/v1/files/a": ""} {
		a := httptest.NewRecorder()
		h.ServeHTTP(a, httptest.NewRequest(http.MethodGet, path, nil))
		if a.Header().Get("Deprecation") != want {
			t.Errorf("%s: %d %v", path, a.Code, a.Header())
		}
	}
	if got := fmt.Sprint(n.Usage()); !strings.HasPrefix(got, "[{/shop.v1.Orders/GetOrder ada 4 ") || !strings.Contains(got, "{/shop.v1.Orders/WatchOrders ada 2 ") {
		t.Error(got)
	}
}

func TestTable(t *testing.T) {
	since := time.Unix(1688169599, 0)
	service := func(name string, deprecated bool, sunset string) *descriptorpb.ServiceDescriptorProto {
		o := &descriptorpb.MethodOptions{Deprecated: &deprecated}
		if sunset != "" {
			content := protowire.AppendString(protowire.AppendTag(nil, 4, protowire.BytesType), sunset)
			o.ProtoReflect().SetUnknown(protowire.AppendBytes(protowire.AppendTag(nil, 62796157, protowire.BytesType), content))
		}
		return &descriptorpb.ServiceDescriptorProto{Name: &name, Method: []*descriptorpb.MethodDescriptorProto{{Name: proto.String("M"), InputType: proto.String(".t.R"), OutputType: proto.String(".t.R"), Options: o}}}
	}
	f, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{Name: proto.String("t.proto"), Package: proto.String("t"), MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("R")}},
		Service: []*descriptorpb.ServiceDescriptorProto{service("A", true, ""), service("B", false, "2027-03-01"), service("C", false, ""), service("D", true, "soon")}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := f.Services()
	got, err := rpctelemetry.Table(since, all.Get(0), all.Get(1), all.Get(2))
	if err != nil || len(got) != 2 || got["/t.A/M"] != (deprecation.Notice{Since: since}) || got["/t.B/M"] != (deprecation.Notice{Since: since, Sunset: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}) {
		t.Errorf("%v %v", got, err)
	}
	if _, err := rpctelemetry.Table(since, all.Get(3)); err == nil || !strings.Contains(err.Error(), "t.D.M") {
		t.Error(err)
	}
}

func Example() {
	t, err := telemetry.New(telemetry.Options{Service: "shop"})
	if err != nil {
		panic(err)
	}
	defer t.Shutdown(context.Background())
	incoming, err := rpctelemetry.Server(t)
	if err != nil {
		panic(err)
	}
	runtime, _ := celvalid.New()
	s := edge.New(edge.Options{Runtime: runtime, Logger: t.Logger, GRPC: []grpc.ServerOption{grpc.StatsHandler(incoming)}})
	shop.RegisterOrdersServer(s, orders{telemetry: t})
	overGRPC, err := s.GRPC()
	if err != nil {
		panic(err)
	}
	over, err := rest.New(s, rest.Options{})
	if err != nil {
		panic(err)
	}
	overREST := t.Middleware(telemetry.HTTPOptions{})(over) // HTTP is telemetry's own
	fmt.Println(len(overGRPC.GetServiceInfo()), overREST != nil)
	// Output: 1 true
}
