package workspace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// gitRepository is a git repository with a working tree, which git is run in.
type gitRepository struct {
	top string // absolute: the folder that holds .git
}

// repositoryOf returns the repository that an absolute folder lies in.
func repositoryOf(folder string) (gitRepository, error) {
	if top := topLevel(folder); top != "" {
		return gitRepository{top}, nil
	}
	if isBare(folder) {
		return gitRepository{}, fmt.Errorf("%s is a bare git repository, which has no files to compare: use a clone of it", folder)
	}
	return gitRepository{}, fmt.Errorf("%s is in no git repository, so there is no commit to compare with: "+
		"name a folder, a file or an archive with --against", folder)
}

// isBare reports whether a folder looks like a git repository without a working tree.
func isBare(folder string) bool {
	for _, name := range [...]string{"HEAD", "objects", "refs"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			return false
		}
	}
	return true
}

// command is git, ready to run: it asks for no password, pages nothing, and runs no file-system
// monitor that the repository names.
func (r gitRepository) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-pager", "-c", "core.fsmonitor=false"}, args...)...)
	cmd.Dir = r.top
	cmd.Env = append(gitEnvironment(), "GIT_TERMINAL_PROMPT=0")
	return cmd
}

// gitError is what git said when it failed.
type gitError struct {
	command string
	code    int // its exit code; -1 if it has none
	text    string
}

func (e *gitError) Error() string {
	if e.text == "" {
		return fmt.Sprintf("git %s failed with exit code %d", e.command, e.code)
	}
	return fmt.Sprintf("git %s failed (%s)", e.command, e.text)
}

// run returns what git prints. The error is a *gitError where git ran and failed.
func (r gitRepository) run(ctx context.Context, args ...string) (string, error) {
	return output(ctx, r.command(ctx, args...), args[0])
}

func output(ctx context.Context, cmd *exec.Cmd, name string) (string, error) {
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err == nil {
		return string(out), nil
	}
	return "", gitFailure(ctx, name, err, problem.String())
}

func gitFailure(ctx context.Context, name string, err error, problem string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("git is not installed, so there is no commit to compare with")
	}
	failure := &gitError{command: name, code: -1}
	failure.text, _, _ = strings.Cut(strings.TrimSpace(problem), "\n")
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		failure.code = exit.ExitCode()
	}
	return failure
}

// line returns what git prints on its one line, and whether it succeeded. An error is that of a git
// that could not run, or that finds the repository broken.
func (r gitRepository) line(ctx context.Context, args ...string) (text string, ok bool, err error) {
	out, err := r.run(ctx, args...)
	var failure *gitError
	if errors.As(err, &failure) && failure.code == 1 {
		return "", false, nil
	}
	return strings.TrimSpace(out), err == nil, err
}

// nulFields returns the parts of a text that all end in NUL.
func nulFields(text string) []string {
	if text = strings.TrimSuffix(text, "\x00"); text == "" {
		return nil
	}
	return strings.Split(text, "\x00")
}

// isShallow reports whether the clone lacks the older part of the history.
func (r gitRepository) isShallow(ctx context.Context) bool {
	text, _, _ := r.line(ctx, "rev-parse", "--is-shallow-repository")
	return text == "true"
}

// short is a commit's hash as people read it.
func short(hash string) string { return hash[:min(len(hash), 10)] }
