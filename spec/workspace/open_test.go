package workspace

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

func TestRoot(t *testing.T) {
	repo := repository(t, map[string]string{"api/v1/a.yaml": rootYAML, "api/bylaw.yaml": "version: 1\n"})
	plain := folder(t, map[string]string{"top/bylaw.yaml": "version: 1\n", "top/api/v1/a.yaml": rootYAML, "bare/api/a.yaml": rootYAML})
	home := folder(t, map[string]string{"bylaw.yaml": "version: 1\n", ".git/HEAD": "", "src/a.yaml": rootYAML})
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for start, want := range map[string]string{
		filepath.Join(repo, "api", "v1"):         repo, // git is asked before bylaw.yaml
		repo:                                     repo,
		filepath.Join(plain, "top", "api", "v1"): filepath.Join(plain, "top"),
		filepath.Join(plain, "bare", "api"):      filepath.Join(plain, "bare", "api"),
		filepath.Join(home, "src"):               filepath.Join(home, "src"),
		home:                                     home,
	} {
		if got := Root(start); got != want {
			t.Errorf("Root(%s) = %s, want %s", start, got, want)
		}
	}
}

// opened opens a selection as a user in dir would write it.
func openArgs(t *testing.T, dir string, args ...string) (*DirTree, Selection) {
	t.Helper()
	tree, wanted, err := Open(dir, Selection{Args: args})
	check(t, err)
	t.Cleanup(func() { tree.Close() })
	return tree, wanted
}

func TestOpenInARepository(t *testing.T) {
	repo := repository(t, map[string]string{"api/v1/a.yaml": rootYAML, "api/[x]/b.yaml": rootYAML, "c.yaml": rootYAML})
	api := filepath.Join(repo, "api")
	for _, test := range []struct {
		dir        string
		args, want []string
	}{
		{api, nil, nil},
		{api, []string{"."}, []string{"api"}},
		{api, []string{".."}, []string{"."}},
		{api, []string{"v1/a.yaml", "../c.yaml", "./v1/"}, []string{"api/v1/a.yaml", "c.yaml", "api/v1"}},
		{repo, []string{filepath.Join(api, "v1", "a.yaml")}, []string{"api/v1/a.yaml"}},
		{repo, []string{"api/[x]/b.yaml"}, []string{"api/[x]/b.yaml"}}, // there is such a file
		{repo, []string{"**/*.yaml"}, []string{"**/*.yaml"}},
		{api, []string{"../**/[ab].yaml"}, []string{"**/[ab].yaml"}},
		{filepath.Join(api, "[x]"), []string{"*.yaml"}, []string{`api/\[x]/*.yaml`}},
	} {
		tree, wanted := openArgs(t, test.dir, test.args...)
		equal(t, strings.Join(test.args, " "), wanted.Args, test.want)
		if tree.Root() != repo {
			t.Errorf("%q opened %s", test.args, tree.Root())
		}
		equal(t, "paths", tree.Paths(), []string{"api/[x]/b.yaml", "api/v1/a.yaml", "c.yaml"})
	}
}

func TestOpenWhatIsNotThere(t *testing.T) {
	repo := repository(t, map[string]string{"a.yaml": rootYAML, "api/b.yaml": rootYAML})
	for arg, want := range map[string]string{
		"":              "empty argument",
		"b.yaml":        "b.yaml: no such file or folder",
		"a.yaml/x":      "a.yaml/x: no such file or folder",
		"no/*.yaml":     "no/*.yaml: no such file or folder",
		"../elsewhere/": "../elsewhere/: no such file or folder",
		"api/[.yaml":    "api/[.yaml: malformed pattern",
	} {
		_, _, err := Open(repo, Selection{Args: []string{arg}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", arg, err, want)
		}
	}
	for _, wanted := range []Selection{
		{ImportPaths: []string{"nowhere"}}, {ImportPaths: []string{"a.yaml"}}, {Args: []string{Stdin}, StdinPath: "nowhere/a.yaml"},
	} {
		if _, _, err := Open(repo, wanted); err == nil {
			t.Errorf("%+v was opened", wanted)
		}
	}
}

func TestOpenPipe(t *testing.T) {
	root := folder(t, nil)
	makePipe(t, filepath.Join(root, "pipe"))
	if _, _, err := Open(root, Selection{Args: []string{"pipe"}}); err == nil || !strings.Contains(err.Error(), "bylaw lint -") {
		t.Errorf("error %v", err)
	}
}

func TestOpenOutside(t *testing.T) {
	here := repository(t, map[string]string{"a.yaml": rootYAML, "library/x.yaml": rootYAML})
	elsewhere := folder(t, map[string]string{"library/lib.proto": protoV1, "library/deep/b.proto": protoV1, "secret.yaml": "x: 1\n"})
	library := filepath.Join(elsewhere, "library")

	tree, wanted := openArgs(t, here, library)
	equal(t, "alone: arguments", wanted.Args, []string{"."})
	equal(t, "alone: paths", tree.Paths(), []string{"deep/b.proto", "lib.proto"})
	if tree.Root() != library || tree.Display("lib.proto") != filepath.Join(library, "lib.proto") {
		t.Errorf("root %s, shown as %s", tree.Root(), tree.Display("lib.proto"))
	}

	tree, wanted = openArgs(t, here, filepath.Join(library, "lib.proto"), "a.yaml", filepath.Join(library, "deep"))
	equal(t, "beside: arguments", wanted.Args, []string{"library~/lib.proto", "a.yaml", "library~/deep"})
	equal(t, "beside: paths", tree.Paths(), []string{"a.yaml", "library/x.yaml", "library~/deep/b.proto", "library~/lib.proto"})
	if got, want := tree.Display("library~/lib.proto"), filepath.Join(library, "lib.proto"); got != want {
		t.Errorf("shown as %s, want %s", got, want)
	}
	if got := tree.Display("library/x.yaml"); got != filepath.Join("library", "x.yaml") {
		t.Errorf("shown as %s", got)
	}
	for _, name := range []string{"library~/../secret.yaml", "secret.yaml", "../secret.yaml"} {
		if _, err := tree.File(name); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestOpenBringsTheWorkspaceOfAFile(t *testing.T) {
	here := folder(t, nil)
	repo := repository(t, map[string]string{"api/a.yaml": rootYAML, "common/c.yaml": schema})
	tree, wanted := openArgs(t, here, filepath.Join(repo, "api", "a.yaml"))
	equal(t, "arguments", wanted.Args, []string{"api/a.yaml"})
	if _, err := tree.File("common/c.yaml"); err != nil {
		t.Error(err)
	}
}

func TestOpenWhereNothingMarksAWorkspace(t *testing.T) {
	root := folder(t, map[string]string{"api/a.yaml": rootYAML, "common/c.yaml": schema, "huge/x.yaml": ""})
	tree, wanted := openArgs(t, root, "api")
	equal(t, "arguments", wanted.Args, []string{"api"})
	equal(t, "only what was named is listed", tree.Paths(), []string{"api/a.yaml"})
	if _, err := tree.File("common/c.yaml"); err != nil {
		t.Errorf("what lies where the user stands can be referred to: %v", err)
	}
	tree, _ = openArgs(t, root, "api/a.yaml")
	equal(t, "a file may be part of any other", tree.Paths(), []string{"api/a.yaml", "common/c.yaml", "huge/x.yaml"})
}

func TestOpenThroughLinks(t *testing.T) {
	repo := repository(t, map[string]string{"api/a.yaml": rootYAML})
	other := folder(t, map[string]string{"b.yaml": rootYAML})
	links := folder(t, nil)
	link(t, repo, filepath.Join(links, "repo"))
	link(t, filepath.Join(other, "b.yaml"), filepath.Join(repo, "b.yaml"))
	link(t, filepath.Join(repo, "api"), filepath.Join(repo, "absolute"))

	for _, dir := range []string{repo, filepath.Join(links, "repo")} {
		_, wanted := openArgs(t, dir, filepath.Join(links, "repo", "api", "a.yaml"), filepath.Join(repo, "absolute", "a.yaml"))
		equal(t, "links into the workspace", wanted.Args, []string{"api/a.yaml", "api/a.yaml"})
	}
	tree, wanted := openArgs(t, repo, "b.yaml")
	equal(t, "a link that was named is followed out", wanted.Args, []string{"b.yaml"})
	if tree.Root() != other {
		t.Errorf("opened %s", tree.Root())
	}
}

func TestImportPaths(t *testing.T) {
	repo := repository(t, map[string]string{"api/a.proto": protoV1, "protos/b.proto": protoV1})
	outside := folder(t, map[string]string{"google/c.proto": protoV1})
	tree, wanted, err := Open(filepath.Join(repo, "api"), Selection{Args: []string{"a.proto"}, ImportPaths: []string{"../protos", outside}})
	check(t, err)
	defer tree.Close()
	mount := filepath.Base(outside)
	equal(t, "import paths", wanted.ImportPaths, []string{"protos", mount})
	if _, err := tree.File(mount + "/google/c.proto"); err != nil {
		t.Error(err)
	}
	equal(t, "they are not linted", tree.Paths(), []string{"api/a.proto", "protos/b.proto"})

	above, wanted, err := Open(repo, Selection{Args: []string{"api"}, ImportPaths: []string{".."}})
	check(t, err)
	defer above.Close()
	name := filepath.Base(repo)
	equal(t, "a folder above holds all", append(wanted.Args, wanted.ImportPaths...), []string{name + "/api", "."})
	equal(t, "but only the workspace is listed", above.Paths(), []string{name + "/api/a.proto", name + "/protos/b.proto"})
}

func TestDisplay(t *testing.T) {
	repo := repository(t, map[string]string{"api/v1/a.yaml": rootYAML, "b.yaml": rootYAML})
	tree, _ := openArgs(t, filepath.Join(repo, "api"))
	for name, want := range map[string]string{
		"api/v1/a.yaml": filepath.Join("v1", "a.yaml"),
		"b.yaml":        filepath.Join("..", "b.yaml"),
	} {
		if got := tree.Display(name); got != want {
			t.Errorf("%s is shown as %s, want %s", name, got, want)
		}
	}
}

func TestStdinPath(t *testing.T) {
	repo := repository(t, map[string]string{"api/a.yaml": rootYAML})
	for _, test := range []struct{ given, want string }{
		{"", "api/stdin"}, {"new.yaml", "api/new.yaml"}, {"../c.yaml", "c.yaml"}, {filepath.Join(repo, "d.yaml"), "d.yaml"},
	} {
		tree, wanted, err := Open(filepath.Join(repo, "api"), Selection{Args: []string{Stdin}, StdinPath: test.given})
		check(t, err)
		tree.Close()
		if wanted.StdinPath != test.want || tree.Root() != repo {
			t.Errorf("%q became %q in %s, want %q", test.given, wanted.StdinPath, tree.Root(), test.want)
		}
	}
}

func TestOpenClosedFolder(t *testing.T) {
	root := folder(t, map[string]string{"a/x.yaml": rootYAML})
	makeUnreadable(t, filepath.Join(root, "a"))
	if _, _, err := Open(root, Selection{Args: []string{"a/x.yaml"}}); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("error %v", err)
	}
	if _, err := Dir(filepath.Join(root, "none")); err == nil || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func TestOpenPartOfAProtoTree(t *testing.T) {
	root := folder(t, map[string]string{
		"google/pubsub/v1/a.proto": "// Copyright\n\nsyntax = \"proto3\";\n\npackage google.pubsub.v1;\n",
		"google/type/money.proto":  "syntax = \"proto3\";\npackage google.type;\n",
		"odd/v1/b.proto":           "syntax = \"proto3\";\npackage other.v1;\n",
		"bare/c.proto":             "syntax = \"proto3\";\n",
	})
	pubsub := filepath.Join(root, "google", "pubsub")
	for _, test := range []struct {
		dir, arg, root string
		want           []string
	}{
		{"/", filepath.Join(pubsub, "v1"), root, []string{"google/pubsub/v1"}},
		{"/", filepath.Join(pubsub, "v1", "a.proto"), root, []string{"google/pubsub/v1/a.proto"}},
		{"/", pubsub, root, []string{"google/pubsub"}},
		{pubsub, "v1", root, []string{"google/pubsub/v1"}},
		{pubsub, "../type", root, []string{"google/type"}},
		{"/", filepath.Join(root, "odd"), filepath.Join(root, "odd"), []string{"."}},
		{"/", filepath.Join(root, "bare"), filepath.Join(root, "bare"), []string{"."}},
	} {
		dir := test.dir
		if dir == "/" {
			dir = folder(t, nil)
		}
		tree, wanted := openArgs(t, dir, test.arg)
		equal(t, test.arg, wanted.Args, test.want)
		if tree.Root() != test.root {
			t.Errorf("%s opened %s, want %s", test.arg, tree.Root(), test.root)
		}
	}
	tree, wanted := openArgs(t, filepath.Join(pubsub, "v1"))
	got, _ := classified(t, tree, wanted)
	equal(t, "no argument is the folder stood in", got, []string{"google/pubsub/v1/a.proto proto"})
	if shown := tree.Display("google/pubsub/v1/a.proto"); shown != "a.proto" {
		t.Errorf("shown as %s", shown)
	}
}
