package sample

import (
	"slices"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/runtime/protoimpl"
)

// option returns an option of a descriptor whose options have the types of this program; the zero value where it
// is not set.
func option[T any](d protoreflect.Descriptor, x *protoimpl.ExtensionInfo) T {
	var none T
	if o := d.Options(); o == nil || !proto.HasExtension(o, x) {
		return none
	}
	out, _ := proto.GetExtension(d.Options(), x).(T)
	return out
}

// rulesOf returns the rules of a field; nil for none, and where they are to be ignored.
func rulesOf(f protoreflect.FieldDescriptor) *validate.FieldRules {
	r := option[*validate.FieldRules](f, validate.E_Field)
	if r.GetIgnore() == validate.Ignore_IGNORE_ALWAYS {
		return nil
	}
	return r
}

func messageRules(d protoreflect.MessageDescriptor) *validate.MessageRules {
	return option[*validate.MessageRules](d, validate.E_Message)
}

// written reports whether a message has rules in CEL, which nothing here understands: more is filled in then, for
// most of them ask for something that is optional.
func written(d protoreflect.MessageDescriptor) bool {
	r := messageRules(d)
	return len(r.GetCel())+len(r.GetCelExpression()) > 0
}

// exclusive returns the rule by which a field excludes others; nil for none.
func exclusive(f protoreflect.FieldDescriptor) *validate.MessageOneofRule {
	for _, rule := range messageRules(f.ContainingMessage()).GetOneof() {
		if slices.Contains(rule.GetFields(), string(f.Name())) {
			return rule
		}
	}
	return nil
}

// behaves reports whether a field has a behavior (AIP-203).
func behaves(f protoreflect.FieldDescriptor, b annotations.FieldBehavior) bool {
	return slices.Contains(option[[]annotations.FieldBehavior](f, annotations.E_FieldBehavior), b)
}

// typed returns the rules of a field's type: StringRules of string. nil if there are none.
func typed(r *validate.FieldRules) protoreflect.Message {
	if r == nil {
		return nil
	}
	x := r.ProtoReflect()
	which := x.WhichOneof(x.Descriptor().Oneofs().ByName("type"))
	if which == nil {
		return nil
	}
	return x.Get(which).Message()
}

// has reports whether a rule is set, and get returns it.
func has(r protoreflect.Message, name protoreflect.Name) bool {
	if r == nil {
		return false
	}
	f := r.Descriptor().Fields().ByName(name)
	return f != nil && r.Has(f)
}

func get(r protoreflect.Message, name protoreflect.Name) protoreflect.Value {
	return r.Get(r.Descriptor().Fields().ByName(name))
}

// list returns the values of a repeated rule.
func list(r protoreflect.Message, name protoreflect.Name) []protoreflect.Value {
	if !has(r, name) {
		return nil
	}
	all := get(r, name).List()
	out := make([]protoreflect.Value, all.Len())
	for i := range out {
		out[i] = all.Get(i)
	}
	return out
}

// count returns a rule that is a number of things, or what holds without it.
func count(r protoreflect.Message, name protoreflect.Name, otherwise uint64) uint64 {
	if !has(r, name) {
		return otherwise
	}
	return get(r, name).Uint()
}
