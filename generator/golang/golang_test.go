package golang

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// The generated package compiles, its own tests pass, and what the client sends is what the service
// gets, in every form that bodies and parameters have.
func TestModule(t *testing.T) {
	o := options(generator.AllOutputs | generator.Service)
	files := generate(t, load(t, read(t, "testdata/orders.yaml")), o)
	dir := module(t, files, map[string]string{"roundtrip_test.go": read(t, "testdata/roundtrip.go.txt")})
	run(t, dir, "vet", "./...")
	output := run(t, dir, "test", "-v", "./api")
	for _, test := range []string{"TestBoundary", "TestRoutes", "TestServicePanics", "TestClientGone", "TestRoundTrip"} {
		if !strings.Contains(output, "--- PASS: "+test) {
			t.Errorf("%s did not run:\n%.4000s", test, output)
		}
	}
	if strings.Contains(output, "--- SKIP") {
		t.Errorf("a row was not shown:\n%.4000s", output)
	}
}

// Every output stands on its own, and needs no other.
func TestOutputs(t *testing.T) {
	api := load(t, read(t, "testdata/orders.yaml"))
	for _, o := range []generator.Outputs{generator.Types, generator.Types | generator.Server, generator.Types | generator.Client} {
		dir := module(t, generate(t, api, options(o)), nil)
		run(t, dir, "vet", "./api")
	}
}

// The goldens are read by people: BYLAW_BLESS=1 renews them.
func TestGolden(t *testing.T) {
	for _, f := range generate(t, load(t, read(t, "testdata/orders.yaml")), options(generator.AllOutputs|generator.Service)) {
		name := strings.TrimPrefix(f.Path, "api/")
		switch name {
		case "server.go", "client.go", "operations.go", "boundary_test.go", "service.go":
		default:
			continue
		}
		golden := filepath.Join("testdata", "orders", name+".golden")
		if os.Getenv("BYLAW_BLESS") == "1" {
			if err := os.WriteFile(golden, f.Content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := read(t, golden); want != string(f.Content) {
			text, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
				A: difflib.SplitLines(want), B: difflib.SplitLines(string(f.Content)), FromFile: golden, ToFile: "now", Context: 2,
			})
			t.Errorf("%.4000s", text)
		}
	}
}

// The same API gives the same bytes, whatever the machine does meanwhile.
func TestDeterminism(t *testing.T) {
	document := read(t, "testdata/orders.yaml")
	first := generate(t, load(t, document), options(generator.AllOutputs))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for range 3 {
		again := generate(t, load(t, document), options(generator.AllOutputs))
		if len(again) != len(first) {
			t.Fatalf("%d files, then %d", len(first), len(again))
		}
		for i := range first {
			if first[i].Path != again[i].Path || !bytes.Equal(first[i].Content, again[i].Content) {
				t.Errorf("%s differs", first[i].Path)
			}
		}
		runtime.GOMAXPROCS(2)
	}
}

func TestOnlyOpenAPI(t *testing.T) {
	plan, findings := New().Lower(&spec.API{Format: spec.Proto}, options(generator.AllOutputs))
	if len(plan.Units) != 0 || len(findings) != 1 || findings[0].Rule != "generate/unsupported-format" || findings[0].Severity != report.Error {
		t.Errorf("%+v", findings)
	}
}

// What is printed compiles however the contract names things, and nothing of it leaves its comment.
func TestHostileNames(t *testing.T) {
	document := read(t, "testdata/hostile.yaml")
	files := generate(t, load(t, document), options(generator.AllOutputs|generator.Service))
	for _, f := range files {
		if strings.Contains(string(f.Content), "\nfunc Injected") {
			t.Errorf("%s has a function of the contract's making", f.Path)
		}
	}
	dir := module(t, files, nil)
	run(t, dir, "vet", "./...")
	run(t, dir, "test", "./api")
}

// An API with many operations has several files, none of which Go reads for one system only or as a
// test.
func TestManyOperations(t *testing.T) {
	var b strings.Builder
	b.WriteString("openapi: 3.1.0\ninfo: {title: Many, version: '1'}\npaths:\n")
	for i := range 130 {
		tag := []string{"windows", "test", "本", "js", "Orders"}[i%5]
		b.WriteString("  /p" + strings.Repeat("x", i) + ": {get: {tags: [" + tag + "], responses: {'204': {description: x}}}}\n")
	}
	files := generate(t, load(t, b.String()), options(generator.AllOutputs))
	seen := map[string]bool{}
	for _, f := range files {
		seen[f.Path] = true
	}
	for _, want := range []string{"api/server_windows_operations.go", "api/client_test_operations.go", "api/operations_js_operations.go", "api/fake_orders.go"} {
		if !seen[want] {
			t.Errorf("there is no %s", want)
		}
	}
	dir := module(t, files, nil)
	run(t, dir, "vet", "./api")
	run(t, dir, "test", "./api")
}

func TestReservedNames(t *testing.T) {
	for _, name := range []string{"client", "boundary", "Handlers", "sent", "handle"} {
		scope := naming.NewScope(reserved()...)
		if !scope.Taken(name) {
			t.Errorf("%s is not reserved", name)
		}
	}
}
