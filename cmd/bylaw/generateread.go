package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// input is what is generated from, and what the configuration says of it.
type input struct {
	*generation
	trees  []*workspace.DirTree // to be closed
	tree   *workspace.DirTree   // that the specs lie in
	loaded *workspace.Loaded

	selection workspace.Selection

	home   *config.Resolver
	config *config.Config // of the folder stood in
	base   string         // the folder that its paths are relative to, absolute
	named  bool           // specs were named on the command line

	findings []report.Finding
	notes    []string // for the user
}

// read reads the specs that are named, or those that the configuration names. With a configuration
// that is wrong it reads none.
func (g *generation) read(ctx context.Context, s streams, args []string) (*input, error) {
	in := &input{generation: g, named: len(args) > 0, loaded: &workspace.Loaded{}}
	if err := in.configure(); err != nil {
		return in, err
	}
	if verdict(in.summary()) != nil {
		return in, nil
	}
	resolver, err := in.wanted(s, args)
	if err != nil {
		return in, err
	}
	in.selection.Descriptors = true
	loaded, err := workspace.Load(ctx, in.tree, govern(in.selection, resolver))
	if err != nil {
		return in, err
	}
	tell(s.err, loaded.Notes)
	in.loaded = loaded
	return in, nil
}

func (in *input) close() {
	for _, tree := range in.trees {
		tree.Close()
	}
}

// configure finds the configuration of the folder stood in.
func (in *input) configure() error {
	home, selection, err := in.open(nil, nil)
	if err != nil {
		return err
	}
	in.trees, in.tree, in.selection = []*workspace.DirTree{home}, home, selection
	if in.home, err = in.resolver(home); err != nil {
		return err
	}
	if in.base, err = filepath.Abs(cmp.Or(in.dir, ".")); err != nil {
		return err
	}
	local, err := filepath.Rel(home.Root(), in.base)
	if err != nil {
		return err
	}
	in.config = in.home.For(path.Join(filepath.ToSlash(local), "_"))
	if in.config.File != nil {
		in.base = filepath.Join(home.Root(), filepath.FromSlash(in.config.Dir))
	}
	return nil
}

// wanted chooses the specs to read, and returns the configuration of each. What our configuration
// says of specs is not about those of another workspace.
func (in *input) wanted(s streams, args []string) (resolver *config.Resolver, err error) {
	if !in.named {
		in.selection.MayLack = true // an entry that finds nothing is told of with its place
		in.selection.Args, err = in.configured()
		return in.home, err
	}
	home := in.tree
	if in.tree, in.selection, err = in.open(s.in, args); err != nil {
		in.tree = home
		return nil, err
	}
	in.trees = append(in.trees, in.tree)
	if in.tree.Root() == home.Root() {
		return in.home, nil
	}
	in.config = config.Default(catalog(in.set))
	if in.base, err = filepath.Abs(cmp.Or(in.dir, ".")); err != nil {
		return nil, err
	}
	return in.resolver(in.tree)
}

// configured returns the specs that the configuration names, as paths and patterns of the tree.
func (in *input) configured() ([]string, error) {
	if len(in.config.Generate) == 0 {
		return nil, errors.New("nothing to generate: name a spec, as in `bylaw generate openapi.yaml`, or list specs under generate in bylaw.yaml")
	}
	var args []string
	for i := range in.config.Generate {
		args = append(args, in.config.SpecOf(&in.config.Generate[i]))
	}
	return args, nil
}

// specs returns the APIs to generate from, in the order of the loaders.
func (in *input) specs() []*spec.API {
	var apis []*spec.API
	for _, api := range in.loaded.APIs {
		if !api.Imported && in.loaded.Focus(api.Root.Path) {
			apis = append(apis, api)
		}
	}
	return apis
}

// absolute returns where a file of the tree lies.
func (in *input) absolute(name string) string {
	shown := in.tree.Display(name)
	if in.dir != "" && !filepath.IsAbs(shown) {
		shown = filepath.Join(in.dir, shown)
	}
	if absolute, err := filepath.Abs(shown); err == nil {
		return absolute
	}
	return shown
}

// relative returns an absolute path as someone who stands here names it.
func relative(absolute string) string {
	dir, err := os.Getwd()
	if err != nil {
		return absolute
	}
	local, err := filepath.Rel(dir, absolute)
	if err != nil {
		return absolute
	}
	return local
}
