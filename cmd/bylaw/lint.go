package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// lintFlags are the flags of `bylaw lint` as they were given.
type lintFlags struct {
	formats     []string
	failOn      string
	config      string
	presets     []string
	only        []string
	protoPaths  []string
	stdinPath   string
	today       string
	color       string
	allowRemote bool
	statistics  bool
	limitFlags
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

Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage or configuration, or a file that can't be
opened; 3 a mistake of bylaw itself.`,
		Example: `  bylaw lint
  bylaw lint api/ proto/orders/v1/*.proto
  bylaw lint --fix
  bylaw lint --format sarif=bylaw.sarif --format github
  kubectl get --raw /openapi/v3/apis/apps/v1 | bylaw lint -`,
		RunE: func(c *cobra.Command, args []string) error {
			return runLint(c.Context(), s, flags, args)
		},
	}
	f := command.Flags()
	f.StringArrayVar(&flags.formats, "format", nil, "`NAME[=FILE]`: "+allFormats()+"; may be repeated")
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default error)")
	f.StringVar(&flags.config, "config", "", "use this `file` instead of the bylaw.yaml that is found")
	f.StringSliceVar(&flags.presets, "preset", nil, "start from these `presets` instead of those of the configuration")
	f.StringSliceVar(&flags.only, "rule", nil, "run only these `rules`")
	f.StringArrayVarP(&flags.protoPaths, "proto-path", "I", nil, "a `folder` that proto imports start from; may be repeated (default: found by itself)")
	f.StringVar(&flags.stdinPath, "stdin-path", "", "the `file` that standard input stands for")
	f.StringVar(&flags.today, "today", "", "the `date` (2026-01-31) that expiry is judged by (default: today)")
	f.StringVar(&flags.color, "color", "auto", "colours: auto, always or never (`when`)")
	f.BoolVar(&flags.allowRemote, "allow-remote-refs", false, "follow $refs to http and https URLs")
	f.BoolVar(&flags.statistics, "statistics", false, "count the findings of each rule instead of printing them, as text or json")
	flags.limitFlags.add(f)
	flags.fixFlags.add(f)
	completions(command, map[string][]string{
		"format": formatList(), "fail-on": {"info", "warning", "error", "off"}, "color": {"auto", "always", "never"},
		"preset": config.Presets(15).Names(), "rule": ruleIDs(),
	})
	return command
}

// linter is one run of `bylaw lint`.
type linter struct {
	flags   lintFlags
	set     *lint.Set
	outputs []report.Output
	today   string
}

func runLint(ctx context.Context, s streams, flags lintFlags, args []string) error {
	l, err := newLinter(flags)
	if err != nil {
		return err
	}
	tree, selection, err := workspace.Open(".", workspace.Selection{
		Args: args, Stdin: s.in, StdinPath: flags.stdinPath, ImportPaths: flags.protoPaths, AllowRemote: flags.allowRemote,
	})
	if err != nil {
		return err
	}
	defer tree.Close()
	if flags.edits() {
		return l.fix(ctx, s, tree, selection)
	}
	summary, err := l.lint(ctx, tree, selection, s.err)
	if err != nil {
		return err
	}
	if err := report.WriteOutputs(l.outputs, s.out, summary, l.options(s.out, tree)); err != nil {
		return err
	}
	return verdict(summary)
}

func newLinter(flags lintFlags) (*linter, error) {
	l := &linter{flags: flags, set: lint.NewSet(rules.All()), today: flags.today}
	var err error
	if l.outputs, err = report.ParseOutputs(flags.formats); err != nil {
		return nil, err
	}
	if flags.statistics {
		if err := report.Statistics(l.outputs); err != nil {
			return nil, err
		}
	}
	if err := flags.limitFlags.check(); err != nil {
		return nil, err
	}
	if _, ok := report.ParseSeverity(flags.failOn); !ok && flags.failOn != "" {
		return nil, fmt.Errorf("--fail-on %s is no severity: use info, warning, error or off", flags.failOn)
	}
	if flags.color != "auto" && flags.color != "always" && flags.color != "never" {
		return nil, fmt.Errorf("--color %s: use auto, always or never", flags.color)
	}
	if err := flags.fixFlags.check(flags.formats, flags.statistics); err != nil {
		return nil, err
	}
	if l.today == "" {
		l.today = time.Now().Format(time.DateOnly)
	}
	if !config.IsDate(l.today) {
		return nil, fmt.Errorf("--today %s is no date: write it like 2026-01-31", l.today)
	}
	return l, nil
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

func allFormats() string { return strings.Join(formatList(), ", ") }

func ruleIDs() []string {
	var ids []string
	for _, rule := range rules.All() {
		ids = append(ids, rule.ID)
	}
	return ids
}
