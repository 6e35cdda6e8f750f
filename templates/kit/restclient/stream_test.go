package restclient_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/restclient"
)

func TestServerStreams(t *testing.T) {
	const two = `{"title":"a"}` + "\n\n  \r\n" + `{"title":"b"}` + "\r\n"
	problem := `{"error":{"title":"Bad Request","status":400,"detail":"not now","code":"closed"},"grpc_status":9}` + "\n"
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
		code   codes.Code // OK: the stream ends well
	}{
		{"two", says(200, two, "Content-Type", asLines), "a b", codes.OK},
		{"none", says(200, "", "Content-Type", asLines), "", codes.OK},
		{"no newline at the end", says(200, two+`{"title":"c"}`, "Content-Type", asLines), "a b c", codes.OK},
		{"NDJSON", says(200, two, "Content-Type", "application/x-ndjson; charset=utf-8"), "a b", codes.OK},
		{"cut", cut(200, two, "Content-Type", asLines), "a b", codes.Unavailable},
		{"cut in a line", cut(200, two+`{"title":"c"`, "Content-Type", asLines), "a b", codes.Unavailable},
		{"an error", cut(200, two+problem, "Content-Type", asLines), "a b", codes.FailedPrecondition},
		{"an error and a clean end", says(200, two+problem, "Content-Type", asLines), "a b", codes.FailedPrecondition},
		{"an error without its code", cut(200, strings.Replace(problem, `,"grpc_status":9`, "", 1), "Content-Type", asLines), "", codes.InvalidArgument},
		{"an error before the first", says(404, `{"code":"not_found"}`, "Content-Type", "application/problem+json"), "", codes.NotFound},
		{"no lines", says(200, "[]", "Content-Type", asJSON), "", codes.Internal},
		{"a line that is no message", says(200, two+"7\n", "Content-Type", asLines), "a b", codes.Internal},
		{"a line that is too long", says(200, two+`{"title":"`+strings.Repeat("x", 10000)+`"}`, "Content-Type", asLines), "a b", codes.ResourceExhausted},
	} {
		s := serve(t, test.answer)
		stream, err := s.client(t, restclient.Options{MaxMessage: 5000}).WatchOrders(t.Context(), &shop.ListOrdersRequest{Parent: "customers/1"})
		var got []string
		for err == nil {
			var o *shop.Order
			if o, err = stream.Recv(); err == nil {
				got = append(got, o.Title)
			}
		}
		if test.code == codes.OK && err != io.EOF || test.code != codes.OK && status.Code(err) != test.code || strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q and %v, want %q and %s", test.name, got, err, test.want, test.code)
		}
		if s.line != "GET /base/v1/customers/1/orders:watch" || s.header.Get("Accept") != asLines {
			t.Errorf("%s: %s with Accept %s", test.name, s.line, s.header.Get("Accept"))
		}
	}
}

// TestMessagesWithErrorsInThem streams a message that has a member called error itself, like a long-running operation.
func TestMessagesWithErrorsInThem(t *testing.T) {
	files := operations(t)
	desc, err := files.FindDescriptorByName("made.S.Watch")
	if err != nil {
		t.Fatal(err)
	}
	method := desc.(protoreflect.MethodDescriptor)
	const message = `{"error":{"code":5}}` + "\n"
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		want   int
		code   codes.Code
	}{
		{"messages", says(200, message+message, "Content-Type", asLines), 2, codes.OK},
		{"an error at the end", cut(200, message+`{"error":{"status":404}}`+"\n", "Content-Type", asLines), 1, codes.NotFound},
	} {
		s := serve(t, test.answer)
		stream, err := s.conn(t, restclient.Options{Files: files}).NewStream(t.Context(), &grpc.StreamDesc{ServerStreams: true}, "/made.S/Watch")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(stream.SendMsg(dynamicpb.NewMessage(method.Input())), stream.CloseSend()); err != nil {
			t.Fatal(err)
		}
		n := 0
		for ; err == nil; n++ {
			err = stream.RecvMsg(dynamicpb.NewMessage(method.Output()))
		}
		if n-1 != test.want || test.code == codes.OK && err != io.EOF || test.code != codes.OK && status.Code(err) != test.code {
			t.Errorf("%s: %d messages and %v", test.name, n-1, err)
		}
	}
}

func operations(t *testing.T) *protoregistry.Files {
	text := func(name string, number int32) *descriptorpb.FieldDescriptorProto {
		return &descriptorpb.FieldDescriptorProto{Name: &name, Number: &number, Type: descriptorpb.FieldDescriptorProto_TYPE_INT32.Enum(), Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum()}
	}
	failure := text("error", 1)
	failure.Type, failure.TypeName = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), proto.String(".made.Failure")
	options := &descriptorpb.MethodOptions{}
	proto.SetExtension(options, annotations.E_Http, &annotations.HttpRule{Pattern: &annotations.HttpRule_Get{Get: "/v1/operations"}})
	d, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("made.proto"), Package: proto.String("made"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{
			{Name: proto.String("Failure"), Field: []*descriptorpb.FieldDescriptorProto{text("code", 1)}},
			{Name: proto.String("Operation"), Field: []*descriptorpb.FieldDescriptorProto{failure}},
		},
		Service: []*descriptorpb.ServiceDescriptorProto{{Name: proto.String("S"), Method: []*descriptorpb.MethodDescriptorProto{{
			Name: proto.String("Watch"), InputType: proto.String(".made.Failure"), OutputType: proto.String(".made.Operation"), ServerStreaming: proto.Bool(true), Options: options,
		}}}},
	}, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	files := &protoregistry.Files{}
	if err := files.RegisterFile(d); err != nil {
		t.Fatal(err)
	}
	return files
}

func TestClientStreams(t *testing.T) {
	s := serve(t, says(200, `{"count":2}`, "Content-Type", asJSON))
	stream, err := s.client(t, restclient.Options{}).ImportOrders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if err := stream.Send(&shop.CreateOrderRequest{Parent: fmt.Sprint("customers/", i), Order: &shop.Order{Title: "t\n"}}); err != nil {
			t.Fatal(err)
		}
	}
	m, err := stream.CloseAndRecv()
	if err != nil || m.Count != 2 {
		t.Errorf("%v, %v", m, err)
	}
	const want = `{"parent":"customers/0","order":{"title":"t\n"}}` + "\n" + `{"parent":"customers/1","order":{"title":"t\n"}}` + "\n"
	if s.line != "POST /base/v1/orders:import" || s.body != want || s.header.Get("Content-Type") != asLines || s.header.Get("Accept") != asJSON {
		t.Errorf("%s %v\n%s", s.line, s.header, s.body)
	}
}

func TestClientStreamThatIsRefused(t *testing.T) {
	s := httptest.NewServer(says(403, ""))
	defer s.Close()
	conn, err := restclient.New(s.URL, restclient.Options{})
	if err != nil {
		t.Fatal(err)
	}
	stream, err := shop.NewOrdersClient(conn).ImportOrders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for err == nil { // the server doesn't listen, which sending finds out sooner or later
		err = stream.Send(&shop.CreateOrderRequest{Parent: strings.Repeat("x", 10000)})
	}
	if err != io.EOF {
		t.Errorf("sending: %v", err)
	}
	if err := stream.RecvMsg(&shop.ImportOrdersResponse{}); status.Code(err) != codes.PermissionDenied {
		t.Errorf("receiving: %v", err)
	}
}
