package proto

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
)

func TestHTTPBindings(t *testing.T) {
	l := clean(t, `syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
message M { string name = 1; }
service S {
  rpc Literal(M) returns (M) {
    option (google.api.http) = {
      post: "/v1/{name=shops/*}:close"
      body: "*"
      response_body: "name"
      additional_bindings { get: '/v1/one' }
      additional_bindings: [{ delete: "/v1/" "two" }, < custom { kind: "HEAD" path: "/v1/three" } >]
    };
  }
  rpc Parts(M) returns (M) {
    option (google.api.http).put = "/v1/parts";
    option (google.api.http).body = "name";
  }
  rpc Relative(M) returns (M) { option (.google.api.http) = {patch: "/v1/\x41"}; }
  rpc None(M) returns (M);
}
`)
	http := l.operation("shop.v1.S.Literal").HTTP
	var got []string
	for _, b := range http {
		got = append(got, b.Method+" "+b.Path.Raw+" "+b.Body+" "+b.ResponseBody+" @"+b.Path.Span.Text())
	}
	want := []string{
		"POST /v1/{name=shops/*}:close * name @/v1/{name=shops/*}:close",
		"GET /v1/one   @/v1/one", `DELETE /v1/two   @"/v1/" "two"`, "HEAD /v1/three   @/v1/three",
	}
	if !slices.Equal(got, want) {
		t.Errorf("bindings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	equal(t, "verb's place", http[0].Path.Parts[len(http[0].Path.Parts)-1].Span.Text(), "close")
	equal(t, "method's place", http[1].MethodSpan.Text(), "get")
	equal(t, "custom method's place", http[3].MethodSpan.Text(), "HEAD")
	equal(t, "rule's place", http[1].Span.Text(), "{ get: '/v1/one' }")
	parts := l.operation("shop.v1.S.Parts").HTTP
	equal(t, "method in parts", parts[0].Method+" "+parts[0].Path.Raw+" "+parts[0].Body, "PUT /v1/parts name")
	equal(t, "rule in parts", parts[0].Span.Text(), `option (google.api.http).put = "/v1/parts";`)
	equal(t, "escaped path", l.operation("shop.v1.S.Relative").HTTP[0].Path.Raw, "/v1/A")
	equal(t, "no binding", len(l.operation("shop.v1.S.None").HTTP), 0)
}

func TestOperationAnnotations(t *testing.T) {
	l := clean(t, `syntax = "proto3";
package shop.v1;
import "google/api/client.proto";
import "google/api/visibility.proto";
import "google/longrunning/operations.proto";
message M { string name = 1; }
service S {
  option (google.api.default_host) = "shop.example.com";
  option (google.api.oauth_scopes) = "https://a, https://b";
  option deprecated = true;
  // Does it.
  //
  // Deprecated: it is
  // too slow.
  //
  // Really.
  rpc Do(stream M) returns (stream google.longrunning.Operation) {
    option deprecated = true;
    option idempotency_level = IDEMPOTENT;
    option (google.api.method_signature) = "name, M.x";
    option (google.api.method_signature) = "";
    option (google.api.method_visibility).restriction = "PREVIEW,INTERNAL";
    option (google.longrunning.operation_info) = { response_type: "M" metadata_type: "google.protobuf.Empty" };
  }
  rpc Read(M) returns (M) { option idempotency_level = NO_SIDE_EFFECTS; option (google.longrunning.operation_info) = {response_type: "Gone"}; }
}
`)
	s := l.services["shop.v1.S"]
	equal(t, "host", s.Hosts[0], "shop.example.com")
	equal(t, "scopes", strings.Join(s.Scopes, "|"), "https://a|https://b")
	equal(t, "service deprecated", s.Deprecated.Span.Text(), "option deprecated = true;")
	do := l.operation("shop.v1.S.Do")
	equal(t, "streaming", do.Streaming, spec.ClientStreaming|spec.ServerStreaming)
	equal(t, "reason", do.Deprecated.Reason, "it is too slow.")
	equal(t, "idempotency", do.Idempotency, spec.Idempotent)
	equal(t, "idempotency", l.operation("shop.v1.S.Read").Idempotency, spec.NoSideEffects)
	equal(t, "signature", strings.Join(do.Signatures[0].Fields, "|"), "name|M.x")
	equal(t, "empty signature", len(do.Signatures[1].Fields), 0)
	equal(t, "visibility", do.Visibility, "PREVIEW,INTERNAL")
	equal(t, "tier", do.Policy.Tier, "internal")
	equal(t, "response", do.LongRunning.Response, l.typ("shop.v1.M"))
	equal(t, "metadata", do.LongRunning.Metadata.ID(), "google.protobuf.Empty")
	equal(t, "unresolved response", l.operation("shop.v1.S.Read").LongRunning.Response == nil, true)
	equal(t, "request", do.Request.NameSpan.Text(), "M")
	equal(t, "response type", do.ResponseType().ID(), "google.longrunning.Operation")
	equal(t, "ID of the request", do.Request.ID(), "shop.v1.S.Do")
}

func TestResourceAnnotations(t *testing.T) {
	l := clean(t, `syntax = "proto3";
package shop.v1;
import "google/api/field_behavior.proto";
import "google/api/field_info.proto";
import "google/api/resource.proto";
option (google.api.resource_definition) = { type: "shop.example.com/Shelf" pattern: "shelves/{shelf}" };
message Book {
  option (google.api.resource) = {
    type: "shop.example.com/Book"
    pattern: "shelves/{shelf}/books/{book}"
    pattern: "books/{book}"
    name_field: "name" singular: "book" plural: "books" style: DECLARATIVE_FRIENDLY
  };
  string name = 1 [(google.api.field_behavior) = IDENTIFIER, (google.api.field_behavior) = REQUIRED];
  string shelf = 2 [(google.api.resource_reference).type = "shop.example.com/Shelf"];
  string parent = 3 [(google.api.resource_reference) = {child_type: "shop.example.com/Book"}];
  string id = 4 [(google.api.field_info).format = UUID4];
  repeated string addresses = 5 [(google.api.field_info).format = IPV4_OR_IPV6];
}
`)
	book := l.typ("shop.v1.Book").Resource
	equal(t, "type", book.Type, "shop.example.com/Book")
	equal(t, "patterns", strings.Join(book.Patterns, "|"), "shelves/{shelf}/books/{book}|books/{book}")
	equal(t, "pattern's place", book.PatternSpans[1].Text(), "books/{book}")
	equal(t, "names", book.NameField+book.Singular+book.Plural+book.Styles[0], "namebookbooksDECLARATIVE_FRIENDLY")
	equal(t, "definition", l.api("shop.v1").Resources[0].Type, "shop.example.com/Shelf")
	name := l.field("shop.v1.Book.name")
	equal(t, "behavior", name.Behavior, spec.BehaviorIdentifier|spec.BehaviorRequired)
	equal(t, "required", name.Required, true)
	equal(t, "reference", l.field("shop.v1.Book.shelf").Reference.Type, "shop.example.com/Shelf")
	equal(t, "child reference", l.field("shop.v1.Book.parent").Reference.ChildType, "shop.example.com/Book")
	equal(t, "format", l.field("shop.v1.Book.id").Type.Format, "uuid")
	equal(t, "format of items", l.field("shop.v1.Book.addresses").Type.Items.Format, "ip")
}

func TestPolicy(t *testing.T) {
	l := clean(t, `syntax = "proto3";
package shop.v1;
import "bylaw/options.proto";
import "google/api/visibility.proto";
option (bylaw.file) = { owner: "team-shop" tier: "public" slo: "99.9% < 300ms" };
message M {
  option (bylaw.message).pii = "none";
  string email = 1 [(bylaw.field).pii = "contact", debug_redact = true];
  string token = 2 [debug_redact = true];
  repeated string tags = 3 [(bylaw.field) = {bounded: true max_items: 20}];
  string old = 4 [deprecated = true, (bylaw.field) = {sunset: "2027-03-01" replacement: "tags"}];
  string inner = 5 [(google.api.field_visibility).restriction = "INTERNAL"];
  string outer = 6 [(bylaw.field).tier = "public", (google.api.field_visibility).restriction = "INTERNAL"];
  string tester = 7 [(google.api.field_visibility).restriction = "TRUSTED_TESTER"];
}
enum E {
  option (bylaw.enum).tier = "internal";
  E_UNSPECIFIED = 0 [(bylaw.enum_value).replacement = "F"];
}
service S {
  option (bylaw.service) = { cache: "private" quota: "100/min" };
  rpc Do(M) returns (M) {
    option (bylaw.method) = { retryable: false idempotency_ttl: "24h" bounded: true };
  }
}
`)
	equal(t, "owner", l.api("shop.v1").Documents[0].Policy.Owner, "team-shop")
	equal(t, "owner of the API", l.api("shop.v1").Policy.Owner, "team-shop")
	equal(t, "PII of a message", l.typ("shop.v1.M").Policy.PII, "none")
	equal(t, "PII", l.field("shop.v1.M.email").Policy.PII, "contact")
	equal(t, "redacted", l.field("shop.v1.M.token").Policy.PII, "secret")
	tags := l.field("shop.v1.M.tags").Policy
	equal(t, "bounded", *tags.Bounded && tags.MaxItems == 20, true)
	old := l.field("shop.v1.M.old").Deprecated
	equal(t, "deprecation", old.Sunset+" "+old.Replacement, "2027-03-01 tags")
	equal(t, "deprecation's place", old.Span.Text(), "deprecated = true")
	equal(t, "inner", l.field("shop.v1.M.inner").Policy.Tier, "internal")
	equal(t, "outer", l.field("shop.v1.M.outer").Policy.Tier, "public")
	equal(t, "tester", l.field("shop.v1.M.tester").Policy == nil, true)
	equal(t, "enum", l.typ("shop.v1.E").Policy.Tier, "internal")
	equal(t, "value", l.values["shop.v1.E_UNSPECIFIED"].Policy.Replacement, "F")
	equal(t, "service", l.services["shop.v1.S"].Policy.Cache+l.services["shop.v1.S"].Policy.Quota, "private100/min")
	do := l.operation("shop.v1.S.Do").Policy
	equal(t, "retryable", *do.Retryable, false)
	equal(t, "ttl", do.IdempotencyTTL, "24h")
	equal(t, "nothing said", l.operation("shop.v1.S.Do").Request.Policy == nil, true)
}
