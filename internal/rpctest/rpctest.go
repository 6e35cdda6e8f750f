// Package rpctest helps tests of what is said over gRPC: a small service with calls of all kinds, its descriptors, and a
// server that handles messages as they travel.
package rpctest

import (
	"encoding/base64"
	"net"
	"testing"

	"google.golang.org/grpc"
	protobuf "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Shop is the service: one call of each kind, and fields of all sorts.
const Shop = `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
service Orders {
  rpc Get(GetRequest) returns (Order);
  rpc List(GetRequest) returns (stream Order);
  rpc Place(stream Order) returns (Order);
  rpc Talk(stream Order) returns (stream Order);
}
enum State { STATE_UNSPECIFIED = 0; STATE_OPEN = 1; STATE_PAID = 2; }
message GetRequest { string id = 1; int32 count = 2; }
message Order {
  string id = 1;
  int64 total_cents = 2;
  State state = 3;
  google.protobuf.Timestamp create_time = 4;
  repeated string tags = 5;
  repeated Line lines = 6;
  map<string, int32> stock = 7;
  optional string note = 8;
  bool open = 9;
  bytes picture = 10;
  repeated int32 sizes = 11;
  oneof paid { string card = 12; Line cash = 13; }
}
message Line { string sku = 1; sint32 quantity = 2; double price = 3; float weight = 4; }
`

// Set are the linked files of a .proto file.
type Set struct {
	*protoregistry.Files
	Protos []*descriptorpb.FileDescriptorProto
	APIs   []*spec.API
}

// Load links a .proto file.
func Load(t testing.TB, text string) *Set {
	t.Helper()
	tree := memtree.New(map[string]string{"shop/v1/orders.proto": text})
	apis, sets, findings := proto.LoadLinked(t.Context(), proto.Config{Tree: tree, Files: []string{"shop/v1/orders.proto"}, Descriptors: true})
	if len(sets) != 1 {
		t.Fatal(findings)
	}
	files, err := sets[0].Registry()
	if err != nil {
		t.Fatal(err)
	}
	return &Set{files, sets[0].Files, apis}
}

// Message returns a kind of message.
func (s *Set) Message(t testing.TB, name string) protoreflect.MessageDescriptor {
	t.Helper()
	d, err := s.FindDescriptorByName(protoreflect.FullName(name))
	if err != nil {
		t.Fatal(err)
	}
	return d.(protoreflect.MessageDescriptor)
}

// Encoded returns the files as contracts hold them.
func (s *Set) Encoded(t testing.TB) string {
	t.Helper()
	content, err := protobuf.Marshal(&descriptorpb.FileDescriptorSet{File: s.Protos})
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(content)
}

// Codec hands messages on as they travel.
type Codec struct{}

// Marshal returns the bytes.
func (Codec) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }

// Unmarshal keeps the bytes.
func (Codec) Unmarshal(b []byte, v any) error { *v.(*[]byte) = append([]byte(nil), b...); return nil }

// Name is that of the usual codec.
func (Codec) Name() string { return "proto" }

// Serve serves all methods by one function, and returns the address.
func Serve(t testing.TB, handle func(method string, stream grpc.ServerStream) error, o ...grpc.ServerOption) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer(append(o, grpc.ForceServerCodec(Codec{}), grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		method, _ := grpc.MethodFromServerStream(stream)
		return handle(method, stream)
	}))...)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return listener.Addr().String()
}

// Bytes returns a message of the service as it travels, of its fields as JSON.
func (s *Set) Bytes(t testing.TB, kind, fields string) []byte {
	t.Helper()
	document, _ := tree.Parse(source.NewFile("message.json", []byte(fields)))
	if document == nil || document.Root == nil {
		t.Fatal(fields)
	}
	content, err := rpc.Encode(s.Message(t, "shop.v1."+kind), document.Root)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
