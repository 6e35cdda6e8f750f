package agree

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// subject is a method that takes an object as JSON, for rows about bodies.
type subject struct {
	operation *operation
	message   protoreflect.MessageDescriptor // of the body
	object    object
	request   sent
}

// sent is the request of a method as REST sends it; nil if it can't be called by REST.
func (s *suite) sent(o *operation) *sent {
	if o.binding == nil {
		return nil
	}
	r, err := o.binding.request([]proto.Message{o.request}, s.types)
	if err != nil {
		return nil
	}
	r.operation = o
	return r
}

// subject returns what a row about bodies can be shown on; nil for methods of other kinds, and those that don't answer.
func (s *suite) subject(o *operation) *subject {
	r := s.sent(o)
	if r == nil || o.takes() || o.sends() || r.media != "application/json" || o.binding.body == "" {
		return nil
	}
	b := &subject{operation: o, message: o.Input().Descriptor(), request: *r}
	if o.binding.body != "*" {
		b.message = b.message.Fields().ByName(protoreflect.Name(o.binding.body)).Message()
	}
	if b.message == nil || b.message.ParentFile().Package() == "google.protobuf" || json.Unmarshal(r.body, &b.object) != nil {
		return nil
	}
	if out, _ := s.raw(r, nil); out.http != 200 {
		return nil
	}
	return b
}

// sent is the valid request, which is the caller's to change.
func (b *subject) sent() *sent {
	r := b.request
	return &r
}

// with is the request with another body.
func (b *subject) with(body string) *sent {
	r := b.sent()
	r.body = []byte(body)
	return r
}

// plus has the body hold a member that the contract doesn't know.
func (b *subject) plus(value string) *sent { return b.member("bylaw", value) }

// member is the request with a member of that value, whether it was there or not.
func (b *subject) member(name, value string) *sent {
	text := "{"
	for _, key := range slices.Sorted(maps.Keys(b.object)) {
		if key != name {
			one, _ := json.Marshal(b.object[key])
			text += fmt.Sprintf("%q:%s,", key, one)
		}
	}
	return b.with(text + fmt.Sprintf("%q:%s}", name, value))
}

// fields are those of the body, by the names that it spells.
func (b *subject) fields() func(func(string, protoreflect.FieldDescriptor) bool) {
	return func(yield func(string, protoreflect.FieldDescriptor) bool) {
		for i := range b.message.Fields().Len() {
			f := b.message.Fields().Get(i)
			if slices.Contains(b.operation.binding.held(), string(f.Name())) || slices.Contains(b.operation.binding.held(), b.operation.binding.body+"."+string(f.Name())) {
				continue
			}
			if !yield(string(f.Name()), f) {
				return
			}
		}
	}
}

// The kinds of numbers.
const (
	integer = 1 << iota
	fraction
)

// number finds a number in the body, and its text.
func (b *subject) number(kinds int) (name, text string) {
	for name, f := range b.fields() {
		value, there := b.object[name]
		if !there || f.IsList() || f.IsMap() {
			continue
		}
		switch f.Kind() {
		case protoreflect.FloatKind, protoreflect.DoubleKind:
			if kinds&fraction != 0 {
				return name, fmt.Sprint(value)
			}
		case protoreflect.BoolKind, protoreflect.StringKind, protoreflect.BytesKind, protoreflect.EnumKind, protoreflect.MessageKind, protoreflect.GroupKind:
		default:
			if kinds&integer != 0 {
				return name, fmt.Sprint(value)
			}
		}
	}
	return "", ""
}

// scalar finds a field of the body that no object can be.
func (b *subject) scalar() string {
	for name, f := range b.fields() {
		if _, there := b.object[name]; there && f.Message() == nil && !f.IsList() {
			return name
		}
	}
	return ""
}

// rawGRPC calls a method with bytes.
func (s *suite) rawGRPC(name string, message []byte) *outcome {
	out := &outcome{header: func(string) string { return "" }}
	var answer []byte
	err := s.grpc.Invoke(context.Background(), name, message, &answer, grpc.ForceCodec(plain{}))
	if err != nil {
		out.failed = statusOf(err)
	}
	return out
}

// plain is a codec of bytes.
type plain struct{}

func (plain) Name() string { return "proto" }

func (plain) Marshal(v any) ([]byte, error) {
	text, _ := v.([]byte)
	return text, nil
}

func (plain) Unmarshal(data []byte, v any) error {
	if to, ok := v.(*[]byte); ok {
		*to = append((*to)[:0], data...)
	}
	return nil
}

func varint(n int) []byte { return protowire.AppendVarint(nil, uint64(n)) }

func tag(f protoreflect.FieldDescriptor) []byte {
	return protowire.AppendTag(nil, f.Number(), protowire.BytesType)
}

// validated finds a text that has to be UTF-8.
func validated(d protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	for i := range d.Fields().Len() {
		if f := d.Fields().Get(i); f.Kind() == protoreflect.StringKind && !f.IsMap() && f.ParentFile().Syntax() == protoreflect.Proto3 {
			return f
		}
	}
	return nil
}

// nested makes a message of messages within each other; nil if there is no end to them in this one.
func nested(d protoreflect.MessageDescriptor, depth int) []byte {
	way := circle(d, nil, map[protoreflect.FullName]bool{})
	if way == nil {
		return nil
	}
	fields, start := way.fields, way.start
	var text []byte
	for i := depth; i >= 0; i-- {
		f := fields[min(i, start+(max(i-start, 0))%(len(fields)-start))]
		text = append(append(tag(f), varint(len(text))...), text...)
	}
	return text
}

// round is a way from a message through fields, the last of which leads to where that at start begins.
type round struct {
	fields []protoreflect.FieldDescriptor
	start  int
}

func circle(d protoreflect.MessageDescriptor, way []protoreflect.FieldDescriptor, seen map[protoreflect.FullName]bool) *round {
	for i, f := range way {
		if f.ContainingMessage() == d {
			return &round{way, i}
		}
	}
	if seen[d.FullName()] {
		return nil
	}
	seen[d.FullName()] = true
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		if f.Kind() != protoreflect.MessageKind || f.IsMap() {
			continue
		}
		if found := circle(f.Message(), append(slices.Clone(way), f), seen); found != nil {
			return found
		}
	}
	return nil
}
