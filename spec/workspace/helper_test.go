package workspace

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	rootYAML = "openapi: 3.1.1\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n"
	rootJSON = `{"openapi": "3.1.1", "info": {"title": "Orders", "version": "1.0.0"}, "paths": {}}`
	schema   = "type: object\nproperties:\n  id: {type: string}\n"
	manifest = "apiVersion: v1\nkind: Service\nmetadata: {name: orders}\n"
	protoV1  = "syntax = \"proto3\";\npackage shop.v1;\nmessage Order {\n  string id = 1;\n}\n"
)

// folder returns a new folder with the files, without symbolic links in its own path.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	check(t, err)
	write(t, root, files)
	return root
}

func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		at := filepath.Join(root, filepath.FromSlash(name))
		check(t, os.MkdirAll(filepath.Dir(at), 0o755))
		check(t, os.WriteFile(at, []byte(content), 0o644))
	}
}

// repository returns a new git repository in which the files are tracked.
func repository(t *testing.T, files map[string]string) string {
	t.Helper()
	root := folder(t, files)
	git(t, root, "init", "--quiet", "--initial-branch", "main")
	git(t, root, "add", "--all", "--force")
	git(t, root, "commit", "--quiet", "--allow-empty", "--message", "start")
	return root
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := tryGit(t, dir, args...); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func tryGit(t *testing.T, dir string, args ...string) ([]byte, error) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git, which is not installed")
	}
	cmd := exec.Command("git", append([]string{
		"-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always",
	}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	return cmd.CombinedOutput()
}

func link(t *testing.T, target, at string) {
	t.Helper()
	if err := os.Symlink(target, at); err != nil {
		t.Skipf("needs symbolic links: %v", err)
	}
}

func openDir(t *testing.T, root string) *DirTree {
	t.Helper()
	tree, err := Dir(root)
	check(t, err)
	t.Cleanup(func() { tree.Close() })
	return tree
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\ngot  %v\nwant %v", what, got, want)
	}
}

// reasons writes skips as "path: reason".
func reasons(skips []Skip) (lines []string) {
	for _, s := range skips {
		lines = append(lines, s.Path+": "+string(s.Reason))
	}
	return lines
}
