package validate

import (
	"slices"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// The options are read anew from their bytes, for a descriptor may hold them in types of its own.

func messageRules(d protoreflect.MessageDescriptor) *validate.MessageRules {
	r, _ := option(d, validate.E_Message).(*validate.MessageRules)
	return r
}

func oneofRules(d protoreflect.OneofDescriptor) *validate.OneofRules {
	r, _ := option(d, validate.E_Oneof).(*validate.OneofRules)
	return r
}

// fieldRules returns the rules of a field. A member of a message's oneof rule is ignored when it is
// zero, unless it says otherwise.
func fieldRules(d protoreflect.FieldDescriptor) *validate.FieldRules {
	r, _ := option(d, validate.E_Field).(*validate.FieldRules)
	if r == nil || r.HasIgnore() || !inOneofRule(d) {
		return r
	}
	r.SetIgnore(validate.Ignore_IGNORE_IF_ZERO_VALUE)
	return r
}

func inOneofRule(d protoreflect.FieldDescriptor) bool {
	return slices.ContainsFunc(messageRules(d.ContainingMessage()).GetOneof(), func(o *validate.MessageOneofRule) bool {
		return slices.Contains(o.GetFields(), string(d.Name()))
	})
}

func option(d protoreflect.Descriptor, x protoreflect.ExtensionType) proto.Message {
	text, err := proto.Marshal(d.Options())
	if err != nil || len(text) == 0 {
		return nil
	}
	types := new(protoregistry.Types)
	if types.RegisterExtension(x) != nil {
		return nil
	}
	fresh := d.Options().ProtoReflect().Type().New().Interface()
	if (proto.UnmarshalOptions{Resolver: types, AllowPartial: true}).Unmarshal(text, fresh) != nil || !proto.HasExtension(fresh, x) {
		return nil
	}
	m, _ := proto.GetExtension(fresh, x).(proto.Message)
	return m
}

// hasRules reports whether any rule is declared on a message or below it.
func (l *lowering) hasRules(m protoreflect.MessageDescriptor) bool {
	if known, ok := l.ruled[m.FullName()]; ok {
		return known
	}
	reached := map[protoreflect.FullName]bool{}
	found := ruledBelow(m, reached)
	if !found {
		for name := range reached {
			l.ruled[name] = false
		}
	}
	l.ruled[m.FullName()] = found
	return found
}

func ruledBelow(m protoreflect.MessageDescriptor, reached map[protoreflect.FullName]bool) bool {
	if reached[m.FullName()] {
		return false
	}
	reached[m.FullName()] = true
	if own := messageRules(m); own != nil {
		return true
	}
	for i := range m.Oneofs().Len() {
		if oneofRules(m.Oneofs().Get(i)).GetRequired() {
			return true
		}
	}
	for i := range m.Fields().Len() {
		f := m.Fields().Get(i)
		r := fieldRules(f)
		if r.GetIgnore() == validate.Ignore_IGNORE_ALWAYS {
			continue
		}
		if r != nil || f.Message() != nil && ruledBelow(f.Message(), reached) {
			return true
		}
	}
	return false
}
