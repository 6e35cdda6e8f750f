package celvalid_test

import (
	"slices"
	"testing"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// node returns a message with a rule of its own, two fields of text with rules, and one of itself.
func node(t *testing.T, own string) protoreflect.MessageDescriptor {
	t.Helper()
	text := func(name string, number int32, expression string) *descriptorpb.FieldDescriptorProto {
		options := new(descriptorpb.FieldOptions)
		proto.SetExtension(options, validate.E_Field, validate.FieldRules_builder{CelExpression: []string{expression}}.Build())
		return &descriptorpb.FieldDescriptorProto{Name: &name, Number: &number, Options: options,
			Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(), Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum()}
	}
	options := new(descriptorpb.MessageOptions)
	proto.SetExtension(options, validate.E_Message, validate.MessageRules_builder{CelExpression: []string{own}}.Build())
	below := &descriptorpb.FieldDescriptorProto{Name: proto.String("below"), Number: proto.Int32(3), TypeName: proto.String(".t.Node"),
		Type: descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum()}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("t.proto"), Package: proto.String("t"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("Node"), Options: options,
			Field: []*descriptorpb.FieldDescriptorProto{text("a", 1, "this != 'x'"), text("b", 2, "this != 'y'"), below}}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return file.Messages().Get(0)
}

// broken returns a message that breaks all its rules, twice.
func broken(d protoreflect.MessageDescriptor) *dynamicpb.Message {
	m := dynamicpb.NewMessage(d)
	fields := d.Fields()
	for _, one := range []protoreflect.Message{m, m.Mutable(fields.ByName("below")).Message()} {
		one.Set(fields.ByName("a"), protoreflect.ValueOfString("x"))
		one.Set(fields.ByName("b"), protoreflect.ValueOfString("y"))
	}
	return m
}

func TestParts(t *testing.T) {
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	d := node(t, "this.a == this.b")
	for _, one := range []struct {
		part protoreflect.Descriptor
		want []string
	}{
		{d.Fields().ByName("a"), []string{"a"}},
		{d.Fields().ByName("b"), []string{"b"}},
		{d.Fields().ByName("below"), []string{"below", "below.a", "below.b"}},
		{d, []string{""}},
		{nil, []string{"", "a", "b", "below", "below.a", "below.b"}},
	} {
		found, err := runtime.Evaluate(broken(d), one.part, time.Now)
		var got []string
		for _, violation := range found {
			got = append(got, valid.Path(violation.GetField()))
		}
		if err != nil || !slices.Equal(got, one.want) {
			t.Errorf("%v: %q %v, want %q", one.part, got, err, one.want)
		}
	}
}

func TestCompile(t *testing.T) {
	for own, want := range map[string]bool{"this.a == this.b": true, "this.a == this.c": false, "this.": false} {
		runtime, err := celvalid.New()
		if err != nil {
			t.Fatal(err)
		}
		d := node(t, own)
		for range 2 { // the second time from memory
			err := runtime.Compile(dynamicpb.NewMessage(d), d.Fields().ByName("below"))
			if (err == nil) != want {
				t.Errorf("%q compiles: %v", own, err)
			}
		}
	}
}

func TestClock(t *testing.T) {
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	d := node(t, "now < timestamp('2026-01-01T00:00:00Z')")
	for year, want := range map[int]int{2025: 0, 2027: 1} {
		found, err := runtime.Evaluate(dynamicpb.NewMessage(d), d, func() time.Time { return time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC) })
		if err != nil || len(found) != want {
			t.Errorf("in %d there are %d violations, want %d: %v", year, len(found), want, err)
		}
	}
}
