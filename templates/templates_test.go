package templates_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/templates"
)

// TestPack fails if support.txtar isn't what the folder support holds; `make pack` renews it.
func TestPack(t *testing.T) {
	want := pack(t, os.DirFS("support"))
	if os.Getenv("BYLAW_BLESS") != "" {
		if err := os.WriteFile("support.txtar", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile("support.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("support.txtar is stale at %s: run make pack", firstDifference(got, want))
	}
}

// TestPackIsWhole fails if what is packed can't be what was there: txtar has no escapes.
func TestPackIsWhole(t *testing.T) {
	packages := map[string]bool{}
	for _, file := range txtar.Parse(pack(t, os.DirFS("support"))).Files {
		want, err := os.ReadFile("support/" + file.Name)
		if err != nil || !bytes.Equal(file.Data, want) {
			t.Errorf("%s is not packed byte for byte (%v)", file.Name, err)
		}
		packages[path.Dir(file.Name)] = true
	}
	for _, name := range []string{".", "boundary", "client", "errors", "param", "retry", "route", "value", "wire"} {
		if !packages[name] {
			t.Errorf("nothing of %s is packed", name)
		}
	}
}

func TestSupport(t *testing.T) {
	for _, file := range templates.Support() {
		if strings.HasSuffix(file.Name, "_test.go") {
			t.Errorf("%s is packed: users don't run our tests", file.Name)
		}
		if file.Name == "go.mod" && !strings.HasPrefix(string(file.Data), "module "+templates.SupportModule+"\n") {
			t.Errorf("go.mod is not that of %s", templates.SupportModule)
		}
	}
}

// pack returns the archive of the module: its go.mod, go.sum and Go files, sorted by path, but no tests.
func pack(t *testing.T, module fs.FS) []byte {
	var archive txtar.Archive
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !packed(name) {
			return err
		}
		data, err := fs.ReadFile(module, name)
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return txtar.Format(&archive)
}

func packed(name string) bool {
	switch path.Ext(name) {
	case ".go":
		return !strings.HasSuffix(name, "_test.go")
	case ".mod", ".sum":
		return true
	}
	return false
}

// firstDifference names the first file that is not the same in both archives.
func firstDifference(got, want []byte) string {
	a, b := txtar.Parse(got).Files, txtar.Parse(want).Files
	for i := range min(len(a), len(b)) {
		if a[i].Name != b[i].Name || !bytes.Equal(a[i].Data, b[i].Data) {
			return b[i].Name
		}
	}
	return "its end"
}
