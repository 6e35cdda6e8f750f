// Package cache keeps blobs by key in a folder, for results that can be worked out again at any time. What it
// returns is what was put there, whole, or nothing: an entry that is torn, foreign or gone is only a miss, and a
// folder that can't be written to is no error. It knows nothing of what the blobs mean.
package cache

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// DefaultLimit is how many bytes the folder holds at most, roughly.
	DefaultLimit = 512 << 20
	// sweepEvery is how often the folder is brought below its limit.
	sweepEvery = time.Hour
	// touchEvery is how exactly the time of the last use is known.
	touchEvery = 10 * time.Minute

	magic   = "bylaw cache 1\n"
	suffix  = ".entry"
	started = ".new-" // how files that are being written are called
)

// Store is a folder of blobs. Several processes may use it at once. A nil Store holds nothing.
type Store struct {
	folder string
	limit  int64
}

// Open returns the store in a folder, which need not exist yet. The limit is in bytes.
func Open(folder string, limit int64) *Store { return &Store{folder, limit} }

// Folder returns where the blobs are; "" for a nil Store.
func (s *Store) Folder() string {
	if s == nil {
		return ""
	}
	return s.folder
}

// file returns where the blob of a key is. Keys are hashed, so that they may be any text.
func (s *Store) file(key string) string {
	sum := sha256.Sum256([]byte(key))
	name := hexOf(sum[:16])
	return filepath.Join(s.folder, name[:2], name+suffix)
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}

// Get returns the blob of a key.
func (s *Store) Get(key string) ([]byte, bool) {
	if s == nil {
		return nil, false
	}
	name := s.file(key)
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, false
	}
	blob, ok := open(key, content)
	if info, err := os.Stat(name); ok && err == nil && time.Since(info.ModTime()) > touchEvery {
		now := time.Now()
		_ = os.Chtimes(name, now, now) // else it counts as older than it is
	}
	return blob, ok
}

// sealed is a blob with what tells that it is whole, and this key's.
func sealed(key string, blob []byte) []byte {
	sum := sumOf(key, blob)
	return slices.Concat([]byte(magic), sum, blob)
}

func open(key string, content []byte) (blob []byte, ok bool) {
	rest, ok := bytes.CutPrefix(content, []byte(magic))
	if !ok || len(rest) < sha256.Size {
		return nil, false
	}
	blob = rest[sha256.Size:]
	return blob, bytes.Equal(rest[:sha256.Size], sumOf(key, blob))
}

func sumOf(key string, blob []byte) []byte {
	h := sha256.New()
	h.Write([]byte(key))
	h.Write([]byte{0})
	h.Write(blob)
	return h.Sum(nil)
}

// Put keeps a blob, in the place of the one that the key had. It may not succeed: then there is none, or the
// one before.
func (s *Store) Put(key string, blob []byte) {
	if s == nil || int64(len(blob)) > s.limit/2 {
		return
	}
	name := s.file(key)
	if os.MkdirAll(filepath.Dir(name), 0o700) != nil {
		return
	}
	if write(name, sealed(key, blob)) == nil {
		s.sweepNowAndThen()
	}
}

// write puts a file in place whole or not at all.
func write(name string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), started)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// sweepNowAndThen sweeps where no process has done so for a while.
func (s *Store) sweepNowAndThen() {
	mark := filepath.Join(s.folder, "swept")
	if info, err := os.Stat(mark); err == nil && time.Since(info.ModTime()) < sweepEvery {
		return
	}
	if os.WriteFile(mark, []byte("This folder can be deleted at any time: bylaw cache clear.\n"), 0o600) == nil {
		now := time.Now()
		_ = os.Chtimes(mark, now, now)
		s.Sweep()
	}
}

// entry is one file of the folder.
type entry struct {
	name string
	size int64
	used time.Time
}

func (s *Store) entries() (kept, begun []entry) {
	if s == nil {
		return nil, nil
	}
	_ = filepath.WalkDir(s.folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return nil
		}
		e := entry{name, info.Size(), info.ModTime()}
		switch base := filepath.Base(name); {
		case strings.HasSuffix(base, suffix):
			kept = append(kept, e)
		case strings.HasPrefix(base, started):
			begun = append(begun, e)
		}
		return nil
	})
	return kept, begun
}

// Sweep deletes what was used longest ago, until what is left is well below the limit, and what others have
// left half written.
func (s *Store) Sweep() {
	kept, begun := s.entries()
	for _, e := range begun {
		if time.Since(e.used) > sweepEvery {
			_ = os.Remove(e.name)
		}
	}
	total := sizeOf(kept)
	if total <= s.limit {
		return
	}
	slices.SortFunc(kept, func(a, b entry) int { return cmp.Or(a.used.Compare(b.used), strings.Compare(a.name, b.name)) })
	for _, e := range kept {
		if total <= s.limit/4*3 {
			return
		}
		if os.Remove(e.name) == nil {
			total -= e.size
		}
	}
}

func sizeOf(entries []entry) (total int64) {
	for _, e := range entries {
		total += e.size
	}
	return total
}

// Info returns how many blobs there are, and how many bytes they take.
func (s *Store) Info() (blobs int, bytes int64) {
	kept, _ := s.entries()
	return len(kept), sizeOf(kept)
}

// Clear deletes all blobs, and nothing else that lies in the folder.
func (s *Store) Clear() error {
	kept, begun := s.entries()
	var errs []error
	for _, e := range slices.Concat(kept, begun) {
		if err := os.Remove(e.name); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
