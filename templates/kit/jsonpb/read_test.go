package jsonpb_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb/internal/odd"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// read reads a body and tells what is wrong with it as "field code" lines.
func read(text string, m proto.Message, o jsonpb.Options) string {
	var r wire.Reader
	r.Reset(wire.Request)
	if n, ok := jsonpb.Parse(&r, []byte(text), o); ok {
		jsonpb.Read(&r, n, m.ProtoReflect(), o)
	}
	return lines(r.Violations())
}

func lines(all []errors.Violation) string {
	var b strings.Builder
	for _, v := range all {
		b.WriteString(v.Field + " " + v.Code + "\n")
	}
	return b.String()
}

func TestViolations(t *testing.T) {
	for _, c := range []struct {
		name  string
		m     proto.Message
		text  string
		wants []string
	}{
		{"not JSON", &shop.Order{}, `{"title":`, []string{" invalid_json"}},
		{"not UTF-8", &shop.Order{}, "{\"title\":\"\xff\"}", []string{" invalid_utf8"}},
		{"too deep", &shop.Order{}, `{"notes":` + strings.Repeat(`{"a":`, 200) + `1` + strings.Repeat(`}`, 201), []string{" too_deep"}},
		{"not an object", &shop.Order{}, `[]`, []string{" type"}},
		{"null", &shop.Order{}, `null`, []string{" type"}},
		{"types", &shop.Order{}, `{"title":1,"items":{},"state":true,"labels":[],"card":"x","patience":1,"photo":[],"discount":true}`,
			[]string{"title type", "items type", "state type", "labels type", "card type", "patience type", "photo type", "discount type"}},
		{"nested", &shop.Order{}, `{"items":[{"sku":"a"},{"parts":[{"quantity":"x"},null,{"quantity":-1}]}]}`,
			[]string{"items[1].parts[0].quantity format", "items[1].parts[1] type", "items[1].parts[2].quantity minimum"}},
		{"maps", &shop.Order{}, `{"labels":{"a":1,"b \"c\"":null,"d":"e"}}`, []string{`labels["a"] type`, `labels["b \"c\""] type`}},
		{"proto names", &shop.Order{}, `{"createTime":"yesterday","weightGrams":"9223372036854775808"}`, []string{"create_time format", "weight_grams maximum"}},
		{"both names", &shop.Order{}, `{"createTime":null,"create_time":null}`, []string{"create_time duplicate_key"}},
		{"twice", &shop.Order{}, `{"title":"a","title":"b","labels":{"a":"b","a":"c"}}`, []string{"title duplicate_key", `labels["a"] duplicate_key`}},
		{"oneof", &shop.Order{}, `{"card":{},"voucher":"x"}`, []string{"voucher one_of"}},
		{"oneof with null", &shop.Order{}, `{"card":null,"voucher":"x"}`, nil},
		{"enum", &shop.Order{}, `{"state":"OPEN","priority":7}`, []string{"state enum"}},
		{"unknown", &shop.Order{}, `{"titel":"a","a b":1,"card":{"x":{}}}`, []string{"titel unknown_field", `["a b"] unknown_field`, "card.x unknown_field"}},
		{"struct", &shop.Order{}, `{"notes":{"a":[1,{"b":1e999}],"a":2}}`, []string{`notes["a"][1]["b"] maximum`, `notes["a"] duplicate_key`}},
		{"any", &shop.Order{}, `{"extra":{"@type":"x/shop.v1.Item","quantity":-1,"z":1}}`, []string{"extra.quantity minimum", "extra.z unknown_field"}},
		{"any without type", &shop.Order{}, `{"extra":{"quantity":1}}`, []string{`extra["@type"] required`}},
		{"any of unknown type", &shop.Order{}, `{"extra":{"@type":"x/none"}}`, []string{`extra["@type"] enum`}},
		{"any with value", &shop.Order{}, `{"extra":{"@type":"x/google.protobuf.Duration","value":"1","more":1}}`, []string{"extra.value format", "extra.more unknown_field"}},
		{"any without value", &shop.Order{}, `{"extra":{"@type":"x/google.protobuf.Duration"}}`, []string{"extra.value required"}},
		{"any in any", &shop.Order{}, `{"extra":{"@type":"x/google.protobuf.Any","value":{"@type":"x/shop.v1.Item","sku":1}}}`, []string{"extra.value.sku type"}},
		{"required", &odd.Two{}, `{"self":{},"SomeGroup":{"again":{"must":null}},"twos":{"a":{}}}`,
			[]string{"self.must required", "somegroup.again.must required", "somegroup.id required", `twos["a"].must required`, "must required"}},
		{"required in an any", &odd.Two{}, `{"must":"","any":{"@type":"x/odd.Two"}}`, nil},
		{"keys", &odd.Two{}, `{"must":"","byInt32":{"a":0,"1":0,"01":0,"2":"x"},"byBool":{"True":1,"true":null}}`,
			[]string{`by_int32["a"] property_names`, "by_int32[01] duplicate_key", "by_int32[2] enum", `by_bool["True"] property_names`}},
		{"extensions", &odd.Two{}, `{"must":"","[odd.number]":"x","[odd.more]":[{}],"[odd.none]":1,"[odd.two]":{}}`,
			[]string{"[odd.number] format", "[odd.more][0].must required", `["[odd.none]"] unknown_field`, `["[odd.two]"] unknown_field`}},
		{"null for lists of null", &odd.Two{}, `{"must":"","values":null,"nulls":null}`, []string{"values type", "nulls type"}},
		{"far oneof", &odd.Two{}, `{"must":"","farA":"","far_b":"","farA":""}`, []string{"far_b one_of", "far_a duplicate_key"}},
		{"field mask", &odd.Edition{}, `{"demanded":"","mask":"a_b"}`, []string{"mask format"}},
		{"ranges", &odd.Edition{}, `{"demanded":"","implicit":2147483648,"explicit":1.5,"double":1e999,"durations":["315576000001s","-315576000001s"]}`,
			[]string{"implicit maximum", "explicit type", "double maximum", "durations[0] maximum", "durations[1] minimum"}},
	} {
		want := strings.Join(append(c.wants, ""), "\n")
		if got := read(c.text, c.m, jsonpb.Options{}); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, want)
		}
	}
}

// TestHostile reads what costs much for its size.
func TestHostile(t *testing.T) {
	deep := strings.Repeat(`{"@type":"x/google.protobuf.Any","value":`, 50) + `{}` + strings.Repeat(`}`, 50)
	for name, text := range map[string]string{
		"too many values":     `{"labels":{},"items":[` + strings.Repeat(`{},`, 1_000_001) + `{}]}`,
		"many violations":     `{"items":[` + strings.Repeat(`{"sku":1},`, 50_000) + `1]}`,
		"many unknown fields": `{` + strings.Repeat(`"x":1,`, 50_000) + `"y":1}`,
		"Any in Any":          `{"extra":` + deep + `,"extra":1}`,
		"long name":           `{"` + strings.Repeat("é", 100_000) + `":1}`,
	} {
		var r wire.Reader
		r.Reset(wire.Request)
		var m shop.Order
		if n, ok := jsonpb.Parse(&r, []byte(text), jsonpb.Options{}); ok {
			jsonpb.Read(&r, n, m.ProtoReflect(), jsonpb.Options{})
		}
		all := r.Violations()
		if len(all) == 0 || len(all) > 101 {
			t.Errorf("%s: %d violations", name, len(all))
		}
		for _, v := range all {
			if len(v.Field)+len(v.Description) > 600 {
				t.Errorf("%s: violation of %d bytes", name, len(v.Field)+len(v.Description))
			}
		}
	}
}

func TestAllowPartial(t *testing.T) {
	o := jsonpb.Options{AllowPartial: true}
	if got := read(`{"self":{"must":null},"extra":1}`, &odd.Two{}, o); got != "extra unknown_field\n" {
		t.Error(got)
	}
}

func TestReadField(t *testing.T) {
	var r wire.Reader
	r.Reset(wire.Request)
	m := &shop.CreateOrderRequest{}
	n, _ := jsonpb.Parse(&r, []byte(`{"title":"a","items":[{"quantity":"x"}]}`), jsonpb.Options{})
	jsonpb.ReadField(&r, n, m.ProtoReflect(), "order", jsonpb.Options{})
	if got := lines(r.Violations()); got != "order.items[0].quantity format\n" || m.Order.GetTitle() != "a" {
		t.Error(got, m)
	}
	r.Reset(wire.Request)
	m.Reset()
	n, _ = jsonpb.Parse(&r, []byte(`null`), jsonpb.Options{})
	if jsonpb.ReadField(&r, n, m.ProtoReflect(), "order", jsonpb.Options{}); !r.OK() || m.Order != nil {
		t.Error(r.Violations(), m)
	}
	r.Reset(wire.Request)
	l := &shop.ListOrdersRequest{}
	n, _ = jsonpb.Parse(&r, []byte(`["a",1,null]`), jsonpb.Options{})
	jsonpb.ReadField(&r, n, l.ProtoReflect(), "filter.tags", jsonpb.Options{})
	if got := lines(r.Violations()); got != "filter.tags[1] type\nfilter.tags[2] type\n" {
		t.Error(got)
	}
}

// messageSet is a message type that no program without the build tag protolegacy can load.
type messageSet struct{ protoreflect.Message }

type messageSetType struct{ protoreflect.MessageDescriptor }

func (m messageSet) Descriptor() protoreflect.MessageDescriptor {
	return messageSetType{m.Message.Descriptor()}
}

func (messageSetType) IsMessageSet() bool { return true }

func TestMessageSet(t *testing.T) {
	m := messageSet{(&shop.Order{}).ProtoReflect()}
	var r wire.Reader
	r.Reset(wire.Request)
	n, _ := jsonpb.Parse(&r, []byte(`{}`), jsonpb.Options{})
	jsonpb.Read(&r, n, m, jsonpb.Options{})
	if _, err := jsonpb.Append(nil, m, jsonpb.Options{}); err == nil || r.OK() {
		t.Error("accepted")
	}
}
