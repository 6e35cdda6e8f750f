// Package boundary is the HTTP edge of a generated server: it routes a request, reads what the
// contract declares, refuses what breaks it with all reasons at once, and lets no answer out that the
// contract doesn't know. It must not know any particular operation, nor what a handler does.
package boundary

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/identifier"
	"github.com/bylaw-dev/bylaw/templates/support/patience"
)

// Options configures a server. The zero value is safe.
type Options struct {
	MaxBody  int64 // bytes of a request's body; 0: 1 MiB. More is refused with 413
	MaxPart  int64 // bytes of one part of a multipart body; 0: MaxBody
	MaxDepth int   // nesting of a JSON body; 0: 128

	// BodyTimeout is how long a body that is read whole may take to come, so that nobody keeps a place by sending slowly;
	// 0: 30 s, negative: for ever. One that a handler reads as it comes is the handler's.
	BodyTimeout time.Duration

	// SkipResponseValidation sends answers as the handlers give them. Otherwise one that breaks the
	// contract is logged and answered with 500.
	SkipResponseValidation bool

	Logger    *slog.Logger  // nil: slog.Default()
	RequestID func() string // nil: a random UUID
	// RequestUUIDs keeps a caller's X-Request-Id only if it is a UUID, as the contract declares them.
	// RequestID then has to make UUIDs too.
	RequestUUIDs bool

	OnError func(context.Context, *errors.Error) // sees every error that is answered; nil: nothing

	Before []Before // run in this order for each request whose operation is known

	// Around makes, of the handler of an operation, the one that is asked in its place: what has to see the request and the
	// answer as wholes goes here, such as idempotency. It is called once for each operation, by New; what it returns for
	// requests runs behind Before, and before anything is read. Returning next leaves the operation as it is, for nothing.
	// It must answer, or have next do so, with the request's context or one made of it. Its own errors it gives to Refuse.
	Around func(operation string, next http.Handler) http.Handler

	// Insider says whether a request's caller belongs to the house. All others don't see what the contract calls internal
	// (x-bylaw-tier): it is left out of their answers, and who sends it is told that it is unknown.
	// nil: callers of package authn that are Internal.
	Insider func(context.Context) bool
}

// Before runs before anything of the request is read or judged: authorisation goes here, so that who isn't let in learns
// nothing of what else is wrong. It may set headers of the answer, and returns the context for what follows (nil: the
// request's). An error refuses the request: an *errors.Error is answered whether or not the operation declares its
// status, as the boundary's own are; any other as a handler's. operation is the operationId, or method and template
// where there is none.
type Before func(answer http.Header, r *http.Request, operation string) (context.Context, error)

// fileMemory is how many bytes of an uploaded file stay in memory.
const fileMemory = 256 << 10

func (o Options) withDefaults() Options {
	if o.MaxBody <= 0 {
		o.MaxBody = 1 << 20
	}
	if o.MaxPart <= 0 || o.MaxPart > o.MaxBody {
		o.MaxPart = o.MaxBody
	}
	if o.BodyTimeout == 0 {
		o.BodyTimeout = patience.Usual
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.RequestID == nil {
		o.RequestID = identifier.New
	}
	if o.Insider == nil {
		o.Insider = ofTheHouse
	}
	return o
}

func ofTheHouse(ctx context.Context) bool {
	c, _ := authn.From(ctx)
	return c.Internal
}
