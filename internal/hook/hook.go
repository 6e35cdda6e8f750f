// Package hook makes git hooks call bylaw, through git itself or a hook manager, and takes that out again.
// It edits texts, and knows neither files nor git.
package hook

import (
	"bytes"
	"fmt"
	"strings"
)

// Manager is what runs hooks: git, or a tool that is configured in a file of the repository.
type Manager struct {
	Name  string
	Next  string // what the user has to do once the files are written; "" for nothing
	Files []File
}

// File is one file that a manager reads.
type File struct {
	Path    string // within the repository; within the folder of hooks, where that is git's
	Program bool   // it is run, and must be executable

	insert  func(old, block []byte) ([]byte, error)
	content []string // the lines that belong to bylaw
}

// The commands that hooks run.
const (
	Lint     = "bylaw lint --staged --against"
	Breaking = "bylaw breaking"
)

// Managers returns the managers that are known. version is that of bylaw, where a manager installs it.
func Managers(version string) []Manager {
	return []Manager{
		{Name: "git", Files: []File{shell("pre-commit", Lint), shell("pre-push", Breaking)}},
		{Name: "pre-commit", Next: "pre-commit install --hook-type pre-commit --hook-type pre-push", Files: []File{preCommit(version)}},
		{Name: "lefthook", Next: "lefthook install", Files: []File{lefthook()}},
		{Name: "husky", Next: "npx husky", Files: []File{shell(".husky/pre-commit", Lint), shell(".husky/pre-push", Breaking)}},
	}
}

const (
	begin = "# bylaw begin: these lines come from `bylaw init --hook`, and go with `bylaw init --hook … --remove`"
	start = "# bylaw begin"
	end   = "# bylaw end"
)

// Install returns the file with bylaw's lines in it: once, and as they are today. old is nil where there is no
// file yet. The error says why they have no place, and which they are.
func (f *File) Install(old []byte) ([]byte, error) {
	without, _, err := cut(old)
	if err != nil {
		return nil, err
	}
	block := strings.Join(append(append([]string{begin}, f.content...), end), "\n") + "\n"
	content, err := f.insert(without, []byte(block))
	if err != nil {
		return nil, fmt.Errorf("%w: add these lines by hand\n%s", err, strings.Join(f.content, "\n"))
	}
	return content, nil
}

// Remove returns the file without bylaw's lines, nil where nothing else was in it, and whether there were any.
func (f *File) Remove(old []byte) (content []byte, found bool, err error) {
	content, found, err = cut(old)
	if err != nil || !found {
		return old, false, err
	}
	rest := strings.TrimSpace(string(content))
	if rest == "" || rest == "#!/bin/sh" || rest == "repos:" {
		return nil, true, nil
	}
	return content, true, nil
}

// cut takes bylaw's lines out of a file.
func cut(old []byte) (rest []byte, found bool, err error) {
	inside := false
	for line := range bytes.Lines(old) {
		switch text := strings.TrimSpace(string(line)); {
		case !inside && strings.HasPrefix(text, start):
			inside, found = true, true
		case inside && text == end:
			inside = false
		case !inside:
			rest = append(rest, line...)
		}
	}
	if inside {
		return nil, false, fmt.Errorf("the line %q is never followed by %q", start, end)
	}
	return rest, found, nil
}
