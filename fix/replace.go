package fix

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// The reasons why a file is not replaced.
var (
	ErrReadOnly = errors.New("the file is read-only")
	ErrChanged  = errors.New("the file has changed since it was read")
)

// Replace gives the file at a name within the root its new content, whole or not at all: it is
// written beside its place and then renamed over it. Permissions stay, and so does the owner where
// the system allows it; a symbolic link stays, and what it names within the root is replaced.
//
// A file that no longer holds the old content is left alone, with ErrChanged, unless it holds the
// new one; so is one that its owner may not write, with ErrReadOnly. Between the last look and the
// renaming there is no way to keep other programs from writing.
func Replace(root *os.Root, name string, old, new []byte) error {
	name, err := realName(root, name)
	if err != nil {
		return plain(err)
	}
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return plain(err)
	case info.Mode().Perm()&0o200 == 0:
		return ErrReadOnly
	}
	partial, err := writeBeside(root, name, new, info)
	if err == nil {
		err = renameOver(root, partial, name, old, new)
	}
	if partial != "" && err != nil {
		root.Remove(partial) // what went wrong before is what matters
	}
	if errors.Is(err, errDone) {
		return nil
	}
	return plain(err)
}

// plain drops the system call and the name, which the caller knows better, from an error of the
// operating system.
func plain(err error) error {
	var ofPath *fs.PathError
	var ofLink *os.LinkError
	switch {
	case errors.As(err, &ofPath):
		return ofPath.Err
	case errors.As(err, &ofLink):
		return ofLink.Err
	}
	return err
}

// errDone says that someone else has written the same already.
var errDone = errors.New("the file holds the new content already")

// realName returns the name of what a name leads to, symbolic links followed. It must lie within
// the root, which the root's own methods make sure of.
func realName(root *os.Root, name string) (string, error) {
	folder, err := filepath.EvalSymlinks(root.Name())
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(filepath.Join(root.Name(), name))
	if err != nil {
		return "", err
	}
	local, err := filepath.Rel(folder, real)
	if err != nil || !filepath.IsLocal(local) {
		return "", errors.New("the link leads out of the workspace")
	}
	return local, nil
}

// writeBeside writes the content to a new file in the same folder and returns its name, which is
// not "" if there is something to remove after an error.
func writeBeside(root *os.Root, name string, content []byte, like fs.FileInfo) (string, error) {
	partial, file, err := createBeside(root, name)
	if err != nil {
		return "", err
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Close(), keepOwner(root, partial, like), root.Chmod(partial, like.Mode().Perm()))
	return partial, err
}

// createBeside creates a file whose name is not taken: another process may be at the same work.
func createBeside(root *os.Root, name string) (string, *os.File, error) {
	folder, base := filepath.Split(name)
	stem := folder + "." + base + "." + strconv.Itoa(os.Getpid()) + "."
	for i := 0; ; i++ {
		partial := stem + strconv.Itoa(i)
		file, err := root.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil || !errors.Is(err, fs.ErrExist) || i == 100 {
			return partial, file, err
		}
	}
}

// renameOver puts the written file in its place if that still holds what was read.
func renameOver(root *os.Root, partial, name string, old, new []byte) error {
	now, err := root.ReadFile(name)
	switch {
	case err != nil:
		return err
	case bytes.Equal(now, new):
		return errDone
	case !bytes.Equal(now, old):
		return ErrChanged
	}
	return root.Rename(partial, name)
}
