package edge_test

import (
	"context"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

type whoKey struct{}

// outgoing takes the title, which is required, away from all but insiders.
func outgoing(ctx context.Context, answer proto.Message) proto.Message {
	if o, ok := answer.(*shop.Order); ok && ctx.Value(whoKey{}) == nil {
		return &shop.Order{Name: o.GetName()}
	}
	return answer
}

// whoStream is a stream whose context an interceptor has changed.
type whoStream struct {
	grpc.ServerStream
	ctx context.Context
}

func (s whoStream) Context() context.Context { return s.ctx }

// What goes out is cut behind the checks, by what interceptors have made of the context: unary and streams.
func TestOutgoing(t *testing.T) {
	for _, inside := range []bool{false, true} {
		who := func(ctx context.Context) context.Context {
			if inside {
				return context.WithValue(ctx, whoKey{}, true)
			}
			return ctx
		}
		s := serve(t, &orders{}, edge.Options{Outgoing: outgoing,
			Unary: []grpc.UnaryServerInterceptor{func(ctx context.Context, r any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
				return next(who(ctx), r)
			}},
			Stream: []grpc.StreamServerInterceptor{func(srv any, s grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
				return next(srv, whoStream{s, who(s.Context())})
			}}})
		want := map[bool]string{true: "Tea"}[inside]
		if got, err := s.CreateOrder(t.Context(), create()); err != nil || got.GetTitle() != want || got.GetName() == "" {
			t.Errorf("inside %v: %v %v", inside, got, err)
		}
		watch, err := s.WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "customers/1"})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := watch.Recv(); err != nil || got.GetTitle() != want || got.GetName() == "" {
			t.Errorf("inside %v, stream: %v %v", inside, got, err)
		}
	}
}

// Who stands before the edge learns the method and the request's ID, and nothing where the protocol has told already.
func TestMatchIsTold(t *testing.T) {
	s, _ := newServer(t, &orders{}, edge.Options{})
	m := methodOf(t, s, "/shop.v1.Orders/GetOrder")
	for _, had := range []route.Match{{}, {Template: "/v1/x", Operation: m.Name, RequestID: "r-0"}} {
		got := had
		_, _ = m.Unary(route.WithMatch(t.Context(), &got), &edge.Call{Protocol: "rest", RequestID: "r-1"}, func(proto.Message) error { return nil })
		want := had
		if had.Operation == "" {
			want = route.Match{Template: m.Name, Operation: m.Name, RequestID: "r-1"}
		}
		if got != want {
			t.Errorf("%+v", got)
		}
	}
}
