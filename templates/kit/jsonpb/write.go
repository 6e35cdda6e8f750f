package jsonpb

import (
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Append appends m as ProtoJSON: compact, the same bytes for the same message. The error says which field can't be
// written, and what stands in dst then is of no use.
func Append(dst []byte, m protoreflect.Message, o Options) ([]byte, error) {
	return dst, nil
}

// AppendField appends the value of one field of m: the answer of a response_body. A field that isn't set is written
// as its default: null for a message, [] for a list.
func AppendField(dst []byte, m protoreflect.Message, f protoreflect.FieldDescriptor, o Options) ([]byte, error) {
	return dst, nil
}
