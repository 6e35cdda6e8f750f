package main

import (
	"cmp"
	"fmt"
	"go/token"
	"path"
	"path/filepath"
	"slices"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// layout is where a package lies, and what it is called.
type layout struct {
	module       module
	out, support string // below the module, slash-separated
	name         string
}

// layout returns where the package of an API lies as the configuration and, above it, the command
// line say.
func (in *input) layout(api *spec.API, entry *config.Generate) (at layout, err error) {
	out := in.folder(in.flags.out, entry.OutFor(api.Root.Path, ""))
	at.name = cmp.Or(in.flags.name, entry.Package.Value, packageOf(out), packageName(api))
	if out == "" {
		out = filepath.Join(in.base, "internal", at.name)
	}
	return in.within(at, out, entry)
}

// within completes a layout whose package lies in that folder.
func (in *input) within(at layout, out string, entry *config.Generate) (_ layout, err error) {
	if !token.IsIdentifier(at.name) {
		return at, fmt.Errorf("a Go package can't be called %q: give it a name such as orders", at.name)
	}
	if at.module, err = moduleOf(out, cmp.Or(in.flags.module, entry.Module.Value), in.base); err != nil {
		return at, err
	}
	if at.out, err = at.module.local(out); err != nil {
		return at, err
	}
	support := cmp.Or(in.folder(in.flags.support, entry.Support.Value), filepath.Join(at.module.root, "internal", "platform"))
	if at.support, err = at.module.local(support); err == nil && (at.support == at.out || generator.IsSupport(at.support, at.out)) {
		err = fmt.Errorf("%s can't be the folder of the package and of what it imports: give one of them another", relative(out))
	}
	return at, err
}

// folder returns the absolute path of a folder that a flag, relative to where one stands, or the
// configuration names; "" for none.
func (in *input) folder(flag, configured string) string {
	switch {
	case flag != "":
		if absolute, err := filepath.Abs(flag); err == nil {
			return absolute
		}
		return flag
	case configured != "":
		return filepath.Join(in.base, filepath.FromSlash(configured))
	}
	return ""
}

// source names the spec as the files of the module do: by its way from there, or, if that leads out
// of the workspace, by its name alone. What came through standard input has no name.
func (in *input) source(api *spec.API, root string) string {
	if slices.Contains(in.selection.Args, workspace.Stdin) && in.flags.stdinPath == "" {
		return ""
	}
	at := in.absolute(api.Root.Path)
	local, err := filepath.Rel(root, at)
	if err == nil && (filepath.IsLocal(local) || in.holds(at) && in.holds(root)) {
		return filepath.ToSlash(local)
	}
	return filepath.Base(at)
}

// holds reports whether an absolute path lies in the workspace.
func (in *input) holds(absolute string) bool {
	local, err := filepath.Rel(in.tree.Root(), absolute)
	return err == nil && filepath.IsLocal(local)
}

// asking names the configuration that asks for a job; "" if the command line does.
func (in *input) asking(entry *config.Generate, root string) string {
	if entry.Spec.Value == "" || in.config.File == nil {
		return ""
	}
	local, err := filepath.Rel(root, filepath.Join(in.base, path.Base(in.config.File.Path)))
	if err != nil {
		return ""
	}
	return filepath.ToSlash(local)
}
