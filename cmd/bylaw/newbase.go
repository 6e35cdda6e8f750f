package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/generator"
)

// written looks in the history of the repository for a file as we have written it; nil if git doesn't know.
func written(ctx context.Context, root string, d generator.Difference) []byte {
	if d.Was == "" {
		return nil
	}
	const changes = "200" // so many of them are looked at
	out, err := git(ctx, root, "log", "-n", changes, "--format=", "--raw", "--no-abbrev", "--no-renames", "--", ":(literal)"+filepath.FromSlash(d.Path))
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(out)) { // ":100644 100644 BEFORE AFTER M\tPATH"
		facts := strings.Fields(line)
		if len(facts) < 5 {
			continue
		}
		if content, err := git(ctx, root, "cat-file", "blob", facts[3]); err == nil && generator.Hash(content) == d.Was {
			return content
		}
	}
	return nil
}

// git returns what a git command says.
func git(ctx context.Context, folder string, args ...string) ([]byte, error) {
	return said(gitCommand(ctx, folder, args...))
}

func said(cmd *exec.Cmd) ([]byte, error) {
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		err = &gitError{lastLine(problem.String(), err)}
	}
	return out, err
}

// gitCommand is one that runs no program of a repository, and asks nobody.
func gitCommand(ctx context.Context, folder string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{
		"--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "core.askPass=", "-c", "credential.interactive=false",
	}, args...)...)
	cmd.Dir, cmd.Env = folder, gitEnvironment()
	cmd.WaitDelay = time.Second
	return cmd
}

type gitError struct{ said string }

func (e *gitError) Error() string { return e.said }

// gitEnvironment is the environment without what git sets for its hooks, and without anything that would ask.
func gitEnvironment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		switch name, _, _ := strings.Cut(variable, "="); name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY",
			"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_TEMPLATE_DIR", "GIT_ASKPASS", "SSH_ASKPASS",
			"GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS":
		default:
			kept = append(kept, variable)
		}
	}
	return append(kept, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "SSH_ASKPASS_REQUIRE=never",
		"GCM_INTERACTIVE=never", "GIT_ALLOW_PROTOCOL="+strings.Join(transports, ":"))
}
