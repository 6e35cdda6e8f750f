package edge

import (
	stderrors "errors"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// recorder is a run time that notes what compiled rules ask for.
type recorder struct{ asked []protoreflect.Descriptor }

// Evaluate implements valid.Runtime.
func (r *recorder) Evaluate(m proto.Message, what protoreflect.Descriptor, _ func() time.Time) ([]*validate.Violation, error) {
	if what == nil {
		what = m.ProtoReflect().Descriptor()
	}
	r.asked = append(r.asked, what)
	return nil, nil
}

// Compile implements valid.Runtime.
func (r *recorder) Compile(_ proto.Message, field protoreflect.FieldDescriptor) error {
	r.asked = append(r.asked, field)
	return nil
}

// uncompiled finds what the compiled rules of a type leave to the run time, by holding messages against them in which
// every field is set. Of a oneof but one can be, so there are as many messages as the longest of them has fields.
func uncompiled(t protoreflect.MessageType) []protoreflect.Descriptor {
	r := new(recorder)
	checker := valid.NewChecker(r, nil)
	for variant := range variants(t.Descriptor()) {
		m := t.New()
		fill(m, variant)
		checker.Start().Check(m.Interface())
	}
	return r.asked
}

// touch writes and reads a message once, for protobuf-go makes its tables when they are first asked for.
func touch(t protoreflect.MessageType) {
	m := t.New()
	fill(m, 0)
	if b, err := (proto.MarshalOptions{AllowPartial: true}).Marshal(m.Interface()); err == nil {
		_ = proto.UnmarshalOptions{AllowPartial: true}.Unmarshal(b, t.New().Interface())
	}
}

func variants(d protoreflect.MessageDescriptor) int {
	most := 1
	for i := range d.Oneofs().Len() {
		most = max(most, d.Oneofs().Get(i).Fields().Len())
	}
	return most
}

// fill sets the fields of a message, but not those of messages in it.
func fill(m protoreflect.Message, variant int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if o := f.ContainingOneof(); o != nil && o.Fields().Get(min(variant, o.Fields().Len()-1)) != f {
			continue
		}
		switch value := m.NewField(f); {
		case f.IsMap():
			value.Map().Set(something(f.MapKey(), protoreflect.Value{}).MapKey(), something(f.MapValue(), value.Map().NewValue()))
			m.Set(f, value)
		case f.IsList():
			value.List().Append(something(f, value.List().NewElement()))
			m.Set(f, value)
		default:
			m.Set(f, something(f, value))
		}
	}
}

// something is a value that isn't the zero value; of a message, an empty one.
func something(f protoreflect.FieldDescriptor, empty protoreflect.Value) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString("a")
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte("a"))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(1)
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(1)
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(1)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(1)
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(1)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(1)
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(1)
	}
	return empty
}

// warmer is a run time that can be told beforehand what it will be asked for.
type warmer interface {
	Warm(...protoreflect.MessageDescriptor) error
}

// warm has everything compiled that the first message would have to wait for. The error tells of rules that can never be
// evaluated.
func (r *registration) warm(empty proto.Message) error {
	if w, ok := r.server.options.Runtime.(warmer); ok {
		if err := w.Warm(empty.ProtoReflect().Descriptor()); err != nil {
			return err
		}
	}
	_ = r.server.checker.Check(empty) // whatever it breaks
	return nil
}

// broken returns the rules that a message breaks; nil: err is something else.
func broken(err error) *valid.Error {
	failed, _ := stderrors.AsType[*valid.Error](err)
	return failed
}
