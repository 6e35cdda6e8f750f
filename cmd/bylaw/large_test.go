package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// largeRepository has 10,000 files, of which 500 are specs.
func largeRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for i := range 10_000 {
		name, content := fmt.Sprintf("data/%d/%d.yaml", i%100, i), "values: [1, 2, 3]\n"
		if i%20 == 0 {
			name, content = fmt.Sprintf("api/%d/openapi.yaml", i), strings.ReplaceAll(ciSpec, "orders", fmt.Sprintf("orders%d", i))
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func gitIn(t *testing.T, dir string, args ...string) {
	t.Helper()
	command := exec.Command("git", append([]string{"-c", "user.email=a@b.c", "-c", "user.name=A", "-c", "core.autocrlf=false"}, args...)...)
	command.Dir = dir
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, said)
	}
}

// In a large repository a change costs what has changed, and nothing else is told.
func TestLargeRepository(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	t.Setenv("BYLAW_CACHE", t.TempDir())
	dir := largeRepository(t)
	gitIn(t, dir, "init", "-q", "-b", "main")
	gitIn(t, dir, "add", ".")
	gitIn(t, dir, "commit", "-qm", "all")
	t.Chdir(dir)
	lint := func(args ...string) (string, int) {
		var out bytes.Buffer
		code := run(append([]string{"lint"}, args...), streams{out: &out, err: &out})
		return out.String(), code
	}
	if said, code := lint("--max-findings", "3"); code != exitFindings || !strings.Contains(said, "checked 500 files") {
		t.Fatalf("exit code %d:\n%.2000s", code, said)
	}
	changed := filepath.Join("api", "20", "openapi.yaml")
	content, err := os.ReadFile(changed)
	if err != nil {
		t.Fatal(err)
	}
	worse := strings.Replace(string(content), "{price: {type: number}}", "{price: {type: number}, fee: {type: number}}", 1)
	if err := os.WriteFile(changed, []byte(worse), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time out of the cache
		if said, code := lint("--against"); code != exitFindings || !strings.Contains(said, "1 finding is new since") || strings.Count(said, ": error[") != 1 {
			t.Errorf("exit code %d:\n%.2000s", code, said)
		}
	}
	gitIn(t, dir, "add", changed)
	if said, code := lint("--staged", "--against"); code != exitFindings || strings.Count(said, ": error[") != 1 || !strings.Contains(said, "checked 1 file,") {
		t.Errorf("exit code %d:\n%.2000s", code, said)
	}
}
