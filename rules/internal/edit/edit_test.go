package edit_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// load returns the API of one file, which is broken neither before nor after an edit.
func load(t *testing.T, name, text string) *spec.API {
	t.Helper()
	for _, api := range linttest.Load(t, map[string]string{name: text}) {
		if !api.Imported {
			return api
		}
	}
	t.Fatal("no API")
	return nil
}

// apply makes the edits and returns the lines that were added, and those that are gone.
func apply(t *testing.T, api *spec.API, edits []report.Edit) (added, gone string) {
	t.Helper()
	out, err := report.Apply(api.Documents[0].File, edits)
	if err != nil {
		t.Fatal(err)
	}
	load(t, api.Documents[0].File.Path, string(out))
	before, after := string(api.Documents[0].File.Content), string(out)
	start := 0
	for start < len(before) && start < len(after) && before[start] == after[start] {
		start++
	}
	end := 0
	for end < len(before)-start && end < len(after)-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	return after[start : len(after)-end], before[start : len(before)-end]
}

const head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /v1/a:\n    get:\n"

// TestLayout adds one and the same item and key in every layout.
func TestLayout(t *testing.T) {
	const item, value = `{"name": "x", "in": "query", "schema": {"type": "string"}}`, `{"description": "No, it is.", "headers": {}}`
	tests := map[string]struct{ file, text, parameters, response string }{
		"blocks": {"a.yaml", head + "      parameters:\n        - name: y\n          in: query\n      responses:\n        '200':\n          description: It.\n",
			"        - name: x\n          in: query\n          schema:\n            type: string\n",
			"        default:\n          description: No, it is.\n          headers: {}\n"},
		"braces": {"a.yaml", head + "      parameters:\n      - {name: y, in: query}\n      responses:\n        '200': {description: It.}\n",
			"      - {name: x, in: query, schema: {type: string}}\n",
			"        default: {description: \"No, it is.\", headers: {}}\n"},
		"JSON in lines": {"a.json", "{\n\t\"openapi\": \"3.1.0\",\n\t\"info\": {\"title\": \"T\", \"version\": \"1\"},\n\t\"paths\": {\n\t\t\"/v1/a\": {\n\t\t\t\"get\": {\n" +
			"\t\t\t\t\"parameters\": [\n\t\t\t\t\t{\n\t\t\t\t\t\t\"name\": \"y\",\n\t\t\t\t\t\t\"in\": \"query\"\n\t\t\t\t\t}\n\t\t\t\t],\n" +
			"\t\t\t\t\"responses\": {\n\t\t\t\t\t\"200\": {\n\t\t\t\t\t\t\"description\": \"It.\"\n\t\t\t\t\t}\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t}\n}\n",
			",\n\t\t\t\t\t{\n\t\t\t\t\t\t\"name\": \"x\",\n\t\t\t\t\t\t\"in\": \"query\",\n\t\t\t\t\t\t\"schema\": {\n\t\t\t\t\t\t\t\"type\": \"string\"\n\t\t\t\t\t\t}\n\t\t\t\t\t}",
			",\n\t\t\t\t\t\"default\": {\n\t\t\t\t\t\t\"description\": \"No, it is.\",\n\t\t\t\t\t\t\"headers\": {}\n\t\t\t\t\t}"},
		"JSON on one line": {"a.json", "{\n" + `"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{"/v1/a":{"get":{"parameters":[{"name":"y","in":"query"}],"responses":{"200":{"description":"It."}}}}}}`,
			`,{"name": "x", "in": "query", "schema": {"type": "string"}}`, `,"default":{"description": "No, it is.", "headers": {}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api := load(t, test.file, test.text)
			o := api.Services[0].Operations[0]
			edits, ok := edit.Append(&o.Node, "parameters", item)
			if added, gone := apply(t, api, edits); !ok || !same(added, test.parameters) || gone != "" {
				t.Errorf("added %q, want %q; gone %q", added, test.parameters, gone)
			}
			edited, ok := edit.InsertInto(&o.Node, "responses", "default", value)
			if added, gone := apply(t, api, []report.Edit{edited}); !ok || !same(strings.Replace(added, `"default": `, "default: ", 1), strings.Replace(test.response, `"default": `, "default: ", 1)) || gone != "" {
				t.Errorf("added %q, want %q; gone %q", added, test.response, gone)
			}
		})
	}
}

// same compares what was added: which of two equal bytes at the ends is new can't be told.
func same(a, b string) bool {
	for range len(a) + 1 {
		if a == b {
			return true
		}
		if a != "" {
			a = a[len(a)-1:] + a[:len(a)-1]
		}
	}
	return false
}

func TestAppendWhereThereIsNoList(t *testing.T) {
	for text, want := range map[string]string{
		"      responses:\n        '200':\n          description: It.\n":                           "      parameters:\n        - name: x\n          in: query\n        - name: z\n          in: query\n",
		"      parameters: []\n      responses: {'200': {description: It.}}\n":                     "{name: x, in: query}, {name: z, in: query}",
		"      responses: {'200': {description: It.}}\n      tags: [a]\n":                          "      parameters: [{name: x, in: query}, {name: z, in: query}]\n",
		"      operationId: getIt\n      responses: {'200': {$ref: '#/components/responses/R'}}\n": "      parameters: [{name: x, in: query}, {name: z, in: query}]\n",
	} {
		if strings.Contains(text, "$ref") {
			text += "components: {responses: {R: {description: It.}}}\n"
		}
		api := load(t, "a.yaml", head+text)
		edits, ok := edit.Append(&api.Services[0].Operations[0].Node, "parameters", `{"name": "x", "in": "query"}`, `{"name": "z", "in": "query"}`)
		if added, _ := apply(t, api, edits); !ok || !same(added, want) {
			t.Errorf("%q: added %q, want %q", text, added, want)
		}
	}
}

func TestImport(t *testing.T) {
	const b, z = `import "buf/validate/validate.proto";`, `import "google/type/money.proto";`
	for name, test := range map[string]struct{ head, want string }{
		"none yet":       {"syntax = \"proto3\";\npackage a.v1; // why\n", "\n\n" + b},
		"sorted, before": {"syntax = \"proto3\";\npackage a.v1;\n\n" + z + "\n", b + "\n"},
		"sorted, behind": {"syntax = \"proto3\";\npackage a.v1;\nimport \"a/a.proto\"; // ours\n" + z + "\n", "\n" + b},
		"already":        {"syntax = \"proto3\";\npackage a.v1;\n" + b + "\n", ""},
		"CRLF":           {"syntax = \"proto3\";\r\npackage a.v1;\r\n", "\r\n\r\n" + b},
	} {
		t.Run(name, func(t *testing.T) {
			text := test.head + "message A {}\n"
			apis := linttest.Load(t, map[string]string{"b.proto": text, "a/a.proto": "syntax = \"proto3\";\npackage b.v1;\n"})
			var api *spec.API
			for _, candidate := range apis {
				if candidate.Name == "a.v1" {
					api = candidate
				}
			}
			edits, ok := edit.Import(api, api.Root, "buf/validate/validate.proto")
			out, err := report.Apply(api.Root, edits)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if len(out) != len(text)+len(test.want) || !strings.Contains(string(out), test.want) {
				t.Errorf("got\n%s", out)
			}
		})
	}
}

func TestFreeNumber(t *testing.T) {
	for body, want := range map[string]int{
		"":                                       1,
		"string a = 1;":                          2,
		"string a = 7;":                          8,
		"oneof o { string a = 3; }":              4,
		"reserved 1, 2 to 4;":                    5,
		"string a = 1; reserved 9, 10;":          2,
		"string a = 2; reserved 3;":              4,
		"reserved 5 to max;":                     1,
		"string a = 4; reserved 5 to max;":       0,
		"string a = 18999;":                      20000,
		"string a = 1; extensions 2 to 5;":       6,
		"string a = 536870911;":                  0,
		"string a = 1; extensions 100 to max;":   2,
		"message B { string a = 5; } B b = 1;":   2,
		"string a = 8; reserved 9; reserved 10;": 11,
	} {
		text := "syntax = \"proto2\";\npackage a.v1;\nmessage A { " + strings.NewReplacer("string ", "optional string ", "B b", "optional B b", "oneof o { string a", "oneof o { string a").Replace(body) + " }\n"
		text = strings.Replace(text, "oneof o { optional ", "oneof o { ", 1)
		if got := edit.FreeNumber(load(t, "a.proto", text).Types[0]); got != want {
			t.Errorf("%s: %d, want %d", body, got, want)
		}
	}
}

func TestTakes(t *testing.T) {
	message := load(t, "a.proto", `syntax = "proto3";
package a.v1;
message A {
  string page_size = 1;
  oneof kind { string b = 2; }
  message Inner {}
  enum E { UNSET = 0; }
  reserved "old";
}
`).Types[0]
	for name, want := range map[string]bool{
		"page_token": true, "page_size": false, "pageSize": false, "kind": false, "Inner": false, "UNSET": false, "E": false, "old": false,
	} {
		if got := edit.Takes(message, name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestRename(t *testing.T) {
	api := load(t, "a.json", "{\n"+`"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":{"A":{"required":["b","c"],"type":"object","properties":{"b":{},"\u0063":{}}}}}}`)
	schema := api.Types[0]
	for i, want := range []bool{true, false} { // what is written with an escape is left alone
		if _, ok := edit.Rename(schema.Fields[i].NameSpan, schema.Fields[i].Name, "d"); ok != want {
			t.Errorf("%s: %v", schema.Fields[i].Name, ok)
		}
	}
	required, ok := edit.Rename(schema.Schema.Required[0].Span, "b", "d")
	if added, gone := apply(t, api, []report.Edit{required}); !ok || added != "d" || gone != "b" {
		t.Errorf("%q for %q", added, gone)
	}
}
