package rpctelemetry

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/marks"
	"github.com/bylaw-dev/bylaw/templates/support/deprecation"
)

// Deprecated tells callers of methods that go away, over every protocol of the edge, and counts them. It stands behind the
// interceptors that authenticate, so that it knows who calls.
func Deprecated(n *deprecation.Notices) (grpc.UnaryServerInterceptor, grpc.StreamServerInterceptor) {
	tell := func(ctx context.Context, method string, set func(metadata.MD)) {
		var md metadata.MD
		n.Tell(ctx, method, func(name string, values []string) {
			if md == nil {
				md = metadata.MD{}
			}
			md[name] = values
		})
		if md != nil {
			set(md)
		}
	}
	return func(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			tell(ctx, info.FullMethod, func(md metadata.MD) { _ = grpc.SetHeader(ctx, md) })
			return next(ctx, request)
		}, func(srv any, s grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
			tell(s.Context(), info.FullMethod, func(md metadata.MD) { _ = s.SetHeader(md) })
			return next(srv, s)
		}
}

// Table reads which methods the contract calls deprecated (of a service: all of it), and their sunset. The contract has no
// date of the deprecation: since is that of the release that has brought it. The error names dates that are none.
func Table(since time.Time, services ...protoreflect.ServiceDescriptor) (deprecation.Table, error) {
	t := deprecation.Table{}
	for _, s := range services {
		for i := range s.Methods().Len() {
			m := s.Methods().Get(i)
			said := marks.Method(m)
			if !said.Deprecated && said.Sunset == "" {
				continue
			}
			n := deprecation.Notice{Since: since}
			if said.Sunset != "" {
				day, err := time.Parse(time.DateOnly, said.Sunset)
				if err != nil {
					return nil, fmt.Errorf("rpctelemetry: the sunset of %s: %w", m.FullName(), err)
				}
				n.Sunset = day
			}
			t[fmt.Sprintf("/%s/%s", s.FullName(), m.Name())] = n
		}
	}
	return t, nil
}
