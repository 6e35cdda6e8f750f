package rest_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
)

// documents is a service that streams google.api.HttpBody.
const documents = `
name: "documents.proto" package: "documents" syntax: "proto3"
dependency: "google/api/annotations.proto" dependency: "google/api/httpbody.proto" dependency: "google/protobuf/wrappers.proto"
service {
  name: "D"
  method { name: "Down" input_type: ".google.protobuf.StringValue" output_type: ".google.api.HttpBody" server_streaming: true
    options { [google.api.http] { get: "/down/{value}" } } }
  method { name: "Up" input_type: ".google.api.HttpBody" output_type: ".google.protobuf.Int64Value" client_streaming: true
    options { [google.api.http] { post: "/up" body: "*" response_body: "value" } } }
}`

type documentServer struct{ media []string }

func (d *documentServer) down(_ any, s grpc.ServerStream) error {
	in := &wrapperspb.StringValue{}
	if err := s.RecvMsg(in); err != nil {
		return err
	}
	for part := range strings.SplitSeq(in.Value, "-") {
		if part == "fail" {
			return status.Error(codes.NotFound, "no such part")
		}
		if err := s.SendMsg(&httpbody.HttpBody{ContentType: "text/csv", Data: []byte(part + "\n")}); err != nil {
			return err
		}
	}
	return nil
}

func (d *documentServer) up(_ any, s grpc.ServerStream) error {
	sum := int64(0)
	for {
		in := &httpbody.HttpBody{}
		if err := s.RecvMsg(in); err == io.EOF {
			return s.SendMsg(wrapperspb.Int64(sum))
		} else if err != nil {
			return err
		}
		d.media = append(d.media, in.ContentType)
		sum += int64(len(in.Data))
	}
}

// A document comes and goes in pieces as they are, whatever its size.
func TestStreamedDocuments(t *testing.T) {
	set := &descriptorpb.FileDescriptorProto{}
	if err := prototext.Unmarshal([]byte(documents), set); err != nil {
		t.Fatal(err)
	}
	_ = proto.GetExtension(set.Service[0].Method[0].Options, annotations.E_Http)
	file, err := protodesc.NewFile(set, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	files := &protoregistry.Files{}
	if err := files.RegisterFile(file); err != nil {
		t.Fatal(err)
	}
	impl := &documentServer{}
	server := edge.New(edge.Options{Files: files, MaxMessage: 1000, Logger: slog.New(slog.DiscardHandler)})
	server.RegisterService(&grpc.ServiceDesc{ServiceName: "documents.D", HandlerType: (*any)(nil), Streams: []grpc.StreamDesc{
		{StreamName: "Down", Handler: impl.down, ServerStreams: true}, {StreamName: "Up", Handler: impl.up, ClientStreams: true}}}, impl)
	h, err := rest.New(server, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	defer s.Close()

	if got := ask(t, s, "GET", "/down/a-b", "", "Accept", "text/csv"); got.body != "a\nb\n" || got.header.Get("Content-Type") != "text/csv" {
		t.Errorf("%+v", got)
	}
	if got := ask(t, s, "GET", "/down/fail", ""); got.status != 404 {
		t.Errorf("%+v", got)
	}
	answer, err := s.Client().Get(s.URL + "/down/a-fail")
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(answer.Body); string(body) != "a\n" || err == nil {
		t.Errorf("%q %v", body, err)
	}
	for _, size := range []int{0, 1, 999, 5000, 1_000_000} {
		impl.media = nil
		r, _ := http.NewRequest("POST", s.URL+"/up", bytes.NewReader(make([]byte, size)))
		r.Header.Set("Content-Type", "image/png")
		answer, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		if want := `"` + itoa(size) + `"`; string(body) != want || size > 0 && impl.media[0] != "image/png" {
			t.Errorf("%s instead of %s, %v", body, want, impl.media)
		}
	}
}
