package jsonpb_test

import (
	"math"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb/internal/odd"
)

func TestAppendSame(t *testing.T) {
	m := &shop.Order{Labels: map[string]string{}, Title: "t"}
	for i := range 100 {
		m.Labels[strings.Repeat("x", i)] = ""
	}
	first, err := jsonpb.Append([]byte("before "), m.ProtoReflect(), jsonpb.Options{})
	if err != nil || !strings.HasPrefix(string(first), `before {"title":"t","labels":{"":"","x":""`) {
		t.Fatal(string(first), err)
	}
	for range 20 {
		if again, _ := jsonpb.Append([]byte("before "), m.ProtoReflect(), jsonpb.Options{}); string(again) != string(first) {
			t.Fatal("differs")
		}
	}
}

func TestAppendErrors(t *testing.T) {
	nested := &anypb.Any{}
	for range 150 {
		nested, _ = anypb.New(nested)
	}
	for want, m := range map[string]proto.Message{
		"shop.v1.Order.title: a text is not UTF-8, which JSON can't hold":                                              &shop.Order{Title: "\xff"},
		"shop.v1.Order.create_time: out of its range":                                                                  &shop.ListOrdersResponse{Orders: []*shop.Order{{CreateTime: &timestamppb.Timestamp{Seconds: 1 << 60}}}},
		"shop.v1.Order.patience: out of its range":                                                                     &shop.Order{Patience: &durationpb.Duration{Seconds: 1, Nanos: -1}},
		"google.protobuf.FieldMask: the path \"aB\", which JSON can't hold":                                            &fieldmaskpb.FieldMask{Paths: []string{"aB"}},
		"shop.v1.Order.extra: a google.protobuf.Any of \"a/none\": proto: not found":                                   &shop.Order{Extra: &anypb.Any{TypeUrl: "a/none"}},
		"google.protobuf.Any: a google.protobuf.Any of \"\": no type is named":                                         &anypb.Any{Value: []byte{1}},
		"google.protobuf.Any: a google.protobuf.Any of \"type.googleapis.com/google.protobuf.Any\": nested too deeply": nested,
		"google.protobuf.Struct: a google.protobuf.Value without a kind":                                               &structpb.Struct{Fields: map[string]*structpb.Value{"a": {}}},
		"shop.v1.Order.notes: a google.protobuf.Value that is NaN or infinite":                                         &shop.Order{Notes: &structpb.Struct{Fields: map[string]*structpb.Value{"a": structpb.NewNumberValue(math.NaN())}}},
		"required field odd.Two.must not set":                                                                          &odd.Two{},
	} {
		if b, err := jsonpb.Append(nil, m.ProtoReflect(), jsonpb.Options{}); err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "\u00a0", " "), want) {
			t.Errorf("got %v, want %s; %s", err, want, b)
		}
	}
}

func TestAppendField(t *testing.T) {
	m := &shop.Order{Title: "t", Items: []*shop.Item{{Sku: "a"}}, Labels: map[string]string{"a": "b"}, Payment: &shop.Order_Voucher{}}
	for name, want := range map[string]string{
		"title": `"t"`, "name": `""`, "items": `[{"sku":"a"}]`, "labels": `{"a":"b"}`, "card": `null`, "voucher": `""`, "extra": `null`, "weight_grams": `null`, "state": `"STATE_UNSPECIFIED"`, "nickname": `null`,
	} {
		fd := m.ProtoReflect().Descriptor().Fields().ByTextName(name)
		if got, err := jsonpb.AppendField(nil, m.ProtoReflect(), fd, jsonpb.Options{}); string(got) != want || err != nil {
			t.Errorf("%s: %s %v", name, got, err)
		}
	}
}
