package valid

import (
	"slices"
	"strconv"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Violation is one rule that is broken.
type Violation struct {
	Rule    string // the path of the rule below buf.validate.FieldRules: "string.min_len"; "" if it has none, or by the run time
	ID      string // "string.min_len", or what the author of an expression calls it
	Message string
	ForKey  bool // the key of a map is wrong, not its value

	path   []step // innermost first
	inline [2]step
	form   *validate.Violation // what the run time says of a part, below path
}

// step is one element of the path to a field.
type step struct {
	field     protoreflect.FieldDescriptor // nil: a oneof, whose name is text
	subscript subscript
	number    uint64
	text      string
}

type subscript uint8

const (
	none subscript = iota
	index
	boolKey
	intKey
	uintKey
	stringKey
)

func (v *Violation) push(s step) {
	if v.path == nil {
		v.path = v.inline[:0]
	}
	v.path = append(v.path, s)
}

// Field returns the path to what is wrong: order.items[2].labels["colour"]; "" for the message itself.
func (v *Violation) Field() string {
	b := make([]byte, 0, 64)
	for _, s := range slices.Backward(v.path) {
		b = s.append(b)
	}
	if below := Path(v.form.GetField()); below != "" {
		b = append(append(b, '.'), below...)
	}
	return strings.TrimPrefix(string(b), ".")
}

func (s step) append(b []byte) []byte {
	if s.field == nil {
		return append(append(b, '.'), s.text...)
	}
	b = append(append(b, '.'), s.field.Name()...)
	switch s.subscript {
	case index, uintKey:
		b = append(strconv.AppendUint(append(b, '['), s.number, 10), ']')
	case intKey:
		b = append(strconv.AppendInt(append(b, '['), int64(s.number), 10), ']')
	case boolKey:
		b = append(strconv.AppendBool(append(b, '['), s.number > 0), ']')
	case stringKey:
		b = append(strconv.AppendQuote(append(b, '['), s.text), ']')
	}
	return b
}

// Proto returns the violation as protovalidate's message.
func (v *Violation) Proto() *validate.Violation {
	form := v.form
	if form == nil {
		form = validate.Violation_builder{RuleId: proto.String(v.ID), Message: proto.String(v.Message), Rule: rulePath(v.Rule)}.Build()
	}
	if v.ForKey {
		form.SetForKey(true)
	}
	var elements []*validate.FieldPathElement
	for _, s := range slices.Backward(v.path) {
		elements = append(elements, s.element())
	}
	elements = append(elements, form.GetField().GetElements()...)
	if len(v.path) > 0 {
		form = proto.CloneOf(form)
		form.SetField(validate.FieldPath_builder{Elements: elements}.Build())
	}
	return form
}

func (s step) element() *validate.FieldPathElement {
	if s.field == nil {
		return validate.FieldPathElement_builder{FieldName: proto.String(s.text)}.Build()
	}
	e := element(s.field)
	if s.subscript > index {
		key := descriptorpb.FieldDescriptorProto_Type(s.field.MapKey().Kind())
		value := descriptorpb.FieldDescriptorProto_Type(s.field.MapValue().Kind())
		e.KeyType, e.ValueType = &key, &value
	}
	switch s.subscript {
	case index:
		e.Index = proto.Uint64(s.number)
	case boolKey:
		e.BoolKey = proto.Bool(s.number > 0)
	case intKey:
		e.IntKey = proto.Int64(int64(s.number))
	case uintKey:
		e.UintKey = proto.Uint64(s.number)
	case stringKey:
		e.StringKey = proto.String(s.text)
	}
	return e.Build()
}

func element(field protoreflect.FieldDescriptor) validate.FieldPathElement_builder {
	kind := descriptorpb.FieldDescriptorProto_Type(field.Kind())
	return validate.FieldPathElement_builder{
		FieldNumber: proto.Int32(int32(field.Number())),
		FieldName:   proto.String(string(field.Name())),
		FieldType:   &kind,
	}
}

// rulePath spells out a path through the messages of rules; nil for "".
func rulePath(path string) *validate.FieldPath {
	if path == "" {
		return nil
	}
	var elements []*validate.FieldPathElement
	within := (*validate.FieldRules)(nil).ProtoReflect().Descriptor()
	for name := range strings.SplitSeq(path, ".") {
		field := within.Fields().ByName(protoreflect.Name(name))
		if field == nil {
			break
		}
		elements = append(elements, element(field).Build())
		within = field.Message()
	}
	return validate.FieldPath_builder{Elements: elements}.Build()
}
