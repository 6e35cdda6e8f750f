package types

import (
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

// protoKind is one of protobuf's types, with the other types that read what it wrote. The groups
// are those of `buf breaking`: FIELD_WIRE_COMPATIBLE_TYPE and, for JSON, of
// FIELD_WIRE_JSON_COMPATIBLE_TYPE without what already breaks on the wire.
type protoKind struct {
	wire, json int
	low, high  int // the range of integers as powers of two: low 31 stands for -2^31, high 32 for 2^32-1
}

func protoKindOf(name string) protoKind {
	switch name {
	case "int32":
		return protoKind{1, 1, 31, 31}
	case "int64":
		return protoKind{1, 2, 63, 63}
	case "uint32":
		return protoKind{1, 1, 0, 32}
	case "uint64":
		return protoKind{1, 2, 0, 64}
	case "bool":
		return protoKind{1, 3, 0, 1}
	case "sint32":
		return protoKind{2, 1, 31, 31}
	case "sint64":
		return protoKind{2, 2, 63, 63}
	case "fixed32":
		return protoKind{5, 1, 0, 32}
	case "sfixed32":
		return protoKind{5, 1, 31, 31}
	case "fixed64":
		return protoKind{6, 2, 0, 64}
	case "sfixed64":
		return protoKind{6, 2, 63, 63}
	case "string":
		return protoKind{wire: 3, json: 4}
	case "bytes":
		return protoKind{wire: 4, json: 5}
	case "double":
		return protoKind{wire: 7, json: 6}
	case "float":
		return protoKind{wire: 8, json: 6}
	case "group":
		return protoKind{wire: 9, json: 7}
	case "enum":
		return protoKind{wire: 11, json: 8}
	}
	return protoKind{wire: 10, json: 7} // messages
}

// kindName returns protobuf's name for what a use of a type is.
func kindName(use *spec.Type) string {
	t := use.Resolve()
	switch {
	case t.Kind == spec.KindEnum:
		return "enum"
	case t.Kind == spec.KindBoolean:
		return "bool"
	case t.Kind == spec.KindString:
		return "string"
	case t.Kind == spec.KindBytes:
		return "bytes"
	case t.Kind == spec.KindInteger, t.Kind == spec.KindNumber:
		return t.Format
	case use.Proto != nil && use.Proto.Group:
		return "group"
	}
	return "message"
}

// asWritten names a use of a type as its declaration does, the names of messages in full.
func asWritten(use *spec.Type) string {
	switch use.Kind {
	case spec.KindArray:
		return "repeated " + asWritten(use.Items)
	case spec.KindMap:
		return "map<" + asWritten(use.Keys) + ", " + asWritten(use.Items) + ">"
	case spec.KindReference:
		name := use.Ref
		if use.Target != nil {
			name = string(use.Target.ID())
		}
		if kindName(use) == "group" {
			name += " (delimited)"
		}
		return name
	}
	return kindName(use)
}

// retyped returns what it does that a value has another type; nothing if it has not.
func retyped(p *breaking.Pass, before, after *spec.Type) []breaking.Touch {
	switch {
	case before.Kind == spec.KindArray && after.Kind == spec.KindArray:
		return retyped(p, before.Items, after.Items)
	case before.Kind == spec.KindMap && after.Kind == spec.KindMap:
		return append(retyped(p, before.Keys, after.Keys), retyped(p, before.Items, after.Items)...)
	case many(before) || many(after):
		return anotherShape(breaking.Wire | breaking.JSON | breaking.Source)
	}
	was, is := kindName(before), kindName(after)
	switch {
	case was != is:
		return rekinded(was, is)
	case was == "message" || was == "group" || was == "enum":
		return renamed(p, before, after)
	}
	return nil
}

func many(t *spec.Type) bool { return t.Kind == spec.KindArray || t.Kind == spec.KindMap }

func anotherShape(axes breaking.Axis) []breaking.Touch {
	return []breaking.Touch{breaking.On(axes, breaking.Shape, breaking.Incomparable)}
}

// rekinded compares two scalars, or a scalar with a message.
func rekinded(was, is string) []breaking.Touch {
	before, after := protoKindOf(was), protoKindOf(is)
	touches := anotherShape(breaking.Source)
	switch {
	case was == "string" && is == "bytes":
		touches = append(touches, breaking.On(breaking.Wire, breaking.Bound, breaking.Widens))
	case was == "bytes" && is == "string":
		touches = append(touches, breaking.On(breaking.Wire, breaking.Bound, breaking.Narrows))
	case before.wire != after.wire:
		touches = append(touches, anotherShape(breaking.Wire)...)
	}
	if before.json != after.json {
		touches = append(touches, anotherShape(breaking.JSON)...)
	}
	if before.high > 0 && after.high > 0 {
		touches = append(touches, breaking.On(breaking.Behavior, breaking.Bound, ranges(before, after)))
	}
	return touches
}

func ranges(before, after protoKind) breaking.Effect {
	wider := after.low >= before.low && after.high >= before.high
	narrower := after.low <= before.low && after.high <= before.high
	switch {
	case wider && narrower:
		return breaking.None
	case wider:
		return breaking.Widens
	case narrower:
		return breaking.Narrows
	}
	return breaking.Incomparable
}

// renamed compares two messages or enums that a field is declared with. One that is only called
// otherwise is another type for generated code alone.
func renamed(p *breaking.Pass, before, after *spec.Type) []breaking.Touch {
	old, new := before.Resolve(), after.Resolve()
	if old.ID() == new.ID() || unresolved(old) && unresolved(new) && old.Ref == new.Ref {
		return nil
	}
	touches := anotherShape(breaking.Source)
	switch {
	case unresolved(old) || unresolved(new):
		return append(touches, breaking.On(breaking.Wire|breaking.JSON, breaking.Shape, breaking.Undecided))
	case specialJSON(old.ID()) || specialJSON(new.ID()):
		touches = append(touches, anotherShape(breaking.JSON)...)
	}
	if p.Same(old, new) {
		return touches
	}
	if old.Kind == spec.KindEnum && new.Kind == spec.KindEnum {
		return append(touches, enumTouches(old, new)...)
	}
	return append(touches, anotherShape(breaking.Wire|breaking.JSON)...)
}

func unresolved(t *spec.Type) bool { return t.Kind == spec.KindReference }

// enumTouches compares the values of two enums.
func enumTouches(old, new *spec.Type) []breaking.Touch {
	grows, shrinks := holdsAll(new, old), holdsAll(old, new)
	switch {
	case grows && shrinks:
		return nil
	case grows:
		return []breaking.Touch{breaking.On(breaking.JSON|breaking.Behavior, breaking.Alternative, breaking.Widens)}
	case shrinks:
		return []breaking.Touch{breaking.On(breaking.JSON|breaking.Behavior, breaking.Alternative, breaking.Narrows)}
	}
	return anotherShape(breaking.Wire | breaking.JSON)
}

func holdsAll(t, other *spec.Type) bool {
	for _, v := range other.Values {
		if !slices.ContainsFunc(t.Values, func(o *spec.EnumValue) bool { return o.Name == v.Name && o.Number == v.Number }) {
			return false
		}
	}
	return true
}

// specialJSON reports whether protojson writes a well-known message in a way of its own.
func specialJSON(id spec.ID) bool {
	switch id {
	case "google.protobuf.Any", "google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask",
		"google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue",
		"google.protobuf.DoubleValue", "google.protobuf.FloatValue", "google.protobuf.Int64Value", "google.protobuf.UInt64Value",
		"google.protobuf.Int32Value", "google.protobuf.UInt32Value", "google.protobuf.BoolValue",
		"google.protobuf.StringValue", "google.protobuf.BytesValue", "google.protobuf.NullValue":
		return true
	}
	return false
}
