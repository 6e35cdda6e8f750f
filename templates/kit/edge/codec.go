package edge

import (
	"fmt"
	"net/http"

	"google.golang.org/grpc/encoding"
	_ "google.golang.org/grpc/encoding/proto" // the codec that ours stands in for
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// frame takes a request out of gRPC's hands together with why it can't be read, which gRPC would call INTERNAL. To
// interceptors and statistics of the gRPC server it is the request.
type frame struct {
	message proto.Message
	err     error
}

// ProtoReflect implements proto.Message.
func (f *frame) ProtoReflect() protoreflect.Message { return f.message.ProtoReflect() }

// codec is protobuf with limits.
type codec struct {
	most   int
	decode proto.UnmarshalOptions
}

func (s *Server) codec() encoding.CodecV2 {
	return codec{s.options.MaxMessage, proto.UnmarshalOptions{
		RecursionLimit: s.options.MaxDepth, Resolver: s.options.Types, AllowPartial: true, // partial messages are told of with all else
	}}
}

// Name implements encoding.CodecV2.
func (c codec) Name() string { return "proto" }

// Unmarshal implements encoding.CodecV2. That a frame can't be read is for those to say who have made it.
func (c codec) Unmarshal(data mem.BufferSlice, v any) error {
	f, framed := v.(*frame)
	if !framed {
		m, ok := v.(proto.Message)
		if !ok {
			return fmt.Errorf("%T is no message", v)
		}
		f = &frame{message: m}
	}
	f.err = c.read(data, f.message)
	if framed {
		return nil
	}
	return f.err
}

func (c codec) read(data mem.BufferSlice, m proto.Message) error {
	if data.Len() > c.most {
		return TooLarge(c.most)
	}
	buffer := data.MaterializeToBuffer(mem.DefaultBufferPool())
	defer buffer.Free()
	return Decode(c.decode, buffer.ReadOnlyData(), m)
}

// Marshal implements encoding.CodecV2.
func (c codec) Marshal(v any) (mem.BufferSlice, error) {
	if p, ok := v.(*packet); ok {
		return p.data, nil
	}
	return encoding.GetCodecV2("proto").Marshal(v)
}

// packet is an answer that is encoded already, so that what can't be is told in the house's form.
type packet struct {
	message proto.Message
	data    mem.BufferSlice
}

// ProtoReflect implements proto.Message.
func (p *packet) ProtoReflect() protoreflect.Message { return p.message.ProtoReflect() }

func pack(m proto.Message) (*packet, error) {
	data, err := encoding.GetCodecV2("proto").Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("the answer can't be written: %w", err)
	}
	return &packet{m, data}, nil
}

// TooLarge is the error of a message of more bytes than are taken.
func TooLarge(most int) *errors.Error {
	return &errors.Error{
		Status: http.StatusRequestEntityTooLarge, Code: errors.CodePayloadTooLarge, Title: http.StatusText(http.StatusRequestEntityTooLarge),
		Detail: fmt.Sprintf("a message may have %d bytes", most),
	}
}
