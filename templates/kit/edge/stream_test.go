package edge_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// tape is a caller that has sent all its messages, and takes a few.
type tape struct {
	in     []proto.Message
	out    []proto.Message
	header []metadata.MD
	room   int   // for messages; then there is nobody any more
	ends   error // nil: io.EOF
}

func (s *tape) Recv(m proto.Message) error {
	if len(s.in) == 0 && s.ends != nil {
		return s.ends
	}
	if len(s.in) == 0 {
		return io.EOF
	}
	proto.Merge(m, s.in[0])
	s.in = s.in[1:]
	return nil
}

func (s *tape) Send(m proto.Message) error {
	if s.room == 0 {
		return errors.New("broken pipe to " + internals)
	}
	s.room--
	s.out = append(s.out, m)
	return nil
}

func (s *tape) SendHeader(md metadata.MD) error {
	s.header = append(s.header, md)
	return nil
}

// TestServe has streams of any protocol end in every way they can.
func TestServe(t *testing.T) {
	hello := []proto.Message{&shop.ChatMessage{Text: "a"}, &shop.ChatMessage{Text: "b"}}
	list := []proto.Message{&shop.ListOrdersRequest{Parent: "x"}}
	for _, c := range []struct {
		name   string
		method string
		impl   orders
		tape   tape
		code   codes.Code
		out    int
		logged string
	}{
		{"to its end", "Chat", orders{}, tape{in: hello, room: 9}, codes.OK, 2, ""},
		{"without a message", "Chat", orders{}, tape{}, codes.OK, 0, ""},
		{"nobody listens", "Chat", orders{}, tape{in: hello, room: 1}, codes.Internal, 1, "broken pipe"},
		{"a server's stream", "WatchOrders", orders{}, tape{in: list, room: 9}, codes.OK, 3, ""},
		{"a server's stream without a message", "WatchOrders", orders{}, tape{}, codes.InvalidArgument, 0, ""},
		{"a client's stream", "ImportOrders", orders{}, tape{in: []proto.Message{create(), create()}, room: 1}, codes.OK, 1, ""},
		{"a client's stream without a message", "ImportOrders", orders{}, tape{room: 1}, codes.OK, 1, ""},
		{"a client's stream that breaks off", "ImportOrders", orders{}, tape{in: []proto.Message{create()}, ends: edge.TooLarge(3)}, codes.ResourceExhausted, 0, ""},
		{"no answer", "ImportOrders", orders{load: func(grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error { return nil }},
			tape{}, codes.Internal, 0, "neither"},
		{"two answers", "ImportOrders", orders{load: func(s grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error {
			s.SendAndClose(&shop.ImportOrdersResponse{})
			s.SendAndClose(&shop.ImportOrdersResponse{})
			return nil
		}}, tape{room: 9}, codes.Internal, 1, "second"},
		{"an error in the middle", "Chat", orders{chat: func(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
			return errors.Join(s.Send(&shop.ChatMessage{}), errors.New(internals))
		}}, tape{room: 9}, codes.Internal, 1, internals},
		{"a panic", "Chat", orders{chat: func(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
			s.Send(&shop.ChatMessage{})
			panic(internals)
		}}, tape{room: 9}, codes.Internal, 1, "goroutine"},
		{"nil for a message", "Chat", orders{chat: func(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
			s.Send(nil)
			return nil
		}}, tape{room: 9}, codes.Internal, 0, "neither"},
	} {
		var told int
		s, log := newServer(t, &c.impl, edge.Options{OnError: func(context.Context, *status.Status) { told++ }})
		err := methodOf(t, s, "/shop.v1.Orders/"+c.method).Serve(t.Context(), &edge.Call{Protocol: "test"}, &c.tape)
		if status.Code(err) != c.code || len(c.tape.out) != c.out || (told > 0) != (err != nil) || told > 1 {
			t.Errorf("%s: %v, %d messages, told %d times", c.name, err, len(c.tape.out), told)
		}
		if !strings.Contains(log.String(), c.logged) || (c.logged == "") != (log.String() == "") {
			t.Errorf("%s: the log is %s", c.name, log)
		}
		if err != nil {
			secretive(t, err)
		}
		if (len(c.tape.header) == 1) != (c.out > 0 || c.logged == "broken pipe") {
			t.Errorf("%s: headers are sent %d times", c.name, len(c.tape.header))
		}
	}
}

// TestSendAfterCancel gives the implementation a reason to stop.
func TestSendAfterCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var sent, received error
	s, log := newServer(t, &orders{chat: func(s grpc.BidiStreamingServer[shop.ChatMessage, shop.ChatMessage]) error {
		first := s.Send(&shop.ChatMessage{})
		cancel()
		sent = s.Send(&shop.ChatMessage{})
		_, received = s.Recv()
		return errors.Join(first, sent)
	}}, edge.Options{})
	w := &tape{room: 9}
	err := methodOf(t, s, shop.Orders_Chat_FullMethodName).Serve(ctx, &edge.Call{}, w)
	for _, err := range []error{sent, received, err} {
		if status.Code(err) != codes.Canceled {
			t.Error(err)
		}
	}
	if len(w.out) != 1 || log.String() != "" {
		t.Error(len(w.out), log)
	}
}

// TestWrongWay calls methods as what they aren't.
func TestWrongWay(t *testing.T) {
	s, log := newServer(t, &orders{}, edge.Options{})
	if _, err := methodOf(t, s, shop.Orders_Chat_FullMethodName).Unary(t.Context(), &edge.Call{}, nil); status.Code(err) != codes.Internal {
		t.Error(err)
	}
	if err := methodOf(t, s, shop.Orders_GetOrder_FullMethodName).Serve(t.Context(), &edge.Call{}, nil); status.Code(err) != codes.Internal {
		t.Error(err)
	}
	if n := strings.Count(log.String(), "stream"); n < 2 {
		t.Error(log)
	}
	all, err := s.Methods()
	if err != nil || len(all) != 13 || !slices.IsSortedFunc(all, func(a, b *edge.Method) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error(len(all), err)
	}
}
