package workspace

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

func (o *baseOpener) repository() (gitRepository, error) { return repositoryOf(o.now.Root()) }

func (o *baseOpener) defaultBase() error {
	r, err := o.repository()
	if err != nil {
		return err
	}
	at, err := r.defaultBase(o.ctx, func(commit string) (bool, error) {
		err := o.commit(r, revision{commit: commit})
		return err == nil && !o.Delta.IsEmpty(), err
	})
	if err != nil {
		return err
	}
	if o.Tree != nil && o.Commit == at.commit {
		o.describe(at)
		return nil
	}
	if err := o.Close(); err != nil {
		return err
	}
	return o.commit(r, at)
}

func (o *baseOpener) describe(at revision) {
	o.Name, o.Commit = at.name, at.commit
	if at.note != "" {
		o.notes = append(o.notes, at.note)
	}
}

func (o *baseOpener) tag(name string) error {
	r, err := o.repository()
	if err != nil {
		return err
	}
	at, err := r.resolveTag(o.ctx, name)
	if err != nil {
		return err
	}
	return o.commit(r, at)
}

func (o *baseOpener) revision(written string) error {
	ref, inside, hasPath := cutPath(written)
	r, err := o.repository()
	if err != nil {
		return fmt.Errorf("--against %s: %w", written, err)
	}
	at, err := r.resolve(o.ctx, ref)
	if err != nil {
		return err
	}
	if !hasPath {
		return o.commit(r, at)
	}
	return o.inside(r, at, inside)
}

// cutPath cuts a path from a revision, which may hold a colon of its own in braces, as in
// main@{2026-01-31 12:00}.
func cutPath(written string) (ref, inside string, ok bool) {
	depth := 0
	for i, c := range written {
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		case ':':
			if depth == 0 {
				return written[:i], written[i+1:], true
			}
		}
	}
	return written, "", false
}

// commit uses a whole commit, whose paths are those of the repository that the working tree is in.
func (o *baseOpener) commit(r gitRepository, at revision) error {
	files, err := o.openCommit(r, at)
	if err != nil {
		return err
	}
	t, err := o.use(files, "", o.prefix(r))
	if err != nil {
		return err
	}
	o.Delta, err = o.differ(t)
	if err != nil {
		return err
	}
	return o.renames(r, t, at.commit)
}

// openCommit lists a commit and reads the index, at the same time.
func (o *baseOpener) openCommit(r gitRepository, at revision) (*gitTree, error) {
	o.describe(at)
	var indexErr error
	var group sync.WaitGroup
	if o.index == nil {
		group.Go(func() { o.index, indexErr = readIndex(o.ctx, o.now, "") })
	}
	files, err := openCommit(o.ctx, r, at.commit, 0)
	group.Wait()
	if files != nil {
		o.closers = append(o.closers, files.Close)
		o.remarks = files.remarks
	}
	return files, errors.Join(err, indexErr)
}

// prefix returns the folder of the repository that is the working tree's root.
func (o *baseOpener) prefix(r gitRepository) string {
	local, ok := within(r.top, o.now.Root())
	if !ok || local == "." {
		return ""
	}
	return filepath.ToSlash(local)
}

// inside uses a folder or a file of a commit.
func (o *baseOpener) inside(r gitRepository, at revision, written string) error {
	name, err := o.insidePath(r, written)
	if err != nil {
		return err
	}
	kind := "tree"
	if name != "" {
		var found bool
		if kind, found, err = r.line(o.ctx, "cat-file", "-t", at.commit+":"+name); err != nil && o.ctx.Err() != nil {
			return err
		} else if !found {
			return fmt.Errorf("--against: %s has no %s", at.name, name)
		}
	}
	files, err := o.openCommit(r, at)
	if err != nil {
		return err
	}
	o.Name = strings.Replace(at.name, " (", ":"+name+" (", 1)
	if kind == "tree" {
		return o.placed(files, name)
	}
	return o.fileOfCommit(r, files, name)
}

// insidePath returns the path from the top of the repository; it is written so, or from where the
// user stands if it begins with a dot.
func (o *baseOpener) insidePath(r gitRepository, written string) (string, error) {
	name := written
	if strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") || name == "." || name == ".." {
		local, ok := within(r.top, o.now.dir)
		if !ok {
			return "", fmt.Errorf("--against: %s is relative to a folder outside of the repository", written)
		}
		name = path.Join(filepath.ToSlash(local), name)
	}
	if name = path.Clean(name); name == "." {
		return "", nil
	}
	if !isClean(name) {
		return "", fmt.Errorf("--against: %s leads out of the repository", written)
	}
	return name, nil
}

// fileOfCommit compares one file of a commit with the one that was named.
func (o *baseOpener) fileOfCommit(r gitRepository, files *gitTree, name string) error {
	from := o.prefix(r)
	if _, ok := below(from, name); !ok {
		from = ""
	}
	t, err := o.use(files, "", from)
	if err != nil {
		return err
	}
	old, _ := t.name(name)
	return o.pair(old)
}
