package jsonpb

import (
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// list reads a repeated field.
func (x *reader) list(n wire.Node, m protoreflect.Message, fd protoreflect.FieldDescriptor) {
	if !x.is(n, wire.KindArray) {
		return
	}
	list, messages := m.Mutable(fd).List(), fd.Message() != nil
	for items := x.r.Items(n); items.Next(); {
		x.at(anIndex, items.Index)
		if messages {
			x.message(items.Value, list.AppendMutable().Message())
		} else if v := x.scalar(items.Value, fd); v.IsValid() {
			list.Append(v)
		}
	}
	x.at(nothing, 0)
}

// entries reads a map.
func (x *reader) entries(n wire.Node, m protoreflect.Message, fd protoreflect.FieldDescriptor) {
	if !x.is(n, wire.KindObject) {
		return
	}
	entries, kind, value := m.Mutable(fd).Map(), fd.MapKey().Kind(), fd.MapValue()
	sub := aKey
	if kind == protoreflect.StringKind {
		sub = aString
	}
	for members := x.r.Members(n); members.Next(); {
		x.at(sub, int(members.KeyNode()))
		if key := x.key(members.KeyNode(), kind); key.IsValid() {
			x.entry(entries, key, members.Value, value)
		}
	}
	x.at(nothing, 0)
}

func (x *reader) entry(entries protoreflect.Map, key protoreflect.MapKey, n wire.Node, fd protoreflect.FieldDescriptor) {
	if entries.Has(key) {
		x.fail(errors.DuplicateKey, "is there more than once")
		return
	}
	if fd.Message() != nil {
		v := entries.NewValue()
		x.message(n, v.Message())
		entries.Set(key, v)
	} else if v := x.scalar(n, fd); v.IsValid() {
		entries.Set(key, v)
	}
}

// key reads the key of a map. Invalid: it has been recorded.
func (x *reader) key(n wire.Node, k protoreflect.Kind) protoreflect.MapKey {
	text := x.r.Text(n)
	var v protoreflect.Value
	switch k {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(x.r.Keep(n)).MapKey()
	case protoreflect.BoolKind:
		v = boolOf(text)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		if i, err := strconv.ParseInt(text, 10, 32); err == nil {
			v = protoreflect.ValueOfInt32(int32(i))
		}
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			v = protoreflect.ValueOfInt64(i)
		}
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		if i, err := strconv.ParseUint(text, 10, 32); err == nil {
			v = protoreflect.ValueOfUint32(uint32(i))
		}
	default:
		if i, err := strconv.ParseUint(text, 10, 64); err == nil {
			v = protoreflect.ValueOfUint64(i)
		}
	}
	if !v.IsValid() {
		x.at(aString, int(n))
		x.fail(errors.PropertyNames, "must have a key that is a ", k.String())
		return protoreflect.MapKey{}
	}
	return v.MapKey()
}

// boolOf is invalid for anything but true and false.
func boolOf(text string) (v protoreflect.Value) {
	if text == "true" || text == "false" {
		v = protoreflect.ValueOfBool(text == "true")
	}
	return v
}
