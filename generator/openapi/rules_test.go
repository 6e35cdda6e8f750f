package openapi

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// TestRules has values judged that keep each rule of protovalidate, and values that break it: by the schema that is
// exported of a field with that rule alone.
func TestRules(t *testing.T) {
	for _, test := range []struct {
		field, rule  string // the type, and (buf.validate.field) or another option
		good, broken string // values of JSON, with spaces between them; - is an absent field
	}{
		{"string", ".string.const = 'a'", `"a"`, `"b" 1 -`},
		{"string", ".string.len = 3", `"abc" "äöü"`, `"ab" "abcd" -`},
		{"string", ".string.min_len = 2", `"ab"`, `"a" "" -`},
		{"string", ".string.max_len = 2", `"ab" "" - null`, `"abc"`},
		{"string", ".string.max_bytes = 4", `"abcd" -`, `"abcde"`},
		{"string", ".string.min_bytes = 4", `"abcd"`, `"" -`},
		{"string", ".string.pattern = '^[a-z]+$'", `"abc"`, `"ABC" "" -`},
		{"string", ".string.pattern = '^[a-z]*$'", `"abc" "" -`, `"ABC"`},
		{"string", ".string.prefix = 'a.'", `"a.b"`, `"ab" -`},
		{"string", ".string.suffix = '$x'", `"b$x"`, `"b$xc" -`},
		{"string", ".string.contains = '(a)'", `"b(a)c"`, `"bac" -`},
		{"string", ".string.not_contains = 'a+'", `"aa" -`, `"ba+c"`},
		{"string", ".string = {in: ['a', 'b']}", `"a" "b"`, `"c" "" -`},
		{"string", ".string = {not_in: ['a']}", `"b" "" -`, `"a"`},
		{"string", ".string = {in: ['a', 'b'], not_in: ['b']}", `"a"`, `"b" "c"`},
		{"string", ".string.email = true", `"a@b.example"`, `"a" -`},
		{"string", ".string.uuid = true", `"317f19d9-f458-4c22-a2b0-b9aa69604f95"`, `"317f19d9" -`},
		{"string", ".string.tuuid = true", `"317f19d9f4584c22a2b0b9aa69604f95"`, `"317f19d9-f458-4c22-a2b0-b9aa69604f95" -`},
		{"string", ".string.ip = true", `"127.0.0.1" "::1"`, `"localhost" -`},
		{"string", ".string.ipv4 = true", `"127.0.0.1"`, `"::1" -`},
		{"string", ".string.uri = true", `"https://a.example/b"`, `"::" -`},
		{"string", ".string.hostname = true", `"a.example"`, `"a_b.example" -`},
		{"string", ".string.min_len = 2, (buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE", `"ab" -`, `"a"`},
		{"string", ".string.min_len = 2, (buf.validate.field).ignore = IGNORE_ALWAYS", `"ab" "a" -`, `1`},
		{"string", ".required = true", `"a"`, `"" - null`},
		{"optional string", ".string.min_len = 2", `"ab" - null`, `"a" ""`},
		{"optional string", ".required = true", `"a" ""`, `- null`},
		{"bytes", ".bytes.max_len = 3", `"YWJj" "" -`, `"YWJjZGU="`},
		{"bytes", ".bytes.min_len = 3", `"YWJj"`, `"YQ" -`},
		{"int32", ".int32 = {gt: 0, lte: 10}", `1 10`, `0 11 -`},
		{"int32", ".int32 = {in: [1, 3]}", `1 3`, `2 -`},
		{"int32", ".int32 = {not_in: [1]}", `2 -`, `1`},
		{"int32", ".int32.const = 5", `5`, `4 -`},
		{"int32", ".required = true", `1 -1`, `0 -`},
		{"uint32", ".uint32.lt = 10", `0 9 -`, `10 -1`},
		{"int64", ".int64 = {gte: -5, lt: 1200}", `"-5" "0" "1199" -5 1199 -`, `"-6" "1200" "01" -6 1200`},
		{"int64", ".int64.gt = 0", `"1" "9223372036854775807" 1`, `"0" "-1" 0 -`},
		{"int64", ".required = true", `"1" "-1" 1`, `"0" 0 -`},
		{"uint64", ".uint64 = {in: [1, 18446744073709551615]}", `"18446744073709551615" 1`, `"2" -`},
		{"double", ".double = {gte: 0, lt: 1}", `0 0.5 -`, `1 -0.1 "x"`},
		{"float", ".float.gt = -1.5", `-1.25 -`, `-1.5`},
		{"bool", ".bool.const = true", `true`, `false -`},
		{"bool", ".required = true", `true`, `false -`},
		{"E", ".enum.not_in = 1", `"E_UNSPECIFIED" -`, `"E_ONE" "E_TWO"`},
		{"E", ".enum = {in: [1]}", `"E_ONE"`, `"E_UNSPECIFIED" -`},
		{"E", ".required = true", `"E_ONE"`, `"E_UNSPECIFIED" -`},
		{"E", ".enum.defined_only = true", `"E_UNSPECIFIED" "E_ONE" -`, `"E_TWO" true`},
		{"repeated string", ".repeated = {min_items: 1, max_items: 2}", `["a"] ["a","b"]`, `[] ["a","b","c"] -`},
		{"repeated string", ".repeated.unique = true", `["a","b"] -`, `["a","a"]`},
		{"repeated string", ".repeated.items.string.max_len = 1", `["a"] [] -`, `["ab"] [null]`},
		{"repeated string", ".required = true", `["a"]`, `[] -`},
		{"map<string, int32>", ".map = {min_pairs: 1, max_pairs: 1}", `{"a":1}`, `{} {"a":1,"b":2} -`},
		{"map<string, int32>", ".map.keys.string.max_len = 1", `{"a":1} -`, `{"ab":1}`},
		{"map<string, int32>", ".map.values.int32.gt = 0", `{"a":1} -`, `{"a":0} {"a":null}`},
		{"map<int32, int32>", ".required = true", `{"1":1}`, `{"a":1} {} -`},
		{"google.protobuf.StringValue", ".string.min_len = 2", `"ab" - null`, `"a"`},
		{"google.protobuf.Int64Value", ".int64.gt = 1", `"2" 2 -`, `"1" 1`},
		{"google.protobuf.Timestamp", ".required = true", `"2026-01-31T10:00:00Z"`, `"yesterday" - null`},
		{"google.protobuf.Duration", ".required = true", `"1.5s" "-0.000000001s"`, `"1.5" "01s" -`},
		{"M", ".required = true", `{}`, `[] - null`},
	} {
		d, _ := exportOf(t, fmt.Sprintf(oneRule, test.field, test.rule))
		o := newOracle(t, d)
		for kind, values := range map[bool]string{true: test.good, false: test.broken} {
			for _, value := range strings.Fields(values) {
				message := `{"f":` + value + `}`
				if value == "-" {
					message = `{}`
				}
				err := o.judge(t, *text("#/components/schemas/R"), []byte(message))
				if (err == nil) != kind {
					t.Errorf("%s [%s]: %s: want %v, got %v\n%s", test.field, test.rule, message, kind, err, (&Document{Root: d.Root.Get("components").Get("schemas").Get("R")}).YAML())
				}
			}
		}
	}
}

const oneRule = `
syntax = "proto3";
package rule.v1;
import "buf/validate/validate.proto";
import "google/api/annotations.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
service S { rpc Do(R) returns (M) { option (google.api.http) = {post: "/v1/do" body: "*"}; } }
message R { %s f = 1 [(buf.validate.field)%s]; }
message M {}
enum E { E_UNSPECIFIED = 0; E_ONE = 1; }
`

// TestMask holds the pattern of an update mask against the fields that there are.
func TestMask(t *testing.T) {
	api := protoOf(t, readFile(t, fixture))
	for f, pattern := range masks(api) {
		if f.Name != "update_mask" {
			continue
		}
		re := regexp.MustCompile(pattern)
		for mask, want := range map[string]bool{
			"": true, "title": true, "title,createTime": true, "card.token": true, "labels": true, "labels.a": true,
			"nothing": false, "title,": false, "title.x": false, "create_time": false, "card.nothing": false,
		} {
			if re.MatchString(mask) != want {
				t.Errorf("%q: want %v by %s", mask, want, pattern)
			}
		}
	}
}
