package roundtrip

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// codec is one way to write messages and to read them again.
type codec struct {
	name   string
	stable bool // the same message is the same bytes
	write  func(proto.Message) ([]byte, error)
	read   func([]byte, proto.Message) error
}

// codecs are those that the service speaks, and each of them with another one's other half, so that two mistakes can't
// make up for each other.
func codecs() []codec {
	plain, spelled := jsonpb.Options{}, jsonpb.Options{UseProtoNames: true, EnumNumbers: true, EmitDefaults: true}
	return []codec{
		{"binary", true, proto.MarshalOptions{Deterministic: true}.Marshal, proto.Unmarshal},
		{"binary that descriptors alone take apart", true, proto.MarshalOptions{Deterministic: true}.Marshal, viaDescriptors},
		{"JSON", true, writeJSON(plain), readJSON},
		{"JSON with names of the contract, numbers of enums and defaults", true, writeJSON(spelled), readJSON},
		{"JSON that protojson reads", true, writeJSON(plain), protojson.Unmarshal},
		{"JSON that protojson writes", false, protojson.Marshal, readJSON},
	}
}

// viaDescriptors reads bytes without what is generated for the message, and writes them anew for it.
func viaDescriptors(text []byte, m proto.Message) error {
	other := dynamicpb.NewMessage(m.ProtoReflect().Descriptor())
	if err := proto.Unmarshal(text, other); err != nil {
		return err
	}
	again, err := proto.Marshal(other)
	if err != nil {
		return err
	}
	return proto.Unmarshal(again, m)
}

func writeJSON(o jsonpb.Options) func(proto.Message) ([]byte, error) {
	return func(m proto.Message) ([]byte, error) { return jsonpb.Append(nil, m.ProtoReflect(), o) }
}

func readJSON(text []byte, m proto.Message) error {
	var r wire.Reader
	r.Reset(wire.Neutral)
	if n, ok := jsonpb.Parse(&r, text, jsonpb.Options{}); ok {
		jsonpb.Read(&r, n, m.ProtoReflect(), jsonpb.Options{})
	}
	if r.OK() {
		return nil
	}
	all := r.Violations()
	if len(all) == 0 {
		return errors.New("it is refused")
	}
	return fmt.Errorf("%s %s (%s)", all[0].Field, all[0].Description, all[0].Code)
}

// typeOf returns the type that is generated for a message, or else one of its descriptor.
func typeOf(d protoreflect.MessageDescriptor) protoreflect.MessageType {
	if typ, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName()); err == nil {
		return typ
	}
	return dynamicpb.NewMessageType(d)
}
