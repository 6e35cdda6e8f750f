package replay_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/replay"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// service counts what it executes.
type service struct {
	shop.UnimplementedOrdersServer
	n      atomic.Int32
	create func(context.Context, *shop.CreateOrderRequest) (*shop.Order, error)
}

func (s *service) CreateOrder(ctx context.Context, r *shop.CreateOrderRequest) (*shop.Order, error) {
	s.n.Add(1)
	if s.create != nil {
		return s.create(ctx, r)
	}
	return &shop.Order{Name: r.Parent + "/orders/1", Title: r.Order.Title, Labels: map[string]string{"a": "1", "b": "2", "c": "3"}}, nil
}

func (s *service) GetOrder(_ context.Context, r *shop.GetOrderRequest) (*shop.Order, error) {
	s.n.Add(1)
	return &shop.Order{Name: r.Name, Title: "tea"}, nil
}

func (s *service) CancelOrder(_ context.Context, r *shop.CancelOrderRequest) (*shop.Order, error) {
	s.n.Add(1)
	return &shop.Order{Name: r.Name, Title: "tea"}, nil
}

// bench is a service behind both protocols.
type bench struct {
	*service
	grpc shop.OrdersClient
	rest *httptest.Server
}

func newBench(t testing.TB, o replay.Options) *bench {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	x, err := idempotency.New(idempotency.Options{Store: idempotency.NewMemory(idempotency.MemoryOptions{}), Logger: quiet})
	check(t, err)
	if o.Caller == nil {
		o.Caller = caller
	}
	unary, err := replay.Unary(x, o)
	check(t, err)
	runtime, err := celvalid.New()
	check(t, err)
	outer := func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
		check(t, grpc.SetHeader(ctx, metadata.Pairs("link", "each call has its own")))
		return handler(ctx, req)
	}
	s := edge.New(edge.Options{Runtime: runtime, Unary: []grpc.UnaryServerInterceptor{outer, unary}, Logger: quiet,
		Headers: []edge.Header{{Name: "etag", Response: true}, {Name: "sum-bin", Response: true}}})
	b := &bench{service: &service{}}
	shop.RegisterOrdersServer(s, b.service)
	h, err := rest.New(s, rest.Options{})
	check(t, err)
	b.rest = httptest.NewServer(h)
	t.Cleanup(b.rest.Close)
	g, err := s.GRPC()
	check(t, err)
	b.grpc = shop.NewOrdersClient(dial(t, g))
	return b
}

func dial(t testing.TB, g *grpc.Server) *grpc.ClientConn {
	t.Helper()
	listener := bufconn.Listen(1 << 20)
	go g.Serve(listener)
	t.Cleanup(g.Stop)
	conn, err := grpc.NewClient("passthrough:///bufconn", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	check(t, err)
	t.Cleanup(func() { conn.Close() })
	return conn
}

// caller stands for authentication.
func caller(ctx context.Context) string {
	return strings.Join(metadata.ValueFromIncomingContext(ctx, "authorization"), ",")
}

func as(t testing.TB, name string, more ...string) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return metadata.AppendToOutgoingContext(ctx, append([]string{"authorization", name}, more...)...)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const token = "123e4567-e89b-42d3-a456-426614174000"

func order(title string) *shop.CreateOrderRequest {
	return &shop.CreateOrderRequest{Parent: "customers/1", Order: &shop.Order{Title: title, Labels: map[string]string{"z": "1", "y": "2", "x": "3"}}, RequestId: token}
}

const body = `{"labels":{"x":"3","y":"2","z":"1"},"title":"tea"}`

// post sends the same as order("tea") over REST.
func (b *bench) post(t testing.TB, name, query, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.rest.URL+"/v1/customers/1/orders"+query, strings.NewReader(body))
	check(t, err)
	r.Header.Set("Authorization", name)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	check(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	check(t, err)
	return answer, string(text)
}

func (b *bench) want(t testing.TB, n int32) {
	t.Helper()
	if got := b.n.Load(); got != n {
		t.Errorf("executed %d times, want %d", got, n)
	}
}

// TestBothProtocols repeats one call over each protocol.
func TestBothProtocols(t *testing.T) {
	b := newBench(t, replay.Options{})
	var header metadata.MD
	first, err := b.grpc.CreateOrder(as(t, "ann"), order("tea"), grpc.Header(&header))
	check(t, err)
	if len(header["idempotency-replayed"]) > 0 {
		t.Error("the first one is called a repetition")
	}
	second, err := b.grpc.CreateOrder(as(t, "ann"), order("tea"), grpc.Header(&header))
	check(t, err)
	if !proto.Equal(first, second) || len(header["idempotency-replayed"]) != 1 {
		t.Error(second, header)
	}
	answer, text := b.post(t, "ann", "?request_id="+token, body)
	if answer.StatusCode != 200 || answer.Header.Get("Idempotency-Replayed") != "true" || !strings.Contains(text, `"customers/1/orders/1"`) {
		t.Error(answer, text)
	}
	b.want(t, 1)
	if _, err = b.grpc.CreateOrder(as(t, "bob"), order("tea")); err != nil {
		t.Error(err)
	}
	b.want(t, 2)
}

// TestHeaders repeats what the implementation has set, once, and nothing of what others set on each call.
func TestHeaders(t *testing.T) {
	for _, failed := range []error{nil, status.Error(codes.NotFound, "no such thing")} {
		b := newBench(t, replay.Options{})
		b.create = func(ctx context.Context, r *shop.CreateOrderRequest) (*shop.Order, error) {
			check(t, grpc.SetHeader(ctx, metadata.Pairs("etag", "one", "secret", "kept")))
			check(t, grpc.SetTrailer(ctx, metadata.Pairs("sum-bin", "\xff\x00")))
			return r.Order, failed
		}
		for i := range 3 {
			var header, trailer metadata.MD
			_, err := b.grpc.CreateOrder(as(t, "ann"), order("tea"), grpc.Header(&header), grpc.Trailer(&trailer))
			if status.Code(err) != status.Code(failed) || strings.Join(header["etag"], ",") != "one" || strings.Join(trailer["sum-bin"], ",") != "\xff\x00" ||
				len(header["link"]) != 1 || len(header["secret"]) != 0 || len(header["idempotency-replayed"]) != min(i, 1) {
				t.Error(i, err, header, trailer)
			}
		}
		if answer, text := b.post(t, "ann", "?request_id="+token, body); answer.Header.Get("Etag") != "one" {
			t.Error(answer, text)
		}
		b.want(t, 1)
	}
}

func TestOtherBody(t *testing.T) {
	b := newBench(t, replay.Options{})
	_, err := b.grpc.CreateOrder(as(t, "ann"), order("tea"))
	check(t, err)
	_, err = b.grpc.CreateOrder(as(t, "ann"), order("coffee"))
	e := fault.Typed(status.Convert(err))
	if status.Code(err) != codes.InvalidArgument || e.Status != 422 || e.Code != idempotency.CodeMismatch {
		t.Error(err, e)
	}
	answer, text := b.post(t, "ann", "?request_id="+token, `{"title":"coffee"}`)
	if answer.StatusCode != 422 || !strings.Contains(text, `"code":"idempotency_key_reused"`) || !strings.Contains(answer.Header.Get("Content-Type"), "problem+json") {
		t.Error(answer, text)
	}
	b.want(t, 1)
}

func TestRunning(t *testing.T) {
	b := newBench(t, replay.Options{})
	begun, end := make(chan struct{}), make(chan struct{})
	b.create = func(_ context.Context, r *shop.CreateOrderRequest) (*shop.Order, error) {
		close(begun)
		<-end
		return r.Order, nil
	}
	var first, others sync.WaitGroup
	first.Go(func() {
		if _, err := b.grpc.CreateOrder(as(t, "ann"), order("tea")); err != nil {
			t.Error(err)
		}
	})
	<-begun
	for range 63 {
		others.Go(func() {
			_, err := b.grpc.CreateOrder(as(t, "ann"), order("tea"))
			if e := fault.Typed(status.Convert(err)); status.Code(err) != codes.Aborted || e.RetryAfter != time.Second {
				t.Error(err)
			}
		})
	}
	answer, text := b.post(t, "ann", "?request_id="+token, body)
	if answer.StatusCode != 409 || answer.Header.Get("Retry-After") != "1" || !strings.Contains(text, "idempotency_key_in_use") {
		t.Error(answer, text)
	}
	others.Wait()
	close(end)
	first.Wait()
	b.want(t, 1)
}

// TestErrors repeats errors with their details, and stores none that another try may better.
func TestErrors(t *testing.T) {
	for _, test := range []struct {
		code codes.Code
		once bool
	}{
		{codes.NotFound, true}, {codes.FailedPrecondition, true}, {codes.OutOfRange, true},
		{codes.InvalidArgument, false}, {codes.PermissionDenied, false}, {codes.Aborted, false}, {codes.Unavailable, false}, {codes.ResourceExhausted, false},
		{codes.DeadlineExceeded, false}, {codes.Canceled, false}, {codes.Internal, false}, {codes.Unknown, false}, {codes.Unimplemented, false},
	} {
		b := newBench(t, replay.Options{})
		b.create = func(context.Context, *shop.CreateOrderRequest) (*shop.Order, error) {
			s, err := status.New(test.code, "no such thing").WithDetails(&errdetails.PreconditionFailure{Violations: []*errdetails.PreconditionFailure_Violation{{Subject: "stock"}}})
			check(t, err)
			return nil, s.Err()
		}
		_, first := b.grpc.CreateOrder(as(t, "ann", "x-request-id", "first"), order("tea"))
		var header metadata.MD
		_, second := b.grpc.CreateOrder(as(t, "ann", "x-request-id", "second"), order("tea"), grpc.Header(&header))
		if once := b.n.Load() == 1; once != test.once || once != (len(header["idempotency-replayed"]) == 1) || status.Code(second) != test.code {
			t.Errorf("%s: executed %d times, %v", test.code, b.n.Load(), second)
		}
		s, e := status.Convert(second), fault.Typed(status.Convert(second))
		if s.Message() != status.Convert(first).Message() || e.RequestID != "second" || len(s.Details()) != len(status.Convert(first).Details()) {
			t.Errorf("%s: %v", test.code, s.Proto())
		}
	}
}

// TestInvalid sends what breaks the contract, which isn't stored, and tokens that are none.
func TestInvalid(t *testing.T) {
	b := newBench(t, replay.Options{})
	for range 2 {
		answer, text := b.post(t, "ann", "?request_id="+token, `{"title":""}`)
		if answer.StatusCode != 400 || answer.Header.Get("Idempotency-Replayed") != "" || !strings.Contains(text, "order.title") {
			t.Error(answer, text)
		}
	}
	b.want(t, 0)
	for query, headers := range map[string][]string{
		"?request_id=no-uuid": nil, "": {"Idempotency-Key", strings.Repeat("x", 256)},
		"?": {"Idempotency-Key", "a", "Idempotency-Key", "b"}, "?request_id=" + token: {"Idempotency-Key", "other"},
	} {
		if answer, text := b.post(t, "ann", query, body, headers...); answer.StatusCode != 400 || !strings.Contains(text, "violations") {
			t.Error(query, answer, text)
		}
	}
	b.want(t, 0)
}

func TestHeader(t *testing.T) {
	b := newBench(t, replay.Options{})
	cancel := &shop.CancelOrderRequest{Name: "customers/1/orders/1", Reason: "cold"}
	for range 2 {
		_, err := b.grpc.CancelOrder(as(t, "ann", "idempotency-key", "k"), cancel)
		check(t, err)
	}
	b.want(t, 1)
	for range 2 {
		if answer, text := b.post(t, "ann", "", body, "Idempotency-Key", "k"); answer.StatusCode != 200 { // another operation
			t.Error(answer, text)
		}
	}
	b.want(t, 2)
	for range 2 { // without a key
		_, err := b.grpc.CancelOrder(as(t, "ann"), cancel)
		check(t, err)
	}
	b.want(t, 4)
	for range 2 { // what reads needs none
		_, err := b.grpc.GetOrder(as(t, "ann", "idempotency-key", "k"), &shop.GetOrderRequest{Name: "customers/1/orders/1"})
		check(t, err)
	}
	b.want(t, 6)
}

func TestRequired(t *testing.T) {
	b := newBench(t, replay.Options{Required: func(method string) bool { return strings.HasSuffix(method, "/CreateOrder") }})
	bare := order("tea")
	bare.RequestId = ""
	_, err := b.grpc.CreateOrder(as(t, "ann"), bare)
	e := fault.Typed(status.Convert(err))
	if status.Code(err) != codes.InvalidArgument || len(e.Violations) != 1 || e.Violations[0].Field != "request_id" || e.Violations[0].Code != "required" {
		t.Error(err)
	}
	if _, err := b.grpc.CreateOrder(as(t, ""), order("tea")); status.Code(err) != codes.Unauthenticated {
		t.Error(err)
	}
	b.want(t, 0)
}

// TestPlainServer has no edge.
func TestPlainServer(t *testing.T) {
	x, err := idempotency.New(idempotency.Options{Store: idempotency.NewMemory(idempotency.MemoryOptions{})})
	check(t, err)
	unary, err := replay.Unary(x, replay.Options{Caller: replay.Anyone})
	check(t, err)
	s, g := &service{}, grpc.NewServer(grpc.UnaryInterceptor(unary))
	shop.RegisterOrdersServer(g, s)
	client := shop.NewOrdersClient(dial(t, g))
	var header metadata.MD
	for range 2 {
		_, err := client.CreateOrder(as(t, "ann"), order("tea"), grpc.Header(&header))
		check(t, err)
	}
	if s.n.Load() != 1 || len(header["idempotency-replayed"]) != 1 {
		t.Error(s.n.Load(), header)
	}
	if _, err := client.CreateOrder(as(t, "ann"), order("coffee")); status.Code(err) != codes.InvalidArgument {
		t.Error(err)
	}
	if _, err := replay.Unary(x, replay.Options{}); err == nil {
		t.Error("callers that aren't told apart are taken")
	}
}
