package grpchealth

import (
	"context"
	"strings"

	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/bylaw-dev/bylaw/templates/support/health"
)

// UntilReady refuses calls with UNAVAILABLE and RetryInfo while the process is starting, so that it can listen before it is
// warm. The health service itself always passes, and from the first readiness on everything does: what has come is served.
func UntilReady(s *health.State) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, in any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if refused(s, info.FullMethod) {
			return nil, refuse(s.Unavailable(health.Starting))
		}
		return next(ctx, in)
	}
}

// StreamUntilReady is UntilReady for streams.
func StreamUntilReady(s *health.State) grpc.StreamServerInterceptor {
	return func(impl any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		if refused(s, info.FullMethod) {
			return refuse(s.Unavailable(health.Starting))
		}
		return next(impl, stream)
	}
}

var own = "/" + healthpb.Health_ServiceDesc.ServiceName + "/"

func refused(s *health.State, method string) bool {
	return s.Status() == health.Starting && !strings.HasPrefix(method, own)
}
