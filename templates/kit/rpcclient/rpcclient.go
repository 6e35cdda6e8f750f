// Package rpcclient puts one policy around any client connection, be it gRPC's or REST's: each call has
// a deadline, an idempotency token and credentials, is made again where that is safe and may help, and
// fails with a typed error. It knows of methods what their descriptors say, and must not know how a
// message travels.
package rpcclient

import (
	"context"
	"fmt"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// Options are what calls of one client have in common. The zero value is ready for use.
type Options struct {
	// Timeout ends a call with all its repetitions if its context has no deadline; 30 s. Of a stream it
	// covers the wait for the first message.
	Timeout time.Duration
	// Idle ends a stream whose server lets a send or a receive wait for so long after the first message;
	// 2 min, negative: never.
	Idle  time.Duration
	Retry retry.Policy
	// Authorize adds credentials to the metadata of a call. It is called for each repetition, so that a
	// token may be renewed in between; see Bearer. That the connection is encrypted is the caller's to see to.
	Authorize func(ctx context.Context, method string, header metadata.MD) error
	// RequestID gives the ID that is sent as x-request-id, such as that of the request being served; nil or "": none.
	RequestID func(context.Context) string
	// NewToken makes an idempotency token for a call whose caller gives none; a random UUID. A field that
	// takes only UUIDs gets one whatever this returns.
	NewToken func() string
	// Files has the descriptors of the services that are called; nil: those that are linked into the program.
	Files interface {
		FindDescriptorByName(protoreflect.FullName) (protoreflect.Descriptor, error)
	}
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Idle == 0 {
		o.Idle = 2 * time.Minute
	}
	if o.NewToken == nil {
		o.NewToken = newUUID
	}
	if o.Files == nil {
		o.Files = protoregistry.GlobalFiles
	}
	return o
}

// Conn is a client connection with the policy around it. It is safe for concurrent use.
type Conn struct {
	inner   grpc.ClientConnInterface
	options Options
	retrier *retry.Retrier
	methods sync.Map // of *method by full method name
}

var _ grpc.ClientConnInterface = (*Conn)(nil)

// New puts the policy around a connection. One to a gRPC server should be made with DialOptions, and with what package
// rpclimit's Client returns if a breaker, a bulkhead or a budget of time are to limit its calls: each attempt then is one of
// theirs, and what they refuse isn't repeated.
func New(cc grpc.ClientConnInterface, o Options) *Conn {
	return &Conn{inner: cc, options: o.withDefaults(), retrier: retry.New(o.Retry)}
}

// DialOptions are for the connection that New is given: they switch off the repetitions that a service
// config may ask grpc-go for, which would multiply with ours. What grpc-go repeats because the server
// has surely not seen it (a connection that was closing) stays, and costs no attempt.
func DialOptions() []grpc.DialOption { return []grpc.DialOption{grpc.WithDisableRetry()} }

// Bearer returns an Authorize that sends the token that source gives as RFC 6750 has it.
func Bearer(source func(context.Context) (string, error)) func(context.Context, string, metadata.MD) error {
	return func(ctx context.Context, _ string, header metadata.MD) error {
		token, err := source(ctx)
		if err != nil {
			return fmt.Errorf("no token: %w", err)
		}
		header.Set("authorization", "Bearer "+token)
		return nil
	}
}
