package workspace

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

func TestFolderStandsForWhatItIsLike(t *testing.T) {
	root := repository(t, map[string]string{"services/a/openapi.yaml": orders, "services/b/openapi.yaml": payment, "common.yaml": schema})
	copied := folder(t, map[string]string{"services/a/openapi.yaml": orders + "# old\n", "services/b/openapi.yaml": payment, "common.yaml": schema})
	part := folder(t, map[string]string{"openapi.yaml": orders + "# old\n"})
	for _, test := range []struct {
		dir, against, arg, at string
	}{
		{"", copied, "", ""},
		{"services/a", copied, "", ""},
		{"", copied, "services/a", ""},
		{"", copied, "services/a/openapi.yaml", ""},
		{"services/a", part, "", "services/a"},
		{"", part, "services/a", "services/a"},
		{"", part, "services/a/openapi.yaml", "services/a"},
		{"services", part, "a/*.yaml", "services/a"},
		{"", filepath.Join(copied, "services"), "services", "services"},
	} {
		var args []string
		if test.arg != "" {
			args = []string{test.arg}
		}
		base, selection := openBase(t, filepath.Join(root, test.dir), test.against, args...)
		if base.Folder() != test.at {
			t.Errorf("%+v: it stands for %q", test, base.Folder())
		}
		equalDelta(t, base.Delta, "M services/a/openapi.yaml")
		if got := content(t, base, "services/a/openapi.yaml"); got != orders+"# old\n" {
			t.Errorf("%+v: the base holds %q", test, got)
		}
		if got := content(t, base, "common.yaml"); got != schema { // what it doesn't stand for is as it is now
			t.Errorf("%+v: beside it lies %q", test, got)
		}
		old, now := titles(t, base, selection)
		equal(t, "both sides", old, now)
	}
	base, _ := openBase(t, root, folder(t, map[string]string{"x/y.yaml": orders}))
	if notes := base.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "no file in ") {
		t.Errorf("notes %q", notes)
	}
}

func TestFolderIsShownAsItWasNamed(t *testing.T) {
	root := folder(t, map[string]string{"new/a.yaml": orders, "old/a.yaml": orders + "#\n"})
	base, _ := openBase(t, root, "old", "new")
	if got := base.Display("new/a.yaml"); got != filepath.Join("old", "a.yaml") || base.Name != "old/" {
		t.Errorf("%s is shown as %s", base.Name, got)
	}
	equalDelta(t, base.Delta, "M new/a.yaml")
}

func TestFileAgainstFile(t *testing.T) {
	root := folder(t, map[string]string{"new.yaml": orders, "b.yaml": payment})
	elsewhere := folder(t, map[string]string{"v1/old.yaml": orders + "# old\n", "v1/pay.yaml": payment})
	old := filepath.Join(elsewhere, "v1", "old.yaml")
	base, selection := openBase(t, root, old, "new.yaml")
	then, now := titles(t, base, selection)
	equal(t, "now", now, []string{"new.yaml"})
	if len(then) != 1 || base.Delta.Renamed["new.yaml"] != then[0] || base.Current(then[0]) != "new.yaml" {
		t.Errorf("compared with %q; renamed %v", then, base.Delta.Renamed)
	}
	for _, args := range [][]string{nil, {"new.yaml", "b.yaml"}, {"."}, {"*.yaml"}} {
		if _, _, err := tryBase(t, root, old, args...); err == nil || !strings.Contains(err.Error(), "is one file") {
			t.Errorf("%q: %v", args, err)
		}
	}
}

func TestStandardInputAgainstItsBase(t *testing.T) {
	root := repository(t, map[string]string{"api/orders.yaml": orders, "b.yaml": payment})
	for path, want := range map[string][]string{"api/orders.yaml": {"api/orders.yaml"}, "api/new.yaml": nil} {
		now, selection, err := Open(root, Selection{Args: []string{Stdin}, StdinPath: path, Stdin: strings.NewReader(orders + "# edited\n")})
		check(t, err)
		defer now.Close()
		base, err := OpenBase(context.Background(), now, selection, "HEAD")
		check(t, err)
		defer base.Close()
		if !strings.Contains(strings.Join(base.Delta.Now(), " "), path) {
			t.Errorf("%s is not among %q", path, base.Delta.Now())
		}
		old, current := titles(t, base, selection)
		equal(t, "old", old, want)
		equal(t, "now", current, []string{path})
	}
	now, selection, err := Open(root, Selection{Args: []string{Stdin}, Stdin: strings.NewReader(rootJSON)})
	check(t, err)
	defer now.Close()
	base, err := OpenBase(context.Background(), now, selection, "b.yaml")
	check(t, err)
	defer base.Close()
	old, current := titles(t, base, selection)
	equal(t, "old", old, []string{"b.yaml"})
	equal(t, "now", current, []string{"stdin.json"})
	if base.Delta.Renamed["stdin.json"] != "b.yaml" {
		t.Errorf("renamed %v", base.Delta.Renamed)
	}
}

func TestOtherWorkspacesAreAsTheyAre(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders})
	library := repository(t, map[string]string{"lib.yaml": payment})
	write(t, root, map[string]string{"orders.yaml": orders + "#\n"})
	write(t, library, map[string]string{"lib.yaml": payment + "#\n"})
	base, selection := openBase(t, root, "HEAD", "orders.yaml", filepath.Join(library, "lib.yaml"))
	equalDelta(t, base.Delta, "M orders.yaml")
	old, now := titles(t, base, Selection{Args: []string{path.Dir(selection.Args[1])}})
	equal(t, "both sides", old, now)
	if got := content(t, base, selection.Args[1]); got != payment+"#\n" {
		t.Errorf("it holds %q", got)
	}
}

func TestWhatIsLeftOutHereIsLeftOutOfTheBase(t *testing.T) {
	files := map[string]string{"orders.yaml": orders, ".cache/x.yaml": payment, "build/CACHEDIR.TAG": "", "build/y.yaml": payment, "vendored/z.yaml": payment}
	root := folder(t, files)
	packed := filepath.Join(folder(t, nil), "base.zip")
	check(t, os.WriteFile(packed, zipped(t, "orders.yaml", ".cache/x.yaml", "build/y.yaml", "vendored/z.yaml"), 0o644))
	base, selection := openBase(t, root, packed)
	old, _ := titles(t, base, selection)
	equal(t, "compared", old, []string{"orders.yaml"})
	base, selection = openBase(t, root, packed, ".cache")
	old, _ = titles(t, base, selection)
	equal(t, "compared by name", old, []string{".cache/x.yaml"})
}
