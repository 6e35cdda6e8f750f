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

// modules are the folders that are packed, each into an archive of its name, with packages that have
// to be in it.
var modules = []struct {
	folder, path string
	read         func() []txtar.File
	packages     []string
}{
	{"support", templates.SupportModule, templates.Support, []string{".", "boundary", "client", "errors", "param", "retry", "route", "value", "wire"}},
	{"kit", templates.KitModule, templates.Kit, []string{".", "celvalid", "edge", "fault", "jsonpb", "valid", "wellknown"}},
}

// TestPack fails if an archive isn't what its folder holds; `make pack` renews it.
func TestPack(t *testing.T) {
	for _, m := range modules {
		archive := m.folder + ".txtar"
		want := pack(t, os.DirFS(m.folder))
		if os.Getenv("BYLAW_BLESS") != "" {
			if err := os.WriteFile(archive, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(archive)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is stale at %s: run make pack", archive, firstDifference(got, want))
		}
	}
}

// TestPackIsWhole fails if what is packed can't be what was there: txtar has no escapes.
func TestPackIsWhole(t *testing.T) {
	for _, m := range modules {
		packages := map[string]bool{}
		for _, file := range txtar.Parse(pack(t, os.DirFS(m.folder))).Files {
			want, err := os.ReadFile(m.folder + "/" + file.Name)
			if err != nil || !bytes.Equal(file.Data, want) {
				t.Errorf("%s is not packed byte for byte (%v)", file.Name, err)
			}
			packages[path.Dir(file.Name)] = true
		}
		for _, name := range m.packages {
			if !packages[name] {
				t.Errorf("nothing of %s is packed", name)
			}
		}
	}
}

func TestPackedFiles(t *testing.T) {
	for _, m := range modules {
		for _, file := range m.read() {
			if strings.HasSuffix(file.Name, "_test.go") || strings.Contains(file.Name, "internal/") {
				t.Errorf("%s is packed: users don't run our tests", file.Name)
			}
			if file.Name == "go.mod" && !strings.HasPrefix(string(file.Data), "module "+m.path+"\n") {
				t.Errorf("go.mod is not that of %s", m.path)
			}
		}
	}
}

// TestPackagesAreDistinct holds the two modules to names that don't meet, for both are copied into
// one folder, and import paths end in them.
func TestPackagesAreDistinct(t *testing.T) {
	owner := map[string]string{}
	for _, m := range modules {
		seen := map[string]bool{}
		for _, file := range m.read() {
			name := path.Dir(file.Name)
			if name == "." || seen[name] {
				continue
			}
			if seen[name] = true; owner[name] != "" {
				t.Errorf("%s is a package of %s and of %s", name, owner[name], m.folder)
			}
			owner[name] = m.folder
		}
	}
}

// pack returns the archive of a module: its go.mod, go.sum and Go files, sorted by path, but no tests
// and nothing internal, which only tests need.
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
	if strings.Contains("/"+name, "/internal/") {
		return false
	}
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
