package edge_test

import (
	"io"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// FuzzBytes sends any bytes to every method, over real gRPC. Nothing panics, no error is the server's, and what is refused
// as unreadable is what protobuf-go doesn't read.
func FuzzBytes(f *testing.F) {
	s := serve(f, &orders{}, edge.Options{})
	whole, err := proto.Marshal(create())
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, whole, whole[:len(whole)-3], nested(200), {0xff}, bytesOf(2, bytesOf(7, []byte{0x12, 1, 0xff})), []byte(`{"a":1}`), bytesOf(10, bytesOf(1, []byte("x")))} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for i := range shop.Orders_ServiceDesc.Methods {
			m := &shop.Orders_ServiceDesc.Methods[i]
			checkFuzzed(t, s, "/shop.v1.Orders/"+m.MethodName, s.send(t, "/shop.v1.Orders/"+m.MethodName, b))
		}
		for i := range shop.Orders_ServiceDesc.Streams {
			name := "/shop.v1.Orders/" + shop.Orders_ServiceDesc.Streams[i].StreamName
			checkFuzzed(t, s, name, s.stream(t, name, b))
		}
	})
}

func checkFuzzed(t *testing.T, s *served, method string, err error) {
	if err == nil {
		return
	}
	secretive(t, err)
	if code := status.Code(err); code != codes.InvalidArgument && code != codes.Unimplemented && code != codes.ResourceExhausted {
		t.Errorf("%s: %v", method, err)
	}
	if log := s.log.String(); log != "" {
		t.Fatal(log)
	}
}

// stream sends one message to a method that streams, and reads to the end.
func (s *served) stream(t testing.TB, method string, b []byte) error {
	stream, err := s.conn.NewStream(t.Context(), unaryDesc, method, grpc.ForceCodecV2(raw{}))
	if err != nil {
		return err
	}
	if err := stream.SendMsg(b); err != nil && err != io.EOF {
		return err
	}
	stream.CloseSend()
	for {
		var out []byte
		if err := stream.RecvMsg(&out); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// FuzzDecode holds what is told of unreadable bytes against protobuf-go's verdict.
func FuzzDecode(f *testing.F) {
	whole, err := proto.Marshal(create())
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, whole, whole[:len(whole)-3], nested(200), nested(98), {0xff}, bytesOf(2, bytesOf(7, []byte{0x12, 1, 0xff})), {0x0b, 0x0c}, {0x12, 2, 0x0b, 0x0c}} {
		f.Add(seed)
	}
	o := proto.UnmarshalOptions{RecursionLimit: 100}
	f.Fuzz(func(t *testing.T, b []byte) {
		want := o.Unmarshal(b, new(shop.CreateOrderRequest))
		err := edge.Decode(o, b, new(shop.CreateOrderRequest))
		if (want == nil) != (err == nil) {
			t.Fatalf("%v, but protobuf says %v", err, want)
		}
	})
}
