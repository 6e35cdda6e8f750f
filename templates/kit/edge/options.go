package edge

import (
	"context"
	"log/slog"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
	"github.com/bylaw-dev/bylaw/templates/support/headers"
	"github.com/bylaw-dev/bylaw/templates/support/identifier"
)

// Options configures a Server. The zero value is safe.
type Options struct {
	MaxMessage int           // bytes of one message; 0: 1 MiB. More is refused before it is decoded: RESOURCE_EXHAUSTED, 413
	MaxDepth   int           // nesting of messages; 0: 100
	Timeout    time.Duration // of a unary call whose caller names no deadline; 0: 30 s

	// Headers are what an implementation sees of the caller's headers (metadata), and what it sends of its own.
	// What isn't named is kept from it, whatever the protocol. authorization, traceparent, tracestate, x-request-id
	// and idempotency-key always reach it.
	Headers []Header

	Runtime valid.Runtime    // evaluates rules that aren't compiled (celvalid.New); nil: a service that has such is an error
	Now     func() time.Time // what rules compare with; nil: time.Now

	// SkipResponseValidation sends answers as the implementation gives them. Otherwise one that breaks its rules is
	// logged and answered with INTERNAL. Of a request with a read_mask the answer is never held against them.
	SkipResponseValidation bool

	// Interceptors run before the checks: authentication goes here, so that who isn't let in learns nothing of what
	// else is wrong. Of a request that can't be read they see what could be. Those of GRPC, if any, run before them.
	Unary  []grpc.UnaryServerInterceptor
	Stream []grpc.StreamServerInterceptor

	// Outgoing returns what of an answer the caller may see, once it has been checked: each answer, each message of a
	// stream, whatever the protocol. It must not change the answer, which others may hold too, but copy it; its context
	// is what interceptors have made of the call's. nil: all of it.
	Outgoing func(ctx context.Context, answer proto.Message) proto.Message

	Logger    *slog.Logger                          // nil: slog.Default()
	RequestID func() string                         // makes an ID for requests without; nil: a random UUID
	Domain    string                                // of ErrorInfo; "": the service's full name
	OnError   func(context.Context, *status.Status) // sees every error that is answered; nil: nothing

	Files Files // where services are found by name; nil: protoregistry.GlobalFiles
	Types Types // messages and extensions, for Any and dynamic messages; nil: protoregistry.GlobalTypes

	// GRPC are options of the gRPC server (credentials, keepalive, statistics). Its codec, its tap and its limit of a
	// received message are ours.
	GRPC []grpc.ServerOption
}

// Header is a header (of gRPC: metadata) that passes, by the rules that HTTP servers have too: renamed, with a default,
// transformed, into the context as an identifier. Methods are full names ("/shop.v1.Orders/CreateOrder"). A request that
// breaks a rule is refused with everything else that is wrong with it: INVALID_ARGUMENT.
type Header = headers.Rule

// Files finds descriptors by name. *protoregistry.Files is one.
type Files interface {
	FindDescriptorByName(protoreflect.FullName) (protoreflect.Descriptor, error)
}

// Types finds messages and extensions. *protoregistry.Types is one.
type Types interface {
	protoregistry.MessageTypeResolver
	protoregistry.ExtensionTypeResolver
}

func (o Options) withDefaults() Options {
	if o.MaxMessage <= 0 {
		o.MaxMessage = 1 << 20
	}
	if o.MaxDepth <= 0 {
		o.MaxDepth = 100
	}
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.RequestID == nil {
		o.RequestID = identifier.New
	}
	if o.Files == nil {
		o.Files = protoregistry.GlobalFiles
	}
	if o.Types == nil {
		o.Types = protoregistry.GlobalTypes
	}
	return o
}
