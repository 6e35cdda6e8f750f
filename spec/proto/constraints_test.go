package proto

import (
	"fmt"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	pgv "github.com/envoyproxy/protoc-gen-validate/validate"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/spec"
)

// summary writes constraints as one line, so that tables can say what they expect.
func summary(t *spec.Type) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if t.Format != "" {
		add("format=%s", t.Format)
	}
	c := t.Constraints
	if c == nil {
		return strings.Join(parts, " ")
	}
	limits := []struct {
		name  string
		limit *spec.Limit
	}{
		{"minLength", c.MinLength}, {"maxLength", c.MaxLength}, {"minBytes", c.MinBytes}, {"maxBytes", c.MaxBytes},
		{"minItems", c.MinItems}, {"maxItems", c.MaxItems}, {"minProperties", c.MinProperties}, {"maxProperties", c.MaxProperties},
	}
	for _, l := range limits {
		if l.limit != nil {
			add("%s=%d@%s", l.name, l.limit.N, l.limit.Span.Text())
		}
	}
	for name, b := range []*spec.Bound{c.Minimum, c.Maximum, c.MultipleOf} {
		if b != nil {
			add("%s=%s exclusive=%t", [...]string{"minimum", "maximum", "multipleOf"}[name], b.Text, b.Exclusive)
		}
	}
	if c.Pattern != "" {
		add("pattern=%s", c.Pattern)
	}
	if c.UniqueItems {
		add("unique")
	}
	if c.DefinedOnly {
		add("definedOnly")
	}
	if c.Const != nil {
		add("const=%s", c.Const.Text)
	}
	for _, v := range c.In {
		add("in=%s", v.Text)
	}
	for _, v := range c.NotIn {
		add("notIn=%s", v.Text)
	}
	for _, r := range c.Rules {
		add("cel(%s)=%s %q", r.ID, r.Expression, r.Message)
	}
	for _, a := range c.Other {
		add("%s@%s", a.Name, a.Span.Text())
	}
	return strings.Join(parts, " ")
}

func TestProtovalidate(t *testing.T) {
	cases := []struct{ field, want string }{
		{`string f = 1 [(buf.validate.field).string.min_len = 1, (buf.validate.field).string.max_len = 0x10]`, "minLength=1@1 maxLength=16@0x10"},
		{`string f = 1 [(buf.validate.field).string = {len: 3, pattern: "^a$"}]`, "minLength=3@3 maxLength=3@3 pattern=^a$"},
		{`string f = 1 [(buf.validate.field) = {string: {email: true, len_bytes: 2}}]`, "format=email minBytes=2@2 maxBytes=2@2"},
		{`string f = 1 [(buf.validate.field).string.uri_ref = true]`, "format=uri-reference"},
		{`string f = 1 [(buf.validate.field).string.prefix = "x"]`, `buf.validate.string.prefix@prefix = "x"`},
		{`string f = 1 [(buf.validate.field).string = {in: ["a", "b"] not_in: "c"}]`, "in=a in=b notIn=c"},
		{`string f = 1 [(buf.validate.field).string.const = "x"]`, "const=x"},
		{`string f = 1 [(buf.validate.field).ignore = IGNORE_ALWAYS]`, "buf.validate.ignore@ignore = IGNORE_ALWAYS"},
		{`bytes f = 1 [(buf.validate.field).bytes = {min_len: 1 max_len: 4}]`, "minBytes=1@1 maxBytes=4@4"},
		{`uint64 f = 1 [(buf.validate.field).uint64 = {gt: 0 lte: 18446744073709551615}]`, "format=uint64 minimum=0 exclusive=true maximum=18446744073709551615 exclusive=false"},
		{`int32 f = 1 [(buf.validate.field).int32 = {gte: -5 lt: 5}]`, "format=int32 minimum=-5 exclusive=false maximum=5 exclusive=true"},
		{`double f = 1 [(buf.validate.field).double = {gte: .5 finite: true}]`, "format=double minimum=0.5 exclusive=false buf.validate.double.finite@finite: true"},
		{`bool f = 1 [(buf.validate.field).bool.const = true]`, "const=true"},
		{`E f = 1 [(buf.validate.field).enum = {defined_only: true not_in: [0]}]`, "definedOnly notIn=0"},
		{`repeated string f = 1 [(buf.validate.field).repeated = {min_items: 1 max_items: 3 unique: true}]`, "minItems=1@1 maxItems=3@3 unique"},
		{`map<string, int32> f = 1 [(buf.validate.field).map = {min_pairs: 1 max_pairs: 3}]`, "minProperties=1@1 maxProperties=3@3"},
		{`google.protobuf.Duration f = 1 [(buf.validate.field).duration.lt = {seconds: 5}]`, "buf.validate.duration.lt@lt = {seconds: 5}"},
		{`google.protobuf.Timestamp f = 1 [(buf.validate.field).timestamp.lt_now = true]`, "buf.validate.timestamp.lt_now@lt_now = true"},
		{`string f = 1 [(buf.validate.field).cel = {id: "i" message: "m" expression: "this != ''"}]`, `cel(i)=this != '' "m"`},
		{`string f = 1 [(buf.validate.field).cel_expression = "this != ''"]`, `cel()=this != '' ""`},
		{`string f = 1 [(buf.validate.field).string.(p.weird) = true]`, `buf.validate.string.[p.weird]@(p.weird) = true`},
	}
	for _, c := range cases {
		t.Run(c.field, func(t *testing.T) {
			l := clean(t, `syntax = "proto2";
package p;
import "buf/validate/validate.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/timestamp.proto";
extend buf.validate.StringRules { optional bool weird = 50000; }
enum E { ZERO = 0; }
message M { `+labelled(c.field)+`; }
`)
			equal(t, "constraints", summary(l.field("p.M.f").Type), c.want)
		})
	}
}

// labelled gives a field the label that proto2 demands.
func labelled(field string) string {
	if strings.HasPrefix(field, "map<") || strings.HasPrefix(field, "repeated ") {
		return field
	}
	return "optional " + field
}

func TestConstraintsInsideLists(t *testing.T) {
	l := clean(t, `syntax = "proto3";
package p;
import "buf/validate/validate.proto";
import "validate/validate.proto";
message M {
  option (buf.validate.message).cel = {id: "m" expression: "true"};
  option (buf.validate.message).oneof = {fields: ["a", "b"] required: true};
  repeated string a = 1 [(buf.validate.field).repeated.items.string.min_len = 2];
  map<string, int32> b = 2 [(buf.validate.field).map = {keys: {string: {uuid: true}} values: {int32: {gt: 1}}}];
  repeated string c = 3 [(validate.rules).repeated = {max_items: 9, items: {string: {max_len: 5, ignore_empty: true}}}];
  string d = 4 [(buf.validate.field).required = true];
  M e = 5 [(validate.rules).message.required = true];
  repeated M f = 6 [(validate.rules).repeated.items.message.required = true];
  M g = 7 [(validate.rules).message.skip = true];
  oneof o { option (buf.validate.oneof).required = true; string h = 8; }
  oneof p { option (validate.required) = true; string i = 9; }
  oneof q { string j = 10; }
}
message N { option (validate.disabled) = true; }
`)
	for id, want := range map[spec.ID]string{
		"p.M.a": "minLength=2@2", "p.M.b": "format=int32 minimum=1 exclusive=true",
		"p.M.c": "maxLength=5@5 validate.rules.string.ignore_empty@ignore_empty: true",
		"p.M.f": "validate.rules.message.required@required = true",
	} {
		equal(t, string(id), summary(l.field(id).Type.Items), want)
	}
	equal(t, "keys", summary(l.field("p.M.b").Type.Keys), "format=uuid")
	equal(t, "list", summary(l.field("p.M.c").Type), "maxItems=9@9")
	equal(t, "skip", summary(l.field("p.M.g").Type), "validate.rules.message.skip@skip = true")
	equal(t, "message", summary(l.typ("p.M")),
		`cel(m)=true "" buf.validate.message.oneof@oneof = {fields: ["a", "b"] required: true}`)
	equal(t, "disabled", summary(l.typ("p.N")), "validate.disabled@option (validate.disabled) = true;")
	equal(t, "required", l.field("p.M.d").Required && l.field("p.M.e").Required, true)
	equal(t, "not required", l.field("p.M.f").Required || l.field("p.M.a").Required, false)
	equal(t, "oneofs", l.oneofs["p.M.o"].Required && l.oneofs["p.M.p"].Required && !l.oneofs["p.M.q"].Required, true)
}

// Every rule that the two libraries have is either read into its place or kept under its name.
func TestNoRuleIsLost(t *testing.T) {
	total := 0
	for prefix, rules := range map[string]protoreflect.MessageDescriptor{
		"(buf.validate.field)": (&validate.FieldRules{}).ProtoReflect().Descriptor(),
		"(validate.rules)":     (&pgv.FieldRules{}).ProtoReflect().Descriptor(),
	} {
		for i := range rules.Fields().Len() {
			kind := rules.Fields().Get(i)
			if kind.Message() == nil || kind.IsList() {
				continue
			}
			for j := range kind.Message().Fields().Len() {
				rule := kind.Message().Fields().Get(j)
				option := fmt.Sprintf("%s.%s.%s = %s", prefix, kind.Name(), rule.Name(), sample(rule))
				total++
				if !kept(t, option) {
					t.Errorf("%s leaves no trace in the model", option)
				}
			}
		}
	}
	if total < 350 {
		t.Errorf("only %d rules were tried", total)
	}
}

// sample returns a value that a rule can have.
func sample(f protoreflect.FieldDescriptor) string {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return "true"
	case protoreflect.StringKind, protoreflect.BytesKind:
		return `"x"`
	case protoreflect.EnumKind:
		return string(f.Enum().Values().Get(1).Name())
	case protoreflect.MessageKind:
		switch f.Message().Name() {
		case "FieldRules":
			return "{string: {min_len: 7}}"
		case "FieldMask":
			return `{paths: "x"}`
		}
		return "{seconds: 7}"
	}
	return "7"
}

// kept reports whether a field with the option differs from one without. The rules' types need not
// fit the field's: only what is read is looked at.
func kept(t *testing.T, option string) bool {
	field := "map<string, string> f = 1"
	if strings.Contains(option, ".repeated.") {
		field = "repeated string f = 1"
	}
	l := load(t, map[string]string{"p.proto": `syntax = "proto3"; package p;
import "buf/validate/validate.proto"; import "validate/validate.proto";
message M { ` + field + ` [` + option + `]; }`})
	f := l.field("p.M.f")
	trace := summary(f.Type) + summary(f.Type.Items)
	if f.Type.Keys != nil {
		trace += summary(f.Type.Keys)
	}
	return trace != "" || f.Required
}
