package proto

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// node returns the node of an element, whatever its kind; "file" is the document.
func (l *loaded) node(id spec.ID) *spec.Node {
	l.t.Helper()
	switch {
	case id == "file":
		return &l.api("p").Documents[0].Node
	case l.fields[id] != nil: // before types: the use of a type has its field's ID
		return &l.fields[id].Node
	case l.types[id] != nil:
		return &l.types[id].Node
	case l.operations[id] != nil:
		return &l.operations[id].Node
	case l.values[id] != nil:
		return &l.values[id].Node
	case l.oneofs[id] != nil:
		return &l.oneofs[id].Node
	case l.services[id] != nil:
		return &l.services[id].Node
	}
	l.t.Fatalf("there is no element %s", id)
	return nil
}

func edited(content string, at source.Span, text string) string {
	return content[:at.Start] + text + content[at.End:]
}

// Each case is a file, the element that gets `deprecated = true`, and the part of the file that
// changes. Taking the option out again has to give the file back, unless brackets or braces came
// with it and stay.
func TestInsertion(t *testing.T) {
	cases := []struct {
		name string
		id   spec.ID
		body string
		want string
		back string // what Removal leaves; "": the body
	}{
		{"field", "p.M.a", "message M {\n  string a = 1;\n}", "message M {\n  string a = 1 [deprecated = true];\n}", ""},
		{"field with an option", "p.M.a", "message M { string a = 1 [json_name = \"A\"]; }", "message M { string a = 1 [json_name = \"A\", deprecated = true]; }", ""},
		{"field with options in lines", "p.M.a", "message M {\n  string a = 1 [\n    json_name = \"A\",\n    jstype = JS_NORMAL // why\n  ];\n}",
			"message M {\n  string a = 1 [\n    json_name = \"A\",\n    jstype = JS_NORMAL, // why\n    deprecated = true\n  ];\n}",
			"message M {\n  string a = 1 [\n    json_name = \"A\",\n    jstype = JS_NORMAL\n  ];\n}"},
		{"field with a comment in its brackets", "p.M.a", "message M { string a = 1 [json_name = \"A\" /* c */]; }", "message M { string a = 1 [json_name = \"A\", /* c */ deprecated = true]; }",
			"message M { string a = 1 [json_name = \"A\"]; }"},
		{"map", "p.M.a", "message M { map<string, M> a = 1 ; }", "message M { map<string, M> a = 1 [deprecated = true] ; }", ""},
		{"arm", "p.M.a", "message M { oneof o { string a = 0x1; } }", "message M { oneof o { string a = 0x1 [deprecated = true]; } }", ""},
		{"enum value", "p.A", "enum E { Z = 0; A = -1; }", "enum E { Z = 0; A = -1 [deprecated = true]; }", ""},
		{"message", "p.M", "message M {\n    string a = 1;\n}", "message M {\n    option deprecated = true;\n    string a = 1;\n}", ""},
		{"message behind its options", "p.M", "message M {\n\toption no_standard_descriptor_accessor = true; // why\n\tstring a = 1;\n}",
			"message M {\n\toption no_standard_descriptor_accessor = true; // why\n\toption deprecated = true;\n\tstring a = 1;\n}", ""},
		{"message with a comment at its brace", "p.M", "message M { // c\n  string a = 1;\n}", "message M { // c\n  option deprecated = true;\n  string a = 1;\n}", ""},
		{"message on one line", "p.M", "message M { string a = 1; }", "message M { option deprecated = true; string a = 1; }", ""},
		{"empty message", "p.M", "message M {}", "message M {\n  option deprecated = true;\n}", "message M {\n}"},
		{"empty message with spaces", "p.M.N", "message M {\n  message N {  }\n}", "message M {\n  message N {\n    option deprecated = true;\n  }\n}", "message M {\n  message N {\n  }\n}"},
		{"message with only a comment", "p.M", "message M {\n  // nothing\n}", "message M {\n  option deprecated = true;\n  // nothing\n}", ""},
		{"enum", "p.E", "enum E {\n  Z = 0;\n}", "enum E {\n  option deprecated = true;\n  Z = 0;\n}", ""},
		{"service", "p.S", "service S {\n  rpc R(M) returns (M);\n}\nmessage M {}", "service S {\n  option deprecated = true;\n  rpc R(M) returns (M);\n}\nmessage M {}", ""},
		{"rpc without a body", "p.S.R", "service S {\n  rpc R(M) returns (M); // c\n}\nmessage M {}",
			"service S {\n  rpc R(M) returns (M) {\n    option deprecated = true;\n  } // c\n}\nmessage M {}", "service S {\n  rpc R(M) returns (M) {\n  } // c\n}\nmessage M {}"},
		{"rpc with a body", "p.S.R", "service S {\n  rpc R(M) returns (M) {}\n}\nmessage M {}",
			"service S {\n  rpc R(M) returns (M) {\n    option deprecated = true;\n  }\n}\nmessage M {}", "service S {\n  rpc R(M) returns (M) {\n  }\n}\nmessage M {}"},
		{"file", "file", "message M {}", "option deprecated = true;\nmessage M {}", ""},
		{"CRLF", "p.M", "message M {\r\n  string a = 1;\r\n}", "message M {\r\n  option deprecated = true;\r\n  string a = 1;\r\n}", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			head := "syntax = \"proto3\";\npackage p;\n"
			if strings.Contains(c.body, "\r") {
				head = strings.ReplaceAll(head, "\n", "\r\n")
			}
			content := head + c.body
			at, text, ok := clean(t, content).node(c.id).Syntax.Insertion("deprecated", "true")
			equal(t, "ok", ok, true)
			after := edited(content, at, text)
			equal(t, "file", after, head+c.want)
			n := clean(t, after).node(c.id)
			equal(t, "deprecated", n.Deprecated != nil, true)
			equal(t, "attribute", n.AttrSpan("deprecated").Text(), "true")
			span, ok := n.Syntax.Removal("deprecated")
			equal(t, "removal", ok, true)
			if c.back == "" {
				c.back = c.body
			}
			equal(t, "file after the removal", edited(after, span, ""), head+c.back)
		})
	}
}

func TestRemoval(t *testing.T) {
	cases := []struct {
		id         spec.ID
		name       string
		body, want string
	}{
		{"p.M.a", "deprecated", "message M { string a = 1 [deprecated = true, json_name = \"A\"]; }", "message M { string a = 1 [json_name = \"A\"]; }"},
		{"p.M.a", "deprecated", "message M { string a = 1 [json_name = \"A\", deprecated = true]; }", "message M { string a = 1 [json_name = \"A\"]; }"},
		{"p.M.a", "deprecated", "message M {\n  string a = 1 [\n    deprecated = true,\n    json_name = \"A\"\n  ];\n}", "message M {\n  string a = 1 [\n    json_name = \"A\"\n  ];\n}"},
		{"p.M.a", "(google.api.field_behavior)", "message M { string a = 1 [(google.api.field_behavior) = REQUIRED, (google.api.field_behavior) = IMMUTABLE]; }", "message M { string a = 1; }"},
		{"p.M.a", "(buf.validate.field).string", "message M { string a = 1 [(buf.validate.field).string.min_len = 1, (buf.validate.field).required = true]; }", "message M { string a = 1 [(buf.validate.field).required = true]; }"},
		{"p.M", "deprecated", "message M { option deprecated = true; string a = 1; }", "message M { string a = 1; }"},
		{"p.M", "deprecated", "message M {\n  option deprecated = true; // because\n  string a = 1;\n}", "message M {\n // because\n  string a = 1;\n}"},
	}
	const head = "syntax = \"proto3\";\npackage p;\nimport \"buf/validate/validate.proto\";\nimport \"google/api/field_behavior.proto\";\n"
	for _, c := range cases {
		t.Run(c.body, func(t *testing.T) {
			span, ok := clean(t, head+c.body).node(c.id).Syntax.Removal(c.name)
			equal(t, "ok", ok, true)
			after := edited(head+c.body, span, "")
			equal(t, "file", after, head+c.want)
			_, still := clean(t, after).node(c.id).Attr(c.name)
			equal(t, "still there", still, false)
		})
	}
	n := clean(t, head+"message M { string a = 1 [(buf.validate.field).string.min_len = 1, json_name = \"A\", (buf.validate.field).string.max_len = 1]; }").node("p.M.a")
	if _, ok := n.Syntax.Removal("(buf.validate.field)"); ok {
		t.Error("statements that don't stand side by side were removed as one span")
	}
	if _, ok := n.Syntax.Removal("(nothing)"); ok {
		t.Error("what is not there was removed")
	}
}

func TestAttributes(t *testing.T) {
	l := clean(t, `syntax = "proto3";
package google.x;
import "buf/validate/validate.proto";
import "google/api/field_behavior.proto";
message M {
  string a = 1 [(api.field_behavior) = REQUIRED, (.buf.validate.field).string = {min_len: 1}, (buf.validate.field).string.max_len = 2, json_name = "A"];
}
`)
	a := l.field("google.x.M.a")
	equal(t, "behavior", a.Required, true)
	var names []string
	for _, attribute := range a.Syntax.Attributes() {
		names = append(names, attribute.Name+"="+attribute.Value.Span.Text())
	}
	equal(t, "attributes", strings.Join(names, " | "),
		`(google.api.field_behavior)=REQUIRED | (buf.validate.field).string={min_len: 1} | (buf.validate.field).string.max_len=2 | json_name="A"`)
	rules, ok := a.Attr("(buf.validate.field)")
	equal(t, "merged", ok, true)
	equal(t, "min_len", rules.Value.Get("string").Get("min_len").Text, "1")
	equal(t, "max_len", rules.Value.Get("string").Get("max_len").Text, "2")
	equal(t, "place of a part", a.AttrSpan("(buf.validate.field).string.max_len").Text(), "2")
	equal(t, "place of what is not there", a.AttrSpan("deprecated").Text(), "a")
	equal(t, "constraints", summary(a.Type), "minLength=1@1 maxLength=2@2")
}
