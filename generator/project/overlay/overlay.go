// Package overlay prints templates of a user's own, which are laid over those of a new service. They may come from anywhere,
// so nothing that they say leads out of their folder or that of the service, runs forever or fills the memory. It must not
// know what is printed, nor where the folder comes from.
package overlay

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
)

// ManifestName is the file in a folder of templates that says what the others are for.
const ManifestName = "template.yaml"

// The limits, which nothing that is meant well comes near.
const (
	mostFiles   = 1000      // in one set
	largest     = 256 << 10 // bytes of a template
	largestAll  = 32 << 20  // bytes of all of them
	largestText = 4 << 20   // bytes of what one prints
)

// Set is a folder of templates.
type Set struct {
	name    string // as the user knows the folder
	sources map[string][]byte
	files   []entry
	omit    []text
}

// entry is one file of the manifest.
type entry struct {
	at     int // the line
	path   text
	source text
	when   text // "": always
	owner  generator.Owner
}

// text is a value of the manifest with its line.
type text struct {
	value string
	line  int
}

// Read reads a folder of templates, that errors call name. What templates print is only known when they do.
func Read(tree fs.FS, name string) (*Set, error) {
	s := &Set{name: name, sources: map[string][]byte{}}
	content, err := s.read(tree, ManifestName)
	if err != nil {
		return nil, err
	}
	if err := s.parse(content); err != nil {
		return nil, err
	}
	all := 0
	for _, e := range s.files {
		content, err := s.read(tree, e.source.value)
		if all += len(content); err == nil && all > largestAll {
			err = fmt.Errorf("the templates have more than %d bytes together", largestAll)
		}
		if err != nil {
			return nil, s.wrong(e.source.line, "%w", err)
		}
		s.sources[e.source.value] = content
	}
	return s, nil
}

// read returns a regular file of the folder that isn't too large.
func (s *Set) read(tree fs.FS, name string) ([]byte, error) {
	at := path.Join(s.name, name)
	if !fs.ValidPath(name) || name == "." {
		return nil, fmt.Errorf("%s: leads out of the folder of templates", name)
	}
	info, err := fs.Stat(tree, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, cause(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is no regular file", at)
	}
	file, err := tree.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, cause(err))
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, largest+1))
	if err == nil && len(content) > largest {
		err = fmt.Errorf("has more than %d bytes, which is most for a template", largest)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, cause(err))
	}
	return content, nil
}

// cause is an error without the path that we say ourselves.
func cause(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// wrong is an error of the manifest.
func (s *Set) wrong(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", path.Join(s.name, ManifestName), line, fmt.Errorf(format, args...))
}

// File is one file of a set, with the path that it gets.
type File struct {
	Path  string
	entry entry
}

// Files returns the files that are for these data. Of two with one path the second is a mistake.
func (s *Set) Files(data any) ([]File, error) {
	var files []File
	seen := map[string]bool{}
	for _, e := range s.files {
		f, ok, err := s.file(e, data)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			continue
		case seen[strings.ToLower(f.Path)]:
			return nil, s.wrong(e.path.line, "%s is there twice; some systems don't tell case apart", f.Path)
		}
		seen[strings.ToLower(f.Path)] = true
		files = append(files, f)
	}
	return files, nil
}

// Known returns those of the files whose paths are wanted. What can't be said of others yet is no mistake.
func (s *Set) Known(data any, wanted func(path string) bool) []File {
	var files []File
	for _, e := range s.files {
		if f, ok, err := s.file(e, data); err == nil && ok && wanted(f.Path) {
			files = append(files, f)
		}
	}
	return files
}

func (s *Set) file(e entry, data any) (f File, ok bool, err error) {
	if e.when.value != "" {
		said, err := s.inline(text{"{{if " + e.when.value + "}}yes{{end}}", e.when.line}, data)
		if err != nil || said != "yes" {
			return f, false, err
		}
	}
	f = File{entry: e}
	if f.Path, err = s.inline(e.path, data); err != nil {
		return f, false, err
	}
	if err := CheckPath(f.Path); err != nil {
		return f, false, s.wrong(e.path.line, "%w", err)
	}
	return f, true, nil
}

// Omitted returns the paths, of files or folders, that aren't to be written of ours.
func (s *Set) Omitted(data any) ([]string, error) {
	var paths []string
	for _, o := range s.omit {
		said, err := s.inline(o, data)
		if err != nil {
			return nil, err
		}
		if said != "" {
			paths = append(paths, strings.TrimSuffix(said, "/"))
		}
	}
	return paths, nil
}

// Print prints a file.
func (s *Set) Print(f File, data any) (generator.File, error) {
	made := generator.File{Path: f.Path, Owner: f.entry.owner}
	var err error
	made.Content, err = s.print(f, s.sources[f.entry.source.value], data)
	if err == nil && generator.IsOurs(made.Content) {
		err = fmt.Errorf("%s begins as what bylaw generates does, and would be deleted: say it otherwise", path.Join(s.name, f.entry.source.value))
	}
	return made, err
}
