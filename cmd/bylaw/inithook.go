package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	gomodule "golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/bylaw-dev/bylaw/internal/hook"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

func hookNames() []string {
	var names []string
	for _, m := range hook.Managers("") {
		names = append(names, m.Name)
	}
	return names
}

// hookEdit is what becomes of one file.
type hookEdit struct {
	path    string
	program bool
	content []byte // nil: the file goes
}

// installHook makes the hooks of the repository around dir call bylaw, or takes that out again. Nothing is
// written unless all of it can be.
func installHook(ctx context.Context, w io.Writer, name, dir string, remove bool) error {
	manager, ok := hookManager(name)
	if !ok {
		return unknown("hook manager", name, hookNames())
	}
	folder := workspace.Root(dir)
	if name == "git" {
		var err error
		if folder, err = workspace.Hooks(ctx, folder); err != nil {
			return err
		}
	}
	var edits []hookEdit
	for _, file := range manager.Files {
		edit, err := hookEdited(file, filepath.Join(folder, filepath.FromSlash(file.Path)), remove)
		if err != nil {
			return err
		}
		if edit != nil {
			edits = append(edits, *edit)
		}
	}
	if len(edits) == 0 {
		_, err := fmt.Fprintln(w, "there was nothing of bylaw's to remove")
		return err
	}
	for _, edit := range edits {
		if err := edit.write(w, remove); err != nil {
			return err
		}
	}
	if next := manager.Next; next != "" && !remove {
		fmt.Fprintln(w, "Next:", next)
	}
	return nil
}

func hookManager(name string) (hook.Manager, bool) {
	for _, m := range hook.Managers(hookVersion()) {
		if m.Name == name {
			return m, true
		}
	}
	return hook.Manager{}, false
}

// hookVersion is what a hook manager installs: this version, if it was released.
func hookVersion() string {
	if v := version(); semver.IsValid(v) && semver.Build(v) == "" && !gomodule.IsPseudoVersion(v) {
		return v
	}
	return "main"
}

// hookEdited returns what becomes of a file; nil: nothing.
func hookEdited(file hook.File, path string, remove bool) (*hookEdit, error) {
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	edit := &hookEdit{path: path, program: file.Program}
	if remove {
		content, found, err := file.Remove(old)
		if err != nil || !found {
			return nil, inFile(path, err)
		}
		edit.content = content
		return edit, nil
	}
	edit.content, err = file.Install(old)
	return edit, inFile(path, err)
}

func inFile(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, err)
}

func (e *hookEdit) write(w io.Writer, remove bool) error {
	if e.content == nil {
		if err := os.Remove(e.path); err != nil {
			return err
		}
		fmt.Fprintln(w, "removed", e.path)
		return nil
	}
	err := report.WriteFile(e.path, func(to io.Writer) error {
		_, err := to.Write(e.content)
		return err
	})
	if err == nil && e.program {
		err = os.Chmod(e.path, 0o755)
	}
	if err != nil {
		return err
	}
	verb := "wrote"
	if remove {
		verb = "took bylaw out of"
	}
	_, err = fmt.Fprintln(w, verb, e.path)
	return err
}
