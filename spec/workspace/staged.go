package workspace

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Staged is a working tree as it would be if what is staged were committed. Nothing is checked out.
type Staged struct {
	Tree source.Tree // the files as they are staged, under the paths of the working tree

	repository gitRepository
	files      *gitTree
	modes      map[string]string // of the files, as git has them
	variable   []string          // which index is meant, where git has said it to its hook
}

// OpenStaged reads the index of the repository that is the root of a working tree. In a hook it is the one
// that git commits from. What git knows to be added later only (git add -N) is not staged, and where files
// have conflicts there is nothing to commit: that is an error. The context holds for everything read.
func OpenStaged(ctx context.Context, now *DirTree) (*Staged, error) {
	r, err := repositoryOf(now.Root())
	if err != nil || r.top != now.Root() {
		return nil, fmt.Errorf("%s is no git repository, so nothing is staged there", now.Root())
	}
	s := &Staged{repository: r, modes: map[string]string{}, variable: indexVariable()}
	s.files, _ = openCommit(ctx, r, "", 0) // of no commit nothing can fail
	if err := s.scan(ctx); err != nil {
		return nil, err
	}
	slices.Sort(s.files.paths)
	s.Tree = newBaseTree(stagedSide{s.files, now}, now, "", "")
	return s, nil
}

// indexVariable returns the index that git has named to its hook, as an environment has it.
func indexVariable() []string {
	index := os.Getenv("GIT_INDEX_FILE")
	if index == "" {
		return nil
	}
	if absolute, err := filepath.Abs(index); err == nil {
		index = absolute
	}
	return []string{"GIT_INDEX_FILE=" + index}
}

func (s *Staged) run(ctx context.Context, args ...string) (string, error) {
	cmd := s.repository.command(ctx, args...)
	cmd.Env = append(cmd.Env, s.variable...)
	return output(ctx, cmd, args[0])
}

// scan lists what is staged: "MODE HASH STAGE\tPATH", each closed by NUL.
func (s *Staged) scan(ctx context.Context) error {
	entries, err := s.run(ctx, "ls-files", "--stage", "-z", "--full-name")
	if err != nil {
		return err
	}
	later, err := s.run(ctx, "diff-files", "--name-only", "-z", "--diff-filter=A", "--no-ext-diff", "--ignore-submodules=all")
	if err != nil {
		return err
	}
	added := map[string]bool{}
	for _, name := range nulFields(later) {
		added[name] = true
	}
	for _, entry := range nulFields(entries) {
		facts, name, ok := strings.Cut(entry, "\t")
		fields := strings.Split(facts, " ")
		switch {
		case !ok || len(fields) != 3:
			return fmt.Errorf("git ls-files prints %q", entry)
		case fields[2] != "0" && maybeSpec(name):
			return fmt.Errorf("%s has conflicts: resolve and `git add` them first", name)
		case !added[name]:
			s.entry(ctx, fields[0], fields[1], name)
		}
	}
	return nil
}

func (s *Staged) entry(ctx context.Context, mode, hash, name string) {
	switch mode {
	case "160000":
		s.files.submodule(ctx, name, hash, 1)
	case "120000":
		s.files.link(name)
	default:
		s.files.file(name, hash)
		if maybeSpec(name) {
			s.modes[name] = mode
		}
	}
}

// stagedSide is what is staged, shown as the files of the working tree.
type stagedSide struct {
	*gitTree
	now *DirTree
}

func (s stagedSide) display(name string) string { return s.now.Display(name) }

// Close ends the git process that reads for the tree.
func (s *Staged) Close() error { return s.files.Close() }

// Changed returns the files that may be specs whose staged content is not that of HEAD, sorted, and
// whether others were removed or renamed, so that any spec may have lost what it refers to.
func (s *Staged) Changed(ctx context.Context) (files []string, removed bool, err error) {
	out, err := s.run(ctx, "diff", "--cached", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=all")
	if err != nil {
		return nil, false, err
	}
	for fields := nulFields(out); len(fields) > 1; fields = fields[2:] {
		switch name := fields[1]; {
		case !maybeSpec(name):
		case fields[0] == "D":
			removed = true
		case s.modes[name] != "":
			files = append(files, name)
		}
	}
	return files, removed, nil
}

// Stage gives files that are staged other content. The working tree stays as it is.
func (s *Staged) Stage(ctx context.Context, content map[string][]byte) error {
	var lines bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(content)) {
		hash, err := s.store(ctx, content[name])
		if err != nil {
			return err
		}
		fmt.Fprintf(&lines, "%s %s\t%s\x00", s.modes[name], hash, name)
	}
	_, err := s.feed(ctx, &lines, "update-index", "-z", "--index-info")
	return err
}

// store adds content to git's objects as it is: what is staged has passed the filters already.
func (s *Staged) store(ctx context.Context, content []byte) (hash string, err error) {
	out, err := s.feed(ctx, bytes.NewReader(content), "hash-object", "-w", "--stdin")
	return strings.TrimSpace(out), err
}

func (s *Staged) feed(ctx context.Context, in io.Reader, args ...string) (string, error) {
	cmd := s.repository.command(ctx, args...)
	cmd.Env = append(cmd.Env, s.variable...)
	cmd.Stdin = bufio.NewReader(in)
	return output(ctx, cmd, args[0])
}

// Temporary reports whether the index is one that git made for the paths that `git commit PATH` names: what
// is staged there is not staged in the repository's own index.
func (s *Staged) Temporary() bool {
	return len(s.variable) > 0 && strings.HasPrefix(filepath.Base(strings.TrimPrefix(s.variable[0], "GIT_INDEX_FILE=")), "next-index-")
}

// ErrBothChanged is the reason why a file of the working tree can't follow a change of what is staged.
var ErrBothChanged = errors.New("it has changes that are not staged, at the same lines")

// Merge makes the change from old to new, which are both of what is staged, in the content that the working
// tree has, and keeps what is not staged there. The error is ErrBothChanged where that can't be.
func (s *Staged) Merge(ctx context.Context, old, new, work []byte) ([]byte, error) {
	ends := []byte("\n")
	if bytes.Contains(work, []byte("\r\n")) && !bytes.Contains(old, []byte("\r\n")) { // git turned them
		ends, work = []byte("\r\n"), unixLines(work)
	}
	merged := new
	if !bytes.Equal(work, old) {
		var err error
		if merged, err = s.mergeFile(ctx, old, new, work); err != nil {
			return nil, err
		}
	}
	if len(ends) > 1 {
		merged = bytes.ReplaceAll(merged, []byte("\n"), ends)
	}
	return merged, nil
}

func (s *Staged) mergeFile(ctx context.Context, old, new, work []byte) ([]byte, error) {
	folder, err := os.MkdirTemp("", "bylaw-merge-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	args := []string{"merge-file", "-p", "--quiet"}
	for i, content := range [][]byte{work, old, new} {
		name := filepath.Join(folder, [...]string{"work", "old", "new"}[i])
		if err := os.WriteFile(name, content, 0o600); err != nil {
			return nil, err
		}
		args = append(args, name)
	}
	merged, err := s.run(ctx, args...)
	var failure *gitError
	if errors.As(err, &failure) && failure.code > 0 && failure.code < 128 { // the number of conflicts
		return nil, ErrBothChanged
	}
	return []byte(merged), err
}
