package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// fixFlags are the flags of `bylaw lint` that change files.
type fixFlags struct {
	fix, unsafe, diff bool
}

func (f *fixFlags) add(flags *pflag.FlagSet) {
	flags.BoolVar(&f.fix, "fix", false, "mend what can be mended without changing what the contract means")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --fix or --diff: mend also what may change its meaning")
	flags.BoolVar(&f.diff, "diff", false, "print what --fix would change, and change nothing")
}

// check refuses what makes no sense together.
func (f fixFlags) check(formats []string, statistics bool) error {
	switch {
	case f.unsafe && !f.fix && !f.diff:
		return errors.New("--unsafe-fixes says which fixes are made: add --fix, or --diff to see them")
	case f.diff && len(formats) > 0:
		return errors.New("--diff prints a diff instead of findings: leave out --format")
	case f.diff && statistics:
		return errors.New("--diff prints a diff instead of findings: leave out --statistics")
	}
	return nil
}

// edits reports whether fixes are to be made, or shown as a diff.
func (f fixFlags) edits() bool { return f.fix || f.diff }

// least is the least safe fix that is made.
func (f fixFlags) least() report.Safety {
	if f.unsafe {
		return report.Unsafe
	}
	return report.Safe
}

// editable returns which files fixes may change: those that are linted because they were asked for,
// and the configuration; but none that can't be parsed, for there places may be wrong.
func (l *linter) editable(loaded *workspace.Loaded, findings []report.Finding) func(path string) bool {
	malformed := map[string]bool{}
	for i := range findings {
		if findings[i].Rule == report.Syntax {
			malformed[findings[i].Span.Path()] = true
		}
	}
	return func(path string) bool {
		switch remote := strings.Contains(path, "//"); {
		case malformed[path], remote:
			return false
		case isConfig(path):
			return l.flags.config == ""
		}
		return loaded.Focus(path)
	}
}

// fixing is one run of `bylaw lint --fix` or --diff.
type fixing struct {
	*linter
	streams
	tree      *workspace.DirTree
	from      source.Tree // what is linted: the tree, or what is staged of it
	selection workspace.Selection
	stdin     *source.File // nil: it is not read
	notes     io.Writer
}

func (l *linter) fix(ctx context.Context, s streams, tree *workspace.DirTree, from source.Tree, selection workspace.Selection) error {
	f := &fixing{linter: l, streams: s, tree: tree, from: from, selection: selection, notes: s.err}
	if err := f.readStdin(); err != nil {
		return err
	}
	base := map[string]*source.File{}
	if f.stdin != nil {
		base[f.stdin.Path] = f.stdin
	}
	result, err := fix.Run(ctx, workspace.Edited(from, base), f.check, fix.Options{Least: l.flags.least()})
	if err != nil {
		return err
	}
	if l.flags.diff {
		return f.show(result)
	}
	return f.write(ctx, result)
}

// readStdin reads standard input once, for it is linted in every round.
func (f *fixing) readStdin() error {
	if !slices.Contains(f.selection.Args, workspace.Stdin) {
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(f.selection.Stdin, workspace.MaxFile+1))
	if err != nil {
		return fmt.Errorf("reading standard input: %w", err)
	}
	if len(content) > workspace.MaxFile {
		return fmt.Errorf("standard input is %w", source.ErrTooLarge)
	}
	f.stdin = workspace.StdinFile(f.selection, content)
	f.selection.StdinPath = f.stdin.Path
	return nil
}

// check lints the selection with some of its files edited.
func (f *fixing) check(ctx context.Context, edited map[string]*source.File) (*report.Summary, error) {
	selection := f.selection
	if f.stdin != nil {
		content := f.stdin.Content
		if file := edited[f.stdin.Path]; file != nil {
			content = file.Content
		}
		selection.Stdin = bytes.NewReader(content)
	}
	notes := f.notes
	f.notes = io.Discard // they would be the same in every round
	return f.lint(ctx, workspace.Edited(f.from, edited), selection, notes)
}

// write puts the files in place and reports what is left. What came through standard input goes to
// standard output, changed or not, and the report to standard error.
func (f *fixing) write(ctx context.Context, result *fix.Result) error {
	written, err := f.replace(ctx, result.Files)
	if err != nil {
		return err
	}
	summary := result.Summary
	if len(written) < len(result.Files) {
		if summary, err = f.checkWritten(ctx, written); err != nil {
			return err
		}
		summary.Findings = report.Sort(slices.Concat(summary.Findings, result.Mistakes))
		summary.Fixed = fix.Count(written)
	}
	out := f.out
	if f.stdin != nil {
		if err := f.writeStdin(written); err != nil {
			return err
		}
		out = f.err
	}
	if err := report.WriteOutputs(f.outputs, out, summary, f.printing(out, f.tree)); err != nil {
		return err
	}
	err = verdict(summary)
	if len(written) < len(result.Files) && !errors.Is(err, codeError{exitInternal}) {
		return codeError{exitUsage}
	}
	return err
}

// replace puts the files in place, as many as can be, and returns those.
func (f *fixing) replace(ctx context.Context, files []fix.File) (written []fix.File, err error) {
	put := f.put
	if f.staged != nil {
		put = func(file fix.File) error { return f.putStaged(ctx, file) }
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			fmt.Fprintf(f.err, "bylaw: %d of %d files were fixed before it was stopped\n", len(written), len(files))
			return nil, err
		}
		if err := put(file); err != nil {
			fmt.Fprintf(f.err, "bylaw: %s was not fixed: %v\n", f.tree.Display(file.Path), err)
			continue
		}
		written = append(written, file)
	}
	return written, nil
}

func (f *fixing) put(file fix.File) error {
	if f.stdin != nil && file.Path == f.stdin.Path {
		return nil // once all is known
	}
	root, local, err := f.tree.Place(file.Path)
	if err != nil {
		return err
	}
	return fix.Replace(root, local, file.Old, file.New)
}

// checkWritten lints again where some files could not be put in place.
func (f *fixing) checkWritten(ctx context.Context, written []fix.File) (*report.Summary, error) {
	edited := map[string]*source.File{}
	for _, file := range written {
		edited[file.Path] = source.NewFile(file.Path, file.New)
	}
	return f.check(ctx, edited)
}

func (f *fixing) writeStdin(written []fix.File) error {
	content := f.stdin.Content
	for _, file := range written {
		if file.Path == f.stdin.Path {
			content = file.New
		}
	}
	_, err := f.out.Write(content)
	return err
}

// show prints what would be changed, and on standard error how much that is.
func (f *fixing) show(result *fix.Result) error {
	options := outputOptions(f.out, f.flags.color)
	options.Display = f.tree.Display
	for _, file := range result.Files {
		if err := report.Diff(f.out, file.Path, file.Old, file.New, options); err != nil {
			return err
		}
	}
	if err := f.complain(result); err != nil {
		return err
	}
	fmt.Fprintln(f.err, "bylaw:", would(result.Summary))
	if len(result.Files) > 0 {
		return codeError{exitFindings}
	}
	return nil
}

// would says what --fix would do, and what it would leave.
func would(s *report.Summary) string {
	text := "nothing to fix"
	if s.Fixed.Findings > 0 {
		text = fmt.Sprintf("would fix %s in %s", plural(s.Fixed.Findings, "finding"), plural(s.Fixed.Files, "file"))
	}
	if more := s.Fixable().Unsafe; more > 0 {
		text += fmt.Sprintf("; %d more with --unsafe-fixes", more)
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// complain tells, on standard error, what makes a diff unreliable: mistakes of the configuration and
// of bylaw itself.
func (f *fixing) complain(result *fix.Result) error {
	grave := *result.Summary
	grave.Findings = slices.DeleteFunc(slices.Clone(grave.Findings), func(finding report.Finding) bool {
		return finding.Rule != report.Internal && (finding.Rule != report.Config || finding.Severity < report.Error)
	})
	if len(grave.Findings) == 0 {
		return nil
	}
	options := outputOptions(f.err, f.flags.color)
	options.Display = f.tree.Display
	if err := report.Text(f.err, &grave, options); err != nil {
		return err
	}
	return verdict(&grave)
}
