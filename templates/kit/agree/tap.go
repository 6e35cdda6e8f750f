package agree

import (
	"context"
	"sync"

	"google.golang.org/grpc"
)

// script is what happens instead of an implementation, which next calls.
type script func(ctx context.Context, c *call) error

// call is one call that has come through the boundary.
type call struct {
	method string            // as the contract calls it
	stream grpc.ServerStream // nil: it has none
	next   func(grpc.ServerStream) error
}

// tap stands between the boundary and an implementation.
type tap struct {
	mu     sync.Mutex
	script script
}

// play sets what happens from now on; nil: what the implementation does.
func (t *tap) play(s script) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.script = s
}

func (t *tap) now() script {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.script
}

// tapped returns a service like d, with the tap in each of its handlers.
func (t *tap) tapped(d *grpc.ServiceDesc) *grpc.ServiceDesc {
	out := *d
	out.Methods, out.Streams = nil, nil
	for _, m := range d.Methods {
		out.Methods = append(out.Methods, grpc.MethodDesc{MethodName: m.MethodName, Handler: t.unary(m.MethodName, m.Handler)})
	}
	for _, s := range d.Streams {
		handler, name := s.Handler, s.StreamName
		s.Handler = func(impl any, ss grpc.ServerStream) error {
			play := t.now()
			if play == nil {
				return handler(impl, ss)
			}
			return play(ss.Context(), &call{method: name, stream: ss, next: func(ss grpc.ServerStream) error { return handler(impl, ss) }})
		}
		out.Streams = append(out.Streams, s)
	}
	return &out
}

func (t *tap) unary(name string, handler grpc.MethodHandler) grpc.MethodHandler {
	return func(impl any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
		return handler(impl, ctx, decode, func(ctx context.Context, in any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			if interceptor == nil {
				return t.played(ctx, name, in, next)
			}
			return interceptor(ctx, in, info, func(ctx context.Context, in any) (any, error) { return t.played(ctx, name, in, next) })
		})
	}
}

func (t *tap) played(ctx context.Context, name string, in any, next grpc.UnaryHandler) (out any, err error) {
	play := t.now()
	if play == nil {
		return next(ctx, in)
	}
	err = play(ctx, &call{method: name, next: func(grpc.ServerStream) error {
		var failed error
		out, failed = next(ctx, in)
		return failed
	}})
	return out, err
}

// short is a stream that breaks after some messages.
type short struct {
	grpc.ServerStream
	left int
	err  error
}

func (s *short) SendMsg(m any) error {
	if s.left == 0 {
		return s.err
	}
	s.left--
	return s.ServerStream.SendMsg(m)
}
