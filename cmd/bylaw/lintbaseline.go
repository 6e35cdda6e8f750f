package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/bylaw-dev/bylaw/lint/ratchet"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// agreed takes out the findings that the baseline in the root of the workspace holds back, if there is one,
// and says what is cured, or wrong, of it. The whole workspace tells what is cured, and nothing less.
func (l *linter) agreed(tree source.Tree, findings []report.Finding, whole bool) ([]report.Finding, string, error) {
	file, err := tree.File(ratchet.BaselineFile)
	if errors.Is(err, fs.ErrNotExist) || l.flags.write {
		return findings, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	baseline, mistakes := ratchet.ReadBaseline(file)
	held := baseline.Hold(findings)
	if whole && len(l.flags.only)+len(l.flags.presets) == 0 && len(mistakes) == 0 {
		mistakes = baseline.Stale(findings)
	}
	text := fmt.Sprintf("%s held back by %s.", are(held.Back, "finding"), ratchet.BaselineFile)
	return report.Sort(append(held.New, mistakes...)), text, nil
}

// writeBaseline writes the baseline of a workspace that has none, or takes out of it what is cured: it never
// gets larger.
func (l *linter) writeBaseline(ctx context.Context, s streams, tree *workspace.DirTree, selection workspace.Selection) error {
	if len(selection.Args) > 0 {
		return errors.New("--write-baseline writes what all of the repository has: name no files")
	}
	summary, err := l.lint(ctx, tree, selection, s.err)
	if err != nil {
		return err
	}
	content, said, err := baselineOf(tree, summary.Findings)
	if err != nil {
		return err
	}
	path := filepath.Join(tree.Root(), ratchet.BaselineFile)
	if err := report.WriteFile(path, func(to io.Writer) error { _, err := to.Write(content); return err }); err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, ratchet.BaselineFile, said)
	return err
}

// baselineOf returns what is to be written, and what there is to say of it.
func baselineOf(tree source.Tree, findings []report.Finding) (content []byte, said string, err error) {
	file, err := tree.File(ratchet.BaselineFile)
	if errors.Is(err, fs.ErrNotExist) {
		return ratchet.NewBaseline(findings), "holds back " + plural(len(findings), "finding") + ": commit it", nil
	}
	if err != nil {
		return nil, "", err
	}
	baseline, mistakes := ratchet.ReadBaseline(file)
	if len(mistakes) > 0 {
		return nil, "", fmt.Errorf("%s:%d: %s: %s", ratchet.BaselineFile, mistakes[0].Span.Position().Line, mistakes[0].Message, mistakes[0].Cure)
	}
	held := baseline.Hold(findings)
	said = fmt.Sprintf("holds back %s; %s gone, and what is new is not in it: %d", plural(held.Back, "finding"), are(held.Gone, "cured one"), len(held.New))
	return baseline.Shrunk(findings), said, nil
}
