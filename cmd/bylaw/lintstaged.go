package main

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// lintStaged lints what would be committed: the specs that the commit changes, where none are named. A file
// that goes may be missed anywhere, so that all are linted then.
func (l *linter) lintStaged(ctx context.Context, s streams, tree *workspace.DirTree, selection workspace.Selection) (err error) {
	if slices.Contains(selection.Args, workspace.Stdin) {
		return errors.New("--staged lints what is staged in git, and standard input is not: leave out one of them")
	}
	if l.staged, err = workspace.OpenStaged(ctx, tree); err != nil {
		return err
	}
	defer l.staged.Close()
	if l.flags.fix && l.staged.Temporary() {
		return errors.New("--staged --fix can't mend what `git commit PATH` commits, which is staged nowhere: `git add` it, and commit without paths")
	}
	selection.MayLack = true
	if len(selection.Args) == 0 {
		changed, removed, err := l.changed(ctx)
		switch {
		case err != nil:
			return err
		case len(changed) == 0 && !removed:
			return l.print(s.out, tree, &report.Summary{
				Version: version(), Headline: "Nothing that is staged is a spec.", FailOn: l.threshold(config.Default(config.Catalog{})),
			})
		case !removed:
			selection.Args, l.picked = changed, true
		}
	}
	return l.run(ctx, s, tree, l.staged.Tree, selection)
}

// changed returns the specs that the commit changes, without those that the configuration excludes, and
// whether it removes any.
func (l *linter) changed(ctx context.Context) (files []string, removed bool, err error) {
	resolver, err := l.resolver(l.staged.Tree)
	if err != nil {
		return nil, false, err
	}
	files, removed, err = l.staged.Changed(ctx)
	return slices.DeleteFunc(files, resolver.Excluded), removed, err
}

// putStaged stages what was mended, and mends the working tree as well: there what is not staged stays.
func (f *fixing) putStaged(ctx context.Context, file fix.File) error {
	root, local, err := f.tree.Place(file.Path)
	if err != nil {
		return err
	}
	work, err := root.ReadFile(local)
	switch {
	case errors.Is(err, fs.ErrNotExist): // it is staged, and gone since
	case err != nil:
		return err
	default:
		merged, err := f.staged.Merge(ctx, file.Old, file.New, work)
		if err != nil {
			return err
		}
		if err := fix.Replace(root, local, work, merged); err != nil {
			return err
		}
	}
	return f.staged.Stage(ctx, map[string][]byte{file.Path: file.New})
}
