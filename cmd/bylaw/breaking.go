package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
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

	contracts       []string // of consumers: files, folders, patterns and brokers
	provider        string   // whose contracts they are
	failOnConsumers bool

	coverage bool
	watch    bool
}

func breakingCommand(s streams) *cobra.Command {
	var flags breakingFlags
	command := &cobra.Command{
		Use:   "breaking [PATH|GLOB|-]...",
		Short: "Say who breaks by what changed since an earlier version",
		Long: `Compare .proto files and OpenAPI documents with an earlier version and say which consumers break, why, and which
side has to be deployed first. Without --against it is the commit at which the branch has left the default one.

With --contracts every change says which known consumers it breaks, and which of their interactions: their contracts
are held against both versions, and nothing is called. With --fail-on-consumers only that fails the command, waived
changes included, and what no known consumer uses doesn't.

--against takes a folder, a file, an archive (.zip, .tar, .tar.gz), a git ref (a branch stands for the commit at
which HEAD has left it), REF:PATH, or tag:latest for the newest released version. Nothing is checked out.

Exit codes: 0 clean; 1 findings at or above --fail-on, with --fail-on-consumers a known consumer breaks; 2 wrong usage
or configuration, or a file that can't be opened; 3 a mistake of bylaw itself; 4 with --fail-on-consumers, it isn't
known whether a consumer breaks by what would fail without.`,
		Example: `  bylaw breaking
  bylaw breaking --against main proto/orders/v1
  bylaw breaking new.yaml --against old.yaml
  bylaw breaking --against tag:latest --format markdown=summary.md
  bylaw breaking openapi.yaml --against main --contracts contracts/ --fail-on-consumers`,
		RunE: func(c *cobra.Command, args []string) error {
			if flags.coverage {
				return printCoverage(s.out)
			}
			run := func(ctx context.Context, s streams, common sessionFlags) error {
				flags.sessionFlags = common
				comparer, err := newComparer(flags)
				if err != nil {
					return err
				}
				return comparer.run(ctx, s, args, comparer.findings)
			}
			if flags.watch {
				return (&watched{flags.sessionFlags, args, run}).watch(c.Context(), s)
			}
			return run(c.Context(), s, flags.sessionFlags)
		},
	}
	f := command.Flags()
	flags.addComparison(f)
	f.StringSliceVar(&flags.only, "rule", nil, "report only these `kinds` of change, by their IDs")
	f.BoolVar(&flags.watch, "watch", false, "compare again whenever a file changes, until Ctrl-C")
	f.BoolVar(&flags.coverage, "coverage", false, "compare nothing, and print what is told of every edit that the languages know of")
	f.StringVar(&flags.require, "require", "", "the `compatibility` to keep: "+strings.Join(breaking.Requirements(), ", ")+" (default backward)")
	f.StringArrayVar(&flags.contracts, "contracts", nil, "the consumers' `contracts`: a file, folder or pattern, or the address of a Pact Broker; may be repeated")
	f.StringVar(&flags.provider, "provider-name", "", "look only at contracts with this `provider`")
	f.BoolVar(&flags.failOnConsumers, "fail-on-consumers", false, "fail if a known consumer breaks, and for no other change")
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
	s, quiet := c.announce(s)
	defer quiet()
	tree, selection, concern, err := c.opened(ctx, s.in, args)
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
	different.concern = concern
	if err := different.concerns(ctx, tree); err != nil {
		return err
	}
	summary := judge(different)
	open := summary.Failing() == 0 && c.undecided(different)
	if open {
		summary.Headline += fmt.Sprintf(" The exit code is %d.", exitUnverified)
	}
	if err := c.print(s.out, tree, summary); err != nil || !open {
		return err
	}
	return codeError{exitUnverified}
}

// opened opens the tree that the specs and the contracts lie in, and reads the contracts.
func (c *comparer) opened(ctx context.Context, in io.Reader, args []string) (*workspace.DirTree, workspace.Selection, *concern, error) {
	local, brokers := brokersIn(c.flags.contracts)
	named := args
	if len(args) == 0 && len(local) > 0 {
		named = []string{"."} // so that contracts of elsewhere don't bring their own workspace instead
	}
	tree, selection, err := c.open(in, slices.Concat(named, local))
	if err != nil {
		return nil, selection, nil, err
	}
	of := selection
	of.Args = selection.Args[len(named):]
	selection.Args = selection.Args[:len(args)]
	selection.Descriptors = len(c.flags.contracts) > 0
	read, err := c.contracts(ctx, tree, of, brokers)
	if err != nil {
		tree.Close()
	}
	return tree, selection, read, err
}

func (c *comparer) check() error {
	switch {
	case c.flags.failOnConsumers && len(c.flags.contracts) == 0:
		return errors.New("--fail-on-consumers: name their contracts with --contracts, as in `bylaw breaking --contracts contracts/ --fail-on-consumers`")
	case c.flags.failOnConsumers && c.options.failOn != "":
		return errors.New("--fail-on-consumers and --fail-on say two things about what fails: use one of them")
	}
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
