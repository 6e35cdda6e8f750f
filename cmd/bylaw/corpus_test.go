package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
)

// TestCorpus lints real specs with every rule: nothing may crash or go missing, and the output may
// not depend on how much runs at once.
func TestCorpus(t *testing.T) {
	corpus := sharedtest.Corpus(t)
	// What each spec holds, as other readers count it too (see the differential tests of the loaders).
	for _, test := range []struct {
		path string
		want report.Counts
	}{
		{"openapi/api.github.com.json", report.Counts{Files: 1, Operations: 1223, Types: 7189, Fields: 38764}},
		{"openapi/ghes-3.18.json", report.Counts{Files: 1, Operations: 980, Types: 6130, Fields: 34509}},
		{"openapi/ghes-3.19.json", report.Counts{Files: 1, Operations: 1039, Types: 6223, Fields: 34727}},
		{"openapi/stripe.yaml", report.Counts{Files: 1, Operations: 494, Types: 6123, Fields: 11674}},
		{"googleapis", report.Counts{Files: 7291, Operations: 12344, Types: 53798, Fields: 150846}},
	} {
		t.Run(test.path, func(t *testing.T) {
			first := lintJSON(t, filepath.Join(corpus, filepath.FromSlash(test.path)))
			if first.Summary.Checked != test.want {
				t.Errorf("checked %+v, want %+v", first.Summary.Checked, test.want)
			}
			for _, f := range first.Findings {
				if f.Rule == report.Internal {
					t.Errorf("%s: %s", f.Element, f.Message)
				}
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			if second := lintJSON(t, filepath.Join(corpus, filepath.FromSlash(test.path))); !bytes.Equal(first.raw, second.raw) {
				t.Error("the output depends on how many processors there are")
			}
		})
	}
}

// linted is what the test reads of the JSON output.
type linted struct {
	Summary struct {
		Checked report.Counts `json:"checked"`
	} `json:"summary"`
	Findings []struct {
		Rule, Element, Message string
	} `json:"findings"`
	raw []byte
}

func lintJSON(t *testing.T, path string) linted {
	t.Helper()
	var out, errs bytes.Buffer
	code := run([]string{"lint", "--preset", "strict,aip", "--format", "json", path}, streams{in: strings.NewReader(""), out: &out, err: &errs})
	if code != exitFindings {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	result := linted{raw: out.Bytes()}
	if err := json.Unmarshal(result.raw, &result); err != nil {
		t.Fatal(err)
	}
	return result
}

// TestHostileSpecs gives the command what no author would write. Each is a finding with a place.
func TestHostileSpecs(t *testing.T) {
	deep := strings.Repeat(`{"items":`, 10_000) + "{}" + strings.Repeat("}", 10_000)
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for previous, next := 'a', 'b'; next <= 'j'; previous, next = next, next+1 {
		bomb += string(next) + ": &" + string(next) + " [" + strings.Repeat("*"+string(previous)+",", 9) + "]\n"
	}
	for name, content := range map[string]string{
		"deep.json":       `{"openapi":"3.1.0","info":{"title":"x","version":"1.0.0"},"paths":{},"components":{"schemas":{"A":` + deep + `}}}`,
		"truncated.json":  `{"openapi":"3.1.0","info":{"title":`,
		"truncated.yaml":  "openapi: 3.1.0\ninfo: {title: x",
		"bomb.yaml":       "openapi: 3.1.0\n" + bomb,
		"utf16.yaml":      "\xff\xfe" + strings.Join(strings.Split("openapi: 3.1.0\npaths: {}\n", ""), "\x00") + "\x00",
		"binary.proto":    "\x7fELF\x02\x01\x01\x00\x00\x00",
		"deep.proto":      "syntax = \"proto3\";" + strings.Repeat("message A {", 10_000) + strings.Repeat("}", 10_000),
		"truncated.proto": "syntax = \"proto3\";\npackage a.v1;\nmessage A {",
		"empty.proto":     "",
		"keys.yaml":       "openapi: 3.1.0\ninfo: {title: x, version: 1.0.0}\npaths: {}\npaths: {}\n",
		"cycle.yaml":      "openapi: 3.1.0\ninfo: {title: x, version: 1.0.0}\npaths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}}\n",
		"outside.yaml":    "openapi: 3.1.0\ninfo: {title: x, version: 1.0.0}\npaths: {/a: {$ref: '../../../../etc/passwd'}}\n",
		"remote.yaml":     "openapi: 3.1.0\ninfo: {title: x, version: 1.0.0}\npaths: {/a: {$ref: 'http://127.0.0.1:1/a.yaml'}}\n",
		"version.yaml":    "openapi: 4.0.0\ninfo: {title: x, version: 1.0.0}\npaths: {}\n",
		"swagger.yaml":    "swagger: '2.0'\ninfo: {title: x, version: 1.0.0}\npaths: {}\n",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			if code := run([]string{"lint", "--color", "never", path}, streams{in: strings.NewReader(""), out: &out, err: &errs}); code != exitFindings {
				t.Fatalf("exit code %d\n%s%s", code, out.String(), errs.String())
			}
			if !strings.Contains(out.String(), name+":") || !strings.Contains(out.String(), ": error[") {
				t.Errorf("no error with a place:\n%s", out.String())
			}
			t.Log(strings.SplitN(out.String(), "\n", 2)[0])
		})
	}
}
