package golden

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

// rpc is one over gRPC: what grpcurl would send.
type rpc struct {
	method, body string // "shop.v1.Orders/GetOrder", and the request as JSON
	code         string // "": OK
	says         string // part of the answer, or of the error
}

// askRPCs calls methods that nothing is known of but what reflection tells.
func askRPCs(t *testing.T, address string, calls []rpc) {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, c := range calls {
		service, name, _ := strings.Cut(c.method, "/")
		method := reflected(t, conn, service).Methods().ByName(protoreflect.Name(name))
		answer, err := invoke(t.Context(), conn, method, c.body)
		said, code := answer, ""
		if err != nil {
			said, code = err.Error(), status.Code(err).String()
		}
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s %s: %s %s, want %s %s", c.method, c.body, code, said, c.code, c.says)
		}
	}
}

// invoke calls a method of any kind with one message, and returns the first one that comes back.
func invoke(ctx context.Context, conn *grpc.ClientConn, m protoreflect.MethodDescriptor, body string) (string, error) {
	in, out := dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output())
	if err := protojson.Unmarshal([]byte(body), in); err != nil {
		return "", err
	}
	desc := &grpc.StreamDesc{ClientStreams: m.IsStreamingClient(), ServerStreams: m.IsStreamingServer()}
	stream, err := conn.NewStream(ctx, desc, "/"+string(m.Parent().FullName())+"/"+string(m.Name()))
	if err != nil {
		return "", err
	}
	if err := stream.SendMsg(in); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if err := stream.CloseSend(); err != nil {
		return "", err
	}
	if err := stream.RecvMsg(out); err != nil {
		return "", err
	}
	text, err := protojson.Marshal(out)
	return strings.ReplaceAll(string(text), `": "`, `":"`), err
}

// reflected returns a service as the server describes it.
func reflected(t *testing.T, conn *grpc.ClientConn, name string) protoreflect.ServiceDescriptor {
	t.Helper()
	ctx, done := context.WithCancel(t.Context())
	defer done() // a call that stays open would keep the service from stopping
	stream, err := grpc_reflection_v1.NewServerReflectionClient(conn).ServerReflectionInfo(ctx)
	if err != nil {
		t.Fatal(err)
	}
	err = stream.Send(&grpc_reflection_v1.ServerReflectionRequest{
		MessageRequest: &grpc_reflection_v1.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: name},
	})
	if err != nil {
		t.Fatal(err)
	}
	told, err := stream.Recv()
	if err != nil {
		t.Fatal(err)
	}
	set := new(descriptorpb.FileDescriptorSet)
	for _, text := range told.GetFileDescriptorResponse().GetFileDescriptorProto() {
		file := new(descriptorpb.FileDescriptorProto)
		if err := proto.Unmarshal(text, file); err != nil {
			t.Fatal(err)
		}
		set.File = append(set.File, file)
	}
	files, err := protodesc.NewFiles(set)
	if err != nil {
		t.Fatal(err)
	}
	return find(t, files, name)
}

func find(t *testing.T, files *protoregistry.Files, name string) protoreflect.ServiceDescriptor {
	t.Helper()
	found, err := files.FindDescriptorByName(protoreflect.FullName(name))
	if err != nil {
		t.Fatal(err)
	}
	return found.(protoreflect.ServiceDescriptor)
}
