package lsp

import (
	"bytes"
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// referencesAt answers textDocument/references, about the declaration at a place or the one that is
// referred to there.
func referencesAt(s *server, d *document, g *group, m *message) (any, error) {
	p, err := params[ofReferences](m)
	if err != nil {
		return nil, err
	}
	wanted := declarationAt(g.checked, d.path(), newText(d.file, s.units).offset(p.Position))
	if wanted == nil {
		return nil, nil
	}
	search := search{
		renderer: s.renderer(d, g), target: target{wanted.NameSpan.Path(), int(wanted.NameSpan.Start)},
		name: wanted.Name, engine: s.engine, checked: g.checked, isProto: isProto(wanted.NameSpan.Path()),
	}
	if p.Context.IncludeDeclaration {
		search.found = append(search.found, wanted.NameSpan)
	}
	if snapshot := d.project.snapshot; snapshot != nil {
		search.chosen = snapshot.chosen
	}
	return beside(search.run), nil
}

func declarationAt(c *Checked, path string, offset int) *spec.Node {
	if r, ok := referenceAt(c, path, offset); ok {
		return named(declaration(c, r))
	}
	return named(declaredAt(c, path, offset))
}

// named returns the node, or nil if no file declares it.
func named(n *spec.Node) *spec.Node {
	if n == nil || n.NameSpan.IsZero() {
		return nil
	}
	return n
}

// target is a declaration, in whichever model.
type target struct {
	path  string
	start int
}

// search looks for what refers to a declaration. A group holds all documents of OpenAPI that lead to a
// file, but of .proto only one package.
type search struct {
	*renderer
	target  target
	name    string
	isProto bool
	engine  Engine
	checked *Checked
	chosen  func(path string) bool
	found   []source.Span
}

// maxSearched is how many files are read to find references in other packages.
const maxSearched = 500

func (s *search) run(ctx context.Context) (any, error) {
	checked := s.checked
	if s.isProto && s.chosen != nil {
		if files := s.mentions(ctx); len(files) <= maxSearched {
			loaded, err := s.engine.Read(ctx, s.checked.Tree, files)
			if err != nil {
				return nil, err
			}
			checked = &Checked{Tree: s.checked.Tree, Loaded: loaded}
		}
	}
	references(checked, func(r reference) {
		if n := declaration(checked, r); n != nil && n.NameSpan.Path() == s.target.path && int(n.NameSpan.Start) == s.target.start {
			s.found = append(s.found, r.span)
		}
	})
	return s.locations(), nil
}

// mentions returns the .proto files in which the name stands, the declaring one among them.
func (s *search) mentions(ctx context.Context) []string {
	tree := s.checked.Tree
	files := slices.DeleteFunc(tree.Paths(), func(path string) bool { return !isProto(path) || !s.chosen(path) })
	return workspace.Holding(ctx, tree, files, func(content []byte) bool { return bytes.Contains(content, []byte(s.name)) })
}

// locations returns what was found, each place once and sorted.
func (s *search) locations() []location {
	slices.SortFunc(s.found, source.Span.Compare)
	all := []location{}
	for _, span := range s.found {
		all = append(all, s.location(span))
	}
	return slices.Compact(all)
}
