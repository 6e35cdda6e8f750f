package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/mutate"
)

// blocks are the fenced blocks of a page by what stands behind their fences.
func blocks(page string) map[string]string {
	all := map[string]string{}
	for _, found := range regexp.MustCompile("(?ms)^```(\\S+ ?\\S*)\n(.*?)^```$").FindAllStringSubmatch(page, -1) {
		all[found[1]] = found[2]
	}
	return all
}

// The page shows what the command says of the files that it shows, and all mutants.
func TestDocsMutation(t *testing.T) {
	file, err := filepath.Abs(filepath.FromSlash("../../docs/mutation.md"))
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(string(content), "\r\n", "\n")
	dir := t.TempDir()
	for name, text := range blocks(page) {
		if named, ok := strings.CutPrefix(name, "yaml "); ok {
			path := filepath.Join(dir, filepath.FromSlash(named))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Chdir(dir)
	var said bytes.Buffer
	run([]string{"contract", "mutate", "--spec", "openapi.yaml", "contracts"}, streams{out: &said, err: &said})
	shown := replaced(page, "(?s)```console\n.*?```\n", "```console\n$ bylaw contract mutate --spec openapi.yaml contracts\n"+said.String()+"```\n")
	rows := "| mutant | of | in the spec | in an answer |\n|---|---|---|---|\n"
	for _, m := range mutate.Mutants() {
		rows += "| `" + m.ID + "` | " + m.Of + " | " + m.Spec + " | " + m.Answer + " |\n"
	}
	shown = replaced(shown, `(?m)(^\| mutant .*\n)(^\|.*\n)*`, rows)
	comparePage(t, file, shown)
}

func replaced(text, pattern, with string) string {
	return regexp.MustCompile(pattern).ReplaceAllLiteralString(text, with)
}

const mutatedSpec = `openapi: 3.1.0
info: {title: Orders, version: "1"}
paths:
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: The order.
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: integer}, total: {type: number}, note: {type: string}}}
`

// With a service it is asked once, what it really answers is mutated, and what it breaks or doesn't answer
// kills and covers nothing.
func TestMutateProvider(t *testing.T) {
	dir := verifiedFolder(t) // billing needs the total, crm doesn't
	spec := filepath.Join(dir, "spec", "api.yaml")
	if err := os.MkdirAll(filepath.Dir(spec), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(spec, []byte(mutatedSpec), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, body, said string
		args             []string
		code, asked      int
	}{
		{"all that it sends is asserted", `{"id": 7, "total": 12.5}`, "drop-field", nil, exitClean, 2},
		{"it sends more", `{"id": 7, "total": 12.5, "note": "x"}`, "no contract notices if $.note in the answer 200 of GET /orders/{} is left out", nil, exitClean, 2},
		{"it breaks one", `{"id": 7}`, `not checked: billing, "an order" (the service breaks it`, nil, exitClean, 2},
		{"it is too slow", `{"id": 7}`, "the exit code is 4", []string{"--max-body", "1"}, exitUnverified, 2},
		{"the gate", `{"id": 7, "total": 12.5, "note": "x"}`, "contract/low-score", []string{"--min-score", "99"}, exitFindings, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			asked := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				asked++
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(test.body))
			}))
			defer server.Close()
			var out, problems bytes.Buffer
			args := append([]string{"contract", "mutate", "--spec", spec, "--provider", server.URL, filepath.Join(dir, "billing.json"), filepath.Join(dir, "crm.json")}, test.args...)
			code := run(args, streams{in: strings.NewReader(""), out: &out, err: &problems})
			if code != test.code || asked != test.asked || problems.Len() > 0 || strings.Contains(out.String(), test.said) == (test.said == "drop-field") {
				t.Errorf("exit code %d, want %d; asked %d times\n%s%s", code, test.code, asked, &out, &problems)
			}
		})
	}
}
