package rpclimit

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

// Callers limits calls by caller and method (its full name, "/shop.v1.Orders/GetOrder"), and tells with every answer what is
// left (RateLimit, RateLimit-Policy), whatever protocol has brought the call to the edge. It belongs behind the
// interceptors that authenticate. identify says who was proven to call; "": nobody, whose address must do.
func Callers(l *ratelimit.Limiter, identify func(context.Context) string) (grpc.UnaryServerInterceptor, grpc.StreamServerInterceptor) {
	allow := func(ctx context.Context, method string, tell func(metadata.MD)) error {
		d := decide(ctx, l, identify(ctx), method)
		if md := headers(d); md != nil {
			tell(md)
		}
		if !d.OK {
			return typed(d.Err(), given(ctx))
		}
		return nil
	}
	return func(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			if err := allow(ctx, info.FullMethod, func(md metadata.MD) { _ = grpc.SetHeader(ctx, md) }); err != nil {
				return nil, err
			}
			return next(ctx, request)
		}, func(srv any, s grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
			if err := allow(s.Context(), info.FullMethod, func(md metadata.MD) { _ = s.SetHeader(md) }); err != nil {
				return err
			}
			return next(srv, s)
		}
}

func decide(ctx context.Context, l *ratelimit.Limiter, caller, method string) ratelimit.Decision {
	if caller == "" {
		return l.AllowAnonymous(client(ctx, l), method)
	}
	return l.AllowCaller(caller, method)
}

// client is the address of who calls, as far as our own proxies know it.
func client(ctx context.Context, l *ratelimit.Limiter) netip.Addr {
	p := l.Proxies()
	return p.Resolve(from(ctx), edge.Given(ctx, strings.ToLower(p.Header())))
}

// from is the address of the connection.
func from(ctx context.Context) netip.Addr {
	p, ok := peer.FromContext(ctx)
	if !ok {
		return ratelimit.Peer("")
	}
	if tcp, ok := p.Addr.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr()
	}
	return ratelimit.Peer(p.Addr.String())
}

// headers is what callers are told of a decision; nil: nothing.
func headers(d ratelimit.Decision) metadata.MD {
	h := http.Header{}
	d.Header(h)
	if len(h) == 0 {
		return nil
	}
	md := make(metadata.MD, len(h))
	for name, values := range h {
		md[strings.ToLower(name)] = values
	}
	return md
}
