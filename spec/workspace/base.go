package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Base is what a working tree is compared with.
type Base struct {
	// Tree holds the base under the paths of the working tree, whatever it was read from; but where
	// two files that were named are compared with each other, the old one keeps the path that it has
	// in its own workspace, and Delta.Renamed tells which is which.
	Tree source.Tree
	// Name is what the base is, for people: "git:main (merge base 1a2b3c4d5e)", "old/", "api.tar.gz".
	Name string
	// Commit is the hash of the commit that the base was read from, or "".
	Commit string
	// Delta is how the files of the two sides differ.
	Delta Delta

	now     *DirTree
	notes   []string
	only    string   // the folder that the base stands for, where it is not the whole working tree
	old     []string // the arguments for the base, where they are not those for the working tree
	closers []func() error
	remarks func() []string // notes that come up while files are read
}

// OpenBase opens what the working tree now is to be compared with, without a checkout. The tree and
// the selection are those that Open returned; against is what the user wrote after --against:
//
//	(nothing)       the commit at which HEAD has left the default branch; see below
//	DIR             a folder
//	FILE            an OpenAPI document or .proto file: what is compared with the one file named
//	ARCHIVE         a .zip, .tar, .tar.gz, .tgz or .tar.bz2 of a folder
//	REF, git:REF    a commit, as git spells it; a branch stands for the commit at which HEAD has left
//	                it (main^0 is the branch as it is now). REF counts where no file is called so
//	REF:PATH        a folder or file of a commit, from the top of the repository; :./PATH is relative
//	tag:NAME        a released version. tag:latest is the newest semantic version in the history of
//	                HEAD, tag:previous the newest before HEAD; orders/latest the newest orders/v1.2.3
//
// A folder or archive stands for the folder of the working tree, from its root down to what was
// named, with which it has the most paths in common.
//
// The default branch is what origin/HEAD says, else origin/main, origin/master, main, master or what
// init.defaultBranch names. On that branch itself (or detached at one of its commits) the base is
// HEAD if anything is not committed, and else the first parent of HEAD; for the first commit it is
// empty.
//
// The error is ErrNoCommit where nothing was named and the repository is still empty, else one of
// usage that says what to do, such as the `git fetch` that a shallow clone needs. The context holds
// for everything read from the base. Close gives back what it holds open.
func OpenBase(ctx context.Context, now *DirTree, wanted Selection, against string) (*Base, error) {
	b := &Base{now: now, remarks: func() []string { return nil }}
	o := &baseOpener{Base: b, ctx: ctx, wanted: wanted}
	if err := o.open(against); err != nil {
		b.Close()
		return nil, err
	}
	b.Delta.stdin(b.Tree, wanted)
	return b, nil
}

// Close gives back what is held open for the base. Files that were read stay.
func (b *Base) Close() error {
	var errs []error
	for _, closer := range b.closers {
		errs = append(errs, closer())
	}
	b.closers = nil
	return errors.Join(errs...)
}

// Notes returns what the user should know about the base. There may be more after it was loaded.
func (b *Base) Notes() []string { return compact(slices.Concat(b.notes, b.remarks())) }

// Display returns a path of the base as the user can open it: for a commit as `git show` takes it.
func (b *Base) Display(name string) string { return viewOf(b.Tree).display(name) }

// Current returns the path that a file of the base has now.
func (b *Base) Current(old string) string { return b.Delta.current(old) }

// Folder returns the folder of the working tree that the base stands for; "" is all of it.
func (b *Base) Folder() string { return b.only }

type baseOpener struct {
	*Base
	ctx    context.Context
	wanted Selection
	index  *gitIndex // of the working tree, once it is read
}

func (o *baseOpener) open(against string) error {
	if rest, ok := strings.CutPrefix(against, "git:"); ok {
		return o.revision(rest)
	}
	if against == "" {
		return o.defaultBase()
	}
	absolute := against
	if !filepath.IsAbs(against) {
		absolute = filepath.Join(o.now.dir, against)
	}
	info, err := os.Stat(absolute)
	switch {
	case err == nil && info.IsDir():
		return o.folder(against, absolute)
	case err == nil && !info.Mode().IsRegular():
		return &fileError{against, errNotRegular}
	case err == nil && isArchive(against):
		return o.archive(against, absolute)
	case err == nil:
		return o.file(against)
	case strings.Contains(against, "://"):
		return fmt.Errorf("--against %s: nothing is fetched over the network: download or clone it, and name what you got", against)
	}
	if name, ok := strings.CutPrefix(against, "tag:"); ok {
		return o.tag(name)
	}
	if isArchive(against) || maybeSpec(against) && !strings.Contains(against, ":") {
		return notFound(against, err)
	}
	return o.revision(against)
}

// use makes a side the base, as that of a folder of the working tree.
func (o *baseOpener) use(s side, at, from string) (*baseTree, error) {
	t := newBaseTree(s, o.now, at, from)
	o.Tree, o.only = t, at
	if o.index != nil {
		t.absent = o.index.sparse
	}
	return t, o.ctx.Err()
}

func (o *baseOpener) folder(against, absolute string) error {
	if isBare(absolute) && topLevel(absolute) == "" {
		_, err := repositoryOf(absolute)
		return err
	}
	dir, err := Dir(absolute)
	if err != nil {
		return err
	}
	o.Name = filepath.ToSlash(filepath.Clean(against)) + "/"
	o.closers = append(o.closers, dir.Close)
	s := namedSide{dir, against}
	return o.placed(s, "")
}

func (o *baseOpener) archive(against, absolute string) error {
	files, err := openArchive(o.ctx, against, absolute)
	if err != nil {
		return err
	}
	o.Name = filepath.ToSlash(against)
	return o.placed(files, files.roots()...)
}

// placed uses a side one of whose folders stands for the folder of the working tree with which it
// has most in common.
func (o *baseOpener) placed(s side, roots ...string) error {
	at, from, shared := o.place(s.Paths(), roots)
	if shared == 0 {
		o.notes = append(o.notes, "no file in "+o.Name+" has the path of one here: is it the folder, or a copy of the repository, that you mean?")
	}
	if at != "" {
		o.notes = append(o.notes, o.Name+" is compared with "+o.now.Display(at))
	}
	t, err := o.use(s, at, from)
	if err != nil {
		return err
	}
	o.Delta, err = o.differ(t)
	return err
}

// namedSide is a folder that is shown as the user wrote it.
type namedSide struct {
	*DirTree
	written string
}

func (s namedSide) display(name string) string {
	return filepath.Join(s.written, filepath.FromSlash(name))
}
