package valid

import (
	"cmp"
	"slices"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Under says that what was reported since mark lies in a field of m.
func (v *Violations) Under(mark int, m proto.Message, field protoreflect.FieldNumber) {
	if len(v.found) > mark {
		v.under(mark, element(descriptor(m, field)))
	}
}

// UnderIndex says that it lies in one item of a list.
func (v *Violations) UnderIndex(mark int, m proto.Message, field protoreflect.FieldNumber, index int) {
	if len(v.found) > mark {
		e := element(descriptor(m, field))
		e.Index = proto.Uint64(uint64(index))
		v.under(mark, e)
	}
}

// UnderString says that it lies in the entry of a map with a string for a key.
func (v *Violations) UnderString(mark int, m proto.Message, field protoreflect.FieldNumber, key string) {
	if len(v.found) > mark {
		e := entry(descriptor(m, field))
		e.StringKey = proto.String(key)
		v.under(mark, e)
	}
}

// UnderInt says that it lies in the entry of a map with a signed integer for a key.
func (v *Violations) UnderInt(mark int, m proto.Message, field protoreflect.FieldNumber, key int64) {
	if len(v.found) > mark {
		e := entry(descriptor(m, field))
		e.IntKey = proto.Int64(key)
		v.under(mark, e)
	}
}

// UnderUint says that it lies in the entry of a map with an unsigned integer for a key.
func (v *Violations) UnderUint(mark int, m proto.Message, field protoreflect.FieldNumber, key uint64) {
	if len(v.found) > mark {
		e := entry(descriptor(m, field))
		e.UintKey = proto.Uint64(key)
		v.under(mark, e)
	}
}

// UnderBool says that it lies in the entry of a map with a bool for a key.
func (v *Violations) UnderBool(mark int, m proto.Message, field protoreflect.FieldNumber, key bool) {
	if len(v.found) > mark {
		e := entry(descriptor(m, field))
		e.BoolKey = proto.Bool(key)
		v.under(mark, e)
	}
}

// SortEntries puts what was found in the entries of a map since mark into the order of their keys, for a
// map has none.
func (v *Violations) SortEntries(mark int) {
	if len(v.found) > mark+1 {
		slices.SortStableFunc(v.found[mark:], func(a, b *violation) int {
			return compareKeys(a.path[len(a.path)-1], b.path[len(b.path)-1])
		})
	}
}

func compareKeys(a, b *validate.FieldPathElement) int {
	return cmp.Or(
		cmp.Compare(a.GetStringKey(), b.GetStringKey()),
		cmp.Compare(a.GetIntKey(), b.GetIntKey()),
		cmp.Compare(a.GetUintKey(), b.GetUintKey()),
		cmp.Compare(digit(a.GetBoolKey()), digit(b.GetBoolKey())),
	)
}

func digit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (v *Violations) under(mark int, e validate.FieldPathElement_builder) {
	for _, one := range v.found[mark:] {
		one.path = append(one.path, e.Build())
	}
}

func descriptor(m proto.Message, field protoreflect.FieldNumber) protoreflect.FieldDescriptor {
	return m.ProtoReflect().Descriptor().Fields().ByNumber(field)
}

func element(field protoreflect.FieldDescriptor) validate.FieldPathElement_builder {
	kind := descriptorpb.FieldDescriptorProto_Type(field.Kind())
	return validate.FieldPathElement_builder{
		FieldNumber: proto.Int32(int32(field.Number())),
		FieldName:   proto.String(string(field.Name())),
		FieldType:   &kind,
	}
}

func entry(field protoreflect.FieldDescriptor) validate.FieldPathElement_builder {
	e := element(field)
	key := descriptorpb.FieldDescriptorProto_Type(field.MapKey().Kind())
	value := descriptorpb.FieldDescriptorProto_Type(field.MapValue().Kind())
	e.KeyType, e.ValueType = &key, &value
	return e
}
