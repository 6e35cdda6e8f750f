// Package rpcauth holds calls of gRPC methods to an authn.Verifier and an authz.Policy, whatever protocol brings them to
// the edge. It must not know any particular kind of token, nor any service.
package rpcauth

import (
	"context"
	stderrors "errors"
	"log/slog"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/authz"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Options configures New.
type Options struct {
	Logger *slog.Logger // told why tokens can't be verified; nil: slog.Default()
}

// Guard lets in whom the verifier knows and the policy allows.
type Guard struct {
	verifier authn.Verifier
	policy   *authz.Policy
	logger   *slog.Logger
}

// New makes a guard. Its interceptors come first in edge.Options.Unary and Stream, so that who isn't let in learns nothing
// of what else is wrong. Operations of the policy are full names of methods: "/shop.v1.Orders/CreateOrder".
func New(v authn.Verifier, p *authz.Policy, o Options) *Guard {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return &Guard{v, p, o.Logger}
}

// Unary refuses calls with UNAUTHENTICATED, PERMISSION_DENIED, or UNAVAILABLE while the verifier can't say who calls, and
// puts the caller of others into their context.
func (g *Guard) Unary() grpc.UnaryServerInterceptor {
	return func(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		ctx, err := g.admit(ctx, info.FullMethod, func(md metadata.MD) { _ = grpc.SetHeader(ctx, md) })
		if err != nil {
			return nil, err
		}
		return next(ctx, request)
	}
}

// Stream is Unary for streams. A credential is looked at when the stream begins, not again while it goes on.
func (g *Guard) Stream() grpc.StreamServerInterceptor {
	return func(srv any, s grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		ctx, err := g.admit(s.Context(), info.FullMethod, func(md metadata.MD) { _ = s.SetHeader(md) })
		if err != nil {
			return err
		}
		return next(srv, &stream{s, ctx})
	}
}

// stream has the context of a caller.
type stream struct {
	grpc.ServerStream
	ctx context.Context
}

// Context implements grpc.ServerStream.
func (s *stream) Context() context.Context { return s.ctx }

// admit returns the context of a call that may go on. A method that needs no caller is given the one that there is, and
// refused if its credential is bad.
func (g *Guard) admit(ctx context.Context, method string, header func(metadata.MD)) (context.Context, error) {
	c, known, err := authn.Authenticate(ctx, g.verifier, metadata.ValueFromIncomingContext(ctx, "authorization"))
	inside := ctx
	if err == nil {
		if known {
			inside = authn.With(ctx, c)
		}
		err = g.policy.Check(inside, method)
	}
	if err == nil {
		return inside, nil
	}
	if text := g.policy.Challenge(method, err); text != "" {
		header(metadata.Pairs("www-authenticate", text))
	}
	return nil, g.finished(ctx, err)
}

// finished is an error that is a status too, for servers that aren't the edge.
func (g *Guard) finished(ctx context.Context, err error) error {
	if e, ok := stderrors.AsType[*errors.Error](err); ok && e.Status >= 500 && e.Cause != nil && ctx.Err() == nil {
		g.logger.ErrorContext(ctx, "the caller can't be verified", "error", e.Cause)
	}
	return fault.Typed(fault.Of(err, ""))
}
