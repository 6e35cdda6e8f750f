package workspace

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestFile(t *testing.T) {
	root := folder(t, map[string]string{"api/a.yaml": rootYAML, "empty.yaml": ""})
	tree := openDir(t, root)
	first, err := tree.File("api/a.yaml")
	check(t, err)
	if first.Path != "api/a.yaml" || string(first.Content) != rootYAML {
		t.Errorf("read %q with %q", first.Path, first.Content)
	}
	if again, _ := tree.File("api/a.yaml"); again != first {
		t.Error("two reads of one path gave two files")
	}
	if empty, err := tree.File("empty.yaml"); err != nil || len(empty.Content) != 0 {
		t.Errorf("empty file: %v, %v", empty, err)
	}
}

func TestFileErrors(t *testing.T) {
	root := folder(t, map[string]string{"in/a.yaml": rootYAML, "secret.yaml": rootYAML})
	tree := openDir(t, filepath.Join(root, "in"))
	for name, want := range map[string]error{
		"b.yaml":                              fs.ErrNotExist,
		"a.yaml/b.yaml":                       fs.ErrNotExist,
		"../secret.yaml":                      fs.ErrInvalid,
		"x/../../secret.yaml":                 fs.ErrInvalid,
		"./a.yaml":                            fs.ErrInvalid,
		"":                                    fs.ErrInvalid,
		"a.yaml/":                             fs.ErrInvalid,
		filepath.Join(root, "secret.yaml"):    fs.ErrInvalid,
		filepath.Join(root, "in", "a.yaml"):   fs.ErrInvalid,
		"nul\x00byte.yaml":                    syscall.EINVAL,
		strings.Repeat("long", 100) + ".yaml": syscall.ENAMETOOLONG,
	} {
		if runtime.GOOS == "windows" && strings.ContainsAny(name, "\x00l") {
			continue // other errors there
		}
		if _, err := tree.File(name); !errors.Is(err, want) {
			t.Errorf("%q: error %v, want %v", name, err, want)
		}
	}
	if _, err := tree.File("."); err == nil {
		t.Error("a folder was read as a file")
	}
}

func TestFileTooLarge(t *testing.T) {
	root := folder(t, map[string]string{"big.yaml": rootYAML, "just.yaml": rootYAML})
	check(t, os.Truncate(filepath.Join(root, "big.yaml"), 10<<30)) // sparse: it takes no room
	check(t, os.Truncate(filepath.Join(root, "just.yaml"), MaxFile))
	tree := openDir(t, root)
	if _, err := tree.File("big.yaml"); !errors.Is(err, source.ErrTooLarge) {
		t.Errorf("10 GiB: error %v", err)
	}
	if file, err := tree.File("just.yaml"); err != nil || len(file.Content) != MaxFile {
		t.Errorf("64 MiB: error %v", err)
	}
}

func TestPipesAreNotWaitedFor(t *testing.T) {
	root := folder(t, map[string]string{"a.yaml": rootYAML})
	makePipe(t, filepath.Join(root, "pipe.yaml"))
	tree := openDir(t, root)
	if _, err := tree.File("pipe.yaml"); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("error %v", err)
	}
	equal(t, "paths", tree.Paths(), []string{"a.yaml"})
	equal(t, "skips", reasons(tree.list("").skips), []string{"pipe.yaml: no regular file"})
}

func TestLinksStayInside(t *testing.T) {
	root := folder(t, map[string]string{"in/real/a.yaml": rootYAML, "secret/s.yaml": "password"})
	in := filepath.Join(root, "in")
	link(t, "real", filepath.Join(in, "linked"))
	link(t, "real/a.yaml", filepath.Join(in, "b.yaml"))
	link(t, filepath.Join(root, "secret"), filepath.Join(in, "out"))
	link(t, "../secret/s.yaml", filepath.Join(in, "s.yaml"))
	link(t, "loop.yaml", filepath.Join(in, "loop.yaml"))
	link(t, ".", filepath.Join(in, "round"))
	tree := openDir(t, in)
	for _, name := range []string{"linked/a.yaml", "b.yaml", "round/round/real/a.yaml"} {
		if _, err := tree.File(name); err != nil {
			t.Errorf("%s leads to a file of the tree: %v", name, err)
		}
	}
	for _, name := range []string{"out/s.yaml", "s.yaml", "loop.yaml"} {
		if file, err := tree.File(name); err == nil {
			t.Errorf("%s was read: %q", name, file.Content)
		}
	}
	equal(t, "paths", tree.Paths(), []string{"real/a.yaml"})
	equal(t, "skips", reasons(tree.list("").skips),
		[]string{"b.yaml: symbolic link", "loop.yaml: symbolic link", "s.yaml: symbolic link"})
}

func TestNamesInAnyEncoding(t *testing.T) {
	names := []string{"lat\xedn.yaml", "new\nline.yaml", "spa ce.yaml", "tab\tbed.yaml", "ünïcode.yaml", "\"quoted\".yaml"}
	root := folder(t, nil)
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(root, name), []byte(rootYAML), 0o644); err != nil {
			t.Skipf("the file system takes no such names: %v", err)
		}
	}
	want := []string{"\"quoted\".yaml", "lat\xedn.yaml", "new\nline.yaml", "spa ce.yaml", "tab\tbed.yaml", "ünïcode.yaml"}
	equal(t, "walked", openDir(t, root).Paths(), want)
	git(t, root, "init", "--quiet")
	equal(t, "untracked", openDir(t, root).Paths(), want)
	git(t, root, "add", ".")
	tree := openDir(t, root)
	equal(t, "tracked", tree.Paths(), want)
	for _, name := range want {
		if _, err := tree.File(name); err != nil {
			t.Error(err)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	tree := openDir(t, folder(t, map[string]string{"a.yaml": rootYAML, "b.yaml": rootYAML}))
	files := make([]*source.File, 16)
	var group sync.WaitGroup
	for i := range files {
		group.Go(func() {
			tree.Paths()
			files[i], _ = tree.File("a.yaml")
		})
	}
	group.Wait()
	for _, file := range files {
		if file == nil || file != files[0] {
			t.Fatal("readers of one path have different files")
		}
	}
}
