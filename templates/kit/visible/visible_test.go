package visible_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/kit/visible"
	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// internals are fields of the fixture that these tests take for internal.
var internals = map[protoreflect.FullName]bool{"shop.v1.Order.notes": true, "shop.v1.Order.labels": true, "shop.v1.Order.title": true, "shop.v1.Item.quantity": true, "shop.v1.Filter.cursor": true}

func filter() *visible.Filter {
	return visible.New(visible.Options{Internal: func(f protoreflect.FieldDescriptor) bool { return internals[f.FullName()] }})
}

func caller(internal bool) context.Context {
	return authn.With(context.Background(), authn.Caller{Subject: "ada", Internal: internal, Scopes: []string{"internal", "admin"}})
}

func item(depth int) *shop.Item {
	i := &shop.Item{Sku: "abc", Quantity: 7}
	if depth > 0 {
		i.Parts = []*shop.Item{item(depth - 1)}
	}
	return i
}

func order(t testing.TB) *shop.Order {
	inner, err := anypb.New(&shop.Order{Name: "inner", Title: "secret", Items: []*shop.Item{item(1)}})
	if err != nil {
		t.Fatal(err)
	}
	notes, _ := structpb.NewStruct(map[string]any{"a": "secret"})
	return &shop.Order{Name: "outer", Title: "secret", Etag: "e", Labels: map[string]string{"a": "secret"}, Notes: notes, Items: []*shop.Item{item(2), {Sku: "def"}}, Extra: inner}
}

func clean(t testing.TB) *shop.Order {
	inner, err := anypb.New(&shop.Order{Name: "inner", Items: []*shop.Item{{Sku: "abc", Parts: []*shop.Item{{Sku: "abc"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	items := []*shop.Item{{Sku: "abc", Parts: []*shop.Item{{Sku: "abc", Parts: []*shop.Item{{Sku: "abc"}}}}}, {Sku: "def"}}
	return &shop.Order{Name: "outer", Etag: "e", Items: items, Extra: inner}
}

// Outsiders see none of it, at whatever depth; who is nobody is an outsider, and no scope makes an insider.
func TestOutgoing(t *testing.T) {
	f := filter()
	given := order(t)
	for name, ctx := range map[string]context.Context{"an outsider": caller(false), "nobody": context.Background()} {
		if got := f.Outgoing(ctx, given); !proto.Equal(got, clean(t)) {
			t.Errorf("%s sees %v", name, got)
		}
	}
	if !proto.Equal(given, order(t)) {
		t.Error("the implementation's own message has been changed")
	}
	if got := f.Outgoing(caller(true), given); got != proto.Message(given) {
		t.Errorf("an insider sees %v", got)
	}
	list := &shop.ListOrdersResponse{Orders: []*shop.Order{order(t), order(t)}}
	if got := f.Outgoing(caller(false), list); !proto.Equal(got, &shop.ListOrdersResponse{Orders: []*shop.Order{clean(t), clean(t)}}) {
		t.Errorf("in a list: %v", got)
	}
}

// What has nothing to hide isn't copied.
func TestOutgoingCopiesOnlyWhereItMust(t *testing.T) {
	f := filter()
	for _, m := range []proto.Message{&shop.Order{Name: "a", Items: []*shop.Item{{Sku: "abc"}}}, &shop.File{Path: "a"}, &shop.ListOrdersResponse{}} {
		if got := f.Outgoing(caller(false), m); got != m {
			t.Errorf("%T is copied", m)
		}
		if n := testing.AllocsPerRun(50, func() { f.Outgoing(context.Background(), m) }); n > 6 { // the race detector adds two
			t.Errorf("%T: %v allocations", m, n)
		}
	}
}

// What a newer contract may call internal goes with what is.
func TestUnknownFields(t *testing.T) {
	m := &shop.Order{Name: "a", Items: []*shop.Item{{Sku: "abc"}}}
	secret := protowire.AppendString(protowire.AppendTag(nil, 900, protowire.BytesType), "secret")
	m.ProtoReflect().SetUnknown(secret)
	m.Items[0].ProtoReflect().SetUnknown(secret)
	got, _ := proto.Marshal(filter().Outgoing(caller(false), m))
	if strings.Contains(string(got), "secret") {
		t.Errorf("%q", got)
	}
	if inside, _ := proto.Marshal(filter().Outgoing(caller(true), m)); !strings.Contains(string(inside), "secret") {
		t.Error("insiders see it")
	}
}

func TestAnyThatCantBeRead(t *testing.T) {
	bad := &shop.Order{Extra: &anypb.Any{TypeUrl: "type.googleapis.com/shop.v1.Order", Value: []byte{0x12, 0x7f}}}
	if got := filter().Outgoing(caller(false), bad).(*shop.Order); len(got.GetExtra().GetValue()) > 0 {
		t.Errorf("%v", got)
	}
	elsewhere := &shop.Order{Extra: &anypb.Any{TypeUrl: "type.googleapis.com/other.Thing", Value: []byte("x")}}
	if got := filter().Outgoing(caller(false), elsewhere); !proto.Equal(got, elsewhere) {
		t.Errorf("%v", got)
	}
}

func places(err error) string {
	e, ok := err.(*errors.Error)
	if !ok {
		return fmt.Sprint(err)
	}
	var all []string
	for _, v := range e.Violations {
		all = append(all, v.Field+" "+v.Code)
	}
	return strings.Join(all, ", ")
}

// Outsiders can't write it either, nor have it cleared by a mask.
func TestCheck(t *testing.T) {
	f := filter()
	mask := func(paths ...string) *fieldmaskpb.FieldMask { return &fieldmaskpb.FieldMask{Paths: paths} }
	for _, row := range []struct {
		request proto.Message
		want    string
	}{
		{&shop.CreateOrderRequest{Parent: "p", Order: clean(t)}, "<nil>"},
		{&shop.CreateOrderRequest{Order: order(t)}, "order.labels unknown_field, order.notes unknown_field, order.title unknown_field, " +
			"order.items[0].quantity unknown_field, order.items[0].parts[0].quantity unknown_field, order.items[0].parts[0].parts[0].quantity unknown_field, " +
			"order.extra.title unknown_field, order.extra.items[0].quantity unknown_field, order.extra.items[0].parts[0].quantity unknown_field"},
		{&shop.UpdateOrderRequest{UpdateMask: mask("etag", "title", "items.*.quantity", "items.*.sku", "nothing", "", "`", "labels.a", "notes.`x.y`.z")},
			"update_mask.paths[1] unknown_field, update_mask.paths[2] unknown_field, update_mask.paths[7] unknown_field, update_mask.paths[8] unknown_field"},
		{&shop.UpdateOrderRequest{Order: &shop.Order{Name: "a"}, UpdateMask: mask("order.title")}, "update_mask.paths[0] unknown_field"},
		{&shop.ListOrdersRequest{Filter: &shop.Filter{Other: &shop.Filter{Cursor: []byte("x")}}}, "filter.other.cursor unknown_field"},
		{&shop.GetFileRequest{Path: "title"}, "<nil>"},
	} {
		err := f.Check(caller(false), row.request)
		if got := sorted(places(err)); got != sorted(row.want) {
			t.Errorf("%v\ngot  %s\nwant %s", row.request, got, sorted(row.want))
		}
		if err := f.Check(caller(true), row.request); err != nil {
			t.Errorf("an insider: %v", err)
		}
	}
	many := &shop.CreateOrderRequest{Order: &shop.Order{}}
	for range 1000 {
		many.Order.Items = append(many.Order.Items, item(0))
	}
	if e := f.Check(caller(false), many).(*errors.Error); len(e.Violations) != 50 {
		t.Errorf("%d places are told", len(e.Violations))
	}
}

func sorted(text string) string {
	all := strings.Split(text, ", ")
	for i := range all {
		for j := i; j > 0 && all[j] < all[j-1]; j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
	return strings.Join(all, ", ")
}

// The contract's own marks, in types that hold one another, maps, oneofs, dynamic messages and extensions (proto2).
func TestContractsMarks(t *testing.T) {
	internal := &descriptorpb.FieldOptions{}
	tier := protowire.AppendString(protowire.AppendTag(nil, 2, protowire.BytesType), "internal")
	internal.ProtoReflect().SetUnknown(protowire.AppendBytes(protowire.AppendTag(nil, 62796157, protowire.BytesType), tier))
	field := func(name string, number int32, typ string, o *descriptorpb.FieldOptions) *descriptorpb.FieldDescriptorProto {
		f := &descriptorpb.FieldDescriptorProto{Name: &name, Number: &number, Options: o, Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(), Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum()}
		if typ != "" {
			f.Type, f.TypeName = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), &typ
		}
		return f
	}
	entry := &descriptorpb.DescriptorProto{Name: proto.String("ByNameEntry"), Options: &descriptorpb.MessageOptions{MapEntry: proto.Bool(true)},
		Field: []*descriptorpb.FieldDescriptorProto{field("key", 1, "", nil), field("value", 2, ".t.B", nil)}}
	byName := field("by_name", 3, ".t.A.ByNameEntry", nil)
	byName.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
	extension := field("hidden_too", 100, "", internal)
	extension.Extendee = proto.String(".t.B")
	d, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{Name: proto.String("t.proto"), Package: proto.String("t"), Syntax: proto.String("proto2"),
		MessageType: []*descriptorpb.DescriptorProto{
			{Name: proto.String("A"), NestedType: []*descriptorpb.DescriptorProto{entry}, Field: []*descriptorpb.FieldDescriptorProto{field("b", 1, ".t.B", nil), field("name", 2, "", nil), byName}},
			{Name: proto.String("B"), Field: []*descriptorpb.FieldDescriptorProto{field("a", 1, ".t.A", nil), field("secret", 2, "", internal), field("open", 3, "", nil)},
				ExtensionRange: []*descriptorpb.DescriptorProto_ExtensionRange{{Start: proto.Int32(100), End: proto.Int32(200)}}},
		}, Extension: []*descriptorpb.FieldDescriptorProto{extension}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, b := d.Messages().ByName("A"), d.Messages().ByName("B")
	make := func() *dynamicpb.Message {
		inner := dynamicpb.NewMessage(b)
		inner.Set(b.Fields().ByName("secret"), protoreflect.ValueOfString("secret"))
		inner.Set(b.Fields().ByName("open"), protoreflect.ValueOfString("open"))
		inner.Set(dynamicpb.NewExtensionType(d.Extensions().Get(0)).TypeDescriptor(), protoreflect.ValueOfString("secret"))
		m := dynamicpb.NewMessage(a)
		deep := dynamicpb.NewMessage(a)
		deep.Set(a.Fields().ByName("b"), protoreflect.ValueOfMessage(inner))
		outer := dynamicpb.NewMessage(b)
		outer.Set(b.Fields().ByName("a"), protoreflect.ValueOfMessage(deep))
		m.Mutable(a.Fields().ByName("by_name")).Map().Set(protoreflect.ValueOfString("k").MapKey(), protoreflect.ValueOfMessage(outer))
		return m
	}
	m := make()
	got := fmt.Sprint(visible.New(visible.Options{}).Outgoing(caller(false), m))
	if strings.Contains(got, "secret") || !strings.Contains(got, "open") || !proto.Equal(m, make()) {
		t.Error(got)
	}
	if got := places(visible.New(visible.Options{}).Check(caller(false), m)); got != `by_name["k"].a.b.secret unknown_field, by_name["k"].a.b.[t.hidden_too] unknown_field` {
		t.Error(got)
	}
}

// Plans are made once, whoever comes first.
func TestRace(t *testing.T) {
	f, want := filter(), clean(t)
	var done sync.WaitGroup
	for i := range 16 {
		done.Go(func() {
			if i%2 == 0 {
				f.Check(caller(false), &shop.CreateOrderRequest{Order: order(t)})
			} else if got := f.Outgoing(caller(false), order(t)); !proto.Equal(got, want) {
				t.Error(got)
			}
		})
	}
	done.Wait()
}

// orders answers with everything.
type orders struct {
	shop.UnimplementedOrdersServer
	stored *shop.Order
}

func (o orders) GetOrder(context.Context, *shop.GetOrderRequest) (*shop.Order, error) {
	return o.stored, nil
}

func (o orders) CreateOrder(_ context.Context, r *shop.CreateOrderRequest) (*shop.Order, error) {
	return r.GetOrder(), nil
}

func (o orders) WatchOrders(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	return s.Send(o.stored)
}

// Behind the edge: title is required of an order, yet an outsider gets one without; the checks see the whole.
func TestEdge(t *testing.T) {
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	who := func(ctx context.Context, header string) context.Context {
		return authn.With(ctx, authn.Caller{Subject: "ada", Internal: strings.HasSuffix(header, "staff")})
	}
	f := filter()
	s := edge.New(edge.Options{Runtime: runtime, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Outgoing: f.Outgoing,
		Unary: []grpc.UnaryServerInterceptor{func(ctx context.Context, r any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			return next(who(ctx, edge.FromContext(ctx).Header.Get("authorization")[0]), r)
		}, f.Unary()},
		Stream: []grpc.StreamServerInterceptor{func(srv any, s grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
			ctx := s.Context()
			return next(srv, stream{s, who(ctx, edge.FromContext(ctx).Header.Get("authorization")[0])})
		}, f.Stream()},
	})
	stored := order(t)
	stored.Items = stored.Items[:1]
	shop.RegisterOrdersServer(s, orders{stored: stored})
	h, err := rest.New(s, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ method, path, body string }{
		{"GET", "/v1/customers/1/orders/1", ""}, {"GET", "/v1/customers/1/orders:watch", ""},
		{"POST", "/v1/customers/1/orders", `{"title":"secret","items":[{"sku":"abc","quantity":1}]}`},
	} {
		for _, token := range []string{"outsider", "staff"} {
			r, w := httptest.NewRequest(row.method, row.path, strings.NewReader(row.body)), httptest.NewRecorder()
			r.Header.Set("Authorization", token)
			if row.body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			h.ServeHTTP(w, r)
			shown := strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "quantity\":")
			refused := row.method == "POST" && token == "outsider"
			if shown != (token == "staff") || (w.Code == 400) != refused || !refused && w.Code != 200 {
				t.Errorf("%s %s by %s: %d %s", row.method, row.path, token, w.Code, w.Body)
			}
		}
	}
}

type stream struct {
	grpc.ServerStream
	ctx context.Context
}

func (s stream) Context() context.Context { return s.ctx }

func Example() {
	f := visible.New(visible.Options{Internal: func(f protoreflect.FieldDescriptor) bool { return f.Name() == "etag" }}) // usually the contract says it
	o := &shop.Order{Name: "customers/1/orders/1", Etag: "v7"}
	staff := authn.With(context.Background(), authn.Caller{Subject: "bob", Internal: true})
	fmt.Println(f.Outgoing(staff, o).(*shop.Order).GetEtag() == "v7")
	fmt.Println(f.Outgoing(context.Background(), o).(*shop.Order).GetEtag() == "")
	fmt.Println(f.Check(context.Background(), &shop.CreateOrderRequest{Order: o}))
	// With an edge: edge.Options{Outgoing: f.Outgoing, Unary: […, f.Unary()], Stream: […, f.Stream()]}
	// Output:
	// true
	// true
	// invalid_request: the request breaks the contract in one place; body order.etag is not a field of shop.v1.Order
}

func BenchmarkOutgoing(b *testing.B) {
	f, m, ctx := filter(), order(b), caller(false)
	b.ReportAllocs()
	for b.Loop() {
		f.Outgoing(ctx, m)
	}
}
