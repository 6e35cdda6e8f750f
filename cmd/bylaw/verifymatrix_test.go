package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

// matrixFolder is a folder with the versions of the script.
func matrixFolder(t *testing.T) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/script/verify-matrix.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range archive.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// runIn runs a command in a folder.
func runIn(t *testing.T, dir string, args ...string) (code int, text string) {
	t.Helper()
	t.Chdir(dir)
	var out, problems bytes.Buffer
	code = run(args, streams{in: strings.NewReader(""), out: &out, err: &problems})
	return code, out.String() + problems.String()
}

// ordersBy is a version that runs: it keeps the total of the one order under a name of its own, in what
// both share, once its state is set up.
func ordersBy(t *testing.T, shared *sync.Map, column string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/_states" {
			shared.Clear()
			shared.Store(column, "10.5")
			return
		}
		total, _ := shared.Load(column)
		w.Header().Set("Content-Type", "application/json")
		if total == nil {
			total = "null"
		}
		_, _ = w.Write([]byte(`{"id": 7, "total": ` + total.(string) + `, "amount": ` + total.(string) + `}`))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// Versions that run are asked, too: each alone, and two at once on the same data.
func TestVerifyMatrixOfServices(t *testing.T) {
	dir := matrixFolder(t)
	for _, name := range []string{"v1", "v2"} {
		file := filepath.Join(dir, name, "contracts", "billing.yaml")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		given := strings.Replace(string(text), "    request:", "    states: [there is an order]\n    request:", 1)
		if err := os.WriteFile(file, []byte(given), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var shared sync.Map
	v1, v2, renamed := ordersBy(t, &shared, "total"), ordersBy(t, &shared, "total"), ordersBy(t, &shared, "amount")
	for _, test := range []struct {
		name, second string
		args         []string
		code         int
		said         []string
	}{
		{"the same data", v2, []string{"--states-url", "/_states"}, exitClean, []string{
			"From v1 to v2 deploy the provider first", "v1    v2  holds           breaks           holds ", "v1         v2            v1         holds"}},
		{"a column was renamed", renamed, []string{"--states-url", "/_states"}, exitFindings, []string{
			"The providers of v1 and v2 can't run side by side on the same data.", "billing of v1 breaks written with v1 and read with v2 in \"reads an order\"", "holds           breaks           breaks "}},
		{"the hook is missing", v2, []string{"--states-url", "http://127.0.0.1:1/"}, exitUnverified, []string{"the exit code is 4", "nobody listens there"}},
		{"nobody listens", "http://127.0.0.1:1", []string{"--states-url", "/_states"}, exitUnverified, []string{"the exit code is 4"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := append([]string{"verify", "--matrix", "v1=" + v1 + ",v2=" + test.second, "--spec", "openapi.yaml", "contracts"}, test.args...)
			code, text := runIn(t, dir, args...)
			if code != test.code {
				t.Errorf("exit code %d, want %d\n%s", code, test.code, text)
			}
			for _, part := range test.said {
				if !strings.Contains(text, part) {
					t.Errorf("it doesn't say %q\n%s", part, text)
				}
			}
		})
	}
}

// What the page shows is what is printed.
func TestMatrixPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/matrix.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```console\n\\$ bylaw (.*?)\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(shown) < 2 {
		t.Fatalf("only %d commands", len(shown))
	}
	dir := matrixFolder(t)
	for _, command := range shown {
		if _, text := runIn(t, dir, strings.Fields(command[1])...); text != command[2] {
			t.Errorf("bylaw %s\nprints\n%s\nand not\n%s", command[1], text, command[2])
		}
	}
}
