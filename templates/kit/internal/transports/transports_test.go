package transports_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"google.golang.org/genproto/googleapis/api/httpbody"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/bylaw-dev/bylaw/templates/kit/connected"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/kit/restclient"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// transport is a way to call the service.
type transport struct {
	name  string
	dial  func(testing.TB, *edge.Server) grpc.ClientConnInterface
	http1 bool // which the connect library doesn't let talk both ways at once
}

var transports = []transport{
	{"grpc", dialGRPC, false},
	{"rest over HTTP/1.1", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface { return dialREST(t, s, false) }, false},
	{"rest over HTTP/2", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface { return dialREST(t, s, true) }, false},
	{"connect over HTTP/1.1", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface { return dialConnect(t, s, false) }, true},
	{"connect", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface { return dialConnect(t, s, true) }, false},
	{"connect with JSON", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface {
		return dialConnect(t, s, true, connect.WithProtoJSON())
	}, false},
	{"connect with gzip", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface {
		return dialConnect(t, s, true, connect.WithSendGzip())
	}, false},
	{"connect's gRPC", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface {
		return dialConnect(t, s, true, connect.WithGRPC())
	}, false},
	{"connect's gRPC with gzip", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface {
		return dialConnect(t, s, true, connect.WithGRPC(), connect.WithSendGzip())
	}, false},
	{"gRPC-Web", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface {
		return dialConnect(t, s, true, connect.WithGRPCWeb())
	}, false},
	{"gRPC-Web with JSON over HTTP/1.1", func(t testing.TB, s *edge.Server) grpc.ClientConnInterface {
		return dialConnect(t, s, false, connect.WithGRPCWeb(), connect.WithProtoJSON())
	}, true},
}

// over runs a test over every transport.
func over(t *testing.T, test func(t *testing.T, way transport, client shop.OrdersClient)) {
	for _, way := range transports {
		t.Run(way.name, func(t *testing.T) {
			conn := rpcclient.New(way.dial(t, server(t)), rpcclient.Options{Retry: retry.Policy{Attempts: 1}})
			test(t, way, shop.NewOrdersClient(conn))
		})
	}
}

func dialGRPC(t testing.TB, s *edge.Server) grpc.ClientConnInterface {
	g, err := s.GRPC()
	if err != nil {
		t.Fatal(err)
	}
	listener := bufconn.Listen(1 << 20)
	go g.Serve(listener)
	options := append(rpcclient.DialOptions(), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	conn, err := grpc.NewClient("passthrough:///bufconn", options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(); g.Stop() })
	return conn
}

func serve(t testing.TB, h http.Handler, http2 bool) *httptest.Server {
	web := httptest.NewUnstartedServer(h)
	web.EnableHTTP2 = http2
	if http2 {
		web.StartTLS()
	} else {
		web.Start()
	}
	t.Cleanup(web.Close)
	return web
}

func dialREST(t testing.TB, s *edge.Server, http2 bool) grpc.ClientConnInterface {
	h, err := rest.New(s, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := serve(t, h, http2)
	conn, err := restclient.New(web.URL, restclient.Options{HTTP: web.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func dialConnect(t testing.TB, s *edge.Server, http2 bool, options ...connect.ClientOption) grpc.ClientConnInterface {
	h, err := connected.New(s)
	if err != nil {
		t.Fatal(err)
	}
	web := serve(t, h, http2)
	return &connectConn{web.Client(), web.URL, options}
}

// connectConn calls with the connect library's own client.
type connectConn struct {
	http    *http.Client
	url     string
	options []connect.ClientOption
}

func (c *connectConn) Invoke(ctx context.Context, method string, request, answer any, options ...grpc.CallOption) error {
	switch in := request.(type) {
	case *shop.GetOrderRequest:
		if out, ok := answer.(*httpbody.HttpBody); ok {
			return unary(ctx, c, method, in, out, options)
		}
		return unary(ctx, c, method, in, answer.(*shop.Order), options)
	case *shop.CreateOrderRequest:
		return unary(ctx, c, method, in, answer.(*shop.Order), options)
	case *shop.UpdateOrderRequest:
		return unary(ctx, c, method, in, answer.(*shop.Order), options)
	case *shop.CancelOrderRequest:
		return unary(ctx, c, method, in, answer.(*shop.Order), options)
	case *shop.ListOrdersRequest:
		return unary(ctx, c, method, in, answer.(*shop.ListOrdersResponse), options)
	case *shop.DeleteOrderRequest:
		return unary(ctx, c, method, in, answer.(*emptypb.Empty), options)
	case *shop.PutReceiptRequest:
		return unary(ctx, c, method, in, answer.(*emptypb.Empty), options)
	case *shop.GetFileRequest:
		return unary(ctx, c, method, in, answer.(*shop.File), options)
	}
	panic(method)
}

func unary[Q, R any](ctx context.Context, c *connectConn, method string, in *Q, out *R, options []grpc.CallOption) error {
	request := connect.NewRequest(in)
	setHeader(ctx, request.Header())
	response, err := connect.NewClient[Q, R](c.http, c.url+method, c.options...).CallUnary(ctx, request)
	header := http.Header{}
	var failed *connect.Error
	if errors.As(err, &failed) {
		header = failed.Meta()
	} else if err == nil {
		header = response.Header()
		proto.Merge(any(out).(proto.Message), any(response.Msg).(proto.Message))
	}
	for _, option := range options {
		if o, ok := option.(grpc.HeaderCallOption); ok {
			*o.HeaderAddr = received(header)
		}
	}
	return statusOf(err)
}

func (c *connectConn) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, _ ...grpc.CallOption) (grpc.ClientStream, error) {
	if !desc.ClientStreams {
		return &connectStream{ctx: ctx, begin: func(in *shop.ListOrdersRequest) (connect.StreamingClientConn, error) {
			request := connect.NewRequest(in)
			setHeader(ctx, request.Header())
			s, err := connect.NewClient[shop.ListOrdersRequest, shop.Order](c.http, c.url+method, c.options...).CallServerStream(ctx, request)
			if err != nil {
				return nil, err
			}
			return s.Conn()
		}}, nil
	}
	client := connect.NewClient[emptypb.Empty, emptypb.Empty](c.http, c.url+method, c.options...) // the types don't matter to Conn
	if !desc.ServerStreams {
		s, err := client.CallClientStream(ctx).Conn()
		if err != nil {
			return nil, statusOf(err)
		}
		setHeader(ctx, s.RequestHeader())
		return &connectStream{StreamingClientConn: s, ctx: ctx, single: true}, nil
	}
	s, err := client.CallBidiStream(ctx).Conn()
	if err != nil {
		return nil, statusOf(err)
	}
	setHeader(ctx, s.RequestHeader())
	return &connectStream{StreamingClientConn: s, ctx: ctx}, nil
}

// connectStream is a stream of the connect library's client.
type connectStream struct {
	connect.StreamingClientConn
	ctx    context.Context
	single bool // one answer
	begin  func(*shop.ListOrdersRequest) (connect.StreamingClientConn, error)
	failed error
}

func (s *connectStream) Header() (metadata.MD, error) { return received(s.ResponseHeader()), nil }
func (s *connectStream) Trailer() metadata.MD         { return received(s.ResponseTrailer()) }

func (s *connectStream) CloseSend() error {
	if s.begin != nil {
		return nil
	}
	return s.CloseRequest()
}

func (s *connectStream) Context() context.Context { return s.ctx }

func (s *connectStream) SendMsg(m any) error {
	if s.begin != nil {
		s.StreamingClientConn, s.failed = s.begin(m.(*shop.ListOrdersRequest))
		return nil
	}
	if err := s.Send(m); errors.Is(err, io.EOF) {
		return io.EOF
	} else if err != nil {
		return statusOf(err)
	}
	return nil
}

func (s *connectStream) RecvMsg(m any) error {
	if s.failed != nil {
		return statusOf(s.failed)
	}
	err := s.Receive(m)
	if err == nil && s.single { // how it ends stands behind the answer
		if err = s.Receive(&emptypb.Empty{}); errors.Is(err, io.EOF) {
			err = nil
		}
		s.CloseResponse()
		return statusOf(err)
	}
	if err != nil {
		s.CloseResponse()
	}
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return statusOf(err)
}

func setHeader(ctx context.Context, h http.Header) {
	md, _ := metadata.FromOutgoingContext(ctx)
	for key, values := range md {
		for _, value := range values {
			if strings.HasSuffix(key, "-bin") {
				value = connect.EncodeBinaryHeader([]byte(value))
			}
			h.Add(key, value)
		}
	}
}

func received(h http.Header) metadata.MD {
	md := metadata.MD{}
	for name, values := range h {
		for _, value := range values {
			if key := strings.ToLower(name); strings.HasSuffix(key, "-bin") {
				raw, _ := base64.RawStdEncoding.DecodeString(value)
				md.Append(key, string(raw))
			} else {
				md.Append(key, value)
			}
		}
	}
	return md
}

// statusOf is what the library's error says as a gRPC status.
func statusOf(err error) error {
	var failed *connect.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &failed):
		return status.Error(codes.Unknown, err.Error())
	}
	s := &spb.Status{Code: int32(failed.Code()), Message: failed.Message()}
	for _, d := range failed.Details() {
		s.Details = append(s.Details, &anypb.Any{TypeUrl: "type.googleapis.com/" + d.Type(), Value: bytes.Clone(d.Bytes())})
	}
	return status.ErrorProto(s)
}
