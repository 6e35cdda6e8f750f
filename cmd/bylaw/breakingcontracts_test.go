package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The example of docs/breaking.md.
const (
	examplesOld = `openapi: 3.1.0
info: {title: Orders, version: 1.4.0}
paths:
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
components:
  schemas:
    Order:
      type: object
      required: [id, total]
      properties:
        id: {type: string}
        total: {type: string}
        note: {type: string}
`
	examplesBilling = `bylaw: contract/v1
consumer: billing
provider: orders
interactions:
  - description: the total of an order
    request: {method: GET, path: /orders/7}
    response:
      status: 200
      headers: {Content-Type: application/json}
      body:
        total: '{{regex "[0-9]+\\.[0-9]{2}" = "10.50"}}'
`
)

// inExample stands in a folder with the example's files.
func inExample(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	gone := strings.NewReplacer("        total: {type: string}\n        note: {type: string}\n", "", "required: [id, total]", "required: [id]")
	for name, content := range map[string]string{"old.yaml": examplesOld, "openapi.yaml": gone.Replace(examplesOld), "contracts/billing.yaml": examplesBilling} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(folder)
}

// ranWith runs the command and returns its exit code and all that it printed.
func ranWith(arguments ...string) (int, string) {
	var out bytes.Buffer
	code := run(arguments, streams{in: strings.NewReader(""), out: &out, err: &out})
	return code, out.String()
}

// What docs/breaking.md shows is what the command prints.
func TestConsumersInDocs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "breaking.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```\n\\$ bylaw (breaking openapi.yaml [^\n]*)\n(.*?)```").FindStringSubmatch(strings.ReplaceAll(string(page), "\r\n", "\n"))
	if block == nil {
		t.Fatal("docs/breaking.md shows no run of bylaw breaking openapi.yaml")
	}
	inExample(t)
	code, got := ranWith(strings.Fields(block[1])...)
	if code != exitFindings || got != block[2] {
		t.Errorf("exit code %d, and docs/breaking.md shows something else than\n%s", code, got)
	}
}

// The contracts of a broker are as good as those of a folder.
func TestConsumersOfBroker(t *testing.T) {
	server := sharedContracts(t)
	inExample(t)
	for _, name := range []string{"old.yaml", "openapi.yaml"} { // numbers, as those contracts have them
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.ReplaceAll(content, []byte("{type: string}\n"), []byte("{type: number}\n"))
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	code, got := ranWith("breaking", "openapi.yaml", "--against", "old.yaml", "--contracts", server.URL, "--provider-name", "orders", "--fail-on-consumers")
	if code != exitFindings || !strings.Contains(got, "breaks billing: 1 interaction, $.total") || strings.Contains(got, "crm") {
		t.Errorf("exit code %d\n%s", code, got)
	}
}
