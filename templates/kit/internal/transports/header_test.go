package transports_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
	"github.com/bylaw-dev/bylaw/templates/support/headers"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

type tenant string

// mapped answers with what it sees of headers.
type mapped struct{ shop.UnimplementedOrdersServer }

func look(ctx context.Context) string {
	md, _ := metadata.FromIncomingContext(ctx)
	id, _ := headers.From[tenant](ctx)
	text := string(id)
	for _, name := range []string{"tenant", "x-tenant", "x-colour", "version", "token", "authorization", "x-other"} {
		for _, v := range md.Get(name) {
			text += " " + name + "=" + v
		}
	}
	return text
}

func (mapped) GetOrder(ctx context.Context, r *shop.GetOrderRequest) (*shop.Order, error) {
	_ = grpc.SetHeader(ctx, metadata.Pairs("cost", "5", "x-host", "10.0.0.3", "x-cost", "hidden"))
	if r.Name == "customers/1/orders/missing" {
		return nil, status.Error(codes.NotFound, "no")
	}
	return &shop.Order{Name: r.Name, Title: "t", Etag: look(ctx)}, nil
}

func (mapped) WatchOrders(r *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	_ = s.SetHeader(metadata.Pairs("cost", "6"))
	return s.Send(&shop.Order{Name: "customers/1/orders/2", Title: "t", Etag: look(s.Context())})
}

// TestMappedHeaders holds one mapping against callers of every protocol: native gRPC is none that goes round it.
func TestMappedHeaders(t *testing.T) {
	rules := []edge.Header{
		{Name: "X-Tenant", As: "tenant", Required: true, Into: headers.Into[tenant]()},
		{Name: "X-Colour", Transform: []headers.Transform{headers.Trim(), headers.Lower()}},
		{Name: "X-Version", As: "version", Default: headers.Constant("v1")},
		{Name: "Authorization", As: "token", Transform: []headers.Transform{headers.Bearer()}},
		{Name: "X-Cost", As: "cost", Response: true, Transform: []headers.Transform{headers.Suffix(" ct")}},
		{Name: "X-Served-By", Response: true, Default: headers.Constant("eu")},
	}
	for _, way := range transports {
		t.Run(way.name, func(t *testing.T) {
			runtime, err := celvalid.New()
			if err != nil {
				t.Fatal(err)
			}
			s := edge.New(edge.Options{Runtime: runtime, Logger: slog.New(slog.DiscardHandler), Headers: rules, SkipResponseValidation: true})
			shop.RegisterOrdersServer(s, mapped{})
			client := shop.NewOrdersClient(rpcclient.New(way.dial(t, s), rpcclient.Options{Retry: retry.Policy{Attempts: 1}}))
			callMapped(t, client)
			refuseMapped(t, client)
		})
	}
}

func sentHeaders(t *testing.T, pairs ...string) context.Context {
	return metadata.AppendToOutgoingContext(t.Context(), pairs...)
}

func backed(t *testing.T, what string, header metadata.MD, cost string) {
	t.Helper()
	if !slices.Equal(header.Get("x-cost"), []string{cost}) || !slices.Equal(header.Get("x-served-by"), []string{"eu"}) || header.Get("x-host") != nil || header.Get("cost") != nil || len(header.Get("x-request-id")) != 1 {
		t.Errorf("%s: the caller gets %v", what, header)
	}
}

func callMapped(t *testing.T, client shop.OrdersClient) {
	ctx := sentHeaders(t, "x-tenant", "acme", "x-colour", "RED", "authorization", "Bearer abc", "tenant", "evil", "token", "evil", "version", "evil", "x-other", "o")
	const want = "acme tenant=acme x-colour=red version=v1 token=abc"
	var header metadata.MD
	o, err := client.GetOrder(ctx, &shop.GetOrderRequest{Name: "customers/1/orders/2"}, grpc.Header(&header))
	if err != nil || o.Etag != want {
		t.Fatalf("the service sees %q, %v", o.GetEtag(), err)
	}
	backed(t, "an answer", header, "5 ct")
	header = nil
	if _, err = client.GetOrder(ctx, &shop.GetOrderRequest{Name: "customers/1/orders/missing"}, grpc.Header(&header)); status.Code(err) != codes.NotFound {
		t.Error(err)
	}
	backed(t, "an error", header, "5 ct")
	s, err := client.WatchOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1"})
	if err != nil {
		t.Fatal(err)
	}
	if o, err = s.Recv(); err != nil || o.Etag != want {
		t.Errorf("a stream's service sees %q, %v", o.GetEtag(), err)
	}
	header, _ = s.Header()
	backed(t, "a stream", header, "6 ct")
}

// refuseMapped is told all that is wrong, of headers and of the message, in one answer.
func refuseMapped(t *testing.T, client shop.OrdersClient) {
	var header metadata.MD
	_, err := client.GetOrder(sentHeaders(t, "x-tenant", "a b", "authorization", "Basic abc"), &shop.GetOrderRequest{}, grpc.Header(&header))
	var fields []string
	for _, d := range status.Convert(err).Details() {
		if bad, ok := d.(*errdetails.BadRequest); ok {
			for _, v := range bad.FieldViolations {
				fields = append(fields, v.Field+" "+v.Reason)
			}
		}
	}
	if status.Code(err) != codes.InvalidArgument || len(fields) < 2 || !slices.Contains(fields, "header:x-tenant FORMAT") || !slices.Contains(fields, "header:authorization FORMAT") {
		t.Errorf("%v %q", err, fields)
	}
	if !slices.Equal(header.Get("x-served-by"), []string{"eu"}) {
		t.Errorf("a refusal has %v", header)
	}
	if _, err = client.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "customers/1/orders/2"}); status.Code(err) != codes.InvalidArgument {
		t.Error("without the header that is required:", err)
	}
}
