package edge

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// compiled is an order with compiled rules, a few of which ask for a run time.
type compiled struct{ *shop.Order }

func (r compiled) CheckRules(v *valid.Violations) {
	if len(r.GetItems()) > 0 {
		v.Field(r.Order, 3)
	}
	if r.GetCard() != nil {
		v.Field(r.Order, 8)
	}
	if r.GetVoucher() != "" {
		v.Guard(r.Order, 9)
	}
	if r.GetLabels()["a"] != "" {
		v.Message(r.Order)
	}
}

type compiledType struct{ protoreflect.MessageType }

func (t compiledType) New() protoreflect.Message {
	m := new(shop.Order)
	return compiledMessage{m.ProtoReflect(), m}
}

func (t compiledType) Zero() protoreflect.Message { return t.New() }

type compiledMessage struct {
	protoreflect.Message
	order *shop.Order
}

func (m compiledMessage) Interface() protoreflect.ProtoMessage { return compiled{m.order} }

// TestUncompiled finds what of compiled rules isn't, whichever member of a oneof it is about.
func TestUncompiled(t *testing.T) {
	d := new(shop.Order).ProtoReflect().Type()
	if !ruled(compiledType{d}) {
		t.Fatal("the type has no rules")
	}
	var names []string
	for _, part := range uncompiled(compiledType{d}) {
		names = append(names, string(part.FullName().Name()))
	}
	slices.Sort(names)
	if names = slices.Compact(names); !slices.Equal(names, []string{"Order", "card", "items", "voucher"}) {
		t.Errorf("%q", names)
	}
}

func TestNeed(t *testing.T) {
	a := newAtlas(protoregistry.GlobalTypes)
	for name, want := range map[protoreflect.FullName]need{
		"shop.v1.GetOrderRequest":           {},
		"google.protobuf.Empty":             {},
		"shop.v1.CancelOrderRequest":        {rules: true, runtime: []protoreflect.Descriptor{nil}},
		"shop.v1.UpdateOrderRequest":        {rules: true},
		"google.protobuf.FileDescriptorSet": {required: true},
	} {
		typ, err := protoregistry.GlobalTypes.FindMessageByName(name)
		if err != nil {
			t.Fatal(err)
		}
		got := a.need(typ)
		if got.rules != want.rules || got.required != want.required || len(got.runtime) != len(want.runtime) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
