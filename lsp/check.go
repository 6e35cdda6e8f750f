package lsp

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// job is one check: of a document whose contracts have to be found, or of a known group. It runs beside
// the loop of the server and shares with it only what does not change, and the snapshot.
type job struct {
	engine  Engine
	project *project // dir, stray and snapshot alone
	files   map[string]*source.File
	doc     string
	given   []string // what is to be checked; nil: to be found
	roots   []string // what is

	alone     bool     // no contract leads to the document, so that only its own content can make it one
	importers []string // .proto files of other folders that an edit may break
	before    *before

	searched map[string]bool // files whose contracts all belong to the group
	saved    *snapshot
	lasting  context.Context // as long as the server runs, which the base is read in
	cancel   context.CancelFunc
}

// outcome is what a job has found out.
type outcome struct {
	job   *job
	group *group // nil: nothing is to be said of the document
	notes []string
	err   error // of the context, or what keeps the document from being checked
}

// run does the job. A mistake of bylaw itself must not take the editor's server with it.
func (j *job) run(ctx context.Context) (o outcome) {
	o.job = j
	defer func() {
		if ctx.Err() != nil {
			o.err = ctx.Err() // whatever it has led to
		}
	}()
	defer func() {
		if value := recover(); value != nil {
			o.group, o.err = nil, fmt.Errorf("checking %s broke bylaw: %v\n%s", j.doc, value, debug.Stack())
		}
	}()
	if o.err = j.open(ctx); o.err != nil {
		return o
	}
	tree := workspace.Drafted(j.saved.tree, j.files)
	if isConfig(j.doc) {
		o.group = j.config(tree)
		return o
	}
	if j.roots = j.given; j.roots == nil {
		if j.roots, o.err = j.find(ctx, tree); o.err != nil || len(j.roots) == 0 {
			return o
		}
	}
	o.group, o.notes, o.err = j.check(ctx, tree)
	return o
}

// open makes sure that the snapshot is there.
func (j *job) open(ctx context.Context) (err error) {
	if j.saved.tree == nil {
		if j.saved.tree, _, err = workspace.Open(j.project.dir, workspace.Selection{}); err != nil {
			return err
		}
	}
	if j.saved.chosen == nil && !j.project.stray {
		j.saved.chosen, err = j.engine.Chosen(ctx, workspace.Drafted(j.saved.tree, j.files))
	}
	return err
}

// config looks at a configuration, which concerns contracts only through its settings.
func (j *job) config(tree source.Tree) *group {
	return &group{
		files: map[string]bool{j.doc: true}, reads: map[string]*source.File{j.doc: j.files[j.doc]},
		findings: byFile(j.engine.Config(tree, j.doc)), checked: &Checked{Tree: tree, Loaded: &workspace.Loaded{}},
	}
}

// find returns what is to be named so that the contracts which the document belongs to are checked:
// documents of OpenAPI that lead to it, or the .proto files of its folder, which are a package together.
func (j *job) find(ctx context.Context, tree source.Tree) ([]string, error) {
	switch {
	case j.project.stray:
		return []string{j.doc}, nil
	case !j.saved.chosen(j.doc):
		return nil, nil
	case j.alone && !workspace.IsDocument(j.files[j.doc].Content):
		return nil, nil
	case isProto(j.doc):
		roots := j.siblings(tree)
		j.importers = j.importing(ctx, tree, roots)
		return roots, nil
	}
	loaded, err := j.engine.Read(ctx, tree, []string{j.doc})
	if err != nil {
		return nil, err
	}
	roots := []string{}
	for _, api := range loaded.APIs {
		if api.Root != nil && !api.Imported {
			roots = append(roots, api.Root.Path)
		}
	}
	if len(roots) == 0 && loaded.Counts.Documents > 0 {
		roots = append(roots, j.doc) // a document that can't be read has something to say
	}
	return roots, nil
}

func isProto(name string) bool { return strings.EqualFold(path.Ext(name), ".proto") }

// siblings returns the .proto files of the document's folder.
func (j *job) siblings(tree source.Tree) (files []string) {
	folder := path.Dir(j.doc)
	for _, name := range tree.Paths() {
		if isProto(name) && path.Dir(name) == folder && j.saved.chosen(name) {
			files = append(files, name)
		}
	}
	return files
}

// maxImporters is how many files of other packages are read again with every edit.
const maxImporters = 100

// broken returns what can't be read any more of the files that import the group's. Which rules they
// break is looked at when they are open.
func (j *job) broken(ctx context.Context, tree source.Tree, g *group) (findings []report.Finding, notes []string, err error) {
	g.importers = j.importers
	if len(j.importers) == 0 {
		return nil, nil, nil
	}
	if len(j.importers) > maxImporters {
		return nil, []string{fmt.Sprintf("%d files may import what lies in %s/: they are checked when they are open, and by bylaw lint", len(j.importers), path.Dir(j.doc))}, nil
	}
	loaded, err := j.engine.Read(ctx, tree, j.importers)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range loaded.Findings {
		if f.Severity == report.Error && slices.Contains(j.importers, f.Span.Path()) {
			findings = append(findings, f)
		}
	}
	for _, name := range j.importers {
		if file, err := tree.File(name); err == nil {
			g.reads[name] = file
		}
	}
	return findings, nil, nil
}

// check judges the roots and compares them with the base.
func (j *job) check(ctx context.Context, tree source.Tree) (*group, []string, error) {
	checked, err := j.engine.Lint(ctx, tree, j.roots)
	if err != nil {
		return nil, nil, err
	}
	g := &group{roots: j.roots, checked: checked, searched: j.searched}
	g.measure(j)
	broken, notes, err := j.broken(ctx, tree, g)
	if err != nil {
		return nil, nil, err
	}
	changes, remarks, err := j.compare(ctx, tree, g)
	if err != nil {
		return nil, nil, err
	}
	g.findings = byFile(report.Sort(slices.Concat(checked.Findings, broken, changes)))
	return g, slices.Concat(checked.Loaded.Notes, notes, remarks), nil
}

// measure notes which files the group consists of and which it depends on.
func (g *group) measure(j *job) {
	g.files, g.reads = map[string]bool{j.doc: true}, map[string]*source.File{j.doc: j.files[j.doc]}
	for _, root := range g.roots {
		g.files[root] = true
		g.reads[root] = j.files[root]
		if isProto(root) {
			g.searched[root] = true // with its folder
		}
	}
	for _, api := range g.checked.Loaded.APIs {
		for _, d := range api.Documents {
			if d.File == nil {
				continue
			}
			g.reads[d.File.Path] = d.File
			if !api.Imported {
				g.files[d.File.Path] = true
			}
		}
	}
	for at, file := range g.reads {
		if file == nil { // named, and not there
			g.reads[at] = source.NewFile(at, nil)
		}
	}
}

// foreign reports whether a finding is not this group's to tell: a suppression in a part that other
// contracts use as well may be needed by those, unless the part was searched for.
func (g *group) foreign(f report.Finding) bool {
	return f.Rule == report.NotASpec || f.Rule == report.UnusedSuppression && !slices.Contains(g.roots, f.Span.Path()) && !g.complete(f.Span.Path())
}

// complete reports whether all contracts that a file is part of are in the group: those of a document
// that is open were searched for.
func (g *group) complete(name string) bool {
	return isProto(name) || isConfig(name) || g.searched[name]
}

// byFile sorts findings into their files. What has no place is told by commands alone.
func byFile(findings []report.Finding) map[string][]report.Finding {
	files := map[string][]report.Finding{}
	for _, f := range findings {
		if !f.Span.IsZero() {
			files[f.Span.Path()] = append(files[f.Span.Path()], f)
		}
	}
	return files
}

// compare returns what breaks consumers between the base and now. That there is no base is a note.
func (j *job) compare(ctx context.Context, tree source.Tree, g *group) ([]report.Finding, []string, error) {
	if !j.saved.hasBase {
		base, err := j.engine.Base(j.lasting, j.saved.tree)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		j.saved.base, j.saved.hasBase = base, true
		if err != nil {
			return nil, []string{"nothing is compared with an earlier version: " + err.Error()}, nil
		}
	}
	base := j.saved.base
	if base == nil || !j.changed(g) {
		return nil, nil, nil
	}
	old := before{base: base.Name + base.Commit, roots: strings.Join(j.roots, "\x00")}
	if j.before != nil && base.Commit != "" && j.before.base == old.base && j.before.roots == old.roots {
		old.loaded = j.before.loaded
	} else {
		var err error
		if old.loaded, err = j.engine.Before(ctx, base, j.roots); err != nil {
			return nil, []string{err.Error()}, ctx.Err()
		}
	}
	g.before, g.base = &old, base.Name
	changes, err := j.engine.Compare(ctx, base, old.loaded, g.checked)
	return changes, base.Notes(), err
}

// changed reports whether a file of the group differs from the base, so that a group which nobody has
// touched costs nothing.
func (j *job) changed(g *group) bool {
	delta := &j.saved.base.Delta
	folders := map[string]bool{}
	for _, root := range g.roots {
		folders[path.Dir(root)] = isProto(root)
	}
	for _, old := range delta.Old() {
		if isProto(old) && folders[path.Dir(old)] {
			return true
		}
	}
	now := delta.Now()
	for name := range maps.Keys(g.files) {
		if _, found := slices.BinarySearch(now, name); found || j.unsaved(name) {
			return true
		}
	}
	return false
}

// unsaved reports whether a file looks other in the editor than on disk.
func (j *job) unsaved(name string) bool {
	edited := j.files[name]
	if edited == nil {
		return false
	}
	saved, err := j.saved.tree.File(name)
	return err != nil || !bytes.Equal(saved.Content, edited.Content)
}

// formatOf returns the format that a file of the group is written in.
func (g *group) formatOf(file *source.File) spec.Format {
	for _, api := range g.checked.Loaded.APIs {
		for _, d := range api.Documents {
			if d.File == file {
				return api.Format
			}
		}
	}
	if isProto(file.Path) {
		return spec.Proto
	}
	return spec.OpenAPI
}
