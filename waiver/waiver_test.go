package waiver

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// rules are those that the tests know, each with the name it has today.
type rules map[string]string

func (r rules) Resolve(id string) (string, bool) { current, ok := r[id]; return current, ok }

func (r rules) Suggest(id string) string {
	if id == "missing-docs" {
		return "missing-doc"
	}
	return ""
}

func (r rules) Counterparts(linter, id string) []string {
	switch linter + " " + id {
	case "buf COMMENT_FIELD", "api-linter core::0192::has-comments":
		return []string{"missing-doc"}
	case "api-linter core::0142::time-field-type":
		return []string{"raw-timestamp", "float-money"}
	}
	return nil
}

func known() rules {
	return rules{"missing-doc": "missing-doc", "raw-timestamp": "raw-timestamp", "float-money": "float-money", "untyped-time": "raw-timestamp"}
}

// load reads one spec, proto or OpenAPI by its path.
func load(t *testing.T, path, text string) []*spec.API {
	t.Helper()
	tree := memtree.New(map[string]string{path: text})
	apis, findings := []*spec.API(nil), []report.Finding(nil)
	if strings.HasSuffix(path, ".proto") {
		apis, findings = proto.Load(context.Background(), proto.Config{Tree: tree, Files: []string{path}})
	} else {
		apis, findings = openapi.Load(context.Background(), openapi.Config{Tree: tree, Roots: []string{path}})
	}
	if len(findings) > 0 || len(apis) == 0 {
		t.Fatalf("%s: %v", path, said(findings))
	}
	return apis
}

func file(t *testing.T, apis []*spec.API) *source.File {
	t.Helper()
	for _, api := range apis {
		if !api.Imported {
			return api.Documents[0].File
		}
	}
	t.Fatal("no file")
	return nil
}

// at makes a finding of the rule at the first place where the word stands in the file.
func at(file *source.File, rule, word string) report.Finding {
	start := strings.Index(string(file.Content), word)
	if start < 0 {
		panic(word + " is not in the file")
	}
	return report.Finding{Rule: rule, Severity: report.Warning, Message: rule + " at " + word, Span: file.Span(start, start+len(word))}
}

func said(findings []report.Finding) []string {
	var lines []string
	for _, f := range findings {
		line := fmt.Sprintf("%d %s: %s", f.Span.Position().Line, f.Rule, f.Message)
		if f.Cure != "" {
			line += "; " + f.Cure
		}
		lines = append(lines, line)
	}
	return lines
}

// scopeCase says which of the words of a spec a suppression of missing-doc covers.
type scopeCase struct {
	name, path, text string
	covered          string // words at which a finding is hidden
	left             string // words at which one is not
}

func scopeCases() []scopeCase {
	head := "syntax = \"proto3\";\npackage shop.v1;\n"
	const ignored = "bylaw:ignore missing-doc -- reason"
	api := func(s string) string {
		return "openapi: 3.1.0\ninfo: {title: Shop, version: v1}\n" + strings.ReplaceAll(s, "IGNORE", ignored)
	}
	cases := []scopeCase{
		{"message", "a.proto", head + `
// IGNORE
message A { string a1 = 1; message B { string b1 = 1; } }
message C { string c1 = 1; }`, "A a1 B b1", "C c1"},
		{"under its documentation", "a.proto", head + `
// What it is.
// IGNORE
message A { string a1 = 1; }
message C {}`, "A a1", "C"},
		{"above its documentation", "a.proto", head + `
// IGNORE
// What it is.
/* and more

 of it */
message A { string a1 = 1; }
message C {}`, "A a1", "C"},
		{"block comment", "a.proto", head + `
/*
 * What it is.
 * IGNORE
 */
message A { string a1 = 1; }
message C {}`, "A a1", "C"},
		{"field", "a.proto", head + `message A {
  // IGNORE
  string a1 = 1;
  string a2 = 2;
}`, "a1", "A a2"},
		{"behind a field", "a.proto", head + `message A {
  string a1 = 1; // IGNORE
  string a2 = 2;
}`, "a1", "A a2"},
		{"behind the beginning of a message", "a.proto", head + `message A { // IGNORE
  string a1 = 1;
}
message B {}`, "A a1", "B"},
		{"behind the beginning of a field of several lines", "a.proto", head + `message A {
  string a1 = 1 [ // IGNORE
    deprecated = true
  ];
  string a2 = 2;
}`, "a1 deprecated", "A a2"},
		{"between the words of a line", "a.proto", head + `message A {
  string /* IGNORE */ a1 = 1;
  string a2 = 2;
}`, "a1", "A a2"},
		{"before the words of a line", "a.proto", head + `message A {
  /* IGNORE */ string a1 = 1;
  string a2 = 2;
}`, "a1", "A a2"},
		{"option", "a.proto", head + `message A {
  // IGNORE
  option deprecated = true;
  string a1 = 1;
}`, "deprecated", "A a1"},
		{"option of several lines", "a.proto", `syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
message A {}
service S {
  rpc Get(A) returns (A) {
    // IGNORE
    option (google.api.http) = {
      get: "/v1/a"
      additional_bindings { get: "/v1/b" }
    };
    option deprecated = true;
  }
}`, "google.api.http /v1/a additional_bindings /v1/b", "Get deprecated"},
		{"package", "a.proto", "syntax = \"proto3\";\n// IGNORE\npackage shop.v1;\nmessage A {}", "shop.v1", "A"},
		{"rpc with a body", "a.proto", head + `service S {
  // IGNORE
  rpc Get(A) returns (A) {
    option deprecated = true;
  }
  rpc Put(A) returns (A);
}
message A {}`, "Get deprecated", "Put"},
		{"enum value", "a.proto", head + `enum E {
  E_UNSPECIFIED = 0;
  E_ONE = 1; // IGNORE
}`, "E_ONE", "E_UNSPECIFIED"},
		{"oneof", "a.proto", head + `message A {
  // IGNORE
  oneof choice {
    string a1 = 1;
  }
  string a2 = 2;
}`, "choice a1", "A a2"},
		{"file", "a.proto", "// Copyright\n// IGNORE\n\n" + head + "message A { string a1 = 1; }", "shop.v1 A a1", ""},
		{"first statement only", "a.proto", "// IGNORE\n" + head + "message A { string a1 = 1; }", "syntax", "shop.v1 A a1"},
		{"carriage returns", "a.proto", strings.ReplaceAll(head+"// IGNORE\nmessage A {\n  string a1 = 1;\n}\nmessage B {}", "\n", "\r\n"), "A a1", "B"},
		{"two lines, one element", "a.proto", head + `
// bylaw:ignore float-money -- reason
// IGNORE
message A { string a1 = 1; }`, "A a1", ""},

		{"operation", "a.yaml", api(`paths:
  /orders:
    # IGNORE
    get:
      operationId: list
      responses: {}
    put:
      operationId: store
      responses: {}
`), "get list", "orders put store"},
		{"path", "a.yaml", api(`paths:
  # IGNORE
  /orders:
    get:
      operationId: list
      responses: {}
  /carts:
    get:
      operationId: carts
      responses: {}
`), "orders list", "paths carts"},
		{"key of a schema", "a.yaml", api(`components:
  schemas:
    Order:
      type: object
      # IGNORE
      properties:
        amount:
          type: number
        total: {type: number}
      required: [amount]
`), "properties amount total", "Order required"},
		{"behind a key", "a.yaml", api(`components:
  schemas:
    Order: # IGNORE
      type: object
      properties:
        amount: {type: number}
    Cart: {type: object}
`), "Order amount", "Cart"},
		{"behind a value", "a.yaml", api(`components:
  schemas:
    Order:
      type: object # IGNORE
      properties:
        amount: {type: number}
`), "object", "Order amount"},
		{"item of a list", "a.yaml", api(`tags:
  - name: one
    description: first
  # IGNORE
  - name: two
    description: second
  - name: three
`), "two second", "first three"},
		{"behind the beginning of an item", "a.yaml", api(`tags:
  - name: two # IGNORE
    description: second
  - name: three
`), "two second", "three"},
		{"whole document", "a.yaml", "# IGNORE\n\n" + api("paths: {}\n"), "openapi info paths", ""},
		{"before the marker of a document", "a.yaml", "# IGNORE\n---\n" + api("paths: {}\n"), "openapi info paths", ""},
		{"below the marker of a document", "a.yaml", "---\n# IGNORE\n\n" + api("paths: {}\n"), "openapi info paths", ""},
		{"first key only", "a.yaml", "# IGNORE\n" + api("paths: {}\n"), "openapi", "info paths"},
		{"behind the first key", "a.yaml", strings.Replace(api("paths: {}\n"), "3.1.0", "3.1.0 # IGNORE", 1), "openapi", "info paths"},
		{"above documentation", "a.yaml", api(`paths:
  # IGNORE
  # Orders are kept for ten years.
  /orders:
    get: {operationId: list, responses: {}}
`), "orders list", "paths"},
		{"aliases", "a.yaml", api(`components:
  schemas:
    # IGNORE
    Order: &order
      properties: {amount: {type: number}}
    Cart: *order
`), "Order amount", "Cart"},
		{"flow style", "a.yaml", api(`components: {schemas: {
  # IGNORE
  Order: {type: object, properties: {amount: {type: number}}},
  Cart: {type: object}}}
`), "Order amount", "Cart"},

		{"extension", "a.json", `{"openapi": "3.1.0", "info": {"title": "Shop", "version": "v1"}, "paths": {"/orders": {
  "get": {"operationId": "list", "x-bylaw-ignore": {"rules": ["missing-doc"], "reason": "r"}, "responses": {"200": {"description": "ok"}}},
  "put": {"operationId": "store", "responses": {"200": {"description": "bad"}}}}}}`, "list ok", "orders store bad"},
		{"extension of the whole", "a.json", `{"openapi": "3.1.0", "info": {"title": "Shop", "version": "v1"}, "x-bylaw-ignore": [{"rules": ["missing-doc"], "reason": "r"}],
  "paths": {"/orders": {"get": {"operationId": "list", "responses": {"200": {"description": "ok"}}}}}}`, "openapi list ok", ""},
	}
	for i := range cases {
		cases[i].text = strings.ReplaceAll(cases[i].text, "IGNORE", ignored)
	}
	return cases
}

func TestScopes(t *testing.T) {
	for _, c := range scopeCases() {
		t.Run(c.path+"/"+c.name, func(t *testing.T) {
			apis := load(t, c.path, c.text)
			suppressions, findings := Collect(apis, nil, known())
			if len(findings) > 0 {
				t.Fatal(said(findings))
			}
			covered, left := strings.Fields(c.covered), strings.Fields(c.left)
			var input []report.Finding
			for _, word := range slices.Concat(covered, left) {
				input = append(input, at(file(t, apis), "missing-doc", word))
			}
			got := map[string]bool{}
			for _, h := range Apply(input, suppressions, Options{}).Hidden {
				got[h.Finding.Span.Text()] = true
			}
			for _, word := range covered {
				if !got[word] {
					t.Errorf("%s is not covered", word)
				}
			}
			for _, word := range left {
				if got[word] {
					t.Errorf("%s is covered", word)
				}
			}
		})
	}
}
