package main

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// breakingFlags are the flags of `bylaw breaking` as they were given.
type breakingFlags struct {
	against string
	level   string
	lintFlags
}

func breakingCommand(s streams) *cobra.Command {
	var flags breakingFlags
	command := &cobra.Command{
		Use:   "breaking [PATH|GLOB]...",
		Short: "Say what breaks consumers of an earlier version",
		RunE: func(c *cobra.Command, args []string) error {
			return runBreaking(c.Context(), s, flags, args)
		},
	}
	f := command.Flags()
	f.StringVar(&flags.against, "against", "", "the `base` to compare with: a directory, file, archive, git ref or REF:path")
	f.StringVar(&flags.level, "level", "", "what the contract promises to keep: file, package, wire_json or wire")
	f.StringArrayVar(&flags.formats, "format", nil, "`NAME[=FILE]`: "+allFormats()+"; may be repeated")
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default error)")
	f.StringVar(&flags.config, "config", "", "use this `file` instead of the bylaw.yaml that is found")
	f.StringArrayVarP(&flags.protoPaths, "proto-path", "I", nil, "a `folder` that proto imports start from; may be repeated (default: found by itself)")
	f.StringVar(&flags.today, "today", "", "the `date` (2026-01-31) that expiry is judged by (default: today)")
	f.StringVar(&flags.color, "color", "auto", "colours: auto, always or never (`when`)")
	return command
}

func runBreaking(ctx context.Context, s streams, flags breakingFlags, args []string) error {
	l, err := newLinter(flags.lintFlags)
	if err != nil {
		return err
	}
	tree, selection, err := workspace.Open(".", workspace.Selection{Args: args, ImportPaths: flags.protoPaths})
	if err != nil {
		return err
	}
	defer tree.Close()
	base, baseSelection, err := workspace.Open(".", workspace.Selection{Args: []string{flags.against}, ImportPaths: flags.protoPaths})
	if err != nil {
		return err
	}
	defer base.Close()
	var old, new *workspace.Loaded
	var oldErr, newErr error
	var group sync.WaitGroup
	group.Go(func() { old, oldErr = load(ctx, base, baseSelection, io.Discard) })
	group.Go(func() { new, newErr = load(ctx, tree, selection, s.err) })
	group.Wait()
	if oldErr != nil {
		return oldErr
	}
	if newErr != nil {
		return newErr
	}
	changes, err := breaking.Run(ctx, breaking.Versions{Old: old.APIs, New: new.APIs}, checks.All())
	if err != nil {
		return err
	}
	policy := breaking.DefaultPolicy()
	policy.Today = l.today
	policy.Level, _ = breaking.ParseLevel(flags.level)
	summary := &report.Summary{
		Version: version(), Findings: policy.Findings(changes), Headline: policy.Headline(changes), Checked: count(new), FailOn: report.Error,
	}
	fmt.Fprintln(s.err, len(changes), "changes")
	options := outputOptions(s.out, flags.color)
	options.Display = tree.Display
	if err := report.WriteOutputs(l.outputs, s.out, summary, options); err != nil {
		return err
	}
	return verdict(summary)
}

func load(ctx context.Context, tree source.Tree, wanted workspace.Selection, w io.Writer) (*workspace.Loaded, error) {
	loaded, err := workspace.Load(ctx, tree, wanted)
	if err != nil {
		return nil, err
	}
	for _, note := range loaded.Notes {
		fmt.Fprintln(w, "bylaw:", note)
	}
	return loaded, nil
}
