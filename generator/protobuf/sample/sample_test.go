package sample

import (
	"context"
	"strings"
	"testing"
	"time"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/bufbuild/protocompile"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/genproto/googleapis/api/visibility"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// parsed links a file whose imports this program knows.
func parsed(t *testing.T, text string) protoreflect.FileDescriptor {
	t.Helper()
	compiler := protocompile.Compiler{Resolver: protocompile.CompositeResolver{
		&protocompile.SourceResolver{Accessor: protocompile.SourceAccessorFromMap(map[string]string{"p.proto": text})},
		protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
			found, err := protoregistry.GlobalFiles.FindFileByPath(path)
			return protocompile.SearchResult{Desc: found}, err
		}),
	}}
	files, err := compiler.Compile(context.Background(), "p.proto")
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := proto.Marshal(protodesc.ToFileDescriptorProto(files[0]))
	if err != nil {
		t.Fatal(err)
	}
	fresh := new(descriptorpb.FileDescriptorProto) // whose options have the types of this program
	if err := proto.Unmarshal(bytes, fresh); err != nil {
		t.Fatal(err)
	}
	f, err := protodesc.NewFile(fresh, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func maker(t *testing.T, f protoreflect.FileDescriptor) *Maker {
	t.Helper()
	files := new(protoregistry.Files)
	if err := files.RegisterFile(f); err != nil {
		t.Fatal(err)
	}
	return New(files)
}

const head = `syntax = "proto3";
package p;
import "buf/validate/validate.proto";
import "google/api/annotations.proto";
import "google/api/field_behavior.proto";
import "google/api/resource.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/any.proto";
`

// TestImpossible says which field is in the way of what nothing is allowed of, and doesn't take long to.
func TestImpossible(t *testing.T) {
	for _, c := range []struct{ fields, about string }{
		{`M m = 1 [(buf.validate.field).required = true];`, "p.M: it demands another message of its own kind"},
		{`string s = 1 [(buf.validate.field).string = {min_len: 5 max_len: 4}];`, "p.M.s: no value"},
		{`string s = 1 [(buf.validate.field).string = {pattern: "^a$" min_len: 2}];`, "p.M.s: no value"},
		{`int32 n = 1 [(buf.validate.field).int32 = {in: [1] not_in: [1]}];`, "p.M.n: no value"},
		{`int32 n = 1 [(buf.validate.field) = {required: true int32: {const: 0}}];`, "p.M.n: no value"},
		{`repeated bool b = 1 [(buf.validate.field).repeated = {min_items: 1000000}];`, "p.M.b: more items"},
		{`map<bool, string> m = 1 [(buf.validate.field).map.min_pairs = 3];`, "p.M.m: not enough keys"},
		{`google.protobuf.Timestamp t = 1 [(buf.validate.field) = {required: true timestamp: {within: {seconds: 1}}}];`, "p.M.t: no value"},
		{`oneof o { option (buf.validate.oneof).required = true; M a = 1; } M b = 2 [(google.api.field_behavior) = REQUIRED]; M c = 3 [(google.api.field_behavior) = REQUIRED];`, "p.M: it demands"},
	} {
		f := parsed(t, head+"message M { "+c.fields+" }")
		start := time.Now()
		_, err := maker(t, f).Message(f.Messages().ByName("M"))
		if err == nil || !strings.HasPrefix(err.Error(), c.about) {
			t.Errorf("%s: %v", c.fields, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: it took %s", c.fields, took)
		}
	}
}

// TestRequest makes what routes, and leaves out what is not the caller's to say.
func TestRequest(t *testing.T) {
	f := parsed(t, head+`
service S {
  rpc CreateBook(CreateBookRequest) returns (Book) { option (google.api.http) = { post: "/v1/{parent=shelves/*}/books" body: "book" }; }
  rpc UpdateBook(UpdateBookRequest) returns (Book) { option (google.api.http) = { patch: "/v1/{book.name=shelves/*/books/**}" body: "book" }; }
  rpc FindBook(FindBookRequest) returns (Book) { option (google.api.http) = { get: "/v1/{isbn}/{edition}" }; }
}
message CreateBookRequest { string parent = 1; Book book = 2 [(google.api.field_behavior) = REQUIRED]; map<string, string> hints = 3; string page_token = 4; }
message UpdateBookRequest { Book book = 1; google.protobuf.Any why = 2; }
message FindBookRequest {
  string isbn = 1 [(buf.validate.field).string = {pattern: "^[0-9]{3}$"}];
  int32 edition = 2 [(buf.validate.field).int32 = {gte: 3 lt: 4}];
  map<string, string> hints = 3;
}
message Book {
  option (google.api.resource) = { type: "p/Book" pattern: "shelves/{shelf}/books/{book}" };
  string name = 1 [(google.api.field_behavior) = IDENTIFIER];
  string title = 2;
  string state = 3 [(google.api.field_behavior) = OUTPUT_ONLY];
  string secret = 4 [(google.api.field_behavior) = INPUT_ONLY];
  string next_page_token = 5;
}`)
	m := maker(t, f)
	for name, want := range map[protoreflect.Name]string{
		"CreateBook": `{"parent":"shelves/shelve-1","book":{"title":"alpha","secret":"alpha"}}`,
		"UpdateBook": `{"book":{"name":"shelves/shelf-1/books/book-1","title":"alpha","secret":"alpha"}}`,
		"FindBook":   `{"isbn":"000","edition":3}`,
	} {
		method := f.Services().Get(0).Methods().ByName(name)
		for range 2 { // the same each time
			made, err := m.Request(method)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := m.JSON(made); got != want {
				t.Errorf("%s: %s instead of %s (%v)", name, got, want, err)
			}
		}
	}
	made, err := m.Answer(f.Messages().ByName("Book"))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := m.JSON(made); got != `{"name":"shelves/shelf-1/books/book-1","title":"alpha","state":"alpha"}` {
		t.Errorf("the answer is %s", got)
	}
}

// TestInternal has samples hold what only insiders may see, however much else there is.
func TestInternal(t *testing.T) {
	f := parsed(t, `syntax = "proto3";
package p;
import "google/protobuf/descriptor.proto";
import "google/api/visibility.proto";
message FieldPolicy { string pii = 1; string tier = 2; }
message EnumPolicy { string tier = 1; }
extend google.protobuf.FieldOptions { FieldPolicy field = 62796157; }
extend google.protobuf.EnumOptions { EnumPolicy enum = 62796157; }
enum Kind { option (enum).tier = "internal"; KIND_UNSPECIFIED = 0; KIND_ONE = 1; }
message M {
  string a01 = 1; string a02 = 2; string a03 = 3; string a04 = 4; string a05 = 5; string a06 = 6; string a07 = 7;
  string a08 = 8; string a09 = 9; string a10 = 10; string a11 = 11; string a12 = 12; string a13 = 13;
  string marked = 20 [(field).tier = "internal"];
  string seen = 21 [(google.api.field_visibility).restriction = "TRUSTED, INTERNAL"];
  Kind kind = 22;
  string open = 23 [(field).tier = "public", (google.api.field_visibility).restriction = "INTERNAL"];
  Kind shown = 24 [(field).tier = "public"];
  string personal = 25 [(field).pii = "contact"];
}
`)
	made, err := maker(t, f).Answer(f.Messages().ByName("M"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[protoreflect.Name]bool{"a12": true, "a13": false, "marked": true, "seen": true, "kind": true, "open": false, "shown": false, "personal": false} {
		if got := made.Has(f.Messages().ByName("M").Fields().ByName(name)); got != want {
			t.Errorf("%s is there: %v", name, got)
		}
	}
}
