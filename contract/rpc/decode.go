package rpc

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// Messages become values that rules of contracts are about: objects by the names of fields, numbers of
// all widths as numbers, enums by name, bytes as base64. Well-known types are messages like others. A
// field is there if it is on the wire, be it with its default: contracts write such.

// The bounds of one message.
const (
	deepest = 200
	most    = 1_000_000 // values
)

// Decode reads a message. With defaults, fields without presence that are not on the wire are there
// as their defaults, and so are lists and maps, as for whoever has the message read. Unknown fields are
// passed over, and counted.
func Decode(d protoreflect.MessageDescriptor, content []byte, defaults bool) (v *spec.Value, unknown int, err error) {
	r := &decoder{defaults: defaults, left: most}
	v, err = r.message(d, content, 0)
	return v, r.unknown, err
}

type decoder struct {
	defaults bool
	left     int
	unknown  int
}

var (
	errBroken  = errors.New("the bytes are no message of this type")
	errTooDeep = fmt.Errorf("the message is deeper than %d levels", deepest)
	errTooMany = fmt.Errorf("the message has more than %d values", most)
)

// found is what is on the wire of one field.
type found struct {
	value *spec.Value // of a scalar
	raw   []byte      // of a message, all that came of it: what comes twice is merged
	set   bool
	items []*spec.Value
	keys  map[string]*spec.Value
}

func (r *decoder) message(d protoreflect.MessageDescriptor, content []byte, depth int) (*spec.Value, error) {
	if depth > deepest {
		return nil, errTooDeep
	}
	fields := make([]found, d.Fields().Len())
	for len(content) > 0 {
		number, kind, n := protowire.ConsumeTag(content)
		if n < 0 {
			return nil, errBroken
		}
		length := protowire.ConsumeFieldValue(number, kind, content[n:])
		if length < 0 {
			return nil, errBroken
		}
		value := content[n : n+length]
		content = content[n+length:]
		f := d.Fields().ByNumber(number)
		if f == nil {
			r.unknown++
			continue
		}
		if err := r.field(fields, f, kind, value, depth); err != nil {
			return nil, err
		}
	}
	return r.object(d, fields, depth)
}

// field notes what came of a field. Of a oneof only the last one counts.
func (r *decoder) field(fields []found, f protoreflect.FieldDescriptor, kind protowire.Type, value []byte, depth int) error {
	at := &fields[f.Index()]
	if r.left--; r.left < 0 {
		return errTooMany
	}
	if one := f.ContainingOneof(); one != nil && !at.set {
		for i := range one.Fields().Len() {
			fields[one.Fields().Get(i).Index()] = found{}
		}
	}
	at.set = true
	switch {
	case f.IsMap():
		return r.entry(at, f, kind, value, depth)
	case f.IsList() && f.Message() != nil:
		inner, err := r.inner(f.Message(), kind, value, depth)
		at.items = append(at.items, inner)
		return err
	case f.IsList() && kind == protowire.BytesType && packable(f.Kind()):
		return r.packed(at, f, value)
	case f.IsList():
		item, err := scalar(f, kind, value)
		at.items = append(at.items, item)
		return err
	case f.Message() != nil:
		content, err := contentOf(kind, value)
		at.raw = append(at.raw, content...)
		return err
	}
	var err error
	at.value, err = scalar(f, kind, value)
	return err
}

// contentOf returns the bytes of a message or group.
func contentOf(kind protowire.Type, value []byte) ([]byte, error) {
	switch kind {
	case protowire.BytesType:
		content, n := protowire.ConsumeBytes(value)
		if n < 0 {
			return nil, errBroken
		}
		return content, nil
	case protowire.StartGroupType: // whose end has been looked for
		for end := len(value) - 1; end > 0; end-- {
			if _, kind, n := protowire.ConsumeTag(value[end:]); n == len(value)-end && kind == protowire.EndGroupType {
				return value[:end], nil
			}
		}
	}
	return nil, errBroken
}

func (r *decoder) inner(d protoreflect.MessageDescriptor, kind protowire.Type, value []byte, depth int) (*spec.Value, error) {
	content, err := contentOf(kind, value)
	if err != nil {
		return nil, err
	}
	return r.message(d, content, depth+1)
}

func (r *decoder) entry(at *found, f protoreflect.FieldDescriptor, kind protowire.Type, value []byte, depth int) error {
	whole := decoder{defaults: true, left: r.left}
	entry, err := whole.inner(f.Message(), kind, value, depth)
	if r.left = whole.left; err != nil {
		return err
	}
	inner := entry.Get("value")
	if inner == nil { // an entry with no message is one with an empty one
		inner = contract.Object()
	}
	if at.keys == nil {
		at.keys = map[string]*spec.Value{}
	}
	at.keys[entry.Get("key").Text] = inner
	return nil
}

func packable(kind protoreflect.Kind) bool {
	return kind != protoreflect.StringKind && kind != protoreflect.BytesKind && kind != protoreflect.MessageKind && kind != protoreflect.GroupKind
}

func (r *decoder) packed(at *found, f protoreflect.FieldDescriptor, value []byte) error {
	content, n := protowire.ConsumeBytes(value)
	kind := wireType(f.Kind())
	for n >= 0 && len(content) > 0 {
		if n = protowire.ConsumeFieldValue(f.Number(), kind, content); n < 0 {
			break
		}
		if r.left--; r.left < 0 {
			return errTooMany
		}
		item, err := scalar(f, kind, content[:n])
		if err != nil {
			return err
		}
		at.items = append(at.items, item)
		content = content[n:]
	}
	if n < 0 {
		return errBroken
	}
	return nil
}

// object puts together what was found.
func (r *decoder) object(d protoreflect.MessageDescriptor, fields []found, depth int) (*spec.Value, error) {
	object := contract.Object()
	for i := range fields {
		f := d.Fields().Get(i)
		v, err := r.whole(f, &fields[i], depth)
		if err != nil {
			return nil, err
		}
		if v != nil {
			object.Members = append(object.Members, spec.Member{Key: string(f.Name()), Value: v})
		}
	}
	return object, nil
}

// whole returns the value of a field, nil if there is none.
func (r *decoder) whole(f protoreflect.FieldDescriptor, at *found, depth int) (*spec.Value, error) {
	switch {
	case !at.set && !r.defaults, !at.set && f.HasPresence():
		return nil, nil
	case f.IsMap():
		return sorted(at.keys), nil
	case f.IsList():
		return contract.Array(at.items...), nil
	case f.Message() != nil:
		return r.message(f.Message(), at.raw, depth+1)
	case !at.set:
		return text(f, f.Default()), nil
	}
	return at.value, nil
}

func sorted(entries map[string]*spec.Value) *spec.Value {
	object := contract.Object()
	for key, v := range entries {
		object.Members = append(object.Members, spec.Member{Key: key, Value: v})
	}
	slices.SortFunc(object.Members, func(a, b spec.Member) int { return strings.Compare(a.Key, b.Key) })
	return object
}

// wireType returns how scalars of a kind travel.
func wireType(kind protoreflect.Kind) protowire.Type {
	switch kind {
	case protoreflect.Fixed32Kind, protoreflect.Sfixed32Kind, protoreflect.FloatKind:
		return protowire.Fixed32Type
	case protoreflect.Fixed64Kind, protoreflect.Sfixed64Kind, protoreflect.DoubleKind:
		return protowire.Fixed64Type
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind:
		return protowire.BytesType
	case protoreflect.GroupKind:
		return protowire.StartGroupType
	}
	return protowire.VarintType
}

// scalar reads a scalar.
func scalar(f protoreflect.FieldDescriptor, kind protowire.Type, value []byte) (*spec.Value, error) {
	if kind != wireType(f.Kind()) {
		return nil, errBroken
	}
	switch kind {
	case protowire.Fixed32Type:
		n, _ := protowire.ConsumeFixed32(value)
		return text(f, fixed32(f.Kind(), n)), nil
	case protowire.Fixed64Type:
		n, _ := protowire.ConsumeFixed64(value)
		return text(f, fixed64(f.Kind(), n)), nil
	case protowire.BytesType:
		content, _ := protowire.ConsumeBytes(value)
		if f.Kind() == protoreflect.BytesKind {
			return text(f, protoreflect.ValueOfBytes(content)), nil
		}
		return text(f, protoreflect.ValueOfString(string(content))), nil
	}
	n, _ := protowire.ConsumeVarint(value)
	return text(f, varint(f.Kind(), n)), nil
}

func fixed32(kind protoreflect.Kind, n uint32) protoreflect.Value {
	switch kind {
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(math.Float32frombits(n))
	case protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	}
	return protoreflect.ValueOfUint32(n)
}

func fixed64(kind protoreflect.Kind, n uint64) protoreflect.Value {
	switch kind {
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(math.Float64frombits(n))
	case protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(int64(n))
	}
	return protoreflect.ValueOfUint64(n)
}

func varint(kind protoreflect.Kind, n uint64) protoreflect.Value {
	switch kind {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n != 0)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(n))
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Sint32Kind:
		return protoreflect.ValueOfInt32(int32(protowire.DecodeZigZag(n & math.MaxUint32)))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(int64(n))
	case protoreflect.Sint64Kind:
		return protoreflect.ValueOfInt64(protowire.DecodeZigZag(n))
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	}
	return protoreflect.ValueOfUint64(n)
}

// text writes a scalar as a value of a contract.
func text(f protoreflect.FieldDescriptor, v protoreflect.Value) *spec.Value {
	number := func(text string) *spec.Value { return &spec.Value{Kind: spec.Num, Text: text} }
	switch f.Kind() {
	case protoreflect.BoolKind:
		return contract.Flag(v.Bool())
	case protoreflect.StringKind:
		return contract.Text(v.String())
	case protoreflect.BytesKind:
		return contract.Text(base64.StdEncoding.EncodeToString(v.Bytes()))
	case protoreflect.EnumKind:
		if named := f.Enum().Values().ByNumber(v.Enum()); named != nil {
			return contract.Text(string(named.Name()))
		}
		return contract.Whole(int64(v.Enum()))
	case protoreflect.FloatKind:
		return float(v.Float(), 32)
	case protoreflect.DoubleKind:
		return float(v.Float(), 64)
	case protoreflect.Uint32Kind, protoreflect.Uint64Kind, protoreflect.Fixed32Kind, protoreflect.Fixed64Kind:
		return number(strconv.FormatUint(v.Uint(), 10))
	}
	return number(strconv.FormatInt(v.Int(), 10))
}

// float writes a number; what JSON has no number for is written as ProtoJSON has it.
func float(n float64, bits int) *spec.Value {
	switch {
	case math.IsNaN(n):
		return contract.Text("NaN")
	case math.IsInf(n, 1):
		return contract.Text("Infinity")
	case math.IsInf(n, -1):
		return contract.Text("-Infinity")
	}
	return &spec.Value{Kind: spec.Num, Text: strconv.FormatFloat(n, 'g', -1, bits)}
}
