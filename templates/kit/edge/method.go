package edge

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
	"github.com/bylaw-dev/bylaw/templates/support/headers"
)

// Method is one method of a service.
type Method struct {
	Name string // "/shop.v1.Orders/CreateOrder"
	Desc protoreflect.MethodDescriptor

	server     *Server
	impl       any
	domain     string
	unary      func(any, context.Context, func(any) error, grpc.UnaryServerInterceptor) (any, error)
	stream     grpc.StreamHandler
	unaryInfo  grpc.UnaryServerInfo
	streamInfo grpc.StreamServerInfo
	in, out    side
	plan       *behavior.Plan
	headers    *headers.Plan
	readMask   protoreflect.FieldDescriptor // of the request; nil: it has none
}

// side is what is known of the messages that go one way.
type side struct {
	typ     protoreflect.MessageType
	ruled   bool // there are rules to be held against
	partial bool // proto2's required fields may be missing
}

// Input is the type of requests.
func (m *Method) Input() protoreflect.MessageType { return m.in.typ }

// Output is the type of answers.
func (m *Method) Output() protoreflect.MessageType { return m.out.typ }

// Streams reports whether either side sends more than one message: Serve then is the method's way, else Unary.
func (m *Method) Streams() bool { return m.stream != nil }

// Sees reports whether a header of a caller's, in lower case, reaches the implementation.
func (m *Method) Sees(header string) bool { return m.headers.Takes(header) }

// messageType prefers generated messages to dynamic ones, if they are of the same contract.
func messageType(types Types, d protoreflect.MessageDescriptor) protoreflect.MessageType {
	if t, err := types.FindMessageByName(d.FullName()); err == nil && t.Descriptor() == d {
		return t
	}
	return dynamicpb.NewMessageType(d)
}

// readMask finds the field of a request that asks for a part of the answer (AIP-157).
func readMask(d protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	f := d.Fields().ByName("read_mask")
	if f == nil || f.Message() == nil || f.Message().FullName() != "google.protobuf.FieldMask" || f.IsList() {
		return nil
	}
	return f
}
