package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// The kinds of code actions that are offered.
const (
	kindQuickFix = "quickfix"
	kindFixAll   = "source.fixAll.bylaw"
)

// actionsAt answers textDocument/codeAction.
func actionsAt(s *server, d *document, g *group, m *message) (any, error) {
	p, err := params[acting](m)
	if err != nil {
		return nil, err
	}
	a := acts{renderer: s.renderer(d, g), doc: d, only: p.Context.Only}
	at := a.text(d.file)
	start, end := at.offset(p.Range.Start), at.offset(p.Range.End)
	for i := range g.findings[d.path()] {
		f := &g.findings[d.path()][i]
		if int(f.Span.Start) <= end && start <= int(f.Span.End) && a.wants(kindQuickFix) {
			a.ofFinding(f)
		}
	}
	a.together()
	return a.lazy(s)
}

// acts gathers the code actions for one range.
type acts struct {
	*renderer
	doc   *document
	only  []string // kinds; none: all
	found []codeAction
	rules []string // of the findings there that have a safe fix
}

// wants reports whether actions of a kind are asked for: a kind stands for all that begin with it.
func (a *acts) wants(kind string) bool {
	return len(a.only) == 0 || slices.ContainsFunc(a.only, func(only string) bool {
		return kind == only || only == "" || strings.HasPrefix(kind, only+".")
	})
}

// ofFinding adds what mends one finding, and what suppresses it.
func (a *acts) ofFinding(f *report.Finding) {
	shown := []diagnostic{a.diagnostic(f)}
	for _, fix := range f.Fixes {
		if fix.Safety < report.Unsafe || len(fix.Edits) == 0 {
			continue
		}
		action := codeAction{Title: fix.Title, Kind: kindQuickFix, Diagnostics: shown, Edit: a.edit(fix.Edits)}
		if fix.Safety == report.Unsafe {
			action.Title += " (unsafe: it may change what the contract means)"
		} else {
			action.IsPreferred = true
			a.rules = append(a.rules, f.Rule)
		}
		a.found = append(a.found, action)
	}
	if edits := a.suppression(f); edits != nil {
		a.found = append(a.found, codeAction{
			Title: "suppress " + f.Rule + " here, with a reason", Kind: kindQuickFix, Diagnostics: shown, Edit: a.edit(edits),
		})
	}
}

// together adds what mends many findings at once.
func (a *acts) together() {
	counts := map[string]int{}
	all := 0
	for _, f := range a.group.findings[a.doc.path()] {
		if isSafe(&f) {
			counts[f.Rule]++
			all++
		}
	}
	slices.Sort(a.rules)
	for _, rule := range slices.Compact(a.rules) {
		if counts[rule] > 1 && a.wants(kindQuickFix) {
			a.found = append(a.found, codeAction{
				Title: fmt.Sprintf("fix all %d findings of %s in this file", counts[rule], rule),
				Kind:  kindQuickFix, Data: &actionData{a.doc.uri, rule},
			})
		}
	}
	if all > 0 && a.wants(kindFixAll) {
		a.found = append(a.found, codeAction{
			Title: "fix all that bylaw can fix safely in this file", Kind: kindFixAll, Data: &actionData{URI: a.doc.uri},
		})
	}
}

func isSafe(f *report.Finding) bool {
	return slices.ContainsFunc(f.Fixes, func(fix report.Fix) bool { return fix.Safety == report.Safe && len(fix.Edits) > 0 })
}

// lazy returns the actions. Those that take several rounds of checking are worked out when the user has
// chosen one, if the client can ask then.
func (a *acts) lazy(s *server) (any, error) {
	if a.found == nil {
		a.found = []codeAction{}
	}
	resolves := s.can.TextDocument.CodeAction.ResolveSupport
	if s.can.TextDocument.CodeAction.DataSupport && resolves != nil && slices.Contains(resolves.Properties, "edit") {
		return a.found, nil
	}
	return a.whole(), nil
}

// edit returns edits as the client takes them. Those of one place are in the order in which they are
// to be made.
func (a *acts) edit(edits []report.Edit) *workspaceEdit {
	byPath := map[string][]textEdit{}
	var paths []string
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(x, y report.Edit) int { return x.Span.Compare(y.Span) })
	for _, e := range sorted {
		path := e.Span.Path()
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
		byPath[path] = append(byPath[path], textEdit{a.text(e.Span.File).rangeOf(e.Span), e.New})
	}
	return a.workspaceEdit(paths, byPath)
}

func (r *renderer) workspaceEdit(paths []string, edits map[string][]textEdit) *workspaceEdit {
	w := &workspaceEdit{}
	for _, path := range paths {
		uri := r.project.uri(path)
		if !r.can.Workspace.WorkspaceEdit.DocumentChanges {
			if w.Changes == nil {
				w.Changes = map[string][]textEdit{}
			}
			w.Changes[uri] = edits[path]
			continue
		}
		id := versionedID{URI: uri}
		if d := r.project.docs[path]; d != nil {
			version := d.version
			id.Version = &version
		}
		w.DocumentChanges = append(w.DocumentChanges, documentEdit{id, edits[path]})
	}
	return w
}

// resolve answers codeAction/resolve: with the edits of what mends many findings.
func (s *server) resolve(m *message) error {
	p, err := params[codeAction](m)
	if err != nil {
		return err
	}
	if p.Data == nil {
		s.client.succeed(m.ID, p)
		return nil
	}
	s.askAbout(m, p.Data.URI, func(s *server, d *document, g *group, _ *message) (any, error) {
		return s.renderer(d, g).mending(d, []codeAction{p}, func(actions []codeAction) any { return actions[0] }), nil
	})
	return nil
}

// whole returns the actions with the edits of all of them.
func (a *acts) whole() any {
	return a.mending(a.doc, a.found, func(actions []codeAction) any { return actions })
}
