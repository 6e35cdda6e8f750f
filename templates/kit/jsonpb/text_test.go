package jsonpb_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	_ "cel.dev/expr/conformance/proto3"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb/internal/odd"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// set gives a message the texts of a query such as a=1&a=2&b=3, in which nothing is escaped.
func set(m proto.Message, query string, o jsonpb.Options) []errors.Violation {
	var names []string
	texts := map[string][]string{}
	for part := range strings.SplitSeq(query, "&") {
		name, text, _ := strings.Cut(part, "=")
		if texts[name] == nil {
			names = append(names, name)
		}
		texts[name] = append(texts[name], text)
	}
	var t jsonpb.Texts
	t.Reset(m.ProtoReflect(), o)
	for _, name := range names {
		t.Set(name, texts[name], errors.Query)
	}
	return t.Violations()
}

func TestTexts(t *testing.T) {
	for _, c := range []struct {
		m           proto.Message
		query, want string
	}{
		{&shop.ListOrdersRequest{}, "parent=a&pageSize=7&page_token=&states=STATE_OPEN&states=2&states=9", `{"parent":"a","pageSize":7,"states":["STATE_OPEN","STATE_SHIPPED",9]}`},
		{&shop.ListOrdersRequest{}, "filter.minTotal=1e3&filter.after=2020-01-01T01:00:00%2B01:00", ``},
		{&shop.ListOrdersRequest{}, "filter.minTotal=-Infinity&filter.after=2020-01-01T01:00:00+01:00&filter.paid=false&filter.cursor=-_8&filter.tags=a&filter.tags=", `{"filter":{"after":"2020-01-01T00:00:00Z","tags":["a",""],"paid":false,"minTotal":"-Infinity","cursor":"+/8="}}`},
		{&shop.ListOrdersRequest{}, "filter.other.other.min_total=0.5&filter.tags=x", `{"filter":{"tags":["x"],"other":{"other":{"minTotal":0.5}}}}`},
		{&shop.GetOrderRequest{}, "name=n&readMask=displayName,items.unitPrice", `{"name":"n","readMask":"displayName,items.unitPrice"}`},
		{&shop.GetOrderRequest{}, "read_mask=display_name,items.unit_price,a", `{"readMask":"displayName,items.unitPrice,a"}`},
		{&shop.Order{}, "nickname=&weightGrams=9223372036854775807&patience=1.5s&card.digits=7&photo=AA==", `{"card":{"digits":"7"},"patience":"1.500s","nickname":"","weightGrams":"9223372036854775807","photo":"AA=="}`},
		{&odd.Edition{}, "demanded=&shut=SHUT_ZERO&longs=1&longs=2&durations=1s&explicit=0", `{"explicit":0,"demanded":"","shut":"SHUT_ZERO","durations":["1s"],"longs":["1","2"]}`},
		{&odd.Two{}, "must=&SomeGroup.id=1&closed=-7&byUint64=1", ``},
	} {
		found := set(c.m, c.query, jsonpb.Options{})
		if c.want == "" {
			if len(found) != 1 {
				t.Errorf("%s: %v", c.query, found)
			}
			continue
		}
		want := c.m.ProtoReflect().New().Interface()
		if err := protojson.Unmarshal([]byte(c.want), want); err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 || !proto.Equal(c.m, want) {
			t.Errorf("%s: %v\ngot  %v\nwant %v", c.query, found, c.m, want)
		}
		sendBack(t, c.m)
	}
}

// sendBack writes what was read and reads it again.
func sendBack(t *testing.T, m proto.Message) {
	t.Helper()
	all, err := jsonpb.Parameters(m.ProtoReflect(), nil, jsonpb.Options{})
	if err != nil {
		t.Error(err)
	}
	again := m.ProtoReflect().New()
	for _, p := range all {
		if v := jsonpb.Text(again, p.Name, p.Texts, jsonpb.Options{}); v != nil {
			t.Error(v)
		}
		if texts, ok := jsonpb.AppendText(m.ProtoReflect(), p.Name); !ok || !slices.Equal(texts, p.Texts) {
			t.Errorf("%s: %q, want %q", p.Name, texts, p.Texts)
		}
	}
	if !proto.Equal(m, again.Interface()) {
		t.Errorf("sent  %v\ngot %v", m, again.Interface())
	}
}

func TestTextViolations(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"pageSize=x", "page_size format"},
		{"pageSize=", "page_size format"},
		{"pageSize=1.5", "page_size type"},
		{"pageSize=3000000000", "page_size maximum"},
		{"pageSize=1&pageSize=2", "page_size duplicate_key"},
		{"pageSize=1&page_size=1", "page_size duplicate_key"},
		{"states=STATE_OPEN&states=no", "states enum"},
		{"filter.paid=1", "filter.paid type"},
		{"filter.paid.value=true", "filter.paid type"},
		{"filter.after.seconds=1", "filter.after type"},
		{"filter.after=today", "filter.after format"},
		{"filter.cursor=?", "filter.cursor format"},
		{"filter=x", "filter type"},
		{"filter.none=x", "filter.none unknown_field"},
		{"none.filter=x", "none unknown_field"},
		{"=x", " unknown_field"},
		{"filter.tags.a=x", "filter.tags unknown_field"},
		{"filter..tags=x", "filter. unknown_field"},
		{"states[0]=1", "states[0] type"},
		{"filter.tags[]=1", "filter.tags[] type"},
		{"parent=\xff", "parent invalid_utf8"},
		{strings.Repeat("filter.", 1) + strings.Repeat("other.", 200) + "tags=x", "filter" + strings.Repeat(".other", 99) + " too_deep"},
	} {
		found := set(&shop.ListOrdersRequest{}, c.query, jsonpb.Options{})
		name, _, _ := strings.Cut(c.query, "=")
		if path, ok := jsonpb.Find((&shop.ListOrdersRequest{}).ProtoReflect().Descriptor(), name); len(found) > 0 && (path != found[0].Field || ok == (found[0].Code == errors.UnknownField)) {
			t.Errorf("%s: found %q %t", name, path, ok)
		}
		if len(found) != 1 || found[0].Field+" "+found[0].Code != c.want || found[0].Location != errors.Query {
			t.Errorf("%s: got %v, want %s", c.query, found, c.want)
		}
	}
	for _, c := range []struct{ query, want string }{
		{"labels=x", "labels type"}, {"labels.a=x", "labels type"}, {"labels[a]=x", "labels[a] type"}, {"items=x", "items type"}, {"items.sku=x", "items type"},
		{"extra=x", "extra type"}, {"extra.typeUrl=x", "extra type"}, {"notes=x", "notes type"}, {"notes.fields=x", "notes type"},
		{"voucher=x&card.token=y", "card.token one_of"}, {"card.token=x&card.digits=1", "card.digits one_of"},
	} {
		found := set(&shop.Order{}, c.query, jsonpb.Options{})
		if len(found) != 1 || found[0].Field+" "+found[0].Code != c.want {
			t.Errorf("%s: got %v, want %s", c.query, found, c.want)
		}
	}
	if found := set(&shop.ListOrdersRequest{}, "none=1&filter.none=1&utm.source=x&pageSize=x", jsonpb.Options{DiscardUnknown: true}); len(found) != 1 {
		t.Error(found)
	}
}

func TestParameters(t *testing.T) {
	m := &shop.UpdateOrderRequest{Order: &shop.Order{Name: "n", Title: "t", Labels: map[string]string{"a": "b"}}, AllowMissing: true}
	if _, err := jsonpb.Parameters(m.ProtoReflect(), nil, jsonpb.Options{}); err == nil || !strings.HasPrefix(err.Error(), "order.labels is a map") {
		t.Error(err)
	}
	for _, c := range []struct {
		except []string
		names  bool
		want   string
	}{{[]string{"order"}, false, "allowMissing=[true]"}, {[]string{"order.labels", "order.name"}, true, "order.title=[t] allow_missing=[true]"}} {
		all, err := jsonpb.Parameters(m.ProtoReflect(), c.except, jsonpb.Options{UseProtoNames: c.names})
		var got []string
		for _, p := range all {
			got = append(got, p.Name+"=["+strings.Join(p.Texts, " ")+"]")
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Error(got, err)
		}
	}
	for path, want := range map[string]bool{"order.title": true, "allowMissing": true, "update_mask": true, "order.labels": false, "none": false, "order": false, "order.card.digits": true} {
		if texts, ok := jsonpb.AppendText(m.ProtoReflect(), path); ok != want || path == "update_mask" && texts != nil {
			t.Error(path, texts, ok)
		}
	}
}

// FuzzTexts reads any text into any field, and writes it again.
func FuzzTexts(f *testing.F) {
	for _, path := range []string{"parent", "pageSize", "states", "filter.after", "filter.tags", "filter.paid", "filter.min_total", "filter.cursor", "filter.other.other.tags", "filter.", "states[1]"} {
		f.Add(path, "1", "")
	}
	f.Fuzz(func(t *testing.T, path, one, two string) {
		for _, m := range []proto.Message{&shop.ListOrdersRequest{}, &shop.Order{}, &odd.Two{}, &odd.Edition{}, &odd.Opaque{}} {
			texts := []string{one}
			if two != "" {
				texts = append(texts, two)
			}
			if jsonpb.Text(m.ProtoReflect(), path, texts, jsonpb.Options{}) == nil {
				sendBack(t, m)
			}
		}
	})
}
