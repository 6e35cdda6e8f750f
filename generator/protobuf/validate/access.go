package validate

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/gofeaturespb"
)

// Messages of the open API are read by their fields, those of the hybrid and the opaque one by methods: the
// hybrid API has both, but only the methods in a program that is built with the tag protoopaque.

func isOpen(m *protogen.Message) bool {
	return m.APILevel == gofeaturespb.GoFeatures_API_OPEN || m.APILevel == gofeaturespb.GoFeatures_API_LEVEL_UNSPECIFIED
}

// method returns a call of one of the methods of a field: "Get", "Has".
func method(f *protogen.Field, name string) string {
	name, _ = f.MethodName(name)
	return "x." + name + "()"
}

// held is the expression for what a field holds. In the open API that may be a pointer, or nothing that a
// member of a oneof has.
func held(f *protogen.Field) string {
	if isOpen(f.Parent) {
		return "x." + f.GoName
	}
	return method(f, "Get")
}

// present is the condition under which a field counts as set.
func present(f *protogen.Field) string {
	switch {
	case f.Desc.IsList(), f.Desc.IsMap():
		return "len(" + held(f) + ") > 0"
	case f.Desc.HasPresence() && !isOpen(f.Parent):
		return method(f, "Has")
	case inOneof(f):
		return "func() bool { o, ok := x." + f.Oneof.GoName + ".(*" + f.GoIdent.GoName + "); return ok && o != nil }()"
	case f.Desc.HasPresence():
		return held(f) + " != nil"
	}
	return nonzero(f.Desc.Kind(), held(f))
}

// unset is the condition under which a oneof has no value. One of proto3's optional fields is its field.
func unset(o *protogen.Oneof) string {
	switch {
	case !isOpen(o.Parent) && o.Desc.IsSynthetic():
		return "!" + method(o.Fields[0], "Has")
	case !isOpen(o.Parent):
		return "!x." + o.MethodName("Has") + "()"
	case o.Desc.IsSynthetic():
		return "x." + o.Fields[0].GoName + " == nil"
	}
	return "x." + o.GoName + " == nil"
}

// nonzero is the condition under which a value without presence counts as set.
func nonzero(kind protoreflect.Kind, value string) string {
	switch kind {
	case protoreflect.BoolKind:
		return value
	case protoreflect.StringKind:
		return value + ` != ""`
	case protoreflect.BytesKind:
		return "len(" + value + ") > 0"
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return "valid.Set(float64(" + value + "))"
	}
	return value + " != 0"
}

func inOneof(f *protogen.Field) bool { return f.Oneof != nil && !f.Oneof.Desc.IsSynthetic() }
