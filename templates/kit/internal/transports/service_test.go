// Package transports_test calls one service over every transport that there is, and demands the same of
// each: messages, headers, errors with all their details, ends of streams, and that nothing is left over.
package transports_test

import (
	"context"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// service does what the name of an order asks for.
type service struct{ shop.UnimplementedOrdersServer }

func order(name string) *shop.Order { return &shop.Order{Name: name, Title: "tea"} }

// failures are errors that a name can ask for.
func failures(name string) error {
	s := status.New(codes.OK, "")
	switch name[strings.LastIndexByte(name, '/')+1:] {
	case "panics":
		panic("the database password is hunter2")
	case "missing":
		s = status.New(codes.NotFound, "there is no such order")
	case "exists":
		s = status.New(codes.AlreadyExists, "there is one already")
	case "range":
		s = status.New(codes.OutOfRange, "too far")
	case "lost":
		s = status.New(codes.DataLoss, "secret: disk 7 is broken")
	case "aborted":
		s = status.New(codes.Aborted, "somebody else was faster")
	case "quota":
		s, _ = status.New(codes.ResourceExhausted, "later").WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(7 * time.Second)})
	case "detailed":
		s, _ = status.New(codes.FailedPrecondition, "not now").WithDetails(
			&errdetails.ErrorInfo{Reason: "CLOSED", Domain: "shop.example.com", Metadata: map[string]string{"opens": "9"}},
			&errdetails.PreconditionFailure{Violations: []*errdetails.PreconditionFailure_Violation{{Type: "HOURS", Subject: "shop"}}})
	}
	return s.Err()
}

func (service) GetOrder(ctx context.Context, r *shop.GetOrderRequest) (*shop.Order, error) {
	if strings.HasSuffix(r.Name, "/slow") {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	md, _ := metadata.FromIncomingContext(ctx)
	if tenant := md.Get("x-tenant"); len(tenant) > 0 {
		grpc.SetHeader(ctx, metadata.Pairs("x-seen", strings.Join(tenant, "+"), "x-secret", "hidden", "x-raw-bin", "\x00\xff"))
	}
	if err := failures(r.Name); err != nil {
		return nil, err
	}
	o := order(r.Name)
	for _, key := range []string{"x-tenant", "x-other", "authorization", "x-token-bin"} {
		if v := md.Get(key); len(v) > 0 {
			o.Etag = key + strconv.Quote(strings.Join(v, "+"))
		}
	}
	return o, nil
}

func (service) CreateOrder(_ context.Context, r *shop.CreateOrderRequest) (*shop.Order, error) {
	o := order(r.Parent + "/orders/new")
	o.Etag, o.Title, o.Items = r.RequestId, r.Order.Title, r.Order.Items
	return o, nil
}

func (service) UpdateOrder(_ context.Context, r *shop.UpdateOrderRequest) (*shop.Order, error) {
	o := order(r.Order.Name)
	o.Etag = strings.Join(r.UpdateMask.GetPaths(), ",")
	return o, nil
}

func (service) ListOrders(_ context.Context, r *shop.ListOrdersRequest) (*shop.ListOrdersResponse, error) {
	o := order(r.Parent + "/orders/1")
	for _, s := range r.States {
		o.Etag += s.String() + " "
	}
	o.Etag += strings.Join(r.Filter.GetTags(), ",") + r.Filter.GetAfter().AsTime().String() + strconv.Quote(string(r.Filter.GetCursor())) + strings.Join(r.Filter.GetOther().GetTags(), ",")
	return &shop.ListOrdersResponse{Orders: []*shop.Order{o}, NextPageToken: r.PageToken + "+"}, nil
}

func (service) DeleteOrder(context.Context, *shop.DeleteOrderRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (service) CancelOrder(_ context.Context, r *shop.CancelOrderRequest) (*shop.Order, error) {
	return order(r.Name), nil
}

func (service) GetReceipt(_ context.Context, r *shop.GetOrderRequest) (*httpbody.HttpBody, error) {
	return &httpbody.HttpBody{ContentType: "application/pdf", Data: []byte("%PDF\x00" + r.Name)}, nil
}

func (service) PutReceipt(_ context.Context, r *shop.PutReceiptRequest) (*emptypb.Empty, error) {
	if r.Document.GetContentType() != "text/plain" || string(r.Document.GetData()) != "paid \xff" {
		return nil, status.Error(codes.FailedPrecondition, "that is another document")
	}
	return &emptypb.Empty{}, nil
}

func (service) GetFile(_ context.Context, r *shop.GetFileRequest) (*shop.File, error) {
	return &shop.File{Lines: strings.Split(r.Path, "/")}, nil
}

func (service) WatchOrders(r *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	s.SetHeader(metadata.Pairs("x-seen", "watch"))
	if r.PageToken == "silent" {
		if err := s.SendHeader(nil); err != nil {
			return err
		}
		<-s.Context().Done()
		return s.Context().Err()
	}
	for i := range r.PageSize {
		if err := s.Send(order(r.Parent + "/orders/" + string('0'+i))); err != nil {
			return err
		}
	}
	s.SetTrailer(metadata.Pairs("x-seen", "end"))
	if r.PageToken == "hangs" {
		<-s.Context().Done()
		return s.Context().Err()
	}
	if r.PageToken == "endless" {
		for s.Send(order("customers/1/orders/1")) == nil {
		}
		return s.Context().Err()
	}
	return failures("/" + r.PageToken)
}

func (service) ImportOrders(s grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error {
	for n := int32(0); ; n++ {
		r, err := s.Recv()
		if err == io.EOF {
			return s.SendAndClose(&shop.ImportOrdersResponse{Count: n})
		}
		if err != nil {
			return err
		}
		if err := failures(r.Parent); err != nil {
			return err
		}
	}
}

func (service) Chat(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
	for {
		m, err := s.Recv()
		if err == io.EOF {
			return s.Send(&shop.ChatMessage{Text: "bye"})
		}
		if err != nil {
			return err
		}
		if err := failures("/" + m.Text); err != nil {
			return err
		}
		if err := s.Send(&shop.ChatMessage{Text: strings.ToUpper(m.Text)}); err != nil {
			return err
		}
	}
}

const maxMessage = 10_000

func server(t testing.TB) *edge.Server {
	t.Helper()
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	s := edge.New(edge.Options{
		Runtime: runtime, MaxMessage: maxMessage, Logger: slog.New(slog.DiscardHandler), RequestID: func() string { return "made" },
		Headers: []edge.Header{{Name: "X-Tenant"}, {Name: "x-token-bin"}, {Name: "X-Seen", Response: true}, {Name: "x-raw-bin", Response: true}},
	})
	shop.RegisterOrdersServer(s, service{})
	return s
}
