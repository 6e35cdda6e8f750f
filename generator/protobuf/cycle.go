package protobuf

import (
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// cycles finds Go packages that would import each other: files may, package by package, what Go's
// packages may not. Each cycle is told once, at an import that is part of it.
func (c *Contract) cycles() (findings []report.Finding) {
	const (
		open = iota + 1
		done
	)
	state := map[*Package]int{}
	var visit func(p *Package)
	visit = func(p *Package) {
		state[p] = open
		c.eachImport(p, func(f *descriptorpb.FileDescriptorProto, imported string, to *Package) {
			switch state[to] {
			case open:
				findings = append(findings, c.cycle(f, imported, p, to))
			case 0:
				visit(to)
			}
		})
		state[p] = done
	}
	for _, p := range c.packages {
		if state[p] == 0 {
			visit(p)
		}
	}
	return findings
}

// eachImport visits the first import of each other package.
func (c *Contract) eachImport(p *Package, visit func(f *descriptorpb.FileDescriptorProto, imported string, to *Package)) {
	seen := map[*Package]bool{p: true}
	for _, f := range p.files {
		for _, name := range f.Dependency {
			if to := c.owner[name]; to != nil && !seen[to] {
				seen[to] = true
				visit(f, name, to)
			}
		}
	}
}

func (c *Contract) cycle(f *descriptorpb.FileDescriptorProto, imported string, from, to *Package) report.Finding {
	return report.Finding{
		Rule: importCycle, Severity: report.Error, Element: spec.ID(from.Name), Span: c.importSpan(f, imported),
		Message: "files of package " + from.Name + " import files of " + to.Name + " and the other way round, which Go packages cannot",
		Cure:    "move what both need into a package that imports neither",
	}
}

// importSpan returns where a file imports another.
func (c *Contract) importSpan(f *descriptorpb.FileDescriptorProto, imported string) source.Span {
	d := c.document(c.paths[f.GetName()])
	if d == nil {
		return source.Span{}
	}
	for _, i := range d.Imports {
		if i.Path == imported || i.File != nil && i.File.Path == c.paths[imported] {
			return i.Span
		}
	}
	return d.NameSpan
}
