package rest_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
    options { [google.api.http] { get: "/down/{value}" additional_bindings { post: "/down" body: "*" } additional_bindings { post: "/drop/{value}" } } } }
  method { name: "Up" input_type: ".google.api.HttpBody" output_type: ".google.protobuf.Int64Value" client_streaming: true
    options { [google.api.http] { post: "/up" body: "*" response_body: "value" } } }
}`

type documentServer struct {
	media []string
	deaf  atomic.Bool // requests aren't asked for
	gone  chan bool   // a part called wait is told when the caller has gone
}

func (d *documentServer) down(_ any, s grpc.ServerStream) error {
	in := wrapperspb.String("a-wait")
	if !d.deaf.Load() {
		if err := s.RecvMsg(in); err != nil {
			return err
		}
	}
	for part := range strings.SplitSeq(in.Value, "-") {
		if part == "wait" {
			<-s.Context().Done()
			d.gone <- true
			return s.Context().Err()
		}
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

// serveDocuments serves an implementation.
func serveDocuments(t *testing.T, impl *documentServer) *httptest.Server {
	t.Helper()
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
	server := edge.New(edge.Options{Files: files, MaxMessage: 1000, Logger: slog.New(slog.DiscardHandler)})
	server.RegisterService(&grpc.ServiceDesc{ServiceName: "documents.D", HandlerType: (*any)(nil), Streams: []grpc.StreamDesc{
		{StreamName: "Down", Handler: impl.down, ServerStreams: true}, {StreamName: "Up", Handler: impl.up, ClientStreams: true}}}, impl)
	h, err := rest.New(server, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// Whoever leaves in the middle of a stream ends the call, whatever body the request has had.
func TestCallerGoneBehindBody(t *testing.T) {
	impl := &documentServer{gone: make(chan bool, 1)}
	s := serveDocuments(t, impl)
	for _, c := range []struct {
		target string
		body   io.Reader
	}{
		{"/down", strings.NewReader(`"a-wait"`)}, {"/down", io.MultiReader(strings.NewReader(`"a-wait"`))},
		{"/down", strings.NewReader(`"a-wait"`)}, {"/down", io.MultiReader(strings.NewReader(`"a-wait"`))}, {"/drop/a-wait", nil}, {"/drop/a-wait", strings.NewReader(`{"overlooked":true}`)}, {"/drop/a-wait", io.MultiReader(strings.NewReader("x"))},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		r, _ := http.NewRequestWithContext(ctx, "POST", s.URL+c.target, c.body)
		r.Header.Set("Content-Type", "application/json")
		answer, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode != 200 {
			t.Error(answer.Status)
		}
		cancel()
		answer.Body.Close()
		impl.deaf.Store(!impl.deaf.Load())
		select {
		case <-impl.gone:
		case <-time.After(20 * time.Second):
			t.Fatalf("%s goes on", c.target)
		}
	}
}

// A document comes and goes in pieces as they are, whatever its size.
func TestStreamedDocuments(t *testing.T) {
	impl := &documentServer{}
	s := serveDocuments(t, impl)
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
