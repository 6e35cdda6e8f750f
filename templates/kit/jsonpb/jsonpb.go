// Package jsonpb turns ProtoJSON into protobuf messages and back: bodies from the tape of package wire with every
// violation that is in them, and the texts of queries and paths. It knows descriptors, and no generated type; it must
// not know HTTP, nor what a field's value has to be beyond its type.
//
// What it reads and writes is what https://protobuf.dev/programming-guides/json says, and it agrees with
// google.golang.org/protobuf/encoding/protojson.
package jsonpb

import (
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Resolver finds the messages that an Any holds, and extensions.
type Resolver interface {
	protoregistry.MessageTypeResolver
	protoregistry.ExtensionTypeResolver
}

// Options is how messages are read and written. The zero value is ProtoJSON's own.
type Options struct {
	Types          Resolver // of Any and extensions; nil: protoregistry.GlobalTypes
	DiscardUnknown bool     // reading: members, paths and names of enum values that nothing declares are overlooked, not refused
	AllowPartial   bool     // reading: required fields of proto2 may lack, for whoever goes on to fill the message
	EmitDefaults   bool     // writing: scalars, lists and maps without presence are written though they are empty
	UseProtoNames  bool     // writing: order_id rather than orderId
	EnumNumbers    bool     // writing: enum values as numbers
	Limits         wire.Limits
}

func (o *Options) types() Resolver {
	if o.Types == nil {
		return protoregistry.GlobalTypes
	}
	return o.Types
}
