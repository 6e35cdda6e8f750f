package rpc

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/spec"
)

// compareJSON compares with an expected message in ProtoJSON.
func (m Message) compareJSON(expected *contract.Payload, content []byte) ([]match.Mismatch, error) {
	message := dynamicpb.NewMessage(m.Kind)
	if err := (proto.UnmarshalOptions{Resolver: m.types(), AllowPartial: true}).Unmarshal(content, message); err != nil {
		return nil, fmt.Errorf("the answer is no %s", m.Kind.FullName())
	}
	named := expected.Body.JSON != nil && protoNames(m.Kind, expected.Body.JSON, 0)
	actual, err := protojson.MarshalOptions{EmitDefaultValues: true, UseProtoNames: named, Resolver: m.types(), AllowPartial: true}.Marshal(message)
	if err != nil {
		return nil, fmt.Errorf("the answer can't be written as JSON: %s", plain(err))
	}
	got, err := parsed(actual)
	if err != nil {
		return nil, err
	}
	if expected.Body.JSON != nil {
		written(m.Kind, expected.Body.JSON, got, 0)
	}
	want := bodyOnly(expected)
	want.Body.ContentType = "application/json"
	return match.Message(want, asJSON(expected, got, nil)), nil
}

// protoNames reports whether fields are called in the contract as in the .proto file, not as in JSON.
func protoNames(d protoreflect.MessageDescriptor, v *spec.Value, depth int) bool {
	if depth > deepest {
		return false
	}
	for _, m := range v.Members {
		f := d.Fields().ByName(protoreflect.Name(m.Key))
		if f != nil && f.JSONName() != m.Key {
			return true
		}
		if f = d.Fields().ByJSONName(m.Key); f == nil {
			continue
		}
		inner, below := f.Message(), append([]*spec.Value{m.Value}, m.Value.Items...)
		if f.IsMap() {
			inner, below = f.MapValue().Message(), nil
			for _, entry := range m.Value.Members {
				below = append(below, entry.Value)
			}
		}
		if inner != nil && slices.ContainsFunc(below, func(v *spec.Value) bool { return protoNames(inner, v, depth+1) }) {
			return true
		}
	}
	return false
}

// written writes the values of an answer as the contract has them, where ProtoJSON has several ways: numbers of 64 bits as
// numbers or texts, enums by number or name. Items of lists that the contract doesn't have are like its last one.
func written(d protoreflect.MessageDescriptor, want, got *spec.Value, depth int) {
	if depth > deepest || want.Kind != spec.Map || got.Kind != spec.Map {
		return
	}
	for _, m := range got.Members {
		f := d.Fields().ByJSONName(m.Key)
		if f == nil {
			f = d.Fields().ByName(protoreflect.Name(m.Key))
		}
		expected := want.Get(m.Key)
		if f == nil || expected == nil {
			continue
		}
		switch {
		case f.IsMap():
			for _, entry := range m.Value.Members {
				if one := expected.Get(entry.Key); one != nil {
					writtenOne(f.MapValue(), one, entry.Value, depth)
				}
			}
		case f.IsList():
			for i, item := range m.Value.Items {
				if n := len(expected.Items); n > 0 {
					writtenOne(f, expected.Items[min(i, n-1)], item, depth)
				}
			}
		default:
			writtenOne(f, expected, m.Value, depth)
		}
	}
}

func writtenOne(f protoreflect.FieldDescriptor, want, got *spec.Value, depth int) {
	switch {
	case f.Message() != nil:
		written(f.Message(), want, got, depth+1)
	case want.Kind != spec.Num || got.Kind != spec.Str || f.Kind() == protoreflect.StringKind || f.Kind() == protoreflect.BytesKind:
	case f.Kind() == protoreflect.EnumKind:
		if named := f.Enum().Values().ByName(protoreflect.Name(got.Text)); named != nil {
			*got = *contract.Whole(int64(named.Number()))
		}
	case got.Text != "NaN" && got.Text != "Infinity" && got.Text != "-Infinity":
		got.Kind = spec.Num
	}
}
