package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Resolver finds the configuration of each file of a workspace: the nearest bylaw.yaml in the
// file's folder or above it, up to the root of the tree and no further. The nearest one holds
// wholly; nothing is inherited but exclude, for what a folder is kept out of it stays out of. It
// may be used from several goroutines at once.
type Resolver struct {
	tree     source.Tree // nil: one configuration holds everywhere
	catalog  Catalog
	fallback *Config
	demand   Demand

	lock     sync.Mutex
	folders  map[string]*Config // by folder: the nearest configuration
	findings []report.Finding
}

// NewResolver returns a resolver over the tree. Files are read when a path first needs them.
func NewResolver(tree source.Tree, catalog Catalog) *Resolver {
	return &Resolver{tree: tree, catalog: catalog, fallback: Default(catalog), folders: map[string]*Config{}}
}

// Only returns a resolver for which one configuration holds for every file, as a configuration
// named on the command line does, wherever it lies: its paths are relative to the workspace root.
// The findings are those of reading it.
func Only(c *Config, findings ...report.Finding) *Resolver {
	held := *c
	held.Dir = "."
	held.Waivers = slices.Clone(c.Waivers)
	for i := range held.Waivers {
		held.Waivers[i].Dir = "."
	}
	return &Resolver{fallback: &held, folders: map[string]*Config{}, findings: findings}
}

// For returns the configuration of a path, which is relative to the workspace root.
func (r *Resolver) For(file string) *Config { return r.in(path.Dir(file)) }

// in returns the configuration of the files in a folder.
func (r *Resolver) in(dir string) *Config {
	if r.tree == nil {
		return r.fallback
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	return r.nearest(dir)
}

// Profile returns the rules that hold for a path.
func (r *Resolver) Profile(file string) *Profile { return r.For(file).Profile(file) }

// Excluded reports whether the path is kept out by its own configuration or by one above it. A
// configuration in a folder that is kept out as a whole is not even read for it.
func (r *Resolver) Excluded(file string) bool {
	return slices.ContainsFunc(folders(file), func(dir string) bool { return r.in(dir).Excluded(file) })
}

// folders returns the folders that hold the path, the root first.
func folders(file string) []string {
	dir := path.Dir(file)
	folders := []string{dir}
	for path.Dir(dir) != dir {
		dir = path.Dir(dir)
		folders = append(folders, dir)
	}
	slices.Reverse(folders)
	return folders
}

// Waivers returns the waivers of all configurations read so far, in the order of the files.
func (r *Resolver) Waivers() []Waiver {
	return gathered(r, func(c *Config) []Waiver { return c.Waivers })
}

// Custom returns the rules that the configurations read so far declare, in the order of the files;
// several may have the same ID.
func (r *Resolver) Custom() []*CustomRule {
	return gathered(r, func(c *Config) []*CustomRule { return c.Custom })
}

// gathered joins what the configurations read so far say, in the order of the files.
func gathered[T any](r *Resolver, of func(*Config) []T) []T {
	r.lock.Lock()
	defer r.lock.Unlock()
	all := slices.Clone(of(r.fallback))
	for _, dir := range slices.Sorted(maps.Keys(r.folders)) {
		if c := r.folders[dir]; c.Dir == dir && c != r.fallback {
			all = append(all, of(c)...)
		}
	}
	return all
}

// Findings returns what is wrong with the configurations read so far.
func (r *Resolver) Findings() []report.Finding {
	r.lock.Lock()
	defer r.lock.Unlock()
	return report.Sort(slices.Clone(r.findings))
}

// nearest returns the configuration that lies in the folder or else nearest above it.
func (r *Resolver) nearest(dir string) *Config {
	if known := r.folders[dir]; known != nil {
		return known
	}
	found := r.read(dir)
	if found == nil && path.Dir(dir) == dir {
		found = r.fallback
	}
	if found == nil {
		found = r.nearest(path.Dir(dir))
	}
	r.folders[dir] = found
	return found
}

// read returns the configuration that lies in the folder itself, or nil.
func (r *Resolver) read(dir string) *Config {
	name := path.Join(dir, FileName)
	file, err := r.tree.File(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		r.findings = append(r.findings, report.Finding{
			Rule: report.Config, Severity: report.Error, Span: source.NewFile(name, nil).Span(0, 0),
			Message: fmt.Sprintf("the configuration cannot be read: %v", err),
		})
		return nil
	}
	c, findings := Parse(file, r.catalog)
	c.demand = r.demand
	r.findings = append(r.findings, findings...)
	return c
}
