package proto

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
)

// What is the corpus cannot show: it has no editions, few groups and no relative tricks.

func TestPresence(t *testing.T) {
	cases := []struct {
		name, file string
		want       spec.Presence
		required   bool
	}{
		{"proto3 without label", `syntax = "proto3"; package p; message M { string f = 1; }`, spec.PresenceImplicit, false},
		{"proto3 optional", `syntax = "proto3"; package p; message M { optional string f = 1; }`, spec.PresenceExplicit, false},
		{"proto3 message", `syntax = "proto3"; package p; message M { M f = 1; }`, spec.PresenceExplicit, false},
		{"proto3 enum", `syntax = "proto3"; package p; message M { E f = 1; } enum E { E_UNSPECIFIED = 0; }`, spec.PresenceImplicit, false},
		{"proto3 list", `syntax = "proto3"; package p; message M { repeated M f = 1; }`, spec.PresenceImplicit, false},
		{"proto3 map", `syntax = "proto3"; package p; message M { map<string, M> f = 1; }`, spec.PresenceImplicit, false},
		{"proto3 oneof", `syntax = "proto3"; package p; message M { oneof o { string f = 1; } }`, spec.PresenceExplicit, false},
		{"proto2 optional", `syntax = "proto2"; package p; message M { optional string f = 1; }`, spec.PresenceExplicit, false},
		{"proto2 required", `syntax = "proto2"; package p; message M { required string f = 1; }`, spec.PresenceRequired, true},
		{"proto2 group", `syntax = "proto2"; package p; message M { optional group F = 1 {} }`, spec.PresenceExplicit, false},
		{"edition", `edition = "2023"; package p; message M { string f = 1; }`, spec.PresenceExplicit, false},
		{"edition, file implicit", `edition = "2023"; package p; option features.field_presence = IMPLICIT; message M { string f = 1; }`, spec.PresenceImplicit, false},
		{"edition, field in a literal", `edition = "2023"; package p; message M { string f = 1 [features = {field_presence: LEGACY_REQUIRED}]; }`, spec.PresenceRequired, true},
		{"edition, implicit message field", `edition = "2023"; package p; option features.field_presence = IMPLICIT; message M { M f = 1; }`, spec.PresenceExplicit, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := clean(t, c.file).field("p.M.f")
			equal(t, "presence", f.Presence, c.want)
			equal(t, "required", f.Required, c.required)
		})
	}
}

func TestEditionFeatures(t *testing.T) {
	l := clean(t, `edition = "2023";
package p;
option features.enum_type = CLOSED;
option features.message_encoding = DELIMITED;
message M {
  M delimited = 1;
  M prefixed = 2 [features.message_encoding = LENGTH_PREFIXED];
  enum Open { option features.enum_type = OPEN; OPEN_UNSPECIFIED = 0; }
  reserved foo, bar;
}
enum Closed { A = 1; }
`)
	equal(t, "dialect", l.api("p").Documents[0].Dialect, "editions 2023")
	equal(t, "encoding of delimited", l.field("p.M.delimited").Type.Proto != nil, true)
	equal(t, "encoding of prefixed", l.field("p.M.prefixed").Type.Proto != nil, false)
	equal(t, "openness of the inner enum", l.typ("p.M.Open").Proto.Open, true)
	equal(t, "openness of the outer enum", l.typ("p.Closed").Proto.Open, false)
	names := l.typ("p.M").Proto.ReservedNames
	equal(t, "reserved names", names[0].Name+" "+names[1].Span.Text(), "foo bar")
}

func TestGroups(t *testing.T) {
	l := clean(t, `syntax = "proto2";
package p;
message M {
  // What it is.
  repeated group Part = 1 [deprecated = true] {
    option (p.note) = "inner";
    optional string name = 1;
    optional group Deep = 2 { optional int32 n = 1; }
  }
  oneof choice {
    string text = 2;
    group Arm = 3 {}
  }
  extend google.protobuf.MessageOptions { optional string note = 50000; optional group Ext = 50001 {} }
}
extend google.protobuf.MessageOptions { optional string note = 50002; }
import "google/protobuf/descriptor.proto";
`)
	part := l.field("p.M.part")
	equal(t, "kind", part.Type.Kind, spec.KindArray)
	equal(t, "target", part.Type.Items.Target, l.typ("p.M.Part"))
	equal(t, "doc", part.Doc, "What it is.")
	equal(t, "deprecated", part.Deprecated != nil, true)
	equal(t, "message deprecated", l.typ("p.M.Part").Deprecated != nil, false)
	_, ok := part.Attr("(p.note)")
	equal(t, "option of the message at the field", ok, false)
	note, ok := l.typ("p.M.Part").Attr("(p.note)")
	equal(t, "option of the message", ok && note.Value.Text == "inner", true)
	equal(t, "being a group", l.typ("p.M.Part").Proto.Group && part.Type.Items.Proto.Group, true)
	equal(t, "nested", l.field("p.M.Part.deep").Type.Target, l.typ("p.M.Part.Deep"))
	equal(t, "arm", l.field("p.M.arm").OneOf, l.oneofs["p.M.choice"])
	equal(t, "extension", l.field("p.M.ext").Type.Target, l.typ("p.M.Ext"))
	equal(t, "extendee", l.field("p.M.note").Extendee, "google.protobuf.MessageOptions")
	equal(t, "extensions in the message", len(l.typ("p.M").Extensions), 2)
	equal(t, "extensions in the file", l.api("p").Extensions[0], l.field("p.note"))
}

func TestNamesAreResolvedAsInCpp(t *testing.T) {
	l := load(t, map[string]string{
		"a.proto": `syntax = "proto3";
package foo.bar;
import "b.proto";
message Outer {
  message Inner { message Foo {} Foo nearest = 1; .foo.Foo absolute = 2; }
  Inner.Foo qualified = 1;
  bar.Outer.Inner from_package = 2;
  Foo outer_package = 3;
  other.Thing imported = 4;
  Shown shown = 5;
}
`,
		"b.proto": `syntax = "proto3";
package foo;
import public "c.proto";
message Foo {}
message Shown {}
`,
		"c.proto": `syntax = "proto3"; package other; message Thing {}`,
	})
	l.wantFindings()
	for field, want := range map[spec.ID]spec.ID{
		"foo.bar.Outer.Inner.nearest": "foo.bar.Outer.Inner.Foo", "foo.bar.Outer.Inner.absolute": "foo.Foo",
		"foo.bar.Outer.qualified": "foo.bar.Outer.Inner.Foo", "foo.bar.Outer.from_package": "foo.bar.Outer.Inner",
		"foo.bar.Outer.outer_package": "foo.Foo", "foo.bar.Outer.imported": "other.Thing", "foo.bar.Outer.shown": "foo.Shown",
	} {
		equal(t, string(field), l.field(field).Type.Target.ID(), want)
	}
}

func TestShapesAndPlaces(t *testing.T) {
	l := clean(t, "\xEF\xBB\xBF"+`syntax = "proto3";
package shop.v1;
message Order {
  repeated .shop.v1.Order parts = 1;
  map<int32, Order> by_id = 2;
  fixed64 number = 3 [json_name = "No"];
}`)
	parts := l.field("shop.v1.Order.parts")
	equal(t, "list", parts.Type.Span.Text(), "repeated .shop.v1.Order")
	equal(t, "items", parts.Type.Items.NameSpan.Text(), ".shop.v1.Order")
	equal(t, "place", parts.NameSpan.Position().Line, 4)
	byID := l.field("shop.v1.Order.by_id").Type
	equal(t, "map", byID.NameSpan.Text(), "map<int32, Order>")
	equal(t, "keys", byID.Keys.Kind, spec.KindInteger)
	equal(t, "values", byID.Items.Target, l.typ("shop.v1.Order"))
	equal(t, "format", l.field("shop.v1.Order.number").Type.Format, "fixed64")
	equal(t, "JSON name", l.field("shop.v1.Order.number").JSONName, "No")
	equal(t, "default JSON name", l.field("shop.v1.Order.by_id").JSONName, "byId")
}

func TestDocAttachment(t *testing.T) {
	l := clean(t, `syntax = "proto3";
// Of the package.
package p;

// Detached.

// Of M,
//   indented.
// bylaw:ignore missing-doc -- because
// buf:lint:ignore SOMETHING
message M { // of the brace
  string a = 1; // Behind a.
  // Above b.
  string b = 2; // Behind b.
  string c = 3;
  // Below c.

  // Detached.

  /* Block of d. */ string d = 4;
  /**
   * Starred
   * of e.
   */
  string e = 5;
  string f = 6; /* between */ string g = 7;
  // At the end.
}
`)
	for id, want := range map[spec.ID]string{
		"p.M.a": "Behind a.", "p.M.b": "Above b.", "p.M.c": "Below c.", "p.M.d": "Block of d.",
		"p.M.e": "Starred\nof e.", "p.M.f": "", "p.M.g": "At the end.",
	} {
		equal(t, "doc of "+string(id), l.field(id).Doc, want)
	}
	equal(t, "doc of M", l.typ("p.M").Doc, "Of M,\n  indented.")
	equal(t, "doc of the package", l.api("p").Doc, "Of the package.")
	directives := l.api("p").Documents[0].File.Directives
	if len(directives) != 2 || directives[0].Text() != "// bylaw:ignore missing-doc -- because" || directives[1].Text() != "// buf:lint:ignore SOMETHING" {
		t.Errorf("directives %v", directives)
	}
}

func TestDirectivesAreComments(t *testing.T) {
	l := clean(t, `syntax = "proto3";
package p;
/* bylaw:ignore a */ message M { string f = 1 [json_name = "bylaw:ignore b // bylaw:ignore c"]; } // bylaw:ignore d`)
	var got []string
	for _, d := range l.api("p").Documents[0].File.Directives {
		got = append(got, d.Text())
	}
	if want := []string{"/* bylaw:ignore a */", "// bylaw:ignore d"}; !slices.Equal(got, want) {
		t.Errorf("directives %q, want %q", got, want)
	}
}

func TestAPIsAndVersions(t *testing.T) {
	l := load(t, map[string]string{
		"b/v1/b.proto":      `syntax = "proto3"; package b.v1; import "google/protobuf/timestamp.proto"; import "a/v1beta1/a.proto"; message B { google.protobuf.Timestamp t = 1; }`,
		"b/v1/a.proto":      `syntax = "proto3"; package b.v1; message A {}`,
		"a/v1beta1/a.proto": `syntax = "proto3"; package a.v1beta1;`,
	}, "b/v1/b.proto", "./b/v1/a.proto", "b/v1/b.proto")
	l.wantFindings()
	var got []string
	for _, api := range l.apis {
		name := api.Name
		if api.Imported {
			name += " imported"
		}
		got = append(got, name+" "+api.Version)
	}
	if want := []string{"a.v1beta1 imported v1beta1", "b.v1 v1", "google.protobuf imported "}; !slices.Equal(got, want) {
		t.Errorf("APIs %q, want %q", got, want)
	}
	b := l.api("b.v1")
	equal(t, "root", b.Root.Path, "b/v1/a.proto")
	equal(t, "types", b.Types[0].Name+b.Types[1].Name, "AB")
	equal(t, "import", b.Documents[1].Imports[1].File.Path, "a/v1beta1/a.proto")
	equal(t, "built-in import", b.Documents[1].Imports[0].File == nil, true)
	equal(t, "target", l.field("b.v1.B.t").Type.Target.ID(), "google.protobuf.Timestamp")
	equal(t, "fields of the target", len(l.field("b.v1.B.t").Type.Target.Fields), 2)
}

func TestPackageVersion(t *testing.T) {
	for pkg, want := range map[string]string{
		"a.v1": "v1", "a.v1beta1": "v1beta1", "a.v1p1beta1": "v1p1beta1", "a.v2alpha": "v2alpha", "a.v14.common": "v14",
		"a.v1main": "v1main", "a.v1test": "v1test", "v1": "v1", "": "", "a": "", "a.version1": "", "a.v": "", "a.v1x": "", "a.vault.v": "", "a.v1p": "",
	} {
		equal(t, "version of "+pkg, packageVersion(pkg), want)
	}
}

func TestNoPackage(t *testing.T) {
	l := clean(t, `syntax = "proto3"; message M { enum E { E_UNSPECIFIED = 0; } E e = 1; } service S { rpc R(M) returns (M); }`)
	var ids []string
	for id := range l.types {
		ids = append(ids, string(id))
	}
	slices.Sort(ids)
	if got := strings.Join(ids, " "); !strings.HasPrefix(got, "M M.E") {
		t.Errorf("types %s", got)
	}
	equal(t, "operation", l.operation("S.R").Request.Content[0].Type.Target, l.typ("M"))
	equal(t, "value", l.values["M.E_UNSPECIFIED"].Owner, l.typ("M.E"))
}
