package proto

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
	"google.golang.org/protobuf/encoding/protojson"
	protobuf "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Bundle returns one FileDescriptorSet of all files, each behind what it imports: binary, or as JSON.
// Two files that imports call the same can't be in it.
func Bundle(sets []*Descriptors, json bool) ([]byte, error) {
	all, known := new(descriptorpb.FileDescriptorSet), map[string]*descriptorpb.FileDescriptorProto{}
	for _, set := range sets {
		for _, f := range set.Files {
			switch other := known[f.GetName()]; {
			case other == nil:
				known[f.GetName()] = f
				all.File = append(all.File, f)
			case !protobuf.Equal(other, f):
				return nil, fmt.Errorf("two files are called %s by what imports them, and can't be in one set: bundle one of their packages", f.GetName())
			}
		}
	}
	if json {
		return indented(all)
	}
	return protobuf.MarshalOptions{Deterministic: true}.Marshal(all)
}

// indented writes a message as JSON whose bytes are the same each time, which protojson doesn't promise.
func indented(m protobuf.Message) ([]byte, error) {
	text, err := protojson.Marshal(m)
	if err != nil {
		return nil, err
	}
	value := jsontext.Value(text)
	if err := value.Indent(jsontext.WithIndent("  ")); err != nil {
		return nil, err
	}
	return append(value, '\n'), nil
}
