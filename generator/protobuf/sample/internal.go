package sample

import (
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Where options say who may see a declaration: bylaw's own, which give fields and messages one number and enums another,
// and Google's. They are read from bytes, for this program needn't link their extensions.
const (
	policy      protowire.Number = 62796157
	tier        protowire.Number = 2
	tierOfEnum  protowire.Number = 1
	visibility  protowire.Number = 72295727
	restriction protowire.Number = 2
)

// internal reports whether only insiders may see a field, which it says itself or its type does. Samples have it wherever
// they can: tests hide it from outsiders.
func internal(f protoreflect.FieldDescriptor) bool {
	if said, is := hidden(f, tier); said {
		return is
	}
	if f.IsMap() {
		f = f.MapValue()
	}
	switch {
	case f.Message() != nil:
		_, is := hidden(f.Message(), tier)
		return is
	case f.Enum() != nil:
		_, is := hidden(f.Enum(), tierOfEnum)
		return is
	}
	return false
}

// hidden reports what the options of a declaration say of it, if anything.
func hidden(d protoreflect.Descriptor, at protowire.Number) (said, is bool) {
	options, err := proto.MarshalOptions{AllowPartial: true}.Marshal(d.Options())
	if err != nil || len(options) == 0 {
		return false, false
	}
	if said := textIn(options, policy, at); said != "" {
		return true, said == "internal"
	}
	labels := textIn(options, visibility, restriction)
	for label := range strings.SplitSeq(labels, ",") {
		is = is || strings.TrimSpace(label) == "INTERNAL"
	}
	return labels != "", is
}

// textIn returns the text at the end of a path of two fields; "" if there is none.
func textIn(message []byte, path ...protowire.Number) string {
	found := ""
	for len(message) > 0 {
		number, kind, size := protowire.ConsumeTag(message)
		length := protowire.ConsumeFieldValue(number, kind, message[max(size, 0):])
		if size < 0 || length < 0 {
			return found
		}
		if content, _ := protowire.ConsumeBytes(message[size:]); kind == protowire.BytesType && number == path[0] {
			if found = string(content); len(path) > 1 {
				found = textIn(content, path[1:]...)
			}
		}
		message = message[size+length:]
	}
	return found
}
