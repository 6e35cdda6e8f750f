package workspace

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Loaded is what a selection came to.
type Loaded struct {
	APIs     []*spec.API      // proto packages, then OpenAPI documents, each sorted as its loader does
	Findings []report.Finding // what could not be read or resolved, in report's order
	// Focus reports whether the findings in a file are wanted. Those in other files are not: they
	// were only read because a wanted file needs them, or is needed by them.
	Focus   func(path string) bool
	Skipped []Skip   // sorted by path; what was left out because nobody named it
	Notes   []string // what the user should know about how the files were found
	Counts  Counts

	Units []*Unit          // what was read or is known, in the order of APIs; only if the selection knows of some
	Told  []report.Finding // those of Findings that are of no unit

	Descriptors []*proto.Descriptors // of the proto files, if the selection asks for them
	Linked      []openapi.Linked     // the OpenAPI documents that were chosen, if the selection asks for their links
}

// Counts says how many files of each kind were chosen.
type Counts struct {
	Proto     int // .proto files
	Documents int // OpenAPI root documents, those that could not be read included
	Fragments int // files that are linted through the documents that refer to them
	Other     int // YAML and JSON files that are no specs
}

// Load reads what the selection names, and what that needs. An error is one of usage, an argument
// that names nothing or cannot be opened, or that of a context that has ended.
func Load(ctx context.Context, tree source.Tree, wanted Selection) (*Loaded, error) {
	view, err := withStdin(viewOf(tree), wanted)
	if err != nil {
		return nil, err
	}
	choice, err := choose(view, wanted)
	if err != nil {
		return nil, err
	}
	targets, err := choice.classify(ctx)
	if err != nil {
		return nil, err
	}
	l := newLoading(choice, targets)
	l.chosen(ctx)
	l.pending(ctx)
	return l.loaded(), ctx.Err()
}

// loading is a selection on its way into the model.
type loading struct {
	*choice
	targets  []target
	focus    map[string]bool
	linted   map[string]bool // files that are documents of an API
	apis     []*spec.API
	findings []report.Finding
	units    []*Unit
	told     []report.Finding // of no unit

	descriptors []*proto.Descriptors
	linked      []openapi.Linked
}

func newLoading(c *choice, targets []target) *loading {
	l := &loading{choice: c, targets: targets, focus: map[string]bool{}, linted: map[string]bool{}}
	for _, t := range targets {
		l.focus[t.path] = true
	}
	l.targets = c.wanted.Part.of(targets)
	return l
}

// chosen loads the proto files and the OpenAPI documents among the targets.
func (l *loading) chosen(ctx context.Context) {
	if l.wanted.Known != nil {
		l.byUnits(ctx)
		return
	}
	var protoAPIs, openAPIs []*spec.API
	var protoFindings, openAPIFindings []report.Finding
	var group sync.WaitGroup
	if files := l.of(protoFile); len(files) > 0 {
		config := proto.Config{Tree: l.tree, Files: files, ImportPaths: l.wanted.ImportPaths, Options: l.wanted.Options, Descriptors: l.wanted.Descriptors}
		group.Go(func() { protoAPIs, l.descriptors, protoFindings = proto.LoadLinked(ctx, config) })
	}
	if files := l.of(document); len(files) > 0 {
		group.Go(func() { openAPIs, l.linked, openAPIFindings = l.documents(ctx, files) })
	}
	group.Wait()
	l.add(protoAPIs, protoFindings)
	l.add(openAPIs, openAPIFindings)
	l.focusOn(openAPIs)
}

func (l *loading) of(k kind) (files []string) {
	for _, t := range l.targets {
		if t.kind == k {
			files = append(files, t.path)
		}
	}
	return files
}

func (l *loading) documents(ctx context.Context, roots []string) ([]*spec.API, []openapi.Linked, []report.Finding) {
	linked, findings := openapi.LoadLinked(ctx, l.openAPI(roots))
	var apis []*spec.API
	for _, one := range linked {
		apis = append(apis, one.API)
	}
	return apis, linked, findings
}

// openAPI says what to read of OpenAPI.
func (l *loading) openAPI(roots []string) openapi.Config {
	config := openapi.Config{Tree: l.tree, Roots: roots, Extensions: l.wanted.Extensions, Links: l.wanted.Links}
	if l.wanted.AllowRemote {
		config.Remote = fetch
	}
	return config
}

func (l *loading) add(apis []*spec.API, findings []report.Finding) {
	l.apis = append(l.apis, apis...)
	l.findings = append(l.findings, findings...)
	for _, file := range filesOf(apis) {
		l.linted[file] = true
	}
}

// filesOf returns the files of APIs, without those that are built in.
func filesOf(apis []*spec.API) (files []string) {
	for _, api := range apis {
		for _, d := range api.Documents {
			if d.File != nil {
				files = append(files, d.File.Path)
			}
		}
	}
	return files
}

// focusOn widens the focus to all files of OpenAPI documents that were chosen: the contract is all
// of them. What others develop, and what is excluded, stays out unless the document is such itself.
func (l *loading) focusOn(apis []*spec.API) {
	for _, api := range apis {
		l.focusOnFiles(api.Root.Path, filesOf([]*spec.API{api}))
	}
}

func (l *loading) focusOnFiles(root string, files []string) {
	for _, at := range files {
		if !l.unwanted(at) || l.unwanted(root) {
			l.focus[at] = true
		}
	}
}

func (l *loading) unwanted(name string) bool {
	isURL := strings.Contains(name, "://") // as no clean path does
	return isURL || l.tree.foreign(name) || l.wanted.Excluded != nil && l.wanted.Excluded(name)
}

// pending lints the targets that are no documents through those that refer to them.
func (l *loading) pending(ctx context.Context) {
	if files := l.unreached(); len(files) > 0 && len(l.wanted.Args) > 0 {
		roots := slices.DeleteFunc(l.candidates(ctx, files), func(name string) bool { return l.linted[name] || !l.wanted.Part.holds(name) })
		l.through(ctx, roots, files)
	}
	read := len(l.findings)
	for _, t := range l.targets {
		l.conclude(t)
	}
	l.told = slices.Clone(l.findings[read:])
}

// unreached returns the targets that may be parts of documents which were not chosen.
func (l *loading) unreached() (files []string) {
	for _, t := range l.targets {
		if !l.linted[t.path] && (t.kind == fragment || t.kind == other && t.named) {
			files = append(files, t.path)
		}
	}
	return files
}

// through adds those of the documents that refer to one of the files. A document that cannot be
// read at all may be one of them, so that what is wrong with it is said.
func (l *loading) through(ctx context.Context, roots, files []string) {
	for _, one := range openapi.LoadEach(ctx, l.openAPI(roots)) {
		var apis []*spec.API
		if one.API != nil {
			apis = append(apis, one.API)
		}
		unread := about(one.Findings, files)
		if one.API != nil && !refersTo(one.API, files) && len(unread) == 0 {
			continue
		}
		l.add(apis, one.Findings)
		l.units = append(l.units, &Unit{Format: spec.OpenAPI, APIs: apis, Findings: one.Findings})
		for _, f := range unread {
			l.linted[f.Span.Path()] = true // that it can't be read is told
		}
	}
}

// about returns the findings in one of the files: a part that can't be read belongs to no document.
func about(findings []report.Finding, files []string) (in []report.Finding) {
	for _, f := range findings {
		if slices.Contains(files, f.Span.Path()) {
			in = append(in, f)
		}
	}
	return in
}

func refersTo(api *spec.API, files []string) bool {
	return slices.ContainsFunc(api.Documents, func(d *spec.Document) bool {
		return slices.Contains(files, d.File.Path)
	})
}

// loaded is the result. A mistake in a file out of focus is told only if it is an error: then
// something that a file in focus needs was not read.
func (l *loading) loaded() *Loaded {
	wanted := slices.DeleteFunc(l.findings, func(f report.Finding) bool {
		return f.Severity < report.Error && !f.Span.IsZero() && !l.focus[f.Span.Path()]
	})
	return &Loaded{
		APIs:     l.apis,
		Findings: report.Sort(wanted),
		Focus:    func(path string) bool { return l.focus[path] },
		Skipped:  outermost(l.skips),
		Notes:    compact(l.notes),
		Counts:   l.count(),
		Units:    l.units,
		Told:     l.told,

		Descriptors: l.descriptors,
		Linked:      l.linked,
	}
}

func compact(notes []string) []string {
	slices.Sort(notes)
	return slices.Compact(notes)
}

func (l *loading) count() (c Counts) {
	for _, t := range l.targets {
		switch {
		case t.kind == protoFile:
			c.Proto++
		case t.kind == document:
			c.Documents++
		case l.linted[t.path]:
			c.Fragments++
		case t.kind == other:
			c.Other++
		}
	}
	return c
}
