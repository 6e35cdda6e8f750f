package schema_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/generator/golang/schema"
)

// TestRun runs tests of testdata/run beside what is generated for the contract there.
func TestRun(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/run/run.txtar")
	if err != nil {
		t.Fatal(err)
	}
	decls, findings := lowered(load(t, document("3.1.0", string(archive.Files[0].Data))), schema.Options{})
	for _, f := range findings {
		t.Error(said(f))
	}
	dir := packaged(t, decls)
	if err := os.WriteFile(filepath.Join(dir, "run_test.go"), archive.Files[1].Data, 0o644); err != nil {
		t.Fatal(err)
	}
	test := exec.Command("go", "test", ".")
	test.Dir = dir
	test.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	if out, err := test.CombinedOutput(); err != nil {
		t.Errorf("%v\n%.8000s", err, out)
	}
}
