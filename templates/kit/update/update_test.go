package update_test

import (
	"errors"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/update"
	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
)

// one is an update: of what, by what, with which mask, and what becomes of it.
type one struct {
	stored, patch string
	mask          []string
	want          string
}

func read(t *testing.T, m proto.Message, text string) proto.Message {
	t.Helper()
	if err := prototext.Unmarshal([]byte(text), m); err != nil {
		t.Fatal(err)
	}
	return m
}

func masked(paths []string) *fieldmaskpb.FieldMask {
	if paths == nil {
		return nil
	}
	return &fieldmaskpb.FieldMask{Paths: paths}
}

func hold(t *testing.T, fresh func() proto.Message, all []one) {
	t.Helper()
	for _, c := range all {
		stored, patch, want := read(t, fresh(), c.stored), read(t, fresh(), c.patch), read(t, fresh(), c.want)
		before := proto.Clone(patch)
		if err := update.Apply(stored, patch, masked(c.mask)); err != nil {
			t.Errorf("%s by %s %q: %v", c.stored, c.patch, c.mask, err)
		}
		if !proto.Equal(stored, want) || !proto.Equal(patch, before) {
			t.Errorf("%s by %s %q is %s", c.stored, c.patch, c.mask, prototext.MarshalOptions{}.Format(stored))
		}
	}
}

func TestShop(t *testing.T) {
	hold(t, func() proto.Message { return new(shop.Order) }, []one{
		// Without a mask: what is set.
		{`name: "n" title: "a" currency: "EUR"`, `name: "n" title: "b" priority: PRIORITY_LOW`, nil, `name: "n" title: "b" currency: "EUR" priority: PRIORITY_LOW`},
		{`title: "a"`, ``, nil, `title: "a"`},
		{`title: "a"`, ``, []string{}, `title: "a"`},
		{`items {sku: "a"} items {sku: "b"}`, `items {sku: "c"}`, nil, `items {sku: "c"}`},
		{`labels {key: "a" value: "1"}`, `labels {key: "b" value: "2"}`, nil, `labels {key: "b" value: "2"}`},
		{`patience {seconds: 1 nanos: 2}`, `patience {seconds: 3}`, nil, `patience {seconds: 3}`},
		{`patience {seconds: 1 nanos: 2}`, `patience {}`, nil, `patience {}`},
		{`card {token: "a"}`, `card {}`, nil, `card {token: "a"}`},
		{`voucher: "v"`, `card {digits: 1}`, nil, `card {digits: 1}`},
		{`state: STATE_OPEN create_time {seconds: 1}`, `state: STATE_SHIPPED create_time {}`, nil, `state: STATE_OPEN create_time {seconds: 1}`},
		{`weight_grams: 5`, `weight_grams: 0`, nil, `weight_grams: 0`},
		{`photo: "a"`, `photo: "b"`, nil, `photo: "b"`},
		// With one: what it names, whether or not it is set.
		{`title: "a" currency: "EUR" etag: "1"`, `title: "b" etag: "2"`, []string{"title"}, `title: "b" currency: "EUR" etag: "1"`},
		{`title: "a" etag: "1"`, `etag: "2"`, []string{"title"}, `etag: "1"`},
		{`weight_grams: 5`, ``, []string{"weight_grams"}, ``},
		{`state: STATE_OPEN`, `state: STATE_SHIPPED title: "b"`, []string{"state", "title"}, `state: STATE_OPEN title: "b"`},
		{`create_time {seconds: 1}`, `create_time {seconds: 2}`, []string{"create_time.seconds"}, `create_time {seconds: 1}`},
		{`name: "n" currency: "EUR"`, `name: "n" currency: "EUR" title: "b"`, []string{"name", "currency", "title"}, `name: "n" currency: "EUR" title: "b"`},
		{`card {token: "a"}`, `card {digits: 1}`, []string{"card"}, `card {digits: 1}`},
		{`card {token: "a"}`, ``, []string{"card"}, ``},
		{`voucher: "v"`, ``, []string{"card"}, `voucher: "v"`},
		{`voucher: "v"`, `card {}`, []string{"card.token"}, `voucher: "v"`},
		{`voucher: "v"`, `card {token: "a"}`, []string{"card.token"}, `card {token: "a"}`},
		{`card {token: "a"}`, ``, []string{"card.token"}, `card {}`},
		{`patience {seconds: 1 nanos: 2}`, `patience {seconds: 3}`, []string{"patience.seconds"}, `patience {seconds: 3 nanos: 2}`},
		{`items {sku: "a"}`, ``, []string{"items"}, ``},
		{`items {sku: "a" quantity: 1} items {sku: "b" quantity: 2}`, `items {sku: "c"}`, []string{"items.*.sku"}, `items {sku: "c" quantity: 1}`},
		{`items {sku: "a" quantity: 1}`, `items {quantity: 5} items {quantity: 6 sku: "x"}`, []string{"items.*.quantity"}, `items {sku: "a" quantity: 5} items {quantity: 6}`},
		{`items {sku: "a" parts {sku: "p" quantity: 1}}`, `items {parts {quantity: 2}}`, []string{"items.*.parts.*.quantity"}, `items {sku: "a" parts {sku: "p" quantity: 2}}`},
		{`labels {key: "a" value: "1"} labels {key: "b.c" value: "2"}`, `labels {key: "b.c" value: "3"} labels {key: "d" value: "4"}`,
			[]string{"labels.a", "labels.`b.c`"}, `labels {key: "b.c" value: "3"}`},
		{``, ``, []string{"labels.a"}, ``},
		{`labels {key: "a" value: "1"}`, `labels {key: "b" value: "2"}`, []string{"labels.*"}, `labels {key: "b" value: "2"}`},
		{`notes {fields {key: "a" value {number_value: 1}}}`, `notes {fields {key: "b" value {bool_value: true}}}`, []string{"notes"}, `notes {fields {key: "b" value {bool_value: true}}}`},
		// With * everything, but for what callers don't set.
		{`name: "n" title: "a" etag: "1" state: STATE_OPEN currency: "EUR" labels {key: "a" value: "1"}`, `title: "b" state: STATE_SHIPPED`, []string{"*"},
			`name: "n" title: "b" state: STATE_OPEN currency: "EUR"`},
	})
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		patch string
		mask  []string
		want  []string
	}{
		{`currency: "USD"`, nil, []string{"currency immutable"}},
		{`currency: "USD"`, []string{"title"}, nil},
		{``, []string{"currency"}, []string{"currency immutable"}},
		{`name: "m" currency: "USD" title: "b"`, []string{"*"}, []string{"name immutable", "currency immutable"}},
		{`title: "b"`, []string{"title", "titel", "items.0"}, []string{"update_mask.paths[1] unknown_field", "update_mask.paths[2] unknown_field"}},
	} {
		stored := read(t, new(shop.Order), `name: "n" currency: "EUR" title: "a"`)
		before := proto.Clone(stored)
		err := update.Apply(stored, read(t, new(shop.Order), c.patch), masked(c.mask))
		if got := violations(err); !slices.Equal(got, c.want) {
			t.Errorf("%s %q: %q, want %q", c.patch, c.mask, got, c.want)
		}
		if err != nil && !proto.Equal(stored, before) {
			t.Errorf("%s %q is refused, and has changed something", c.patch, c.mask)
		}
	}
}

func violations(err error) (all []string) {
	refused, _ := errors.AsType[*problem.Error](err)
	if refused == nil {
		return nil
	}
	for _, v := range refused.Violations {
		all = append(all, v.Field+" "+v.Code)
	}
	return all
}

func TestRequest(t *testing.T) {
	stored := &shop.Order{Name: "n", Currency: "EUR", Title: "a"}
	request := &shop.UpdateOrderRequest{Order: &shop.Order{Name: "n", Currency: "USD", Title: "b"}, UpdateMask: masked([]string{"currency"})}
	if got := violations(update.Request(stored, request)); !slices.Equal(got, []string{"order.currency immutable"}) {
		t.Errorf("%q", got)
	}
	request.UpdateMask = masked([]string{"title"})
	if err := update.Request(stored, request); err != nil || stored.GetTitle() != "b" || stored.GetCurrency() != "EUR" {
		t.Error(err, stored)
	}
	for _, m := range []proto.Message{new(shop.Item), new(shop.Order)} {
		if update.Request(m, &shop.GetOrderRequest{}) == nil {
			t.Error("a request without the resource updates it")
		}
	}
	if update.Apply(new(shop.Item), new(shop.Order), nil) == nil || update.Apply((*shop.Item)(nil), new(shop.Item), nil) == nil {
		t.Error("what is of another type, or not there, is updated")
	}
}

// nested is a resource with behavior below its own fields.
const nested = `name: "n.proto" package: "n" syntax: "proto3" dependency: "google/api/field_behavior.proto"
message_type {name: "Book"
  field {name: "pages" number: 1 type: TYPE_MESSAGE type_name: ".n.Book.PagesEntry" label: LABEL_REPEATED}
  field {name: "cover" number: 2 type: TYPE_MESSAGE type_name: ".n.Page"}
  field {name: "all" number: 3 type: TYPE_MESSAGE type_name: ".n.Page" label: LABEL_REPEATED}
  nested_type {name: "PagesEntry" options {map_entry: true}
    field {name: "key" number: 1 type: TYPE_INT32} field {name: "value" number: 2 type: TYPE_MESSAGE type_name: ".n.Page"}}
}
message_type {name: "Page"
  field {name: "text" number: 1 type: TYPE_STRING}
  field {name: "stamp" number: 2 type: TYPE_STRING options {[google.api.field_behavior]: OUTPUT_ONLY}}
  field {name: "kind" number: 3 type: TYPE_STRING options {[google.api.field_behavior]: IMMUTABLE}}
  field {name: "inner" number: 4 type: TYPE_MESSAGE type_name: ".n.Page"}
}`

func book(t *testing.T) protoreflect.MessageDescriptor {
	t.Helper()
	file, err := protodesc.NewFile(read(t, new(descriptorpb.FileDescriptorProto), nested).(*descriptorpb.FileDescriptorProto), protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return file.Messages().Get(0)
}

func TestNested(t *testing.T) {
	d := book(t)
	hold(t, func() proto.Message { return dynamicpb.NewMessage(d) }, []one{
		{`cover {text: "a" stamp: "s" kind: "k"}`, `cover {text: "b" stamp: "x" kind: "k"}`, nil, `cover {text: "b" stamp: "s" kind: "k"}`},
		{`cover {text: "a" stamp: "s" kind: "k"}`, `cover {text: "b"}`, []string{"cover"}, `cover {text: "b" stamp: "s" kind: "k"}`},
		{`cover {text: "a" stamp: "s" kind: "k"}`, ``, []string{"cover"}, `cover {stamp: "s"}`},
		{`cover {text: "a" kind: "k"}`, ``, []string{"*"}, ``},
		{``, `cover {text: "a" kind: "k" stamp: "x" inner {kind: "i" stamp: "x"}}`, []string{"cover"}, `cover {text: "a" kind: "k" inner {kind: "i"}}`},
		{``, `cover {text: "a" kind: "k" stamp: "x"}`, nil, `cover {text: "a" kind: "k"}`},
		{``, `cover {inner {kind: "i" text: "t"}}`, []string{"cover.inner.kind"}, `cover {inner {kind: "i"}}`},
		{`all {text: "a" stamp: "s" kind: "k"}`, `all {text: "b" stamp: "x" kind: "l"}`, []string{"all"}, `all {text: "b" kind: "l"}`},
		{`all {text: "a" stamp: "s" kind: "k"}`, `all {text: "b"} all {text: "c" kind: "l"}`, []string{"all.*.text"}, `all {text: "b" stamp: "s" kind: "k"} all {text: "c"}`},
		{`pages {key: 1 value {text: "a" stamp: "s"}} pages {key: 2 value {text: "b"}}`, `pages {key: 1 value {text: "c"}} pages {key: 3 value {kind: "k" stamp: "x"}}`,
			[]string{"pages"}, `pages {key: 1 value {text: "c" stamp: "s"}} pages {key: 3 value {kind: "k"}}`},
		{`pages {key: 1 value {text: "a" stamp: "s"}} pages {key: 2 value {text: "b"}}`, `pages {key: 1 value {text: "c"}} pages {key: 3 value {kind: "k"}}`,
			[]string{"pages.1", "pages.2", "pages.3"}, `pages {key: 1 value {text: "c" stamp: "s"}} pages {key: 3 value {kind: "k"}}`},
		{`pages {key: 1 value {text: "a" kind: "k"}} pages {key: 2 value {text: "b"}}`, `pages {key: 1 value {text: "c"}}`, []string{"pages.*.text"}, `pages {key: 1 value {text: "c" kind: "k"}}`},
		{`pages {key: 1 value {text: "a" kind: "k"}}`, ``, []string{"pages.1.text"}, `pages {key: 1 value {kind: "k"}}`},
	})
	stored := read(t, dynamicpb.NewMessage(d), `pages {key: 1 value {kind: "k"}} pages {key: -1 value {kind: "k"}} all {kind: "k"} cover {inner {kind: "k"}}`)
	patch := read(t, dynamicpb.NewMessage(d), `pages {key: 1 value {kind: "l"}} pages {key: -1 value {kind: "l"}} all {kind: "l"} cover {inner {kind: "l"}}`)
	want := []string{"pages[-1].kind immutable", "pages[1].kind immutable", "all[0].kind immutable", "cover.inner.kind immutable"}
	if got := violations(update.Apply(stored, patch, masked([]string{"pages", "all.*.kind", "cover"}))); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestCopies changes the patch afterwards, and finds the resource as it was.
func TestCopies(t *testing.T) {
	for _, mask := range [][]string{nil, {"*"}, {"photo", "items", "labels", "patience", "card"}} {
		patch := read(t, new(shop.Order), `photo: "abc" items {sku: "a"} labels {key: "a" value: "1"} patience {seconds: 1} card {token: "t"}`).(*shop.Order)
		stored := new(shop.Order)
		if err := update.Apply(stored, patch, masked(mask)); err != nil {
			t.Fatal(err)
		}
		before := proto.Clone(stored)
		patch.Photo[0], patch.Items[0].Sku, patch.Labels["a"], patch.Patience.Seconds, patch.GetCard().Number = 'x', "x", "x", 9, nil
		if !proto.Equal(stored, before) {
			t.Errorf("%q: the resource shares its memory with the patch", mask)
		}
	}
}
