package generator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
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
	t, err := Begin(d.Root, false)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	drift, err := t.Put(d.Place, files)
	if err != nil {
		return nil, err
	}
	return drift, t.Commit(d.context)
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
