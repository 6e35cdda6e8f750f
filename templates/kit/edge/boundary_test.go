package edge_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	house "github.com/bylaw-dev/bylaw/templates/support/errors"
)

func TestHeaders(t *testing.T) {
	var seen metadata.MD
	s := serve(t, &orders{
		create: func(ctx context.Context, _ *shop.CreateOrderRequest) (*shop.Order, error) {
			seen, _ = metadata.FromIncomingContext(ctx)
			err := errors.Join(
				grpc.SetHeader(ctx, metadata.Pairs("ETag", "1", "x-host", "10.0.0.3")),
				grpc.SetTrailer(ctx, metadata.Pairs("x-cost", "2", "x-host", "10.0.0.3")))
			if id := edge.FromContext(ctx).RequestID; id != "abc" {
				err = errors.New("the ID is " + id)
			}
			return good(), err
		},
		watch: func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
			return errors.Join(s.SetHeader(metadata.Pairs("etag", "3")), s.Send(good()), s.SetHeader(nil))
		},
	}, edge.Options{Headers: []edge.Header{
		{Name: "X-Tenant", Required: true, Methods: []string{shop.Orders_CreateOrder_FullMethodName, shop.Orders_ImportOrders_FullMethodName}},
		{Name: "X-Colour"},
		{Name: "ETag", Response: true}, {Name: "x-cost", Response: true},
	}})
	out := metadata.Pairs("x-tenant", "t", "x-colour", "red", "x-colour", "blue", "authorization", "secret", "traceparent", "00", "idempotency-key", "k",
		"x-request-id", "abc", "cookie", "c", "x-forwarded-for", "1.2.3.4")
	var header, trailer metadata.MD
	_, err := s.CreateOrder(metadata.NewOutgoingContext(t.Context(), out), create(), grpc.Header(&header), grpc.Trailer(&trailer))
	if err != nil {
		t.Fatal(err, s.log)
	}
	out.Delete("cookie")
	out.Delete("x-forwarded-for")
	if !equalMD(seen, out) {
		t.Errorf("the implementation sees %v", seen)
	}
	header.Delete("content-type")
	if !equalMD(header, metadata.Pairs("x-request-id", "abc", "etag", "1")) || !equalMD(trailer, metadata.Pairs("x-cost", "2")) {
		t.Errorf("the caller sees %v and %v", header, trailer)
	}
	_, err = s.CreateOrder(t.Context(), &shop.CreateOrderRequest{Order: good()})
	if code, violations, _ := facts(err); code != codes.InvalidArgument || !slices.Equal(violations, []string{"header:x-tenant REQUIRED", "parent REQUIRED"}) {
		t.Errorf("without a header: %v %q", code, violations)
	}
	load, err := s.ImportOrders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = load.CloseAndRecv()
	if code, violations, _ := facts(err); code != codes.InvalidArgument || !slices.Equal(violations, []string{"header:x-tenant REQUIRED"}) {
		t.Errorf("a stream without a header: %v %q", code, violations)
	}
	watch, err := s.WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if header, err := watch.Header(); err != nil || !slices.Equal(header["etag"], []string{"3"}) || len(header["x-request-id"]) != 1 {
		t.Errorf("a stream has %v %v", header, err)
	}
}

func equalMD(a, b metadata.MD) bool {
	if len(a) != len(b) {
		return false
	}
	for name, values := range a {
		if !slices.Equal(values, b[name]) {
			return false
		}
	}
	return true
}

// TestRequestID keeps IDs that do no harm.
func TestRequestID(t *testing.T) {
	s, _ := newServer(t, &orders{}, edge.Options{RequestID: func() string { return "made" }})
	for given, want := range map[string]string{"abc-1": "abc-1", "": "made", "a b": "made", "a\nb": "made", strings.Repeat("x", 65): "made", "ü": "made"} {
		if id, kept := edge.RequestID(s, []string{given}); id != want || kept != (id == given) {
			t.Errorf("%q becomes %q", given, id)
		}
	}
	if id, _ := edge.RequestID(s, []string{"a", "b"}); id != "made" {
		t.Error("of two, none is the ID")
	}
	other := edge.New(edge.Options{})
	a, _ := edge.RequestID(other, nil)
	b, _ := edge.RequestID(other, nil)
	if len(a) != 36 || a == b || a[14] != '4' || !strings.ContainsAny(a[19:20], "89ab") {
		t.Errorf("%s and %s are no two random UUIDs", a, b)
	}
}

// TestInterceptors lets no one learn of violations who isn't let in, and checks what interceptors make of a request.
func TestInterceptors(t *testing.T) {
	var order []string
	allow := func(ctx context.Context) error {
		if md, _ := metadata.FromIncomingContext(ctx); len(md["authorization"]) == 0 {
			return status.Error(codes.Unauthenticated, "who are you")
		}
		return nil
	}
	s := serve(t, &orders{}, edge.Options{
		GRPC: []grpc.ServerOption{grpc.StreamInterceptor(func(srv any, ss grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
			return next(srv, looker{ss, t})
		}), grpc.UnaryInterceptor(func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			order = append(order, "outer")
			return next(ctx, req)
		})},
		Unary: []grpc.UnaryServerInterceptor{
			func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
				order = append(order, info.FullMethod)
				if err := allow(ctx); err != nil {
					return nil, err
				}
				return next(ctx, req)
			},
			func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
				out, err := next(ctx, req)
				order = append(order, status.Code(err).String())
				return out, err
			},
		},
		Stream: []grpc.StreamServerInterceptor{func(srv any, ss grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
			if err := allow(ss.Context()); err != nil {
				return err
			}
			return next(srv, ss)
		}},
		Headers: []edge.Header{{Name: "x-tenant", Required: true}},
	})
	bad := []byte{0xff}
	if err := s.send(t, shop.Orders_GetOrder_FullMethodName, bad); status.Code(err) != codes.Unauthenticated {
		t.Errorf("who isn't let in learns %v", err)
	}
	chat, err := s.Chat(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chat.Recv(); status.Code(err) != codes.Unauthenticated {
		t.Errorf("who isn't let into a stream learns %v", err)
	}
	order = nil
	if chat, err = s.Chat(metadata.AppendToOutgoingContext(t.Context(), "authorization", "me", "x-tenant", "t")); err != nil {
		t.Fatal(err)
	}
	chat.Send(&shop.ChatMessage{Text: "seen"})
	if m, err := chat.Recv(); err != nil || m.GetText() != "seen" {
		t.Error(m, err)
	}
	in := metadata.AppendToOutgoingContext(t.Context(), "authorization", "me")
	_, err = s.GetOrder(in, &shop.GetOrderRequest{})
	if code, violations, _ := facts(err); code != codes.InvalidArgument || len(violations) != 2 {
		t.Errorf("%v %q", code, violations)
	}
	if want := []string{"outer", shop.Orders_GetOrder_FullMethodName, "InvalidArgument"}; !slices.Equal(order, want) {
		t.Errorf("%q, want %q", order, want)
	}
}

// looker looks at the messages of a stream as interceptors do.
type looker struct {
	grpc.ServerStream
	t *testing.T
}

func (l looker) RecvMsg(m any) error {
	err := l.ServerStream.RecvMsg(m)
	if text := m.(proto.Message).ProtoReflect(); err == nil && text.Get(text.Descriptor().Fields().ByName("text")).String() != "seen" {
		l.t.Errorf("an interceptor sees %v", m)
	}
	return err
}

func (l looker) SendMsg(m any) error {
	if m.(proto.Message).ProtoReflect().Descriptor().Name() != "ChatMessage" {
		l.t.Errorf("an interceptor sees %T", m)
	}
	return l.ServerStream.SendMsg(m)
}

// TestNobodyWaits does no work for callers who are gone, or whose time is up.
func TestNobodyWaits(t *testing.T) {
	worked := 0
	o := &orders{create: func(ctx context.Context, _ *shop.CreateOrderRequest) (*shop.Order, error) {
		worked++
		<-ctx.Done()
		return nil, errors.New("the driver says: operation was canceled")
	}, chat: func(grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
		worked++
		return nil
	}}
	s, log := newServer(t, o, edge.Options{Timeout: 20 * time.Millisecond})
	read := func(m proto.Message) error {
		proto.Merge(m, create())
		return nil
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	past, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	m := methodOf(t, s, shop.Orders_CreateOrder_FullMethodName)
	if _, err := m.Unary(gone, &edge.Call{}, read); status.Code(err) != codes.Canceled {
		t.Error(err)
	}
	if _, err := m.Unary(past, &edge.Call{}, read); status.Code(err) != codes.DeadlineExceeded {
		t.Error(err)
	}
	if err := methodOf(t, s, shop.Orders_Chat_FullMethodName).Serve(gone, &edge.Call{}, nil); status.Code(err) != codes.Canceled || worked > 0 {
		t.Error(err, worked)
	}
	if _, err := m.Unary(t.Context(), &edge.Call{}, read); status.Code(err) != codes.DeadlineExceeded || worked != 1 {
		t.Error(err, worked)
	} else if status.Convert(err).Message() != "the deadline has passed" {
		t.Error("the caller is told what the driver says:", err)
	}
	at := time.Now()
	if _, err := m.Unary(t.Context(), &edge.Call{Timeout: time.Millisecond}, read); status.Code(err) != codes.DeadlineExceeded || time.Since(at) > 10*time.Second {
		t.Error(err)
	}
	later, cancel := context.WithCancel(t.Context())
	time.AfterFunc(time.Millisecond, cancel)
	if _, err := m.Unary(later, &edge.Call{Timeout: time.Hour}, read); status.Code(err) != codes.Canceled {
		t.Error(err)
	}
	if log.String() != "" {
		t.Error(log)
	}
}

func methodOf(t testing.TB, s *edge.Server, name string) *edge.Method {
	t.Helper()
	all, err := s.Methods()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.Name == name {
			return m
		}
	}
	t.Fatal("there is no ", name)
	return nil
}

// TestAnswers lets no answer out that breaks the contract, and no error that says too much.
func TestAnswers(t *testing.T) {
	var answer *shop.Order
	var fails error
	var told []string
	o := edge.Options{OnError: func(_ context.Context, s *status.Status) { told = append(told, s.Code().String()) }}
	impl := &orders{get: func(context.Context, *shop.GetOrderRequest) (*shop.Order, error) { return answer, fails }}
	s := serve(t, impl, o)
	for _, c := range []struct {
		name   string
		answer *shop.Order
		err    error
		mask   string
		code   codes.Code
		logged string
	}{
		{"good", good(), nil, "", codes.OK, ""},
		{"breaking rules", &shop.Order{Title: strings.Repeat("x", 41)}, nil, "", codes.Internal, "title"},
		{"a part", &shop.Order{Name: "x"}, nil, "name", codes.OK, ""},
		{"no UTF-8", &shop.Order{Title: "Tea", Etag: "\xff"}, nil, "", codes.Internal, "UTF-8"},
		{"none", nil, nil, "", codes.Internal, "neither"},
		{"a failure", nil, errors.New(internals), "", codes.Internal, internals},
		{"a failure of another service's, wrapped", nil, errors.Join(errors.New(internals), status.Error(codes.NotFound, "no order")), "", codes.NotFound, ""},
		{"a service of its own that it can't reach", nil, unreachable(t), "", codes.Unavailable, "127.0.0.1"},
		{"what it can't do now, in its own words", nil, &house.Error{Status: 503, Detail: "back at 5"}, "", codes.Unavailable, ""},
		{"what it can't do now, for a reason", nil, &house.Error{Status: 503, Detail: "back at 5", Cause: errors.New(internals)}, "", codes.Unavailable, internals},
		{"a call of its own that was cancelled", nil, context.Canceled, "", codes.Internal, "canceled"},
		{"the house's own error", nil, &house.Error{Status: 404, Detail: "no order", Cause: errors.New(internals)}, "", codes.NotFound, ""},
	} {
		answer, fails, told = c.answer, c.err, nil
		before := len(s.log.String())
		r := &shop.GetOrderRequest{Name: "x"}
		if c.mask != "" {
			r.ReadMask = &fieldmaskpb.FieldMask{Paths: []string{c.mask}}
		}
		_, err := s.GetOrder(t.Context(), r)
		log := s.log.String()[before:]
		if status.Code(err) != c.code || !strings.Contains(log, c.logged) || (log == "") != (c.logged == "") {
			t.Errorf("%s: %v, log: %.300s", c.name, err, log)
		}
		if err != nil {
			secretive(t, err)
			if strings.Contains(err.Error(), "127.0.0.1") {
				t.Error(err)
			}
			if !slices.Equal(told, []string{c.code.String()}) || strings.Count(log, "level=ERROR") > 1 {
				t.Errorf("%s is told of as %q, log: %.900s", c.name, told, log)
			}
		}
	}
	answer, fails = &shop.Order{Title: strings.Repeat("x", 41)}, nil
	o.SkipResponseValidation = true
	if _, err := serve(t, impl, o).GetOrder(t.Context(), &shop.GetOrderRequest{Name: "x"}); err != nil {
		t.Error("an answer is checked though it shouldn't be:", err)
	}
}

// unreachable is what a client of gRPC gets from where nobody listens.
func unreachable(t *testing.T) error {
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at.Close()
	conn, err := grpc.NewClient(at.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = shop.NewOrdersClient(conn).GetOrder(t.Context(), &shop.GetOrderRequest{})
	return err
}

// TestClean takes away what callers can't set, and holds a partial update to what it speaks of.
func TestClean(t *testing.T) {
	var got *shop.CreateOrderRequest
	s := serve(t, &orders{create: func(_ context.Context, r *shop.CreateOrderRequest) (*shop.Order, error) {
		got = r
		return good(), nil
	}}, edge.Options{})
	r := create()
	r.Order.State = shop.State_STATE_SHIPPED
	if _, err := s.CreateOrder(t.Context(), r); err != nil || got.GetOrder().GetState() != 0 || got.GetOrder().GetName() != "" || got.GetOrder().GetTitle() != "Tea" {
		t.Errorf("%v %v", got, err)
	}
	_, err := s.UpdateOrder(t.Context(), &shop.UpdateOrderRequest{
		Order: &shop.Order{Name: "customers/1/orders/2", Currency: "x", Discount: 3}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"discount", "colour"}},
	})
	if code, violations, _ := facts(err); code != codes.InvalidArgument || !slices.Equal(violations, []string{"update_mask.paths[1] UNKNOWN_FIELD", "order.discount RANGE"}) {
		t.Errorf("%v %q", code, violations)
	}
}

// TestMerge adds what a protocol couldn't read to what the checks find, each place once.
func TestMerge(t *testing.T) {
	s, _ := newServer(t, &orders{}, edge.Options{})
	m := methodOf(t, s, shop.Orders_CreateOrder_FullMethodName)
	_, err := m.Unary(t.Context(), &edge.Call{}, func(m proto.Message) error {
		return &house.Error{Status: 400, Violations: []house.Violation{{Location: house.Body, Field: "order.items[0].quantity", Code: "type"}, {Location: house.Query, Field: "request_id", Code: "format"}}}
	})
	want := []string{"order.items[0].quantity TYPE", "request_id FORMAT", "parent REQUIRED"}
	if _, violations, _ := facts(err); !slices.Equal(violations, want) {
		t.Errorf("%q, want %q", violations, want)
	}
	_, err = m.Unary(t.Context(), &edge.Call{}, func(proto.Message) error { return edge.TooLarge(7) })
	if code, _, reason := facts(err); code != codes.ResourceExhausted || reason != "PAYLOAD_TOO_LARGE" {
		t.Error(err)
	}
	_, err = m.Unary(t.Context(), &edge.Call{}, func(m proto.Message) error {
		r := create()
		r.Order.Items = slices.Repeat([]*shop.Item{{}}, 5)
		r.Order.Labels = map[string]string{}
		for i := range 100 {
			r.Order.Labels[strings.Repeat("k", 11)+strconv.Itoa(i)] = "x"
		}
		proto.Merge(m, r)
		return nil
	})
	if _, violations, _ := facts(err); len(violations) != 50 || !strings.Contains(err.Error(), "more places than are listed") {
		t.Errorf("%d violations: %v", len(violations), err)
	}
	_, err = m.Unary(t.Context(), &edge.Call{}, func(m proto.Message) error {
		r := create()
		r.Order.Labels = map[string]string{}
		for i := range 100 {
			r.Order.Labels[strings.Repeat("\"", 100_000)+strconv.Itoa(i)] = "x"
		}
		proto.Merge(m, r)
		return nil
	})
	if _, violations, _ := facts(err); len(violations) < 10 || proto.Size(status.Convert(err).Proto()) > 6<<10 {
		t.Errorf("%d violations in %d bytes", len(violations), proto.Size(status.Convert(err).Proto()))
	}
}
