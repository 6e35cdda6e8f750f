// Package replay executes calls of gRPC methods once for each idempotency token, and answers repeated ones with what came of
// the first (package idempotency, which says what is promised and what is not). As an interceptor of an edge.Server it does so
// for all protocols alike: a call that came over REST, and is repeated over gRPC, is the same one. It must not know any
// particular service, nor where outcomes are stored.
package replay

import (
	"context"
	"errors"
	"strings"
	"sync"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// Options configures Unary. Only Caller has to be set.
type Options struct {
	// Caller says who calls, from what has been verified (so authentication comes before this). "" refuses a call
	// that has a token with UNAUTHENTICATED; Anyone is for services that know no callers.
	Caller func(context.Context) string

	Required func(method string) bool // refuses calls of /package.Service/Method without a token; nil: such pass unprotected
	Files    Files                    // where methods are found; nil: protoregistry.GlobalFiles
	Types    Types                    // where answers' messages are; nil: protoregistry.GlobalTypes
}

// Files finds descriptors by name. *protoregistry.Files is one.
type Files interface {
	FindDescriptorByName(protoreflect.FullName) (protoreflect.Descriptor, error)
}

// Types finds messages by name. *protoregistry.Types is one.
type Types interface {
	FindMessageByName(protoreflect.FullName) (protoreflect.MessageType, error)
}

// Anyone is the caller where callers aren't known. Tokens must then be hard to guess, such as UUIDs: whoever knows one, and
// the request, gets the answer.
func Anyone(context.Context) string { return "anyone" }

// interceptor is what all calls have in common.
type interceptor struct {
	x       *idempotency.Executor
	o       Options
	methods sync.Map // name -> *method, of methods that are described
}

// Unary returns an interceptor, for edge.Options.Unary behind authentication. A token is what the first of the fields
// request_id (AIP-155), client_token and idempotency_key of the request holds, or else the metadata (header)
// idempotency-key. Methods that only read pass by, and so do streams.
//
// Answers are stored as they are in binary, and errors as statuses with their details: successes, and what another try can't
// better (idempotency.Terminal by its HTTP status), but for INVALID_ARGUMENT, which a method says without having done
// anything. Repeated ones carry the header idempotency-replayed: true. Headers that the implementation sets are
// stored with them. What tells requests apart is the message in binary, field by field in its order: a request that is
// repeated to a server with another version of its .proto file may count as another one, if it has fields that only one of
// them knows.
//
// It works in a grpc.Server without an edge.Server too, but there headers aren't stored.
func Unary(x *idempotency.Executor, o Options) (grpc.UnaryServerInterceptor, error) {
	if x == nil || o.Caller == nil {
		return nil, errors.New("replay: an executor and Options.Caller are needed: without it callers would get each other's answers (replay.Anyone if that is meant)")
	}
	if o.Files == nil {
		o.Files = protoregistry.GlobalFiles
	}
	if o.Types == nil {
		o.Types = protoregistry.GlobalTypes
	}
	i := &interceptor{x: x, o: o}
	return i.intercept, nil
}

// method is what is to be known of a method.
type method struct {
	reads bool
	token protoreflect.FieldDescriptor // of its request; nil: it has none
}

// method finds out what the contract says. Of one that isn't described the request still tells where its token is.
func (i *interceptor) method(name string, request proto.Message) *method {
	if known, ok := i.methods.Load(name); ok {
		m, _ := known.(*method)
		return m
	}
	m := &method{token: tokenField(request.ProtoReflect().Descriptor())}
	d, err := i.o.Files.FindDescriptorByName(protoreflect.FullName(strings.ReplaceAll(strings.TrimPrefix(name, "/"), "/", ".")))
	described, ok := d.(protoreflect.MethodDescriptor)
	if err != nil || !ok {
		return m
	}
	m.reads = reads(described)
	i.methods.Store(name, m)
	return m
}

// reads reports whether a method has no effect: it says so, or it is bound to GET alone.
func reads(d protoreflect.MethodDescriptor) bool {
	raw, err := proto.Marshal(d.Options())
	options := &descriptorpb.MethodOptions{} // again, because a resolver of its own may have left extensions unread
	if err != nil || proto.Unmarshal(raw, options) != nil {
		return false
	}
	if options.GetIdempotencyLevel() == descriptorpb.MethodOptions_NO_SIDE_EFFECTS {
		return true
	}
	rule, _ := proto.GetExtension(options, annotations.E_Http).(*annotations.HttpRule)
	for _, more := range rule.GetAdditionalBindings() {
		if more.GetGet() == "" {
			return false
		}
	}
	return rule.GetGet() != ""
}
