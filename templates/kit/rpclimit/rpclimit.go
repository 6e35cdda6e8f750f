// Package rpclimit holds calls of gRPC methods to the limits that HTTP has middleware for: those that come in to packages
// shed and ratelimit, those that go out to breaker, bulkhead and deadline. It must not know any service, nor how anything
// is counted.
//
// The order on a server is load, address (Server, for whatever the gRPC server has), then what authenticates, then Callers,
// among the interceptors of the edge. The order on a client is retry (package rpcclient), bulkhead, breaker, deadline,
// network: Client has it.
package rpclimit

import (
	"context"
	"strings"

	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/identifier"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
	"github.com/bylaw-dev/bylaw/templates/support/shed"
)

// Server refuses calls of all services of a gRPC server when too much is being done (UNAVAILABLE), and then those of
// addresses that call too often (RESOURCE_EXHAUSTED), both with RetryInfo; nil: that limit isn't there. What comes over HTTP
// has shed.Limiter.Handler and ratelimit.Limiter.Addresses instead, with the same limiters.
//
// A unary call counts from when its message is there until its method returns, so that nobody takes a place by sending
// nothing; a stream from its beginning to its end. Checks of gRPC's health service count as critical; those who watch it
// don't count at all, for they stay, and package grpchealth bounds them.
func Server(load *shed.Limiter, addresses *ratelimit.Limiter) []grpc.ServerOption {
	g := &gate{load, addresses}
	return []grpc.ServerOption{grpc.ChainUnaryInterceptor(g.unary), grpc.ChainStreamInterceptor(g.stream)}
}

type gate struct {
	load      *shed.Limiter
	addresses *ratelimit.Limiter
}

func (g *gate) unary(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if g.load != nil {
		if err := g.load.Enter(critical(info.FullMethod)); err != nil {
			return nil, typed(err, given(ctx))
		}
		defer g.load.Leave() // a panic is an end too
	}
	if err := g.address(ctx, func(md metadata.MD) { _ = grpc.SetHeader(ctx, md) }); err != nil {
		return nil, typed(err, given(ctx))
	}
	return next(ctx, request)
}

func (g *gate) stream(srv any, s grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if g.load != nil && info.FullMethod != healthpb.Health_Watch_FullMethodName {
		if err := g.load.Enter(critical(info.FullMethod)); err != nil {
			return refuse(s, err)
		}
		defer g.load.Leave()
	}
	if err := g.address(s.Context(), func(md metadata.MD) { _ = s.SetHeader(md) }); err != nil {
		return refuse(s, err)
	}
	return next(srv, s)
}

// address counts a call for where it comes from. Only who is refused is told of the quota, which is no promise to callers.
func (g *gate) address(ctx context.Context, tell func(metadata.MD)) error {
	if g.addresses == nil {
		return nil
	}
	d := g.addresses.AllowAddress(client(ctx, g.addresses))
	if !d.OK {
		tell(headers(d))
	}
	return d.Err()
}

const health = "/grpc.health.v1.Health/"

func critical(method string) bool { return strings.HasPrefix(method, health) }

// refuse ends a stream that no service sees. Nobody else gives its answer an ID.
func refuse(s grpc.ServerStream, err error) error {
	id := given(s.Context())
	if id == "" {
		id = identifier.New()
	}
	_ = s.SetHeader(metadata.Pairs(requestID, id))
	return typed(err, id)
}

const requestID = "x-request-id"

// given is the ID that a caller gives its call; "": none that is harmless.
func given(ctx context.Context) string {
	if ids := edge.Given(ctx, requestID); len(ids) == 1 && identifier.Harmless(ids[0], identifier.Longest) {
		return ids[0]
	}
	return ""
}

// typed is an error that is a status too, for servers that aren't the edge.
func typed(err error, id string) error { return fault.Typed(fault.Of(err, id)) }
