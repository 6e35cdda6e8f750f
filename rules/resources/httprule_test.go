package resources

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestWithoutMember takes the body out of message literals of every layout.
func TestWithoutMember(t *testing.T) {
	const body = `body: "*"`
	tests := []struct{ text, want string }{
		{`{get: "/v1" body: "*"}`, `{get: "/v1"}`},
		{`{get: "/v1", body: "*"}`, `{get: "/v1",}`},
		{`{body: "*" get: "/v1"}`, `{get: "/v1"}`},
		{`{body: "*" , get: "/v1"}`, `{get: "/v1"}`},
		{"{body: \"*\"\n  get: \"/v1\"\n}", "{\n  get: \"/v1\"\n}"},
		{`{get: "/v1"; body: "*";}`, `{get: "/v1";}`},
		{"{\n  get: \"/v1\"\n\n  body: \"*\" \n}\n", "{\n  get: \"/v1\"\n\n}\n"},
		{"{\r\n\tbody: \"*\",\r\n\tget: \"/v1\"\r\n}\r\n", "{\r\n\tget: \"/v1\"\r\n}\r\n"},
		{"{\n  body: \"*\" // all of it\n  get: \"/v1\"\n}", "{\n // all of it\n  get: \"/v1\"\n}"},
		{"{\n  get: \"/v1\" body: \"*\"\n}", "{\n  get: \"/v1\"\n}"},
		{`body: "*"`, ``},
	}
	for _, test := range tests {
		file := source.NewFile("x.proto", []byte(test.text))
		start := strings.Index(test.text, body)
		value := strings.Index(test.text, `"*"`)
		member := &spec.Member{
			Key: "body", KeySpan: file.Span(start, start+len("body")),
			Value: &spec.Value{Kind: spec.Str, Text: "*", Span: file.Span(value, value+len(`"*"`))},
		}
		got, err := report.Apply(file, []report.Edit{{Span: withoutMember(member)}})
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != test.want {
			t.Errorf("without the body, %q is %q, want %q", test.text, got, test.want)
		}
	}
}
