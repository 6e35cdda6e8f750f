package edge_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// TestRegistration says what is wrong with a service, and what to do.
func TestRegistration(t *testing.T) {
	unary := func(any, context.Context, func(any) error, grpc.UnaryServerInterceptor) (any, error) { return nil, nil }
	for _, c := range []struct {
		name     string
		options  edge.Options
		register func(*edge.Server)
		want     []string
	}{
		{"no run time", edge.Options{}, func(s *edge.Server) { shop.RegisterOrdersServer(s, &orders{}) }, []string{"shop.v1.CancelOrderRequest", "celvalid.New"}},
		{"no contract", edge.Options{}, func(s *edge.Server) {
			s.RegisterService(&grpc.ServiceDesc{ServiceName: "nobody.Knows"}, &orders{})
		}, []string{"nobody.Knows", "Options.Files"}},
		{"a message for a service", edge.Options{}, func(s *edge.Server) {
			s.RegisterService(&grpc.ServiceDesc{ServiceName: "shop.v1.Order"}, &orders{})
		}, []string{"shop.v1.Order isn't known"}},
		{"no implementation", edge.Options{}, func(s *edge.Server) { s.RegisterService(&shop.Orders_ServiceDesc, nil) }, []string{"no implementation"}},
		{"two", edge.Options{Runtime: none{}}, func(s *edge.Server) {
			shop.RegisterOrdersServer(s, &orders{})
			shop.RegisterOrdersServer(s, &orders{})
		}, []string{"registered twice"}},
		{"a method too many", edge.Options{Runtime: none{}}, func(s *edge.Server) {
			s.RegisterService(&grpc.ServiceDesc{ServiceName: "shop.v1.Orders", Methods: []grpc.MethodDesc{{MethodName: "Steal", Handler: unary}}}, &orders{})
		}, []string{"no method Steal", "generate it again"}},
		{"too few methods", edge.Options{Runtime: none{}}, func(s *edge.Server) {
			s.RegisterService(&grpc.ServiceDesc{ServiceName: "shop.v1.Orders", Methods: []grpc.MethodDesc{{MethodName: "GetOrder", Handler: unary}}}, &orders{})
		}, []string{"13 methods in the contract and 1 in its glue"}},
		{"a method that streams", edge.Options{Runtime: none{}}, func(s *edge.Server) {
			s.RegisterService(&grpc.ServiceDesc{ServiceName: "shop.v1.Orders", Methods: []grpc.MethodDesc{{MethodName: "Chat", Handler: unary}}}, &orders{})
		}, []string{"shop.v1.Orders.Chat streams otherwise"}},
		{"a misspelt method", edge.Options{Runtime: none{}, Headers: []edge.Header{{Name: "x-tenant", Methods: []string{"shop.v1.Orders/GetOrder"}}}}, func(s *edge.Server) {
			shop.RegisterOrdersServer(s, &orders{})
		}, []string{"x-tenant is declared for shop.v1.Orders/GetOrder"}},
		{"rules that make no sense", edge.Options{Runtime: none{broken: true}}, func(s *edge.Server) { shop.RegisterOrdersServer(s, &orders{}) }, []string{"can never be evaluated", "shop.v1.CancelOrderRequest"}},
	} {
		s := edge.New(c.options)
		c.register(s)
		_, err := s.Methods()
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v doesn't say %q", c.name, err, want)
			}
		}
		if _, err := s.GRPC(); err == nil {
			t.Errorf("%s: it is served", c.name)
		}
	}
	s := edge.New(edge.Options{})
	if _, err := s.Methods(); err != nil {
		t.Error("a server without services is none:", err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a service that comes too late is passed over in silence")
		}
	}()
	shop.RegisterOrdersServer(s, &orders{})
}

// none is a run time that finds nothing.
type none struct {
	valid.Runtime
	broken bool
}

func (none) Evaluate(proto.Message, protoreflect.Descriptor, func() time.Time) ([]*validate.Violation, error) {
	return nil, nil
}

func (n none) Warm(all ...protoreflect.MessageDescriptor) error {
	if n.broken {
		return errBroken
	}
	return nil
}

var errBroken = errors.New("no such overload")

// TestProto2 tells of required fields that lack, each with its place. The contract is one that is only known at run time.
func TestProto2(t *testing.T) {
	file, err := protodesc.NewFile(old(), nil)
	if err != nil {
		t.Fatal(err)
	}
	files := new(protoregistry.Files)
	if err := files.RegisterFile(file); err != nil {
		t.Fatal(err)
	}
	s := edge.New(edge.Options{Files: files})
	request := file.Messages().ByName("Old")
	s.RegisterService(&grpc.ServiceDesc{ServiceName: "old.Olds", Methods: []grpc.MethodDesc{{
		MethodName: "Get",
		Handler: func(srv any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
			in := dynamicpb.NewMessage(request)
			if err := decode(in); err != nil {
				return nil, err
			}
			return interceptor(ctx, in, &grpc.UnaryServerInfo{}, func(context.Context, any) (any, error) {
				if in.Has(request.Fields().ByName("one")) {
					return dynamicpb.NewMessage(request), nil
				}
				return in, nil
			})
		},
	}}}, "any implementation")
	m := methodOf(t, s, "/old.Olds/Get")
	if m.Input().Descriptor() != request || m.Streams() {
		t.Error(m.Input().Descriptor())
	}
	call := func(b []byte) ([]string, error) {
		_, err := m.Unary(t.Context(), &edge.Call{}, func(msg proto.Message) error { return edge.Decode(proto.UnmarshalOptions{AllowPartial: true}, b, msg) })
		_, violations, _ := facts(err)
		return violations, err
	}
	child := bytesOf(1, []byte("x"))
	got, _ := call(slices.Concat(bytesOf(2, nil), bytesOf(3, child), bytesOf(3, nil), bytesOf(4, slices.Concat(bytesOf(1, []byte("k")), bytesOf(2, nil)))))
	if want := []string{"name REQUIRED", "one.name REQUIRED", "many[1].name REQUIRED", `by_key["k"].name REQUIRED`}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got, err := call(child); err != nil {
		t.Error(got, err)
	}
	if got, err := call(slices.Concat(child, bytesOf(2, child))); status.Code(err) != codes.Internal {
		t.Error("an answer lacks what it must have:", got, err)
	}
}

func old() *descriptorpb.FileDescriptorProto {
	field := func(name string, number int32, label descriptorpb.FieldDescriptorProto_Label, of string) *descriptorpb.FieldDescriptorProto {
		f := &descriptorpb.FieldDescriptorProto{Name: &name, Number: &number, Label: &label, Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum()}
		if of != "" {
			f.Type, f.TypeName = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), &of
		}
		return f
	}
	const (
		optional = descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL
		required = descriptorpb.FieldDescriptorProto_LABEL_REQUIRED
		repeated = descriptorpb.FieldDescriptorProto_LABEL_REPEATED
	)
	entry := &descriptorpb.DescriptorProto{
		Name: proto.String("ByKeyEntry"), Options: &descriptorpb.MessageOptions{MapEntry: proto.Bool(true)},
		Field: []*descriptorpb.FieldDescriptorProto{field("key", 1, optional, ""), field("value", 2, optional, ".old.Old")},
	}
	return &descriptorpb.FileDescriptorProto{
		Name: proto.String("old.proto"), Package: proto.String("old"), Syntax: proto.String("proto2"),
		MessageType: []*descriptorpb.DescriptorProto{{
			Name: proto.String("Old"), NestedType: []*descriptorpb.DescriptorProto{entry},
			Field: []*descriptorpb.FieldDescriptorProto{
				field("name", 1, required, ""), field("one", 2, optional, ".old.Old"), field("many", 3, repeated, ".old.Old"), field("by_key", 4, repeated, ".old.Old.ByKeyEntry"),
			},
		}},
		Service: []*descriptorpb.ServiceDescriptorProto{{
			Name:   proto.String("Olds"),
			Method: []*descriptorpb.MethodDescriptorProto{{Name: proto.String("Get"), InputType: proto.String(".old.Old"), OutputType: proto.String(".old.Old")}},
		}},
	}
}
