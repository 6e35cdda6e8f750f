package rest_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
)

// contract is a small .proto: messages by name with their fields ("int64 revision"), and methods with their requests and
// rules, each "Method Request" or "Method Request Answer".
type contract struct {
	messages map[string][]string
	methods  map[string]string // to the rule, in text format
}

// scalars are the types that the examples use.
var scalars = map[string]descriptorpb.FieldDescriptorProto_Type{
	"string": descriptorpb.FieldDescriptorProto_TYPE_STRING, "bool": descriptorpb.FieldDescriptorProto_TYPE_BOOL, "bytes": descriptorpb.FieldDescriptorProto_TYPE_BYTES,
	"float": descriptorpb.FieldDescriptorProto_TYPE_FLOAT, "double": descriptorpb.FieldDescriptorProto_TYPE_DOUBLE,
	"int32": descriptorpb.FieldDescriptorProto_TYPE_INT32, "int64": descriptorpb.FieldDescriptorProto_TYPE_INT64,
	"uint32": descriptorpb.FieldDescriptorProto_TYPE_UINT32, "uint64": descriptorpb.FieldDescriptorProto_TYPE_UINT64,
	"sint32": descriptorpb.FieldDescriptorProto_TYPE_SINT32, "sint64": descriptorpb.FieldDescriptorProto_TYPE_SINT64,
	"fixed32": descriptorpb.FieldDescriptorProto_TYPE_FIXED32, "fixed64": descriptorpb.FieldDescriptorProto_TYPE_FIXED64,
	"sfixed32": descriptorpb.FieldDescriptorProto_TYPE_SFIXED32, "sfixed64": descriptorpb.FieldDescriptorProto_TYPE_SFIXED64,
}

// file builds the descriptors.
func (c contract) file(t *testing.T) protoreflect.FileDescriptor {
	t.Helper()
	file := &descriptorpb.FileDescriptorProto{
		Name: proto.String("example.proto"), Package: proto.String("example"), Syntax: proto.String("proto3"),
		Dependency: []string{"google/api/annotations.proto", "google/protobuf/field_mask.proto", "google/protobuf/empty.proto"},
		EnumType: []*descriptorpb.EnumDescriptorProto{{Name: proto.String("Numeric"), Value: []*descriptorpb.EnumValueDescriptorProto{
			{Name: proto.String("ZERO"), Number: proto.Int32(0)}, {Name: proto.String("ONE"), Number: proto.Int32(1)}}}},
	}
	for name, fields := range c.messages {
		m := &descriptorpb.DescriptorProto{Name: proto.String(name)}
		for i, text := range fields {
			label := descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL
			if rest, ok := strings.CutPrefix(text, "repeated "); ok {
				text, label = rest, descriptorpb.FieldDescriptorProto_LABEL_REPEATED
			}
			kind, field, _ := strings.Cut(text, " ")
			f := &descriptorpb.FieldDescriptorProto{Name: proto.String(field), Number: proto.Int32(int32(i + 1)), Label: label.Enum()}
			switch scalar, ok := scalars[kind]; {
			case ok:
				f.Type = scalar.Enum()
			case kind == "Numeric":
				f.Type, f.TypeName = descriptorpb.FieldDescriptorProto_TYPE_ENUM.Enum(), proto.String(".example.Numeric")
			case kind == "FieldMask":
				f.Type, f.TypeName = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), proto.String(".google.protobuf.FieldMask")
			case kind == "map": // of strings
				entry := strings.ToUpper(field[:1]) + field[1:] + "Entry"
				f.Type, f.TypeName, f.Label = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), proto.String(".example."+name+"."+entry), descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
				m.NestedType = append(m.NestedType, &descriptorpb.DescriptorProto{Name: &entry, Options: &descriptorpb.MessageOptions{MapEntry: proto.Bool(true)}, Field: []*descriptorpb.FieldDescriptorProto{
					{Name: proto.String("key"), Number: proto.Int32(1), Label: label.Enum(), Type: scalars["string"].Enum()},
					{Name: proto.String("value"), Number: proto.Int32(2), Label: label.Enum(), Type: scalars["string"].Enum()}}})
			default:
				f.Type, f.TypeName = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), proto.String(".example."+kind)
			}
			m.Field = append(m.Field, f)
		}
		file.MessageType = append(file.MessageType, m)
	}
	service := &descriptorpb.ServiceDescriptorProto{Name: proto.String("S")}
	for signature, text := range c.methods {
		name, types, _ := strings.Cut(signature, " ")
		in, out, given := strings.Cut(types, " ")
		if out = ".example." + out; !given {
			out = ".google.protobuf.Empty"
		}
		rule := &annotations.HttpRule{}
		if err := prototext.Unmarshal([]byte(text), rule); err != nil {
			t.Fatal(err)
		}
		o := &descriptorpb.MethodOptions{}
		proto.SetExtension(o, annotations.E_Http, rule)
		service.Method = append(service.Method, &descriptorpb.MethodDescriptorProto{Name: &name, InputType: proto.String(".example." + in), OutputType: &out, Options: o})
	}
	file.Service = append(file.Service, service)
	built, err := protodesc.NewFile(file, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

// handler serves the contract; got sees each request, which is answered with nothing.
func (c contract) handler(t *testing.T, got func(method, request string)) (http.Handler, error) {
	t.Helper()
	file := c.file(t)
	files := &protoregistry.Files{}
	if err := files.RegisterFile(file); err != nil {
		t.Fatal(err)
	}
	server := edge.New(edge.Options{Files: files, Types: dynamicpb.NewTypes(files), Logger: slog.New(slog.DiscardHandler)})
	d := file.Services().Get(0)
	desc := &grpc.ServiceDesc{ServiceName: string(d.FullName()), HandlerType: (*any)(nil), Metadata: "example.proto"}
	for i := range d.Methods().Len() {
		m := d.Methods().Get(i)
		desc.Methods = append(desc.Methods, grpc.MethodDesc{MethodName: string(m.Name()), Handler: func(srv any, ctx context.Context, dec func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
			in := dynamicpb.NewMessage(m.Input())
			if err := dec(in); err != nil {
				return nil, err
			}
			return interceptor(ctx, in, &grpc.UnaryServerInfo{Server: srv}, func(_ context.Context, in any) (any, error) {
				got(string(m.Name()), text(in.(proto.Message)))
				return dynamicpb.NewMessage(m.Output()), nil
			})
		}})
	}
	server.RegisterService(desc, struct{}{})
	return rest.New(server, rest.Options{})
}

// expectation is a request, and the message that its documentation says it becomes.
type expectation struct{ request, body, want string }

func (c contract) check(t *testing.T, all []expectation) {
	t.Helper()
	var got string
	h, err := c.handler(t, func(method, request string) { got = method + " " + request })
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	defer s.Close()
	for _, e := range all {
		method, target, _ := strings.Cut(e.request, " ")
		got = ""
		answer := ask(t, s, method, target, e.body)
		if got = strings.TrimSpace(got); got != e.want {
			t.Errorf("%s %s\n got %s %s\nwant %s", e.request, e.body, got, answer.body, e.want)
		}
	}
}

// The examples in the comments of google/api/http.proto, in their order.
func TestExamplesOfHTTPProto(t *testing.T) {
	message := []string{"string message_id", "string text"}
	for name, c := range map[string]struct {
		contract
		expected []expectation
	}{
		"a variable": {contract{map[string][]string{"R": {"string name"}}, map[string]string{"GetMessage R": `get: "/v1/{name=messages/*}"`}},
			[]expectation{{"GET /v1/messages/123456", "", `GetMessage name:"messages/123456"`}}},
		"the query": {contract{map[string][]string{"R": {"string message_id", "int64 revision", "Sub sub"}, "Sub": {"string subfield"}}, map[string]string{"GetMessage R": `get: "/v1/messages/{message_id}"`}},
			[]expectation{
				{"GET /v1/messages/123456?revision=2&sub.subfield=foo", "", `GetMessage message_id:"123456" revision:2 sub:{subfield:"foo"}`},
				{"GET /v1/messages/123456?message_id=7", "", ""},
			}},
		"a body of one field": {contract{map[string][]string{"R": {"string message_id", "M message"}, "M": message}, map[string]string{"UpdateMessage R": `patch: "/v1/messages/{message_id}" body: "message"`}},
			[]expectation{{"PATCH /v1/messages/123456", `{ "text": "Hi!" }`, `UpdateMessage message_id:"123456" message:{text:"Hi!"}`}}},
		"a body of the rest": {contract{map[string][]string{"M": message}, map[string]string{"UpdateMessage M": `patch: "/v1/messages/{message_id}" body: "*"`}},
			[]expectation{
				{"PATCH /v1/messages/123456", `{ "text": "Hi!" }`, `UpdateMessage message_id:"123456" text:"Hi!"`},
				{"PATCH /v1/messages/123456?text=x", `{}`, ""},
			}},
		"additional bindings": {contract{map[string][]string{"R": {"string message_id", "string user_id"}}, map[string]string{"GetMessage R": `get: "/v1/messages/{message_id}" additional_bindings { get: "/v1/users/{user_id}/messages/{message_id}" }`}},
			[]expectation{
				{"GET /v1/messages/123456", "", `GetMessage message_id:"123456"`},
				{"GET /v1/users/me/messages/123456", "", `GetMessage message_id:"123456" user_id:"me"`},
				{"GET /v1/messages/123456?userId=me", "", `GetMessage message_id:"123456" user_id:"me"`},
			}},
		"a field of a message": {contract{map[string][]string{"R": {"string message_id", "Sub sub"}, "Sub": {"string subfield"}}, map[string]string{"GetMessage R": `get: "/v1/messages/{message_id}/{sub.subfield}"`}},
			[]expectation{{"GET /v1/messages/1/2", "", `GetMessage message_id:"1" sub:{subfield:"2"}`}}},
		"the grammar": {contract{map[string][]string{"R": {"string a", "string b"}}, map[string]string{
			"Wild R":   `get: "/v1/*/x/{a=**}:verb"`,
			"Any R":    `custom { kind: "*" path: "/any/{a}" } additional_bindings { get: "/any/{b}" }`,
			"Head R":   `custom { kind: "HEAD" path: "/head/{a=y/*}" }`,
			"Whole R":  `get: "/{a=**}"`,
			"Escape R": `get: "/e%20f/{a}"`,
			"Purge R":  `custom { kind: "purge" path: "/purge/{a}" }`,
		}}, []expectation{
			{"GET /v1/q/x/1/2:verb", "", `Wild a:"1/2"`},
			{"GET /v1/q/x:verb", "", `Whole a:"v1/q/x:verb"`},
			{"GET /any/1", "", `Any b:"1"`}, {"POST /any/1", "", `Any a:"1"`}, {"PROPFIND /any/1", "", `Any a:"1"`}, {"HEAD /any/1", "", `Any a:"1"`},
			{"HEAD /head/y/1", "", `Head a:"y/1"`}, {"GET /head/y/1", "", `Whole a:"head/y/1"`},
			{"purge /purge/1", "", `Purge a:"1"`}, {"PURGE /purge/1", "", ""},
			{"GET /", "", "Whole"}, {"GET /e%20f/1", "", `Escape a:"1"`},
		}},
	} {
		t.Run(name, func(t *testing.T) { c.check(t, c.expected) })
	}
}

// AIP-127's examples: a body and a query beside the path, and bindings under several parents.
func TestExamplesOfAIP127(t *testing.T) {
	contract{
		map[string][]string{"Book": {"string name", "string title"}, "CreateBookRequest": {"string parent", "Book book", "string book_id"}, "UpdateBookRequest": {"Book book", "FieldMask update_mask"}},
		map[string]string{
			"CreateBook CreateBookRequest Book": `post: "/v1/{parent=publishers/*}/books" body: "book"
				additional_bindings { post: "/v1/{parent=authors/*}/books" body: "book" } additional_bindings { post: "/v1/books" body: "book" }`,
			"UpdateBook UpdateBookRequest Book": `patch: "/v1/{book.name=publishers/*/books/*}" body: "book"`,
		},
	}.check(t, []expectation{
		{"POST /v1/publishers/7/books?bookId=foo", `{"title":"x"}`, `CreateBook parent:"publishers/7" book:{title:"x"} book_id:"foo"`},
		{"POST /v1/publishers/7/books?book_id=foo", `{"title":"x"}`, `CreateBook parent:"publishers/7" book:{title:"x"} book_id:"foo"`},
		{"POST /v1/authors/7/books", `{"title":"x"}`, `CreateBook parent:"authors/7" book:{title:"x"}`},
		{"POST /v1/books?parent=p", `{"title":"x"}`, `CreateBook parent:"p" book:{title:"x"}`},
		{"PATCH /v1/publishers/7/books/8?updateMask=title", `{"title":"x"}`, `UpdateBook book:{name:"publishers/7/books/8" title:"x"} update_mask:{paths:"title"}`},
	})
}

// The annotations of grpc-gateway's a_bit_of_everything.proto.
func TestExamplesOfGateway(t *testing.T) {
	everything := []string{"float float_value", "double double_value", "int64 int64_value", "uint64 uint64_value", "int32 int32_value", "fixed64 fixed64_value",
		"fixed32 fixed32_value", "bool bool_value", "string string_value", "uint32 uint32_value", "sfixed32 sfixed32_value", "sfixed64 sfixed64_value", "sint32 sint32_value",
		"sint64 sint64_value", "string nonConventionalNameValue", "Numeric enum_value", "Nested single_nested", "string uuid", "repeated Numeric repeated_enum_value", "bytes bytes_value"}
	contract{
		map[string][]string{"Everything": everything, "Nested": {"string name", "uint32 amount", "bool ok"}, "UpdateV2Request": {"Everything abe", "FieldMask update_mask"},
			"Id": {"string uuid"}, "Text": {"string value"}, "Body": {"string name"}, "WithBody": {"string id", "Body data"}, "Enum": {"Numeric value"}},
		map[string]string{
			"Create Everything":     `post: "/v1/example/a_bit_of_everything/{float_value}/{double_value}/{int64_value}/separator/{uint64_value}/{int32_value}/{fixed64_value}/{fixed32_value}/{bool_value}/{string_value=strprefix/*}/{uint32_value}/{sfixed32_value}/{sfixed64_value}/{sint32_value}/{sint64_value}/{nonConventionalNameValue}/{enum_value}"`,
			"CreateBody Everything": `post: "/v1/example/a_bit_of_everything" body: "*"`,
			"Lookup Id":             `get: "/v1/example/a_bit_of_everything/{uuid}"`,
			"Update Everything":     `put: "/v1/example/a_bit_of_everything/{uuid}" body: "*"`,
			"UpdateV2 UpdateV2Request": `put: "/v2/example/a_bit_of_everything/{abe.uuid}" body: "abe"
				additional_bindings: [ { patch: "/v2/example/a_bit_of_everything/{abe.uuid}" body: "abe" }, { patch: "/v2a/example/a_bit_of_everything/{abe.uuid}" body: "*" } ]`,
			"Delete Id":                       `delete: "/v1/example/a_bit_of_everything/{uuid}"`,
			"GetQuery Everything":             `get: "/v1/example/a_bit_of_everything/query/{uuid}"`,
			"Echo Text":                       `get: "/v1/example/a_bit_of_everything/echo/{value}" additional_bindings { post: "/v2/example/echo" body: "value" } additional_bindings { get: "/v2/example/echo" }`,
			"DeepPathEcho Everything":         `post: "/v1/example/deep_path/{single_nested.name}" body: "*"`,
			"GetMessageWithBody WithBody":     `post: "/v2/example/withbody/{id}" body: "data"`,
			"PostWithEmptyBody Body":          `post: "/v2/example/postwithemptybody/{name}" body: "*"`,
			"CheckGetQueryParams Everything":  `get: "/v1/example/a_bit_of_everything/params/get/{single_nested.name}"`,
			"CheckPostQueryParams Everything": `post: "/v1/example/a_bit_of_everything/params/post/{string_value}" body: "single_nested"`,
			"CheckExternalPathEnum Enum":      `get: "/v2/{value}:check"`,
		},
	}.check(t, []expectation{
		{"POST /v1/example/a_bit_of_everything/1.5/2.5/4294967296/separator/9223372036854775807/-2147483648/9223372036854775807/4294967295/true/strprefix/foo/4294967295/2147483647/-4611686018427387904/2147483647/4611686018427387903/camelCase/ONE", "",
			`Create float_value:1.5 double_value:2.5 int64_value:4294967296 uint64_value:9223372036854775807 int32_value:-2147483648 fixed64_value:9223372036854775807 fixed32_value:4294967295 bool_value:true string_value:"strprefix/foo" uint32_value:4294967295 sfixed32_value:2147483647 sfixed64_value:-4611686018427387904 sint32_value:2147483647 sint64_value:4611686018427387903 nonConventionalNameValue:"camelCase" enum_value:ONE`},
		{"POST /v1/example/a_bit_of_everything", `{"int64Value":"5","singleNested":{"name":"n"},"enumValue":1,"bytes_value":"YQ=="}`, `CreateBody int64_value:5 enum_value:ONE single_nested:{name:"n"} bytes_value:"a"`},
		{"GET /v1/example/a_bit_of_everything/7", "", `Lookup uuid:"7"`},
		{"PUT /v1/example/a_bit_of_everything/7", `{"boolValue":true}`, `Update bool_value:true uuid:"7"`},
		{"PUT /v2/example/a_bit_of_everything/7", `{"boolValue":true}`, `UpdateV2 abe:{bool_value:true uuid:"7"}`},
		{"PATCH /v2/example/a_bit_of_everything/1", `{"stringValue": "strprefix/foo"}`, `UpdateV2 abe:{string_value:"strprefix/foo" uuid:"1"}`},
		{"PATCH /v2a/example/a_bit_of_everything/1", `{"abe":{"singleNested":{"amount":457},"stringValue":"x"},"updateMask":"singleNested"}`, `UpdateV2 abe:{string_value:"x" single_nested:{amount:457} uuid:"1"} update_mask:{paths:"single_nested"}`},
		{"DELETE /v1/example/a_bit_of_everything/7", "", `Delete uuid:"7"`},
		{"GET /v1/example/a_bit_of_everything/query/7?single_nested.name=foo&repeatedEnumValue=ONE&repeated_enum_value=0", "", ""},
		{"GET /v1/example/a_bit_of_everything/query/7?single_nested.name=foo&repeatedEnumValue=ONE&repeatedEnumValue=0&floatValue=1e3", "", `GetQuery float_value:1000 single_nested:{name:"foo"} uuid:"7" repeated_enum_value:ONE repeated_enum_value:ZERO`},
		{"GET /v1/example/a_bit_of_everything/echo/hello", "", `Echo value:"hello"`},
		{"POST /v2/example/echo", `"hello"`, `Echo value:"hello"`},
		{"GET /v2/example/echo?value=hello", "", `Echo value:"hello"`},
		{"POST /v1/example/deep_path/n", `{"singleNested":{"amount":5}}`, `DeepPathEcho single_nested:{name:"n" amount:5}`},
		{"POST /v2/example/withbody/7", `{"name":"n"}`, `GetMessageWithBody id:"7" data:{name:"n"}`},
		{"POST /v2/example/postwithemptybody/n", "", `PostWithEmptyBody name:"n"`},
		{"GET /v1/example/a_bit_of_everything/params/get/n?single_nested.amount=5", "", `CheckGetQueryParams single_nested:{name:"n" amount:5}`},
		{"POST /v1/example/a_bit_of_everything/params/post/s?uuid=7", `{"name":"n"}`, `CheckPostQueryParams string_value:"s" single_nested:{name:"n"} uuid:"7"`},
		{"GET /v2/ONE:check", "", `CheckExternalPathEnum value:ONE`},
		{"GET /v2/1:check", "", `CheckExternalPathEnum value:ONE`},
		{"GET /v2/TWO:check", "", ""},
	})
}

// What no query can hold is refused rather than lost; what nothing declares is ignored.
func TestQueryOfWhatItCantHold(t *testing.T) {
	h, err := contract{
		map[string][]string{"R": {"map labels", "repeated R list", "R inner", "string name"}}, map[string]string{"A R": `get: "/a"`},
	}.handler(t, func(string, string) {})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	defer s.Close()
	for query, want := range map[string]string{
		"labels.x=y": "query labels type", "labels=y": "query labels type", "labels[x]=y": "", "list.name=x": "query list type", "list=x": "query list type",
		"inner=x": "query inner type", "inner.labels.x=y": "query inner.labels type", "inner.inner.name=x": "", "inner.none=x": "", "none.name=x": "", "name.x=y": "", "name=x&labels.x=y": "query labels type",
	} {
		got := ask(t, s, "GET", "/a?"+query, "")
		if want == "" && got.status != 200 || want != "" && (got.status != 400 || got.broken(t) != want) {
			t.Errorf("%s: %d %s", query, got.status, got.body)
		}
	}
}

// What can't be served is refused at the start, with the methods and their bindings.
func TestRefusedBindings(t *testing.T) {
	fields := map[string][]string{"R": {"string name", "string id", "repeated string names", "R inner"}}
	for _, c := range []struct {
		methods map[string]string
		want    string
	}{
		{map[string]string{"A R": `get: "/v1/{name}"`, "B R": `get: "/v1/{id}"`}, "rest: GET /v1/{name} of /example.S/A and GET /v1/{id} of /example.S/B match the same requests, and neither is more specific"},
		{map[string]string{"A R": `get: "/v1/{nam}"`}, "rest: the binding GET /v1/{nam} of /example.S/A: the variable nam names no field: example.R has none called nam"},
		{map[string]string{"A R": `get: "/v1/{names}"`}, "rest: the binding GET /v1/{names} of /example.S/A: the variable names is repeated"},
		{map[string]string{"A R": `get: "/v1/{inner}"`}, "rest: the binding GET /v1/{inner} of /example.S/A: the variable inner is a message"},
		{map[string]string{"A R": `get: "/v1/{name.x}"`}, "rest: the binding GET /v1/{name.x} of /example.S/A: the variable name.x names no field: name is no message"},
		{map[string]string{"A R": `post: "/v1" body: "x"`}, "rest: the binding POST /v1 of /example.S/A: body names no field: example.R has none called x"},
		{map[string]string{"A R": `get: "/v1" response_body: "x"`}, "rest: the binding GET /v1 of /example.S/A: response_body names no field: google.protobuf.Empty has none called x"},
		{map[string]string{"A R": `body: "*"`}, "rest: the binding of /example.S/A: the rule names no HTTP method"},
		{map[string]string{"A R": `get: "/v1/{name}.json"`}, "rest: the binding GET /v1/{name}.json of /example.S/A: text beside a variable can only be a verb, which begins with a colon"},
		{map[string]string{"A R": `get: "/v1/x{name}"`}, "rest: the binding GET /v1/x{name} of /example.S/A: text beside a variable can only be a verb, which begins with a colon"},
		{map[string]string{"A R": `delete: "/v1/{name}" body: "*"`}, "rest: the binding DELETE /v1/{name} of /example.S/A: the body of DELETE has no meaning in HTTP"},
		{map[string]string{"A R": `get: "/v1" additional_bindings { get: "/v2" additional_bindings { get: "/v3" } }`}, "rest: the binding GET /v2 of /example.S/A: a binding within additional_bindings has additional_bindings itself"},
		{map[string]string{"A R": `get: "/v1/{name"`}, `rest: path template "/v1/{name": a { has no }`},
		{map[string]string{"A R": `get: "/v1/{nam}"`, "B R": `get: "/v1/{nom}"`}, "rest: the binding GET /v1/{nam} of /example.S/A: the variable nam names no field: example.R has none called nam\nrest: the binding GET /v1/{nom} of /example.S/B: the variable nom names no field: example.R has none called nom"},
		{map[string]string{"A R": `get: "/v1/{name}" additional_bindings { get: "/v1/{name}" }`}, ""},
	} {
		_, err := contract{fields, c.methods}.handler(t, nil)
		if got := told(err); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}

func told(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
