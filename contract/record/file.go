package record

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// File keeps a contract so that it is whole at any moment: what is new is written beside it, and takes its place at once.
type File struct{ path string }

// Create makes the file. One that is there already is kept, and is an error, unless it may be replaced.
func Create(path string, replace bool) (*File, error) {
	if _, err := os.Lstat(path); err == nil && !replace {
		return nil, fmt.Errorf("%s is there already: name another file, or say --replace", path)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return &File{path}, nil
}

// Write replaces the content of the file. When it returns, the content outlives the process and the machine's power.
func (f *File) Write(content []byte) error {
	beside := f.path + ".part"
	if err := writeSynced(beside, content); err != nil {
		return err
	}
	if err := os.Rename(beside, f.path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(f.path))
	if err != nil {
		return err
	}
	_ = folder.Sync() // not every file system can
	return folder.Close()
}

func writeSynced(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}
