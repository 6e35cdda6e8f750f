package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/lsp"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// editor is what an editor is told: the same as `bylaw lint` and `bylaw breaking` say.
type editor struct {
	*linter
	comparer *comparer
	compare  bool
}

func newEditor(flags lspFlags) (*editor, error) {
	if flags.config != "" {
		at, err := filepath.Abs(flags.config) // editors know absolute paths
		if err != nil {
			return nil, err
		}
		if flags.config = at; !isReadable(at) {
			return nil, fmt.Errorf("--config %s: can't be read", flags.config)
		}
	}
	common := sessionFlags{config: flags.config, today: flags.today, color: "never"}
	l, err := newLinter(lintFlags{sessionFlags: common, noCache: true})
	if err != nil {
		return nil, err
	}
	c, err := newComparer(breakingFlags{sessionFlags: common, against: flags.against})
	return &editor{l, c, flags.compare}, err
}

func isReadable(path string) bool {
	file, err := os.Open(path)
	if err == nil {
		file.Close()
	}
	return err == nil
}

func shown(paths []string) workspace.Selection {
	return workspace.Selection{Args: paths, MayLack: true, Links: true}
}

func (e *editor) Chosen(ctx context.Context, tree source.Tree) (func(path string) bool, error) {
	resolver, err := e.resolver(tree)
	if err != nil {
		return nil, err
	}
	return workspace.Chosen(ctx, tree, govern(workspace.Selection{}, resolver))
}

func (e *editor) Read(ctx context.Context, tree source.Tree, paths []string) (*workspace.Loaded, error) {
	resolver, err := e.resolver(tree)
	if err != nil {
		return nil, err
	}
	return workspace.Load(ctx, tree, govern(shown(paths), resolver))
}

func (e *editor) Lint(ctx context.Context, tree source.Tree, paths []string) (*lsp.Checked, error) {
	resolver, err := e.demanded(tree, io.Discard)
	if err != nil {
		return nil, err
	}
	found, err := e.find(ctx, side{tree: tree, wanted: govern(shown(paths), resolver)}, resolver)
	if err != nil {
		return nil, err
	}
	findings := report.Sort(append(found.Findings, resolver.Findings()...))
	fix.Confine(findings, e.editable(found.loaded, findings))
	return &lsp.Checked{Tree: tree, Loaded: found.loaded, Findings: findings}, nil
}

func (e *editor) Config(tree source.Tree, name string) []report.Finding {
	if e.options.config != "" {
		return nil // it holds nowhere
	}
	resolver := config.NewResolver(tree, catalog(e.set))
	resolver.For(path.Join(path.Dir(name), "_"))
	return resolver.Findings()
}

// Base opens the version to compare with. On the default branch that is its last commit, even while
// what is open has not been saved.
func (e *editor) Base(ctx context.Context, tree *workspace.DirTree) (*workspace.Base, error) {
	if !e.compare {
		return nil, nil
	}
	against := e.comparer.flags.against
	base, err := workspace.OpenBase(ctx, tree, workspace.Selection{}, against)
	if errors.Is(err, workspace.ErrNoCommit) {
		return nil, nil
	}
	if err == nil && against == "" && isParent(base.Name) {
		base.Close()
		return workspace.OpenBase(ctx, tree, workspace.Selection{}, "git:HEAD")
	}
	return base, err
}

// isParent reports whether a base was chosen because nothing on disk differs from HEAD.
func isParent(name string) bool {
	return strings.HasPrefix(name, "git:HEAD~1 ") || strings.HasPrefix(name, "nothing ")
}

func (e *editor) Before(ctx context.Context, base *workspace.Base, paths []string) (*workspace.Loaded, error) {
	resolver, err := e.resolver(base.Tree)
	if err != nil {
		return nil, err
	}
	selection := govern(shown(paths), resolver)
	selection.Links = false
	was, _ := base.Sides(selection)
	was.Args = slices.Concat(was.Args, packageFiles(base.Tree, paths))
	return workspace.Load(ctx, base.Tree, was)
}

// packageFiles returns the .proto files of a tree that lie in the folders of the .proto files that are
// named: what is gone belonged to their packages.
func packageFiles(tree source.Tree, named []string) (files []string) {
	folders := map[string]bool{}
	for _, name := range named {
		if path.Ext(name) == ".proto" {
			folders[path.Dir(name)] = true
		}
	}
	for _, name := range tree.Paths() {
		if path.Ext(name) == ".proto" && folders[path.Dir(name)] {
			files = append(files, name)
		}
	}
	return files
}

func (e *editor) Compare(ctx context.Context, base *workspace.Base, before *workspace.Loaded, now *lsp.Checked) ([]report.Finding, error) {
	if len(malformed(now.Loaded)) > 0 {
		return nil, nil // what seems to have changed may only be unreadable, as while someone types
	}
	resolver, err := e.comparer.resolver(now.Tree)
	if err != nil {
		return nil, err
	}
	versions := &versions{old: before, new: now.Loaded}
	result, err := breaking.Run(ctx, breaking.Versions{Old: before.APIs, New: now.Loaded.APIs, Renames: base.Delta.Renamed}, checks.All())
	if err != nil {
		return nil, err
	}
	changes := slices.DeleteFunc(inFocus(result.Changes, versions), func(c breaking.Change) bool { return c.New.IsZero() || unresolved(now, c.New) })
	judge := policies(resolver, e.comparer.demand(), e.today)
	kept := e.comparer.waive(judge.Findings(changes), waiving{resolver: resolver, now: now.Loaded})
	return slices.Concat(result.Failures, kept.Findings), nil
}

// unresolved reports whether a place names what there is not, so that nothing more is known of it.
func unresolved(now *lsp.Checked, at source.Span) bool {
	return slices.ContainsFunc(now.Findings, func(f report.Finding) bool { return f.Rule == report.UnresolvedReference && f.Span == at })
}

func (e *editor) Explain(id string) string {
	current, known := catalog(e.set).Resolve(id)
	if !known {
		current = id
	}
	if text, err := explanation(current); err == nil {
		return text
	}
	for _, c := range customHere(cmp.Or(e.dir, ".")) {
		if c.ID.Value == current {
			return customPage(c)
		}
	}
	return ""
}

func (e *editor) Page(id string) string { return pageOf(id) }
