package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Output is one place that a summary is printed to.
type Output struct {
	Format Format
	Path   string // "" for standard output
}

// ParseOutputs reads the values of --format, each "name" or "name=path"; a path of "-" is standard
// output. Without any it is text on standard output. The error says which value is wrong, and what
// would be right.
func ParseOutputs(values []string) ([]Output, error) {
	if len(values) == 0 {
		values = []string{Formats()[0].Name}
	}
	var outputs []Output
	for _, value := range values {
		output, err := parseOutput(value)
		if err != nil {
			return nil, err
		}
		for _, other := range outputs {
			if err := collision(other, output); err != nil {
				return nil, err
			}
		}
		outputs = append(outputs, output)
	}
	return outputs, nil
}

func parseOutput(value string) (Output, error) {
	name, path, named := strings.Cut(value, "=")
	format, ok := FormatByName(name)
	if !ok {
		return Output{}, fmt.Errorf("there is no output format %q: use %s", name, formatNames())
	}
	if named && path == "" {
		return Output{}, fmt.Errorf("the format %q names no file: write %s=PATH, or %s alone for standard output", value, name, name)
	}
	if path == "-" {
		path = ""
	}
	return Output{Format: format, Path: path}, nil
}

// collision tells why two outputs can't both be written.
func collision(a, b Output) error {
	switch {
	case a.Path == "" && b.Path == "":
		if a.Format.Lines && b.Format.Lines && a.Format.Name != b.Format.Name {
			return nil
		}
		return fmt.Errorf("the formats %s and %s can't share standard output: give one a file, as in %s=PATH",
			a.Format.Name, b.Format.Name, b.Format.Name)
	case a.Path != "" && b.Path != "" && filepath.Clean(a.Path) == filepath.Clean(b.Path):
		return fmt.Errorf("the formats %s and %s would both write %s: give each a file of its own",
			a.Format.Name, b.Format.Name, b.Path)
	}
	return nil
}

func formatNames() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// WriteOutputs prints the summary to every output. The options are those of standard output; a
// file gets neither colours nor the terminal's width. It tries all outputs and joins their errors.
func WriteOutputs(outputs []Output, stdout io.Writer, s *Summary, o Options) error {
	var errs []error
	for _, output := range outputs {
		if output.Path == "" {
			errs = append(errs, output.Format.Write(stdout, s, o))
			continue
		}
		err := WriteFile(output.Path, func(w io.Writer) error { return output.Format.Write(w, s, Options{}) })
		if err != nil {
			err = fmt.Errorf("the %s output was not written: %w", output.Format.Name, err)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// WriteFile writes a file whole or not at all: beside its place, then renamed over it. Folders
// that are missing are made, because reports go where no one has been before. What is no regular
// file, such as /dev/stderr or a named pipe, is written to directly.
func WriteFile(path string, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return writeThrough(path, write)
	}
	mode := os.FileMode(0o644)
	if err == nil {
		mode = info.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil { // a link stays, what it names is replaced
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return replaceFile(path, mode, write)
}

func replaceFile(path string, mode os.FileMode, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	err = errors.Join(write(file), file.Chmod(mode), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

func writeThrough(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}
