// Package proto reads .proto files into the model: proto2, proto3 and edition 2023, with the options
// that say what the language has no words for. It keeps the syntax tree beside the model, for places,
// comments and fixes come from there. It must not know any rule, and nothing of OpenAPI.
//
// A file is parsed by itself, and names are resolved here and not by the compiler's linker: so a
// file that is broken, or whose imports are missing, spoils nothing but itself. The linker only has
// to find what is wrong.
//
// Not in the model: the options of extension ranges, and comments that no declaration owns.
package proto

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Config says what to load.
type Config struct {
	// Tree is where files are read from.
	Tree source.Tree
	// Files are the files to load as subjects, as paths in the tree. What they import is loaded too.
	Files []string
	// ImportPaths are the folders that imports are relative to, in the order they are searched. If
	// it is empty they are found: from buf.yaml and buf.work.yaml, or else from where the importing
	// file lies, its package and the tree.
	ImportPaths []string
	// Options maps a company's own options, by full name and the path of a field within, to the
	// facts of bylaw's vocabulary that they mean: "acme.v1.policy.pii" → "pii". Where bylaw's own
	// option says the same fact, that counts.
	Options map[string]string
	// Descriptors keeps what the compiler makes of the files. They are as large as the model.
	Descriptors bool
}

// Load reads the files and everything they import. It returns one API for each proto package that
// has a subject file, sorted by name, and one with Imported set for each package that others import
// or whose files cannot be parsed. It never fails as a whole: what is wrong is among the findings,
// which are sorted, and a cancelled context leaves out what was not read before.
func Load(ctx context.Context, c Config) ([]*spec.API, []report.Finding) {
	apis, _, findings := LoadLinked(ctx, c)
	return apis, findings
}

// LoadLinked is Load, and returns the descriptors too if the configuration keeps them: one for each
// set of files that imports connect, sorted by the path of its first file.
func LoadLinked(ctx context.Context, c Config) ([]*spec.API, []*Descriptors, []report.Finding) {
	l := &loader{ctx: ctx, tree: c.Tree, library: newLibrary(), units: map[string]*unit{}, vocabulary: newVocabulary(c.Options)}
	l.finder = newFinder(c, l.library)
	l.readAll(c.Files)
	l.declare()
	sets := l.link(c.Descriptors)
	apis := l.build()
	findings := l.collect()
	for _, u := range l.sorted {
		u.forget()
	}
	return apis, sets, findings
}

// loader is one run of Load.
type loader struct {
	ctx     context.Context
	tree    source.Tree
	finder  *finder
	library *library
	units   map[string]*unit // by tree path; built-in ones by "builtin:" and the path that imports name
	sorted  []*unit          // all units in the order of their names, once all are read
	parsed  []*unit          // those of them that have a tree or a descriptor

	vocabulary vocabulary
}

// readAll parses the subjects, then what they import, and so on.
func (l *loader) readAll(files []string) {
	var batch []*unit
	for _, file := range files {
		if file = path.Clean(file); l.units[file] == nil {
			u := &unit{name: file, subject: true, vocabulary: l.vocabulary}
			l.units[file] = u
			batch = append(batch, u)
		}
	}
	for len(batch) > 0 {
		l.each(batch, "reading", func(u *unit) { l.read(u) })
		batch = l.imports(batch)
	}
	for _, u := range l.units {
		l.sorted = append(l.sorted, u)
	}
	slices.SortFunc(l.sorted, func(a, b *unit) int { return strings.Compare(a.name, b.name) })
}

func (l *loader) read(u *unit) {
	if u.descriptor == nil {
		if u.file == nil {
			u.open(l.tree)
		}
		if len(u.tokens) > 0 {
			u.parse()
		}
	}
}

// imports finds what the units import and returns the units that are new.
func (l *loader) imports(batch []*unit) []*unit {
	slices.SortFunc(batch, func(a, b *unit) int { return strings.Compare(a.name, b.name) })
	var added []*unit
	for _, u := range batch {
		if u.namesOperations() {
			added = append(added, l.preload("google/protobuf/empty.proto")...)
		}
		for _, i := range u.imports {
			target, isNew := l.importedUnit(u, i)
			i.to = target
			if isNew {
				added = append(added, target)
			}
		}
	}
	return added
}

// namesOperations reports whether the file says what its long-running operations return. It does so
// in strings, and what they name need not be imported; most often it is google.protobuf.Empty.
func (u *unit) namesOperations() bool {
	return u.file != nil && bytes.Contains(u.file.Content, []byte("google.longrunning.operation_info"))
}

// preload adds a built-in file that no import asks for, if it is not there yet.
func (l *loader) preload(path string) []*unit {
	name := "builtin:" + path
	if l.units[name] != nil {
		return nil
	}
	l.units[name] = l.library.unit(path)
	return []*unit{l.units[name]}
}

func (l *loader) importedUnit(u *unit, i *imported) (target *unit, isNew bool) {
	found, builtin := i.path, true
	if u.file != nil && !u.builtin {
		found, builtin = l.finder.find(u, i.path)
	}
	switch {
	case builtin:
		found = "builtin:" + i.path
	case found == "":
		l.finder.reportMissing(u, i)
		return nil, false
	}
	if target = l.units[found]; target != nil {
		return target, false
	}
	if builtin {
		target = l.library.unit(i.path)
	} else {
		target = &unit{name: found, vocabulary: l.vocabulary}
	}
	l.units[found] = target
	return target, true
}

// declare notes the names of all files.
func (l *loader) declare() {
	for _, u := range l.sorted {
		if u.tree != nil || u.descriptor != nil {
			l.parsed = append(l.parsed, u)
		}
	}
	l.each(l.parsed, "reading", func(u *unit) { u.declareAll() })
	newTable(l.parsed)
	l.markTwice()
	l.markCycles()
}

// build makes the model out of what is declared.
func (l *loader) build() []*spec.API {
	apis := l.apis()
	l.each(l.parsed, "reading", func(u *unit) { u.see() })
	l.each(l.parsed, "reading", func(u *unit) { u.lowerAll() })
	l.reportUnknown()
	for _, members := range l.groups() {
		reportSameNumbers(members)
	}
	fill(apis, l.parsed)
	return apis
}

// each runs the work on all units, as many at a time as there are processors. What it does must
// stay within the unit.
func (l *loader) each(units []*unit, what string, work func(*unit)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(units)) {
		group.Go(func() {
			for at := int(next.Add(1)) - 1; at < len(units) && l.ctx.Err() == nil; at = int(next.Add(1)) - 1 {
				units[at].guard(what, func() { work(units[at]) })
			}
		})
	}
	group.Wait()
}

// collect returns all findings, sorted.
func (l *loader) collect() []report.Finding {
	findings := slices.Concat(l.finder.findings, l.finder.reportRegistry())
	for _, u := range l.sorted {
		if !u.builtin {
			u.reportCompileErrors()
			findings = append(findings, u.findings...)
		}
	}
	return report.Sort(findings)
}

// apis makes the APIs that the units belong to, empty but for their names: elements have to point
// at their parents from the beginning.
func (l *loader) apis() []*spec.API {
	type key struct {
		pkg     string
		subject bool
	}
	known := map[key]*spec.API{}
	var apis []*spec.API
	for _, u := range l.parsed {
		k := key{u.pkg, u.subject && !u.broken}
		if known[k] == nil {
			known[k] = &spec.API{
				Node:   spec.Node{Name: u.pkg, Local: u.pkg},
				Format: spec.Proto, Version: packageVersion(u.pkg), Imported: !k.subject,
			}
			apis = append(apis, known[k])
		}
		u.api = known[k]
	}
	slices.SortFunc(apis, func(a, b *spec.API) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), boolOrder(a.Imported)-boolOrder(b.Imported))
	})
	return apis
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

// fill puts what the units contribute into their APIs, in the order of the files.
func fill(apis []*spec.API, units []*unit) {
	for _, u := range units {
		a := u.api
		if u.document != nil {
			if len(a.Documents) == 0 {
				a.Root, a.Span, a.NameSpan, a.Doc, a.Syntax = u.file, u.document.Span, u.document.NameSpan, u.document.Doc, u.document.Syntax
			}
			a.Doc = cmp.Or(a.Doc, u.document.Doc)
			a.Policy = cmp.Or(a.Policy, u.document.Policy)
			a.Documents = append(a.Documents, u.document)
		}
		a.Types = append(a.Types, u.model.types...)
		a.Services = append(a.Services, u.model.services...)
		a.Extensions = append(a.Extensions, u.model.extensions...)
		a.Resources = append(a.Resources, u.model.resources...)
	}
}

// packageVersion returns the last part of a package that is a version: v1, v1beta1, v1p1beta1.
func packageVersion(pkg string) string {
	parts := strings.Split(pkg, ".")
	for _, part := range slices.Backward(parts) {
		if isVersion(part) {
			return part
		}
	}
	return ""
}

func isVersion(part string) bool {
	rest, ok := cutNumber(strings.CutPrefix(part, "v"))
	if !ok {
		return false
	}
	if point, found := strings.CutPrefix(rest, "p"); found {
		if rest, ok = cutNumber(point, true); !ok || rest == "" {
			return false
		}
	}
	for _, stage := range [...]string{"alpha", "beta"} {
		if number, found := strings.CutPrefix(rest, stage); found {
			rest = strings.TrimLeft(number, "0123456789")
			break
		}
	}
	return rest == "" || rest == "main" || rest == "test"
}

// cutNumber cuts the digits off the front; ok is false if there are none, or was not before.
func cutNumber(text string, ok bool) (rest string, _ bool) {
	rest = strings.TrimLeft(text, "0123456789")
	return rest, ok && len(rest) < len(text)
}
