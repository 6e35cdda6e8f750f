package golden

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestLibrary generates the module library anew, in a copy, for what its code imports isn't committed. What
// is must be what has been read (`make golden` writes it), and a team's gates must pass: vet, tests, staticcheck.
func TestLibrary(t *testing.T) {
	module := t.TempDir()
	if err := os.CopyFS(module, os.DirFS("library")); err != nil {
		t.Fatal(err)
	}
	for _, made := range []string{"gen", "internal/platform", ".bylaw"} {
		if err := os.RemoveAll(filepath.Join(module, made)); err != nil {
			t.Fatal(err)
		}
	}
	run(t, module, build(t, "..", "./cmd/bylaw"), "generate")
	compare(t, "library/gen", filepath.Join(module, "gen"))
	run(t, module, "go", "vet", "./...")
	run(t, module, "go", "test", "./...")
	run(t, module, build(t, "..", "honnef.co/go/tools/cmd/staticcheck"), "./...")
}

// compare fails for every file that is in only one of two folders, or not the same in both.
func compare(t *testing.T, read, made string) {
	t.Helper()
	want, got := contents(t, read), contents(t, made)
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s is no longer what is generated: run make golden, and read the diff", name)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s is generated and not committed: run make golden", name)
	}
	if len(want) == 0 {
		t.Errorf("%s is empty", read)
	}
}

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, name))
		found[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
