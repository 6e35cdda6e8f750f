package generator

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
)

// Transaction changes several outputs of one module together: all of them, or none.
type Transaction struct {
	folder
	unlock func()

	before, after *manifest
	text          []byte // of after
	drift         Drift
	debris        []string // staged by a run that was killed
	staged        []staged
}

type staged struct{ from, to string }

// Begin begins a transaction in the folder of a module. Until Close is called others wait that begin one there; one that
// is only to say what differs takes no lock, and changes nothing.
func Begin(root string, dry bool) (*Transaction, error) {
	if dry {
		return open(root)
	}
	unlock, err := lock(root)
	if err != nil {
		return nil, err
	}
	t, err := open(root)
	if err != nil {
		unlock()
		return nil, err
	}
	t.unlock = unlock
	return t, nil
}

// open begins a transaction that takes no lock.
func open(root string) (*Transaction, error) {
	f, err := openFolder(root)
	if err != nil {
		return nil, err
	}
	t := &Transaction{folder: f, unlock: func() {}}
	if t.before, t.text, err = readManifest(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	t.after = t.before
	return t, nil
}

// Close ends the transaction. What wasn't committed has never been.
func (t *Transaction) Close() {
	_ = t.folder.Close() // it was only read through
	t.unlock()
}

// Put compares the files of one output with what is there, and remembers what is to be mended.
func (t *Transaction) Put(p Place, files []File) (Drift, error) { return t.put(p, files, nil) }

func (t *Transaction) put(p Place, files []File, rules *Rules) (Drift, error) {
	s, err := compare(t.folder, t.after, t.text, p, files, rules)
	if err != nil {
		return nil, err
	}
	t.after, t.text = s.after, s.new
	t.drift, t.debris = append(t.drift, s.drift...), append(t.debris, s.debris...)
	return s.all(), nil
}

// Commit writes what is missing or stale, and deletes what is an orphan. All files are written beside their places before
// the first of them takes its place, so that one which is stopped, or finds the disk full, changes nothing.
func (t *Transaction) Commit(ctx context.Context) error {
	if err := t.stageAll(ctx); err != nil {
		return errors.Join(err, t.discard())
	}
	return t.settle()
}

// settle puts everything in its place.
func (t *Transaction) settle() error {
	if err := t.announce(); err != nil {
		return errors.Join(err, t.discard())
	}
	for i, s := range t.staged {
		if err := t.Rename(s.from, filepath.FromSlash(s.to)); err != nil {
			t.staged = t.staged[i:]
			return errors.Join(err, t.discard())
		}
	}
	return errors.Join(t.clean(), t.list(t.text))
}

// stageAll writes every file that is to be replaced beside its place.
func (t *Transaction) stageAll(ctx context.Context) error {
	done := map[string]bool{} // outputs share what they import
	for _, d := range t.drift {
		if d.Kind != Missing && d.Kind != Stale || done[d.Path] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		done[d.Path] = true
		from, err := t.stage(d.Path, d.New)
		t.staged = append(t.staged, staged{from, d.Path})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// discard takes back what was staged.
func (t *Transaction) discard() error {
	var errs []error
	for _, s := range t.staged {
		if s.from != "" {
			errs = append(errs, t.Remove(s.from))
		}
		t.prune(path.Dir(s.to))
	}
	return errors.Join(errs...)
}

// clean deletes orphans that nobody else wants, and what a run that was killed has left.
func (t *Transaction) clean() error {
	var errs []error
	wanted := t.after.others("")
	for _, d := range t.drift {
		if d.Kind == Orphan && !wanted[d.Path] {
			errs = append(errs, t.remove(d.Path))
		}
	}
	for _, name := range t.debris {
		if err := t.Remove(filepath.FromSlash(name)); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// announce adds the regenerated files that are about to be written to the manifest, before they are there, so that whatever
// happens in between they are known for ours. Others that were listed and aren't there would seem to have been deleted.
func (t *Transaction) announce() error {
	next, news := t.before, false
	for _, o := range t.after.Outputs {
		known := t.before.output(o.Out)
		files := known.and(slices.DeleteFunc(slices.Clone(o.Files), func(e entry) bool { return e.Owner != ownerNames[Regenerated] }))
		if len(files) == len(known.files()) {
			continue
		}
		soon := o
		soon.Files, news = files, true
		next = next.with(soon)
	}
	if !news {
		return nil
	}
	text, err := next.encode()
	if err != nil {
		return err
	}
	return t.list(text)
}

// list writes the manifest, unless it is as it should be.
func (t *Transaction) list(text []byte) error {
	old, err := t.read(ManifestPath)
	switch {
	case err != nil:
		return err
	case text == nil && old == nil, text != nil && same(old, text) && old != nil:
		return nil
	case text == nil:
		return t.remove(ManifestPath)
	}
	from, err := t.stage(ManifestPath, text)
	if err != nil {
		return err
	}
	return t.Rename(from, filepath.FromSlash(ManifestPath))
}
