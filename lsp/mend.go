package lsp

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// mending works out the edits of those actions that are known by their data alone. It must be called
// from the loop; what it returns need not.
func (r *renderer) mending(d *document, actions []codeAction, answer func([]codeAction) any) beside {
	mender := mender{engine: r.engine, checked: r.group.checked, roots: r.group.roots, file: d.file}
	wrap := func(edits []textEdit) *workspaceEdit {
		return r.workspaceEdit([]string{d.path()}, map[string][]textEdit{d.path(): edits})
	}
	empty := wrap([]textEdit{})
	return func(ctx context.Context) (any, error) {
		actions := slices.Clone(actions)
		for i := range actions {
			if actions[i].Data == nil {
				continue
			}
			edits, err := mender.edits(ctx, actions[i].Data.Rule, r.units)
			if err != nil {
				return nil, err
			}
			actions[i].Edit = empty.with(edits)
		}
		return answer(actions), nil
	}
}

// with returns an edit of one file with other edits.
func (w *workspaceEdit) with(edits []textEdit) *workspaceEdit {
	filled := &workspaceEdit{}
	for uri := range w.Changes {
		filled.Changes = map[string][]textEdit{uri: edits}
	}
	for _, d := range w.DocumentChanges {
		filled.DocumentChanges = append(filled.DocumentChanges, documentEdit{d.TextDocument, edits})
	}
	return filled
}

// mender makes the safe fixes of one file, of one rule or of all, until none is left.
type mender struct {
	engine  Engine
	checked *Checked
	roots   []string
	file    *source.File
}

func (m *mender) edits(ctx context.Context, rule string, units encoding) ([]textEdit, error) {
	result, err := fix.Run(ctx, m.checked.Tree, m.lint(rule), fix.Options{Least: report.Safe})
	if err != nil {
		return nil, err
	}
	edits := []textEdit{}
	for _, file := range result.Files {
		if file.Path == m.file.Path {
			edits = difference(newText(source.NewFile(file.Path, file.Old), units), file.New)
		}
	}
	return edits, nil
}

// lint judges what was fixed so far, and leaves no other fixes than those that are wanted.
func (m *mender) lint(rule string) fix.Lint {
	return func(ctx context.Context, edited map[string]*source.File) (*report.Summary, error) {
		checked, err := m.engine.Lint(ctx, workspace.Edited(m.checked.Tree, edited), m.roots)
		if err != nil {
			return nil, err
		}
		findings := slices.Clone(checked.Findings)
		fix.Confine(findings, func(path string) bool { return path == m.file.Path })
		for i := range findings {
			if rule != "" && findings[i].Rule != rule {
				findings[i].Fixes = nil
			}
		}
		return &report.Summary{Findings: findings}, nil
	}
}

// maxDiffed is how many lines of a changed part are compared one by one. What is longer is replaced as
// a whole, because comparing takes the square of it.
const maxDiffed = 5000

// difference returns the edits that turn a text into another, line by line.
func difference(old *text, new []byte) []textEdit {
	before, after := bytes.SplitAfter(old.file.Content, []byte("\n")), bytes.SplitAfter(new, []byte("\n"))
	head := 0
	for head < min(len(before), len(after)) && bytes.Equal(before[head], after[head]) {
		head++
	}
	tail := 0
	for tail < min(len(before), len(after))-head && bytes.Equal(before[len(before)-1-tail], after[len(after)-1-tail]) {
		tail++
	}
	from, to := lines(before[head:len(before)-tail]), lines(after[head:len(after)-tail])
	offset := 0
	for _, line := range before[:head] {
		offset += len(line)
	}
	return old.replacing(offset, from, to)
}

func lines(parts [][]byte) []string {
	text := make([]string, len(parts))
	for i, part := range parts {
		text[i] = string(part)
	}
	return text
}

// replacing returns the edits that replace lines, the first of which begins at an offset, by others.
func (t *text) replacing(offset int, from, to []string) []textEdit {
	edits := []textEdit{}
	if len(from) > maxDiffed || len(to) > maxDiffed {
		return append(edits, t.replace(offset, strings.Join(from, ""), strings.Join(to, "")))
	}
	for _, op := range difflib.NewMatcher(from, to).GetOpCodes() {
		old := strings.Join(from[op.I1:op.I2], "")
		if op.Tag != 'e' {
			edits = append(edits, t.replace(offset, old, strings.Join(to[op.J1:op.J2], "")))
		}
		offset += len(old)
	}
	return edits
}

func (t *text) replace(offset int, old, new string) textEdit {
	return textEdit{textRange{t.at(offset), t.at(offset + len(old))}, new}
}
