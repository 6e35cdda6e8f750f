package behavior_test

import (
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
)

// ids returns the IDs of all rules that validate.proto defines, examples excepted, which nothing breaks.
func ids() (all []string) {
	kinds := (*validate.FieldRules)(nil).ProtoReflect().Descriptor().Oneofs().ByName("type").Fields()
	for i := range kinds.Len() {
		rules := kinds.Get(i).Message().Fields()
		for j := range rules.Len() {
			predefined, _ := proto.GetExtension(rules.Get(j).Options(), validate.E_Predefined).(*validate.PredefinedRules)
			for _, rule := range predefined.GetCel() {
				if rules.Get(j).Name() != "example" {
					all = append(all, rule.GetId())
				}
			}
		}
	}
	return append(all, "required", "message.oneof", "string.pattern", "enum.defined_only", "any.in", "any.not_in")
}

// TestCodes has a code of violations for each rule, and one that means the same for those that are easily mistaken.
func TestCodes(t *testing.T) {
	all := ids()
	if len(all) < 250 {
		t.Fatalf("validate.proto has but %d rules", len(all))
	}
	for _, id := range all {
		code := behavior.CodeOf(id)
		if strings.Contains(code, ".") || code == "" || id == code && id != "required" {
			t.Errorf("%s has no code", id)
		}
	}
	for id, want := range map[string]string{
		"string.min_len": "min_length", "bytes.max_len": "max_length", "string.min_bytes": "min_length", "string.len": "length",
		"int32.gt": "exclusive_minimum", "double.lte": "maximum", "fixed64.gte_lt_exclusive": "range", "timestamp.gt_now": "exclusive_minimum",
		"string.uuid_empty": "format", "bytes.ipv4": "format", "string.well_known_regex.header_name_empty": "format",
		"string.contains": "pattern", "string.not_contains": "not", "enum.defined_only": "enum", "any.not_in": "not",
		"repeated.unique": "unique_items", "map.min_pairs": "min_properties", "message.oneof": "one_of", "bool.const": "const",
		"reason_or_code": "reason_or_code", "my.own": "my.own", "string.shout": "string.shout", "bytes.email": "bytes.email",
	} {
		if got := behavior.CodeOf(id); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

// TestKinds knows every kind of rules.
func TestKinds(t *testing.T) {
	kinds := (*validate.FieldRules)(nil).ProtoReflect().Descriptor().Oneofs().ByName("type").Fields()
	for i := range kinds.Len() {
		var kind protoreflect.FieldDescriptor = kinds.Get(i)
		if kind.Message().Fields().ByName("const") != nil && behavior.CodeOf(string(kind.Name())+".const") != "const" {
			t.Errorf("%s is no known kind", kind.Name())
		}
	}
}
