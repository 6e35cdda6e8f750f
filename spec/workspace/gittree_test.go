package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestNamesOfAllKinds(t *testing.T) {
	files := map[string]string{"mit Leerzeichen/größe 1.yaml": orders, "日本/注文.json": rootJSON, "-x.yaml": payment, "a:b.yaml": payment, "tab\there.yaml": payment}
	if runtime.GOOS == "windows" {
		delete(files, "a:b.yaml")
		delete(files, "tab\there.yaml")
	}
	root := repository(t, files)
	git(t, root, "config", "core.quotePath", "true")
	write(t, root, map[string]string{"mit Leerzeichen/größe 1.yaml": orders + "#\n"})
	base, _ := openBase(t, root, "HEAD")
	for name, want := range files {
		if got := content(t, base, name); got != want {
			t.Errorf("%s holds %q", name, got)
		}
	}
	equalDelta(t, base.Delta, "M mit Leerzeichen/größe 1.yaml")
	for _, name := range []string{"nowhere.yaml", "", ".", "../x.yaml", "/etc/passwd", "mit Leerzeichen", "x\ny.yaml", "x\x00.yaml", "a/../-x.yaml"} {
		if _, err := base.Tree.File(name); err == nil {
			t.Errorf("%q is a file of the base", name)
		}
	}
	if _, err := base.Tree.File("nowhere.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if got := content(t, base, "-x.yaml"); got != payment {
		t.Errorf("after all that, a file holds %q", got)
	}
}

func TestConcurrentReads(t *testing.T) {
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("f%d.yaml", i)] = strings.Repeat(fmt.Sprintf("# %d\n", i), i*i)
	}
	root := repository(t, files)
	base, _ := openBase(t, root, "HEAD")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for name, want := range files {
				file, err := base.Tree.File(name)
				again, _ := base.Tree.File(name)
				if err != nil || string(file.Content) != want || file != again {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
	group.Wait()
}

func TestBaseEndsWithItsContext(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders, "other.yaml": payment})
	now := openDir(t, root)
	ctx, cancel := context.WithCancel(context.Background())
	base, err := OpenBase(ctx, now, Selection{}, "HEAD")
	check(t, err)
	content(t, base, "orders.yaml")
	cancel()
	if _, err := base.Tree.File("other.yaml"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	check(t, base.Close())
	check(t, base.Close())
	if _, err := OpenBase(ctx, now, Selection{}, "HEAD"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	base, err = OpenBase(context.Background(), now, Selection{}, "HEAD")
	check(t, err)
	check(t, base.Close())
	if _, err := base.Tree.File("other.yaml"); !errors.Is(err, errClosed) {
		t.Errorf("got %v", err)
	}
}

func TestRenamesAreFollowed(t *testing.T) {
	long := orders + strings.Repeat("# a line that stays as it is\n", 50)
	root := repository(t, map[string]string{"api/orders.yaml": long, "pay.yaml": payment, "a.proto": protoV1, "stays.yaml": schema})
	git(t, root, "mv", "api/orders.yaml", "orders-api.yaml")
	write(t, root, map[string]string{"orders-api.yaml": long + "# changed\n"})
	git(t, root, "add", "--all")
	check(t, os.Rename(filepath.Join(root, "pay.yaml"), filepath.Join(root, "payments.yaml"))) // git is not told
	base, _ := openBase(t, root, "HEAD")
	equalDelta(t, base.Delta, "R api/orders.yaml -> orders-api.yaml", "R pay.yaml -> payments.yaml")
	if base.Current("api/orders.yaml") != "orders-api.yaml" || base.Current("stays.yaml") != "stays.yaml" {
		t.Error("the current paths are wrong")
	}

	base, selection := openBase(t, root, "HEAD", "orders-api.yaml")
	old, now := titles(t, base, selection)
	equal(t, "old", old, []string{"api/orders.yaml"})
	equal(t, "now", now, []string{"orders-api.yaml"})

	write(t, root, map[string]string{"api/new.yaml": rootYAML})
	base, selection = openBase(t, root, "HEAD", "api") // from which it was moved away
	old, now = titles(t, base, selection)
	equal(t, "old", old, []string{"api/orders.yaml"})
	equal(t, "now", now, []string{"api/new.yaml", "orders-api.yaml"})

	base, selection = openBase(t, root, "HEAD", "*.yaml") // to which it was moved
	old, _ = titles(t, base, selection)
	equal(t, "old", old, []string{"api/orders.yaml", "pay.yaml"})
}

func TestConfigurationGovernsRenamedFiles(t *testing.T) {
	root := repository(t, map[string]string{"old/orders.yaml": orders, "old/pay.yaml": payment})
	git(t, root, "mv", "old/pay.yaml", "new-pay.yaml")
	base, selection := openBase(t, root, "HEAD")
	selection.Excluded = func(path string) bool { return path == "new-pay.yaml" }
	selection.IsRoot = func(path string) bool { return path == "new-pay.yaml" }
	old, _ := base.Sides(selection)
	if !old.Excluded("old/pay.yaml") || !old.IsRoot("old/pay.yaml") || old.Excluded("old/orders.yaml") {
		t.Error("what holds for a file does not hold for what it was")
	}
}

func TestNewFilesHaveNoBase(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders})
	write(t, root, map[string]string{"new/pay.yaml": payment})
	for _, arg := range []string{"new", "new/pay.yaml", "new/*.yaml"} {
		base, selection := openBase(t, root, "HEAD", arg)
		old, now := titles(t, base, selection)
		equal(t, arg+", old", old, nil)
		equal(t, arg+", now", now, []string{"new/pay.yaml"})
	}
}

func TestLineEndsOfTheMachine(t *testing.T) {
	root := folder(t, nil)
	git(t, root, "init", "--quiet", "--initial-branch", "main")
	git(t, root, "config", "core.autocrlf", "true")
	write(t, root, map[string]string{"orders.yaml": strings.ReplaceAll(orders, "\n", "\r\n"), "kept.yaml": payment})
	commit(t, root, "start")
	later := strings.ReplaceAll(orders, "\n", "\r\n")
	touch(t, filepath.Join(root, "orders.yaml"))
	base, _ := openBase(t, root, "HEAD")
	equalDelta(t, base.Delta)
	if got := content(t, base, "orders.yaml"); got != orders {
		t.Errorf("the base holds %q", got)
	}
	write(t, root, map[string]string{"orders.yaml": later + "# more\r\n"})
	base, _ = openBase(t, root, "HEAD")
	equalDelta(t, base.Delta, "M orders.yaml")
}

// touch changes the time stamp of a file, so that git cannot know that it is as it was.
func touch(t *testing.T, file string) {
	t.Helper()
	when := time.Date(2020, 2, 2, 2, 2, 2, 0, time.UTC)
	check(t, os.Chtimes(file, when, when))
}

func TestBaseInAWorktreeAndAFolder(t *testing.T) {
	root := repository(t, map[string]string{"api/orders.yaml": orders, "b.yaml": payment})
	tree := filepath.Join(folder(t, nil), "tree")
	git(t, root, "worktree", "add", "--quiet", tree, "-b", "two")
	write(t, tree, map[string]string{"api/orders.yaml": orders + "# two\n"})
	commit(t, tree, "two")
	for _, dir := range []string{tree, filepath.Join(tree, "api")} {
		base, _ := openBase(t, dir, "")
		if base.Commit != hashOf(t, root, "main") {
			t.Errorf("the base is %s", base.Name)
		}
		equalDelta(t, base.Delta, "M api/orders.yaml")
	}
}

func TestBareRepository(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders})
	bare := filepath.Join(folder(t, nil), "bare.git")
	git(t, root, "clone", "--quiet", "--bare", root, bare)
	refused(t, bare, "", "bare git repository")
	refused(t, root, bare, "bare git repository")
}

func TestSubmodulesOfTheBase(t *testing.T) {
	library := repository(t, map[string]string{"type/money.proto": protoV1})
	root := repository(t, map[string]string{"orders.yaml": orders})
	git(t, root, "submodule", "--quiet", "add", library, "libs/library")
	commit(t, root, "with a submodule")
	first := filepath.Join(root, "libs", "library")
	write(t, first, map[string]string{"type/money.proto": protoV1 + "// two\n"})
	commit(t, first, "two")

	base, selection := openBase(t, root, "HEAD")
	equal(t, "paths", base.Tree.Paths(), []string{"libs/library/type/money.proto", "orders.yaml"})
	equal(t, "skips", reasons(viewOf(base.Tree).list("").skips), []string{"libs/library: git submodule"})
	equalDelta(t, base.Delta, "M libs/library/type/money.proto")
	if got := content(t, base, "libs/library/type/money.proto"); got != protoV1 {
		t.Errorf("the submodule holds %q", got)
	}
	old, _ := titles(t, base, selection)
	equal(t, "compared", old, []string{"orders.yaml"})

	plain := filepath.Join(folder(t, nil), "clone")
	git(t, root, "clone", "--quiet", root, plain) // without submodules
	base, _ = openBase(t, plain, "HEAD")
	equal(t, "without it", base.Tree.Paths(), []string{"orders.yaml"})
	equalDelta(t, base.Delta)
}

func TestLinksInTheBase(t *testing.T) {
	root := repository(t, map[string]string{"real/orders.yaml": orders})
	link(t, "orders.yaml", filepath.Join(root, "real", "here.yaml"))
	link(t, "real", filepath.Join(root, "folder"))
	link(t, "/etc/passwd", filepath.Join(root, "out.yaml"))
	link(t, "../../../etc/passwd", filepath.Join(root, "up.yaml"))
	link(t, "b.yaml", filepath.Join(root, "a.yaml"))
	link(t, "a.yaml", filepath.Join(root, "b.yaml"))
	commit(t, root, "links")
	base, _ := openBase(t, root, "HEAD")
	equal(t, "paths", base.Tree.Paths(), []string{"real/orders.yaml"})
	equalDelta(t, base.Delta)
	for _, name := range []string{"real/here.yaml", "folder/orders.yaml", "folder/here.yaml"} {
		if got := content(t, base, name); got != orders {
			t.Errorf("%s holds %q", name, got)
		}
	}
	for _, name := range []string{"out.yaml", "up.yaml", "a.yaml", "folder"} {
		if _, err := base.Tree.File(name); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

func TestLargeFileStorage(t *testing.T) {
	sum := sha256.Sum256([]byte(orders))
	oid := hex.EncodeToString(sum[:])
	pointer := fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", oid, len(orders))
	root := repository(t, map[string]string{"orders.yaml": pointer})
	base, _ := openBase(t, root, "HEAD")
	if _, err := base.Tree.File("orders.yaml"); !errors.Is(err, errLFS) || len(base.Notes()) != 1 {
		t.Errorf("got %v; notes %q", err, base.Notes())
	}
	write(t, root, map[string]string{".git/lfs/objects/" + oid[:2] + "/" + oid[2:4] + "/" + oid: orders})
	base, _ = openBase(t, root, "HEAD")
	if got := content(t, base, "orders.yaml"); got != orders {
		t.Errorf("it holds %q", got)
	}
	write(t, root, map[string]string{".git/lfs/objects/" + oid[:2] + "/" + oid[2:4] + "/" + oid: "something else"})
	base, _ = openBase(t, root, "HEAD")
	if _, err := base.Tree.File("orders.yaml"); err == nil {
		t.Error("a damaged object is taken")
	}
}

func TestSparseCheckout(t *testing.T) {
	root := repository(t, map[string]string{"api/orders.yaml": orders, "other/pay.yaml": payment})
	git(t, root, "sparse-checkout", "set", "--cone", "api")
	base, selection := openBase(t, root, "HEAD")
	equalDelta(t, base.Delta)
	old, now := titles(t, base, selection)
	equal(t, "old", old, now)
	equal(t, "skips", reasons(viewOf(base.Tree).list("").skips), []string{"other/pay.yaml: outside the sparse checkout"})
}

func TestWhatGitIgnoresIsAsItIsNow(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders, ".gitignore": "deps/\n"})
	write(t, root, map[string]string{"deps/money.proto": protoV1, "untracked.proto": protoV1})
	base, _ := openBase(t, root, "HEAD")
	if got := content(t, base, "deps/money.proto"); got != protoV1 {
		t.Errorf("it holds %q", got)
	}
	if _, err := base.Tree.File("untracked.proto"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a new file is in the base: %v", err)
	}
}

func TestThirdPartyCodeIsNoPartOfTheBase(t *testing.T) {
	root := repository(t, map[string]string{"a.yaml": orders, "third_party/x.yaml": payment, "vendor/modules.txt": "", "vendor/y.yaml": payment})
	base, selection := openBase(t, root, "HEAD")
	old, _ := titles(t, base, selection)
	equal(t, "compared", old, []string{"a.yaml"})
	base, selection = openBase(t, root, "HEAD", "third_party")
	old, _ = titles(t, base, selection)
	equal(t, "compared by name", old, []string{"third_party/x.yaml"})
}

func TestFolderAndFileOfACommit(t *testing.T) {
	root := repository(t, map[string]string{"old/api/orders.yaml": orders, "old/pay.yaml": payment, "orders.yaml": orders + "#\n"})
	write(t, root, map[string]string{"api/orders.yaml": orders + "# now\n"})
	base, _ := openBase(t, root, "HEAD:old/api", "api")
	equalDelta(t, base.Delta, "M api/orders.yaml")
	if base.Folder() != "api" || !strings.HasPrefix(base.Name, "git:HEAD:old/api (") {
		t.Errorf("%s stands for %q", base.Name, base.Folder())
	}
	base, selection := openBase(t, filepath.Join(root, "old"), "git:HEAD:./api/orders.yaml", "../orders.yaml")
	equalDelta(t, base.Delta, "R old/api/orders.yaml -> orders.yaml")
	old, now := titles(t, base, selection)
	equal(t, "old", old, []string{"old/api/orders.yaml"})
	equal(t, "now", now, []string{"orders.yaml"})
	refused(t, root, "HEAD:orders.yaml", "is one file")
}

func TestWorkspaceBelowTheTopOfTheRepository(t *testing.T) {
	home := repository(t, map[string]string{"work/shop/orders.yaml": orders, "work/other.yaml": payment})
	t.Setenv("HOME", home) // a home directory that is a repository is no workspace for what lies below it
	t.Setenv("USERPROFILE", home)
	shop := filepath.Join(home, "work", "shop")
	git(t, home, "mv", "work/shop/orders.yaml", "work/shop/new.yaml")
	write(t, shop, map[string]string{"new.yaml": orders + "# now\n"})
	base, _ := openBase(t, shop, "HEAD")
	equal(t, "paths", base.Tree.Paths(), []string{"orders.yaml"})
	equalDelta(t, base.Delta, "R orders.yaml -> new.yaml")
	if got := content(t, base, "orders.yaml"); got != orders {
		t.Errorf("it holds %q", got)
	}
	base, _ = openBase(t, shop, "HEAD:./orders.yaml", "new.yaml")
	equalDelta(t, base.Delta, "R orders.yaml -> new.yaml")
}

func TestProtoOfTheBaseIsLoaded(t *testing.T) {
	order := func(importing, field string) string {
		return "syntax = \"proto3\";\npackage shop.v1;\nimport \"" + importing + "\";\nmessage Order {\n  money.Money " + field + " = 1;\n}\n"
	}
	money := "syntax = \"proto3\";\npackage money;\nmessage Money {\n  int64 units = 1;\n}\n"
	root := repository(t, map[string]string{
		"proto/shop/v1/order.proto": order("money/money.proto", "price"), "third_party/money/money.proto": money, ".gitignore": "deps\n"})
	write(t, root, map[string]string{
		"proto/shop/v1/order.proto": order("cash/cash.proto", "cost"), "deps/cash/cash.proto": money, "proto/new.proto": "syntax = \"proto3\";\npackage fresh;\n"})
	commit(t, root, "now")
	base, selection := openBase(t, root, "HEAD~1")
	selection.ImportPaths = []string{"proto", "third_party", "deps"}
	old, now := base.Sides(selection)
	for _, side := range []struct {
		loaded func() (*Loaded, error)
		field  string
	}{
		{func() (*Loaded, error) { return Load(context.Background(), base.Tree, old) }, "price"},
		{func() (*Loaded, error) { return Load(context.Background(), base.now, now) }, "cost"},
	} {
		loaded, err := side.loaded()
		check(t, err)
		for _, f := range loaded.Findings {
			t.Errorf("%s: %s", f.Span.Path(), f.Message)
		}
		found := false
		for _, api := range loaded.APIs {
			for _, of := range api.Types {
				found = found || len(of.Fields) > 0 && of.Fields[0].Name == side.field
			}
		}
		if !found {
			t.Errorf("the field %s is not found", side.field)
		}
	}
}
