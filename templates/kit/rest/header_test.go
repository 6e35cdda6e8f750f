package rest_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Only what is declared passes, either way; -bin is base64 as in gRPC.
func TestHeaders(t *testing.T) {
	var seen metadata.MD
	impl := &orders{get: func(ctx context.Context, _ *shop.GetOrderRequest) (*shop.Order, error) {
		seen, _ = metadata.FromIncomingContext(ctx)
		_ = grpc.SetHeader(ctx, metadata.Pairs("x-out", "1", "x-out", "2", "x-out-bin", "\x00\xff", "x-hidden", "h", "content-type", "evil"))
		_ = grpc.SetTrailer(ctx, metadata.Pairs("x-cost", "5"))
		if v, _ := metadata.FromIncomingContext(ctx); v.Get("x-in")[0] == "fail" {
			return nil, status.Error(codes.NotFound, "no")
		}
		return good("customers/7/orders/8"), nil
	}}
	s := serve(t, impl, edge.Options{Headers: []edge.Header{
		{Name: "X-In", Required: true, Methods: []string{"/shop.v1.Orders/GetOrder"}}, {Name: "x-in-bin"},
		{Name: "x-out", Response: true}, {Name: "x-out-bin", Response: true}, {Name: "x-cost", Response: true},
	}})
	const target = "/v1/customers/7/orders/8"
	for _, in := range []string{"good", "fail"} {
		got := ask(t, s, "GET", target, "", "X-In", in, "X-In-Bin", "AP8=", "X-Other", "o", "Authorization", "Bearer b")
		h := got.header
		if strings.Join(h["X-Out"], " ") != "1 2" || h.Get("X-Out-Bin") != "AP8" || h.Get("X-Hidden") != "" || h.Get("X-Cost") != "5" || h.Get("Content-Type") == "evil" {
			t.Errorf("%s: %v", in, h)
		}
		if seen.Get("x-in-bin")[0] != "\x00\xff" || seen.Get("x-other") != nil || seen.Get("authorization")[0] != "Bearer b" {
			t.Errorf("%s: %v", in, seen)
		}
	}
	if got := ask(t, s, "GET", target, "", "X-In", "x", "X-In-Bin", "!"); got.status != 400 || got.broken(t) != "header x-in-bin format" {
		t.Error(got)
	}
	if got := ask(t, s, "GET", target+"?readMask=;;", ""); got.status != 400 || !strings.Contains(got.broken(t), "header x-in required") {
		t.Error(got)
	}
}

// A deadline reaches the implementation, and ends it; so does a client that goes away.
func TestEndOfUnary(t *testing.T) {
	ended := make(chan error, 1)
	began := make(chan time.Duration, 1)
	s := serve(t, &orders{get: func(ctx context.Context, _ *shop.GetOrderRequest) (*shop.Order, error) {
		deadline, _ := ctx.Deadline()
		began <- time.Until(deadline)
		<-ctx.Done()
		ended <- ctx.Err()
		return nil, ctx.Err()
	}}, edge.Options{Timeout: time.Hour})
	const target = "/v1/customers/7/orders/8"
	if got := ask(t, s, "GET", target, "", "Grpc-Timeout", "30m"); got.status != 504 || got.header.Get("Grpc-Status") != "4" {
		t.Error(got)
	}
	if left := <-began; left > time.Second || <-ended != context.DeadlineExceeded {
		t.Error(left)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-began
		cancel()
	}()
	r, _ := http.NewRequestWithContext(ctx, "GET", s.URL+target, nil)
	if _, err := s.Client().Do(r); err == nil {
		t.Error("no error")
	}
	if err := <-ended; err != context.Canceled {
		t.Error(err)
	}
}

// Interceptors run for REST as for gRPC: who isn't let in learns nothing else, and they know who calls.
func TestInterceptors(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{Unary: []grpc.UnaryServerInterceptor{func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		p, ok := peer.FromContext(ctx)
		if !ok || p.Addr.Network() != "tcp" || info.FullMethod == "" {
			t.Error(p, info)
		}
		if md, _ := metadata.FromIncomingContext(ctx); md.Get("authorization") == nil {
			return nil, status.Error(codes.Unauthenticated, "who are you")
		}
		return next(ctx, req)
	}}})
	if got := ask(t, s, "POST", cancelPath, `{"reason":5}`); got.status != 401 || strings.Contains(got.body, "violations") {
		t.Error(got)
	}
	if got := ask(t, s, "POST", cancelPath, `{"reason":5}`, "Authorization", "x"); got.status != 400 {
		t.Error(got)
	}
}
