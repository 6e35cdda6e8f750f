// Command shopserver serves the contract of package shop over REST, for tests that call it from outside: what it answers
// holds to the contract and means nothing.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "the `address` to listen on")
	flag.Parse()
	if err := serve(*addr); err != nil {
		log.Fatal(err)
	}
}

func serve(addr string) error {
	runtime, err := celvalid.New()
	if err != nil {
		return err
	}
	server := edge.New(edge.Options{Runtime: runtime})
	shop.RegisterOrdersServer(server, orders{})
	handler, err := rest.New(server, rest.Options{})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Println("listening on http://" + listener.Addr().String())
	return http.Serve(listener, handler)
}

// orders answers with what it was given, as far as it was given anything.
type orders struct {
	shop.UnimplementedOrdersServer
}

func order(name string) *shop.Order {
	return &shop.Order{Name: name, Title: "a title", State: shop.State_STATE_OPEN}
}

func (orders) CreateOrder(_ context.Context, in *shop.CreateOrderRequest) (*shop.Order, error) {
	in.Order.Name, in.Order.State = in.Parent+"/orders/1", shop.State_STATE_OPEN
	return in.Order, nil
}

func (orders) GetOrder(_ context.Context, in *shop.GetOrderRequest) (*shop.Order, error) {
	return order(in.Name), nil
}

func (orders) ListOrders(_ context.Context, in *shop.ListOrdersRequest) (*shop.ListOrdersResponse, error) {
	return &shop.ListOrdersResponse{Orders: []*shop.Order{order(in.Parent + "/orders/1")}}, nil
}

func (orders) UpdateOrder(_ context.Context, in *shop.UpdateOrderRequest) (*shop.Order, error) {
	return order(in.Order.Name), nil
}

func (orders) DeleteOrder(context.Context, *shop.DeleteOrderRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (orders) CancelOrder(_ context.Context, in *shop.CancelOrderRequest) (*shop.Order, error) {
	return order(in.Name), nil
}

func (orders) GetReceipt(context.Context, *shop.GetOrderRequest) (*httpbody.HttpBody, error) {
	return &httpbody.HttpBody{ContentType: "text/plain", Data: []byte("received")}, nil
}

func (orders) PutReceipt(context.Context, *shop.PutReceiptRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (orders) GetFile(_ context.Context, in *shop.GetFileRequest) (*shop.File, error) {
	return &shop.File{Path: in.Path, Lines: []string{"one", "two"}}, nil
}

func (orders) WatchOrders(in *shop.ListOrdersRequest, stream grpc.ServerStreamingServer[shop.Order]) error {
	return stream.Send(order(in.Parent + "/orders/1"))
}
