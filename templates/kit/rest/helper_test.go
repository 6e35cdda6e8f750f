package rest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
)

// orders is a service whose methods are replaced one by one; it keeps the last request.
type orders struct {
	shop.UnimplementedOrdersServer
	mu     sync.Mutex
	last   proto.Message
	get    func(context.Context, *shop.GetOrderRequest) (*shop.Order, error)
	list   func(context.Context, *shop.ListOrdersRequest) (*shop.ListOrdersResponse, error)
	doc    func(context.Context) (*httpbody.HttpBody, error)
	watch  func(*shop.ListOrdersRequest, grpc.ServerStreamingServer[shop.Order]) error
	gather func(grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error
	chat   func(grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error
}

func (o *orders) keep(m proto.Message) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last = proto.Clone(m)
}

func good(name string) *shop.Order { return &shop.Order{Name: name, Title: "a title"} }

func (o *orders) CreateOrder(_ context.Context, in *shop.CreateOrderRequest) (*shop.Order, error) {
	o.keep(in)
	return good(in.Parent + "/orders/1"), nil
}

func (o *orders) GetOrder(ctx context.Context, in *shop.GetOrderRequest) (*shop.Order, error) {
	o.keep(in)
	if o.get != nil {
		return o.get(ctx, in)
	}
	return good(in.Name), nil
}

func (o *orders) ListOrders(ctx context.Context, in *shop.ListOrdersRequest) (*shop.ListOrdersResponse, error) {
	o.keep(in)
	if o.list != nil {
		return o.list(ctx, in)
	}
	return &shop.ListOrdersResponse{NextPageToken: "more"}, nil
}

func (o *orders) UpdateOrder(_ context.Context, in *shop.UpdateOrderRequest) (*shop.Order, error) {
	o.keep(in)
	return good(in.Order.GetName()), nil
}

func (o *orders) DeleteOrder(_ context.Context, in *shop.DeleteOrderRequest) (*emptypb.Empty, error) {
	o.keep(in)
	return &emptypb.Empty{}, nil
}

func (o *orders) CancelOrder(_ context.Context, in *shop.CancelOrderRequest) (*shop.Order, error) {
	o.keep(in)
	return good(in.Name), nil
}

func (o *orders) GetReceipt(ctx context.Context, in *shop.GetOrderRequest) (*httpbody.HttpBody, error) {
	o.keep(in)
	if o.doc != nil {
		return o.doc(ctx)
	}
	return &httpbody.HttpBody{ContentType: "application/pdf", Data: []byte("%PDF \x00\xff")}, nil
}

func (o *orders) PutReceipt(_ context.Context, in *shop.PutReceiptRequest) (*emptypb.Empty, error) {
	o.keep(in)
	return &emptypb.Empty{}, nil
}

func (o *orders) GetFile(_ context.Context, in *shop.GetFileRequest) (*shop.File, error) {
	o.keep(in)
	return &shop.File{Path: in.Path, Lines: []string{"one", "two"}}, nil
}

func (o *orders) WatchOrders(in *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	o.keep(in)
	if o.watch != nil {
		return o.watch(in, s)
	}
	for i := range 3 {
		if err := s.Send(good(fmt.Sprint(in.Parent, "/orders/", i))); err != nil {
			return err
		}
	}
	return nil
}

func (o *orders) ImportOrders(s grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error {
	if o.gather != nil {
		return o.gather(s)
	}
	count := int32(0)
	for {
		in, err := s.Recv()
		if err == io.EOF {
			return s.SendAndClose(&shop.ImportOrdersResponse{Count: count})
		}
		if err != nil {
			return err
		}
		o.keep(in)
		count++
	}
}

func (o *orders) Chat(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
	if o.chat != nil {
		return o.chat(s)
	}
	for {
		in, err := s.Recv()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.Send(&shop.ChatMessage{Text: strings.ToUpper(in.Text)}); err != nil {
			return err
		}
	}
}

// newHandler serves an implementation.
func newHandler(t testing.TB, impl *orders, o edge.Options) http.Handler {
	t.Helper()
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	o.Runtime = runtime
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	server := edge.New(o)
	shop.RegisterOrdersServer(server, impl)
	h, err := rest.New(server, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func serve(t testing.TB, impl *orders, o edge.Options) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(newHandler(t, impl, o))
	t.Cleanup(s.Close)
	return s
}

// said is an answer.
type said struct {
	status int
	header http.Header
	body   string
}

// ask sends a request; header are pairs.
func ask(t testing.TB, s *httptest.Server, method, target, body string, header ...string) said {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r, err := http.NewRequest(method, s.URL+target, reader)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i+1] == "" {
			r.Header.Del(header[i])
		}
	}
	answer, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return said{answer.StatusCode, answer.Header, string(all)}
}

// broken is the violations of a problem, a line each.
func (s said) broken(t testing.TB) string {
	t.Helper()
	var p struct {
		Violations []struct{ Location, Field, Code, Description string }
	}
	if err := json.Unmarshal([]byte(s.body), &p); err != nil {
		t.Fatalf("%v in %s", err, s.body)
	}
	var lines []string
	for _, v := range p.Violations {
		lines = append(lines, strings.TrimSpace(v.Location+" "+v.Field)+" "+v.Code)
	}
	return strings.Join(lines, "\n")
}

// text is a message on one line.
func text(m proto.Message) string {
	if m == nil {
		return ""
	}
	out, err := prototext.MarshalOptions{}.Marshal(m)
	if err != nil {
		return err.Error()
	}
	return strings.ReplaceAll(string(out), "  ", " ") // prototext puts in spaces at random
}
