package openapi

import (
	"math"
	"math/rand/v2"
	"slices"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// filler makes messages of any type at random, whose required fields are set.
type filler struct{ *rand.Rand }

func (r filler) message(d protoreflect.MessageDescriptor, depth int) *dynamicpb.Message {
	m := dynamicpb.NewMessage(d)
	if r.special(m, depth) {
		return m
	}
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		needed := f.Cardinality() == protoreflect.Required || isRequired(f)
		if o := f.ContainingOneof(); o != nil && m.WhichOneof(o) != nil || !needed && (depth <= 0 || r.IntN(3) == 0) {
			continue
		}
		r.field(m, f, depth-1)
	}
	return m
}

func isRequired(f protoreflect.FieldDescriptor) bool {
	behaviors, _ := proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_REQUIRED)
}

func (r filler) field(m *dynamicpb.Message, f protoreflect.FieldDescriptor, depth int) {
	switch {
	case f.IsMap():
		for range 1 + r.IntN(2) {
			m.Mutable(f).Map().Set(r.scalar(f.MapKey()).MapKey(), r.value(f.MapValue(), depth))
		}
	case f.IsList():
		for range 1 + r.IntN(2) {
			m.Mutable(f).List().Append(r.value(f, depth))
		}
	default:
		m.Set(f, r.value(f, depth))
	}
}

func (r filler) value(f protoreflect.FieldDescriptor, depth int) protoreflect.Value {
	if f.Message() != nil {
		return protoreflect.ValueOfMessage(r.message(f.Message(), depth))
	}
	return r.scalar(f)
}

// scalar is a value that is not zero, the extremes among them.
func (r filler) scalar(f protoreflect.FieldDescriptor) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		values := f.Enum().Values()
		return protoreflect.ValueOfEnum(values.Get(values.Len() - 1 - r.IntN(max(1, values.Len()-1))).Number())
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(pick[int32](r, math.MinInt32, -1, 1, 7, math.MaxInt32))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(pick[int64](r, math.MinInt64, -10, 1, 1<<53+1, math.MaxInt64))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(pick[uint32](r, 1, math.MaxUint32))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(pick[uint64](r, 1, 1<<53+1, math.MaxUint64))
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(pick[float32](r, -1.5, 1, math.MaxFloat32))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(pick(r, -1e-7, 1, 1e21, math.MaxFloat64))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(pick(r, "\x00", "\xff\xfe", "abcd")))
	}
	return protoreflect.ValueOfString(pick(r, "x", "é \"\\\n", "null", "0", "a longer text with {braces}: and # more"))
}

func pick[T any](r filler, values ...T) T { return values[r.IntN(len(values))] }

// special fills messages that not every value is good for, and reports whether it is one.
func (r filler) special(m *dynamicpb.Message, depth int) bool {
	set := func(name string, v any) {
		m.Set(m.Descriptor().Fields().ByName(protoreflect.Name(name)), protoreflect.ValueOf(v))
	}
	switch m.Descriptor().FullName() {
	case "google.protobuf.Timestamp":
		set("seconds", pick[int64](r, -62135596800, 0, 1700000000, 253402300799))
		set("nanos", pick[int32](r, 0, 1, 500000000, 999999999))
	case "google.protobuf.Duration":
		set("seconds", pick[int64](r, -99999999999, 0, 3, 99999999999))
	case "google.protobuf.FieldMask":
		// which fields it may name depends on where it stands: see TestMask
	case "google.protobuf.Any":
		set("type_url", "type.googleapis.com/google.protobuf.Empty")
	case "google.protobuf.Value":
		set("string_value", "x")
	case "google.protobuf.Struct", "google.protobuf.ListValue":
		return depth <= 0
	default:
		return false
	}
	return true
}
