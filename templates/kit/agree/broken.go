package agree

import (
	"math"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// broken is a request that may break the contract.
type broken struct {
	name    string
	request proto.Message
}

// broken returns requests that are wrong in one way in many places. What the path holds is left alone, for else
// nothing would find the method.
func (o *operation) broken() []broken {
	held := o.binding.held()
	var out []broken
	for _, way := range []struct {
		name  string
		spoil func(protoreflect.Message, protoreflect.FieldDescriptor)
	}{
		{"nothing but what the path holds", func(m protoreflect.Message, f protoreflect.FieldDescriptor) { m.Clear(f) }},
		{"numbers that no enum has", unknownEnum},
		{"long texts", func(m protoreflect.Message, f protoreflect.FieldDescriptor) {
			setEach(m, f, protoreflect.StringKind, protoreflect.ValueOfString(strings.Repeat("x", 5000)))
			setEach(m, f, protoreflect.BytesKind, protoreflect.ValueOfBytes([]byte(strings.Repeat("x", 5000))))
		}},
		{"empty texts", func(m protoreflect.Message, f protoreflect.FieldDescriptor) {
			setEach(m, f, protoreflect.StringKind, protoreflect.ValueOfString(""))
			setEach(m, f, protoreflect.BytesKind, protoreflect.ValueOfBytes([]byte{}))
		}},
		{"the least numbers", least},
		{"the greatest numbers", greatest},
	} {
		b := broken{way.name, proto.Clone(o.request)}
		spoil(b.request.ProtoReflect(), "", held, way.spoil, 0)
		out = append(out, b)
	}
	return out
}

// spoil visits all fields but those that the path holds, of messages that are there.
func spoil(m protoreflect.Message, prefix string, held []string, each func(protoreflect.Message, protoreflect.FieldDescriptor), depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		path := prefix + string(f.Name())
		inside := f.Message() != nil && !f.IsList() && !f.IsMap()
		switch {
		case slices.Contains(held, path) && !inside:
		case inside && m.Has(f) && depth < 8 && f.Message().ParentFile().Package() != "google.protobuf" && f.Message().FullName() != httpBody:
			spoil(m.Mutable(f).Message(), path+".", held, each, depth+1)
			if !slices.Contains(held, path) && empty(m.Get(f).Message()) {
				m.Clear(f)
			}
		case inside && m.Has(f) && f.Message().FullName() == httpBody: // it goes as it is
		default:
			each(m, f)
		}
	}
}

// clearBody clears what the body of a request holds, and the path doesn't.
func clearBody(m protoreflect.Message, b *binding) {
	clear := func(m protoreflect.Message, f protoreflect.FieldDescriptor) { m.Clear(f) }
	if b.body == "*" {
		spoil(m, "", b.held(), clear, 0)
		return
	}
	f := m.Descriptor().Fields().ByName(protoreflect.Name(b.body))
	if !slices.Contains(b.held(), b.body) {
		m.Clear(f)
	} else {
		spoil(m.Mutable(f).Message(), b.body+".", b.held(), clear, 0)
	}
}

// empty reports whether nothing is left of a message: a query couldn't say that it is there.
func empty(m protoreflect.Message) bool {
	found := false
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool { found = true; return false })
	return !found
}

// setEach sets a field of a kind, or all its items.
func setEach(m protoreflect.Message, f protoreflect.FieldDescriptor, kind protoreflect.Kind, v protoreflect.Value) {
	if f.Kind() != kind || f.IsMap() || f.ContainingOneof() != nil && !m.Has(f) {
		return
	}
	if !f.IsList() {
		m.Set(f, v)
		return
	}
	list := m.Mutable(f).List()
	for i := range list.Len() {
		list.Set(i, v)
	}
}

// unknownEnum sets numbers that are not declared. Closed enums keep those apart, where JSON doesn't see them.
func unknownEnum(m protoreflect.Message, f protoreflect.FieldDescriptor) {
	if f.Kind() == protoreflect.EnumKind && !f.Enum().IsClosed() && f.Enum().FullName() != "google.protobuf.NullValue" {
		setEach(m, f, protoreflect.EnumKind, protoreflect.ValueOfEnum(99_999))
	}
}

func least(m protoreflect.Message, f protoreflect.FieldDescriptor) {
	setNumbers(m, f, protoreflect.ValueOfInt32(math.MinInt32), protoreflect.ValueOfInt64(math.MinInt64), protoreflect.ValueOfUint32(0), protoreflect.ValueOfUint64(0), -1e300)
}

func greatest(m protoreflect.Message, f protoreflect.FieldDescriptor) {
	setNumbers(m, f, protoreflect.ValueOfInt32(math.MaxInt32), protoreflect.ValueOfInt64(math.MaxInt64), protoreflect.ValueOfUint32(math.MaxUint32), protoreflect.ValueOfUint64(math.MaxUint64), 1e300)
}

func setNumbers(m protoreflect.Message, f protoreflect.FieldDescriptor, i32, i64, u32, u64 protoreflect.Value, double float64) {
	for _, k := range []protoreflect.Kind{protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind} {
		setEach(m, f, k, i32)
	}
	for _, k := range []protoreflect.Kind{protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind} {
		setEach(m, f, k, i64)
	}
	for _, k := range []protoreflect.Kind{protoreflect.Uint32Kind, protoreflect.Fixed32Kind} {
		setEach(m, f, k, u32)
	}
	for _, k := range []protoreflect.Kind{protoreflect.Uint64Kind, protoreflect.Fixed64Kind} {
		setEach(m, f, k, u64)
	}
	setEach(m, f, protoreflect.DoubleKind, protoreflect.ValueOfFloat64(double))
	setEach(m, f, protoreflect.FloatKind, protoreflect.ValueOfFloat32(float32(max(min(double, math.MaxFloat32), -math.MaxFloat32))))
}
