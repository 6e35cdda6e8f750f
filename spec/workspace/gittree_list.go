package workspace

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// scan lists the commit's files. The output of git is read as it comes, for it may be long.
func (t *gitTree) scan(ctx context.Context, nesting int) error {
	listing, cancel := context.WithCancel(ctx)
	defer cancel() // ends git where the reading of its output has failed
	cmd := t.repository.command(listing, "ls-tree", "-r", "-z", "--full-tree", t.commit)
	var problem strings.Builder
	cmd.Stderr = &problem
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return gitFailure(ctx, "ls-tree", err, "")
	}
	modules, broken := t.entries(bufio.NewReaderSize(out, 64<<10))
	if broken != nil {
		cancel()
	}
	if err := cmd.Wait(); err != nil && broken == nil {
		return gitFailure(ctx, "ls-tree", err, problem.String())
	}
	for _, m := range modules {
		t.submodule(ctx, m.at, m.commit, nesting+1)
	}
	return broken
}

// gitlink is a submodule as a commit names it.
type gitlink struct{ at, commit string }

// entries reads what ls-tree prints: "MODE TYPE HASH\tPATH", each closed by NUL.
func (t *gitTree) entries(from *bufio.Reader) (modules []gitlink, err error) {
	for {
		entry, err := from.ReadString(0)
		if err == io.EOF {
			return modules, nil
		}
		if err != nil {
			return nil, err
		}
		facts, name, ok := strings.Cut(strings.TrimSuffix(entry, "\x00"), "\t")
		fields := strings.Split(facts, " ")
		if !ok || len(fields) != 3 {
			return nil, fmt.Errorf("git ls-tree prints %q", entry)
		}
		switch mode, hash := fields[0], fields[2]; mode {
		case "160000":
			modules = append(modules, gitlink{name, hash})
		case "120000":
			t.link(name)
		default:
			t.file(name, hash)
		}
	}
}

// file adds a file. One whose name no tree can have, such as a\b on Windows, is left out.
func (t *gitTree) file(name, hash string) {
	if maybeSpec(name) && isClean(name) {
		t.paths = append(t.paths, strings.Clone(name))
		t.blobs[name] = strings.Clone(hash)
	}
}

func (t *gitTree) link(name string) {
	t.links[name] = true
	if maybeSpec(name) {
		t.skips = append(t.skips, Skip{name, SymbolicLink})
	}
}

// submodule adds the files of the commit that the tree names of another gitRepository, if that is
// checked out: they can be imported. They are compared where they are developed.
func (t *gitTree) submodule(ctx context.Context, at, commit string, nesting int) {
	t.skips = append(t.skips, Skip{at, Submodule})
	folder := filepath.Join(t.repository.top, filepath.FromSlash(at))
	if _, err := os.Lstat(filepath.Join(folder, ".git")); err != nil || nesting >= maxNesting || !isClean(at) {
		return
	}
	module, err := openCommit(ctx, gitRepository{folder}, commit, nesting)
	if err != nil {
		t.note("what is imported from %s is not found in the base, because the submodule's clone lacks the commit: "+
			"run `git -C %s fetch origin %s`", at, at, commit)
		return
	}
	t.modules[at] = module
	for _, name := range module.paths {
		t.paths = append(t.paths, at+"/"+name)
	}
}
