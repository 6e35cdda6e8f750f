package redact_test

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/redact"
)

// pii is (bylaw.field).pii or (bylaw.message).pii = class, as a program has it that doesn't link the extension.
func pii[M proto.Message](o M, class string) M {
	content := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), class)
	o.ProtoReflect().SetUnknown(protowire.AppendBytes(protowire.AppendTag(nil, 62796157, protowire.BytesType), content))
	return o
}

func person(t testing.TB) protoreflect.MessageDescriptor {
	t.Helper()
	field := func(name string, number int32, typ string, o *descriptorpb.FieldOptions) *descriptorpb.FieldDescriptorProto {
		f := &descriptorpb.FieldDescriptorProto{Name: &name, Number: &number, Options: o, Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(), Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum()}
		if typ != "" {
			f.Type, f.TypeName = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), &typ
		}
		return f
	}
	list := func(f *descriptorpb.FieldDescriptorProto) *descriptorpb.FieldDescriptorProto {
		f.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
		return f
	}
	own := func(class string) *descriptorpb.FieldOptions { return pii(&descriptorpb.FieldOptions{}, class) }
	entry := &descriptorpb.DescriptorProto{Name: proto.String("AttributesEntry"), Options: &descriptorpb.MessageOptions{MapEntry: proto.Bool(true)},
		Field: []*descriptorpb.FieldDescriptorProto{field("key", 1, "", nil), field("value", 2, "", nil)}}
	d, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{Name: proto.String("t.proto"), Package: proto.String("t"), Syntax: proto.String("proto3"), MessageType: []*descriptorpb.DescriptorProto{
		{Name: proto.String("Person"), NestedType: []*descriptorpb.DescriptorProto{entry}, Field: []*descriptorpb.FieldDescriptorProto{
			field("email", 1, "", own("contact")), field("nick", 2, "", own("none")), field("key", 3, "", &descriptorpb.FieldOptions{DebugRedact: proto.Bool(true)}), field("note", 4, "", nil),
			field("address", 5, ".t.Address", nil), list(field("phones", 6, "", own("contact"))), list(field("friends", 7, ".t.Person", nil)),
			list(field("attributes", 8, ".t.Person.AttributesEntry", nil)), field("open_address", 9, ".t.Address", own("none"))}},
		{Name: proto.String("Address"), Options: pii(&descriptorpb.MessageOptions{}, "contact"), Field: []*descriptorpb.FieldDescriptorProto{field("street", 1, "", nil)}},
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d.Messages().ByName("Person")
}

// ada is a person of whom everything is secret but her nickname and a note.
func ada(d protoreflect.MessageDescriptor, depth int) *dynamicpb.Message {
	m := dynamicpb.NewMessage(d)
	f := d.Fields()
	text := func(name string, value string) {
		m.Set(f.ByName(protoreflect.Name(name)), protoreflect.ValueOfString(value))
	}
	text("email", "secret")
	text("nick", "countess")
	text("key", "secret")
	text("note", "a note")
	m.Mutable(f.ByName("phones")).List().Append(protoreflect.ValueOfString("secret"))
	m.Mutable(f.ByName("attributes")).Map().Set(protoreflect.ValueOfString("secret").MapKey(), protoreflect.ValueOfString("secret"))
	for _, name := range []protoreflect.Name{"address", "open_address"} {
		inner := m.Mutable(f.ByName(name)).Message()
		inner.Set(inner.Descriptor().Fields().ByName("street"), protoreflect.ValueOfString("secret"))
	}
	if depth > 0 {
		m.Mutable(f.ByName("friends")).List().Append(protoreflect.ValueOfMessage(ada(d, depth-1)))
	}
	m.SetUnknown(protowire.AppendString(protowire.AppendTag(nil, 900, protowire.BytesType), "secret"))
	return m
}

func logged(t testing.TB, o *slog.HandlerOptions, args ...any) string {
	t.Helper()
	var b strings.Builder
	slog.New(slog.NewJSONHandler(&b, o)).Info("m", args...)
	return b.String()
}

func TestPersonalData(t *testing.T) {
	r, m := redact.New(), ada(person(t), 1)
	for name, got := range map[string]string{
		"wrapped":   logged(t, nil, "p", r.Message(m)),
		"by Attr":   logged(t, &slog.HandlerOptions{ReplaceAttr: r.Attr}, "p", m),
		"in groups": logged(t, &slog.HandlerOptions{ReplaceAttr: r.Attr}, slog.Group("a", slog.Group("b", "p", m))),
	} {
		if strings.Contains(got, "secret") || !strings.Contains(got, `"nick":"countess","key":"[redacted]","note":"a note","address":"[redacted]","phones":"[redacted]"`) ||
			strings.Count(got, "countess") != 2 || !strings.Contains(got, `"attributes":"[1 entry]"`) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// However large or deep a message is, a line of the log isn't.
func TestBounds(t *testing.T) {
	r, d := redact.New(), person(t)
	many := &shop.Order{Title: strings.Repeat("é", 5000), Photo: make([]byte, 1000)}
	for range 1000 {
		many.Items = append(many.Items, &shop.Item{Sku: "a", Parts: []*shop.Item{{Sku: "b"}}})
	}
	mask := &shop.File{}
	for range 1000 {
		mask.Lines = append(mask.Lines, "line")
	}
	for name, m := range map[string]proto.Message{"wide": many, "deep": ada(d, 1000), "a list": mask} {
		if got := logged(t, nil, "m", r.Message(m)); len(got) > 8<<10 {
			t.Errorf("%s: %d bytes", name, len(got))
		}
	}
	if got := logged(t, nil, "m", r.Message(many)); !strings.Contains(got, `… of 10000 bytes`) || !strings.Contains(got, `"of":1000`) || strings.Contains(got, "\ufffd") {
		t.Error(got)
	}
	if got := logged(t, nil, "m", r.Message(mask)); !strings.Contains(got, `"… of 1000"`) {
		t.Error(got)
	}
}

func TestValues(t *testing.T) {
	r := redact.New()
	inner, _ := anypb.New(&shop.Item{Sku: "abc"})
	weight := int64(7)
	got := logged(t, nil, "o", r.Message(&shop.Order{State: shop.State_STATE_OPEN, Priority: 77, WeightGrams: &weight, Discount: 0.5, Photo: []byte("x"), Extra: inner}))
	if !strings.Contains(got, `"state":"STATE_OPEN","extra":{"@type":"type.googleapis.com/shop.v1.Item","value":{"sku":"abc"}},"priority":77,"weight_grams":7,"photo":"[1 byte]","discount":0.5`) {
		t.Error(got)
	}
	for _, a := range []*anypb.Any{{TypeUrl: "type.googleapis.com/other.Secret", Value: []byte("secret")}, {TypeUrl: "type.googleapis.com/shop.v1.Item", Value: []byte("secret")}} {
		if got := logged(t, nil, "o", r.Message(a)); strings.Contains(got, `"secret`) || !strings.Contains(got, "[6 bytes]") {
			t.Error(got)
		}
	}
	for _, m := range []proto.Message{nil, (*shop.Order)(nil)} {
		if got := logged(t, nil, "o", r.Message(m)); !strings.Contains(got, "<nil>") {
			t.Error(got)
		}
	}
}

func TestRace(t *testing.T) {
	r, m := redact.New(), ada(person(t), 3)
	want := fmt.Sprint(r.Value(m))
	var done sync.WaitGroup
	for range 8 {
		done.Go(func() {
			if got := fmt.Sprint(redact.New().Value(m)); got != want || fmt.Sprint(r.Value(m)) != want {
				t.Error(got)
			}
		})
	}
	done.Wait()
}

func Example() {
	r := redact.New()
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return r.Attr(groups, a) // messages that somebody forgets to wrap
	}}))
	log.Info("an order has come", "order", r.Message(&shop.Order{Name: "customers/1/orders/2", Photo: []byte("jpeg")}))
	// Output: level=INFO msg="an order has come" order.name=customers/1/orders/2 order.photo="[4 bytes]"
}
