package workspace

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestGitDecidesWhatThereIs(t *testing.T) {
	root := repository(t, map[string]string{
		"tracked.yaml": rootYAML, "gone.yaml": rootYAML, "forced/in.yaml": rootYAML, "moved.yaml": rootYAML,
		".gitignore": "ignored/\nforced/\n*.gen.yaml\n", "readme.md": "", ".github/workflows/ci.yml": "on: push\n",
	})
	check(t, os.Remove(filepath.Join(root, "gone.yaml")))
	check(t, os.Rename(filepath.Join(root, "moved.yaml"), filepath.Join(root, "here.yaml")))
	write(t, root, map[string]string{
		"untracked.yaml": rootYAML, "ignored/a.yaml": rootYAML, "b.gen.yaml": rootYAML, "new/c.proto": protoV1,
		"build/CACHEDIR.TAG": "", "build/v1/b.proto": protoV1, // git says what is ignored, not guesses
	})
	equal(t, "paths", openDir(t, root).Paths(), []string{
		".github/workflows/ci.yml", "build/v1/b.proto", "forced/in.yaml", "here.yaml", "new/c.proto", "tracked.yaml", "untracked.yaml",
	})
}

func TestGitBelowTheTop(t *testing.T) {
	root := repository(t, map[string]string{"api/v1/a.yaml": rootYAML, "b.yaml": rootYAML, ".gitignore": "gen\n"})
	write(t, root, map[string]string{"gen/deep/g.yaml": rootYAML, "api/gen/g.yaml": rootYAML})
	equal(t, "folder", openDir(t, filepath.Join(root, "api")).Paths(), []string{"v1/a.yaml"})
	equal(t, "ignored folder as a root", openDir(t, filepath.Join(root, "gen")).Paths(), []string{"deep/g.yaml"})
	tree := openDir(t, root)
	equal(t, "ignored folder by name", tree.list("gen/deep").paths, []string{"gen/deep/g.yaml"})
	equal(t, "folder by name", tree.list("api").paths, []string{"api/v1/a.yaml"})
	write(t, root, map[string]string{"out/.gitkeep": "", "out/.gitignore": "*.yaml\n", "out/o.yaml": rootYAML})
	equal(t, "folder of which git knows no spec", tree.list("out").paths, []string{"out/o.yaml"})
}

func TestMergeConflictIsOneFile(t *testing.T) {
	root := repository(t, map[string]string{"a.yaml": "x: 1\n"})
	git(t, root, "branch", "other")
	write(t, root, map[string]string{"a.yaml": "x: 2\n"})
	git(t, root, "commit", "--quiet", "--all", "--message", "ours")
	git(t, root, "checkout", "--quiet", "other")
	write(t, root, map[string]string{"a.yaml": "x: 3\n"})
	git(t, root, "commit", "--quiet", "--all", "--message", "theirs")
	tryGit(t, root, "merge", "main") // fails, and leaves three entries of one path in the index
	if entries, err := gitFiles(root); err != nil || len(entries) != 3 {
		t.Fatalf("no conflict was made: %q, %v", entries, err)
	}
	equal(t, "paths", openDir(t, root).Paths(), []string{"a.yaml"})
}

func TestSubmodulesAndNestedRepositories(t *testing.T) {
	inner := repository(t, map[string]string{"google/type/money.proto": protoV1})
	library := repository(t, map[string]string{"lib.proto": protoV1})
	git(t, library, "submodule", "--quiet", "add", inner, "deps/inner")
	git(t, library, "commit", "--quiet", "--message", "submodule")
	root := repository(t, map[string]string{"a.proto": protoV1, "nested/n.proto": protoV1})
	git(t, root, "rm", "--quiet", "-r", "--cached", "nested")
	git(t, filepath.Join(root, "nested"), "init", "--quiet")
	git(t, root, "submodule", "--quiet", "add", library, "libs/library")
	git(t, root, "submodule", "--quiet", "update", "--init", "--recursive")
	git(t, root, "submodule", "--quiet", "add", inner, "absent")
	git(t, root, "submodule", "--quiet", "deinit", "--force", "absent")

	tree := openDir(t, root)
	equal(t, "paths", tree.Paths(), []string{"a.proto", "libs/library/deps/inner/google/type/money.proto", "libs/library/lib.proto"})
	equal(t, "skips", reasons(tree.list("").skips),
		[]string{"absent: git submodule", "libs/library: git submodule", "nested: another git repository"})
	equal(t, "submodule by name", tree.list("libs/library").paths,
		[]string{"libs/library/deps/inner/google/type/money.proto", "libs/library/lib.proto"})
	equal(t, "its skips", reasons(tree.list("libs/library").skips), []string{"libs/library/deps/inner: git submodule"})
	equal(t, "nested by name", tree.list("nested").paths, []string{"nested/n.proto"})
	if got := Root(filepath.Join(root, "libs", "library", "deps")); got != filepath.Join(root, "libs", "library") {
		t.Errorf("the root in a submodule is %s", got)
	}
}

func TestWorktree(t *testing.T) {
	root := repository(t, map[string]string{"a.yaml": rootYAML, "deep/b.yaml": rootYAML, ".gitignore": "*.gen.yaml\n"})
	git(t, root, "worktree", "add", "--quiet", "trees/one", "-b", "one")
	worktree := filepath.Join(root, "trees", "one")
	write(t, worktree, map[string]string{"c.yaml": rootYAML, "d.gen.yaml": rootYAML})
	equal(t, "worktree", openDir(t, worktree).Paths(), []string{"a.yaml", "c.yaml", "deep/b.yaml"})
	if got := Root(filepath.Join(worktree, "deep")); got != worktree {
		t.Errorf("the root in a worktree is %s", got)
	}
	tree := openDir(t, root)
	equal(t, "repository around it", tree.Paths(), []string{"a.yaml", "deep/b.yaml"})
	equal(t, "skips", reasons(tree.list("").skips), []string{"trees/one: another git repository"})
}

func TestHooksEnvironmentIsNotFollowed(t *testing.T) {
	root := repository(t, map[string]string{"a.yaml": rootYAML})
	other := repository(t, map[string]string{"other.yaml": rootYAML})
	t.Setenv("GIT_DIR", filepath.Join(other, ".git"))
	t.Setenv("GIT_WORK_TREE", other)
	t.Setenv("GIT_INDEX_FILE", filepath.Join(other, ".git", "index"))
	equal(t, "paths", openDir(t, root).Paths(), []string{"a.yaml"})
}

func TestRepositoryRunsNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell script as the program that must not run")
	}
	root := repository(t, map[string]string{"a.yaml": rootYAML})
	witness := filepath.Join(root, "ran")
	program := filepath.Join(root, "monitor.sh")
	check(t, os.WriteFile(program, []byte("#!/bin/sh\ntouch "+witness+"\n"), 0o755))
	git(t, root, "config", "core.fsmonitor", program)
	write(t, root, map[string]string{"untracked.yaml": rootYAML})
	openDir(t, root).Paths()
	if _, err := os.Stat(witness); err == nil {
		t.Error("a program that the repository names was run")
	}
}

func TestWithoutGit(t *testing.T) {
	root := repository(t, map[string]string{"a.yaml": rootYAML, ".gitignore": "b.yaml\n"})
	write(t, root, map[string]string{"b.yaml": rootYAML})
	t.Setenv("PATH", t.TempDir())
	found := openDir(t, root).list("")
	equal(t, "paths", found.paths, []string{"a.yaml", "b.yaml"})
	equal(t, "notes", found.notes, []string{"ignored files are linted too, because git is not installed"})
}

func TestBrokenRepository(t *testing.T) {
	root := folder(t, map[string]string{"a.yaml": rootYAML, ".git": "gitdir: /nowhere\n"})
	git(t, root, "version")
	found := openDir(t, root).list("")
	equal(t, "paths", found.paths, []string{"a.yaml"})
	if len(found.notes) != 1 || !strings.Contains(found.notes[0], "not a git repository") {
		t.Errorf("notes %q", found.notes)
	}
}

func TestCommittedDependencies(t *testing.T) {
	root := repository(t, map[string]string{
		"a.proto": protoV1, "third_party/x/x.proto": protoV1, "vendor/modules.txt": "", "vendor/y/y.proto": protoV1,
		"web/node_modules/z/package.json": "{}", "shop/vendor/v1/vendor.proto": protoV1,
	})
	tree := openDir(t, root)
	if got := len(tree.Paths()); got != 5 {
		t.Errorf("%d paths; imports may lead to all 5: %q", got, tree.Paths())
	}
	equal(t, "skips", reasons(tree.list("").skips),
		[]string{"third_party: third-party code", "vendor: third-party code", "web/node_modules: third-party code"})
}
