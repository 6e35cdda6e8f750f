package rpcclient

import (
	"context"
	"fmt"
	"iter"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// Pages goes over the items of all pages of a list (AIP-158), from the token that the request has. turn
// sets a request's token, read gets a page's items and the token of the next. Only an empty token ends
// the list, for a page may be short or empty because of a filter. A token that comes again is an error,
// or the list had no end. The request stays as it is.
func Pages[Q proto.Message, R, T any](ctx context.Context, request Q,
	call func(context.Context, Q, ...grpc.CallOption) (R, error),
	turn func(request Q, token string), read func(page R) (items []T, next string),
	options ...grpc.CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		first, request, seen := request, own(request), map[string]bool{}
		for {
			page, err := call(ctx, request, options...)
			if err != nil {
				yield(none, err)
				return
			}
			items, next := read(page)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			request = own(request) // the last one may still be looked at by what has sent it
			turn(request, next)
			if seen[next] || proto.Equal(request, first) {
				yield(none, fmt.Errorf("the token of a next page came twice: %q", shortened(next)))
				return
			}
			seen[next] = true
		}
	}
}

// own returns a copy of a request, or a new one for nil.
func own[Q proto.Message](request Q) Q {
	if r := request.ProtoReflect(); !r.IsValid() {
		return r.Type().New().Interface().(Q)
	}
	return proto.CloneOf(request)
}

func shortened(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}
