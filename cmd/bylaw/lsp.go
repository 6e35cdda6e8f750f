package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/lsp"
)

// lspFlags are the flags of `bylaw lsp`.
type lspFlags struct {
	against string
	compare bool
	config  string
	today   string
}

func lspCommand(s streams) *cobra.Command {
	var flags lspFlags
	command := &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor: say what is wrong as you type",
		Long: `Speak the Language Server Protocol over standard input and output: what "bylaw lint" says, and what "bylaw breaking"
would say against the commit at which the branch has left the default one, as you type; what a rule is about, where
you point; fixes and suppressions as actions; where references and types lead. It is started by an editor:
docs/lsp.md says how. It writes no file, and asks no network.

Exit codes: 0 after the editor has said good-bye; 1 if it just went away; 2 wrong usage.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			editor, err := newEditor(flags)
			if err != nil {
				return err
			}
			return serve(c.Context(), s, editor)
		},
	}
	f := command.Flags()
	f.StringVar(&flags.against, "against", "", "the `version` to compare with: a folder, archive, git ref or tag:NAME")
	f.BoolVar(&flags.compare, "breaking", true, "say what would break consumers")
	f.StringVar(&flags.config, "config", "", "use this `file` instead of the bylaw.yaml that is found")
	f.StringVar(&flags.today, "today", "", "the `date` (2026-01-31) that expiry is judged by (default: today)")
	f.Bool("stdio", true, "talk over standard input and output, as it always does; some editors say so")
	return command
}

func serve(ctx context.Context, s streams, editor lsp.Engine) error {
	proper, err := lsp.Serve(ctx, s.in, s.out, editor, lsp.Options{Version: version()})
	switch {
	case err != nil && ctx.Err() == nil:
		fmt.Fprintln(s.err, "bylaw:", err)
		return codeError{exitFindings}
	case err != nil:
		return err
	case !proper:
		return codeError{exitFindings}
	}
	return nil
}
