package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

func reportCommand(s streams) *cobra.Command {
	command := &cobra.Command{
		Use:   "report",
		Short: "Work with reports that were written before",
	}
	command.AddCommand(reportMergeCommand(s))
	return command
}

// mergeFlags are the flags of `bylaw report merge`.
type mergeFlags struct {
	formats []string
	failOn  string
	color   string
	limitFlags
}

func reportMergeCommand(s streams) *cobra.Command {
	var flags mergeFlags
	command := &cobra.Command{
		Use:   "merge JSON...",
		Short: "Join the json outputs of several runs, such as the shards of one",
		Long: `Join what ` + "`bylaw lint --format json`" + ` has printed. The shards of one run (--shard 1/4 to 4/4) become what the
whole run would have said; all of them must be there, each once. Outputs of other runs are added up. Lines of specs
are shown where the specs lie in the workspace around, and are still what was linted.

Exit codes are those of ` + "`bylaw lint`" + `.`,
		Example: `  bylaw report merge shard-*.json --format github --format sarif=bylaw.sarif`,
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return mergeReports(c.Context(), s, flags, args) },
	}
	f := command.Flags()
	f.StringArrayVar(&flags.formats, "format", nil, "how to print it, as bylaw lint does: `NAME[=FILE]`; may be repeated")
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default: as it was)")
	f.StringVar(&flags.color, "color", "auto", "colours: auto, always or never (`when`)")
	flags.limitFlags.add(f)
	completions(command, map[string][]string{"format": formatList(), "fail-on": {"info", "warning", "error", "off"}, "color": {"auto", "always", "never"}})
	return command
}

func mergeReports(ctx context.Context, s streams, flags mergeFlags, names []string) error {
	session, err := newSession(sessionFlags{formats: flags.formats, failOn: flags.failOn, color: flags.color, limitFlags: flags.limitFlags})
	if err != nil {
		return err
	}
	tree, _, err := session.open(nil, nil)
	if err != nil {
		return err
	}
	defer tree.Close()
	reading := report.NewReading()
	parts, err := readReports(reading, s.in, names)
	if err != nil {
		return err
	}
	reading.Fill(func(path string) ([]byte, error) {
		file, err := tree.File(path)
		if err != nil {
			return nil, err
		}
		return file.Content, ctx.Err()
	})
	merged, err := report.Merge(parts)
	if err != nil {
		return err
	}
	merged.Rule = knownRule(session.set, reading)
	if flags.failOn != "" {
		merged.FailOn, _ = report.ParseSeverity(flags.failOn)
	}
	return session.print(s.out, tree, merged)
}

func readReports(reading *report.Reading, in io.Reader, names []string) (parts []*report.Summary, err error) {
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		content, err := readReport(in, name)
		if err != nil {
			return nil, err
		}
		part, err := reading.Read(content)
		if err != nil {
			return nil, fmt.Errorf("%s %w", name, err)
		}
		parts = append(parts, part)
	}
	slices.SortStableFunc(parts, func(a, b *report.Summary) int { return cmp.Compare(indexOf(a), indexOf(b)) })
	return parts, nil
}

func indexOf(s *report.Summary) int {
	if s.Shard == nil {
		return 0
	}
	return s.Shard.Index
}

func readReport(in io.Reader, name string) ([]byte, error) {
	if name == workspace.Stdin {
		return io.ReadAll(in)
	}
	return os.ReadFile(name)
}

// knownRule explains a rule, a kind of change, or what the outputs themselves explain.
func knownRule(set *lint.Set, reading *report.Reading) func(id string) (report.RuleInfo, bool) {
	ofRules := ruleInfo(set)
	return func(id string) (report.RuleInfo, bool) {
		for _, explain := range []func(string) (report.RuleInfo, bool){ofRules, changeInfo, reading.Rule} {
			if info, ok := explain(id); ok {
				return info, true
			}
		}
		return report.RuleInfo{}, false
	}
}
