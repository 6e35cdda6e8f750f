package jsonpb

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Append appends m as ProtoJSON: compact, the same bytes for the same message. The error says which field can't be
// written; what stands in dst then is of no use.
func Append(dst []byte, m protoreflect.Message, o Options) ([]byte, error) {
	w := newWriter(dst, &o)
	w.message(m)
	if w.Err() == nil {
		return w.Bytes(), proto.CheckInitialized(m.Interface())
	}
	return w.Bytes(), w.failure(m)
}

// AppendField appends the value of one field of m: the answer of a response_body. A field that isn't set is null if
// that can be told, else its default: [] for a list.
func AppendField(dst []byte, m protoreflect.Message, fd protoreflect.FieldDescriptor, o Options) ([]byte, error) {
	w := newWriter(dst, &o)
	if fd.HasPresence() && !m.Has(fd) {
		w.Null()
	} else {
		w.value(m.Get(fd), fd)
	}
	if w.Err() == nil {
		return w.Bytes(), nil
	}
	w.note(fd)
	return w.Bytes(), w.failure(m)
}

// writer writes one message.
type writer struct {
	wire.Writer
	options *Options
	scratch []byte
	depth   int                          // of Any in Any
	failed  protoreflect.FieldDescriptor // the innermost field whose value can't be written; nil: none
}

func newWriter(dst []byte, o *Options) *writer {
	w := &writer{options: o}
	w.Reset(dst, wire.Neutral)
	return w
}

// note remembers the field that fails first.
func (w *writer) note(fd protoreflect.FieldDescriptor) {
	if w.failed == nil {
		w.failed = fd
	}
}

// failure says what of m can't be written.
func (w *writer) failure(m protoreflect.Message) error {
	name := m.Descriptor().FullName()
	if w.failed != nil {
		name = w.failed.FullName()
	}
	return fmt.Errorf("%s: %w", name, w.Err())
}

// message writes a message of any type.
func (w *writer) message(m protoreflect.Message) {
	if form := formOf(m.Descriptor()); form != ordinary && form != emptyForm {
		w.special(m, form)
		return
	}
	w.Object()
	w.fields(m)
	w.EndObject()
}

var errMessageSet = errors.New("a MessageSet has no form in JSON")

// fields writes the members of an object: fields in the order of their declaration, extensions by their names.
func (w *writer) fields(m protoreflect.Message) {
	if isMessageSet(m.Descriptor()) {
		w.Fail(errMessageSet)
	}
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		if fd := fields.Get(i); m.Has(fd) || w.options.EmitDefaults && !fd.HasPresence() {
			w.member(w.name(fd), m, fd)
		}
	}
	if m.Descriptor().ExtensionRanges().Len() > 0 {
		w.extensions(m)
	}
}

func (w *writer) name(fd protoreflect.FieldDescriptor) string {
	if w.options.UseProtoNames {
		return fd.TextName()
	}
	return fd.JSONName()
}

func (w *writer) extensions(m protoreflect.Message) {
	var all []protoreflect.FieldDescriptor
	m.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		if fd.IsExtension() {
			all = append(all, fd)
		}
		return true
	})
	slices.SortFunc(all, func(a, b protoreflect.FieldDescriptor) int { return cmp.Compare(a.FullName(), b.FullName()) })
	for _, fd := range all {
		w.member(nameOf(fd), m, fd)
	}
}

// member writes a field that is set. Nothing more is written once something has failed.
func (w *writer) member(name string, m protoreflect.Message, fd protoreflect.FieldDescriptor) {
	if w.Err() != nil {
		return
	}
	w.Key(name)
	w.value(m.Get(fd), fd)
	if w.Err() != nil {
		w.note(fd)
	}
}

// value writes the value of a field of any kind.
func (w *writer) value(v protoreflect.Value, fd protoreflect.FieldDescriptor) {
	switch {
	case fd.IsList():
		w.list(v.List(), fd)
	case fd.IsMap():
		w.entries(v.Map(), fd)
	default:
		w.single(v, fd)
	}
}

func (w *writer) list(list protoreflect.List, fd protoreflect.FieldDescriptor) {
	w.Array()
	for i := range list.Len() {
		w.single(list.Get(i), fd)
	}
	w.EndArray()
}

// entries writes a map in the order of its keys.
func (w *writer) entries(entries protoreflect.Map, fd protoreflect.FieldDescriptor) {
	w.Object()
	keys := make([]protoreflect.MapKey, 0, entries.Len())
	entries.Range(func(key protoreflect.MapKey, _ protoreflect.Value) bool {
		keys = append(keys, key)
		return true
	})
	slices.SortFunc(keys, orderOf(fd.MapKey().Kind()))
	for _, key := range keys {
		w.Key(key.String())
		w.single(entries.Get(key), fd.MapValue())
	}
	w.EndObject()
}

// orderOf compares keys as what they are: 9 before 10, false before true.
func orderOf(k protoreflect.Kind) func(a, b protoreflect.MapKey) int {
	switch k {
	case protoreflect.StringKind, protoreflect.BoolKind:
		return func(a, b protoreflect.MapKey) int { return cmp.Compare(a.String(), b.String()) }
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return func(a, b protoreflect.MapKey) int { return cmp.Compare(a.Uint(), b.Uint()) }
	}
	return func(a, b protoreflect.MapKey) int { return cmp.Compare(a.Int(), b.Int()) }
}

// single writes one value, whether it stands alone, in a list or in a map.
func (w *writer) single(v protoreflect.Value, fd protoreflect.FieldDescriptor) {
	switch fd.Kind() {
	case protoreflect.BoolKind:
		w.Bool(v.Bool())
	case protoreflect.StringKind:
		w.String(v.String())
	case protoreflect.BytesKind:
		w.Bytes64(v.Bytes())
	case protoreflect.EnumKind:
		w.enum(v.Enum(), fd.Enum())
	case protoreflect.FloatKind:
		w.float(v.Float(), true)
	case protoreflect.DoubleKind:
		w.float(v.Float(), false)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		w.Int64(v.Int())
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		w.Uint64(v.Uint())
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		w.text(strconv.AppendInt(w.scratch[:0], v.Int(), 10))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		w.text(strconv.AppendUint(w.scratch[:0], v.Uint(), 10))
	default:
		w.message(v.Message())
	}
}

// text writes what is in w.scratch as a string.
func (w *writer) text(scratch []byte) {
	w.scratch = scratch
	w.String(string(scratch))
}

func (w *writer) float(f float64, single bool) {
	switch {
	case math.IsNaN(f):
		w.String("NaN")
	case math.IsInf(f, 1):
		w.String("Infinity")
	case math.IsInf(f, -1):
		w.String("-Infinity")
	case single:
		w.Float32(float32(f))
	default:
		w.Float64(f)
	}
}

func (w *writer) enum(number protoreflect.EnumNumber, ed protoreflect.EnumDescriptor) {
	if ed.FullName() == nullValue {
		w.Null()
		return
	}
	value := ed.Values().ByNumber(number)
	if value == nil || w.options.EnumNumbers {
		w.Int64(int64(number))
		return
	}
	w.String(string(value.Name()))
}
