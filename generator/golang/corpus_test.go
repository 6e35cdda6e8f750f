package golang

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// Every contract of the corpus is generated; the lines are those of what other generators print too:
// types, server and client. BYLAW_PROOF=1 compiles them besides, and calls every route.
func TestCorpus(t *testing.T) {
	dir := filepath.Join(sharedtest.Corpus(t), "openapi")
	for _, test := range []struct {
		file              string
		operations, lines int // lines: at most
	}{
		{"api.github.com.json", 1223, 151_000},
		{"ghes-3.19.json", 1039, 125_000},
		{"stripe.yaml", 494, 190_000},
	} {
		t.Run(test.file, func(t *testing.T) {
			api := load(t, read(t, filepath.Join(dir, test.file)))
			files := generate(t, api, options(generator.AllOutputs))
			routes, lines := 0, 0
			for _, f := range files {
				name := strings.TrimPrefix(f.Path, "api/")
				switch {
				case name == "routes_test.go":
					routes = strings.Count(string(f.Content), "\n\t\t\tname: ")
				case strings.HasPrefix(f.Path, "api/") && !strings.HasPrefix(name, "fake") && !strings.HasSuffix(name, "_test.go"):
					lines += strings.Count(string(f.Content), "\n")
				}
			}
			if routes != test.operations || lines == 0 || lines > test.lines {
				t.Errorf("%d operations instead of %d, in %d lines; %d are allowed", routes, test.operations, lines, test.lines)
			}
			t.Logf("%d operations in %d lines", routes, lines)
			if os.Getenv("BYLAW_PROOF") == "1" {
				module := module(t, files, nil)
				run(t, module, "vet", "./api")
				run(t, module, "test", "./api")
			}
		})
	}
}
