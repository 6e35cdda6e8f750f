package rpc

import (
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/spec"
)

// Encode writes a value, as Decode returns it, as a message. Every member is written, also one that is
// the default of its field: so a contract says that it relies on it.
func Encode(d protoreflect.MessageDescriptor, v *spec.Value) ([]byte, error) {
	return appendMessage(nil, d, v, 0)
}

func appendMessage(dst []byte, d protoreflect.MessageDescriptor, v *spec.Value, depth int) ([]byte, error) {
	if v.Kind != spec.Map {
		return nil, fmt.Errorf("%s is no object", d.FullName())
	}
	if depth > deepest {
		return nil, errTooDeep
	}
	type member struct {
		field protoreflect.FieldDescriptor
		value *spec.Value
	}
	var members []member
	for _, m := range v.Members {
		f := d.Fields().ByTextName(m.Key)
		if f == nil {
			return nil, fmt.Errorf("%s has no field %s", d.FullName(), m.Key)
		}
		members = append(members, member{f, m.Value})
	}
	slices.SortStableFunc(members, func(a, b member) int { return int(a.field.Number()) - int(b.field.Number()) })
	for _, m := range members {
		var err error
		if dst, err = appendField(dst, m.field, m.value, depth); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

func appendField(dst []byte, f protoreflect.FieldDescriptor, v *spec.Value, depth int) ([]byte, error) {
	switch {
	case f.IsMap():
		return appendMap(dst, f, v, depth)
	case f.IsList() && f.IsPacked():
		return appendPacked(dst, f, v)
	case !f.IsList():
		return appendOne(dst, f, v, depth)
	}
	if v.Kind != spec.List {
		return nil, fmt.Errorf("%s is no array", f.FullName())
	}
	for _, item := range v.Items {
		var err error
		if dst, err = appendOne(dst, f, item, depth); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

func appendMap(dst []byte, f protoreflect.FieldDescriptor, v *spec.Value, depth int) ([]byte, error) {
	if v.Kind != spec.Map {
		return nil, fmt.Errorf("%s is no object", f.FullName())
	}
	for _, m := range v.Members {
		key := &spec.Value{Kind: spec.Str, Text: m.Key}
		if f.MapKey().Kind() != protoreflect.StringKind {
			key.Kind = spec.Num
		}
		entry, err := appendOne(nil, f.MapKey(), key, depth)
		if err == nil {
			entry, err = appendOne(entry, f.MapValue(), m.Value, depth)
		}
		if err != nil {
			return nil, err
		}
		dst = protowire.AppendTag(dst, f.Number(), protowire.BytesType)
		dst = protowire.AppendBytes(dst, entry)
	}
	return dst, nil
}

func appendPacked(dst []byte, f protoreflect.FieldDescriptor, v *spec.Value) ([]byte, error) {
	if v.Kind != spec.List {
		return nil, fmt.Errorf("%s is no array", f.FullName())
	}
	var all []byte
	for _, item := range v.Items {
		var err error
		if all, err = appendScalar(all, f, item); err != nil {
			return nil, err
		}
	}
	return protowire.AppendBytes(protowire.AppendTag(dst, f.Number(), protowire.BytesType), all), nil
}

// appendOne writes one value with its tag.
func appendOne(dst []byte, f protoreflect.FieldDescriptor, v *spec.Value, depth int) ([]byte, error) {
	kind := wireType(f.Kind())
	if f.Message() == nil {
		return appendScalar(protowire.AppendTag(dst, f.Number(), kind), f, v)
	}
	inner, err := appendMessage(nil, f.Message(), v, depth+1)
	if err != nil {
		return nil, err
	}
	dst = protowire.AppendTag(dst, f.Number(), kind)
	if kind == protowire.StartGroupType {
		return protowire.AppendGroup(dst, f.Number(), inner), nil
	}
	return protowire.AppendBytes(dst, inner), nil
}

// appendScalar writes a scalar without its tag.
func appendScalar(dst []byte, f protoreflect.FieldDescriptor, v *spec.Value) ([]byte, error) {
	bad := func() error { return fmt.Errorf("%q is no %s, as %s is", short(v.Text), f.Kind(), f.FullName()) }
	switch f.Kind() {
	case protoreflect.StringKind:
		if v.Kind != spec.Str {
			return nil, bad()
		}
		return protowire.AppendString(dst, v.Text), nil
	case protoreflect.BytesKind:
		content, err := base64.StdEncoding.DecodeString(v.Text)
		if v.Kind != spec.Str || err != nil {
			return nil, bad()
		}
		return protowire.AppendBytes(dst, content), nil
	}
	bits, ok := numberOf(f, v)
	if !ok {
		return nil, bad()
	}
	switch wireType(f.Kind()) {
	case protowire.Fixed32Type:
		return protowire.AppendFixed32(dst, uint32(bits)), nil
	case protowire.Fixed64Type:
		return protowire.AppendFixed64(dst, bits), nil
	}
	return protowire.AppendVarint(dst, bits), nil
}

// numberOf returns the bits that a number, boolean or enum travels as.
func numberOf(f protoreflect.FieldDescriptor, v *spec.Value) (uint64, bool) {
	switch f.Kind() {
	case protoreflect.BoolKind:
		set, err := strconv.ParseBool(v.Text)
		return protowire.EncodeBool(set), err == nil
	case protoreflect.EnumKind:
		if named := f.Enum().Values().ByName(protoreflect.Name(v.Text)); named != nil {
			return uint64(named.Number()), true
		}
		n, err := strconv.ParseInt(v.Text, 10, 32)
		return uint64(n), err == nil && v.Kind == spec.Num
	case protoreflect.FloatKind:
		n, err := strconv.ParseFloat(v.Text, 32)
		return uint64(math.Float32bits(float32(n))), err == nil
	case protoreflect.DoubleKind:
		n, err := strconv.ParseFloat(v.Text, 64)
		return math.Float64bits(n), err == nil
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		n, err := strconv.ParseUint(v.Text, 10, 32)
		return n, err == nil
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		n, err := strconv.ParseUint(v.Text, 10, 64)
		return n, err == nil
	}
	return signed(f.Kind(), v.Text)
}

func signed(kind protoreflect.Kind, text string) (uint64, bool) {
	width := 64
	if kind == protoreflect.Int32Kind || kind == protoreflect.Sint32Kind || kind == protoreflect.Sfixed32Kind {
		width = 32
	}
	n, err := strconv.ParseInt(text, 10, width)
	if kind == protoreflect.Sint32Kind || kind == protoreflect.Sint64Kind {
		return protowire.EncodeZigZag(n), err == nil
	}
	return uint64(n), err == nil
}

// short is how much of a text an error quotes.
func short(text string) string { return text[:min(len(text), 60)] }
