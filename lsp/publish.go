package lsp

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxDiagnostics is how many diagnostics of a file are shown: editors draw each, and nobody mends a
// thousand while typing.
const maxDiagnostics = 1000

// publish shows the diagnostics of files where they have changed, or are about a newer version, so that
// the client knows what it shows.
func (s *server) publish(p *project, paths pathSet) {
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		if !strings.Contains(path, "://") {
			s.publishFile(p, path)
		}
	}
}

func (s *server) publishFile(p *project, path string) {
	d, uri := p.docs[path], p.uri(path)
	groups := p.about(path)
	if d != nil && d.dirty || slices.ContainsFunc(groups, func(g *group) bool { return g.dirty }) {
		return // there will be more to say
	}
	sending := publishing{URI: uri, Diagnostics: s.diagnostics(p, groups, path)}
	if d != nil {
		sending.Version = &d.version
	}
	text := string(encode(sending))
	old, known := p.published[uri]
	if old == text || !known && d == nil && len(sending.Diagnostics) == 0 {
		return
	}
	p.published[uri] = text
	if d == nil && len(sending.Diagnostics) == 0 {
		delete(p.published, uri)
	}
	s.client.notify("textDocument/publishDiagnostics", sending)
}

// about returns the groups whose findings in a file count: its own, or else those that read it.
func (p *project) about(path string) (about []*group) {
	if own := p.groups[path]; own != nil {
		return []*group{own}
	}
	return slices.DeleteFunc(p.allGroups(), func(g *group) bool { return len(g.findings[path]) == 0 })
}

// diagnostics returns what groups say of a file, each thing once.
func (s *server) diagnostics(p *project, groups []*group, path string) []diagnostic {
	shown := []diagnostic{}
	seen := map[string]bool{}
	for _, g := range groups {
		for _, d := range s.render(p, g, path) {
			if text := string(encode(d)); !seen[text] {
				seen[text] = true
				shown = append(shown, d)
			}
		}
	}
	return shown
}

// render returns the diagnostics of a file as one group has them. Of too many the gravest are shown.
func (s *server) render(p *project, g *group, path string) []diagnostic {
	findings := g.findings[path]
	if p.docs[path] == nil && isProto(path) {
		findings = errorsOf(findings)
	}
	left := gravest(findings, maxDiagnostics)
	r := renderer{server: s, project: p, group: g, texts: map[*source.File]*text{}}
	var shown []diagnostic
	for i := range left {
		shown = append(shown, r.diagnostic(&left[i]))
	}
	if more := len(findings) - len(left); more > 0 {
		shown = append(shown, diagnostic{
			Severity: 3, Code: "more", Source: "bylaw",
			Message: fmt.Sprintf("%d more findings in this file: bylaw lint lists them all", more),
		})
	}
	return shown
}

// errorsOf returns the errors among findings. Of the other files of a package no more is shown: an edit
// may have broken them, but opening one file is no question about a hundred.
func errorsOf(findings []report.Finding) (errors []report.Finding) {
	for _, f := range findings {
		if f.Severity == report.Error {
			errors = append(errors, f)
		}
	}
	return errors
}

// gravest returns at most n findings, in their order.
func gravest(findings []report.Finding, n int) []report.Finding {
	if len(findings) <= n {
		return findings
	}
	room := map[report.Severity]int{}
	for severity := report.Error; severity > report.Off && n > 0; severity-- {
		for i := range findings {
			if findings[i].Severity == severity && n > 0 {
				room[severity]++
				n--
			}
		}
	}
	var kept []report.Finding
	for _, f := range findings {
		if room[f.Severity] > 0 {
			room[f.Severity]--
			kept = append(kept, f)
		}
	}
	return kept
}

// renderer turns findings of a group into diagnostics.
type renderer struct {
	*server
	project *project
	group   *group
	texts   map[*source.File]*text
}

func (r *renderer) text(file *source.File) *text {
	if r.texts[file] == nil {
		r.texts[file] = newText(file, r.units)
	}
	return r.texts[file]
}

func (r *renderer) diagnostic(f *report.Finding) diagnostic {
	d := diagnostic{
		Range: r.text(f.Span.File).rangeOf(f.Span), Severity: int(report.Error-f.Severity) + 1,
		Code: f.Rule, Source: "bylaw", Message: r.message(f),
	}
	if page := r.engine.Page(f.Rule); page != "" {
		d.CodeDescription = &codePage{page}
	}
	if f.Rule == report.UnusedSuppression {
		d.Tags = []int{1}
	}
	if r.can.TextDocument.PublishDiagnostics.RelatedInformation {
		d.RelatedInformation = r.related(f)
	}
	return d
}

// message says what is wrong and, in the next line, what to write instead.
func (r *renderer) message(f *report.Finding) string {
	lines := []string{f.Message}
	if c := f.Change; c != nil {
		lines[0] += " (compared with " + r.group.base + ")"
	}
	if f.Cure != "" {
		lines = append(lines, f.Cure)
	}
	return strings.Join(lines, "\n")
}

func (r *renderer) related(f *report.Finding) (related []relatedInfo) {
	for _, other := range f.Related {
		if !other.Span.IsZero() && !strings.Contains(other.Span.Path(), "://") {
			related = append(related, relatedInfo{r.location(other.Span), other.Message})
		}
	}
	return related
}

// location returns where a span is.
func (r *renderer) location(at source.Span) location {
	return location{r.project.uri(at.Path()), r.text(at.File).rangeOf(at)}
}
