package edge

import (
	"context"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// Sent returns copies of the headers and trailers that the call of a context sends so far, as they go out.
func Sent(ctx context.Context) (header, trailer metadata.MD) {
	k, ok := grpc.ServerTransportStreamFromContext(ctx).(*call)
	if !ok {
		return nil, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return copied(k.call.ResponseHeader), copied(k.call.Trailer)
}

// Resend adds headers and trailers that Sent has returned of an earlier call of the same method. They go out as they are.
func Resend(ctx context.Context, header, trailer metadata.MD) {
	k, ok := grpc.ServerTransportStreamFromContext(ctx).(*call)
	if !ok {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.call.ResponseHeader = added(k.call.ResponseHeader, header)
	k.call.Trailer = added(k.call.Trailer, trailer)
}

func copied(md metadata.MD) metadata.MD {
	if len(md) == 0 {
		return nil
	}
	return md.Copy()
}

func added(to, md metadata.MD) metadata.MD {
	for name, values := range md {
		if to == nil {
			to = metadata.MD{}
		}
		to[name] = append(slices.Clip(to[name]), values...)
	}
	return to
}
