package transcode

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"buf.build/go/protovalidate"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	gateway "github.com/bylaw-dev/bylaw/bench/transcode/gateway"
	"github.com/bylaw-dev/bylaw/bench/transcode/ordersv1"
	"github.com/bylaw-dev/bylaw/bench/transcode/platform/edge"
	"github.com/bylaw-dev/bylaw/bench/transcode/platform/rest"
)

const (
	good = `{"customer":"Augusta Ada Lovelace","email":"ada@example.org","lines":[{"sku":"AB-1234","quantity":120}]}` // 104 bytes
	// The same with four violations: no customer, a short address, a wrong article, no quantity left.
	bad = `{"customer":"","email":"a","lines":[{"sku":"A","quantity":0}]}`
)

// service answers with the order that it gets.
type service struct {
	ordersv1.UnimplementedOrderServiceServer
}

func (service) CreateOrder(_ context.Context, in *ordersv1.CreateOrderRequest) (*ordersv1.Order, error) {
	return &ordersv1.Order{Id: "o-1", Customer: in.Order.Customer, Email: in.Order.Email, Lines: in.Order.Lines}, nil
}

// validated asks protovalidate first, as its interceptor does.
type validated struct {
	service
	validator protovalidate.Validator
}

func (v validated) CreateOrder(ctx context.Context, in *ordersv1.CreateOrderRequest) (*ordersv1.Order, error) {
	if err := v.validator.Validate(in); err != nil {
		return nil, refusal(err)
	}
	return v.service.CreateOrder(ctx, in)
}

func refusal(err error) error {
	s := status.New(codes.InvalidArgument, err.Error())
	var broken *protovalidate.ValidationError
	if errors.As(err, &broken) {
		if detailed, err := s.WithDetails(broken.ToProto()); err == nil {
			s = detailed
		}
	}
	return s.Err()
}

type peer struct {
	name    string
	handler http.Handler
}

func peers(b *testing.B) []peer {
	b.Helper()
	server := edge.New(edge.Options{})
	ordersv1.RegisterOrderServiceServer(server, service{})
	ours, err := rest.New(server, rest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	silent := edge.New(edge.Options{SkipResponseValidation: true})
	ordersv1.RegisterOrderServiceServer(silent, service{})
	lenient, err := rest.New(silent, rest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	validator, err := protovalidate.New(protovalidate.WithMessages(new(ordersv1.CreateOrderRequest)))
	if err != nil {
		b.Fatal(err)
	}
	mux := runtime.NewServeMux()
	if err := gateway.RegisterOrderServiceHandlerServer(b.Context(), mux, validated{validator: validator}); err != nil {
		b.Fatal(err)
	}
	return []peer{{"bylaw", ours}, {"bylaw-answers-unchecked", lenient}, {"grpc-gateway+protovalidate", mux}}
}

// answer is a ResponseWriter that is used again, so that the recorder's own work is not measured.
type answer struct {
	header http.Header
	status int
	body   []byte
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) { a.status = status }

func (a *answer) Write(b []byte) (int, error) {
	a.body = append(a.body, b...)
	return len(b), nil
}

// body is a request's body that can be read again.
type body struct{ strings.Reader }

func (*body) Close() error { return nil }

// serve sends the text to the handler once for each iteration and looks at every answer.
func serve(b *testing.B, handler http.Handler, text string, status int, parts ...string) {
	b.Helper()
	request, err := http.NewRequest(http.MethodPost, "http://shop.example/v1/shops/7/orders", io.NopCloser(strings.NewReader(text)))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.ContentLength = int64(len(text))
	var again body
	request.Body = &again
	to := &answer{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		again.Reset(text)
		clear(to.header)
		to.status, to.body = http.StatusOK, to.body[:0]
		handler.ServeHTTP(to, request)
		for _, part := range parts {
			if to.status != status || !bytes.Contains(to.body, []byte(part)) {
				b.Fatalf("answered %d %s", to.status, to.body)
			}
		}
	}
}

func BenchmarkGood(b *testing.B) {
	for _, p := range peers(b) {
		b.Run(p.name, func(b *testing.B) { serve(b, p.handler, good, http.StatusOK, "Augusta Ada Lovelace", "AB-1234") })
	}
}

func BenchmarkBad(b *testing.B) {
	for _, p := range peers(b) {
		b.Run(p.name, func(b *testing.B) {
			serve(b, p.handler, bad, http.StatusBadRequest, "customer", "email", "sku", "quantity")
		})
	}
}
