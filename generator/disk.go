package generator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// disk is the sink that writes.
type disk struct {
	context context.Context
	Place
}

// Disk returns the sink that writes to the folder of the module. All files are written beside their
// places before the first of them takes its place, so that a run which is stopped, or finds the disk
// full, changes nothing. Runs at the same time wait for each other.
func Disk(ctx context.Context, p Place) Sink { return disk{ctx, p} }

// Put writes what is missing or stale, and deletes what is an orphan.
func (d disk) Put(files []File) (Drift, error) {
	unlock, err := lock(d.Root)
	if err != nil {
		return nil, err
	}
	defer unlock()
	f, err := openFolder(d.Root)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := compare(f, d.Place, files)
	if err != nil {
		return nil, err
	}
	w := writing{folder: f, state: s}
	if err := w.stage(d.context); err != nil {
		return nil, errors.Join(err, w.discard())
	}
	return s.all(), w.commit(d.Out)
}

// lock keeps other processes from writing to the same module until unlock is called, or this one
// has ended however it does. The file is kept where it is in no one's way.
func lock(root string) (unlock func(), err error) {
	sum := sha256.Sum256([]byte(root))
	name := hex.EncodeToString(sum[:16]) + ".lock"
	for _, dir := range lockFolders() {
		if err = os.MkdirAll(dir, 0o700); err != nil {
			continue
		}
		if unlock, err = lockedfile.MutexAt(filepath.Join(dir, name)).Lock(); err == nil {
			return unlock, nil
		}
	}
	return nil, err
}

// lockFolders returns where locks may lie, for a cache can be read-only or missing.
func lockFolders() []string {
	folders := []string{filepath.Join(os.TempDir(), "bylaw-locks")}
	if cache, err := os.UserCacheDir(); err == nil {
		folders = append([]string{filepath.Join(cache, "bylaw", "locks")}, folders...)
	}
	return folders
}

// writing is one change of a folder.
type writing struct {
	folder
	*state
	staged []staged
}

type staged struct{ from, to string }

// stage writes every file that is to be replaced beside its place.
func (w *writing) stage(ctx context.Context) error {
	for _, d := range w.drift {
		if d.Kind != Missing && d.Kind != Stale {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		from, err := w.folder.stage(d.Path, d.New)
		w.staged = append(w.staged, staged{from, d.Path})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// discard takes back what was staged.
func (w *writing) discard() error {
	var errs []error
	for _, s := range w.staged {
		if s.from == "" {
			continue
		}
		errs = append(errs, w.Remove(s.from))
		w.prune(path.Dir(s.to))
	}
	return errors.Join(errs...)
}

// commit puts everything in its place. The manifest learns of new files before they are there, so
// that whatever happens in between they are known for ours.
func (w *writing) commit(out string) error {
	if err := w.announce(out); err != nil {
		return errors.Join(err, w.discard())
	}
	for i, s := range w.staged {
		if err := w.Rename(s.from, filepath.FromSlash(s.to)); err != nil {
			w.staged = w.staged[i:]
			return errors.Join(err, w.discard())
		}
	}
	return errors.Join(w.clean(), w.list(w.new))
}

// clean deletes orphans, and what a run that was killed has left.
func (w *writing) clean() error {
	var errs []error
	for _, d := range w.drift {
		if d.Kind == Orphan {
			errs = append(errs, w.remove(d.Path))
		}
	}
	for _, name := range w.debris {
		if err := w.Remove(filepath.FromSlash(name)); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// announce adds the files that are about to be written to the manifest.
func (w *writing) announce(out string) error {
	next := w.after.output(out)
	if next == nil {
		return nil
	}
	known := w.before.output(out)
	soon := *next
	if soon.Files = known.and(next.Files); len(soon.Files) == len(known.files()) {
		return nil
	}
	text, err := w.before.with(soon).encode()
	if err != nil {
		return err
	}
	return w.list(text)
}

// list writes the manifest, unless it is as it should be.
func (w *writing) list(text []byte) error {
	old, err := w.read(ManifestPath)
	switch {
	case err != nil:
		return err
	case text == nil && old == nil, text != nil && same(old, text) && old != nil:
		return nil
	case text == nil:
		return w.remove(ManifestPath)
	}
	from, err := w.folder.stage(ManifestPath, text)
	if err != nil {
		return err
	}
	return w.Rename(from, filepath.FromSlash(ManifestPath))
}
