package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

func configMigrateCommand(s streams) *cobra.Command {
	var diff bool
	command := &cobra.Command{
		Use:   "migrate [PATH]...",
		Short: "Write every bylaw.yaml as this version of bylaw has it",
		Long: `Write every bylaw.yaml of the repository you stand in, or of the folders that are named, as this version of bylaw has it:
rules that were renamed get their new names, and what else can be mended without changing what is meant is mended. Comments
and layout stay.

Exit codes: 0 written, or nothing to write; 1 with --diff: something would be written; 2 mistakes are left that nobody but you
can mend, wrong usage, or a file that can't be written; 3 a mistake of bylaw itself.`,
		Example: `  bylaw config migrate --diff
  bylaw config migrate`,
		RunE: func(c *cobra.Command, args []string) error { return migrateConfigs(c.Context(), s, args, diff) },
	}
	command.Flags().BoolVar(&diff, "diff", false, "print what would be written, and write nothing")
	return command
}

func migrateConfigs(ctx context.Context, s streams, args []string, diff bool) error {
	run, err := newSession(sessionFlags{color: "auto"})
	if err != nil {
		return err
	}
	run.noRules = true
	tree, wanted, err := run.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	paths := tree.Paths()
	mended, err := fix.Run(ctx, tree, func(_ context.Context, edited map[string]*source.File) (*report.Summary, error) {
		return configSummary(workspace.Edited(tree, edited), paths, wanted.Args), nil
	}, fix.Options{Least: report.Safe})
	if err != nil {
		return err
	}
	for _, file := range mended.Files {
		if err := migrated(s, tree, file, diff); err != nil {
			return fmt.Errorf("%s: %w", tree.Display(file.Path), err)
		}
	}
	mended.Summary.Fixed = report.Fixed{}
	mended.Summary.Headline = fmt.Sprintf("%d of %s written anew.", len(mended.Files), plural(mended.Summary.Checked.Files, "configuration"))
	if diff {
		if len(mended.Files) > 0 {
			return codeError{exitFindings}
		}
		return nil
	}
	return run.print(s.out, tree, mended.Summary)
}

// migrated writes a file as it is to be, or prints what that changes.
func migrated(s streams, tree *workspace.DirTree, file fix.File, diff bool) error {
	if diff {
		options := outputOptions(s.out, "auto")
		options.Display = tree.Display
		return report.Diff(s.out, file.Path, file.Old, file.New, options)
	}
	root, local, err := tree.Place(file.Path)
	if err != nil {
		return err
	}
	return fix.Replace(root, local, file.Old, file.New)
}
