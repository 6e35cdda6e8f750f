package marks_test

import (
	"testing"

	"google.golang.org/genproto/googleapis/api/visibility"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/templates/kit/marks"
)

// policy is what a compiler makes of (bylaw.…) = {…} in a program that doesn't link the extension.
func policy(fields map[protowire.Number]string) []byte {
	var content []byte
	for number, text := range fields {
		content = protowire.AppendString(protowire.AppendTag(content, number, protowire.BytesType), text)
	}
	return protowire.AppendBytes(protowire.AppendTag(nil, 62796157, protowire.BytesType), content)
}

func with[M proto.Message](m M, raw []byte) M {
	m.ProtoReflect().SetUnknown(raw)
	return m
}

func google(restriction string) *descriptorpb.FieldOptions {
	o := &descriptorpb.FieldOptions{}
	proto.SetExtension(o, visibility.E_FieldVisibility, &visibility.VisibilityRule{Restriction: restriction})
	return o
}

func file(t *testing.T) protoreflect.FileDescriptor {
	field := func(name string, number int32, o *descriptorpb.FieldOptions) *descriptorpb.FieldDescriptorProto {
		return &descriptorpb.FieldDescriptorProto{Name: &name, JsonName: &name, Number: &number, Options: o,
			Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(), Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum()}
	}
	typed := func(f *descriptorpb.FieldDescriptorProto, name string, kind descriptorpb.FieldDescriptorProto_Type) *descriptorpb.FieldDescriptorProto {
		f.Type, f.TypeName = kind.Enum(), &name
		return f
	}
	own := func(fields map[protowire.Number]string) *descriptorpb.FieldOptions {
		return with(&descriptorpb.FieldOptions{}, policy(fields))
	}
	both := google("INTERNAL")
	both.ProtoReflect().SetUnknown(policy(map[protowire.Number]string{2: "public"}))
	method := func(name string, o *descriptorpb.MethodOptions) *descriptorpb.MethodDescriptorProto {
		return &descriptorpb.MethodDescriptorProto{Name: &name, InputType: proto.String(".t.M"), OutputType: proto.String(".t.M"), Options: o}
	}
	f := &descriptorpb.FileDescriptorProto{
		Name: proto.String("t.proto"), Package: proto.String("t"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{
			{Name: proto.String("M"), Field: []*descriptorpb.FieldDescriptorProto{
				field("plain", 1, nil), field("email", 2, own(map[protowire.Number]string{1: "contact"})), field("none", 3, own(map[protowire.Number]string{1: "none"})),
				field("redacted", 4, &descriptorpb.FieldOptions{DebugRedact: proto.Bool(true)}),
				field("inner", 5, own(map[protowire.Number]string{2: "internal", 3: "2027-03-01", 4: "outer"})),
				field("google", 6, google("PREVIEW, INTERNAL")), field("tester", 7, google("TRUSTED_TESTER")), field("both", 8, both),
				typed(field("person", 9, nil), ".t.Person", descriptorpb.FieldDescriptorProto_TYPE_MESSAGE),
				typed(field("grade", 10, nil), ".t.Grade", descriptorpb.FieldDescriptorProto_TYPE_ENUM),
				field("old", 11, &descriptorpb.FieldOptions{Deprecated: proto.Bool(true)}),
				field("broken", 12, with(&descriptorpb.FieldOptions{}, protowire.AppendBytes(protowire.AppendTag(nil, 62796157, protowire.BytesType), []byte{0x12, 0x7f}))),
			}},
			{Name: proto.String("Person"), Options: with(&descriptorpb.MessageOptions{}, policy(map[protowire.Number]string{1: "contact"}))},
		},
		EnumType: []*descriptorpb.EnumDescriptorProto{{Name: proto.String("Grade"), Options: with(&descriptorpb.EnumOptions{}, policy(map[protowire.Number]string{1: "internal"})),
			Value: []*descriptorpb.EnumValueDescriptorProto{{Name: proto.String("G0"), Number: proto.Int32(0), Options: with(&descriptorpb.EnumValueOptions{}, policy(map[protowire.Number]string{2: "2028-01-01"}))}}}},
		Service: []*descriptorpb.ServiceDescriptorProto{{Name: proto.String("S"), Options: with(&descriptorpb.ServiceOptions{Deprecated: proto.Bool(true)}, policy(map[protowire.Number]string{1: "internal", 4: "2029-01-01", 6: "api", 7: "100/min"})),
			Method: []*descriptorpb.MethodDescriptorProto{method("A", nil), method("B", with(&descriptorpb.MethodOptions{}, policy(map[protowire.Number]string{1: "public", 4: "2028-01-01", 5: "C", 6: "none"})))}}},
	}
	d, err := protodesc.NewFile(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMarks(t *testing.T) {
	f := file(t)
	want := map[string]marks.Marks{
		"plain": {}, "email": {PII: "contact"}, "none": {PII: "none"}, "redacted": {Redacted: true}, "inner": {Tier: "internal", Sunset: "2027-03-01", Replacement: "outer"},
		"google": {Tier: "internal"}, "tester": {}, "both": {Tier: "public"}, "person": {PII: "contact"}, "grade": {Tier: "internal"}, "old": {Deprecated: true}, "broken": {},
	}
	fields := f.Messages().ByName("M").Fields()
	for i := range fields.Len() {
		if d := fields.Get(i); marks.Field(d) != want[string(d.Name())] {
			t.Errorf("%s: %+v", d.Name(), marks.Field(d))
		}
	}
	methods := f.Services().ByName("S").Methods()
	for name, want := range map[protoreflect.Name]marks.Marks{
		"A": {Tier: "internal", Sunset: "2029-01-01", Deprecated: true, Cache: "api", Quota: "100/min"}, "B": {Tier: "public", Sunset: "2028-01-01", Replacement: "C", Deprecated: true, Cache: "none", Quota: "100/min"},
	} {
		if got := marks.Method(methods.ByName(name)); got != want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := marks.Of(f.Enums().ByName("Grade").Values().Get(0)); got != (marks.Marks{Sunset: "2028-01-01"}) {
		t.Errorf("%+v", got)
	}
}

func TestJudgements(t *testing.T) {
	for _, row := range []struct {
		m                  marks.Marks
		personal, internal bool
	}{
		{marks.Marks{}, false, false}, {marks.Marks{PII: "none"}, false, false}, {marks.Marks{PII: "health"}, true, false}, {marks.Marks{PII: "none", Redacted: true}, true, false},
		{marks.Marks{Tier: "internal"}, false, true}, {marks.Marks{Tier: "public"}, false, false},
	} {
		if row.m.Personal() != row.personal || row.m.Internal() != row.internal {
			t.Errorf("%+v", row)
		}
	}
}
