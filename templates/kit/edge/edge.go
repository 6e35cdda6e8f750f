// Package edge is the boundary that every protocol shares: it takes the services that are registered as gRPC's own
// registry takes them, and lets no message through to them that breaks the contract, and no answer or error out that
// the contract doesn't know. gRPC is served here; other protocols decode a message and call Method.Unary or
// Method.Serve. It must not know HTTP paths, JSON, nor any particular service.
package edge

import (
	"context"
	"log/slog"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Options configures a Server. The zero value is safe.
type Options struct {
	MaxMessage int           // bytes of one message; 0: 1 MiB. More is refused before it is decoded: RESOURCE_EXHAUSTED, 413
	MaxDepth   int           // nesting of messages; 0: 100
	Timeout    time.Duration // of a unary call whose caller names no deadline; 0: 30 s

	// Headers are what an implementation sees of the caller's headers (metadata), and what it sends of its own.
	// What isn't named is kept from it, whatever the protocol. authorization, traceparent, tracestate, x-request-id
	// and idempotency-key always pass.
	Headers []Header

	Runtime valid.Runtime    // evaluates rules that aren't compiled (celvalid.New); nil: a service that has such is an error
	Now     func() time.Time // what rules compare with; nil: time.Now

	// SkipResponseValidation sends answers as the implementation gives them. Otherwise one that breaks its rules is
	// logged and answered with INTERNAL.
	SkipResponseValidation bool

	// Interceptors run before the checks: authentication goes here, so that who isn't let in learns nothing of what
	// else is wrong. Of a request that can't be decoded they see what could be.
	Unary  []grpc.UnaryServerInterceptor
	Stream []grpc.StreamServerInterceptor

	Logger    *slog.Logger                          // nil: slog.Default()
	RequestID func() string                         // makes an ID for requests without; nil: a random UUID
	Domain    string                                // of ErrorInfo; "": the service's full name
	OnError   func(context.Context, *status.Status) // sees every error that is answered; nil: nothing

	Files Files // where services are found by name; nil: protoregistry.GlobalFiles
	Types Types // messages and extensions, for Any and dynamic messages; nil: protoregistry.GlobalTypes

	// GRPC are options of the gRPC server (credentials, keepalive, statistics). Its codec and its limit of a received
	// message are ours.
	GRPC []grpc.ServerOption
}

// Header is a header (of gRPC: metadata) that passes.
type Header struct {
	Name     string   // in any case
	Methods  []string // full names, "/shop.v1.Orders/CreateOrder"; none: all methods
	Required bool     // a request without it is refused: INVALID_ARGUMENT
	Response bool     // the implementation sends it, rather than sees it
}

// Files finds descriptors by name. *protoregistry.Files is one.
type Files interface {
	FindDescriptorByName(protoreflect.FullName) (protoreflect.Descriptor, error)
}

// Types finds messages and extensions. *protoregistry.Types is one.
type Types interface {
	protoregistry.MessageTypeResolver
	protoregistry.ExtensionTypeResolver
}

// Server is a grpc.ServiceRegistrar. Services are registered first; then it is served over any number of protocols.
type Server struct{ options Options }

// New returns a server without services.
func New(o Options) *Server { return &Server{options: o} }

// Options returns what the server was made with, defaults filled in.
func (s *Server) Options() Options { return s.options }

// RegisterService implements grpc.ServiceRegistrar. What is wrong with a service is told by Methods. It panics once
// Methods has been called, for those who serve would miss the service.
func (s *Server) RegisterService(d *grpc.ServiceDesc, impl any) {}

// Methods returns the methods of all services, sorted by name. The error joins all that is wrong with any of them.
func (s *Server) Methods() ([]*Method, error) { return nil, nil }

// GRPC returns a gRPC server of all services. Others (health, reflection) may be registered there.
func (s *Server) GRPC() (*grpc.Server, error) { return nil, nil }

// Method is one method of a service.
type Method struct {
	Name string // "/shop.v1.Orders/CreateOrder"
	Desc protoreflect.MethodDescriptor
}

// Input is the type of requests.
func (m *Method) Input() protoreflect.MessageType { return nil }

// Output is the type of answers.
func (m *Method) Output() protoreflect.MessageType { return nil }

// Streams reports whether either side sends more than one message: Serve then is the method's way, else Unary.
func (m *Method) Streams() bool {
	return m.Desc.IsStreamingClient() || m.Desc.IsStreamingServer()
}

// Call is one call on its way through the boundary, whatever protocol has brought it.
type Call struct {
	Protocol string                             // "grpc", "rest", "connect"
	Header   metadata.MD                        // what came, keys in lower case
	Timeout  time.Duration                      // what the caller asks for; 0: nothing
	Locate   func(field string) errors.Location // where a field of the request stands; nil: in the body

	// What is known afterwards. ResponseHeader holds only what Options.Headers lets out, and x-request-id.
	RequestID               string
	ResponseHeader, Trailer metadata.MD
}

// Stream is the caller's side of a streaming call, as a protocol reads and writes it.
type Stream interface {
	// Recv reads the next message. io.EOF: there is none. An *errors.Error with violations is merged with those
	// that the checks find.
	Recv(proto.Message) error
	// Send writes a message.
	Send(proto.Message) error
	// SendHeader is called once, before the first Send, with what Call.ResponseHeader holds.
	SendHeader(metadata.MD) error
}

// Unary calls a method without streams. read fills the request; an *errors.Error with violations that it returns is
// merged with what the checks find (save what they find at, above or below a place that couldn't be read), any other
// error ends the call. The error is finished: a status error in the house's form, safe to show.
func (m *Method) Unary(ctx context.Context, c *Call, read func(proto.Message) error) (proto.Message, error) {
	return nil, status.Error(codes.Unimplemented, "")
}

// Serve calls a method with streams. The error is finished, as Unary's is.
func (m *Method) Serve(ctx context.Context, c *Call, s Stream) error {
	return status.Error(codes.Unimplemented, "")
}
