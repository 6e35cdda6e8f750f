package main

import (
	"context"
	"errors"
	"io"
	"os"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/cache"
	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint/ratchet"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// lintFlags are the flags of `bylaw lint` as they were given.
type lintFlags struct {
	sessionFlags
	presets []string
	only    []string
	against string
	ratchet bool // --against was given, maybe without a value
	staged  bool
	write   bool // the baseline
	shard   string
	noCache bool
	watch   bool
	fixFlags
}

func lintCommand(s streams) *cobra.Command {
	var flags lintFlags
	command := &cobra.Command{
		Use:   "lint [PATH|GLOB|-]...",
		Short: "Check API contracts against the rules",
		Long: `Check .proto files and OpenAPI documents against the rules. Without an argument it is the repository you
stand in: every file that git tracks or doesn't ignore, specs told from other YAML by their content. A file that
is only a part of a spec is checked through the documents that refer to it. "-" is standard input.

--against holds back what was there before, so that only new findings count: rules can be switched on in an old
repository today. It takes what ` + "`bylaw breaking --against`" + ` takes; alone, at the end or before another flag, it is the
commit at which the branch has left the default one. Both versions are linted by the configuration of now. A finding is
the same by its rule, its element and what is said, wherever its lines have moved.

A file ` + ratchet.BaselineFile + ` in the root of the repository holds back what it lists; --write-baseline writes it, once, and takes out what is
cured whenever it is run again. What is listed and no longer there is a finding, so that the list can only get shorter.

--staged lints what would be committed, also where the files have further changes: without an argument the specs that
the commit changes. With --fix, what is mended is staged, and the further changes stay.

--watch lints again whenever a spec or a configuration changes, until Ctrl-C.

Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage or configuration, or a file that can't be
opened; 3 a mistake of bylaw itself.`,
		Example: `  bylaw lint
  bylaw lint api/ proto/orders/v1/*.proto
  bylaw lint --fix
  bylaw lint --against
  bylaw lint --watch
  bylaw lint --format sarif=bylaw.sarif --format github
  kubectl get --raw /openapi/v3/apis/apps/v1 | bylaw lint -`,
		RunE: func(c *cobra.Command, args []string) error {
			flags.ratchet = c.Flags().Changed("against")
			if flags.watch {
				return watchLint(c.Context(), s, flags, args)
			}
			return runLint(c.Context(), s, flags, args)
		},
	}
	f := command.Flags()
	flags.sessionFlags.add(f)
	f.StringSliceVar(&flags.presets, "preset", nil, "start from these `presets` instead of those of the configuration")
	f.StringSliceVar(&flags.only, "rule", nil, "run only these `rules`")
	f.StringVar(&flags.against, "against", "", "report only what is new since this `version`: a folder, file, archive, git ref, REF:PATH or tag:NAME")
	f.BoolVar(&flags.staged, "staged", false, "lint what is staged in git instead of the files as they are")
	f.BoolVar(&flags.write, "write-baseline", false, "write "+ratchet.BaselineFile+", which holds back what is found now, or take out of it what is cured")
	f.StringVar(&flags.shard, "shard", "", "lint one `I/N` of N parts, as jobs of CI beside each other do; bylaw report merge joins their json")
	f.BoolVar(&flags.noCache, "no-cache", false, "neither use nor keep results; see bylaw cache")
	f.BoolVar(&flags.watch, "watch", false, "lint again whenever a file changes, until Ctrl-C")
	flags.fixFlags.add(f)
	completions(command, sessionValues())
	completions(command, map[string][]string{"preset": config.Presets(15).Names(), "rule": ruleIDs()})
	return command
}

// linter is one run of `bylaw lint`.
type linter struct {
	*session
	flags   lintFlags
	base    *workspace.Base   // what new findings are told from; nil: all are told
	known   []report.Finding  // those of the base, once they are found
	earlier *report.Score     // of the base
	staged  *workspace.Staged // what is linted instead of the working tree; nil: that is
	picked  bool              // the files were not named by anybody, who would want to hear which are no specs
	part    workspace.Part    // of what is selected, that is linted
	units   *cache.Store      // where what was found in each document is kept; nil: nowhere
	dated   atomic.Bool       // a suppression has a last day, so that what is found depends on today
}

func runLint(ctx context.Context, s streams, flags lintFlags, args []string) error {
	l, err := newLinter(flags)
	if err != nil {
		return err
	}
	s, quiet := l.announce(s)
	defer quiet()
	tree, selection, err := l.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	if flags.ratchet {
		if err := l.openBase(ctx, tree, selection); err != nil {
			return err
		}
		defer l.closeBase()
	}
	if flags.staged {
		return l.lintStaged(ctx, s, tree, selection)
	}
	return l.run(ctx, s, tree, tree, selection)
}

// watchLint lints again and again.
func watchLint(ctx context.Context, s streams, flags lintFlags, args []string) error {
	switch {
	case flags.edits():
		return errors.New("--watch and --fix: files that are mended while you write them are lost to your editor; use `bylaw lsp` there, or run --fix by itself")
	case flags.staged:
		return errors.New("--watch and --staged: files are watched, not git's index; leave out one of them")
	case flags.write:
		return errors.New("--watch and --write-baseline: a baseline is written once; leave out one of them")
	}
	w := watched{flags.sessionFlags, args, func(ctx context.Context, s streams, common sessionFlags) error {
		flags.sessionFlags = common
		return runLint(ctx, s, flags, args)
	}}
	return w.watch(ctx, s)
}

// run lints what is selected of a tree, which is the working tree or what is to become of it, and mends it if
// that is wanted.
func (l *linter) run(ctx context.Context, s streams, tree *workspace.DirTree, from source.Tree, selection workspace.Selection) error {
	if l.flags.edits() {
		return l.fix(ctx, s, tree, from, selection)
	}
	if l.flags.write {
		return l.writeBaseline(ctx, s, tree, selection)
	}
	summary, err := l.cached(ctx, tree, from, selection, s.err)
	if err != nil {
		return err
	}
	return l.print(s.out, tree, summary)
}

func newLinter(flags lintFlags) (*linter, error) {
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	l := &linter{session: s, flags: flags}
	if l.part, err = flags.part(); err != nil {
		return nil, err
	}
	if flags.write && (flags.edits() || flags.staged || flags.ratchet || flags.shard != "" || len(flags.only)+len(flags.presets)+len(flags.formats) > 0) {
		return nil, errors.New("--write-baseline writes what all of the repository has: leave out the flags that choose some of it, and what prints it")
	}
	return l, flags.fixFlags.check(flags.formats, flags.statistics)
}

// verdict turns what was found into the exit code.
func verdict(s *report.Summary) error {
	code := exitClean
	for i := range s.Findings {
		switch f := &s.Findings[i]; {
		case f.Rule == report.Internal:
			return codeError{exitInternal}
		case f.Rule == report.Config && f.Severity == report.Error:
			code = exitUsage
		case s.FailOn != report.Off && f.Severity >= s.FailOn && code == exitClean:
			code = exitFindings
		}
	}
	if code == exitClean {
		return nil
	}
	return codeError{code}
}

// outputOptions returns how to print to w: in colour and to its width if it is a terminal.
func outputOptions(w io.Writer, color string) report.Options {
	var options report.Options
	if file, ok := w.(*os.File); ok {
		options = report.TerminalOptions(file, os.Getenv)
	}
	switch color {
	case "always":
		options.Color = true
	case "never":
		options.Color, options.Links = false, false
	}
	return options
}

func completions(command *cobra.Command, values map[string][]string) {
	for name, list := range values {
		err := command.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp))
		if err != nil {
			panic(errors.Join(errors.New("a flag that does not exist is completed"), err))
		}
	}
}

func formatList() []string {
	var names []string
	for _, format := range report.Formats() {
		names = append(names, format.Name)
	}
	return names
}

func ruleIDs() []string {
	var ids []string
	for _, rule := range rules.All() {
		ids = append(ids, rule.ID)
	}
	return ids
}
