package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// placing puts a whole folder of files in its place: all of them, or none.
type placing struct {
	target string   // absolute
	files  []string // below it, slash-separated and sorted
}

// filesOf lists the files below a folder.
func filesOf(folder string) (names []string, err error) {
	err = fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

// free refuses a target in which something is in the way.
func (p *placing) free() error {
	info, err := os.Lstat(p.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		if resolved, err := os.Stat(p.target); err != nil || !resolved.IsDir() {
			return fmt.Errorf("%s is no folder: name another with --out", relative(p.target))
		}
	}
	var found []string
	for _, name := range p.files {
		if at := p.obstacle(name); at != "" && !slices.Contains(found, at) {
			found = append(found, at)
		}
	}
	return inTheWay(p.target, found)
}

// obstacle returns what is where a file would be, or where one of its folders would be and is none.
func (p *placing) obstacle(name string) string {
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != '/' {
			continue
		}
		info, err := os.Lstat(filepath.Join(p.target, filepath.FromSlash(name[:i])))
		if errors.Is(err, fs.ErrNotExist) {
			return ""
		}
		if err != nil || i == len(name) || !info.IsDir() {
			return name[:i]
		}
	}
	return ""
}

func inTheWay(target string, found []string) error {
	if len(found) == 0 {
		return nil
	}
	const most = 5
	are, more := "is", ""
	if len(found) > 1 {
		are = "are"
	}
	if len(found) > most {
		found, more = found[:most], fmt.Sprintf(" and %d more", len(found)-most)
	}
	return fmt.Errorf("%s%s %s in the way in %s, and nothing is ever overwritten: move what is there, or name another folder with --out",
		strings.Join(found, ", "), more, are, relative(target))
}

// put copies the files to beside their places, and then puts them there. From then on it isn't interrupted.
func (p *placing) put(ctx context.Context, from string) error {
	if _, err := os.Stat(p.target); errors.Is(err, fs.ErrNotExist) {
		return p.putFolder(ctx, from)
	}
	staged, err := os.MkdirTemp(p.target, ".bylaw-new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(staged)
	if err := p.stage(ctx, from, staged); err != nil {
		return err
	}
	return p.link(staged)
}

// putFolder makes the target itself: whoever comes second finds it there.
func (p *placing) putFolder(ctx context.Context, from string) error {
	around := filepath.Dir(p.target)
	if err := os.MkdirAll(around, 0o755); err != nil {
		return err
	}
	staged, err := os.MkdirTemp(around, ".bylaw-new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(staged)
	if err := errors.Join(os.Chmod(staged, 0o755), p.stage(ctx, from, staged)); err != nil {
		return err
	}
	if err := os.Rename(staged, p.target); err != nil {
		if _, there := os.Lstat(p.target); there == nil {
			return fmt.Errorf("%s has been made by somebody else in the meantime: name another folder with --out", relative(p.target))
		}
		return err
	}
	return nil
}

// stage copies all files.
func (p *placing) stage(ctx context.Context, from, to string) error {
	for _, name := range p.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		content, err := os.ReadFile(filepath.Join(from, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		at := filepath.Join(to, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, content, 0o644); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// link gives every staged file its place, and takes all of them back if one is taken. Who links the first file first has
// the folder, for everybody begins with the same one.
func (p *placing) link(staged string) (err error) {
	var folders, done []string
	defer func() {
		if err != nil {
			takeBack(done, folders)
		}
	}()
	for _, name := range p.files {
		at := filepath.Join(p.target, filepath.FromSlash(name))
		made, err := mkdirs(p.target, filepath.Dir(at))
		folders = append(folders, made...)
		if err != nil {
			return err
		}
		if err := os.Link(filepath.Join(staged, filepath.FromSlash(name)), at); err != nil {
			if errors.Is(err, fs.ErrExist) {
				return inTheWay(p.target, []string{name})
			}
			return err
		}
		done = append(done, at)
	}
	return nil
}

// mkdirs makes a folder below another, and returns those that it had to make, the outermost first.
func mkdirs(root, folder string) (made []string, err error) {
	if folder == root {
		return nil, nil
	}
	if made, err = mkdirs(root, filepath.Dir(folder)); err != nil {
		return made, err
	}
	switch err = os.Mkdir(folder, 0o755); {
	case err == nil:
		made = append(made, folder)
	case errors.Is(err, fs.ErrExist):
		err = nil
	}
	return made, err
}

// takeBack deletes files, and the folders that this leaves empty. What can't be deleted stays: it is the error before that
// is told.
func takeBack(files, folders []string) {
	for _, name := range files {
		_ = os.Remove(name)
	}
	slices.Reverse(folders)
	for _, name := range folders {
		_ = os.Remove(name)
	}
}
