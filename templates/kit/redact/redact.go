// Package redact makes messages fit for logs: what the contract classifies as personal data, or marks debug_redact, is
// left out, whatever is large is cut, and bytes are counted. It must not know where logs go.
package redact

import (
	"cmp"
	"log/slog"
	"slices"
	"strconv"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/templates/kit/marks"
)

// Redacted stands where a value isn't shown.
const Redacted = "[redacted]"

// How much of a message is shown.
const (
	mostFields = 64  // in all
	mostItems  = 8   // of a list or map
	mostText   = 256 // bytes of a text
	mostDepth  = 8
)

// Redactor remembers what the contract says of fields and messages, for reading it costs. It may be used by many at once,
// and is as large as the contract.
type Redactor struct{ known sync.Map } // protoreflect.Descriptor -> bool

// New makes a redactor.
func New() *Redactor { return new(Redactor) }

// Message is a message that may be logged: slog asks it for its value, if the record is written.
//
//	logger.InfoContext(ctx, "an order has come", "order", redactor.Message(order))
func (r *Redactor) Message(m proto.Message) slog.LogValuer { return message{r, m} }

type message struct {
	redactor *Redactor
	proto.Message
}

// LogValue implements slog.LogValuer.
func (m message) LogValue() slog.Value { return m.redactor.Value(m.Message) }

// Value is a message as a group: its fields that are set, by their names. Those that the contract classifies, their
// values or their types, are [redacted] (pii: none says that they needn't be); unknown fields aren't shown, nor is what an
// Any holds of a type that the program doesn't know.
func (r *Redactor) Value(m proto.Message) slog.Value {
	if m == nil || !m.ProtoReflect().IsValid() {
		return slog.StringValue("<nil>")
	}
	w := writer{Redactor: r, left: mostFields}
	return w.message(m.ProtoReflect(), 0)
}

// Attr replaces messages among the attributes of a log, wherever they stand. It is made for
// slog.HandlerOptions.ReplaceAttr.
func (r *Redactor) Attr(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindAny {
		if m, ok := a.Value.Any().(proto.Message); ok {
			a.Value = r.Value(m)
		}
	}
	return a
}

// writer makes a value of a message within bounds.
type writer struct {
	*Redactor
	left int // fields
}

func (w *writer) message(m protoreflect.Message, depth int) slog.Value {
	d := m.Descriptor()
	switch {
	case w.personal(d):
		return slog.StringValue(Redacted)
	case depth >= mostDepth:
		return slog.StringValue("…")
	case d.FullName() == "google.protobuf.Any":
		return w.packed(m, depth)
	}
	var all []slog.Attr
	for _, f := range set(m) {
		if w.left--; w.left < 0 {
			all = append(all, slog.String("…", ""))
			break
		}
		name := string(f.Name())
		if f.IsExtension() {
			name = "[" + string(f.FullName()) + "]"
		}
		if w.personal(f) {
			all = append(all, slog.String(name, Redacted))
			continue
		}
		all = append(all, slog.Attr{Key: name, Value: w.value(f, m.Get(f), depth)})
	}
	return slog.GroupValue(all...)
}

// set are the fields that are set, by their numbers.
func set(m protoreflect.Message) (all []protoreflect.FieldDescriptor) {
	m.Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		all = append(all, f)
		return true
	})
	slices.SortFunc(all, func(a, b protoreflect.FieldDescriptor) int { return cmp.Compare(a.Number(), b.Number()) })
	return all
}

func (w *writer) value(f protoreflect.FieldDescriptor, v protoreflect.Value, depth int) slog.Value {
	switch {
	case f.IsMap(): // keys may be anybody's names
		return count(v.Map().Len(), "entry", "entries")
	case f.IsList() && f.Message() == nil && f.Kind() != protoreflect.BytesKind:
		return w.scalars(f, v.List())
	case f.IsList() && f.Message() == nil:
		return count(v.List().Len(), "item", "items")
	case f.IsList():
		return w.items(v.List(), depth)
	}
	return w.single(f, v, depth)
}

func (w *writer) scalars(f protoreflect.FieldDescriptor, l protoreflect.List) slog.Value {
	var texts []string
	for i := range min(l.Len(), mostItems) {
		texts = append(texts, w.single(f, l.Get(i), 0).String())
	}
	if l.Len() > mostItems {
		texts = append(texts, "… of "+strconv.Itoa(l.Len()))
	}
	return slog.AnyValue(texts)
}

func (w *writer) items(l protoreflect.List, depth int) slog.Value {
	var all []slog.Attr
	for i := range min(l.Len(), mostItems) {
		all = append(all, slog.Attr{Key: strconv.Itoa(i), Value: w.message(l.Get(i).Message(), depth+1)})
	}
	if l.Len() > mostItems {
		all = append(all, slog.Int("of", l.Len()))
	}
	return slog.GroupValue(all...)
}

func (w *writer) single(f protoreflect.FieldDescriptor, v protoreflect.Value, depth int) slog.Value {
	switch f.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return w.message(v.Message(), depth+1)
	case protoreflect.BytesKind:
		return count(len(v.Bytes()), "byte", "bytes")
	case protoreflect.StringKind:
		return slog.StringValue(clip(v.String()))
	case protoreflect.EnumKind:
		if known := f.Enum().Values().ByNumber(v.Enum()); known != nil {
			return slog.StringValue(string(known.Name()))
		}
		return slog.Int64Value(int64(v.Enum()))
	}
	return slog.AnyValue(v.Interface())
}

// packed shows what an Any holds.
func (w *writer) packed(m protoreflect.Message, depth int) slog.Value {
	fields := m.Descriptor().Fields()
	url, data := m.Get(fields.ByNumber(1)).String(), m.Get(fields.ByNumber(2)).Bytes()
	typ := slog.String("@type", clip(url))
	found, err := protoregistry.GlobalTypes.FindMessageByURL(url)
	if err != nil {
		return slog.GroupValue(typ, slog.Attr{Key: "value", Value: count(len(data), "byte", "bytes")})
	}
	inner := found.New()
	if (proto.UnmarshalOptions{AllowPartial: true}).Unmarshal(data, inner.Interface()) != nil {
		return slog.GroupValue(typ, slog.Attr{Key: "value", Value: count(len(data), "byte", "bytes")})
	}
	return slog.GroupValue(typ, slog.Attr{Key: "value", Value: w.message(inner, depth+1)})
}

func count(n int, one, many string) slog.Value {
	if n == 1 {
		many = one
	}
	return slog.StringValue("[" + strconv.Itoa(n) + " " + many + "]")
}

func clip(text string) string {
	if len(text) <= mostText {
		return text
	}
	cut := mostText
	for cut > 0 && text[cut]&0xc0 == 0x80 {
		cut--
	}
	return text[:cut] + "… of " + strconv.Itoa(len(text)) + " bytes"
}

func (r *Redactor) personal(d protoreflect.Descriptor) bool {
	if is, ok := r.known.Load(d); ok {
		return is.(bool)
	}
	var is bool
	if f, ok := d.(protoreflect.FieldDescriptor); ok {
		is = marks.Field(f).Personal()
	} else {
		is = marks.Of(d).Personal()
	}
	r.known.Store(d, is)
	return is
}
