package rpcclient_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
)

var uuid4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestTokenIsTheSameEachTime(t *testing.T) {
	for _, given := range []string{"", "2eb8aa08-aa98-11ea-b4aa-73b441d16380"} {
		s, c := &script{steps: []func(context.Context) error{fails(codes.Unavailable), fails(codes.Unavailable)}}, &clock{}
		request := &shop.CreateOrderRequest{Parent: "customers/1", Order: &shop.Order{Title: "tea"}, RequestId: given}
		request.ProtoReflect().SetUnknown(protowire.AppendVarint(protowire.AppendTag(nil, 99, protowire.VarintType), 7))
		before := proto.CloneOf(request)
		if _, err := shop.NewOrdersClient(rpcclient.New(s, rpcclient.Options{Retry: c.policy()})).CreateOrder(t.Context(), request); err != nil {
			t.Fatal(err)
		}
		if !proto.Equal(request, before) {
			t.Errorf("the caller's request has become %v", request)
		}
		first := s.sent[0].message.(*shop.CreateOrderRequest)
		if given != "" && first.GetRequestId() != given || given == "" && !uuid4.MatchString(first.GetRequestId()) {
			t.Errorf("token %q was sent where %q was given", first.GetRequestId(), given)
		}
		for _, attempt := range s.sent {
			if !proto.Equal(attempt.message, first) || attempt.message.(*shop.CreateOrderRequest).GetOrder().GetTitle() != "tea" || len(attempt.message.ProtoReflect().GetUnknown()) == 0 {
				t.Errorf("an attempt sent %v", attempt.message)
			}
		}
	}
}

// contract is a service made for the test, with methods M1, M2 … whose requests have one field.
type contract struct {
	file  *descriptorpb.FileDescriptorProto
	files *protoregistry.Files
}

func newContract() *contract {
	return &contract{file: &descriptorpb.FileDescriptorProto{
		Name: proto.String("made.proto"), Package: proto.String("made"), Syntax: proto.String("proto3"),
		Service: []*descriptorpb.ServiceDescriptorProto{{Name: proto.String("S")}},
	}}
}

func (c *contract) add(name string, field *descriptorpb.FieldDescriptorProto, options *descriptorpb.MethodOptions) {
	field.Number = proto.Int32(1)
	if field.Label == nil {
		field.Label = descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum()
	}
	c.file.MessageType = append(c.file.MessageType, &descriptorpb.DescriptorProto{Name: proto.String(name + "Request"), Field: []*descriptorpb.FieldDescriptorProto{field}})
	service := c.file.Service[0]
	service.Method = append(service.Method, &descriptorpb.MethodDescriptorProto{
		Name: &name, InputType: proto.String(".made." + name + "Request"), OutputType: proto.String(".made." + name + "Request"), Options: options,
	})
}

// call calls a method with an empty request, which fails each time, and returns what was sent.
func (c *contract) call(t *testing.T, name string, o rpcclient.Options) []sent {
	t.Helper()
	if c.files == nil {
		d, err := protodesc.NewFile(c.file, protoregistry.GlobalFiles)
		if err != nil {
			t.Fatal(err)
		}
		c.files = &protoregistry.Files{}
		if err := c.files.RegisterFile(d); err != nil {
			t.Fatal(err)
		}
	}
	d, err := c.files.FindDescriptorByName(protoreflect.FullName("made." + name + "Request"))
	if err != nil {
		t.Fatal(err)
	}
	message := dynamicpb.NewMessage(d.(protoreflect.MessageDescriptor))
	s, k := &script{steps: []func(context.Context) error{fails(codes.Unavailable), fails(codes.Unavailable)}}, &clock{}
	o.Retry, o.Files = k.policy(), c.files
	_ = rpcclient.New(s, o).Invoke(t.Context(), "/made.S/"+name, message, dynamicpb.NewMessage(message.Descriptor()))
	return s.sent
}

func text(name string, options *descriptorpb.FieldOptions) *descriptorpb.FieldDescriptorProto {
	return &descriptorpb.FieldDescriptorProto{Name: &name, Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(), Options: options}
}

func extended[M proto.Message](m M, extension protoreflect.ExtensionType, value any) M {
	proto.SetExtension(m, extension, value)
	return m
}

func TestTokenFields(t *testing.T) {
	anyToken := regexp.MustCompile(`^k-1$`)
	dashless := regexp.MustCompile(`^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$`)
	number := text("request_id", nil)
	number.Type = descriptorpb.FieldDescriptorProto_TYPE_INT64.Enum()
	list := text("request_id", nil)
	list.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
	uuidRule := &validate.FieldRules{Type: &validate.FieldRules_String_{String_: &validate.StringRules{WellKnown: &validate.StringRules_Uuid{Uuid: true}}}}
	dashlessRule := &validate.FieldRules{Type: &validate.FieldRules_String_{String_: &validate.StringRules{WellKnown: &validate.StringRules_Tuuid{Tuuid: true}}}}
	for _, test := range []struct {
		name  string
		field *descriptorpb.FieldDescriptorProto
		want  *regexp.Regexp // nil: it isn't filled in, and nothing repeated
	}{
		{"RequestID", text("request_id", nil), anyToken},
		{"ClientToken", text("client_token", nil), anyToken},
		{"Key", text("idempotency_key", nil), anyToken},
		{"UUID4", text("request_id", extended(&descriptorpb.FieldOptions{}, annotations.E_FieldInfo, &annotations.FieldInfo{Format: annotations.FieldInfo_UUID4})), uuid4},
		{"UUIDRule", text("client_token", extended(&descriptorpb.FieldOptions{}, validate.E_Field, uuidRule)), uuid4},
		{"Dashless", text("request_id", extended(&descriptorpb.FieldOptions{}, validate.E_Field, dashlessRule)), dashless},
		{"Number", number, nil},
		{"List", list, nil},
		{"Other", text("request", nil), nil},
	} {
		c := newContract()
		c.add(test.name, test.field, nil)
		got := c.call(t, test.name, rpcclient.Options{NewToken: func() string { return "k-1" }})
		if test.want == nil {
			if len(got) != 1 || proto.Size(got[0].message) != 0 {
				t.Errorf("%s: %d attempts, the first with %v", test.name, len(got), got[0].message)
			}
			continue
		}
		message := got[0].message.ProtoReflect()
		value := message.Get(message.Descriptor().Fields().ByNumber(1)).String()
		if len(got) != 3 || !test.want.MatchString(value) {
			t.Errorf("%s: %d attempts with the token %q", test.name, len(got), value)
		}
	}
}

func TestWhatMethodsDeclare(t *testing.T) {
	retryable := func(on uint64) *descriptorpb.MethodOptions {
		policy := protowire.AppendVarint(protowire.AppendTag(nil, 8, protowire.VarintType), on)
		policy = protowire.AppendString(protowire.AppendTag(policy, 2, protowire.BytesType), "team")
		o := &descriptorpb.MethodOptions{}
		o.ProtoReflect().SetUnknown(protowire.AppendBytes(protowire.AppendTag(nil, 62796157, protowire.BytesType), policy))
		return o
	}
	level := func(l descriptorpb.MethodOptions_IdempotencyLevel) *descriptorpb.MethodOptions {
		return &descriptorpb.MethodOptions{IdempotencyLevel: &l}
	}
	bound := func(rules ...*annotations.HttpRule) *descriptorpb.MethodOptions {
		rules[0].AdditionalBindings = rules[1:]
		return extended(&descriptorpb.MethodOptions{}, annotations.E_Http, rules[0])
	}
	post := &annotations.HttpRule{Pattern: &annotations.HttpRule_Post{Post: "/v1/a"}}
	get := &annotations.HttpRule{Pattern: &annotations.HttpRule_Get{Get: "/v1/b"}}
	notGet := retryable(0)
	notGet.IdempotencyLevel = descriptorpb.MethodOptions_NO_SIDE_EFFECTS.Enum()
	for _, test := range []struct {
		name    string
		options *descriptorpb.MethodOptions
		token   bool
		want    int
	}{
		{"Plain", nil, false, 1},
		{"NoSideEffects", level(descriptorpb.MethodOptions_NO_SIDE_EFFECTS), false, 3},
		{"Idempotent", level(descriptorpb.MethodOptions_IDEMPOTENT), false, 3},
		{"UnknownLevel", level(descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN), false, 1},
		{"Retryable", retryable(1), false, 3},
		{"NotRetryable", notGet, false, 1},
		{"NotRetryableWithToken", retryable(0), true, 1},
		{"Post", bound(post), false, 1},
		{"PostAndGet", bound(proto.CloneOf(post), get), false, 3},
	} {
		field := text("name", nil)
		if test.token {
			field = text("request_id", nil)
		}
		c := newContract()
		c.add(test.name, field, test.options)
		if got := len(c.call(t, test.name, rpcclient.Options{})); got != test.want {
			t.Errorf("%s: %d attempts, want %d", test.name, got, test.want)
		}
	}
}

func TestUnknownMethodsAreNotRepeated(t *testing.T) {
	s, c := &script{steps: []func(context.Context) error{fails(codes.Unavailable)}}, &clock{}
	conn := rpcclient.New(s, rpcclient.Options{Retry: c.policy()})
	for _, name := range []string{"/no.such.Service/Method", "/shop.v1.Order/name", "", "/", strings.Repeat("/", 100)} {
		s.sent = nil
		if err := conn.Invoke(t.Context(), name, &shop.GetOrderRequest{}, &shop.Order{}); err == nil || len(s.sent) != 1 {
			t.Errorf("%s: %d attempts, %v", name, len(s.sent), err)
		}
	}
}
