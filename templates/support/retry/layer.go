package retry

import "context"

type layer struct{}

// Once returns a context under which every call is made once only: for those who repeat the whole
// themselves. Layers that each repeat three times would make 27 calls out of one.
func Once(ctx context.Context) context.Context {
	if Layered(ctx) {
		return ctx
	}
	return context.WithValue(ctx, layer{}, true)
}

// Layered reports whether someone above repeats calls already.
func Layered(ctx context.Context) bool { return ctx.Value(layer{}) != nil }
