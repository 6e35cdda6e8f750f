package workspace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// The bounds of an archive. One that needs more is to be unpacked by whoever trusts it.
const (
	maxEntries  = 1_000_000
	maxKept     = 1 << 30 // bytes of specs
	maxUnpacked = 8 << 30 // bytes of all files
)

// archive is the files of an archive, unpacked into memory: only those that may be specs, or that
// one may refer to.
type archive struct {
	stored
	written string            // as the user wrote its name
	files   map[string][]byte // by path; nil for what was not kept
	large   map[string]bool   // too large to be read

	entries, kept, unpacked int64
}

// isArchive reports whether a file of that name is an archive, be it one that is not understood.
func isArchive(name string) bool { return unpacker(name) != nil }

// unpacker returns what reads an archive of that name, or nil.
func unpacker(name string) func(ctx context.Context, a *archive, file string) error {
	for _, format := range [...]struct {
		suffix string
		unpack func(ctx context.Context, a *archive, file string) error
	}{
		{".zip", unzip}, {".tar", untar(plain)},
		{".tar.gz", untar(gunzip)}, {".tgz", untar(gunzip)}, {".tar.bz2", untar(bunzip)}, {".tbz2", untar(bunzip)},
		{".tar.xz", notUnpacked}, {".txz", notUnpacked}, {".tar.zst", notUnpacked}, {".7z", notUnpacked}, {".rar", notUnpacked},
	} {
		if strings.HasSuffix(strings.ToLower(name), format.suffix) {
			return format.unpack
		}
	}
	return nil
}

func notUnpacked(context.Context, *archive, string) error {
	return errors.New("archives of this kind are not read: unpack it and name the folder, or use .zip, .tar or .tar.gz")
}

// openArchive unpacks an archive. The error says what is wrong with it.
func openArchive(ctx context.Context, written, file string) (*archive, error) {
	a := newArchive(written)
	return a, a.unpack(ctx, file)
}

func newArchive(written string) *archive {
	a := &archive{written: written, files: map[string][]byte{}, large: map[string]bool{}}
	a.has = func(name string) bool { _, found := a.files[name]; return found }
	return a
}

func (a *archive) unpack(ctx context.Context, file string) error {
	if err := unpacker(file)(ctx, a, file); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return plainError(a.written, err)
	}
	for name := range a.files {
		if maybeSpec(name) {
			a.paths = append(a.paths, name)
		}
	}
	slices.Sort(a.paths)
	a.skips = outermost(a.skips)
	return nil
}

// entry takes one entry of the archive in. The mode tells links and devices, which are left out.
func (a *archive) entry(name string, mode fs.FileMode, content io.Reader) error {
	if a.entries++; a.entries > maxEntries {
		return fmt.Errorf("holds more than %d files: unpack it and name the folder", maxEntries)
	}
	clean, err := entryPath(name)
	switch {
	case err != nil:
		return err
	case mode.IsDir() || clean == ".":
		return nil
	case odd(mode) != "":
		if maybeSpec(clean) {
			a.skips = append(a.skips, Skip{clean, odd(mode)})
		}
		return nil
	}
	return a.file(clean, content)
}

// entryPath returns the path that an entry is unpacked to. No honest archive has an entry that leads
// out of it.
func entryPath(name string) (string, error) {
	clean := path.Clean(name)
	if name == "" || clean == "." && !strings.Contains(name, "..") {
		return ".", nil
	}
	if strings.ContainsAny(name, "\\\x00") || path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), "..") || !isClean(clean) {
		return "", fmt.Errorf("holds %q, a path that is not within it, so nothing of it is read", name)
	}
	return clean, nil
}

// file unpacks a file, and keeps it if it may matter. A later one of the same path replaces it, as
// it does when archives are unpacked.
func (a *archive) file(name string, content io.Reader) error {
	if !mayMatter(name) {
		a.files[name] = nil
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(content, MaxFile+1))
	if err != nil {
		return fmt.Errorf("%s in it cannot be read: %w", name, err)
	}
	if err := a.spend(len(data)); err != nil { // once more than bounded: a sparse file costs nothing to store
		return err
	}
	if a.large[name] = int64(len(data)) > MaxFile; a.large[name] {
		data = nil
	}
	a.kept += int64(len(data)) - int64(len(a.files[name]))
	a.files[name] = data
	if a.kept > maxKept {
		return errors.New("holds more than 1 GiB of specs: unpack it and name the folder")
	}
	return nil
}

// mayMatter reports whether a file may be a spec, or one that a spec refers to.
func mayMatter(name string) bool { return maybeSpec(name) || path.Ext(name) == "" }

// spend counts what was unpacked.
func (a *archive) spend(bytes int) error {
	if a.unpacked += int64(bytes); a.unpacked > maxUnpacked {
		return errors.New("holds more than 8 GiB: unpack it and name the folder")
	}
	return nil
}

// roots returns the folders that may be the root of what was packed: many archives have one top
// folder, which is called after the release.
func (a *archive) roots() []string {
	roots := []string{""}
	top := ""
	for _, name := range a.paths {
		first, _, below := strings.Cut(name, "/")
		if !below || top != "" && top != first {
			return roots
		}
		top = first
	}
	if top != "" {
		roots = append(roots, top)
	}
	return roots
}

func (a *archive) read(name string) ([]byte, error) {
	content, found := a.files[name]
	switch {
	case a.large[name]:
		return nil, &fileError{name, source.ErrTooLarge}
	case !found || content == nil:
		return nil, &fileError{name, fs.ErrNotExist}
	}
	return content, nil
}

func (a *archive) display(name string) string { return a.written + ":" + name }

// Close does nothing: the archive itself was closed when all was read.
func (a *archive) Close() error { return nil }
