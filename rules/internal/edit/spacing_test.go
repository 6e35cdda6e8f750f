package edit_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
)

// TestAddFieldStandsApart adds a documented field: behind an empty line where the others have one.
func TestAddFieldStandsApart(t *testing.T) {
	const doc, field = "// It.", "string z = 9;"
	for body, want := range map[string]string{
		"\n  string a = 1;\n  string b = 2;\n":                   "  // It.\n  string z = 9;\n",
		"\n  string a = 1;\n\n  // B.\n  string b = 2; // why\n": "\n  // It.\n  string z = 9;\n",
		"\n  // A.\n  string a = 1;\n":                           "\n  // It.\n  string z = 9;\n",
		"\n  string a = 1;\n":                                    "  // It.\n  string z = 9;\n",
		" string a = 1; ":                                        "string z = 9; ",
		"\n  string a = 1;\n\n  oneof o {\n    string b = 2;\n    string c = 3;\n  }\n": "  // It.\n  string z = 9;\n",
	} {
		for _, ending := range []string{"\n", "\r\n"} {
			text := strings.ReplaceAll("syntax = \"proto3\";\npackage a.v1;\nmessage A {"+body+"}\n", "\n", ending)
			api := load(t, "a.proto", text)
			added, ok := edit.AddField(api.Types[0], doc, field)
			if got, gone := apply(t, api, []report.Edit{added}); !ok || !same(got, strings.ReplaceAll(want, "\n", ending)) || gone != "" {
				t.Errorf("%q: added %q, want %q", text, got, want)
			}
		}
	}
}

func TestAddTo(t *testing.T) {
	for text, want := range map[string]string{
		"      responses:\n        '200':\n          description: It.\n":                        "          headers: {Link: {schema: {}}}\n",
		"      responses:\n        '200':\n          headers: {}\n          description: It.\n": "Link: {schema: {}}",
		"      responses:\n        '200': {description: It., headers: {A: {schema: {}}}}\n":     ", Link: {schema: {}}",
		"      responses:\n        '200': {description: It.}\n":                                 ", headers: {Link: {schema: {}}}",
	} {
		api := load(t, "a.yaml", head+text)
		added, ok := edit.AddTo(&api.Services[0].Operations[0].Responses[0].Node, "headers", "Link", `{"schema": {}}`)
		if got, gone := apply(t, api, []report.Edit{added}); !ok || !same(got, want) || gone != "" {
			t.Errorf("%q: added %q, want %q", text, got, want)
		}
	}
}
