package checktest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec/source"
	"golang.org/x/tools/txtar"
)

func position(s source.Span) string {
	if s.IsZero() {
		return "-"
	}
	return fmt.Sprintf("%d:%d", s.Position().Line, s.Position().Column)
}

// Suite tests a check with all its fixtures, <folder>/<id>.txtar and <folder>/<id>.<case>.txtar,
// and returns them. Only the check's own changes are wanted. With BYLAW_BLESS=1 what is found is
// written into the fixture, to be read before it is committed.
func Suite(t *testing.T, check *breaking.Check, folder string) []*Case {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, check.ID+".*"))
	if err != nil {
		t.Fatal(err)
	}
	paths = slices.DeleteFunc(paths, func(path string) bool { return filepath.Ext(path) != ".txtar" })
	if len(paths) == 0 {
		t.Errorf("%s has no fixture: write %s", check.ID, filepath.Join(folder, check.ID+".txtar"))
	}
	var cases []*Case
	for _, path := range paths {
		cases = append(cases, fixture(t, check, path))
	}
	return cases
}

func fixture(t *testing.T, check *breaking.Check, path string) *Case {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Parse(filepath.Base(path), archive)
	if err != nil {
		t.Fatal(err)
	}
	got := describe(c.Run(t, []*breaking.Check{check}))
	switch {
	case got == c.Want:
	case os.Getenv("BYLAW_BLESS") == "1":
		bless(t, path, archive, got)
	default:
		t.Errorf("%s: got\n%swant\n%s", path, got, c.Want)
	}
	return c
}

func describe(changes []breaking.Change) string {
	var text strings.Builder
	for i := range changes {
		text.WriteString(Describe(&changes[i]) + "\n")
	}
	return text.String()
}

func bless(t *testing.T, path string, archive *txtar.Archive, want string) {
	t.Helper()
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
	archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(want)})
	if err := os.WriteFile(path, txtar.Format(archive), fs.FileMode(0o644)); err != nil {
		t.Fatal(err)
	}
}
