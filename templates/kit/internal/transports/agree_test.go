package transports_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	problems "github.com/bylaw-dev/bylaw/templates/support/errors"
)

// told spells out an answer or an error, with all that is in them.
func told(m proto.Message, err error) string {
	if err == nil {
		text, _ := protojson.MarshalOptions{}.Marshal(m)
		return compact(string(text))
	}
	s := status.Convert(err)
	var details []string
	for _, d := range s.Proto().GetDetails() {
		m, err := d.UnmarshalNew()
		if err != nil {
			details = append(details, err.Error())
			continue
		}
		text, _ := prototext.MarshalOptions{}.Marshal(m)
		details = append(details, string(d.MessageName())+"{"+compact(string(text))+"}")
	}
	slices.Sort(details)
	message := s.Message()
	var typed *problems.Error
	if errors.As(err, &typed) {
		message = status.Convert(typed.Cause).Message()
	}
	return s.Code().String() + ": " + message + "\n  " + strings.Join(details, "\n  ")
}

// compact undoes the random spaces of protobuf's texts.
func compact(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "  ", " "), ", ", ",")
}

var unaries = []struct {
	name string
	call func(context.Context, shop.OrdersClient, ...grpc.CallOption) (proto.Message, error)
}{
	{"get", get("customers/1/orders/2")},
	{"get by a name that isn't one", get("nobody")},
	{"get without a name", get("")},
	{"missing", get("customers/1/orders/missing")},
	{"exists", get("customers/1/orders/exists")},
	{"range", get("customers/1/orders/range")},
	{"lost", get("customers/1/orders/lost")},
	{"aborted", get("customers/1/orders/aborted")},
	{"quota", get("customers/1/orders/quota")},
	{"detailed", get("customers/1/orders/detailed")},
	{"panics", get("customers/1/orders/panics")},
	{"an odd name", get("customers/a b%2F?#ü/orders/+&=")},
	{"create", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.CreateOrder(ctx, &shop.CreateOrderRequest{Parent: "customers/1", Order: order(""), RequestId: "2eb8aa08-aa98-11ea-b4aa-73b441d16380"}, o...)
	}},
	{"create badly", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.CreateOrder(ctx, &shop.CreateOrderRequest{Parent: "customers/1", RequestId: "no", Order: &shop.Order{
			Currency: "euro", Items: []*shop.Item{{Sku: "abc", Quantity: 100}, {Sku: "a"}}, Discount: 2, Labels: map[string]string{"far too long a key": ""},
			Payment: &shop.Order_Card{Card: &shop.Card{}},
		}}, o...)
	}},
	{"create nothing", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.CreateOrder(ctx, &shop.CreateOrderRequest{Parent: "customers/1", RequestId: "2eb8aa08-aa98-11ea-b4aa-73b441d16380"}, o...)
	}},
	{"update", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.UpdateOrder(ctx, &shop.UpdateOrderRequest{Order: order("customers/1/orders/2"), UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"title", "weight_grams"}}}, o...)
	}},
	{"update what there isn't", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.UpdateOrder(ctx, &shop.UpdateOrderRequest{Order: order("customers/1/orders/2"), UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"titel"}}}, o...)
	}},
	{"list", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.ListOrders(ctx, &shop.ListOrdersRequest{
			Parent: "customers/1", PageSize: 5, PageToken: "a&b=c+d", States: []shop.State{shop.State_STATE_OPEN, shop.State_STATE_SHIPPED},
			Filter: &shop.Filter{Tags: []string{"x", "y z"}, After: timestamppb.New(time.Unix(1e9, 5)), Cursor: []byte("\x00\xfe"), Other: &shop.Filter{Tags: []string{"deep"}}},
		}, o...)
	}},
	{"list too many", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.ListOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1", PageSize: 500}, o...)
	}},
	{"list by a state that isn't one", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.ListOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1", States: []shop.State{7}}, o...)
	}},
	{"delete", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.DeleteOrder(ctx, &shop.DeleteOrderRequest{Name: "customers/1/orders/2", Etag: "\"e\""}, o...)
	}},
	{"cancel", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.CancelOrder(ctx, &shop.CancelOrderRequest{Name: "customers/1/orders/2", Reason: "late"}, o...)
	}},
	{"cancel for no reason", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.CancelOrder(ctx, &shop.CancelOrderRequest{Name: "customers/1/orders/2"}, o...)
	}},
	{"a document", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.GetReceipt(ctx, &shop.GetOrderRequest{Name: "customers/1/orders/2"}, o...)
	}},
	{"put a document", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.PutReceipt(ctx, &shop.PutReceiptRequest{Name: "customers/1/orders/2", Document: &httpbody.HttpBody{ContentType: "text/plain", Data: []byte("paid \xff")}}, o...)
	}},
	{"a field of the answer", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.GetFile(ctx, &shop.GetFileRequest{Path: "a/b c/ü%/d"}, o...)
	}},
	{"too large", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.CancelOrder(ctx, &shop.CancelOrderRequest{Name: "customers/1/orders/2", Reason: strings.Repeat("x", maxMessage)}, o...)
	}},
	{"far too large", func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.CancelOrder(ctx, &shop.CancelOrderRequest{Name: "customers/1/orders/2", Reason: strings.Repeat("x", 30*maxMessage)}, o...)
	}},
}

func get(name string) func(context.Context, shop.OrdersClient, ...grpc.CallOption) (proto.Message, error) {
	return func(ctx context.Context, c shop.OrdersClient, o ...grpc.CallOption) (proto.Message, error) {
		return c.GetOrder(ctx, &shop.GetOrderRequest{Name: name}, o...)
	}
}

// TestUnaryCallsAgree holds each transport against gRPC.
func TestUnaryCallsAgree(t *testing.T) {
	want := map[string]string{}
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		for _, test := range unaries {
			m, err := test.call(metadata.AppendToOutgoingContext(t.Context(), "x-request-id", "r-1"), client)
			got := told(m, err)
			if test.name == "far too large" { // grpc-go itself refuses it, and the others must not read it either
				got = status.Code(err).String()
			}
			if way.name == "grpc" {
				want[test.name] = got
				t.Logf("%s: %s", test.name, got)
			} else if got != want[test.name] {
				t.Errorf("%s:\n%s\nwant\n%s", test.name, got, want[test.name])
			}
			if strings.Contains(got, "hunter2") || strings.Contains(got, "secret") {
				t.Errorf("%s tells what it must not: %s", test.name, got)
			}
		}
	})
}

func TestHeaders(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		for _, test := range []struct{ key, value, want string }{
			{"x-tenant", "acme", `x-tenant"acme"`},
			{"x-other", "acme", ""},
			{"authorization", "Bearer t", `authorization"Bearer t"`},
			{"x-token-bin", "\x01,\xfe", `x-token-bin"\x01,\xfe"`},
		} {
			var header metadata.MD
			ctx := metadata.AppendToOutgoingContext(t.Context(), test.key, test.value, "x-request-id", "r-7")
			o, err := client.GetOrder(ctx, &shop.GetOrderRequest{Name: "customers/1/orders/2"}, grpc.Header(&header))
			if err != nil {
				t.Fatal(err)
			}
			if o.Etag != test.want {
				t.Errorf("%s: the service saw %s", test.key, o.Etag)
			}
			if got := header.Get("x-request-id"); !slices.Equal(got, []string{"r-7"}) {
				t.Errorf("%s: x-request-id %q came back", test.key, got)
			}
			if test.key != "x-tenant" {
				continue
			}
			if !slices.Equal(header.Get("x-seen"), []string{"acme"}) || !slices.Equal(header.Get("x-raw-bin"), []string{"\x00\xff"}) || header.Get("x-secret") != nil {
				t.Errorf("headers that came back: %v", header)
			}
		}
	})
}

// TestHeadersOfFailures has a call that fails after it has set a header.
func TestHeadersOfFailures(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		var header metadata.MD
		ctx := metadata.AppendToOutgoingContext(t.Context(), "x-tenant", "acme", "x-request-id", "r-7")
		_, err := client.GetOrder(ctx, &shop.GetOrderRequest{Name: "customers/1/orders/missing"}, grpc.Header(&header))
		if status.Code(err) != codes.NotFound || !slices.Equal(header.Get("x-seen"), []string{"acme"}) || !slices.Equal(header.Get("x-request-id"), []string{"r-7"}) {
			t.Errorf("%v with %v", err, header)
		}
	})
}

// TestHeadersComeBeforeMessages waits for the headers of a stream that says nothing else.
func TestHeadersComeBeforeMessages(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		s, err := client.WatchOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1", PageToken: "silent"})
		if err != nil {
			t.Fatal(err)
		}
		if header, err := s.Header(); err != nil || !slices.Equal(header.Get("x-seen"), []string{"watch"}) {
			t.Errorf("%v, %v", header, err)
		}
	})
}

func TestRequestIDIsMade(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		var header metadata.MD
		_, err := client.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "customers/1/orders/missing"}, grpc.Header(&header))
		var e *problems.Error
		if !errors.As(err, &e) || e.RequestID != "made" || e.Status != 404 {
			t.Errorf("%#v", err)
		}
	})
}

func TestDeadline(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := client.GetOrder(ctx, &shop.GetOrderRequest{Name: "customers/1/orders/slow"}); status.Code(err) != codes.DeadlineExceeded {
			t.Errorf("unary: %v", err)
		}
		s, err := client.WatchOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1", PageToken: "silent"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Recv(); status.Code(err) != codes.DeadlineExceeded {
			t.Errorf("stream: %v", err)
		}
	})
}

func TestServerStreamsAgree(t *testing.T) {
	want := map[string]string{}
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		for _, test := range []*shop.ListOrdersRequest{
			{Parent: "customers/1"},
			{Parent: "customers/1", PageSize: 3},
			{Parent: "customers/1", PageSize: 2, PageToken: "detailed"},
			{Parent: "customers/1", PageSize: 2, PageToken: "aborted"},
			{Parent: "customers/1", PageSize: 2, PageToken: "range"},
			{Parent: "customers/1", PageSize: 2, PageToken: "panics"},
			{Parent: "customers/1", PageToken: "missing"},
			{Parent: "customers/1", PageSize: 500},
		} {
			ctx := metadata.AppendToOutgoingContext(t.Context(), "x-request-id", "r-1")
			s, err := client.WatchOrders(ctx, test)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for err == nil {
				var m *shop.Order
				if m, err = s.Recv(); err != io.EOF {
					got = append(got, told(m, err))
				}
			}
			if test.PageSize == 3 {
				if header, err := s.Header(); err != nil || !slices.Equal(header.Get("x-seen"), []string{"watch"}) {
					t.Errorf("header %v, %v", header, err)
				}
			}
			name, text := test.String(), strings.Join(got, "\n")
			if way.name == "grpc" {
				want[name] = text
				t.Logf("%s: %s", name, text)
			} else if text != want[name] {
				t.Errorf("%v:\n%s\nwant\n%s", test, text, want[name])
			}
		}
	})
}

func TestClientStreamsAgree(t *testing.T) {
	want := map[string]string{}
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		good := &shop.CreateOrderRequest{Parent: "customers/1", Order: order("")}
		for _, test := range []struct {
			name string
			send []*shop.CreateOrderRequest
		}{
			{"none", nil},
			{"three", []*shop.CreateOrderRequest{good, good, good}},
			{"a bad one", []*shop.CreateOrderRequest{good, {Parent: "customers/1", Order: &shop.Order{}, RequestId: "no"}}},
			{"one that is aborted", []*shop.CreateOrderRequest{good, {Parent: "customers/aborted", Order: order("")}}},
			{"one that is too large", []*shop.CreateOrderRequest{good, {Parent: strings.Repeat("x", 2*maxMessage), Order: order("")}}},
		} {
			s, err := client.ImportOrders(metadata.AppendToOutgoingContext(t.Context(), "x-request-id", "r-1"))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range test.send {
				if err := s.Send(m); err != nil && err != io.EOF {
					t.Error(err)
				}
			}
			m, err := s.CloseAndRecv()
			got := told(m, err)
			if way.name == "grpc" {
				want[test.name] = got
				t.Logf("%s: %s", test.name, got)
			} else if got != want[test.name] {
				t.Errorf("%s:\n%s\nwant\n%s", test.name, got, want[test.name])
			}
		}
	})
}

func TestChat(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		if way.http1 {
			t.Skip("the connect library speaks both ways at once over HTTP/2 only")
		}
		s, err := client.Chat(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"one", "two", "three"} { // each answer is waited for
			if err := s.Send(&shop.ChatMessage{Text: text}); err != nil {
				t.Fatal(err)
			}
			m, err := s.Recv()
			if err != nil || m.Text != strings.ToUpper(text) {
				t.Fatalf("%v, %v", m, err)
			}
		}
		if err := s.CloseSend(); err != nil {
			t.Fatal(err)
		}
		if m, err := s.Recv(); err != nil || m.Text != "bye" {
			t.Errorf("%v, %v", m, err)
		}
		if _, err := s.Recv(); err != io.EOF {
			t.Errorf("at the end: %v", err)
		}
	})
}

func TestChatThatFails(t *testing.T) {
	over(t, func(t *testing.T, way transport, client shop.OrdersClient) {
		if way.http1 {
			t.Skip("the connect library speaks both ways at once over HTTP/2 only")
		}
		for text, want := range map[string]codes.Code{"aborted": codes.Aborted, "panics": codes.Internal, strings.Repeat("long", 10): codes.InvalidArgument} {
			s, err := client.Chat(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			s.Send(&shop.ChatMessage{Text: "first"})
			if m, err := s.Recv(); err != nil || m.Text != "FIRST" {
				t.Fatalf("%v, %v", m, err)
			}
			s.Send(&shop.ChatMessage{Text: text})
			if _, err := s.Recv(); status.Code(err) != want {
				t.Errorf("%s: %v, want %s", text, err, want)
			}
		}
	})
}
