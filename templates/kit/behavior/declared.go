package behavior

import (
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Set is what google.api.field_behavior says of a field.
type Set uint16

// Has reports whether a behavior is in the set.
func (s Set) Has(b annotations.FieldBehavior) bool { return s>>b&1 == 1 }

func (s *Set) add(n uint64) {
	if n < 16 {
		*s |= 1 << n
	}
}

// Declared reads the behavior of a field, from options of this program's types, dynamic or unparsed ones.
func Declared(d protoreflect.FieldDescriptor) (s Set) {
	number := annotations.E_FieldBehavior.TypeDescriptor().Number()
	options := d.Options().ProtoReflect()
	options.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if f.Number() == number && f.IsList() {
			for i := range v.List().Len() {
				s.add(uint64(v.List().Get(i).Enum()))
			}
		}
		return true
	})
	s.unparsed(options.GetUnknown(), number)
	return s
}

func (s *Set) unparsed(text []byte, number protowire.Number) {
	for len(text) > 0 {
		field, kind, head := protowire.ConsumeTag(text)
		size := protowire.ConsumeFieldValue(field, kind, text[max(head, 0):])
		if head < 0 || size < 0 {
			return
		}
		value := text[head : head+size]
		switch {
		case field == number && kind == protowire.VarintType:
			n, _ := protowire.ConsumeVarint(value)
			s.add(n)
		case field == number && kind == protowire.BytesType:
			s.packed(value)
		}
		text = text[head+size:]
	}
}

func (s *Set) packed(value []byte) {
	value, _ = protowire.ConsumeBytes(value)
	for len(value) > 0 {
		n, size := protowire.ConsumeVarint(value)
		if size < 0 {
			return
		}
		s.add(n)
		value = value[size:]
	}
}

// option reads an option that is a message anew from its bytes, for a descriptor may hold it in a type of its own.
func option[T proto.Message](d protoreflect.Descriptor, x protoreflect.ExtensionType) (none T) {
	text, err := proto.Marshal(d.Options())
	if err != nil || len(text) == 0 {
		return none
	}
	types := new(protoregistry.Types)
	if types.RegisterExtension(x) != nil {
		return none
	}
	fresh := d.Options().ProtoReflect().Type().New().Interface()
	if (proto.UnmarshalOptions{Resolver: types, AllowPartial: true}).Unmarshal(text, fresh) != nil || !proto.HasExtension(fresh, x) {
		return none
	}
	m, _ := proto.GetExtension(fresh, x).(T)
	return m
}
