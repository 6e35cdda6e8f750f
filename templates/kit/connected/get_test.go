package connected_test

import (
	"context"
	"encoding/base64"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/bylaw-dev/bylaw/templates/kit/connected"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// echoes are the methods of a service without side effects, and with.
func echoes(t *testing.T) *bench {
	t.Helper()
	method := func(name string, level descriptorpb.MethodOptions_IdempotencyLevel) *descriptorpb.MethodDescriptorProto {
		return &descriptorpb.MethodDescriptorProto{
			Name: &name, InputType: proto.String(".google.protobuf.StringValue"), OutputType: proto.String(".google.protobuf.StringValue"),
			Options: &descriptorpb.MethodOptions{IdempotencyLevel: &level},
		}
	}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("echo.proto"), Package: proto.String("echo"), Syntax: proto.String("proto3"), Dependency: []string{"google/protobuf/wrappers.proto"},
		Service: []*descriptorpb.ServiceDescriptorProto{{Name: proto.String("Echo"), Method: []*descriptorpb.MethodDescriptorProto{
			method("Read", descriptorpb.MethodOptions_NO_SIDE_EFFECTS), method("Put", descriptorpb.MethodOptions_IDEMPOTENT), method("Do", descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN),
		}}},
	}, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	files := &protoregistry.Files{}
	if err := files.RegisterFile(file); err != nil {
		t.Fatal(err)
	}
	b := &bench{}
	s := edge.New(edge.Options{Files: files, MaxMessage: limit, Logger: slog.New(slog.DiscardHandler)})
	service := &grpc.ServiceDesc{ServiceName: "echo.Echo"}
	for _, name := range []string{"Read", "Put", "Do"} {
		service.Methods = append(service.Methods, grpc.MethodDesc{MethodName: name, Handler: echo})
	}
	s.RegisterService(service, &struct{}{})
	h, err := connected.New(s)
	if err != nil {
		t.Fatal(err)
	}
	b.Server = httptest.NewServer(h)
	t.Cleanup(b.Close)
	return b
}

func echo(_ any, ctx context.Context, decode func(any) error, intercept grpc.UnaryServerInterceptor) (any, error) {
	in := &wrapperspb.StringValue{}
	if err := decode(in); err != nil {
		return nil, err
	}
	return intercept(ctx, in, &grpc.UnaryServerInfo{}, func(context.Context, any) (any, error) { return in, nil })
}

func TestGETIsForReading(t *testing.T) {
	b := echoes(t)
	for path, want := range map[string]int{"Read": 200, "Put": 405, "Do": 405} {
		if got := b.ask(t, "GET", "/echo.Echo/"+path+"?encoding=json&message=%22tea%22&connect=v1", nil); got.http != want || want == 200 && got.body != `"tea"` {
			t.Errorf("%s: %+v", path, got)
		}
	}
}

func TestGET(t *testing.T) {
	b := echoes(t)
	packed, _ := proto.Marshal(wrapperspb.String("tea"))
	query := func(message []byte, more string) string {
		return "/echo.Echo/Read?connect=v1&base64=1&message=" + base64.RawURLEncoding.EncodeToString(message) + more
	}
	large, _ := proto.Marshal(wrapperspb.String(strings.Repeat("a", limit)))
	for _, test := range []struct{ name, target, code, body string }{
		{"proto", query(packed, "&encoding=proto"), "", string(packed)},
		{"zipped", query(zipped(packed), "&encoding=proto&compression=gzip"), "", string(packed)},
		{"too large", query(large, "&encoding=proto"), "resource_exhausted", ""},
		{"a bomb", query(zipped(make([]byte, 10<<20)), "&encoding=proto&compression=gzip"), "resource_exhausted", ""},
		{"no JSON", "/echo.Echo/Read?encoding=json&message=" + url.QueryEscape(`{`), "invalid_argument", ""},
	} {
		got := b.ask(t, "GET", test.target, nil)
		if got.code != test.code || test.body != "" && got.body != test.body || test.code != "" && got.id != "r-1" {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
}

func TestGETByTheLibrary(t *testing.T) {
	b := echoes(t)
	client := connect.NewClient[wrapperspb.StringValue, wrapperspb.StringValue](b.Client(), b.URL+"/echo.Echo/Read",
		connect.WithHTTPGet(), connect.WithIdempotency(connect.IdempotencyNoSideEffects), connect.WithSendGzip())
	for _, text := range []string{"", "tea", strings.Repeat("tea ", 1000)} {
		answer, err := client.CallUnary(t.Context(), connect.NewRequest(wrapperspb.String(text)))
		if err != nil || answer.Msg.GetValue() != text {
			t.Errorf("%.10s: %v, %v", text, answer, err)
		}
	}
}
