package fix_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/fix"
)

// workspace returns a folder with a file in it, and the same as a root.
func workspace(t *testing.T, name, content string, mode fs.FileMode) (string, *os.Root) {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, name)
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(content), 0o644))
	must(t, os.Chmod(path, mode))
	root, err := os.OpenRoot(folder)
	must(t, err)
	t.Cleanup(func() { root.Close() })
	return folder, root
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// holds checks a file, and that nothing was left beside it.
func holds(t *testing.T, path, want string, mode fs.FileMode) {
	t.Helper()
	got, err := os.ReadFile(path)
	must(t, err)
	info, err := os.Stat(path)
	must(t, err)
	if string(got) != want {
		t.Errorf("%s holds %q, want %q", path, got, want)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != mode {
		t.Errorf("%s has the mode %v, want %v", path, info.Mode().Perm(), mode)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			t.Errorf("%s was left behind", entry.Name())
		}
	}
}

func TestReplace(t *testing.T) {
	for _, mode := range []fs.FileMode{0o644, 0o600, 0o755, 0o664} {
		folder, root := workspace(t, "api/x.proto", "old\r\n", mode)
		must(t, fix.Replace(root, "api/x.proto", []byte("old\r\n"), []byte("new\r\n")))
		holds(t, filepath.Join(folder, "api", "x.proto"), "new\r\n", mode)
	}
}

func TestReplaceOnlyWhatWasRead(t *testing.T) {
	for name, test := range map[string]struct {
		now, want string
		err       error
	}{
		"unchanged":               {"old", "new", nil},
		"changed":                 {"newer", "newer", fix.ErrChanged},
		"fixed by someone else":   {"new", "new", nil},
		"emptied by someone else": {"", "", fix.ErrChanged},
	} {
		t.Run(name, func(t *testing.T) {
			folder, root := workspace(t, "x", test.now, 0o644)
			if err := fix.Replace(root, "x", []byte("old"), []byte("new")); !errors.Is(err, test.err) {
				t.Errorf("error %v", err)
			}
			holds(t, filepath.Join(folder, "x"), test.want, 0o644)
		})
	}
}

func TestReadOnlyFileStays(t *testing.T) {
	folder, root := workspace(t, "x", "old", 0o444)
	if err := fix.Replace(root, "x", []byte("old"), []byte("new")); !errors.Is(err, fix.ErrReadOnly) {
		t.Errorf("error %v", err)
	}
	holds(t, filepath.Join(folder, "x"), "old", 0o444)
}

func TestFileThatIsGone(t *testing.T) {
	folder, root := workspace(t, "y", "old", 0o644)
	if err := fix.Replace(root, "x", []byte("old"), []byte("new")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	holds(t, filepath.Join(folder, "y"), "old", 0o644)
}

func TestFolderThatIsReadOnly(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("nothing is read-only for root, nor are folders on windows")
	}
	folder, root := workspace(t, "x", "old", 0o644)
	must(t, os.Chmod(folder, 0o555))
	defer os.Chmod(folder, 0o755)
	if err := fix.Replace(root, "x", []byte("old"), []byte("new")); !errors.Is(err, fs.ErrPermission) || strings.Contains(err.Error(), "openat") {
		t.Errorf("error %v", err)
	}
	holds(t, filepath.Join(folder, "x"), "old", 0o644)
}

// TestLinks has links lead to a file, through a folder that is a link itself, and out of the root.
func TestLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making links needs a privilege on windows")
	}
	folder, root := workspace(t, "deep/er/x.yaml", "old", 0o640)
	outside := filepath.Join(t.TempDir(), "x.yaml")
	must(t, os.WriteFile(outside, []byte("old"), 0o644))
	for link, target := range map[string]string{
		"file.yaml": "deep/er/x.yaml", "folder": "deep/er", "deep/er/up.yaml": "../y.yaml", "again.yaml": "file.yaml",
		"out.yaml": outside, "up.yaml": filepath.Join("..", filepath.Base(filepath.Dir(outside)), "x.yaml"),
	} {
		must(t, os.Symlink(target, filepath.Join(folder, link)))
	}
	must(t, os.WriteFile(filepath.Join(folder, "deep/y.yaml"), []byte("old"), 0o644))
	for _, link := range []string{"again.yaml", "folder/up.yaml"} {
		must(t, fix.Replace(root, link, []byte("old"), []byte("new")))
		if info, err := os.Lstat(filepath.Join(folder, link)); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", link, err)
		}
	}
	holds(t, filepath.Join(folder, "deep/er/x.yaml"), "new", 0o640)
	holds(t, filepath.Join(folder, "deep/y.yaml"), "new", 0o644)
	for _, link := range []string{"out.yaml", "up.yaml", "../" + filepath.Base(filepath.Dir(outside)) + "/x.yaml"} {
		if err := fix.Replace(root, link, []byte("old"), []byte("new")); err == nil {
			t.Errorf("%s was replaced outside the root", link)
		}
	}
	holds(t, outside, "old", 0o644)
}

// TestTwoAtOnce has many fix one file at the same time: it holds what one of them wrote, whole.
func TestTwoAtOnce(t *testing.T) {
	folder, root := workspace(t, "x", "old", 0o644)
	var group sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for i := range 16 {
		group.Go(func() {
			err := fix.Replace(root, "x", []byte("old"), []byte(strings.Repeat(string(rune('a'+i%2)), 100_000)))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				done++
			case !errors.Is(err, fix.ErrChanged):
				t.Errorf("error %v", err)
			}
		})
	}
	group.Wait()
	got, err := os.ReadFile(filepath.Join(folder, "x"))
	must(t, err)
	if len(got) != 100_000 || strings.Trim(string(got), string(got[:1])) != "" || done == 0 {
		t.Errorf("%d bytes, beginning with %q; %d were done", len(got), got[:3], done)
	}
	holds(t, filepath.Join(folder, "x"), string(got), 0o644)
}
