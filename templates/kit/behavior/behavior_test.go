package behavior_test

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// orders returns the plan of a method of the shop.
func orders(method protoreflect.Name) *behavior.Plan {
	return behavior.Of(shop.File_shop_proto.Services().ByName("Orders").Methods().ByName(method))
}

// TestPlans makes the plans of all methods together, in either order, and finds that they are those of each alone.
func TestPlans(t *testing.T) {
	methods := shop.File_shop_proto.Services().ByName("Orders").Methods()
	const text = `parent: "c" order {items {parts {}} state: 7 create_time {seconds: 1}}`
	for _, first := range []int{0, methods.Len() - 1} {
		var all behavior.Plans
		all.Of(methods.Get(first))
		for i := range methods.Len() {
			all.Of(methods.Get(i))
		}
		plan := all.Of(methods.ByName("CreateOrder"))
		together, alone := request("CreateOrder"), request("CreateOrder")
		got, want := found(t, plan, together, text), found(t, orders("CreateOrder"), alone, text)
		plan.Clean(together.ProtoReflect())
		orders("CreateOrder").Clean(alone.ProtoReflect())
		if !slices.Equal(got, want) || len(got) != 3 || !proto.Equal(together, alone) {
			t.Errorf("%q together, %q alone", got, want)
		}
	}
}

// found returns what a plan finds in a message of the shop that is written as text.
func found(t *testing.T, p *behavior.Plan, m proto.Message, text string) (all []string) {
	t.Helper()
	if err := prototext.Unmarshal([]byte(text), m); err != nil {
		t.Fatal(err)
	}
	p.Check(m.ProtoReflect(), func(field, code, description string) {
		if description == "" {
			t.Errorf("%s %s says nothing", field, code)
		}
		all = append(all, field+" "+code)
	})
	return all
}

func TestCheck(t *testing.T) {
	for _, one := range []struct {
		method protoreflect.Name
		text   string
		want   []string
	}{
		{"CreateOrder", `parent: "customers/1" order {title: "x"}`, nil},
		{"CreateOrder", ``, []string{"parent required", "order required"}},
		{"CreateOrder", `parent: "c" order {}`, []string{"order.title required"}},
		{"CreateOrder", `parent: "c" order {title: "x" items {sku: "abc"} items {parts {parts {} sku: "b"} sku: "a"}}`,
			[]string{"order.items[1].parts[0].parts[0].sku required"}},
		{"CreateOrder", `parent: "c" order {title: "x" priority: 7 state: 9}`, []string{"order.priority enum"}},
		{"CreateOrder", `parent: "c" order {title: "x" priority: PRIORITY_HIGH notes {fields {key: "a" value {null_value: 3}}}}`, nil},
		{"ListOrders", `parent: "c" states: 1 states: 5 states: -1`, []string{"states[1] enum", "states[2] enum"}},
		{"GetOrder", `name: "n" read_mask {paths: "title" paths: "items.*.sku" paths: "labels.a" paths: "*"}`, nil},
		{"GetOrder", `name: "n" read_mask {paths: "title" paths: "titel" paths: "items.0"}`,
			[]string{"read_mask.paths[1] unknown_field", "read_mask.paths[2] unknown_field"}},
		{"UpdateOrder", `order {title: "x"}`, []string{"order.name required"}},
		{"UpdateOrder", ``, []string{"order required"}},
		{"UpdateOrder", `order {name: "n"}`, nil},
		{"UpdateOrder", `order {name: "n"} update_mask {paths: "title"}`, []string{"order.title required"}},
		{"UpdateOrder", `order {name: "n"} update_mask {paths: "*"}`, []string{"order.title required"}},
		{"UpdateOrder", `order {name: "n" priority: 7} update_mask {paths: "labels.a"}`, nil},
		{"UpdateOrder", `order {name: "n" priority: 7} update_mask {paths: "labels.a"} allow_missing: true`, []string{"order.priority enum"}},
		{"UpdateOrder", `order {name: "n" priority: 7}`, []string{"order.priority enum"}},
		{"UpdateOrder", `order {name: "n" items {}}`, []string{"order.items[0].sku required"}},
		{"UpdateOrder", `order {name: "n" items {}} update_mask {paths: "items"}`, []string{"order.items[0].sku required"}},
		{"UpdateOrder", `order {name: "n" items {}} update_mask {paths: "items.*.quantity"}`, nil},
		{"UpdateOrder", `order {name: "n" items {}} update_mask {paths: "items.*.sku"}`, []string{"order.items[0].sku required"}},
		{"UpdateOrder", `order {name: "n"} update_mask {paths: "order.priority" paths: "currency" paths: "state"}`, []string{"update_mask.paths[0] unknown_field"}},
		{"Internal", `name: "n"`, nil},
	} {
		m := request(one.method)
		if got := found(t, orders(one.method), m, one.text); !slices.Equal(got, one.want) {
			t.Errorf("%s %s: %q, want %q", one.method, one.text, got, one.want)
		}
	}
}

func request(method protoreflect.Name) proto.Message {
	d := shop.File_shop_proto.Services().ByName("Orders").Methods().ByName(method).Input()
	t, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		panic(err)
	}
	return t.New().Interface()
}

func TestClean(t *testing.T) {
	for method, want := range map[protoreflect.Name]string{
		"CreateOrder": `parent: "c" order {title: "x"}`,
		"UpdateOrder": `order {name: "n" title: "x"}`,
	} {
		m, wanted := request(method), request(method)
		text := `order {name: "n" title: "x" state: STATE_OPEN create_time {seconds: 1}}`
		if method == "CreateOrder" {
			text += `parent: "c"`
		}
		if err := prototext.Unmarshal([]byte(text), m); err != nil {
			t.Fatal(err)
		}
		if err := prototext.Unmarshal([]byte(want), wanted); err != nil {
			t.Fatal(err)
		}
		orders(method).Clean(m.ProtoReflect())
		if !proto.Equal(m, wanted) {
			t.Errorf("%s is cleaned to %s", method, m)
		}
	}
}

// TestWanted asks of violations that rules find.
func TestWanted(t *testing.T) {
	for _, one := range []struct {
		text, field string
		want        bool
	}{
		{`order {} update_mask {paths: "title"}`, "order.title", true},
		{`order {} update_mask {paths: "title"}`, "order.titles", false},
		{`order {} update_mask {paths: "title"}`, "order", false},
		{`update_mask {paths: "title"}`, "order", true},
		{`order {} update_mask {paths: "title"}`, "update_mask", true},
		{`order {} update_mask {paths: "title"}`, "order.name", true},
		{`order {} update_mask {paths: "title"}`, "order.etag", true},
		{`order {} update_mask {paths: "card.token"}`, "order.card.number", false},
		{`order {} update_mask {paths: "card"}`, "order.card.number", true},
		{`order {} update_mask {paths: "labels.colour"}`, `order.labels["colour"]`, true},
		{`order {} update_mask {paths: "labels.colour"}`, `order.labels["color"]`, false},
		{`order {} update_mask {paths: "labels.colour"}`, `order.labels`, false},
		{"order {} update_mask {paths: \"labels.`a.b`\"}", `order.labels["a.b"]`, true},
		{"order {} update_mask {paths: \"labels.`a]\\\"b`\"}", `order.labels["a]\"b"]`, true},
		{`order {} update_mask {paths: "labels"}`, `order.labels["a.b"]`, true},
		{`order {} update_mask {paths: "*"}`, "order", true},
		{`order {title: "x"}`, "order.title", true},
		{`order {title: "x"}`, "order.discount", false},
		{`order {title: "x"}`, "order.payment", false},
		{`order {voucher: "x"}`, "order.payment", true},
		{`order {card {}}`, "order.card.number", false},
		{`order {card {token: "x"}}`, "order.card.token", true},
		{`order {patience {}}`, "order.patience", true},
		{`order {items {}}`, "order.items[0].quantity", true},
		{`order {}`, "order.items[0].quantity", false},
		{`order {labels {key: "a"}}`, `order.labels["a"]`, true},
	} {
		m := request("UpdateOrder")
		if err := prototext.Unmarshal([]byte(one.text), m); err != nil {
			t.Fatal(err)
		}
		if got := orders("UpdateOrder").Wanted(m.ProtoReflect(), one.field); got != one.want {
			t.Errorf("%s: %s is wanted: %v", one.text, one.field, got)
		}
	}
	if !orders("CreateOrder").Wanted(request("CreateOrder").ProtoReflect(), "order.title") {
		t.Error("a method that updates nothing wants all violations")
	}
}

// others is a contract with what the shop lacks: batches, maps of messages, members of oneofs, PATCH without a mask.
const others = `name: "t.proto" package: "t" syntax: "proto3"
dependency: ["google/protobuf/field_mask.proto", "google/api/field_behavior.proto", "google/api/annotations.proto"]
message_type {name: "Book"
  field {name: "name" number: 1 type: TYPE_STRING options {[google.api.field_behavior]: IDENTIFIER}}
  field {name: "title" number: 2 type: TYPE_STRING options {[google.api.field_behavior]: [REQUIRED, IMMUTABLE]}}
  field {name: "pages" number: 3 type: TYPE_MESSAGE type_name: ".t.Book.PagesEntry" label: LABEL_REPEATED}
  field {name: "a" number: 4 type: TYPE_STRING oneof_index: 0 options {[google.api.field_behavior]: REQUIRED}}
  field {name: "b" number: 5 type: TYPE_STRING oneof_index: 0 options {[google.api.field_behavior]: REQUIRED}}
  field {name: "flags" number: 6 type: TYPE_MESSAGE type_name: ".t.Book.FlagsEntry" label: LABEL_REPEATED}
  field {name: "stamp" number: 7 type: TYPE_STRING options {[google.api.field_behavior]: [REQUIRED, OUTPUT_ONLY]}}
  oneof_decl {name: "source"}
  nested_type {name: "PagesEntry" options {map_entry: true}
    field {name: "key" number: 1 type: TYPE_INT32} field {name: "value" number: 2 type: TYPE_MESSAGE type_name: ".t.Page"}}
  nested_type {name: "FlagsEntry" options {map_entry: true}
    field {name: "key" number: 1 type: TYPE_BOOL} field {name: "value" number: 2 type: TYPE_ENUM type_name: ".t.Flag"}}
}
message_type {name: "Page"
  field {name: "text" number: 1 type: TYPE_STRING options {[google.api.field_behavior]: REQUIRED}}
  field {name: "stamp" number: 2 type: TYPE_STRING options {[google.api.field_behavior]: OUTPUT_ONLY}}
}
enum_type {name: "Flag" value {name: "FLAG_UNSPECIFIED" number: 0} value {name: "FLAG_UP" number: 1}}
message_type {name: "UpdateBookRequest"
  field {name: "book" number: 1 type: TYPE_MESSAGE type_name: ".t.Book"}
  field {name: "update_mask" number: 2 type: TYPE_MESSAGE type_name: ".google.protobuf.FieldMask"}
}
message_type {name: "CreateBookRequest" field {name: "book" number: 1 type: TYPE_MESSAGE type_name: ".t.Book"}}
message_type {name: "BatchUpdateBooksRequest"
  field {name: "requests" number: 1 type: TYPE_MESSAGE type_name: ".t.UpdateBookRequest" label: LABEL_REPEATED}
  field {name: "update_mask" number: 2 type: TYPE_MESSAGE type_name: ".google.protobuf.FieldMask"}
}
message_type {name: "BatchCreateBooksRequest"
  field {name: "requests" number: 1 type: TYPE_MESSAGE type_name: ".t.CreateBookRequest" label: LABEL_REPEATED}
}
message_type {name: "Books" field {name: "books" number: 1 type: TYPE_MESSAGE type_name: ".t.Book" label: LABEL_REPEATED}}
service {name: "Library"
  method {name: "BatchUpdateBooks" input_type: ".t.BatchUpdateBooksRequest" output_type: ".t.Books"}
  method {name: "BatchCreateBooks" input_type: ".t.BatchCreateBooksRequest" output_type: ".t.Books"}
  method {name: "UpdateBook" input_type: ".t.CreateBookRequest" output_type: ".t.Book" options {[google.api.http] {patch: "/x" body: "book"}}}
  method {name: "UpdatePut" input_type: ".t.CreateBookRequest" output_type: ".t.Book" options {[google.api.http] {put: "/x" body: "book"}}}
  method {name: "ModifyBook" input_type: ".t.UpdateBookRequest" output_type: ".t.Book"}
  method {name: "Createable" input_type: ".t.CreateBookRequest" output_type: ".t.Book"}
}`

// library returns the methods of others. Unparsed has their options stay bytes, as some loaders leave them.
func library(t *testing.T, unparsed bool) protoreflect.MethodDescriptors {
	t.Helper()
	form := new(descriptorpb.FileDescriptorProto)
	if err := prototext.Unmarshal([]byte(others), form); err != nil {
		t.Fatal(err)
	}
	if unparsed {
		text, err := proto.Marshal(form)
		if err != nil {
			t.Fatal(err)
		}
		form = new(descriptorpb.FileDescriptorProto)
		if err := (proto.UnmarshalOptions{Resolver: new(protoregistry.Types)}).Unmarshal(text, form); err != nil {
			t.Fatal(err)
		}
	}
	file, err := protodesc.NewFile(form, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return file.Services().Get(0).Methods()
}

func TestOtherShapes(t *testing.T) {
	for _, one := range []struct {
		method protoreflect.Name
		text   string
		want   []string
	}{
		{"BatchUpdateBooks", `requests {book {name: "n" title: "x" a: "x"}} requests {book {title: "x"}}`, []string{"requests[1].book.name required"}},
		{"BatchUpdateBooks", `requests {book {name: "n"} update_mask {paths: "title" paths: "x"}} requests {book {name: "m"}}`,
			[]string{"requests[0].update_mask.paths[1] unknown_field", "requests[0].book.title required"}},
		{"BatchUpdateBooks", `requests {book {name: "n"}} update_mask {paths: "title" paths: "x"}`,
			[]string{"update_mask.paths[1] unknown_field", "requests[0].book.title required"}},
		{"BatchCreateBooks", `requests {book {title: "x"}}`, []string{"requests[0].book.source required"}},
		{"BatchCreateBooks", `requests {book {title: "x" b: "" pages {key: 10 value {}} pages {key: -2 value {}} pages {key: 1 value {text: "x"}}}}`,
			[]string{"requests[0].book.pages[-2].text required", "requests[0].book.pages[10].text required"}},
		{"BatchCreateBooks", `requests {book {title: "x" a: "x" flags {key: true value: 2} flags {key: false value: 3}}}`,
			[]string{"requests[0].book.flags[false] enum", "requests[0].book.flags[true] enum"}},
		{"UpdateBook", `book {name: "n"}`, nil},
		{"UpdatePut", `book {name: "n"}`, []string{"book.title required", "book.source required"}},
		{"ModifyBook", `book {} update_mask {paths: "pages.1.text" paths: "pages.x" paths: "pages.*.text" paths: "flags.true" paths: "b.c" paths: "pages.*.*"}`,
			[]string{"book.name required", "update_mask.paths[1] unknown_field", "update_mask.paths[3] unknown_field",
				"update_mask.paths[4] unknown_field", "update_mask.paths[5] unknown_field"}},
		{"Createable", `book {}`, []string{"book.title required", "book.source required"}},
	} {
		for _, unparsed := range []bool{false, true} {
			d := library(t, unparsed).ByName(one.method)
			if got := found(t, behavior.Of(d), dynamicpb.NewMessage(d.Input()), one.text); !slices.Equal(got, one.want) {
				t.Errorf("%s %s: %q, want %q", one.method, one.text, got, one.want)
			}
		}
	}
}

func TestCleanBatch(t *testing.T) {
	for method, want := range map[protoreflect.Name]string{
		"BatchCreateBooks": `requests {book {pages {key: 1 value {text: "x"}}}}`,
		"BatchUpdateBooks": `requests {book {name: "n" pages {key: 1 value {text: "x"}}}}`,
	} {
		d := library(t, true).ByName(method)
		m, wanted := dynamicpb.NewMessage(d.Input()), dynamicpb.NewMessage(d.Input())
		if err := prototext.Unmarshal([]byte(`requests {book {name: "n" stamp: "s" pages {key: 1 value {text: "x" stamp: "s"}}}}`), m); err != nil {
			t.Fatal(err)
		}
		if err := prototext.Unmarshal([]byte(want), wanted); err != nil {
			t.Fatal(err)
		}
		behavior.Of(d).Clean(m)
		if !proto.Equal(m, wanted) {
			t.Errorf("%s is cleaned to %s", method, m)
		}
	}
}

// TestCleanLeavesTheName that an update is addressed by, however it is declared.
func TestCleanLeavesTheName(t *testing.T) {
	const contract = `name: "n.proto" package: "n" syntax: "proto3" dependency: ["google/api/field_behavior.proto", "google/api/annotations.proto"]
message_type {name: "Old"
  field {name: "name" number: 1 type: TYPE_STRING options {[google.api.field_behavior]: OUTPUT_ONLY}}
  field {name: "size" number: 2 type: TYPE_STRING options {[google.api.field_behavior]: OUTPUT_ONLY}}
}
message_type {name: "New"
  field {name: "name" number: 1 type: TYPE_STRING options {[google.api.field_behavior]: [OUTPUT_ONLY, IDENTIFIER]}}
  field {name: "size" number: 2 type: TYPE_STRING options {[google.api.field_behavior]: OUTPUT_ONLY}}
}
message_type {name: "UpdateOldRequest" field {name: "old" number: 1 type: TYPE_MESSAGE type_name: ".n.Old"}}
message_type {name: "UpdateNewRequest" field {name: "new" number: 1 type: TYPE_MESSAGE type_name: ".n.New"}}
message_type {name: "CreateNewRequest" field {name: "new" number: 1 type: TYPE_MESSAGE type_name: ".n.New"}}
service {name: "S"
  method {name: "UpdateOld" input_type: ".n.UpdateOldRequest" output_type: ".n.Old" options {[google.api.http] {patch: "/{old.name=olds/*}" body: "old"}}}
  method {name: "UpdateNew" input_type: ".n.UpdateNewRequest" output_type: ".n.New"}
  method {name: "CreateNew" input_type: ".n.CreateNewRequest" output_type: ".n.New"}
}`
	methods := file(t, contract).Services().Get(0).Methods()
	for method, one := range map[protoreflect.Name][2]string{
		"UpdateOld": {`old {name: "olds/1" size: "s"}`, `old {name: "olds/1"}`},
		"UpdateNew": {`new {name: "n" size: "s"}`, `new {name: "n"}`},
		"CreateNew": {`new {name: "n" size: "s"}`, `new {}`},
	} {
		d := methods.ByName(method)
		m, wanted := dynamicpb.NewMessage(d.Input()), dynamicpb.NewMessage(d.Input())
		for text, into := range map[string]proto.Message{one[0]: m, one[1]: wanted} {
			if err := prototext.Unmarshal([]byte(text), into); err != nil {
				t.Fatal(err)
			}
		}
		plan := behavior.Of(d)
		plan.Clean(m)
		if !proto.Equal(m, wanted) {
			t.Errorf("%s is cleaned to %s", method, m)
		}
		plan.Check(m, func(field, code, _ string) { t.Errorf("%s: %s %s", method, field, code) })
	}
}

// file returns the file that a text describes.
func file(t *testing.T, text string) protoreflect.FileDescriptor {
	t.Helper()
	form := new(descriptorpb.FileDescriptorProto)
	if err := prototext.Unmarshal([]byte(text), form); err != nil {
		t.Fatal(err)
	}
	file, err := protodesc.NewFile(form, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestCost holds what a good request costs.
func TestCost(t *testing.T) {
	m := &shop.UpdateOrderRequest{}
	if err := prototext.Unmarshal([]byte(`order {name: "n" title: "x" card {token: "x"} priority: PRIORITY_LOW} update_mask {paths: "title" paths: "card.token"}`), m); err != nil {
		t.Fatal(err)
	}
	for method, one := range map[protoreflect.Name]struct {
		m    proto.Message
		most float64
	}{
		"UpdateOrder": {m, 0},
		"CreateOrder": {&shop.CreateOrderRequest{Parent: "c", Order: &shop.Order{Title: "x", Items: []*shop.Item{{Sku: "abc"}, {Sku: "abc"}}}}, 1},
		"Chat":        {&shop.ChatMessage{Text: "x"}, 0},
	} {
		plan, r := orders(method), one.m.ProtoReflect()
		add := func(field, code, description string) { t.Error(field, code, description) }
		if n := testing.AllocsPerRun(100, func() {
			plan.Clean(r)
			plan.Check(r, add)
		}); n > one.most {
			t.Errorf("%s costs %v allocations, want %v", method, n, one.most)
		}
	}
}
