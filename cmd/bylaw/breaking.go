package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// breakingFlags are the flags of `bylaw breaking` as they were given.
type breakingFlags struct {
	sessionFlags
	against string
	level   string
	require string
	only    []string // IDs of changes

	coverage bool
}

func breakingCommand(s streams) *cobra.Command {
	var flags breakingFlags
	command := &cobra.Command{
		Use:   "breaking [PATH|GLOB|-]...",
		Short: "Say who breaks by what changed since an earlier version",
		Long: `Compare .proto files and OpenAPI documents with an earlier version and say which consumers break, why, and which
side has to be deployed first. Without --against it is the commit at which the branch has left the default one.

--against takes a folder, a file, an archive (.zip, .tar, .tar.gz), a git ref (a branch stands for the commit at
which HEAD has left it), REF:PATH, or tag:latest for the newest released version. Nothing is checked out.

Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage or configuration, or a file that can't be
opened; 3 a mistake of bylaw itself.`,
		Example: `  bylaw breaking
  bylaw breaking --against main proto/orders/v1
  bylaw breaking new.yaml --against old.yaml
  bylaw breaking --against tag:latest --format markdown=summary.md`,
		RunE: func(c *cobra.Command, args []string) error {
			if flags.coverage {
				return printCoverage(s.out)
			}
			comparer, err := newComparer(flags)
			if err != nil {
				return err
			}
			return comparer.run(c.Context(), s, args, comparer.findings)
		},
	}
	f := command.Flags()
	flags.addComparison(f)
	f.StringSliceVar(&flags.only, "rule", nil, "report only these `kinds` of change, by their IDs")
	f.BoolVar(&flags.coverage, "coverage", false, "compare nothing, and print what is told of every edit that the languages know of")
	f.StringVar(&flags.require, "require", "", "the `compatibility` to keep: "+strings.Join(breaking.Requirements(), ", ")+" (default backward)")
	flags.add(f)
	completions(command, sessionValues())
	completions(command, map[string][]string{"level": breaking.Levels(), "require": breaking.Requirements(), "rule": changeIDs()})
	return command
}

// addComparison adds what every comparison needs.
func (flags *breakingFlags) addComparison(f *pflag.FlagSet) {
	f.StringVar(&flags.against, "against", "", "the `version` to compare with: a folder, file, archive, git ref, REF:PATH or tag:NAME")
	f.StringVar(&flags.level, "level", "", "the `level` of what is kept: "+strings.Join(breaking.Levels(), ", "))
}

// comparer is one run of `bylaw breaking` or `bylaw changelog`.
type comparer struct {
	*session
	flags breakingFlags
}

func newComparer(flags breakingFlags) (*comparer, error) {
	session, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	c := &comparer{session, flags}
	return c, c.check()
}

// run compares, and prints what is to be said of the differences.
func (c *comparer) run(ctx context.Context, s streams, args []string, judge func(*comparison) *report.Summary) error {
	tree, selection, err := c.open(s.in, args)
	if err != nil {
		return err
	}
	defer tree.Close()
	base, err := workspace.OpenBase(ctx, tree, selection, c.flags.against)
	if err != nil {
		return err
	}
	defer base.Close()
	c.old = base.Display
	different, err := c.compare(ctx, tree, base, selection, s.err)
	if err != nil {
		return err
	}
	return c.print(s.out, tree, judge(different))
}

func (c *comparer) check() error {
	if _, ok := breaking.ParseLevel(c.flags.level); !ok && c.flags.level != "" {
		return fmt.Errorf("--level %s: use one of %s", c.flags.level, strings.Join(breaking.Levels(), ", "))
	}
	if _, ok := breaking.ParseRequirement(c.flags.require); !ok && c.flags.require != "" {
		return fmt.Errorf("--require %s: use one of %s", c.flags.require, strings.Join(breaking.Requirements(), ", "))
	}
	for _, id := range c.flags.only {
		if _, ok := changeInfo(id); !ok {
			return unknown("kind of change", id, changeIDs())
		}
	}
	return nil
}
