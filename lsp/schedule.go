package lsp

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// begin starts the next check, if there is something to check and nothing is running. What was edited
// last comes first.
func (s *server) begin() {
	if s.running != nil || s.phase != initialised {
		return
	}
	var next *document
	for _, d := range s.documents {
		if d.project.needs(d) && (next == nil || next.edited < d.edited) {
			next = d
		}
	}
	if next == nil {
		return
	}
	if next.tooLarge() {
		s.refuse(next)
		return
	}
	s.start(next)
}

// refuse says of a document that it is too large, instead of checking it.
func (s *server) refuse(d *document) {
	s.install(d, &group{
		files:    map[string]bool{d.path(): true},
		reads:    map[string]*source.File{d.path(): d.file},
		searched: map[string]bool{d.path(): true},
		checked:  &Checked{Loaded: &workspace.Loaded{}},
		findings: byFile([]report.Finding{{
			Rule: report.FileTooLarge, Severity: report.Error, Span: d.file.Span(0, 0),
			Message: "the file is " + source.ErrTooLarge.Error() + ", so it was not checked",
			Cure:    "split the spec into files that refer to each other",
		}}),
	})
	s.answerWaiting()
}

func (s *server) start(d *document) {
	ctx, cancel := context.WithCancel(s.lasting)
	j := s.job(d)
	j.cancel = cancel
	s.running = j
	go func() {
		defer cancel()
		o := j.run(ctx)
		s.then(func() { s.finish(o) })
	}()
}

// job is what is to be done for a document. A project that has no snapshot gets a new one.
func (s *server) job(d *document) *job {
	p := d.project
	if p.snapshot == nil {
		p.snapshot = &snapshot{}
	}
	j := &job{
		engine: s.engine, project: p, files: p.overlay(), doc: d.path(), saved: p.snapshot, lasting: s.lasting,
		searched: map[string]bool{},
	}
	if g := p.groups[d.path()]; g != nil {
		j.before = g.before
		g.checked = nil // two models of large contracts are enough
		if !d.search {
			j.given, j.importers, j.searched = g.roots, g.importers, maps.Clone(g.searched)
		}
	}
	j.alone = !d.search && p.groups[d.path()] == nil && !isProto(d.path())
	if d.search {
		j.searched[d.path()] = true
	}
	if d.joined != nil {
		j.given, j.importers, j.searched = d.joined.roots, d.joined.importers, maps.Clone(d.joined.searched)
	}
	return j
}

// counts reports whether the outcome of a job would still be about what is open: everything that it
// has read, or as long as that is not known, everything.
func (s *server) counts(j *job) bool {
	if j.project.snapshot != j.saved {
		return false
	}
	var reads map[string]bool
	if g := j.project.groups[j.doc]; g != nil && j.given != nil {
		reads = map[string]bool{j.doc: true}
		for path := range g.reads {
			reads[path] = true
		}
	}
	return s.same(j, func(path string) bool { return reads == nil || reads[path] })
}

// same reports whether the chosen documents are as they were when the job began.
func (s *server) same(j *job, chosen func(path string) bool) bool {
	for path, d := range j.project.docs {
		if chosen(path) && !d.tooLarge() && j.files[path] != d.file {
			return false
		}
	}
	for path := range j.files {
		if chosen(path) && j.project.docs[path] == nil {
			return false
		}
	}
	return true
}

// finish takes over what a job has found out, if nothing of it was edited meanwhile.
func (s *server) finish(o outcome) {
	s.running = nil
	j := o.job
	if j.project.snapshot != j.saved {
		j.saved.close()
	}
	d := j.project.docs[j.doc]
	switch {
	case s.phase != initialised || errors.Is(o.err, context.Canceled) || d == nil || j.project.snapshot != j.saved:
		return
	case o.group != nil && !s.same(j, func(path string) bool { return o.group.reads[path] != nil }):
		return
	case o.group == nil && j.files[j.doc] != d.file:
		return
	}
	if o.err != nil {
		s.client.log(1, o.err.Error())
	}
	s.tell(j.project, o.notes)
	if o.group != nil && s.join(d, o) {
		return
	}
	d.joined = nil
	s.install(d, o.group)
	s.answerWaiting()
}

// tell shows notes once.
func (s *server) tell(p *project, notes []string) {
	for _, note := range notes {
		if key := p.dir + "\x00" + note; !s.told[key] {
			s.told[key] = true
			s.client.log(3, note)
		}
	}
}

// joined is what has to be checked together because it turned out to share files.
type joined struct {
	roots     []string
	importers []string
	searched  map[string]bool
}

// join has a group checked again together with those that it shares files with, if there are any that
// it does not hold already.
func (s *server) join(d *document, o outcome) bool {
	if isConfig(d.path()) {
		return false
	}
	roots, importers, searched := slices.Clone(o.group.roots), slices.Clone(o.group.importers), maps.Clone(o.group.searched)
	for path := range o.group.files {
		if other := d.project.groups[path]; other != nil && !isConfig(path) && !other.stale {
			roots = append(roots, other.roots...)
			importers = append(importers, other.importers...)
			maps.Copy(searched, other.searched)
		}
	}
	slices.Sort(roots)
	roots = slices.Compact(roots)
	o.group.searched = searched
	if len(roots) == len(o.group.roots) {
		return false
	}
	slices.Sort(importers)
	d.joined = &joined{roots, slices.Compact(importers), searched}
	return true
}

// install puts a group in the place of those that it shares files with. A document that was part of
// one of these and is not of the new one has to be looked at by itself.
func (s *server) install(d *document, g *group) {
	p := d.project
	d.dirty, d.search = false, false
	var replaced []*group
	for _, old := range p.allGroups() {
		if old.files[d.path()] || g != nil && shares(old, g) {
			replaced = append(replaced, old)
		}
	}
	shown := pathSet{d.path(): true}
	for _, old := range replaced {
		shown.add(old)
		p.drop(old)
		s.forget(old)
		for _, other := range open(p) {
			if old.files[other.path()] && (g == nil || !g.files[other.path()]) {
				other.dirty, other.search = other != d, other != d
			}
		}
	}
	if g == nil {
		s.publish(p, shown)
		return
	}
	shown.add(g)
	for path, findings := range g.findings {
		g.findings[path] = slices.DeleteFunc(findings, g.foreign)
	}
	for path := range g.files {
		p.groups[path] = g
		if other := p.docs[path]; other != nil {
			whole := g.complete(path) || !other.search && slices.Contains(g.roots, path)
			other.dirty, other.search = !whole, !whole // a part that has come to it may belong to others, too
		}
	}
	for path := range g.findings {
		if other := p.docs[path]; other != nil && p.groups[path] == nil {
			other.dirty, other.search = true, true // it can't be read, and so is part of nothing yet
		}
	}
	s.remember(g)
	s.publish(p, shown)
}

func shares(a, b *group) bool {
	for path := range b.files {
		if a.files[path] {
			return true
		}
	}
	return false
}

// open returns the open documents of a project, in the order of their paths.
func open(p *project) []*document {
	return slices.SortedFunc(maps.Values(p.docs), func(a, b *document) int { return cmp.Compare(a.path(), b.path()) })
}

// maxModels is how many groups keep the model that definitions are looked up in. A model takes about
// twenty times the memory of its text; the others are read again when someone asks.
const maxModels = 4

func (s *server) remember(g *group) {
	s.recent = append(s.recent, g)
	for len(s.recent) > maxModels {
		s.recent[0].checked, s.recent[0].before = nil, nil
		s.recent = s.recent[1:]
	}
}

func (s *server) forget(g *group) {
	s.recent = slices.DeleteFunc(s.recent, func(other *group) bool { return other == g })
}
