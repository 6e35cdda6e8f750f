package workspace

import (
	"context"
	"sync"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Unit is what is read by itself: an OpenAPI document with all that it refers to, or the .proto files of a run
// with all that they import, for names and uses go from any of these to any other.
type Unit struct {
	Format spec.Format
	Roots  []string // the document, or the .proto files; none: it was read because a part was named
	Known  bool     // the rest is not there, for the selection knows of it

	APIs     []*spec.API
	Findings []report.Finding // all that could not be read or resolved, in no promised order
	Trace    *Trace           // of the tree while it was read

	wanted Selection
}

// Selected returns what the selection says that matters to how a unit is read.
func (u *Unit) Selected() (importPaths []string, options, extensions map[string]string) {
	return u.wanted.ImportPaths, u.wanted.Options, u.wanted.Extensions
}

// Files returns the files that were read for the unit, without those that are built in.
func (u *Unit) Files() []string { return filesOf(u.APIs) }

// byUnits loads what is chosen unit by unit, without those that are known.
func (l *loading) byUnits(ctx context.Context) {
	var units []*Unit
	if files := l.of(protoFile); len(files) > 0 {
		units = append(units, &Unit{Format: spec.Proto, Roots: files, wanted: l.wanted})
	}
	for _, file := range l.of(document) {
		units = append(units, &Unit{Format: spec.OpenAPI, Roots: []string{file}, wanted: l.wanted})
	}
	known := make([][]string, len(units))
	parallel(len(units), func(i int) {
		if ctx.Err() == nil {
			known[i], units[i].Known = l.wanted.Known(units[i])
		}
	})
	l.readUnits(ctx, units)
	for i, u := range units {
		files := known[i]
		if u.Known {
			for _, file := range files {
				l.linted[file] = true
			}
		} else {
			l.add(u.APIs, u.Findings)
			files = filesOf(u.APIs)
		}
		if u.Format == spec.OpenAPI {
			l.focusOnFiles(u.Roots[0], files)
		}
	}
	l.units = append(l.units, units...)
}

func (l *loading) readUnits(ctx context.Context, units []*Unit) {
	var documents []*Unit
	var group sync.WaitGroup
	for _, u := range units {
		switch {
		case u.Known:
		case u.Format == spec.Proto:
			group.Go(func() { l.readProto(ctx, u) })
		default:
			documents = append(documents, u)
		}
	}
	l.readDocuments(ctx, documents)
	group.Wait()
}

func (l *loading) readProto(ctx context.Context, u *Unit) {
	config := proto.Config{Files: u.Roots, ImportPaths: l.wanted.ImportPaths, Options: l.wanted.Options}
	config.Tree, u.Trace = Traced(l.tree)
	u.APIs, _, u.Findings = proto.LoadLinked(ctx, config)
}

func (l *loading) readDocuments(ctx context.Context, units []*Unit) {
	roots, trees := make([]string, len(units)), map[string]source.Tree{}
	for i, u := range units {
		roots[i] = u.Roots[0]
		trees[roots[i]], u.Trace = Traced(l.tree)
	}
	config := l.openAPI(roots)
	config.TreeOf = func(root string) source.Tree { return trees[root] }
	for i, one := range openapi.LoadEach(ctx, config) { // in the order of the roots, which are sorted
		units[i].Findings = one.Findings
		if one.API != nil {
			units[i].APIs = []*spec.API{one.API}
		}
	}
}
