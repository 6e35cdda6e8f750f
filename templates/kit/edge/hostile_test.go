package edge_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// raw sends bytes as they are, and takes any answer.
type raw struct{}

func (raw) Name() string { return "proto" }

func (raw) Marshal(v any) (mem.BufferSlice, error) {
	if b, ok := v.([]byte); ok {
		return mem.BufferSlice{mem.SliceBuffer(b)}, nil
	}
	b, err := proto.Marshal(v.(proto.Message))
	return mem.BufferSlice{mem.SliceBuffer(b)}, err
}

func (raw) Unmarshal(data mem.BufferSlice, v any) error {
	if to, ok := v.(*[]byte); ok {
		*to = data.Materialize()
	}
	return nil
}

func (s *served) send(t testing.TB, method string, b []byte, o ...grpc.CallOption) error {
	var out []byte
	return s.conn.Invoke(t.Context(), method, b, &out, append(o, grpc.ForceCodecV2(raw{}))...)
}

func bytesOf(number protowire.Number, b []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), b)
}

// nested is an order whose items have parts, as deep as that.
func nested(depth int) []byte {
	var item []byte
	for range depth {
		item = bytesOf(3, item)
	}
	return bytesOf(2, bytesOf(3, item))
}

// TestUnreadable sends what is no message.
func TestUnreadable(t *testing.T) {
	called := false
	s := serve(t, &orders{create: func(context.Context, *shop.CreateOrderRequest) (*shop.Order, error) {
		called = true
		return good(), nil
	}}, edge.Options{MaxDepth: 20})
	whole, err := proto.Marshal(create())
	if err != nil {
		t.Fatal(err)
	}
	entry := slices.Concat(bytesOf(1, []byte("colour")), bytesOf(2, []byte("\xff")))
	for _, c := range []struct {
		name string
		sent []byte
		code codes.Code
		want []string
	}{
		{"oversized", bytes.Repeat([]byte{0}, 1<<20+1), codes.ResourceExhausted, nil},
		{"of megabytes", bytes.Repeat([]byte{0}, 5<<20), codes.ResourceExhausted, nil},
		{"truncated", whole[:len(whole)-1], codes.InvalidArgument, []string{"order MALFORMED"}},
		{"truncated within", bytesOf(2, []byte{0x1a, 5}), codes.InvalidArgument, []string{"order.items MALFORMED"}},
		{"noise", []byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), codes.InvalidArgument, []string{" MALFORMED"}},
		{"JSON", []byte(`{"parent": "x"}`), codes.InvalidArgument, []string{" MALFORMED"}},
		{"nested deeply", nested(5000), codes.InvalidArgument, []string{"order.items[0]" + strings.Repeat(".parts[0]", 18) + " TOO_DEEP"}},
		{"no UTF-8", slices.Concat(bytesOf(1, []byte("a\xff")), bytesOf(2, slices.Concat(bytesOf(3, nil), bytesOf(3, bytesOf(1, []byte{0xc0})), bytesOf(7, entry)))),
			codes.InvalidArgument, []string{"parent INVALID_UTF8", "order.items[1].sku INVALID_UTF8", `order.labels["colour"] INVALID_UTF8`}},
	} {
		var header metadata.MD
		err := s.send(t, shop.Orders_CreateOrder_FullMethodName, c.sent, grpc.Header(&header))
		code, violations, _ := facts(err)
		if code != c.code || !slices.Equal(violations, c.want) {
			t.Errorf("%s: %v %q", c.name, code, violations)
		}
		if len(header["x-request-id"]) != 1 {
			t.Errorf("%s has no ID: %v", c.name, header)
		}
	}
	if called {
		t.Error("the implementation was called")
	}
	if s.log.String() != "" {
		t.Error("the operator is bothered with callers' mistakes:", s.log)
	}
	if err := s.send(t, shop.Orders_CreateOrder_FullMethodName, whole); err != nil {
		t.Error("what is whole isn't taken:", err)
	}
}

// unaryDesc calls a unary method as if it streamed.
var unaryDesc = &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}

// TestSlow opens calls whose message never comes, comes twice, or is only announced.
func TestSlow(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{Timeout: 50 * time.Millisecond})
	open := func(method string) grpc.ClientStream {
		stream, err := s.conn.NewStream(t.Context(), unaryDesc, method)
		if err != nil {
			t.Fatal(err)
		}
		return stream
	}
	silent := open(shop.Orders_CreateOrder_FullMethodName)
	if err := silent.RecvMsg(new(shop.Order)); status.Code(err) != codes.DeadlineExceeded {
		t.Errorf("who never sends gets %v", err)
	}
	closed := open(shop.Orders_CreateOrder_FullMethodName)
	closed.CloseSend()
	if err := closed.RecvMsg(new(shop.Order)); status.Code(err) != codes.Internal && status.Code(err) != codes.InvalidArgument {
		t.Errorf("who sends nothing gets %v", err)
	}
	double := open(shop.Orders_CreateOrder_FullMethodName)
	double.SendMsg(create())
	double.SendMsg(create())
	double.CloseSend()
	if err := double.RecvMsg(new(shop.Order)); status.Code(err) != codes.Internal && status.Code(err) != codes.InvalidArgument {
		t.Errorf("who sends twice gets %v", err)
	}
	half, err := s.Chat(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	half.CloseSend()
	if _, err := half.Recv(); err != io.EOF {
		t.Errorf("a stream that is closed at once ends with %v", err)
	}
	if s.log.String() != "" {
		t.Error(s.log)
	}
}

// TestUnknown calls what isn't there.
func TestUnknown(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{})
	for _, method := range []string{"/shop.v1.Orders/Steal", "/nobody.Knows/It"} {
		var header metadata.MD
		err := s.send(t, method, nil, grpc.Header(&header))
		if code, _, reason := facts(err); code != codes.Unimplemented || reason != "UNIMPLEMENTED" || len(header["x-request-id"]) != 1 {
			t.Errorf("%s: %v %v", method, err, header)
		}
	}
}

const internals = "pq: password of 10.0.0.3"

// secretive fails if an error, or its details, tell of the implementation.
func secretive(t *testing.T, err error) {
	t.Helper()
	if text := status.Convert(err).Proto().String() + err.Error(); strings.Contains(text, "password") || strings.Contains(text, "goroutine") || strings.Contains(text, ".go:") {
		t.Errorf("internals are told: %s", text)
	}
}

func TestPanics(t *testing.T) {
	s := serve(t, &orders{
		create: func(context.Context, *shop.CreateOrderRequest) (*shop.Order, error) { panic(internals) },
		get:    func(context.Context, *shop.GetOrderRequest) (*shop.Order, error) { return nil, errors.New(internals) },
		chat: func(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
			if m, err := s.Recv(); err == nil {
				s.Send(m)
			}
			panic(internals)
		},
	}, edge.Options{})
	_, err := s.CreateOrder(t.Context(), create())
	if code, _, reason := facts(err); code != codes.Internal || reason != "INTERNAL" {
		t.Error(err)
	}
	secretive(t, err)
	_, err = s.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "x"})
	if status.Code(err) != codes.Internal {
		t.Error(err)
	}
	secretive(t, err)
	chat, err := s.Chat(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	chat.Send(&shop.ChatMessage{Text: "a"})
	if _, err := chat.Recv(); err != nil {
		t.Fatal(err)
	}
	_, err = chat.Recv()
	if status.Code(err) != codes.Internal {
		t.Error(err)
	}
	secretive(t, err)
	if log := s.log.String(); strings.Count(log, internals) < 3 || !strings.Contains(log, "hostile_test.go") {
		t.Errorf("the operator is told %s", log)
	}
	if _, err := s.CancelOrder(t.Context(), &shop.CancelOrderRequest{Name: "x", Code: 1}); err != nil {
		t.Error("after a panic:", err)
	}
}

// TestThousandCancelled cancels a thousand streams that are in the middle of something, and looks for what is left of them.
func TestThousandCancelled(t *testing.T) {
	const streams = 1000
	var ended sync.WaitGroup
	ended.Add(streams)
	s := serve(t, &orders{chat: func(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
		defer ended.Done()
		for {
			m, err := s.Recv()
			if err != nil {
				return err
			}
			if err := s.Send(m); err != nil {
				return err
			}
		}
	}}, edge.Options{GRPC: []grpc.ServerOption{grpc.MaxConcurrentStreams(streams)}})
	if _, err := s.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "x"}); err != nil { // the connection's own goroutines
		t.Fatal(err)
	}
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var all sync.WaitGroup
	wrong := make(chan error, streams)
	begun := make(chan struct{}, streams)
	for range streams {
		all.Go(func() {
			chat, err := s.Chat(ctx)
			if err == nil {
				err = chat.Send(&shop.ChatMessage{Text: "a"})
			}
			if err == nil {
				_, err = chat.Recv()
			}
			begun <- struct{}{}
			if err == nil {
				_, err = chat.Recv() // until it is cancelled
			}
			wrong <- err
		})
	}
	for range streams {
		<-begun
	}
	cancel()
	all.Wait()
	ended.Wait()
	for range streams {
		if err := <-wrong; status.Code(err) != codes.Canceled {
			t.Fatal(err)
		}
	}
	for deadline := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines were %d:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
	if s.log.String() != "" {
		t.Error(s.log)
	}
}

// TestBroken has streams in which one message breaks the contract, whatever the implementation makes of that.
func TestBroken(t *testing.T) {
	s := serve(t, &orders{
		load: func(s grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error {
			for {
				if _, err := s.Recv(); err != nil {
					return s.SendAndClose(&shop.ImportOrdersResponse{Count: 1}) // passes over it
				}
			}
		},
		watch: func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
			s.Send(good())
			s.Send(&shop.Order{Title: strings.Repeat("x", 41)})
			return nil
		},
	}, edge.Options{})
	load, err := s.ImportOrders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	load.Send(create())
	load.Send(&shop.CreateOrderRequest{})
	_, err = load.CloseAndRecv()
	if code, violations, _ := facts(err); code != codes.InvalidArgument || !slices.Equal(violations, []string{"parent REQUIRED", "order REQUIRED"}) {
		t.Errorf("%v %q", code, violations)
	}
	watch, err := s.WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := watch.Recv(); err != nil {
		t.Fatal(err)
	}
	if _, err = watch.Recv(); status.Code(err) != codes.Internal || !strings.Contains(s.log.String(), "title") {
		t.Errorf("%v %s", err, s.log)
	}
	watch, err = s.WatchOrders(t.Context(), &shop.ListOrdersRequest{PageSize: 1000})
	if err != nil {
		t.Fatal(err)
	}
	_, err = watch.Recv()
	if code, violations, _ := facts(err); code != codes.InvalidArgument || !slices.Equal(violations, []string{"parent REQUIRED", "page_size RANGE"}) {
		t.Errorf("%v %q", code, violations)
	}
}
