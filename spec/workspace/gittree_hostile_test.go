package workspace

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestBaseRunsNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell script as the program that must not run")
	}
	root := repository(t, map[string]string{"a.yaml": orders, "b.yaml": payment, ".gitattributes": "*.yaml filter=bad diff=bad\n"})
	witness := filepath.Join(root, ".git", "ran")
	program := filepath.Join(root, ".git", "program.sh")
	check(t, os.WriteFile(program, []byte("#!/bin/sh\ntouch "+witness+"\ncat\n"), 0o755))
	for _, key := range []string{"core.fsmonitor", "filter.bad.clean", "filter.bad.smudge", "filter.bad.process", "diff.bad.command", "diff.bad.textconv", "diff.external", "core.pager"} {
		git(t, root, "config", key, program)
	}
	git(t, root, "config", "filter.bad.required", "true")
	check(t, os.Rename(filepath.Join(root, "b.yaml"), filepath.Join(root, "c.yaml")))
	touch(t, filepath.Join(root, "a.yaml"))
	base, _ := openBase(t, root, "HEAD")
	equalDelta(t, base.Delta, "R b.yaml -> c.yaml")
	content(t, base, "a.yaml")
	if _, err := os.Stat(witness); err == nil {
		t.Error("a program that the repository names was run")
	}
}

func TestBaseIgnoresTheHooksEnvironment(t *testing.T) {
	root := repository(t, map[string]string{"a.yaml": orders})
	other := repository(t, map[string]string{"other.yaml": payment})
	t.Setenv("GIT_DIR", filepath.Join(other, ".git"))
	t.Setenv("GIT_WORK_TREE", other)
	t.Setenv("GIT_INDEX_FILE", filepath.Join(other, ".git", "index"))
	base, _ := openBase(t, root, "HEAD")
	equal(t, "paths", base.Tree.Paths(), []string{"a.yaml"})
}

func TestSHA256Repository(t *testing.T) {
	root := folder(t, map[string]string{"a.yaml": orders, "b.yaml": payment})
	if out, err := tryGit(t, root, "init", "--quiet", "--object-format=sha256"); err != nil {
		t.Skipf("needs git with SHA-256: %s", out)
	}
	commit(t, root, "start")
	write(t, root, map[string]string{"a.yaml": orders, "b.yaml": payment + "#\n"})
	base, _ := openBase(t, root, "HEAD")
	equalDelta(t, base.Delta, "M b.yaml")
	content(t, base, "a.yaml")
}

func TestLongListing(t *testing.T) {
	const files = 60_000
	root := repository(t, map[string]string{"orders.yaml": orders})
	var script strings.Builder // for git fast-import, which needs no files
	script.WriteString("blob\nmark :1\ndata 4\nx: 1\ncommit refs/heads/big\ncommitter test <test@example.org> 1700000000 +0000\ndata 3\nbig\n")
	for i := range files {
		fmt.Fprintf(&script, "M 100644 :1 folder-%03d/a-rather-long-name-of-a-file-%05d.%s\n", i%500, i, [...]string{"yaml", "go"}[i%2])
	}
	input := filepath.Join(root, ".git", "input")
	check(t, os.WriteFile(input, []byte(script.String()), 0o644))
	importScript(t, root, input)
	base, _ := openBase(t, root, "git:big^0")
	if got := len(base.Tree.Paths()); got != files/2 || len(base.Delta.Removed) != files/2 {
		t.Errorf("%d paths, %d removed", got, len(base.Delta.Removed))
	}
	if got := content(t, base, "folder-001/a-rather-long-name-of-a-file-00001.go"); got != "x: 1" {
		t.Errorf("a file that is not listed holds %q", got)
	}
}

func importScript(t *testing.T, root, script string) {
	t.Helper()
	file, err := os.Open(script)
	check(t, err)
	defer file.Close()
	cmd := exec.Command("git", "fast-import", "--quiet")
	cmd.Dir, cmd.Stdin = root, file
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git fast-import: %v\n%s", err, out)
	}
}

func TestBrokenObjects(t *testing.T) {
	root := repository(t, map[string]string{"a.yaml": orders, "b.yaml": payment})
	hash := hashOf(t, root, "HEAD:a.yaml")
	check(t, os.Remove(filepath.Join(root, ".git", "objects", hash[:2], hash[2:])))
	base, _ := openBase(t, root, "HEAD")
	if _, err := base.Tree.File("a.yaml"); err == nil {
		t.Error("what is gone is read")
	}
	if got := content(t, base, "b.yaml"); got != payment {
		t.Errorf("the next one holds %q", got)
	}
}
