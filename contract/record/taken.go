package record

import (
	"context"
	"net/http"
)

// taken is a request as it came, before it is passed on.
type taken struct {
	method, path, query string
	header              http.Header
	body                []byte
	cancel              context.CancelFunc // ends the call of the upstream
	why                 string             // nothing can be learned from it; "": something can
}

type takenKey struct{}

func withTaken(ctx context.Context, t *taken) context.Context {
	return context.WithValue(ctx, takenKey{}, t)
}

func takenIn(ctx context.Context) *taken {
	if t, ok := ctx.Value(takenKey{}).(*taken); ok {
		return t
	}
	return &taken{why: "it came from nowhere"}
}
