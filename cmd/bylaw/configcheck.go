package main

import (
	"path"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func configCheckCommand(s streams) *cobra.Command {
	var flags sessionFlags
	command := &cobra.Command{
		Use:   "check [PATH]...",
		Short: "Look for mistakes in every bylaw.yaml",
		Long: `Look for mistakes in every bylaw.yaml of the repository you stand in, or of the folders that are named: settings and rules
that there aren't, values that mean nothing, waivers without a reason.

Exit codes: 0 clean; 2 mistakes, wrong usage, or a file that can't be opened; 3 a mistake of bylaw itself.`,
		Example: `  bylaw config check
  bylaw config check api --format github`,
		RunE: func(_ *cobra.Command, args []string) error { return checkConfigs(s, flags, args) },
	}
	f := command.Flags()
	f.StringArrayVar(&flags.formats, "format", nil, "`NAME[=FILE]`: how findings are printed; may be repeated")
	f.StringVar(&flags.color, "color", "auto", "colours: auto, always or never (`when`)")
	completions(command, map[string][]string{"format": formatList(), "color": {"auto", "always", "never"}})
	return command
}

// checkConfigs prints what is wrong with each configuration.
func checkConfigs(s streams, flags sessionFlags, args []string) error {
	run, err := newSession(flags)
	if err != nil {
		return err
	}
	run.noRules = true
	tree, wanted, err := run.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	return run.print(s.out, tree, configSummary(tree, tree.Paths(), wanted.Args))
}

// configSummary asks for what holds in each folder that has a configuration of its own.
func configSummary(tree source.Tree, paths, args []string) *report.Summary {
	resolver := config.NewResolver(tree, catalog(newSet()))
	checked := 0
	for _, name := range paths {
		if isConfig(name) && chosen(args, name) {
			resolver.For(path.Join(path.Dir(name), "_")) // any file of the folder
			checked++
		}
	}
	return &report.Summary{
		Version: version(), Headline: plural(checked, "configuration") + " checked.", Findings: report.Sort(resolver.Findings()),
		Checked: report.Counts{Files: checked}, FailOn: report.Error,
	}
}

// chosen reports whether a path is, or lies in, one of those that were named; all do where none was.
func chosen(args []string, name string) bool {
	for _, arg := range args {
		if arg == "." || arg == name || len(name) > len(arg) && name[:len(arg)+1] == arg+"/" {
			return true
		}
	}
	return len(args) == 0
}
