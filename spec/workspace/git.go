package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// maxNesting bounds how deep submodules of submodules are followed.
const maxNesting = 16

// topLevel returns the folder at or above an absolute one that is the top of a git repository, or
// "". The .git in it is a file in worktrees and submodules.
func topLevel(folder string) string {
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			return ""
		}
		folder = above
	}
}

// gitFiles returns what git knows below a folder, relative to it: tracked files, each as "MODE HASH
// STAGE\tPATH", and untracked ones that are not ignored.
func gitFiles(folder string) ([]string, error) {
	// A repository's own configuration can name a program to run as its file-system monitor.
	cmd := exec.Command("git", "-c", "core.fsmonitor=false",
		"ls-files", "-z", "--stage", "--cached", "--others", "--exclude-standard")
	cmd.Dir = folder
	cmd.Env = gitEnvironment()
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("git is not installed")
	}
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(problem.String()), "\n")
		return nil, fmt.Errorf("git could not list the files (%s)", first)
	}
	text := strings.TrimSuffix(string(out), "\x00")
	if text == "" {
		return nil, nil
	}
	return strings.Split(text, "\x00"), nil
}

// gitEnvironment returns the environment without what git sets for its hooks, so that the
// repository is the one that the folder lies in.
func gitEnvironment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX",
			"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE",
			"GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS":
		default:
			kept = append(kept, variable)
		}
	}
	return append(kept, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
}

// fromGit makes a listing of what git said about a folder of the tree.
func (t *DirTree) fromGit(folder string, entries []string, nesting int) listing {
	var found listing
	var names []string
	for _, entry := range entries {
		name, isModule := parseEntry(entry)
		at := path.Join(folder, name)
		switch {
		case isModule:
			found.add(t.submodule(at, nesting+1))
		case strings.HasSuffix(name, "/"):
			found.skips = append(found.skips, Skip{at, Repository})
		case maybeSpec(name):
			names = append(names, at)
		}
	}
	paths, skips := t.sift(names)
	found.paths = append(found.paths, paths...)
	found.skips = append(found.skips, skips...)
	found.skips = append(found.skips, thirdParty(folder, paths, t.exists)...)
	return found
}

// parseEntry reads an entry of gitFiles: the path, and whether it is a submodule.
func parseEntry(entry string) (name string, isModule bool) {
	const shortest = len("100644 ") + 40 + len(" 0") // with a SHA-1 hash
	facts, name, tracked := strings.Cut(entry, "\t")
	if !tracked || len(facts) < shortest || strings.Count(facts, " ") != 2 {
		return entry, false
	}
	return name, strings.HasPrefix(facts, "160000 ")
}

// submodule lists another repository that this one names a commit of. Its files can be imported;
// they are linted where they are developed, unless someone names them here.
func (t *DirTree) submodule(folder string, nesting int) listing {
	found := listing{}
	if _, err := os.Lstat(filepath.Join(t.abs(folder), ".git")); err == nil && nesting < maxNesting {
		if entries, err := gitFiles(t.abs(folder)); err == nil {
			found = t.fromGit(folder, entries, nesting)
		}
	}
	found.skips = append(found.skips, Skip{folder, Submodule})
	return found
}
