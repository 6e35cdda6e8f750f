package edge

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// Given returns the values of a header of the context's call as they came, whether or not implementations see it, for
// interceptors that need what only they are to know, such as the addresses that proxies tell. name is in lower case.
func Given(ctx context.Context, name string) []string {
	if k, ok := grpc.ServerTransportStreamFromContext(ctx).(*call); ok {
		return k.call.given(k.parent, name)
	}
	return metadata.ValueFromIncomingContext(ctx, name)
}
