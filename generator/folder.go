package generator

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// folder is the folder of a module. Nothing outside of it is read or written, and nothing in it that
// a symbolic link leads to. Paths are slash-separated.
type folder struct{ *os.Root }

func openFolder(root string) (folder, error) {
	opened, err := os.OpenRoot(root)
	return folder{opened}, err
}

// read returns what a file holds; nil if there is none.
func (f folder) read(name string) ([]byte, error) {
	info, err := f.plain(name)
	if err != nil || info == nil {
		return nil, err
	}
	content, err := f.ReadFile(filepath.FromSlash(name))
	if err == nil && content == nil {
		content = []byte{}
	}
	return content, err
}

// plain returns what there is to be known of a file; nil if there is none. What is no regular file,
// or is reached through what is no folder, is an error.
func (f folder) plain(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) || name == "." {
		return nil, fmt.Errorf("%s: leads out of the folder of the module", name)
	}
	for i := 0; i < len(name); i++ {
		if name[i] != '/' {
			continue
		}
		if info, err := f.lstat(name[:i]); err != nil || info == nil {
			return nil, err
		} else if !info.IsDir() {
			return nil, fmt.Errorf("%s: is no folder, and %s would lie in it: %s", name[:i], name, cureOf(info))
		}
	}
	info, err := f.lstat(name)
	if err == nil && info != nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is no regular file, and a generated one would take its place: %s", name, cureOf(info))
	}
	return info, err
}

func cureOf(info fs.FileInfo) string {
	if info.Mode()&fs.ModeSymlink != 0 {
		return "bylaw writes through no symbolic link, so replace it by what it leads to"
	}
	return "move it away, or generate into another folder"
}

// lstat returns nil for what is not there.
func (f folder) lstat(name string) (fs.FileInfo, error) {
	info, err := f.Lstat(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return info, err
}

// names returns the regular files of a folder, sorted; none if it is not there.
func (f folder) names(dir string) ([]string, error) {
	entries, err := fs.ReadDir(f.FS(), dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, path.Join(dir, e.Name()))
		}
	}
	return names, err
}

// beginning returns the first bytes of a file, as many as show whose it is.
func (f folder) beginning(name string) ([]byte, error) {
	file, err := f.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text := make([]byte, len(Header)+2)
	n, err := io.ReadFull(file, text)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return text[:n], err
}

// stagedSuffix ends the name of a file that waits beside its place.
const stagedSuffix = ".bylaw-tmp"

// stage writes a file beside its place, and returns under which name.
func (f folder) stage(name string, content []byte) (string, error) {
	mode, err := f.mode(name)
	if err != nil {
		return "", err
	}
	dir, base := path.Split(name)
	staged := filepath.FromSlash(dir + "." + base + stagedSuffix)
	if err := f.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o755); err != nil {
		return "", err
	}
	if err := f.Remove(staged); err != nil && !errors.Is(err, fs.ErrNotExist) { // left by a run that was killed
		return "", err
	}
	file, err := f.OpenFile(staged, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return "", err
	}
	_, err = file.Write(content)
	return staged, errors.Join(err, file.Chmod(mode), file.Close())
}

// mode returns the permissions that a file has, or is to get.
func (f folder) mode(name string) (fs.FileMode, error) {
	info, err := f.lstat(name)
	if err != nil || info == nil {
		return 0o644, err
	}
	return info.Mode().Perm(), nil
}

// remove deletes a file, and the folders that this leaves empty.
func (f folder) remove(name string) error {
	if err := f.Remove(filepath.FromSlash(name)); err != nil {
		return err
	}
	f.prune(path.Dir(name))
	return nil
}

// prune deletes a folder and those around it as far as they are empty.
func (f folder) prune(dir string) {
	for ; dir != "." && !strings.HasPrefix(dir, ".."); dir = path.Dir(dir) {
		if f.Remove(filepath.FromSlash(dir)) != nil { // not empty
			return
		}
	}
}
