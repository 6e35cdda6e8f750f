package edge

import (
	"context"
	stderrors "errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// Call is one call on its way through the boundary, whatever protocol has brought it.
type Call struct {
	Protocol string                             // "grpc", "rest", "connect"
	Header   metadata.MD                        // what came, keys in lower case; nil: the context's incoming metadata
	Timeout  time.Duration                      // what the caller asks for; 0: nothing
	Locate   func(field string) errors.Location // where a field of the request stands; nil: in the body

	// RequestID is kept if it is given, else taken from the headers or made. It goes back to the caller as
	// x-request-id, with answers and errors alike; whoever speaks the protocol sends it.
	RequestID string
	// What the implementation sends, known afterwards: only what Options.Headers lets out.
	ResponseHeader, Trailer metadata.MD
}

// FromContext returns the call that an implementation or an interceptor works on; nil: it isn't called by a Server.
func FromContext(ctx context.Context) *Call {
	if k, ok := grpc.ServerTransportStreamFromContext(ctx).(*call); ok {
		return k.call
	}
	return nil
}

// call is the boundary's own side of a Call. It is what gRPC's functions for headers and trailers talk to.
type call struct {
	method  *Method
	call    *Call
	keptID  bool
	missing []errors.Violation // headers, and those that aren't as they are declared
	parent  context.Context    // the caller's
	inner   context.Context    // the implementation's

	read   func(proto.Message) error // of a unary call
	unread []errors.Violation        // what of the request couldn't be read
	lost   bool                      // and nothing can be said of the rest
	outer  grpc.UnaryServerInterceptor
	whole  bool // the answer isn't a part that the caller chose

	mu   sync.Mutex // headers may be set by several goroutines
	sent bool       // headers can't be set any more,
	over bool       // nor trailers
}

// start finds out what the boundary itself needs to know of a call, and returns the context for all that follow.
func (k *call) start(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	c := k.call
	k.parent = ctx
	if c.RequestID == "" {
		c.RequestID, k.keptID = RequestID(k.method.server, c.given(ctx, requestIDHeader))
	} else if given := c.given(ctx, requestIDHeader); len(given) == 1 {
		k.keptID = given[0] == c.RequestID
	}
	k.tell(ctx)
	cancel := context.CancelFunc(func() {})
	if c.Timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, c.Timeout)
	} else if _, ok := ctx.Deadline(); !ok && limit > 0 {
		ctx, cancel = context.WithTimeout(ctx, limit)
	}
	k.inner = grpc.NewContextWithServerTransportStream(k.pass(ctx), k)
	return k.inner, cancel
}

// tell says which call it is to those who stand before the edge, if they ask and the protocol hasn't.
func (k *call) tell(ctx context.Context) {
	if m := route.MatchOf(ctx); m != nil && m.Operation == "" {
		m.Template, m.Operation, m.RequestID = k.method.Name, k.method.Name, k.call.RequestID
	}
}

// Method implements grpc.ServerTransportStream.
func (k *call) Method() string { return k.method.Name }

// SetHeader implements grpc.ServerTransportStream. What may not go out is left out.
func (k *call) SetHeader(md metadata.MD) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sent {
		return errSent
	}
	k.call.ResponseHeader = k.allow(k.call.ResponseHeader, md)
	return nil
}

// SendHeader implements grpc.ServerTransportStream. Headers of a unary call go out with its answer.
func (k *call) SendHeader(md metadata.MD) error {
	err := k.SetHeader(md)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.complete()
	k.sent = true
	return err
}

// SetTrailer implements grpc.ServerTransportStream.
func (k *call) SetTrailer(md metadata.MD) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.over {
		return errSent
	}
	k.call.Trailer = k.allow(k.call.Trailer, md)
	return nil
}

// close ends what the implementation may still say, for a goroutine that it has left behind must not meddle with what the
// protocol reads now.
func (k *call) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.complete()
	k.sent, k.over = true, true
}

var errSent = status.Error(codes.Internal, "the headers have been sent already")

// finished is an error in the house's form, which tells nothing that callers must not know.
type finished struct{ status *status.Status }

func (f *finished) Error() string { return f.status.Err().Error() }

// GRPCStatus is what status.FromError asks for.
func (f *finished) GRPCStatus() *status.Status { return f.status }

// finish puts an error into the house's form, and tells the operator what callers aren't told.
func (k *call) finish(ctx context.Context, err error) *finished {
	if done, ok := stderrors.AsType[*finished](err); ok {
		return done
	}
	s := fault.From(k.cause(ctx, err), fault.Origin{Domain: k.method.domain, RequestID: k.call.RequestID})
	switch s.Code() {
	case codes.Internal, codes.Unknown, codes.DataLoss:
		k.log(ctx, "the call has failed", err)
	case codes.Unavailable:
		if inside(err) != nil || !strings.Contains(err.Error(), s.Message()) { // why, callers aren't told
			k.log(ctx, "the call has failed", err)
		}
	}
	return &finished{s}
}

// inside is the cause of one of the house's errors, which its text doesn't tell.
func inside(err error) error {
	if known, ok := stderrors.AsType[*errors.Error](err); ok && known != nil {
		return known.Cause
	}
	return nil
}

// cause tells the caller's end of a call from a failure of the implementation's.
func (k *call) cause(ctx context.Context, err error) error {
	known, ok := stderrors.AsType[*errors.Error](err)
	if ok && known != nil {
		return err
	}
	_, coded := stderrors.AsType[interface {
		error
		GRPCStatus() *status.Status
	}](err)
	switch {
	case coded || broken(err) != nil:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case stderrors.Is(err, context.Canceled): // by the implementation itself: the caller hasn't
		return fmt.Errorf("%v", err)
	}
	return err
}

// end is the last word on an error.
func (k *call) end(ctx context.Context, err error) error {
	done := k.finish(ctx, err)
	if see := k.method.server.options.OnError; see != nil {
		see(ctx, done.status)
	}
	return done.status.Err()
}

// panicked turns a panic into an error that tells nothing of it.
func (k *call) panicked(ctx context.Context, v any) error {
	k.log(ctx, "the implementation has panicked", fmt.Errorf("%v", v), "stack", string(debug.Stack()))
	return &finished{fault.From(errPanic, fault.Origin{Domain: k.method.domain, RequestID: k.call.RequestID})}
}

var errPanic = stderrors.New("panic")

// log tells the operator what the caller must not know.
func (k *call) log(ctx context.Context, message string, err error, more ...any) {
	all := append([]any{"method", k.method.Name, "protocol", k.call.Protocol, "request_id", k.call.RequestID, "error", err}, more...)
	if cause := inside(err); cause != nil {
		all = append(all, "cause", cause)
	}
	k.method.server.options.Logger.ErrorContext(ctx, message, all...)
}
